"""The worker's own part of the line, without a process around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.models import Models
from engine.requests import MalformedError, Progress, to_json
from engine.settings import EngineSettings
from engine.tasks.inspect.request import InspectPhoto, PhotoVerdict
from engine.worker import limit_threads, perform


def _look(request: InspectPhoto, models: object, progress: object, cancelled: object) -> PhotoVerdict:
    progress(Progress(stage="look", done=1, total=1))
    return PhotoVerdict(problem=None, cleaned=request.cleaned, seconds=float(cancelled()))


def test_a_frame_becomes_a_request_and_its_task_is_run(tmp_path):
    """What the bot put into JSON arrives at the task as the type it was."""
    request = InspectPhoto(photo=tmp_path / "a.jpg", cleaned=tmp_path / "b.png", known_hashes=("f0",))
    seen: list[Progress] = []
    message = {"kind": "inspect", "request": to_json(request)}
    result = perform(message, lambda kind: _look, None, seen.append, lambda: True)
    assert result == PhotoVerdict(problem=None, cleaned=request.cleaned, seconds=1.0)
    assert [step.stage for step in seen] == ["look"]


def test_a_kind_nobody_knows_is_an_error():
    """An older worker must not guess what a newer bot means."""
    with pytest.raises(MalformedError):
        perform({"kind": "dance", "request": {}}, lambda kind: _look, None, lambda _: None, lambda: False)


def test_threads_are_bounded_for_every_library(monkeypatch):
    """Each numerical library has its own variable."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
        monkeypatch.setenv(name, "64")
    limit_threads(2)
    assert {os.environ[name] for name in os.environ if name.endswith("_NUM_THREADS")} == {"2"}


def test_the_worker_module_loads_nothing_heavy():
    """A look worker starts in a fraction of a second: torch and numpy come with the first task that needs them."""
    program = (
        "import sys, engine.worker; print([m for m in ('torch', 'numpy', 'cv2', 'diffusers') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_forgetting_reaches_what_is_loaded_and_loads_nothing():
    """A worker that has drawn nobody must not load a base to forget them."""

    class Loaded:
        def __init__(self):
            self.asked = []

        def forget_person(self):
            self.asked.append("person")

        def forget_people(self):
            self.asked.append("photos")

    models, seen = Models(EngineSettings(weights=Path("weights"))), Loaded()
    models.forget_people()
    assert set(vars(models)) == {"settings"}
    vars(models).update(pipeline=seen, inpainter=seen, faces=seen, easel=seen)
    models.forget_people()
    assert seen.asked == ["person", "person", "photos", "photos"]
