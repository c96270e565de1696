"""What people are told about time, over a day of 200 jobs that takes a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.lab.bench import times
from handlers import estimates


async def _right(folder: Path) -> float:
    """Return the share of jobs told within a quarter of what happened."""
    day = await times._measure(folder, workers=1, seed=0)
    misses = day.misses[times.FIRST :]
    assert len(misses) == times.JOBS
    return sum(abs(miss) <= times.WITHIN for miss in misses) / len(misses)


async def test_what_is_told_about_time_is_what_happens(tmp_path: Path):
    """The promise: a quarter off at the most, for nearly everybody, though others come meanwhile."""
    assert await _right(tmp_path) >= times.SHARE


async def test_without_learning_what_jobs_take_here_it_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The control: by the operator's estimates alone nearly everybody is told wrong."""
    monkeypatch.setattr(estimates, "learn", lambda *_: None)
    assert await _right(tmp_path) < 0.5
