"""Face fusion (paper 2.4): nearer to the person, and everything else as it was."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces import fuse as module
from engine.faces import occlusion
from engine.faces.fuse import Selfie, choose, fuse
from engine.faces.regions import BETWEEN_EYES, CHEEKS, LEFT_CHEEK, RIGHT_CHEEK, features, hull, lab, part
from tests.engine.faces.altered import blurred, painted_eyes
from tests.engine.faces.portraits import drawing, other_person, shaded, soft, thick_frames, turned


def apart(faces, one, other) -> float:
    """Distance of two pictures' faces; 0.6 separates people."""
    return float(np.linalg.norm(faces.embed(one) - faces.embed(other)))


@pytest.fixture(scope="module")
def mesh(astronaut_face):
    """Of the person."""
    return astronaut_face.mesh


@pytest.fixture(scope="module")
def stranger(astronaut, mesh):
    """A portrait whose features are not the person's."""
    return other_person(astronaut, mesh)


@pytest.fixture(scope="module")
def fused(faces, astronaut, mesh, stranger):
    """The stranger after fusion with the person's selfie."""
    return fuse(stranger, faces.mesh(stranger), astronaut, mesh)


def test_the_portrait_comes_nearer_to_the_person(faces, astronaut, stranger, fused):
    """The one reason for fusion: likeness rises."""
    before, after = apart(faces, stranger, astronaut), apart(faces, fused.picture, astronaut)
    assert before > 0.4
    assert after < 0.65 * before
    assert fused.strength_used == 1
    assert fused.note == ""


def test_a_selfie_of_the_wrong_person_does_not_bring_it_nearer(faces, astronaut, mesh, stranger):
    """The control: the gain comes from the selfie, not from smoothing or the distance measure."""
    stranger_mesh = faces.mesh(stranger)
    itself = fuse(stranger, stranger_mesh, stranger, stranger_mesh).picture
    assert apart(faces, itself, astronaut) > 0.9 * apart(faces, stranger, astronaut)
    away = fuse(astronaut, mesh, stranger, stranger_mesh).picture
    assert apart(faces, away, astronaut) > 0.15


def test_outside_the_mask_not_one_bit_changes(stranger, fused, mesh):
    """Hair, clothes and background are the portrait's; the mask stays about the face."""
    outside = fused.mask == 0
    assert np.array_equal(fused.picture[outside], stranger[outside])
    assert (fused.mask > 0).sum() < 3.2 * hull(stranger.shape, mesh.oval).sum()
    assert fused.mask[int(mesh.box[3]) + 60 :].max() == 0
    assert (fused.mask > 0.5).sum() > 0.5 * hull(stranger.shape, mesh.oval).sum()


def test_strength_is_a_dial(faces, astronaut, mesh, stranger):
    """Nothing at 0, all at 1, between them half-way."""
    stranger_mesh = faces.mesh(stranger)
    nothing = fuse(stranger, stranger_mesh, astronaut, mesh, strength=0)
    assert np.array_equal(nothing.picture, stranger)
    assert nothing.mask.max() == 0
    half = fuse(stranger, stranger_mesh, astronaut, mesh, strength=0.5).picture
    whole = fuse(stranger, stranger_mesh, astronaut, mesh).picture
    distances = [apart(faces, picture, astronaut) for picture in (stranger, half, whole)]
    assert distances[0] > distances[1] > distances[2]
    with pytest.raises(ValueError, match="is not between 0 and 1"):
        fuse(stranger, stranger_mesh, astronaut, mesh, strength=1.5)


@pytest.mark.parametrize(("degrees", "used", "note"), [(15, 1.0, ""), (30, 0.5, "turned"), (40, 0.0, "turned-away")])
def test_a_selfie_from_another_side_counts_less(astronaut, mesh, stranger, degrees, used, note):
    """Above 25 degrees the hidden cheek smears, above 35 nothing is left to take; the result says so."""
    result = fuse(astronaut, mesh, stranger, turned(mesh, degrees))
    assert (result.strength_used, result.note) == (used, note)
    assert np.array_equal(result.picture, astronaut) == (used == 0)


def test_a_small_soft_portrait_becomes_sharp_and_like_the_person(faces, astronaut, mesh):
    """What the embedded base draws is 128 px: the photo's detail is carried into it."""
    portrait = soft(astronaut, 0.2)
    portrait_mesh = faces.mesh(portrait)
    result = fuse(portrait, portrait_mesh, astronaut, mesh).picture
    assert apart(faces, result, astronaut) < 0.7 * apart(faces, portrait, astronaut)
    eyes = part(astronaut.shape, mesh.points, (33, 263, 159, 386, 145, 374)) > 0
    assert energy(result, eyes) > 2 * energy(portrait, eyes)


