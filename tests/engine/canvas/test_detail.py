"""A photo holds the detail it was taken with, not the pixels it was enlarged to."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import easel
from engine.canvas.detail import FULL, resolved
from engine.canvas.easel import Seen
from engine.faces.types import Face
from engine.tasks.portrait.request import Expression


def _scaled(rgb, mesh, factor):
    size = (round(rgb.shape[1] * factor), round(rgb.shape[0] * factor))
    points = (mesh.points * np.float32(factor)).astype(np.float32)
    return cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC), replace(mesh, points=points)


def test_an_enlarged_photo_holds_no_more_than_before(astronaut, astronaut_face):
    """Three times the pixels, the same detail; of the photo itself nearly every pixel counts (the control)."""
    mesh = astronaut_face.mesh
    tall = mesh.box[3] - mesh.box[1]
    assert resolved(astronaut, mesh) > 0.65 * tall
    assert resolved(*_scaled(astronaut, mesh, 3.0)) < 1.35 * resolved(astronaut, mesh)
    assert 3 * tall > 2 * resolved(*_scaled(astronaut, mesh, 3.0))


def test_no_face_holds_more_than_a_portrait_shows(astronaut, astronaut_face):
    """Noise is detail at any size: the number ends where more pixels say nothing."""
    rgb, mesh = _scaled(astronaut, astronaut_face.mesh, 6.0)
    noise = np.random.default_rng(0).normal(0, 30, rgb.shape)
    assert resolved((rgb + noise).clip(0, 255).astype(np.uint8), mesh) == pytest.approx(FULL, rel=0.01)


def test_a_sharp_photo_is_taken_before_a_larger_one_that_was_enlarged(astronaut, astronaut_face):
    """Heads cut out of a sheet and enlarged were chosen beside sharp selfies."""
    mesh = astronaut_face.mesh
    soft_rgb, soft_mesh = _scaled(cv2.resize(astronaut, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA),
                                  replace(mesh, points=mesh.points * np.float32(0.4)), 4.0)  # fmt: skip
    made = {}
    for name, rgb, seen in (("soft", soft_rgb, soft_mesh), ("sharp", astronaut, mesh)):
        face = Face(box=seen.box, score=1.0, mesh=seen)
        made[name] = Seen(rgb=rgb, face=face, number=1, mark=name, resolved=resolved(rgb, seen))
    assert made["soft"].face.side > made["sharp"].face.side
    first = easel.choose([made["soft"], made["sharp"]], Expression.AS_IS, most=1)
    assert [one.mark for one in first] == ["sharp"]
    blind = [replace(one, resolved=None) for one in made.values()]
    assert easel.choose(blind, Expression.AS_IS, most=1)[0].mark == "soft"  # the control: by pixels alone
