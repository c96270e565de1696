"""A face in another light stays that face: its tone, its eyes, its highlights; and the light is the one asked for."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import compose, draw, light
from engine.canvas.linear import LUMINANCE, linear
from engine.canvas.normals import normals, unit
from engine.canvas.scenes.made import flipped
from engine.canvas.shadows import shadow
from engine.canvas.types import Lamp, Light

DAY = Light(ambient=(0.35, 0.37, 0.42), lamps=(Lamp(direction=(-0.7, 0.5, 0.7), colour=(0.9, 0.85, 0.75)),), colour=0.5)
HARD = Light(ambient=(0.04, 0.04, 0.04), lamps=(Lamp(direction=(-1, 0.6, 0.5), colour=(1.5, 1.5, 1.5), wrap=0.05),))
LEFT_CHEEK, RIGHT_CHEEK = 50, 280


def parts_of(subject):
    """The subject as a picture shows it."""
    return draw.framed(subject, compose.frame(subject, "close", "1:1", 384))


def lab_of(picture: np.ndarray, skin: np.ndarray) -> np.ndarray:
    """Median Lab of linear light over the skin."""
    display = np.clip(picture, 0, 1) ** (1 / 2.2)
    return np.median(cv2.cvtColor(display.astype(np.float32), cv2.COLOR_RGB2LAB)[skin], 0)


def test_the_light_of_a_ball_is_found_again():
    """On a ball of one colour the light it was painted with comes back within a few per cent."""
    down, right = np.mgrid[-1:1:160j, -1:1:160j]
    height = 80 * np.sqrt((1 - right**2 - down**2).clip(0.02)).astype(np.float32)
    round_, inside = normals(height, 0.8), (np.hypot(right, down) < 0.85).astype(np.float32)
    towards = np.array([-0.5, 0.3, 0.81])
    fall = 0.6 + 0.4 * (round_ @ towards)
    found = light.own(np.repeat(0.4 * fall[..., None], 3, -1).astype(np.float32), round_, inside)
    wanted = fall / np.median(fall[inside > 0.8])
    assert np.abs(found / wanted - 1)[inside > 0.8].mean() < 0.04
    assert np.abs(1 / wanted - 1)[inside > 0.8].mean() > 0.08  # control: without looking it would be far off


def test_a_cheek_in_shadow_is_no_other_skin():
    """Half of a face in shadow, which a robust fit leaves out, is found by comparing both cheeks."""
    tone = np.full((100, 120), 0.4, np.float32)
    tone[:, 60:] = 0.2
    rows = np.linspace(30, 70, 6)
    pairs = np.stack([np.stack([np.full(6, 30), rows], -1), np.stack([np.full(6, 90), rows], -1)], 1).astype(np.float32)
    photo, flat = np.repeat(tone[..., None], 3, -1), np.ones((100, 120), np.float32)
    found = light.evened(photo, flat, pairs)
    assert found[50, 30] / found[50, 90] == pytest.approx(2, rel=0.05)
    assert np.allclose(light.evened(np.full_like(photo, 0.3), flat, pairs), 1, atol=1e-3)  # control: nothing to find


def test_a_lamp_from_the_left_lights_the_left_cheek_and_from_the_right_the_right(subject):
    """The scene decides the brighter side, not the photo."""
    parts = parts_of(subject)
    cheeks = [tuple(parts.sitter.points[place, ::-1].astype(int)) for place in (LEFT_CHEEK, RIGHT_CHEEK)]

    def sides(chosen: Light) -> tuple[float, float]:
        tone = cv2.GaussianBlur((draw.lit(parts, chosen) @ LUMINANCE).astype(np.float32), (0, 0), 6)
        return float(tone[cheeks[0]]), float(tone[cheeks[1]])

    left, right = sides(DAY)
    assert left > 1.15 * right
    left, right = sides(flipped(DAY))
    assert right > 1.15 * left


@pytest.mark.parametrize("chosen", [DAY, HARD], ids=["day", "hard"])
def test_no_skin_burns_out(subject, toned, chosen):
    """At most 0.5 % of the skin is clipped, on light skin and on dark."""
    for one in (subject, toned(0.3)):
        parts = parts_of(one)
        skin = parts.sitter.face > 0.9
        assert (draw.lit(parts, chosen)[skin].max(-1) > 0.99).mean() <= 0.005


def test_dark_skin_changes_as_little_as_light_skin(subject, toned):
    """The change of the skin's median colour is the same within 2 (delta E) for both, and small."""
    changes = []
    for one in (subject, toned(0.3)):
        parts = parts_of(one)
        skin = parts.sitter.face > 0.9
        changes.append(np.linalg.norm(lab_of(draw.lit(parts, DAY), skin) - lab_of(parts.photo, skin)))
    assert abs(changes[0] - changes[1]) <= 2
    assert max(changes) < 14
    parts = parts_of(toned(0.3))
    skin = parts.sitter.face > 0.9
    control = np.linalg.norm(
        lab_of(parts.photo, skin) - lab_of(parts_of(subject).photo, parts_of(subject).sitter.face > 0.9)
    )
    assert control > 20  # the two tones are really apart