def test_skin_at_the_border_is_as_soft_as_the_portrait(faces, astronaut, mesh, monkeypatch):
    """A sharp face in a soft picture looks pasted; without matching the difference is larger."""
    portrait = soft(astronaut, 0.2)
    portrait_mesh = faces.mesh(portrait)
    matched = fuse(portrait, portrait_mesh, astronaut, mesh)
    monkeypatch.setattr(module, "BORDER_DETAIL", 0.0)
    monkeypatch.setattr(module, "CENTRE_DETAIL", 0.0)
    plain = fuse(portrait, portrait_mesh, astronaut, mesh)
    rim = (matched.mask > 0.3) & (matched.mask < 0.9) & (features(portrait.shape, mesh.points) == 0)
    jump = [abs(np.log(energy(result.picture, rim) / energy(portrait, rim))) for result in (matched, plain)]
    assert jump[0] < 0.8 * jump[1]


def energy(rgb, where) -> float:
    """Mean size of the finest detail."""
    light = lab(rgb)[..., 0]
    return float(np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.2))[where].mean())


def test_light_and_colour_stay_the_portraits(faces, astronaut, mesh, stranger):
    """A selfie taken in yellow lamplight does not turn the portrait yellow."""
    yellow = np.clip(astronaut * np.array([0.8, 0.7, 0.4]), 0, 255).astype(np.uint8)
    result = fuse(stranger, faces.mesh(stranger), yellow, mesh).picture
    cheeks = part(stranger.shape, mesh.points, CHEEKS) > 0
    shift = np.linalg.norm(lab(result)[cheeks].mean(0) - lab(stranger)[cheeks].mean(0))
    assert shift < 4
    assert np.linalg.norm(lab(yellow)[cheeks].mean(0) - lab(stranger)[cheeks].mean(0)) > 15


def test_shade_on_one_side_of_the_selfie_is_taken_out(faces, astronaut, mesh, stranger, monkeypatch):
    """Half a face in shadow would otherwise sit on a portrait lit from the front."""
    selfie, stranger_mesh = shaded(astronaut, mesh), faces.mesh(stranger)

    def tilt(rgb) -> float:
        light = lab(rgb)[..., 0]
        sides = [light[part(rgb.shape, mesh.points, names) > 0].mean() for names in (RIGHT_CHEEK, LEFT_CHEEK)]
        return sides[0] - sides[1]

    evened = fuse(stranger, stranger_mesh, selfie, mesh, light=0).picture
    monkeypatch.setattr(module, "EVEN", 0.0)
    plain = fuse(stranger, stranger_mesh, selfie, mesh, light=0).picture
    assert abs(tilt(evened) - tilt(stranger)) < 0.6 * abs(tilt(plain) - tilt(stranger))


def test_thick_glasses_of_the_portrait_stay_whole(faces, astronaut, mesh, stranger):
    """A frame cut in pieces is the ugliest thing fusion can do; the eyes behind it may change."""
    portrait, frame = thick_frames(stranger, faces.mesh(stranger))
    result = fuse(portrait, faces.mesh(portrait), astronaut, mesh)
    assert result.note == "glasses"
    assert np.median(result.picture[frame]) < 60
    assert (result.picture[frame].mean(-1) < 90).mean() > 0.85
    assert fuse(stranger, faces.mesh(stranger), astronaut, mesh).note == ""


def test_a_drawing_stays_a_drawing_when_asked(faces, astronaut, mesh, stranger):
    """Few tones stay few tones; by default the photo's skin would show."""
    portrait = drawing(stranger)
    portrait_mesh = faces.mesh(portrait)
    styled, plain = (fuse(portrait, portrait_mesh, astronaut, mesh, keep_style=share).picture for share in (1.0, 0.0))
    inside = (hull(portrait.shape, mesh.oval, 0.85) > 0) & (features(portrait.shape, mesh.points) == 0)
    tones = np.unique(np.round(lab(drawing(stranger))[inside][:, 0]))
    tones = tones[[(np.abs(lab(portrait)[inside][:, 0] - tone) < 1.5).mean() > 0.05 for tone in tones]]
    flat = [(np.abs(lab(picture)[inside][:, :1] - tones).min(1) < 1.5).mean() for picture in (styled, plain, portrait)]
    assert flat[1] + 0.2 < flat[0] <= flat[2] + 0.05
    colours = [np.abs(lab(picture) - lab(portrait))[inside][:, 1:].mean() for picture in (styled, plain)]
    assert colours[0] < 0.7 * colours[1]
    assert apart(faces, styled, astronaut) < apart(faces, portrait, astronaut)


