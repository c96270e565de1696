"""What runs inside an actor, on whatever machine that is: the same confined worker process as without a cluster.

The actor itself only opens and seals parcels. The files of a job lie in a folder in the machine's memory, for its user
alone, until the job ends; the worker removes them itself should the actor die. Where a system has no such folder they
lie in its temporary folder, and `hello` says so.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import EngineError, WorkerDiedError
from engine.files import paths_in
from engine.queue.executor import Member
from engine.queue.failures import describe
from engine.queue.local import CANCEL_GRACE_SECONDS, LocalExecutor
from engine.queue.ray.luggage import PROGRAM, Luggage
from engine.queue.ray.memory import keep_freed
from engine.queue.ray.ownfolder import OwnFolder, in_memory
from engine.queue.ray.parcels import AnswerLine, Parcel, ParcelKey, Sealed, in_store
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Result, from_json, kinds, read_request, to_json
from engine.safety.stamp import Stamp
from engine.sandbox import landlock, network
from engine.settings import EngineSettings

PREFIX = "portrait-node-"
Frame = tuple[dict[str, Any], dict[str, bytes]]


@cache
def edition() -> str:
    """Return a short name for this very program: two machines with the same one understand each other."""
    digest = hashlib.sha256()
    for file in sorted(PROGRAM.rglob("*.py")):
        if "lab" not in file.relative_to(PROGRAM).parts:
            digest.update(file.relative_to(PROGRAM).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


class NodeWorker:
    """An actor: one worker process of one lane. ``module`` is what that process runs."""

    def __init__(self, lane: str, module: str = "engine.worker", grace: float = CANCEL_GRACE_SECONDS) -> None:
        keep_freed()
        kinds()  # read now, when nobody waits
        self._lane, self._module, self._grace = Lane(lane), module, grace
        self._key = ParcelKey()
        memory = in_memory()
        self._in_memory = memory is not None
        self._folder = OwnFolder(PREFIX, within=memory or Path(tempfile.gettempdir()))
        self._executor: LocalExecutor | None = None
        self._cancels: dict[str, list[asyncio.Event]] = {}
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._log = _LogLine()
        self._runs = 0

    async def hello(self) -> dict[str, Any]:
        """Say who this is, and with which key what comes is to be sealed."""
        return {
            "process": os.getpid(),
            "machine": socket.gethostname(),
            "key": self._key.public,
            "edition": edition(),
            "in_memory": self._in_memory,
            "confined": bool(landlock.version() and network.can_be_refused()),
            "ready": self._executor is not None,
        }

    async def prepare(self, sealed: bytes) -> str:
        """Take the sealed settings and bring the worker up. Returns what is missing here, "" if nothing."""
        message = self._key.open(sealed).message
        settings = from_json(EngineSettings, message["settings"])
        if not settings.weights.is_dir():
            return f"no folder {settings.weights}"
        hidden = (*settings.hidden, *map(Path, message["hidden"]))
        private = settings.private or hidden[0]
        here = replace(settings, private=private, scratch=self._folder.path, hidden=hidden, wipe=True)
        executor = LocalExecutor(self._lane, here, module=self._module, warm=message["warm"], cancel_grace=self._grace)
        try:
            await executor.start()
        except WorkerDiedError as error:
            return f"no worker came up ({error.data.get('reason')})"
        if self._executor is not None:
            await self._executor.close()
        self._executor = executor
        return ""

    async def run(self, run: str, sealed: Sealed) -> AsyncIterator[Sealed]:
        """Run one job, or several together; yields sealed frames.

        They are ``log``, and by the ``number`` of the job ``progress`` and at last a ``result`` or an ``error``.
        """
        parcel = self._key.open(sealed)
        line = AnswerLine(bytes.fromhex(parcel.message["answer"]))
        frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._cancels[run] = [asyncio.Event() for _ in parcel.message["jobs"]]
        self._running[run] = asyncio.create_task(self._work(run, parcel, frames))
        try:
            while (frame := await frames.get()) is not None:
                message, files = frame
                yield in_store(line.seal(Parcel(message=message, files=files)))
        finally:
            await _end(self._running.pop(run))
            del self._cancels[run]

    async def _work(self, run: str, parcel: Parcel, frames: asyncio.Queue[Frame | None]) -> None:
        self._runs += 1
        # A folder of its own: the job before may still be on its way out.
        luggage = Luggage(self._folder.path / f"job-{self._runs}")
        try:
            with self._log.to(frames):
                await self._carry(run, parcel, luggage, frames)
        finally:
            await asyncio.to_thread(shutil.rmtree, luggage.root, ignore_errors=True)
            frames.put_nowait(None)

    async def _carry(self, run: str, parcel: Parcel, luggage: Luggage, frames: asyncio.Queue[Frame | None]) -> None:
        """Run the jobs of a parcel, and tell of each what became of it as soon as that is known."""
        told = parcel.message["jobs"]
        error = EngineError()
        members: list[Member] = []
        ends: list[asyncio.Future[Result]] = [asyncio.get_running_loop().create_future() for _ in told]
        answers = [asyncio.create_task(self._answer(n, end, luggage, frames)) for n, end in enumerate(ends)]
        try:
            assert self._executor is not None
            jobs = [_job(each, luggage) for each in told]
            _lay_out(parcel, luggage, jobs)  # without threads: nobody else waits for this process
            for number, job in enumerate(jobs):
                report = self._reporter(number, told[number]["kept"], luggage, frames)
                cancel = self._cancels[run][number]
                members.append(Member(job=job, on_progress=report, cancel=cancel, end=ends[number]))
            await self._executor.run_batch(members)
        except Exception as raised:
            error = describe(raised)
        finally:
            for end in ends:
                if not end.done():
                    end.set_exception(error)
            await asyncio.gather(*answers)

    def _reporter(
        self, number: int, kept: list[str], luggage: Luggage, frames: asyncio.Queue[Frame | None]
    ) -> Callable[[Progress], None]:
        """Return what sends a job's progress, its preview and ``kept``: what outlives an attempt."""
        places = [Path(place) for place in kept]
        seen: dict[str, int] = {}
        luggage.collect(places, seen)

        def report(step: Progress) -> None:
            pictures = [luggage.place(path) for _, path in paths_in(step)]
            files = luggage.collect(pictures) | luggage.collect(places, seen)
            told = {"op": "progress", "number": number, "progress": to_json(luggage.away(step))}
            frames.put_nowait((told, files))

        return report

    async def _answer(
        self, number: int, end: asyncio.Future[Result], luggage: Luggage, frames: asyncio.Queue[Frame | None]
    ) -> None:
        """Wait for the end of a job and tell of it."""
        files: dict[str, bytes] = {}
        try:
            result = await end
            made = [luggage.place(path) for _, path in paths_in(result)]
            told, files = _told(result, luggage), luggage.collect(dict.fromkeys(made))
        except Exception as error:
            told = {"op": "error", "error": describe(error).to_json()}
        await asyncio.sleep(0)  # what was logged meanwhile is a turn of the loop away from the line
        crowded = self._executor is not None and self._executor.crowded
        frames.put_nowait(({**told, "number": number, "crowded": crowded}, files))

    async def cancel(self, run: str, number: int = 0) -> None:
        """Let a running job see that its owner took it back."""
        if run in self._cancels:
            self._cancels[run][number].set()

    async def abort(self, run: str) -> None:
        """End a running job and its worker at once: nobody waits for it any more."""
        if run in self._running:
            await _end(self._running[run])

    async def forget(self) -> None:
        """Drop what is known of people, once the job at hand is done."""
        if self._executor is not None:
            await self._executor.forget()

    async def close(self) -> None:
        """End the worker and remove what lies here."""
        if self._executor is not None:
            await self._executor.close()
        self._folder.remove()


