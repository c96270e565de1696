"""A crown that a narrow photo cut off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.canvas.subjects import subject
from engine.canvas.types import CutOut, Subject
from engine.faces.regions import face_width
from engine.faces.types import FOREHEAD, RGB, Face, Mesh
from engine.garments import crown


def _photo(face: Face, rgb: RGB, lost: float, *, hat: bool = False) -> tuple[Subject, float]:
    """Return somebody with a round head of hair whose upper ``lost`` face widths are outside, and how tall they are."""
    unit, middle = face_width(face.mesh.points), face.mesh.points[:, :2].mean(0)
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
    tall = middle[1] - float(face.mesh.points[FOREHEAD, 1]) + 0.3 * unit
    round_ = ((x - middle[0]) / (0.62 * unit)) ** 2 + ((y - middle[1]) / tall) ** 2 < 1
    below = (np.abs(x - middle[0]) < 0.62 * unit) & (y >= middle[1])
    skin = ((x - middle[0]) / (0.45 * unit)) ** 2 + ((y - middle[1]) / (tall - 0.25 * unit)) ** 2 < 1
    top = round(middle[1] - tall + lost * unit)
    head, bare = ((flags[top:]).astype(np.float32) for flags in (round_ | below, skin))
    hair, none = head - bare, np.zeros_like(head)
    colour = np.ascontiguousarray(np.where(hair[..., None] > 0, np.uint8(40), rgb[top:]))
    cut = CutOut(
        alpha=head, hair=none if hat else hair, face=bare, skin=none, clothes=none, worn=hair if hat else none,
        colour=colour,
    )  # fmt: skip
    mesh: Mesh = replace(face.mesh, points=face.mesh.points - np.float32([0, top, 0]))
    return subject(colour, mesh, cut), lost * unit


@pytest.mark.parametrize("lost", [0.08, 0.16])
def test_a_crown_is_completed_as_high_as_it_was(astronaut: RGB, astronaut_face: Face, lost: float):
    """Narrow portraits were no photos for clothes, and who had no others got none."""
    photo, tall = _photo(astronaut_face, astronaut, lost)
    made = crown.crowned(photo)
    assert photo.cropped
    assert made is not None
    assert not made.cropped
    added = made.rgb.shape[0] - photo.rgb.shape[0]
    rows = np.flatnonzero((made.cut.hair[:added] > 0.5).any(1))
    assert added - rows[0] == pytest.approx(tall, abs=0.07 * face_width(photo.mesh.points))
    assert np.array_equal(made.rgb[added:], photo.rgb)  # the photo itself stays
    inside = made.cut.hair[:added] > 0.9
    assert made.cut.colour[:added][inside].max() <= 60  # hair, and nothing of the forehead below it


def test_half_a_head_and_a_cut_hat_are_not_made_up(astronaut: RGB, astronaut_face: Face):
    """Nobody knows what was there; a whole head is as it was."""
    half, _ = _photo(astronaut_face, astronaut, 0.62)
    hat, _ = _photo(astronaut_face, astronaut, 0.1, hat=True)
    whole, _ = _photo(astronaut_face, astronaut, -0.2)
    assert crown.missing(half) > crown.MOST
    assert crown.crowned(half) is None
    assert crown.crowned(hat) is None
    assert crown.crowned(whole) is whole
    assert crown.missing(whole) == 0


def test_a_made_up_crown_is_as_wide_as_the_head_right_below_it(astronaut: RGB, astronaut_face: Face):
    """It began narrower, and along the photo's edge lay a light line with two steps beside it."""
    photo, _ = _photo(astronaut_face, astronaut, 0.16)
    made = crown.crowned(photo)
    assert made is not None
    added = made.rgb.shape[0] - photo.rgb.shape[0]
    wide = made.cut.alpha[added - 4 : added + 6].sum(1)
    assert (np.diff(wide) > -1).all()  # it never narrows downwards
    assert np.diff(wide).max() < 0.06 * wide.max()


def test_single_hairs_at_a_photos_edge_are_no_crown(astronaut: RGB, astronaut_face: Face):
    """A width of nothing was divided by."""
    photo, _ = _photo(astronaut_face, astronaut, 0.08)
    cut, middle = photo.cut, int(photo.mesh.points[:, 0].mean())
    alpha = cut.alpha.copy()
    alpha[:12] = 0
    alpha[:12, middle : middle + 2] = 1
    hairs = replace(photo, cut=replace(cut, alpha=alpha))
    assert hairs.cropped
    assert crown.crowned(hairs) is None


def test_thin_hair_is_not_mirrored_into_stripes(astronaut: RGB, astronaut_face: Face):
    """Combed back and cut off right above the forehead, hair became a zigzag of its few rows."""
    photo, _ = _photo(astronaut_face, astronaut, 0.2)
    thin = photo.cut.hair.copy()
    thin[6:] = 0
    face = photo.cut.face + photo.cut.hair - thin
    assert crown.missing(photo) < crown.MOST
    assert crown.crowned(replace(photo, cut=replace(photo.cut, hair=thin, face=face))) is None