def test_the_selfie_that_suits_the_portrait_is_chosen(faces, astronaut, astronaut_face, mesh):
    """Same side, sharp and with open eyes before all others."""
    good = Selfie(rgb=astronaut, mesh=mesh)
    away = Selfie(rgb=astronaut, mesh=turned(mesh, 25))
    dull = Selfie(rgb=blurred(astronaut, astronaut_face), mesh=mesh)
    assert choose(mesh, [away, good]) == 1
    assert choose(mesh, [dull, away, good]) == 2
    assert choose(turned(mesh, 25), [good, away]) == 1
    with pytest.raises(ValueError, match="no selfie"):
        choose(mesh, [])


def test_a_selfie_with_shut_eyes_is_not_chosen(faces, astronaut, astronaut_face, mesh):
    """Shut eyes would be laid on an open look."""
    shut = dict(mesh.blendshapes, eyeBlinkLeft=0.8, eyeBlinkRight=0.8)
    asleep = Selfie(
        rgb=painted_eyes(astronaut, astronaut_face),
        mesh=type(mesh)(points=mesh.points, blendshapes=shut, matrix=mesh.matrix),
    )
    assert choose(mesh, [asleep, Selfie(rgb=astronaut, mesh=mesh)]) == 1


def test_a_portrait_of_another_size_and_tilt_is_served(faces, astronaut, mesh, stranger):
    """Selfies come large and straight, portraits small and tilted."""
    turn = cv2.getRotationMatrix2D(tuple(float(v) for v in mesh.points[BETWEEN_EYES, :2]), 17, 0.6)
    portrait = cv2.warpAffine(stranger, turn, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    result = fuse(portrait, faces.mesh(portrait), astronaut, mesh)
    assert apart(faces, result.picture, astronaut) < 0.75 * apart(faces, portrait, astronaut)


@pytest.mark.parametrize("thing", ["glasses", "strand"])
def test_what_covers_the_selfie_is_not_copied(faces, astronaut, mesh, thing, monkeypatch):
    """No ghost of glasses the portrait does not wear, no strand of hair across an eye.

    A mask says what of the selfie is skin; with everything taken for skin (the control) both are copied.
    """
    covered = thick_frames(astronaut, mesh)[0] if thing == "glasses" else _strand(astronaut, mesh)
    there = np.abs(covered.astype(int) - astronaut).max(-1) > 60
    portrait = soft(astronaut, 0.5)

    def copied() -> float:
        """Share of the thing's darkness that came over."""
        plain, other = (fuse(portrait, mesh, selfie, mesh).picture for selfie in (astronaut, covered))
        lost = (plain.astype(float) - other)[there].mean()
        return lost / (astronaut.astype(float) - covered)[there].mean()

    assert copied() < 0.1
    monkeypatch.setattr(occlusion, "bare", lambda below, above, points: np.ones(below.shape[:2], np.float32))
    monkeypatch.setattr(occlusion, "strokes", lambda below, above, points: np.zeros(below.shape[:2], np.float32))
    assert copied() > 0.4


def _strand(rgb, mesh):
    """A dark strand from the forehead over the right eye to the cheek."""
    out = rgb.copy()
    places = mesh.points[[109, 159, 145, 205], :2]
    cv2.polylines(out, [np.round(places).astype(np.int32)], False, (22, 14, 10), 4, cv2.LINE_AA)
    return out


@pytest.mark.parametrize("size", [10, 24, 41])
def test_thin_things_are_found_as_a_disc_finds_them(size):
    """An octagon takes a fifth of the time; a line across, along and aslant keeps its darkness, a broad thing none."""
    light = np.full((200, 200), 40000, np.uint16)
    cv2.line(light, (20, 40), (180, 40), 15000, 2)
    cv2.line(light, (30, 60), (30, 180), 15000, 2)
    cv2.line(light, (60, 60), (110, 170), 15000, 2)
    cv2.rectangle(light, (130, 70), (190, 190), 15000, -1)
    found = occlusion._lines(light, size)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, size) | 1,) * 2)
    wanted = cv2.morphologyEx(light, cv2.MORPH_BLACKHAT, disc)
    assert [found[y, x] for y, x in ((40, 100), (120, 30), (115, 85))] == [25000] * 3
    assert found[130, 160] == 0
    apart = np.abs(found.astype(int) - wanted) > 0
    assert apart[70 + size : 190 - size, 130 + size : 190 - size].sum() == 0
    assert apart.mean() < 0.005
