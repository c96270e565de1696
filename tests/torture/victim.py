"""The bot as a process that is killed and started again, and what can be done to it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
START_SECONDS = 120.0


class Victim:
    """Keeps the bot running: whoever kills it finds it alive again soon."""

    def __init__(
        self,
        overrides: dict[str, str],
        log: Path,
        *,
        real: bool = False,
        broken: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._overrides, self.log, self._environment = overrides, log, environment or {}
        self._more = [*(["--real"] if real else []), "--broken", broken]
        self._mother: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._logging: asyncio.Task[None] | None = None
        self._pid = 0  # 0: not running
        self._born, self._ready, self._ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._expected = False  # that it ends
        self.starts = 0
        self.start_seconds = 1.0  # the newest start took: how slow this machine is just now
        self.fell: list[str] = []  # ends nobody asked for

    async def start(self, *, wait: bool = True) -> None:
        """Start it; with ``wait`` until it serves. It may refuse to, where it was made to: `keep` tries again."""
        if self._mother is None:
            await self._open()
        assert self._mother is not None
        assert self._mother.stdin is not None
        for event in (self._born, self._ready, self._ended):
            event.clear()
        self.starts, self._expected, begun = self.starts + 1, False, time.monotonic()
        self._mother.stdin.write(b"start\n")
        await asyncio.wait_for(self._born.wait(), START_SECONDS)
        if wait:
            waits = [asyncio.ensure_future(self._ready.wait()), asyncio.ensure_future(self._ended.wait())]
            await asyncio.wait(waits, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            for each in waits:
                each.cancel()
            self.start_seconds = max(1.0, time.monotonic() - begun)

    async def _open(self) -> None:
        self._mother = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.torture.bot", json.dumps(self._overrides), *self._more),
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1", **self._environment},
        )  # fmt: skip
        self._reading, self._logging = asyncio.create_task(self._read()), asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Keep what it says on our side of a pipe: a file of its own could not grow where its disk is full."""
        assert self._mother is not None
        assert self._mother.stderr is not None
        with self.log.open("ab") as log:
            while said := await self._mother.stderr.read(2**16):
                log.write(said)
                log.flush()

    async def _read(self) -> None:
        assert self._mother is not None
        assert self._mother.stdout is not None
        while said := await self._mother.stdout.readline():
            match said.decode("utf-8", "replace").split():
                case ["pid", number]:
                    self._pid = int(number)
                    self._born.set()
                case ["ready"]:
                    self._ready.set()
                case ["ended", code]:
                    self._pid = 0
                    self._ended.set()
                    if not self._expected:
                        self.fell.append(f"start {self.starts} ended with {code}")
                case _:  # a library printed it
                    continue

    async def keep(self) -> None:
        """Start it again if it ended by itself."""
        if self._ended.is_set():
            await self.start()

    @property
    def pid(self) -> int:
        """The process id, 0 while it is down."""
        return self._pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._pid != 0

    def workers(self) -> list[psutil.Process]:
        """Return its worker processes."""
        try:
            return psutil.Process(self._pid).children(recursive=True) if self.alive else []
        except psutil.Error:
            return []

    def kill(self) -> None:
        """SIGKILL, now."""
        self._expected = True
        if self.alive:
            with contextlib.suppress(ProcessLookupError):  # it has just ended, and that is still on its way here
                os.kill(self._pid, signal.SIGKILL)

    def kill_worker(self, which: int) -> bool:
        """SIGKILL one of its workers; False where it has none just now."""
        found = self.workers()
        for worker in found[which % max(1, len(found)) :][:1]:
            with contextlib.suppress(psutil.Error):
                worker.kill()
                return True
        return False

    async def gone(self) -> None:
        """Wait until it has ended."""
        await self._ended.wait()

    async def stop(self) -> None:
        """Stop it as a service manager does, and what made it."""
        self._expected = True
        if self.alive:
            os.kill(self._pid, signal.SIGTERM)
            await self.gone()
        if self._mother is not None:
            assert self._mother.stdin is not None
            self._mother.stdin.close()
            await self._mother.wait()
            self._mother = None
        if self._reading is not None and self._logging is not None:
            await asyncio.gather(self._reading, self._logging)
            self._reading = self._logging = None

    @contextlib.contextmanager
    def excused(self) -> Iterator[None]:
        """While the block runs it may end by itself."""
        self._expected = True
        yield
        self._expected = not self.alive

    def limit(self, what: int, value: int | None) -> None:
        """Bound a resource of the running bot; None lifts it."""
        with contextlib.suppress(psutil.Error):
            hard = psutil.Process(self._pid).rlimit(what)[1]
            psutil.Process(self._pid).rlimit(what, (hard if value is None else value, hard))
