"""The hub's own fusion program, in a process of its own, played by a few lines of Python."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import WeightMissingError
from engine.faces.fuse import Selfie
from engine.faces.hub.fusion import HubFusion

OTHER_PYTHON = """#!{python}
import os, runpy, sys, types
pipelines = types.ModuleType("modelscope.pipelines")
def pipeline(task, model, trust_remote_code):
    assert (task, trust_remote_code) == ("face_fusion_torch", True)
    return {work}
def painted(file):
    import cv2
    picture = cv2.imread(file)
    picture[200:300, 200:300] = (0, 0, 255)
    return picture
pipelines.pipeline = pipeline
sys.modules["modelscope"], sys.modules["modelscope.pipelines"] = types.ModuleType("modelscope"), pipelines
sys.argv = sys.argv[2:]  # this, -I
runpy.run_path(sys.argv[0], run_name="__main__")
"""
#: A pipeline that paints the middle of the template red, in BGR as that program speaks.
PAINTS_RED = """lambda asked: {'output_img': painted(asked['template'])}"""


@pytest.fixture
def other_python(tmp_path):
    """Make an interpreter whose modelscope does ``work`` (an expression that gives the pipeline)."""

    def make(work: str) -> Path:
        program = tmp_path / "other-python"
        program.write_text(OTHER_PYTHON.format(python=sys.executable, work=work), encoding="utf-8")
        program.chmod(0o755)
        return program

    return make


@pytest.fixture
def selfie(astronaut, astronaut_face):
    return Selfie(rgb=astronaut, mesh=astronaut_face.mesh)


def test_the_programs_picture_comes_back(other_python, tmp_path, astronaut, selfie):
    """In RGB, of the same size, with a mask of what it changed."""
    fused = HubFusion(other_python(PAINTS_RED), tmp_path).fuse(astronaut, selfie)
    assert fused.strength_used == 1
    assert fused.picture[250, 250].tolist() == [255, 0, 0]
    assert np.array_equal(fused.picture[:190], astronaut[:190])
    assert fused.mask[250, 250] > 0.9
    assert fused.mask[50, 50] == 0


def test_a_program_that_fails_leaves_the_picture_alone(other_python, tmp_path, astronaut, selfie):
    """And says so; the portrait is still a portrait."""
    fused = HubFusion(other_python("1 / 0"), tmp_path).fuse(astronaut, selfie)
    assert (fused.strength_used, fused.note) == (0.0, "program")
    assert fused.picture is astronaut
    assert not fused.mask.any()


def test_the_program_sees_no_environment(other_python, tmp_path, astronaut, selfie, monkeypatch):
    """Tokens and keys of the operator stay here."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "secret")
    watchful = "1 / ('TELEGRAM_TOKEN' not in os.environ) and (" + PAINTS_RED + ")"
    assert HubFusion(other_python(watchful), tmp_path).fuse(astronaut, selfie).note == ""


@pytest.mark.parametrize("python", [None, Path("/nowhere/python")])
def test_without_its_python_it_says_what_to_set(python, tmp_path):
    """The sentence names the variable."""
    with pytest.raises(WeightMissingError) as caught:
        HubFusion(python, tmp_path)
    assert "HUB_PYTHON" in caught.value.data["how"]
