"""What the bench of the judge counts: only what is seen can be refused."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.swap.types import Exchanged
from engine.faces.types import Face
from engine.lab.tasks.bench_judge import CHANGED, seen


@pytest.mark.parametrize(("side", "by", "told"), [(40, 60, True), (40, CHANGED, False), (4, 60, False)])
def test_a_spoil_that_nobody_sees_is_not_counted(astronaut_face: Face, side: int, by: int, told: bool):
    """A dark moustache over a dark one is no fault, and a judge that lets it pass misses nothing."""
    rgb, plane = np.full((512, 512, 3), 90, np.uint8), np.zeros((512, 512), np.float32)
    made = Exchanged(
        rgb=rgb, face=plane, skin=plane, hair=plane, shaved=plane, touched=plane, points=astronaut_face.mesh.points
    )
    spoilt = rgb.copy()
    spoilt[100 : 100 + side, 200 : 200 + side] += np.uint8(by)
    assert seen(made, spoilt) is told
