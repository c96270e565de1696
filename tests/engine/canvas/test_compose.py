"""A frame keeps the head in it and never shows where the photo cut the person off."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import compose
from engine.canvas.types import Frame
from engine.faces.types import CHIN, FOREHEAD

CROPS = [(0, 512, 512), (140, 512, 512), (60, 330, 300), (150, 300, 220), (170, 262, 200)]  # columns, rows


def moved(subject, left: int, right: int, bottom: int):
    """The subject in a photo cropped to columns ``left``..``right`` and rows up to ``bottom``."""

    def part(plane: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(plane[:bottom, left:right])

    cut = replace(subject.cut, **{name: part(value) for name, value in vars(subject.cut).items()})
    planes = {name: part(getattr(subject, name)) for name in ("rgb", "height", "normals", "face", "shading", "lively")}
    mesh = replace(subject.mesh, points=subject.mesh.points - np.array([left, 0, 0], np.float32))
    return replace(subject, cut=cut, mesh=mesh, **planes)


def cut_edges(subject, frame: compose.Frame) -> list[str]:
    """Return the borders of the photo where a person's pixels end inside the picture."""
    rows, columns = subject.cut.alpha.shape
    right, bottom = frame.left + frame.width / frame.scale, frame.top + frame.height / frame.scale
    top, low = max(0, int(frame.top)), int(min(bottom, rows))
    alpha = subject.cut.alpha
    found = []
    if frame.left < -0.5 and (alpha[top:low, 0] > 0.5).any():
        found.append("left")
    if right > columns + 0.5 and (alpha[top:low, -1] > 0.5).any():
        found.append("right")
    if bottom > rows + 0.5:
        found.append("bottom")
    return found


@pytest.mark.parametrize("framing", list(compose.FRAMINGS))
@pytest.mark.parametrize("shape", list(compose.SHAPES))
def test_a_frame_has_its_shape_and_the_head_in_it(subject, framing, shape):
    """1024 pixels on the longer side, in the shape asked for, chin and forehead inside with air above."""
    frame = compose.frame(subject, framing, shape)
    assert max(frame.width, frame.height) == compose.LONG
    assert frame.width / frame.height == pytest.approx(compose.SHAPES[shape], abs=0.004)
    for point in (CHIN, FOREHEAD):
        x, y = (subject.mesh.points[point, :2] - (frame.left, frame.top)) * frame.scale
        assert 0.05 * frame.width < x < 0.95 * frame.width
        assert 0.03 * frame.height < y < 0.97 * frame.height


@pytest.mark.parametrize(("left", "right", "bottom"), CROPS)
@pytest.mark.parametrize("framing", list(compose.FRAMINGS))
@pytest.mark.parametrize("shape", list(compose.SHAPES))
def test_no_cut_edge_is_seen(subject, framing, shape, left, right, bottom):
    """However a photo was cropped, the person goes on to the picture's border."""
    photo = moved(subject, left, right, bottom)
    assert cut_edges(photo, compose.frame(photo, framing, shape)) == []


@pytest.mark.parametrize(("left", "right", "bottom"), CROPS[:3])
@pytest.mark.parametrize("framing", list(compose.FRAMINGS))
@pytest.mark.parametrize("shape", list(compose.SHAPES))
def test_the_top_of_the_hair_is_in_every_framing(subject, framing, shape, left, right, bottom):
    """A crown cut off looks like a mistake. The hair's own mask says where it ends, not what the frame was made by."""
    photo = moved(subject, left, right, bottom)
    rows = np.flatnonzero((photo.cut.hair > 0.3).sum(1) > 3)
    frame = compose.frame(photo, framing, shape)
    assert frame.top <= rows[0]
    careless = compose.Frame(left=0, top=float(rows[0]) + 8, scale=1, width=10, height=10)
    assert careless.top > rows[0]


def test_the_check_sees_a_cut_edge(subject):
    """Control: a frame placed without care shows where the photo ended."""
    photo = moved(subject, 140, 330, 300)
    careless = compose.Frame(left=-40, top=0, scale=1, width=300, height=360)
    assert {"left", "bottom"} <= set(cut_edges(photo, careless))


