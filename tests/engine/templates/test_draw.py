"""People in a template: where they are, how large, what is before them, and that it is their own pixels."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.canvas.types import CutOut
from engine.templates import Gallery
from engine.templates.body import EASY, PLANES, drawn_out, head_size, place_of, rounded, rows_seen, stretch
from engine.templates.draw import draw, fits
from engine.templates.layout import Layout, Place, Step, Window, load

ROOM = Step(name="paper", parameters={"colour": "#6080a0"})


def _page(*windows: Window, width: int = 400, height: int = 320) -> Layout:
    return Layout(
        name="test", width=width, height=height, faces=2, page=Step(name="plain", parameters={"colour": "#000000"}),
        front=None, windows=windows,
    )  # fmt: skip


def _pair() -> Window:
    one = (Place(x=0.5, y=0.4, size=0.3),)
    two = (Place(x=0.27, y=0.4, size=0.25), Place(x=0.73, y=0.4, size=0.25))
    return Window(box=(0, 0, 1, 1), people=(1, 2), scene=ROOM, places=(one, two))


def test_people_of_different_photos_have_eyes_on_one_line_and_heads_of_one_size(subject, faces):
    """One photo twice as large as the other; where eyes are is read back from the finished picture."""
    large = replace(subject, mesh=subject.mesh)
    drawn = draw(_page(_pair(), width=800, height=640), {1: [subject], 2: [large]})
    seen = sorted(faces.faces(drawn.rgb), key=lambda face: face.centre[0])
    assert len(seen) == 2
    for face, place in zip(seen, _pair().places_of(2), strict=True):
        assert np.abs(face.mesh.eyes.mean(0) - (place.x * 800, place.y * 640)).max() < 8
        assert abs(head_size(face.mesh) / (place.size * 640) - 1) < 0.12


def test_whoever_is_alone_takes_the_place_for_one(subject, faces):
    """A place nobody takes leaves no hole."""
    drawn = draw(_page(_pair(), width=800, height=640), {2: [subject]})
    (face,) = faces.faces(drawn.rgb)
    assert abs(face.mesh.eyes.mean(0)[0] - 400) < 10
    assert list(drawn.faces) == [2]


def test_a_window_without_its_person_shows_somebody_who_is_there(subject):
    """A strip of four photos has no empty ones."""
    windows = [Window(box=(0.5 * k, 0, 0.5 + 0.5 * k, 1), people=(k + 1,), scene=ROOM, framing=2.2) for k in range(2)]
    drawn = draw(_page(*windows), {1: [subject]}).rgb.astype(int)
    assert np.abs(drawn[:, :200] - drawn[:, 200:]).mean() < 4  # the same photo twice, but for grain


def test_nothing_of_a_person_reaches_out_of_the_window(subject):
    """What is drawn around an opening stays before whoever is in it."""
    window = Window(box=(0.25, 0.25, 0.75, 0.75), people=(1,), shape="oval", scene=ROOM)
    drawn = draw(_page(window), {1: [subject]}).rgb
    assert drawn[:78].max() == 0
    assert drawn[82:90, 102:110].max() == 0  # the oval's corner
    assert drawn[160, 200].max() > 40


def test_the_light_changes_sides_and_the_same_seed_gives_the_same_pixels(subject):
    """Two variants differ; one asked for again does not."""
    window = Window(box=(0, 0, 1, 1), people=(1,), scene=ROOM, light="window", framing=2.0)
    page = _page(window)
    first, again, other = (draw(page, {1: [subject]}, seed=4, side=side).rgb for side in (1, 1, -1))
    assert (first == again).all()
    assert np.abs(first.astype(int) - other).mean() > 1


def test_a_cut_arm_ends_round_and_a_face_is_untouched(subject):
    """At the photo's edge the body thins towards its corner; eyes to mouth nothing changes."""
    wide = replace(subject, cut=replace(subject.cut, alpha=_reaching(subject.cut)))
    made = rounded(wide)
    chin = int(subject.mesh.points[152, 1])
    assert made.cut.alpha[: chin - 20].sum() == pytest.approx(wide.cut.alpha[: chin - 20].sum(), rel=0.02)
    corner = np.s_[-188:-168, :6]
    assert wide.cut.alpha[corner].mean() > 0.9
    assert made.cut.alpha[corner].mean() < 0.5