def test_what_shades_the_features_of_a_face_stays_the_photos_own(subject):
    """Brows, sockets, nose and lips drawn anew cost likeness: broad light leaves them, a hard lamp (control) not."""
    parts = parts_of(subject)
    skin = (parts.sitter.face > 0.98) & (parts.lively < 0.02)

    def redrawn(chosen: Light) -> float:
        ratio = np.log(draw.lit(parts, chosen) @ LUMINANCE + 0.01) - np.log(parts.photo @ LUMINANCE + 0.01)
        return float(np.std((ratio - cv2.GaussianBlur(ratio, (0, 0), parts.surface.span / 10))[skin]))

    soft = replace(DAY, lamps=tuple(replace(lamp, wrap=0.5) for lamp in DAY.lamps))
    assert redrawn(soft) < 0.05
    assert redrawn(HARD) > 3 * redrawn(soft)


def test_a_lawn_makes_no_chin_green(subject):
    """A place that is green below and white above colours a face evenly; hair and clothes show it (the control)."""
    below = np.zeros((3, 9), np.float32)
    below[:, 0], below[:, 1] = 3.0, (0.5, -0.8, 0.5)  # white from above, green from below
    parts = parts_of(subject)
    matt = light.falling(Light(harmonics=tuple(map(tuple, below))), parts.surface).matt
    greenness = matt[..., 1] / matt.mean(-1)
    face, hair = parts.surface.face > 0.97, parts.surface.hair > 0.9
    assert np.ptp(np.percentile(greenness[face], (5, 95))) < 0.5 * np.ptp(np.percentile(greenness[hair], (5, 95)))


def test_a_highlight_of_the_photo_is_not_brightened(subject):
    """A shining forehead under more light would burn; skin beside it (the control) does get the light."""
    parts = parts_of(subject)
    photo = parts.photo.copy()
    shining = np.zeros(photo.shape[:2], bool)
    x, y = parts.sitter.middle
    shining[int(y) - 6 : int(y) + 6, int(x) - 6 : int(x) + 6] = True
    photo[shining] = 0.96
    flat = np.full(photo.shape, 1.6, np.float32)
    fall = light.Fall(matt=flat, shine=np.zeros_like(flat))
    even = np.ones(photo.shape[:2], np.float32)
    made = light.relit(photo, even, fall, parts.surface, np.zeros_like(even))
    assert made[shining].max() < 0.98
    skin = (parts.surface.face > 0.97) & (photo.max(-1) < 0.4)
    assert (made[skin].mean() / photo[skin].mean()) > 1.2


def test_hard_light_casts_the_shadow_of_the_nose(subject):
    """Away from the lamp the nose hides part of the cheek; a lamp beside the camera hides nothing there."""
    surface = parts_of(subject).surface
    nose, cheek = parts_of(subject).sitter.points[[1, RIGHT_CHEEK]]
    beside = tuple((0.62 * nose + 0.38 * cheek)[::-1].astype(int))
    towards = [unit(np.array(way, np.float32)) for way in ((-0.9, 0.4, 0.5), (0.05, 0.05, 1), (0.9, 0.4, 0.5))]
    hidden = [shadow(surface.height, way, surface.alpha, surface.span)[beside] for way in towards]
    assert hidden[0] > 0.5
    assert max(hidden[1:]) < 0.1


