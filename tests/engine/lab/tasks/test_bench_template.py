"""What the template bench measures, on pictures whose answer is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.canvas.swap import judge
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


def _case(name: str, wearer: str, result: float, neck: float) -> dict:
    face = {"wearer": wearer, "template": 0.7, "result": result, "others": 0.8, "first": result < 0.8, "landmarks": 0.1,
            "landmarks_other": 0.2, "edge": 1.0, "ridge": 1.0, "ridge_hard": 2.0, "neck": neck,
            "neck_left": 12.0}  # fmt: skip
    return {"name": name, "seconds": 1.0, "outside": 0, "faces": [face]}


def test_light_and_dark_are_told_apart_and_a_refused_picture_counts_as_one():
    """A mean over everybody would hide that it works for some."""
    tones = {"a": 0.5, "b": 0.4, "c": 0.3, "d": 0.2, "e": 0.1}
    everybody = [
        bench_template.Someone(name=name, identity=Path(), unseen=np.zeros(128), light=light)
        for name, light in tones.items()
    ]
    cases = [
        _case("one", "a", 0.3, 1.0),
        _case("two", "e", 0.5, 4.0),
        {"name": "three", "refused": "neck", "faces": []},
    ]
    four = {"outside": 1, "faces": [face for case in cases * 2 for face in case["faces"]]}
    said = bench_template.summed(cases, four, everybody)
    assert (said["light_result"], said["dark_result"]) == (0.3, 0.5)
    assert (said["light_neck"], said["dark_neck"]) == (1.0, 4.0)
    assert (said["pictures"], said["refused"], said["outside"], said["four_first"]) == (3, 1, 1, 4)


def test_the_control_of_the_border_is_a_seam(astronaut):
    """Laid on hard and darker, a face shows its edge; the picture itself does not."""
    picture = np.ascontiguousarray(astronaut[:90, :90])
    assert bench_template.edge(picture, picture, _soft()) == pytest.approx(1)
    laid = bench_template.hard(picture, picture, _soft())
    assert bench_template.edge(picture, laid, _soft()) > 1.05


def test_the_steepest_line_finds_a_seam_that_a_mean_hides(astronaut):
    """A hard edge is a pixel wide, a border many: over all of the border it is hardly seen, along its line it is."""
    picture = np.ascontiguousarray(astronaut[:400, :400])
    share = cv2.GaussianBlur(cv2.circle(np.zeros((400, 400), np.float32), (200, 200), 120, 1.0, -1), (0, 0), 25)
    laid = bench_template.hard(picture, picture, share)
    soft = (picture * (1 - 0.4 * share[..., None])).astype(np.uint8)
    nothing = np.zeros_like(share)
    assert judge.ridge(picture, picture, share, nothing, 240) == pytest.approx(1)
    steepest = judge.ridge(picture, laid, share, nothing, 240)
    assert judge.ridge(picture, soft, share, nothing, 240) < 1.3 < 1.5 < steepest
    assert steepest > 1.3 * bench_template.edge(picture, laid, share)


def _person(name: str, centre: np.ndarray) -> bench_template.Someone:
    return bench_template.Someone(name=name, identity=Path(), unseen=centre, light=0.3)


def test_nobody_is_put_into_a_picture_of_themselves(tmp_path):
    """The gallery shows the five in turn: whoever is there already would be most like themselves."""
    spokes = np.eye(5, 128, dtype=np.float32)
    everybody = [_person(name, spoke) for name, spoke in zip("abcde", spokes, strict=True)]
    faces = SimpleNamespace(load=lambda file: file, embed=lambda _: spokes[2])
    bench = bench_template.Bench(SimpleNamespace(faces=faces), tmp_path)
    orders = [[one.name for one in bench.strangers(tmp_path, everybody, turn)] for turn in (0, 3)]
    assert orders == [["a", "b", "d", "e"], ["d", "e", "a", "b"]]


def test_another_wearer_is_asked_for_other_landmarks(astronaut, astronaut_face):
    """What tells one's own proportions from another's in the same head; of the template's own nothing is told."""
    mesh = astronaut_face.mesh
    wide = replace(mesh, points=mesh.points * np.float32((1.25, 1, 1)))
    head = SimpleNamespace(mesh=mesh, rgb=astronaut)
    there = SimpleNamespace(points=mesh.points, box=(0, 0, 0, 0), head=head)
    own = bench_template.asked(there, replace(_person("a", np.zeros(128)), meshes=(mesh,)))
    other = bench_template.asked(there, replace(_person("b", np.zeros(128)), meshes=(wide,)))
    assert landmarks.error(own, landmarks.sixty_eight(mesh)) < 0.01
    assert landmarks.error(other, own) > 0.03
