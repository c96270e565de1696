"""Colours of what is painted."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.light import BLUNTEST, palette
from tests.engine.faces.portraits import shaded, soft


@pytest.fixture(scope="module")
def read(astronaut_face):
    """Palette of a picture with her face in it."""
    mesh = astronaut_face.mesh
    return lambda rgb: palette(rgb, mesh.points, anatomy(mesh))


def test_teeth_are_light_the_tongue_is_red_and_the_throat_dark(read, astronaut):
    """An ordinary photo."""
    colours = read(astronaut)
    assert colours.teeth.mean() > 150
    assert colours.teeth[0] > colours.teeth[2]
    assert colours.tongue[0] > 1.2 * colours.tongue[1]
    assert colours.cavity.mean() < 40


def test_a_darker_light_gives_darker_teeth(read, astronaut):
    """White teeth in a night scene glow."""
    bright, dim = read(astronaut), read((astronaut * 0.5).astype(np.uint8))
    assert dim.teeth == pytest.approx(0.5 * bright.teeth, rel=0.15)


def test_a_picture_without_colour_gets_a_mouth_without_colour(read, astronaut):
    """Pencil and noir are styles of this bot."""
    grey = cv2.cvtColor(cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    colours = read(grey)
    for colour in (colours.teeth, colours.tongue, colours.cavity):
        assert np.ptp(colour) < 2


def test_light_from_one_side_is_noticed(read, astronaut, astronaut_face):
    """The half right of the nose in shade makes the sign negative."""
    assert read(shaded(astronaut, astronaut_face.mesh)).side < read(astronaut).side - 0.1


def test_a_soft_picture_has_wide_edges(read, astronaut, astronaut_face):
    """What is painted into it must not be sharper than it is."""
    unit = anatomy(astronaut_face.mesh).unit
    sharp, blurred = read(astronaut).edge, read(soft(astronaut, 0.25)).edge
    assert 1.5 <= sharp < blurred <= BLUNTEST * unit