def _job(message: dict[str, Any], luggage: Luggage) -> ClaimedJob:
    return ClaimedJob(
        id=message["job"],
        token=message["token"],
        request=luggage.here(read_request(message["kind"], message["request"])),
        scratch=luggage.path(message["scratch"]),
        attempt=message["attempt"],
        affinity=message["affinity"],
        stamp=from_json(Stamp, message["stamp"]),
    )


def _lay_out(parcel: Parcel, luggage: Luggage, jobs: Sequence[ClaimedJob]) -> None:
    """Write the inputs of jobs where the worker will look for them."""
    for job in jobs:
        job.scratch.mkdir(mode=0o700, parents=True)
    luggage.unpack(parcel.files, [place for job in jobs for place in luggage.named(job.request)])


def _told(result: Result, luggage: Luggage) -> dict[str, Any]:
    return {"op": "result", "kind": result.kind, "result": to_json(luggage.away(result))}


async def _end(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(task, return_exceptions=True)


class _LogLine(logging.Handler):
    """Sends what is logged during a job to the bot, which knows how its operator wants to read it."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._frames: asyncio.Queue[Frame | None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        root = logging.getLogger("engine")
        root.setLevel(logging.INFO)
        root.addHandler(self)

    def to(self, frames: asyncio.Queue[Frame | None]) -> _LogLine:
        """Return this, as a context in which lines go to ``frames``."""
        self._frames, self._loop = frames, asyncio.get_running_loop()
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self._frames = None

    def emit(self, record: logging.LogRecord) -> None:
        """Send one line; a traceback is part of its text."""
        frames, loop = self._frames, self._loop
        if frames is None or loop is None:  # no job is at hand: it stays in the log of the node
            print(f"{record.levelname} {record.name} {self.format(record)}", file=sys.stderr)
            return
        line = {"op": "log", "name": record.name, "level": record.levelno, "text": self.format(record)}
        loop.call_soon_threadsafe(frames.put_nowait, (line, {}))