def test_closer_framings_show_a_larger_face(subject):
    """Three framings are three pictures."""
    sizes = [compose.frame(subject, framing, "4:5").scale for framing in ("close", "shoulders", "half")]
    assert sizes[0] > 1.2 * sizes[1]
    assert sizes[1] > 1.2 * sizes[2]


def test_where_a_photo_ends_with_the_person_no_line_is_drawn(subject):
    """Half a pixel of what is outside, mixed in, was a line across cut-off hair; beyond the photo it is outside."""
    alpha = np.ones((60, 60), np.float32)
    whole = compose.cut(alpha, Frame(left=0, top=0, scale=2.3, width=138, height=138))
    assert whole.min() == 1
    beyond = compose.cut(alpha, Frame(left=-10, top=-10, scale=2.3, width=138, height=138))
    assert beyond[:22].max() == beyond[:, :22].max() == 0
    assert beyond[24:, 24:].min() == 1


def test_a_framing_the_photo_has_not_is_known(subject):
    """A photo of a head gives no half length, and the caption needs to know; one to the waist (the control) does."""
    head = moved(subject, 0, 512, 300)
    for photo, least, most in ((head, 0.3, 0.8), (subject, 0.99, 1.01)):
        assert least < compose.given(photo, compose.frame(photo, "half", "4:5"), "half") < most
    assert compose.given(head, compose.frame(head, "close", "4:5"), "close") == pytest.approx(1, abs=0.05)


def test_a_person_casts_a_shadow_on_a_near_wall_away_from_the_light():
    """Light from the left: the wall is darker on the right of the person; far away it is not."""
    alpha = np.zeros((200, 160), np.float32)
    alpha[60:, 55:105] = 1
    person, wall = np.full((200, 160, 3), 0.3, np.float32), np.full((200, 160, 3), 0.6, np.float32)
    near, far = (compose.joined(person, alpha, wall, strength, 1)[150, :, 1] for strength in (1.0, 0.0))
    assert near[112] < 0.8 * near[45]
    assert far[112] == pytest.approx(far[45], abs=0.01)


def test_bright_surroundings_wrap_around_the_edge_only():
    """Light from behind reaches a little inside; dark surroundings reach not at all, nor does light the middle."""
    alpha = np.zeros((256, 256), np.float32)
    alpha[:, 80:176] = 1
    person = np.full((256, 256, 3), 0.2, np.float32)
    light, dark = (compose.joined(person, alpha, np.full_like(person, tone))[128, :, 1] for tone in (1.0, 0.02))
    assert light[81] > 0.25
    assert light[128] == pytest.approx(0.2, abs=0.01)
    assert dark[81] == pytest.approx(0.2, abs=0.01)


def test_the_grain_of_a_photo_is_measured_and_given_back():
    """A sharp cut-out before a smooth plate looks pasted: both have the same grain."""
    random = np.random.default_rng(3)
    tone = 0.5 + 0.008 * random.standard_normal((300, 300, 1))
    photo = np.repeat(tone**2, 3, -1).astype(np.float32)
    found = compose.noise_of(photo)
    assert 0.004 < found < 0.012
    again = compose.noise_of(compose.grained(np.full((300, 300, 3), 0.25, np.float32), found, random))
    assert 0.4 < again / found < 1.6
    assert compose.noise_of(np.full((50, 50, 3), 0.25, np.float32)) < 1e-4


def test_an_enlarged_face_is_nearer_to_the_sharp_photo(portrait):
    """Selfies of 768 px were soft at 1024; the control is interpolation alone, which loses a fifth of the detail."""
    rgb = np.ascontiguousarray(portrait[0][:360, 40:400])
    small = cv2.resize(rgb, (224, 224), interpolation=cv2.INTER_AREA)
    cubic = cv2.resize(small, (360, 360), interpolation=cv2.INTER_CUBIC)
    made = compose.sharpened(cubic, 360 / 224)

    def detail(picture: np.ndarray) -> float:
        return float(np.abs(picture.astype(float) - cv2.GaussianBlur(picture, (0, 0), 2.4)).mean())

    assert detail(cubic) < 0.85 * detail(rgb)
    assert detail(made) > 0.85 * detail(rgb)
    assert np.abs(made.astype(int) - rgb).mean() < np.abs(cubic.astype(int) - rgb).mean()
    assert compose.sharpened(rgb, 1.0) is rgb
