"""A face exchanged by its own pixels: tone everywhere, nothing else touched, what is in front stays there."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas.linear import display, linear, luminance
from engine.canvas.subjects import subject
from engine.canvas.swap import inks, judge
from engine.canvas.swap.exchange import _hung, _joined, exchange
from engine.canvas.swap.types import Means
from engine.faces.regions import CHEEKS, face_width, hull, lab, part
from engine.faces.types import CHIN, OVAL


def _light(rgb, where) -> float:
    return float(np.median(luminance(linear(rgb))[where]))


def test_all_skin_takes_the_persons_tone(there, made):
    """A dark face on a pale neck is what people saw first."""
    cheeks = part(made.face.shape, made.points, CHEEKS) > 0
    neck = judge.neck_of(there)
    darker = _light(made.rgb, cheeks) / _light(there.head.rgb, cheeks)
    assert darker < 0.75
    assert _light(made.rgb, neck) / _light(there.head.rgb, neck) == pytest.approx(darker, rel=0.15)


@pytest.mark.parametrize(("share", "aside"), [(0.2, False), (0.33, False), (1.0, False), (0.2, True), (0.6, True)])
def test_a_neck_changes_as_much_as_the_finished_face_has(there, toned, share: float, aside: bool):
    """Of the darkest skin, and in light from the side, it was 1 off: told of what was laid on, and of its light part.

    A neck lightened by an eighth is the control, and is seen on light and dark skin.
    """
    if aside:
        x = np.indices(there.head.rgb.shape[:2])[1].astype(np.float32) - there.points[CHIN, 0]
        light = (1 - 0.8 * x / face_width(there.points)).clip(0.3, 1.5)[..., None]
        rgb = display(linear(there.head.rgb) * light)
        there = replace(there, head=subject(rgb, there.head.mesh, replace(there.head.cut, colour=rgb)))
    made = exchange(there, toned(share), Means())
    assert judge.neck(there.head.rgb, made, there) < 0.75
    neck = judge.neck_of(there)[..., None]
    lighter = np.where(neck, display(linear(made.rgb) * np.float32(1.125)), made.rgb)
    assert judge.neck(there.head.rgb, replace(made, rgb=lighter), there) > 1.5


@pytest.mark.parametrize("share", [0.12, 0.3, 0.6])
def test_where_the_whole_skin_changed_alike_the_measure_of_a_neck_reads_little(there, made, share: float):
    """Less than an eye tells apart, in dark skin and in light; what the bench compares starts above it."""
    alike = display(linear(there.head.rgb) * np.float32(share))
    assert judge.neck(there.head.rgb, replace(made, rgb=alike), there) < 0.4


def test_skin_that_goes_on_below_the_part_changes_its_tone_gradually(there, toned):
    """A line across both arms, an inch below the elbow; where the picture ends as well all of it is toned."""
    skin = np.ones(there.head.rgb.shape[:2], np.float32)
    skin[: round(float(there.points[CHIN, 1]))] = there.head.cut.skin[: round(float(there.points[CHIN, 1]))]
    cheek = np.median(there.head.rgb[there.head.cut.face > 0.9], 0)
    rgb = np.where(skin[..., None] > 0, cheek, there.head.rgb).astype(np.uint8)
    head = replace(there.head, rgb=rgb, cut=replace(there.head.cut, skin=skin, colour=rgb))
    whole = exchange(replace(there, head=head), toned(0.33), Means())
    ended = exchange(replace(there, head=head, cuts=(False, False, False, True)), toned(0.33), Means())
    apart = [np.abs(made.rgb[-1].astype(int) - rgb[-1]).mean() for made in (whole, ended)]
    assert apart[1] < 2 < 20 < apart[0]
    chin = round(float(there.points[CHIN, 1]))
    assert np.array_equal(whole.rgb[:chin], ended.rgb[:chin])


def test_what_is_no_skin_and_no_face_stays_to_the_bit(there, made):
    """Suit, flag and shuttle are the template's."""
    still = made.touched < 1 / 255
    assert still.mean() > 0.5
    assert np.array_equal(made.rgb[still], there.head.rgb[still])


