"""One session on two nodes: people come, a node dies while they wait, another joins, and everything is counted."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.queue.ray.cluster import ALONE
from tests.fakes.telegram import FakeTelegram
from tests.torture import findings
from tests.torture.findings import Findings
from tests.torture.people import GaveUpError, OnTelegram
from tests.torture.victim import Victim

FIRST_QUESTION = 800_000_001
PATIENCE = {"portrait": 900.0}  # seconds until somebody asks again: forty wait for two workers
SHORT_PATIENCE, TRIES = 20.0, 40
LOOK_SECONDS = 1.0
QUIET_SECONDS = 300.0
BETWEEN_SECONDS = 0.5  # between two people who come
STORE_BYTES = 100 * 2**20


class Patient(OnTelegram):
    """Somebody who asks once, and again only when nothing came for long."""

    waits_for = ""

    async def insists(self, what: str, act: Callable[[], Awaitable[None]], done: Callable[[], Any]) -> None:
        """Do something and wait for what it leads to. Raises `GaveUpError`."""
        for _ in range(TRIES):
            self.waits_for = what
            with suppress(AssertionError, OSError, IndexError):  # what is to be pressed is not shown yet
                await act()
            until = time.monotonic() + PATIENCE.get(what, SHORT_PATIENCE)
            while time.monotonic() < until:
                with suppress(TimeoutError):
                    await self.server.until(done, LOOK_SECONDS)
                    return
        raise GaveUpError(f"{self.user} waits for {what}")


class Demo:
    """``people`` on a Telegram, a bot that joined a cluster as a head without work, and two nodes."""

    def __init__(self, home: Path, *, people: int, portraits: int) -> None:
        self.home, self.people, self.portraits = home, people, portraits
        self.data, self.log = home / "data", home / "bot.log"
        self.found = Findings()
        self.seen: dict[str, Any] = {}
        self._questions = itertools.count(FIRST_QUESTION)

    async def run(self) -> None:
        """Run the session."""
        (self.home / "styles").mkdir(parents=True, exist_ok=True)
        self.log.touch()
        cluster = _two_nodes()  # Ray wants this thread, which lasts
        began = time.monotonic()
        try:
            async with FakeTelegram() as telegram:
                victim = Victim(self._settings(telegram, cluster.address), self.log, environment=dict(ALONE_HERE))
                await victim.start()
                crowd = [asyncio.create_task(self._visit(telegram, number)) for number in range(self.people)]
                try:
                    await self._disturb(cluster, crowd)
                    await asyncio.gather(*crowd)
                finally:
                    for task in crowd:
                        task.cancel()
                    await victim.stop()
            self.seen["seconds from the first hello to the last portrait"] = round(time.monotonic() - began)
            self.found.wrong += victim.fell
        finally:
            cluster.shutdown()
        findings.left_over(self.data, self.found)
        findings.trainings_went_on(self.log, self.found)
        self._read_attempts()

    def _settings(self, telegram: FakeTelegram, address: str) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.data),
            "STYLES_DIR": str(self.home / "styles"),
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_FILE_URL": telegram.url,
            "LOCAL_CHAT": "no",
            "ENGINE_EXECUTOR": "ray",
            "RAY_ADDRESS": address,
            "ENGINE_THREADS": "1",
        }

    async def _visit(self, telegram: FakeTelegram, number: int) -> None:
        await asyncio.sleep(number * BETWEEN_SECONDS)
        person = Patient(telegram, 1000 + number, self._questions, self.portraits)
        try:
            await person.life()
            await self._settled(person)
            findings.judge(self.data, person, self.found)
        except Exception as error:
            self.found.lost.append(f"{person.user}: {type(error).__name__} {error}")

    async def _settled(self, person: OnTelegram) -> None:
        end = time.monotonic() + QUIET_SECONDS
        while left := findings.busy(self.data, person):
            if time.monotonic() > end:
                self.found.wrong.append(f"{person.user} still waits: {left}")
                return
            await asyncio.sleep(0.5)

    async def _disturb(self, cluster: Any, crowd: list[asyncio.Task[None]]) -> None:
        """After a quarter of the trainings kill a node with all its processes; after half another one joins."""
        await self._until(self.people // 4, crowd)
        while self._count("running") < 2 and (left := [task for task in crowd if not task.done()]):  # both are at work
            await asyncio.wait(left, timeout=0.05, return_when=asyncio.FIRST_COMPLETED)
        before = self._ended("enrol")
        self.seen["trainings done, jobs running when a node is killed"] = f"{before}, {self._count('running')}"
        cluster.remove_node(cluster.list_all_nodes()[-1], allow_graceful=False)
        await self._until(self.people // 2, crowd)
        self.seen["trainings done when another node joins"] = self._ended("enrol")
        _add(cluster)

    def _ended(self, kind: str) -> int:
        return self._count("done", f"AND kind = '{kind}'")

    def _count(self, state: str, more: str = "") -> int:
        with findings.tables(self.data) as db:
            return db.execute(f"SELECT count(*) FROM jobs WHERE state = ? {more}", (state,)).fetchone()[0]

    async def _until(self, trainings: int, crowd: list[asyncio.Task[None]]) -> None:
        while self._ended("enrol") < trainings and (left := [task for task in crowd if not task.done()]):
            await asyncio.wait(left, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)

    def _read_attempts(self) -> None:
        with findings.tables(self.data) as db:
            again = db.execute("SELECT count(*) FROM jobs WHERE attempts > 1").fetchone()[0]
        self.seen["jobs that were begun anew"] = again


ALONE_HERE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": ALONE["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"]}


def _two_nodes() -> Any:
    import os

    os.environ.update(ALONE_HERE)
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        _add(cluster)
    return cluster


def _add(cluster: Any) -> None:
    cluster.add_node(num_cpus=1, object_store_memory=STORE_BYTES)
