"""The worker process: warm models, one job at a time, and a line to the bot.

Started as ``python -m engine.worker``. Frames in: ``hello`` (settings), ``warm``, ``run``, ``batch`` (several ``run``),
``cancel``, ``aside`` (a training gives the worker up between two steps), ``devices``, ``forget``. Frames out:
``ready``, ``progress``, ``result``, ``error``, ``dissolved`` (a batch, whose jobs are done one by one), ``devices``,
``log``. What libraries print goes to standard error, which the bot reads too.

A task module may have ``warm(models)``, which loads what the first job would else have to wait for.
When the bot's end of the line closes, however that came about, the process ends: no orphan keeps a device.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from engine import tasks
from engine.errors import EngineError, JobCancelledError, LaidAsideError
from engine.models import Models
from engine.queue import frames, platform
from engine.queue.failures import describe
from engine.requests import Progress, from_json, read_request, to_json
from engine.safety.stamp import Stamp, stamped
from engine.sandbox import limits
from engine.sandbox import worker as confinement
from engine.settings import EngineSettings
from engine.tasks.shared.member import Member
from engine.training import aside

log = logging.getLogger("engine.worker")
FindTask = Callable[[str], Callable[..., Any]]
FindBatch = Callable[[str], Callable[[Sequence[Member], Models | None], None]]
NICENESS = 5  # of a gentle worker: about a quarter of a core that somebody else wants too


def main(
    find_task: FindTask = tasks.task, arguments: list[str] | None = None, find_batch: FindBatch = tasks.batch
) -> None:
    """Serve until the bot is gone. ``find_task`` and ``find_batch`` map a kind to its ``run`` and ``run_batch``."""
    parser = argparse.ArgumentParser(prog="engine.worker")
    parser.add_argument("--socket", type=int)
    parser.add_argument("--port", type=int)
    parser.add_argument("--gentle", action="store_true")
    confinement.add_arguments(parser)
    chosen = parser.parse_args(arguments)
    line = platform.connect(chosen.socket, chosen.port, sys.stdin.buffer)
    limits.no_core()
    if chosen.gentle:
        be_gentle()
    # A library that prints must not fill a pipe nobody reads.
    os.dup2(2, 1)
    worker = Worker(line, find_task, find_batch)
    logging.basicConfig(level=logging.INFO, handlers=[FrameHandler(worker.send)], force=True)
    confinement.confine(chosen)
    worker.serve()


class FrameHandler(logging.Handler):
    """Sends log records to the bot, which knows how the operator wants to read them."""

    def __init__(self, send: Callable[..., None]) -> None:
        super().__init__()
        self._send = send

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record; a traceback is part of its text."""
        self._send("log", level=record.levelno, name=record.name, text=self.format(record))


