"""The rows of the try-on bench, with a child that answers on cue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.lab.bench._tryon import tryon_rows

GOOD = {
    "cases": 12, "looked": 9, "psnr": 60.0, "equal": 0.98, "pose": 0.02, "other_pose": 0.4, "nearer": 1.0,
    "drawn": 0.5, "model": 0.9, "stranger_further": 1.0,
}  # fmt: skip


def rows(tmp_path: Path, **changed: float) -> dict[str, bool]:
    """Return row -> whether its promise is kept."""

    def ask(module: str, *arguments: object) -> dict[str, Any]:
        assert module == "engine.lab.tasks.bench_tryon"
        assert arguments[1:3] == (tmp_path / "people", tmp_path)
        return {**GOOD, **changed}

    return {row.name: row.ok for row in tryon_rows(tmp_path, tmp_path / "people", ask=ask)}


def test_a_try_on_that_keeps_its_promises_is_all_green(tmp_path: Path):
    """Garment, pose and likeness."""
    assert all(rows(tmp_path).values())


def test_each_promise_can_be_broken(tmp_path: Path):
    """A bench that cannot fail measures nothing."""
    broken = {"psnr": 34.0, "pose": 0.2, "other_pose": 0.01, "nearer": 0.5, "stranger_further": 0.5}
    for name, value in broken.items():
        assert list(rows(tmp_path, **{name: value}).values()).count(False) == 1
