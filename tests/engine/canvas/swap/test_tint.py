"""Coloured light on a template's skin: taken out, put on whoever comes, and asked for by the judge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.canvas.linear import display, linear
from engine.canvas.swap import judge, tint
from engine.canvas.swap.exchange import exchange
from engine.canvas.swap.types import Means, Place
from engine.faces.regions import face_units

MAGENTA, BLUE = np.float32((1.5, 0.5, 1.8)), np.float32((0.5, 0.9, 2.5))
BROWN, PALE = np.float32((0.25, 0.13, 0.07)), np.float32((0.75, 0.5, 0.38))


@pytest.fixture(scope="module")
def stage(there: Place) -> Place:
    """Her head between two lamps: magenta from her right and from below, blue from her left."""
    x, y = face_units(there.head.rgb.shape, there.points)
    blue = np.clip(x / 0.1, 0, 1)[..., None] * np.clip((y + 0.6) / 0.1, 0, 1)[..., None]
    lamps = MAGENTA * (1 - blue) + BLUE * blue
    rgb = display((linear(there.head.rgb) * lamps).clip(0, 1)).astype(np.uint8)
    return replace(there, head=replace(there.head, rgb=rgb, cut=replace(there.head.cut, colour=rgb)))


@pytest.mark.parametrize("skin", [BROWN, PALE])
@pytest.mark.parametrize("light", [0.1, 1.0])
def test_skin_of_everybody_is_no_light(skin: np.ndarray, light: float):
    """Dark and pale, in light and shade: only what a lamp adds is beyond it, and as much of it for both."""
    assert np.linalg.norm(tint.excess(skin * light)) == 0
    assert np.linalg.norm(tint.excess(skin * light * MAGENTA)) > 0.3


def test_white_light_changes_nothing(there: Place):
    """Nearly all pictures are lit by it: they are what they were."""
    assert tint.at(there) == 1


def test_a_face_takes_the_light_of_each_lamp(stage: Place, toned):
    """A face in white light above a magenta neck is seen at once; each half has its lamp's colour, as the neck has."""
    made = exchange(stage, toned(0.5), Means())
    x, _ = face_units(made.face.shape, made.points)
    for half in (x < -0.1, x > 0.1):
        where = judge.bare_face(made) & half
        was, is_ = (tint.chroma(np.median(linear(rgb)[where], 0)) for rgb in (stage.head.rgb, made.rgb))
        assert is_ == pytest.approx(was, abs=0.25)
        assert np.linalg.norm(tint.excess(np.median(linear(made.rgb)[where], 0))) > 0.1
    assert judge.cast(stage.head.rgb, made, stage) < judge.CAST
    assert judge.neck(stage.head.rgb, made, stage) < judge.NECK


def test_a_face_in_white_light_between_lamps_is_told(there: Place, stage: Place, toned):
    """What was sent before: her face as daylight shows it, on the stage's neck and shoulders."""
    made, plain = (exchange(place, toned(0.5), Means()) for place in (stage, there))
    laid = np.where(made.face[..., None] > 0.5, plain.rgb, made.rgb)
    assert judge.cast(stage.head.rgb, replace(made, rgb=laid), stage) > judge.CAST
