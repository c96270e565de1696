"""The executor suite over a real Ray of this machine alone: ``make ray``.

Not collected by name, because Ray is optional and a third of a gigabyte.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from engine.errors import DeviceMemoryError
from engine.queue.ray import RayExecutor, fleet
from engine.requests import Lane
from engine.settings import EngineSettings
from tests.engine.queue import executor_suite, fake_worker
from tests.engine.queue.executor_suite import ExecutorSuite, run

fleet.START_SECONDS, fleet.ANSWER_SECONDS = 600.0, 60.0  # a slow machine is no lost one
executor_suite.SOON = 600.0
SETTINGS = EngineSettings(weights=Path("tests").absolute(), device="cpu", threads=1)


class TestRayExecutor(ExecutorSuite):
    """Runs the suite."""

    @pytest.fixture
    async def executor(self) -> AsyncIterator[RayExecutor]:
        """A started executor, closed afterwards; the cluster stays for the next test."""
        made = RayExecutor(Lane.DEVICE, SETTINGS, module=fake_worker.__name__, cancel_grace=5.0)
        await made.start()
        yield made
        await made.close()

    async def test_an_actor_ended_for_its_memory_says_so(self, executor: RayExecutor, monkeypatch: pytest.MonkeyPatch):
        """Ray ends actors before the system does; the person reads of memory, and the next job has a new actor."""
        from ray.exceptions import OutOfMemoryError

        async def ended(*_: object) -> None:
            raise OutOfMemoryError("the actor was ended")

        before, follow = executor.processes, executor._follow
        monkeypatch.setattr(executor, "_follow", ended)
        with pytest.raises(DeviceMemoryError):
            await run(executor, "draw")
        monkeypatch.setattr(executor, "_follow", follow)
        assert await run(executor, "draw")
        assert executor.processes != before

    async def test_only_this_user_of_only_this_machine_reaches_the_private_cluster(self, executor: RayExecutor):
        """Whoever reaches Ray runs programs: every port is on loopback, asks for a token, and the folder is private."""
        import ray

        (node,) = ray.nodes()
        own = {process.pid for process in [psutil.Process(), *psutil.Process().children(recursive=True)]}
        open_ports = [one.laddr for one in psutil.net_connections("inet") if one.pid in own and one.status == "LISTEN"]
        assert open_ports
        assert {address.ip.removeprefix("::ffff:") for address in open_ports} <= {"127.0.0.1", "::1"}
        assert os.environ["RAY_AUTH_MODE"] == "token"
        folder = Path(node["RayletSocketName"]).parents[3]
        assert folder.stat().st_mode & 0o077 == 0
