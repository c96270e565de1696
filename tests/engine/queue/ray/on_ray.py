"""The executor suite over a real Ray: ``pip install -e ".[ray]"``, then ``pytest tests/engine/queue/on_ray.py``.

Not collected by name, because Ray is optional and half a gigabyte.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.queue.ray import RayExecutor
from engine.requests import Lane
from engine.settings import EngineSettings
from tests.engine.queue import fake_worker
from tests.engine.queue.executor_suite import ExecutorSuite

SETTINGS = EngineSettings(weights=Path("tests").absolute(), device="cpu", threads=1)


class TestRayExecutor(ExecutorSuite):
    """Runs the suite."""

    @pytest.fixture
    async def executor(self) -> AsyncIterator[RayExecutor]:
        """A started executor, closed afterwards; the cluster stays for the next test."""
        made = RayExecutor(Lane.DEVICE, SETTINGS, module=fake_worker.__name__, cancel_grace=0.5)
        await made.start()
        yield made
        await made.close()
