"""The in-memory store keeps the contract, so that the dispatcher's tests mean something."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.tasks.inspect.request import InspectPhoto
from tests.engine.queue.memory_store import ATTEMPTS, MemoryJobStore
from tests.engine.queue.store_suite import JobStoreSuite


class MemoryRig:
    """The memory store and its outside."""

    def __init__(self, folder: Path) -> None:
        self.store = MemoryJobStore(folder)
        self._folder = folder

    async def add(self, *, account: str = "ada", due_in: float = 0.0, cleaned: str = "clean.png") -> str:
        request = InspectPhoto(photo=self._folder / "photo.jpg", cleaned=self._folder / cleaned)
        due = self.store.now + due_in if due_in else 0.0
        return self.store.add(f"job-{len(self.store.rows)}", request, account=account, due=due).id

    async def take_back(self, job: str) -> None:
        self.store.rows[job].cancel = True

    async def state(self, job: str) -> str:
        return self.store.rows[job].state

    async def attempts_allowed(self) -> int:
        return ATTEMPTS

    def advance(self, seconds: float) -> None:
        self.store.now += seconds


class TestMemoryJobStore(JobStoreSuite):
    """Runs the suite."""

    @pytest.fixture
    def rig(self, tmp_path: Path) -> MemoryRig:
        return MemoryRig(tmp_path)