def test_a_face_in_one_ink_on_coloured_paper_stays_in_it(there, toned):
    """A stamp is blue, its paper is not: a face in colours on it was laid on. Her own colours are the control."""
    grey = cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY)[..., None]
    blue = (60 + grey * np.array([0.35, 0.55, 0.75])).clip(0, 255).astype(np.uint8)
    paper = np.array([235, 205, 160], np.uint8)
    stamp = blue.copy()
    stamp[:, :60], stamp[:40] = paper, paper
    stamp[: there.head.rgb.shape[0] // 3, -90:] = (200, 30, 30)
    head = replace(there.head, rgb=stamp, cut=replace(there.head.cut, colour=stamp))
    made = exchange(replace(there, head=head), toned(0.6), Means())
    face = made.face > 0.9
    assert inks.of(stamp) is None  # the paper has colours
    assert lab(made.rgb)[..., 2][face].max() < 0 < lab(there.head.rgb)[..., 2][face].mean()
    assert np.array_equal(made.rgb[:40], stamp[:40])
    skin = there.head.cut.face > 0.9
    assert inks.of(there.head.rgb, skin) is None  # a face in a photo, of nearly one colour as it is


def test_a_face_before_a_grey_wall_keeps_its_colours(there):
    """A studio portrait is grey but for the skin: its cheeks were printed in the wall's grey, in blotches."""
    grey = cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY)
    skin = hull(grey.shape, there.head.mesh.oval, 0.97) > 0
    wall = np.pad(np.where(skin[..., None], there.head.rgb, grey[..., None]), ((0, 0), (0, 1200), (0, 0)), mode="edge")
    assert inks.of(wall) is not None  # as a whole nobody would see colours
    wide = np.pad(skin, ((0, 0), (0, 1200)))
    assert inks.of(wall, wide) is None
    assert inks.of(cv2.cvtColor(cv2.cvtColor(wall, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), wide) is not None


def test_a_picture_in_one_ink_stays_in_one_ink(there, toned):
    """A face in colour on a sepia poster is nobody's wish; her own colours are the control."""
    grey = cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY)[..., None]
    sepia = (grey * np.array([1.0, 0.88, 0.7])).astype(np.uint8)
    head = replace(there.head, rgb=sepia, cut=replace(there.head.cut, colour=sepia))
    made = exchange(replace(there, head=head), toned(0.6), Means())
    ink = inks.of(sepia)
    assert ink is not None
    assert inks.of(there.head.rgb) is None
    face = lab(made.rgb)[made.face > 0.5]
    steps = np.linspace(0, 100, inks.STEPS)
    apart = face[:, 2] - np.interp(face[:, 0], steps, ink[:, 1])
    assert np.abs(apart).mean() < 2


def test_a_face_in_an_engraving_is_engraved(there, toned):
    """A smooth face among lines was pasted there. A print without lines, as smooth as a photo, is the control."""
    grey = cv2.GaussianBlur(cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).astype(np.float32)
    rows = 60 * np.sin(np.arange(grey.shape[0]) * 2 * np.pi / 4)[:, None]
    engraving, smooth = (
        (40 + 0.7 * (grey + lines))[..., None].clip(0, 255).repeat(3, 2).astype(np.uint8) for lines in (rows, 0 * rows)
    )
    cheeks = part(grey.shape, there.points, CHEEKS) > 0

    def fine(rgb) -> float:
        light = lab(rgb)[..., 0]
        return float((light - cv2.GaussianBlur(light, (0, 0), 2))[cheeks].std())

    faces = []
    for rgb in (engraving, smooth):
        head = replace(there.head, rgb=rgb, cut=replace(there.head.cut, colour=rgb))
        faces.append(exchange(replace(there, head=head), toned(0.6), Means()).rgb)
    assert inks.lines(smooth, there.points) is None
    assert inks.lines(there.head.rgb, there.points) is None
    assert fine(faces[0]) > 0.3 * fine(engraving) > 2 * fine(faces[1])
    assert lab(faces[0])[..., 0][cheeks].min() > lab(engraving)[..., 0].min() - 3  # nothing darker than the ink


def test_glasses_of_the_template_stay_in_front(there, toned):
    """A dark frame is as dark as before; without it the same place is the person's skin."""
    picture = there.head.rgb.copy()
    frame = np.zeros(picture.shape[:2], np.uint8)
    for outer, inner in ((33, 133), (263, 362)):
        eye = there.points[[outer, inner], :2]
        wide = float(np.linalg.norm(eye[0] - eye[1]))
        cv2.circle(frame, tuple(np.round(eye.mean(0)).astype(int).tolist()), round(0.85 * wide), 1, 3, cv2.LINE_AA)
    bridge = [tuple(np.round(there.points[name, :2]).astype(int).tolist()) for name in (133, 362)]
    cv2.line(frame, *bridge, 1, 4)
    picture[frame > 0] = (15, 15, 15)
    head = replace(there.head, rgb=picture, cut=replace(there.head.cut, colour=picture))
    with_, without = (exchange(replace(there, head=one), toned(1.0), Means()) for one in (head, there.head))
    below = frame * (np.indices(frame.shape)[0] > there.points[[33, 263], 1].mean() + 3) > 0
    assert np.median(with_.rgb[below]) < 0.5 * np.median(without.rgb[below])


def test_the_same_arguments_give_the_same_pixels(there, made, toned):
    """Nothing is drawn by chance."""
    assert np.array_equal(exchange(there, toned(0.33), Means()).rgb, made.rgb)


def test_a_beard_before_a_bright_wall_throws_no_grey_glow(there):
    """Joined band by band it darkened the window behind it; laid before it, nothing of the window changes."""
    size, points = there.head.rgb.shape, there.points
    width, (x, y) = face_width(points), points[CHIN, :2]
    beard = cv2.circle(np.zeros(size[:2], np.float32), (round(x), round(y)), round(0.3 * width), 1.0, -1)
    under, over = np.full(size, 240, np.float32), np.full(size, 30, np.float32)
    mask, skin = beard.copy(), np.zeros_like(beard)
    joined = _joined(under, over, mask, beard, points)
    laid = _hung(joined, under, over, beard, skin, points)
    outside = (
        cv2.dilate(np.maximum(beard, hull(size, points[list(OVAL), :2])), np.ones((round(0.12 * width),) * 2)) == 0
    )
    assert np.abs(laid - under)[outside].max() < 1 < 8 < np.abs(joined - under)[outside].max()  # the control: bands
    nothing = _hung(joined, under, over, 0 * beard, skin, points)
    assert np.array_equal(nothing, joined)
