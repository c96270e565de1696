"""A rendered face in its picture: no seam, nothing touched outside, no colour cast; a hard rectangle is the control."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.sadtalker.align import Box
from engine.talking.sadtalker.paste import membrane, paste

BOX = Box(left=100, top=60, right=360, bottom=340)


@pytest.fixture(scope="module")
def moved(astronaut):
    """What a renderer would give: the crop, shifted down and to the right, and a little too warm."""
    shifted = np.roll(astronaut, (6, 5), axis=(0, 1)).astype(int) + np.array([14, 4, -10])
    return BOX.of(np.clip(shifted, 0, 255).astype(np.uint8))


def border_step(picture, still, box: Box) -> float:
    """Return how much steeper the picture is across the box's border than the photo is there, in grey levels."""

    def steps(rgb):
        rgb = rgb.astype(float)
        rows = [rgb[edge, box.left : box.right] - rgb[edge - 1, box.left : box.right] for edge in (box.top, box.bottom)]
        columns = [
            rgb[box.top : box.bottom, edge] - rgb[box.top : box.bottom, edge - 1] for edge in (box.left, box.right)
        ]
        return np.concatenate([np.abs(part).mean(axis=1) for part in (*rows, *columns)])

    return float((steps(picture) - steps(still)).mean())


def test_outside_the_box_nothing_changes(astronaut, moved):
    """Bit for bit."""
    made = paste(astronaut, BOX).put(moved)
    outside = np.ones(astronaut.shape[:2], bool)
    outside[BOX.top : BOX.bottom, BOX.left : BOX.right] = False
    assert np.array_equal(made[outside], astronaut[outside])
    assert made is not astronaut


def test_there_is_no_step_at_the_border(astronaut, moved):
    """A full rectangle leaves one of several grey levels; the feathered frame leaves none."""
    hard = astronaut.copy()
    BOX.of(hard)[:] = moved
    assert border_step(hard, astronaut, BOX) > 5
    assert abs(border_step(paste(astronaut, BOX).put(moved), astronaut, BOX)) < 0.5


def test_the_face_itself_is_the_rendered_one(astronaut, moved):
    """In the middle the frame's own detail is shown in full: only its light may change."""
    made = BOX.of(paste(astronaut, BOX).put(moved)).astype(float)
    centre = (slice(90, 170), slice(80, 180))
    detail = (made - moved)[centre]
    assert detail.std(axis=(0, 1)).max() < 4
    photo = BOX.of(astronaut).astype(float)
    assert (photo - moved)[centre].std(axis=(0, 1)).max() > 8  # control: the photo's own detail is another


def test_a_colour_cast_is_taken_off(astronaut):
    """The renderer's colours drift a little; the border of the photo says by how much."""
    warm = np.clip(BOX.of(astronaut).astype(int) + np.array([12, 3, 9]), 0, 255).astype(np.uint8)
    made = BOX.of(paste(astronaut, BOX).put(warm)).astype(float)
    photo = BOX.of(astronaut).astype(float)
    assert np.abs((made - photo)[60:200, 60:200].mean(axis=(0, 1))).max() < 1.5
    assert np.abs((warm - photo)[60:200, 60:200].mean(axis=(0, 1))).max() > 7  # control


def test_the_membrane_is_flat_over_a_flat_border_and_bounded():
    """A constant difference passes through; a moved collar's large one is held down."""
    np.testing.assert_allclose(membrane(np.full((80, 60, 3), 7, np.float32)), 7, atol=1e-3)
    assert np.abs(membrane(np.full((80, 60, 3), 200, np.float32))).max() <= 24.01


def test_the_membrane_follows_the_border_and_not_the_face():
    """A large difference in the middle (an open mouth) does not change the light around it."""
    difference = np.zeros((160, 160, 3), np.float32)
    difference[60:100, 60:100] = 90
    assert np.abs(membrane(difference)).max() < 1e-3


def test_an_edge_of_the_picture_does_not_fade(astronaut):
    """Where the crop ends with the photo there is no body to meet: the frame is shown up to the edge."""
    whole = paste(astronaut, Box(left=0, top=0, right=512, bottom=512))
    assert (whole.mask == 1).all()
    mask = paste(astronaut, Box(left=0, top=60, right=360, bottom=512)).mask[..., 0]
    assert mask[-1, 0] == 1
    assert mask[0].max() < 0.01
    assert mask[:, -1].max() < 0.01


def test_the_neck_fades_longest():
    """Half the mask is reached further from the lower edge than from the upper one."""
    mask = paste(np.zeros((512, 512, 3), np.uint8), BOX).mask[:, BOX.width // 2, 0]
    upper, lower = int(np.argmax(mask > 0.5)), int(np.argmax(mask[::-1] > 0.5))
    assert lower > 1.8 * upper


def test_a_frame_of_any_size_fits(astronaut):
    """The renderer's square is given the crop's own proportions."""
    made = paste(astronaut, BOX).put(np.full((64, 64, 3), 128, np.uint8))
    assert made.shape == astronaut.shape