def test_eyes_keep_their_contrast_under_hard_light(subject):
    """Catchlights and pupils stay as far apart as the photo has them, relative to the light around the eye."""
    parts = parts_of(subject)
    eyes = parts.lively > 0.9
    person = draw.lit(parts, HARD)

    def contrast(picture: np.ndarray) -> float:
        tone = (picture @ LUMINANCE)[eyes]
        return float((np.percentile(tone, 95) - np.percentile(tone, 5)) / tone.mean())

    assert contrast(person) > 0.8 * contrast(parts.photo)


def test_dark_curls_are_not_bleached_by_a_window(subject):
    """What shone off them made black hair grey; on fair hair, which shines in its photo, it stays (the control)."""
    surface = parts_of(subject).surface
    hair = surface.hair > 0.9

    def shine(tone: float) -> float:
        one = replace(surface, tone=np.full_like(surface.tone, tone))
        return float(light.falling(DAY, one).shine[hair].mean())

    assert shine(0.005) < 0.4 * shine(0.2)
    assert shine(0.2) == pytest.approx(shine(0.06), rel=0.01)


def test_a_rim_lamp_lights_the_edge_and_not_the_face(subject):
    """Hair and shoulders get a line of light; the middle of the face stays as it was."""
    parts = parts_of(subject)
    rim = Light(lamps=(Lamp(direction=(1, 0.2, -0.4), colour=(1.5, 1.5, 1.5), rim=True),), ambient=(1, 1, 1))
    shine = light.falling(rim, parts.surface).shine[..., 0]
    edge = (parts.surface.alpha > 0.5) & (cv2.erode(parts.surface.alpha, np.ones((9, 9))) < 0.5)
    x = np.arange(edge.shape[1])[None, :]
    right = edge & (x > parts.sitter.middle[0])
    assert shine[right].mean() > 0.15
    assert shine[edge & (x < parts.sitter.middle[0])].mean() < 0.3 * shine[right].mean()
    assert shine[parts.surface.face > 0.95].mean() < 0.03


def test_a_lamp_behind_them_is_no_fog_on_dark_skin(subject, toned):
    """A low sun made dark ears and jaws milky: what skin gives back follows its tone; fair skin keeps its line."""
    low = Light(lamps=(Lamp(direction=(1, 0.2, -0.4), colour=(2, 2, 2), rim=True),), ambient=(1, 1, 1))

    def shine(who) -> float:
        surface = parts_of(who).surface
        seen = light.falling(low, surface).shine[..., 0][(surface.skin > 0.5) & (surface.hair < 0.1)]
        return float(np.sort(seen)[-len(seen) // 20 :].mean())

    dark, fair = shine(toned(0.1)), shine(subject)
    assert dark < 0.6 * fair, (dark, fair)
    assert fair > 0.04


def test_what_shines_on_black_hair_makes_it_no_light_hair_before_a_low_sun(subject):
    """A studio's lamp lies on cropped black hair in its photo: a sun behind it turned the crown to sand."""
    surface = parts_of(subject).surface
    low = Light(lamps=(Lamp(direction=(1, 0.6, -0.4), colour=(2, 2, 2), rim=True),), ambient=(1, 1, 1))
    hair = surface.hair > 0.9
    rows = np.arange(hair.shape[0])[:, None]
    lamp = hair & (rows < np.percentile(np.nonzero(hair)[0], 60))

    def shine(tone: np.ndarray) -> float:
        return float(light.falling(low, replace(surface, tone=tone.astype(np.float32))).shine[lamp].mean())

    black = np.full_like(surface.tone, 0.02)
    glossy, light_hair = shine(np.where(lamp, 0.3, black)), shine(np.full_like(black, 0.3))
    assert glossy < 1.5 * shine(black), (glossy, shine(black), light_hair)
    assert light_hair > 2 * shine(black)


def test_the_same_light_changes_nothing_much(subject):
    """Control: even light of strength one gives the photo back, but for its own shadows."""
    parts = parts_of(subject)
    skin = parts.sitter.face > 0.9
    same = draw.lit(parts, Light(ambient=(1, 1, 1)))
    assert np.linalg.norm(lab_of(same, skin) - lab_of(parts.photo, skin)) < 6
    assert linear(np.array([255], np.uint8))[0] == 1.0