class Worker:
    """One thread listens, the main thread works, so that a cancel arrives while a job runs."""

    def __init__(self, line: Any, find_task: FindTask, find_batch: FindBatch = tasks.batch) -> None:
        self._line = line
        self._find_task = find_task
        self._find_batch = find_batch
        self._cancelled: set[str] = set()
        self._aside: set[str] = set()  # trainings that are to lie aside at their next step
        self._waiting: set[str] = set()  # runs of a batch that are done one after the other, and not yet begun
        self._work: queue.Queue[dict[str, Any]] = queue.Queue()
        self._sending = threading.Lock()
        self._models: Models | None = None

    def serve(self) -> None:
        """Answer frames one after the other, for ever."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        answer: dict[str, Callable[[dict[str, Any]], None]] = {
            "hello": self._hello,
            "warm": self._warm,
            "run": self._alone,
            "batch": self._batch,
            "devices": self._devices,
            "forget": self._forget,
        }
        while True:
            message = self._work.get()
            answer[message["op"]](message)

    def _listen(self) -> None:
        stream = self._line.makefile("rb")
        try:
            while (message := frames.read(stream)) is not None:
                if message["op"] == "cancel":
                    self._cancel(message["run"])
                elif message["op"] == "aside":
                    self._aside.add(message["run"])
                else:
                    self._work.put(message)
        finally:
            # The bot is gone, or speaks nonsense. The main thread may be deep inside a computation: leave at once.
            self._wipe()
            os._exit(0)

    def _cancel(self, run: str) -> None:
        """Let a run see that its owner took it back; one that waits for others hears of it now, and never begins."""
        self._cancelled.add(run)
        if self._leaves(run):
            self._answer(run, JobCancelledError())

    def _leaves(self, run: str) -> bool:
        """Take a run from those that wait: True for the one thread that does so."""
        try:
            self._waiting.remove(run)
        except KeyError:
            return False
        return True

    def _wipe(self) -> None:
        """Remove what lies in the clear, where nobody else would: on a machine of a cluster whose actor died."""
        settings = self._models.settings if self._models is not None else None
        if settings is not None and settings.wipe and settings.scratch is not None:
            shutil.rmtree(settings.scratch, ignore_errors=True)

    def send(self, op: str, **values: Any) -> None:
        """Send one frame; safe from any thread."""
        frame = frames.pack({"op": op, **values})
        try:
            with self._sending:
                self._line.sendall(frame)
        except OSError:
            os._exit(0)  # the bot is gone

    def _hello(self, message: dict[str, Any]) -> None:
        settings = from_json(EngineSettings, message["settings"])
        limit_threads(settings.threads)
        self._models = Models(settings)
        self.send("ready", process=os.getpid())

    def _warm(self, message: dict[str, Any]) -> None:
        for kind in message["kinds"]:
            try:
                load = getattr(sys.modules[self._find_task(kind).__module__], "warm", None)
                if load is not None:
                    load(self._models)
            except Exception as error:  # the job that needs it will say so to a person
                log.warning("task %s is not warm: %s", kind, type(error).__name__)

    def _forget(self, _message: dict[str, Any]) -> None:
        """Somebody was erased: whoever was worked on last may be them. Served between two jobs, never during one."""
        if self._models is not None:
            self._models.forget_people()

    def _devices(self, message: dict[str, Any]) -> None:
        from engine.devices import devices

        try:
            self.send("devices", run=message["run"], devices=[asdict(device) for device in devices()])
        except Exception as error:  # a broken torch must be told, not kill the process
            self.send("error", run=message["run"], error=describe(error).to_json())

    def _run(self, message: dict[str, Any]) -> None:
        run = message["run"]
        try:
            with aside.listening(lambda: run in self._aside):
                result = perform(
                    message, self._find_task, self._models, partial(self._progress, run), lambda: run in self._cancelled
                )
            self._answer(run, result)
        except Exception as error:
            self._answer(run, describe(error))
        finally:
            self._cancelled.discard(run)

    def _alone(self, message: dict[str, Any]) -> None:
        self._run(message)
        self._aside.discard(message["run"])

    def _batch(self, message: dict[str, Any]) -> None:
        """Do several jobs at once; those that have no end afterwards are done one after the other.

        Asked to lie aside, all do that have not ended, also those whose turn has not come.
        """
        frames_, runs = message["frames"], [frame["run"] for frame in message["frames"]]
        members = [self._member(frame) for frame in frames_]
        open_members = [member for member in members if not member.ended]
        try:
            if len(open_members) > 1:
                with aside.listening(lambda: not self._aside.isdisjoint(runs)):
                    self._find_batch(frames_[0]["kind"])(open_members, self._models)
        except LaidAsideError as error:
            for member in open_members:
                member.end(error)
        except Exception as error:
            self.send("dissolved", code=describe(error).code)
        left = [frame for frame, member in zip(frames_, members, strict=True) if not member.ended]
        self._waiting.update(frame["run"] for frame in left)
        for run in [frame["run"] for frame in left if frame["run"] in self._cancelled]:
            self._cancel(run)  # taken back before they waited
        for frame in left:
            if self._leaves(frame["run"]):
                if self._aside.isdisjoint(runs):
                    self._run(frame)
                else:
                    self._answer(frame["run"], LaidAsideError())
        self._cancelled.difference_update(runs)
        self._aside.difference_update(runs)

    def _member(self, frame: dict[str, Any]) -> Member:
        run = frame["run"]

        def end(outcome: Any) -> None:
            try:
                if not isinstance(outcome, EngineError):
                    sign(outcome, self._models)
                self._answer(run, outcome)
            except Exception as error:
                self._answer(run, describe(error))

        member = Member(
            stamp=from_json(Stamp, frame.get("stamp", {})),
            progress=partial(self._progress, run),
            cancelled=lambda: run in self._cancelled,
            answer=end,
        )
        with member.own():
            member.request = read_request(frame["kind"], frame["request"])
        return member

    def _progress(self, run: str, step: Progress) -> None:
        self.send("progress", run=run, progress=to_json(step))

    def _answer(self, run: str, outcome: Any) -> None:
        """Send a result or an error; raises where a result cannot be said."""
        if isinstance(outcome, EngineError):
            self.send("error", run=run, error=outcome.to_json())
            return
        answer = {"kind": outcome.kind, "result": to_json(outcome)}
        frames.pack(answer)  # a value JSON has no word for must fail the job here, not the line below
        self.send("result", run=run, memory=peak_memory(), **answer)


def perform(
    message: dict[str, Any],
    find_task: FindTask,
    models: Models | None,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Any:
    """Rebuild the request a ``run`` frame carries and run its task. Raises whatever the task raises."""
    request = read_request(message["kind"], message["request"])
    with stamped(from_json(Stamp, message.get("stamp", {}))):
        result = find_task(message["kind"])(request, models, progress, cancelled)
    sign(result, models)
    return result


def sign(result: Any, models: Models | None) -> None:
    """Sign the pictures of a result where that is wanted."""
    if models is not None and models.settings.signing is not None:
        from engine.safety.signing import sign_result  # only where it is wanted: it needs a package of its own

        sign_result(result, models.settings.signing)


def be_gentle() -> None:
    """Let every other process go first where the processor is short: this one works for minutes, theirs for seconds."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import psutil

            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(NICENESS)  # more than the bot's own, which may itself give way to others


def peak_memory() -> dict[str, int]:
    """Return the most bytes this process has held: of the machine, and of a card where torch draws on one."""
    held = {"machine": 0, "card": 0}
    if sys.platform == "win32":
        import psutil

        held["machine"] = psutil.Process().memory_info().peak_wset
    else:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        held["machine"] = most if sys.platform == "darwin" else most * 1024
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        held["card"] = torch.cuda.max_memory_reserved()
    return held


def limit_threads(count: int) -> None:
    """Bound every numerical library's threads, before any of them is loaded.

    How threads wait is left to the library: told to sleep at once (OMP_WAIT_POLICY=PASSIVE), a training step of the
    embedded base took 1.14 s instead of 0.19 s on two otherwise idle cores.
    """
    for name in platform.THREADS:
        os.environ[name] = str(count)


if __name__ == "__main__":
    main()
