"""The bench ``truesize``: what it counts is what the engine does, and a request that loads weights fails it."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from engine.lab.bench import truesize
from engine.lab.bench._child import child
from engine.lab.truesize.counted import figures

TASK = {"error": "", "first": 100.0, "opened": 2, "peak": 4 * 2**30, "second": 90.0, "opened again": 0}
RAN = {"loaded": 3, "tasks": {name: dict(TASK) for name in truesize.TASKS}}


def _asked(said: dict) -> tuple[list[tuple], object]:
    calls = []

    def ask(module: str, *arguments: object) -> dict:
        calls.append((module, *arguments))
        if module.endswith("counted"):
            names = ("kernels bare", "kernels with a face", "kernels with float32 slots", "step", "picture quality")
            more = ("picture fast", "weights", "peak pass", "peak decode", "peak encode", "peak step")
            return {"sd15": dict.fromkeys((*names, *more), 1.0)}
        return said

    return calls, ask


def test_every_task_is_asked_for_at_true_size_and_xl_tiny(tmp_path: Path):
    """One child counts, one runs the true size, one runs XL."""
    calls, ask = _asked(RAN)
    found = list(truesize.rows(tmp_path, ask=ask))
    assert all(row.ok for row in found)
    assert [call[0] for call in calls] == ["engine.lab.truesize.counted", *["engine.lab.truesize.run"] * 2]
    assert "--tiny" not in calls[1]
    assert calls[2][-3:] == ("--tiny", "--base", "sdxl")
    assert "--tiny" in (list(truesize.rows(tmp_path, people=0, ask=ask)), calls[4])[1]


@pytest.mark.parametrize(
    ("change", "name"), [({"opened again": 1}, "opened the second time"), ({"error": "not-a-number"}, "not-a-number")]
)
def test_what_is_broken_fails_the_bench(tmp_path: Path, change: dict, name: str):
    """Weights that are loaded for every request, and a task that ends in an error: on either base."""
    said = copy.deepcopy(RAN)
    said["tasks"]["inpaint"].update(change)
    wrong = [row for row in truesize.rows(tmp_path, ask=_asked(said)[1]) if not row.ok]
    assert [row.name.split(":")[0] for row in wrong] == ["sd15", "sdxl tiny"]
    assert all("inpaint" in row.name and name in row.name for row in wrong)


def test_the_counted_figures_keep_the_promises():
    """The real ones of Stable Diffusion 1.5, against what was counted by other means: 0.803 TFLOP a row of a pass."""
    found = figures("sd15")
    assert all(row.ok for row in truesize.counted("sd15", found))
    assert found["kernels bare"] < found["kernels with a face"] < found["kernels with float32 slots"]
    assert found["picture fast"] == pytest.approx(8 * 2 * 0.803 + 2.128, rel=0.02)
    assert found["weights"] == pytest.approx(859_520_964 * 2, rel=0.03)


@pytest.mark.slow
def test_two_tasks_run_on_a_tiny_base_and_find_their_weights_loaded(tmp_path: Path, weights_folder: Path):
    """XL, as the bench runs it: loading opens files, a second request opens none."""
    said = child("engine.lab.truesize.run", weights_folder.resolve(), tmp_path, "--tiny", "--base", "sdxl")
    found = list(truesize.ran("sdxl tiny", said, truesize.TASKS[:2]))
    assert said["loaded"] >= 3
    assert all(row.ok for row in found), found
