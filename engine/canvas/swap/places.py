"""A template's head made ready: whose pixels, which of them are skin, in what light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.canvas.guard import guarded
from engine.canvas.subjects import Cutter, subject
from engine.canvas.swap.types import Place
from engine.canvas.types import Plane
from engine.faces.types import RGB, Mesh

ABOVE, BELOW, BESIDE = 1.2, 3.0, 2.4  # face heights around the face in which skin of the same person may be


def place(rgb: RGB, mesh: Mesh, cutter: Cutter, people: Callable[[RGB], Plane]) -> Place:
    """Return the head of ``mesh`` in a template (height, width, 3) uint8 RGB.

    ``cutter`` cuts its wearer out, ``people`` is the mask of everybody that keeps the cut-out honest.
    """
    left, top, right, bottom = mesh.box
    tall, (height, width) = bottom - top, rgb.shape[:2]
    x0, y0 = max(0, int(left - BESIDE * tall)), max(0, int(top - ABOVE * tall))
    x1, y1 = min(width, int(right + BESIDE * tall)), min(height, int(bottom + BELOW * tall))
    part = np.ascontiguousarray(rgb[y0:y1, x0:x1])
    here = replace(mesh, points=mesh.points - np.array([x0, y0, 0], np.float32))
    span = float(np.ptp(here.points[:, 0]))
    anybody = people(part)
    cut = guarded(cutter(part, here, anybody), part, anybody, span)
    cuts = (x0 > 0, y0 > 0, x1 < width, y1 < height)
    return Place(box=(x0, y0, x1, y1), head=subject(part, here, cut), cuts=cuts)
