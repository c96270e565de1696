"""What part of the picture speaks."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.framing import framed, square


@pytest.mark.parametrize("size", [256, 512, 640])
def test_a_crop_is_a_square_of_the_asked_size(astronaut, astronaut_face, size):
    """Video notes are square, and encoders want even sides."""
    assert framed(astronaut, astronaut_face.mesh, size, "crop").shape == (size, size, 3)


def test_the_whole_picture_keeps_its_shape(astronaut, astronaut_face):
    """Longer side as asked, both even, proportions kept."""
    tall = framed(astronaut[:, 100:401], astronaut_face.mesh, 640, "full")
    assert tall.shape == (640, 376, 3)


def test_a_picture_of_the_right_size_keeps_its_pixels(astronaut, astronaut_face):
    """Nothing is resampled for nothing."""
    assert np.array_equal(framed(astronaut, astronaut_face.mesh, 512, "full"), astronaut)


def test_the_square_holds_the_whole_head_and_never_leaves_the_picture(astronaut_face):
    """A face in the corner gets a square in the corner."""
    mesh = astronaut_face.mesh
    for width, height in ((512, 512), (330, 512), (512, 300)):
        left, top, side = square(mesh, width, height)
        assert min(left, top) >= 0
        assert left + side <= width
        assert top + side <= height
        assert (mesh.box[:2] > [left, top]).all()
        assert (mesh.box[2:] < [left + side, top + side]).all()