def _reaching(cut: CutOut) -> np.ndarray:
    alpha = cut.alpha.copy()
    alpha[-190:] = 1
    return alpha


def test_a_body_is_drawn_out_below_the_neck_only(subject):
    """Head and neck keep their pixels; what is added goes on in the clothes' colours."""
    rows = subject.cut.alpha.shape[0]
    taller = drawn_out(subject, rows + 160)
    neck = int(subject.mesh.points[152, 1])
    assert taller.cut.alpha.shape[0] == rows + 160
    assert np.abs(taller.rgb[:neck].astype(int) - subject.rgb[:neck]).max() <= 1
    assert taller.cut.alpha[-40:].mean() == pytest.approx(subject.cut.alpha[-2:].mean(), abs=0.1)
    assert drawn_out(subject, rows - 50) is subject


@pytest.mark.slow
@pytest.mark.parametrize("picture", list(Gallery().all.values()), ids=lambda one: one.name)
def test_every_template_can_be_drawn_and_shows_every_face(picture, subject, faces):
    """Nobody's face is covered by what is drawn in front; where the look allows it, it is read back."""
    layout = load(picture.source)
    people = {number: [subject] for number in range(1, layout.faces + 1)}
    drawn = draw(layout, people, seed=1)
    assert drawn.rgb.shape == (layout.height, layout.width, 3)
    assert sorted(drawn.faces) == list(people)
    for points in drawn.faces.values():
        x, y = points[:, 0].mean(), points[:, 1].mean()
        assert 0 < x < layout.width
        assert 0 < y < layout.height


def _cropped(subject, below: float, above: float = 9.0):
    """Return the subject as a photo that ends ``below`` and begins ``above`` the eyes, head sizes."""
    eyes, size = float(subject.mesh.eyes.mean(0)[1]), head_size(subject.mesh)
    top, stop = max(0, round(eyes - above * size)), round(eyes + below * size)
    cut = replace(subject.cut, **{each.name: getattr(subject.cut, each.name)[top:stop] for each in fields(CutOut)})
    points = subject.mesh.points - np.array([0, top, 0], np.float32)
    planes = {name: getattr(subject, name)[top:stop] for name in (*PLANES, "rgb")}
    return replace(subject, cut=cut, mesh=replace(subject.mesh, points=points), **planes)


def test_whose_photo_ends_soon_comes_nearer_and_one_that_shows_enough_stays(subject):
    """A body twice as long is a giraffe; a head that is a little larger stands in front."""
    place, shown = Place(x=0.5, y=0.35, size=0.22), _cropped(subject, 1.35)
    near = place_of(shown, place, 640)
    assert near.size > 1.2 * place.size
    assert near.y > place.y
    assert place_of(_cropped(subject, 1.9), place, 640).size < near.size
    assert stretch(shown, rows_seen(shown, near, 640)) < stretch(shown, rows_seen(shown, place, 640))
    assert place_of(subject, Place(x=0.5, y=0.5, size=0.45), 640) == Place(x=0.5, y=0.5, size=0.45)


def test_nobody_needs_more_of_a_body_than_a_table_leaves_to_be_seen(subject):
    """What stands in front hides the rest: the same photo at the same place."""
    shown, place = _cropped(subject, 1.6), Place(x=0.5, y=0.4, size=0.25)
    assert stretch(shown, rows_seen(shown, place, 640)) > EASY
    assert stretch(shown, rows_seen(shown, place, 640, floor=0.7)) <= EASY


def test_a_photo_without_shoulders_or_crown_fits_a_frame_and_not_a_place_in_the_open(subject):
    """A neck as long as a picture, a head as flat as a photo's edge; a window cuts both off itself."""
    open_, framed = _page(_pair()), _page(replace(_pair(), people=(1,), places=()))
    neck, flat = _cropped(subject, 0.8), _cropped(subject, 1.9, above=0.4)
    assert fits(open_, (1, 2), 1, subject)
    assert not fits(open_, (1, 2), 1, neck)
    assert not fits(open_, (1, 2), 1, flat)
    assert fits(framed, (1,), 1, neck)
    assert fits(framed, (1,), 1, flat)
