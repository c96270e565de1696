"""The part of the Ray executor that runs inside an actor, and what happens without Ray.

The whole suite over a real cluster is in ``on_ray.py``; it needs the optional extra.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from engine.queue.ray import RayActor, RayExecutor, RayMissingError
from engine.requests import Lane, to_json
from engine.settings import EngineSettings
from engine.tasks.portrait.request import Portrait
from tests.engine.queue import fake_worker

SETTINGS = EngineSettings(weights=Path("weights"), device="cpu", threads=1)


@pytest.fixture
def arm(monkeypatch: pytest.MonkeyPatch) -> RayActor:
    """An arm in this process; it bounds threads through the environment, which is put back afterwards."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
        monkeypatch.setenv(name, "1")
    return RayActor(to_json(SETTINGS), lambda kind: fake_worker.act)


def _message(style: str, count: int = 1) -> dict[str, object]:
    request = Portrait(identity=Path("identity"), style=style, out=Path("out"), count=count)
    return {"run": "1", "kind": "portrait", "request": to_json(request)}


def test_progress_comes_before_the_result(arm: RayActor):
    """Each frame is yielded when it is there, and the result is the last."""
    frames = list(arm.run(_message("draw", count=3)))
    assert [frame["op"] for frame in frames] == ["progress", "progress", "progress", "result"]
    assert frames[-1]["result"]["style"] == "draw"


def test_an_error_is_the_last_frame(arm: RayActor):
    """Nothing is raised through Ray, which would wrap it in errors of its own."""
    (frame,) = arm.run(_message("unknown"))
    assert frame == {"op": "error", "error": {"code": "unknown-style", "data": frame["error"]["data"]}}


def test_a_cancel_beside_the_run_ends_it(arm: RayActor):
    """The actor serves both at once."""
    stream = iter(arm.run(_message("wait")))
    assert next(stream)["op"] == "progress"
    canceller = threading.Thread(target=arm.cancel, args=("1",))
    canceller.start()
    canceller.join()
    assert [frame["error"]["code"] for frame in stream] == ["cancelled"]


def test_without_ray_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch):
    """ENGINE_EXECUTOR=ray on a machine without the extra."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RayMissingError, match="pip install"):
        RayExecutor(Lane.DEVICE, SETTINGS)
