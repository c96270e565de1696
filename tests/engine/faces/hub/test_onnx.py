"""The hub's ONNX models through onnxruntime, with small models that know the answer."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.hub.onnx import Fqa, RotBgr
from engine.faces.quality import Composite
from engine.faces.types import Face
from tests.fakes import onnx_file


@pytest.fixture(scope="module")
def bright_side_up(tmp_path_factory):
    """An orientation model that wants the bright side on top: scores of top, left, bottom and right."""
    rows, columns = np.mgrid[:224, :224] / 223 - 0.5
    sides = np.stack([-rows, -columns, rows, columns], -1)  # (224, 224, 4)
    matrix = np.repeat(sides[None], 3, 0).reshape(-1, 4)
    file = tmp_path_factory.mktemp("onnx") / "rot_bgr.onnx"
    file.write_bytes(onnx_file.linear((1, 3, 224, 224), matrix))
    return file


@pytest.mark.parametrize(("quarters", "turned"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_the_picture_is_turned_as_the_network_says(bright_side_up, quarters, turned):
    """The contract of every orientation: the upright picture, and the degrees clockwise it was turned."""
    upright = np.zeros((90, 120, 3), np.uint8)
    upright[:40] = 220
    found, degrees = RotBgr(bright_side_up).upright(np.ascontiguousarray(np.rot90(upright, quarters)))
    assert degrees == turned
    assert np.array_equal(found, upright)


def test_the_network_is_fed_as_published(tmp_path):
    """Blue first, minus the published mean, times the published scale."""
    first = np.zeros((3 * 224 * 224, 4))
    first[0, 0] = first[224 * 224, 1] = first[2 * 224 * 224, 2] = 1  # the first pixel of each channel
    file = tmp_path / "rot_bgr.onnx"
    file.write_bytes(onnx_file.linear((1, 3, 224, 224), first))
    picture = np.empty((224, 224, 3), np.uint8)
    picture[:] = (250, 150, 50)
    expected = [(50 - 103.53) * 0.01742919, (150 - 116.28) * 0.017507, (250 - 123.675) * 0.01712475, 0]
    assert RotBgr(file).scores(picture) == pytest.approx(expected, abs=1e-4)


def test_quality_is_the_networks_with_the_composites_parts(tmp_path, astronaut, astronaut_face):
    """A lighter face scores higher with a model that likes light, and the parts still explain."""
    file = tmp_path / "model.onnx"
    file.write_bytes(onnx_file.linear((1, 3, 112, 112), np.full((3 * 112 * 112, 1), 1e-4), "Sigmoid"))
    judge = Fqa(file, Composite())
    light, dark = judge.rate(astronaut, astronaut_face), judge.rate(astronaut // 3, astronaut_face)
    assert 0 < dark.score < light.score < 1
    assert light.parts["fqa"] == light.score
    assert Composite().rate(astronaut, astronaut_face).parts.items() <= light.parts.items()


def test_a_face_that_cannot_be_aligned_is_judged_by_the_composite(tmp_path, astronaut):
    """Without a mesh there are no landmarks, and the network is not even opened."""
    bare = Face(box=np.array([180, 80, 270, 170], np.float32), score=1.0)
    judge = Fqa(tmp_path / "not-there.onnx", Composite())
    assert judge.rate(astronaut, bare) == Composite().rate(astronaut, bare)
