"""What the template bench measures, on pictures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces import landmarks
from engine.faces.types import Face
from engine.lab.tasks import bench_template
from engine.tasks.template.run import Drawn


def _soft() -> np.ndarray:
    """Return a blend mask with a wide border."""
    rise = np.linspace(-1, 4, 90, dtype=np.float32)
    line = np.clip(np.minimum(rise, rise[::-1]), 0, 1)
    return line[None] * line[:, None]


def test_a_seam_is_seen_and_none_is_not():
    """A face laid on hard is steeper at its border than the picture was; the picture itself is not."""
    picture = np.repeat(np.linspace(40, 200, 90)[None, :, None], 90, 0).repeat(3, 2).astype(np.uint8)
    seam = picture.copy()
    seam[_soft() > 0.3] += 40
    assert bench_template.edge(picture, picture, _soft()) == pytest.approx(1)
    assert bench_template.edge(picture, seam, _soft()) > 1.3


def test_a_pixel_changed_where_nothing_was_blended_is_found(astronaut):
    """The most of all of them, and only there."""
    picture = np.ascontiguousarray(astronaut[:90, :90])
    inside, outside = picture.copy(), picture.copy()
    inside[45, 45] = 255 - inside[45, 45]
    outside[0, 0] = picture[0, 0] // 2
    wanted = int((picture[0, 0] - picture[0, 0] // 2).max())

    def changed(after: np.ndarray) -> int:
        drawn = Drawn(picture=after, seed=0, distances=(), distances_before_fusion=(), shown=(_soft(),))
        return bench_template.outside(picture, drawn)

    assert changed(inside) == 0 < changed(outside) == wanted


def test_landmarks_are_told_in_eye_distances(astronaut_face):
    """Moved by a tenth of one: 0.1; nobody seen: 1."""
    wanted = landmarks.sixty_eight(astronaut_face.mesh)
    assert bench_template.apart(astronaut_face, wanted) == pytest.approx(0)
    moved = wanted + np.array([0.1 * landmarks.eye_distance(wanted), 0], np.float32)
    assert bench_template.apart(astronaut_face, moved) == pytest.approx(0.1, abs=1e-3)
    assert bench_template.apart(None, wanted) == 1.0


def test_the_face_at_a_place_is_the_nearest_one():
    """Whatever else is in the picture."""
    faces = [Face(box=np.array([x, 0, x + 10, 10], np.float32), score=1.0) for x in (0, 100, 200)]
    assert bench_template.nearest(faces, np.array([110, 5])) is faces[1]
    assert bench_template.nearest([], np.array([0, 0])) is None


def _case(name: str, result: float, apart: float) -> dict:
    face = {"template": 0.7, "result": result, "others": 0.8, "first": result < 0.8, "landmarks": apart, "edge": 1.0}
    return {"name": name, "seconds": 1.0, "outside": 0, "faces": [face]}


def test_the_control_is_compared_on_the_same_templates():
    """Without ControlNets only a few are drawn; the others do not count there."""
    cases = [_case("a", 0.5, 0.05), _case("b", 0.9, 0.3)]
    four = {"outside": 1, "faces": [face for case in cases * 2 for face in case["faces"]]}
    said = bench_template.summed(cases, four, [_case("a", 0.6, 0.09)])
    assert (said["landmarks_same"], said["landmarks_without"]) == (0.05, 0.09)
    assert (said["nearer"], said["first"], said["four_first"], said["outside"]) == (0.5, 0.5, 2, 1)
