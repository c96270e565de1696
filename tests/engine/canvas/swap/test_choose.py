"""Which photo goes into a template."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.canvas.easel import Seen
from engine.canvas.expressions import grimaces, usual
from engine.canvas.swap.choose import ranked
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, RGB, Face, Mesh


def _sulking(mesh: Mesh) -> Mesh:
    """Return a face whose mouth's corners sink, by a third of the distance of the eyes."""
    points = mesh.points.copy()
    points[[MOUTH_RIGHT, MOUTH_LEFT], 1] += 0.33 * float(np.linalg.norm(mesh.eyes[0] - mesh.eyes[1]))
    return replace(mesh, points=points)


def test_no_grimace_goes_into_a_template_where_a_calm_photo_is_turned_otherwise(astronaut: RGB, astronaut_face: Face):
    """A scared photo was the second picture of somebody in a T-shirt; a template that sulks itself may have one."""
    calm, sour = astronaut_face.mesh, _sulking(astronaut_face.mesh)
    turn = np.radians(20)
    matrix = calm.matrix.copy()
    matrix[:3, :3] = matrix[:3, :3] @ np.array(
        [[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]]
    )
    turned = replace(calm, matrix=matrix)
    assert grimaces(sour, usual([turned, turned, sour]))
    seen = [
        Seen(rgb=astronaut, face=replace(astronaut_face, mesh=mesh), number=number, mark=str(number))
        for number, mesh in enumerate((sour, turned, turned), 1)
    ]
    assert ranked(calm, seen)[-1].number == 1
    assert ranked(sour, seen)[0].number == 1
