"""One worker process as the bot sees it: started, spoken to, and ended when it does not listen."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import psutil

from engine.errors import EngineError, WorkerDiedError
from engine.queue import frames, platform
from engine.requests import to_json
from engine.sandbox import worker as sandbox
from engine.settings import EngineSettings

log = logging.getLogger("engine.worker")
START_SECONDS = 60.0
SILENT = "silent"  # the reason a worker was given up that did not say a word for too long
STDERR_LINE_BYTES = 64 * 1024
LAST_LINES = 30  # of a dead worker that are logged: enough for the stacks of a crash in native code

Message = dict[str, Any]


@dataclass(eq=False, kw_only=True)
class Asked:
    """One of several frames a worker answers together: who hears of its progress, takes it back, and its answer.

    ``aside``: a training is to lie aside, see `engine.queue.executor.Member`.
    """

    message: Message
    on_progress: Callable[[Message], None]
    cancel: asyncio.Event
    answer: Callable[[Message | EngineError], None]
    aside: asyncio.Event | None = None


class WorkerProcess:
    """A child process that runs one job at a time. Not started until `start`; restarted by starting it again.

    ``gentle``: it gives way to others where the processor is short.
    """

    def __init__(
        self,
        settings: EngineSettings,
        *,
        name: str,
        module: str = "engine.worker",
        warm: Sequence[str] = (),
        gentle: bool = False,
    ) -> None:
        self.name = name
        self.warm_for: frozenset[str] = frozenset()  # faces and style of the last jobs, see `engine.queue.store.warmth`
        self.job = ""  # what it works on, for the log
        self._settings = settings
        self._module = module
        self._warm = list(warm)
        self._options = ["--gentle"] if gentle else []
        self.device = settings.device
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._inbox: asyncio.Queue[Message | None] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._last_words: deque[str] = deque(maxlen=LAST_LINES)
        self._runs = 0
        self._ended = False  # from here: it is no more alive, though the system may still have it for a moment

    @property
    def alive(self) -> bool:
        """Whether the process runs and its line is open: neither while it starts nor once it was told to end."""
        if self._process is None or self._process.returncode is not None or self._ended:
            return False
        return self._writer is not None and not any(task.done() for task in self._tasks)

    def holds(self) -> int:
        """Return the bytes of the machine's memory that the process has now."""
        process = self._process
        if process is None:
            return 0
        try:
            return int(psutil.Process(process.pid).memory_info().rss)
        except psutil.Error:  # it ended this moment
            return 0

    async def start(self) -> None:
        """Bring the process up and wait until it is ready. Raises `WorkerDiedError` when it does not come up."""
        await self.stop()
        line = platform.open_line()
        ready = False
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._spawn(line)
            ready = True
        except (TimeoutError, OSError) as error:
            raise WorkerDiedError(worker=self.name, reason=type(error).__name__) from error
        finally:
            line.close()
            if not ready:
                await self.stop()

    async def _spawn(self, line: platform.Transport) -> None:
        self._ended = False
        self._process = await asyncio.create_subprocess_exec(
            *(
                sys.executable,
                "-X",
                "faulthandler",
                "-m",
                self._module,
                *line.arguments,
                *self._options,
                *sandbox.arguments(self._settings),
            ),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            limit=STDERR_LINE_BYTES,
            env={
                **platform.clean_environment(network=self._settings.speech_online),
                **sandbox.environment(self._settings),
            },
            **line.options,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(line.stdin)
        self._process.stdin.close()
        reader, self._writer = await asyncio.open_connection(sock=await line.accept())
        line.close()
        self._inbox = asyncio.Queue()
        self._tasks = [
            asyncio.create_task(self._read(reader), name=f"{self.name} reads"),
            asyncio.create_task(self._copy_output(), name=f"{self.name} prints"),
        ]
        self._send({"op": "hello", "settings": to_json(self._settings)})
        if await self._inbox.get() is None:
            raise await self._died()
        self._send({"op": "warm", "kinds": self._warm})
        log.info("worker %s ready as process %d", self.name, self._process.pid)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Pass frames on; the end of the stream, or nonsense in it, is the end of the worker."""
        inbox = self._inbox
        try:
            while (message := await frames.receive(reader)) is not None:
                if message["op"] == "log":
                    logging.getLogger(message["name"]).log(message["level"], "%s", message["text"], extra=self._facts)
                else:
                    inbox.put_nowait(message)
        except frames.BrokenFrameError:
            log.exception("worker %s sent a broken frame", self.name)
        finally:
            inbox.put_nowait(None)

    @property
    def _facts(self) -> Message:
        """What is known of a line the worker writes."""
        return {"worker": self.name, **({"job": self.job} if self.job else {})}

    async def _copy_output(self) -> None:
        """Log what libraries print, line by line, whatever its length, and keep the end of it for `_died`."""
        assert self._process is not None
        stream = self._process.stderr
        assert stream is not None
        self._last_words.clear()
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # longer than the limit; what was read is dropped
                continue
            if not line:
                return
            text = line.decode(errors="replace").rstrip()
            self._last_words.append(text)
            log.debug("%s", text, extra=self._facts)

    def _send(self, message: Message) -> None:
        assert self._writer is not None
        if not self._writer.is_closing():
            self._writer.write(frames.pack(message))

    async def ask(
        self,
        message: Message,
        *,
        on_progress: Callable[[Message], None],
        cancel: asyncio.Event,
        grace: float,
        silence: float,
    ) -> Message:
        """Send one frame and return its answer, passing progress on meanwhile.

        Raises `EngineError` when it answers with one, and whatever `ask_each` raises.
        """
        answers: list[Message | EngineError] = []
        asked = Asked(message=message, on_progress=on_progress, cancel=cancel, answer=answers.append)
        await self.ask_each([asked], grace=grace, silence=silence)
        (answer,) = answers
        if isinstance(answer, EngineError):
            raise answer
        return answer

    async def ask_each(
        self,
        asked: Sequence[Asked],
        *,
        grace: float,
        silence: float,
        on_dissolved: Callable[[str], None] = lambda code: None,
    ) -> None:
        """Send one frame, or several to be worked on together, and give each its answer as it comes.

        A ``cancel`` is forwarded once; a worker that has not answered ``grace`` seconds later is killed, and so is one
        that says nothing for ``silence`` seconds. ``aside`` is forwarded once, and nobody insists. ``on_dissolved``
        hears the error for which several frames were worked on one by one. Raises `WorkerDiedError` when the process
        ends without all answers. If this call is cancelled the worker is killed.
        """
        open_runs = {self._run_name(): each for each in asked}
        frames_ = [{**each.message, "run": run} for run, each in open_runs.items()]
        self._send(frames_[0] if len(frames_) == 1 else {"op": "batch", "frames": frames_})
        watches = {run: self._watches(run, each, grace) for run, each in open_runs.items()}
        try:
            while open_runs:
                message = await self._next_message(silence)
                if message["op"] == "dissolved":
                    on_dissolved(message["code"])
                elif (each := open_runs.get(message.get("run", ""))) is None:
                    continue
                elif message["op"] == "progress":
                    each.on_progress(message["progress"])
                else:
                    del open_runs[message["run"]]
                    for watch in watches[message["run"]]:
                        watch.cancel()
                    failed = message["op"] == "error"
                    each.answer(EngineError.from_json(message["error"]) if failed else message)
        except (WorkerDiedError, asyncio.CancelledError):
            await self.stop()
            raise
        finally:
            for watch in chain.from_iterable(watches.values()):
                watch.cancel()

    def _run_name(self) -> str:
        self._runs += 1
        return str(self._runs)

    async def _next_message(self, silence: float) -> Message:
        try:
            message = await asyncio.wait_for(self._inbox.get(), silence)
        except TimeoutError:
            log.error("worker %s said nothing for %.0f s", self.name, silence)
            raise WorkerDiedError(worker=self.name, reason=SILENT) from None
        if message is None:
            raise await self._died()
        return message

    def forget(self) -> None:
        """Let the worker drop what it still knows of people, once it has done what it is at."""
        if self.alive:
            self._send({"op": "forget"})

    async def _cancel_later(self, run: str, cancel: asyncio.Event, grace: float) -> None:
        await cancel.wait()
        self._send({"op": "cancel", "run": run})
        await asyncio.sleep(grace)
        log.warning("worker %s did not stop within %.0f s and is ended", self.name, grace)
        self.kill()

    def _watches(self, run: str, asked: Asked, grace: float) -> list[asyncio.Task[None]]:
        cancel = asyncio.create_task(self._cancel_later(run, asked.cancel, grace))
        return [cancel] if asked.aside is None else [cancel, asyncio.create_task(self._aside_later(run, asked.aside))]

    async def _aside_later(self, run: str, aside: asyncio.Event) -> None:
        await aside.wait()
        self._send({"op": "aside", "run": run})

    async def _died(self) -> WorkerDiedError:
        """Return the error for a process that ended, with its last words in the log where it did so by itself.

        How it ended stands in the error only then: one that was killed from here did not run out of memory.
        """
        process, killed = self._process, self._ended
        code = None if process is None else await process.wait()
        if process is not None and self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
            log.error("worker ended with %s; it last said:\n%s", code, "\n".join(self._last_words), extra=self._facts)
        return WorkerDiedError(worker=self.name, **({"reason": "killed"} if killed else {"exit_code": code}))

    def kill(self) -> None:
        """End the process at once."""
        self._ended = True
        if self._process is not None:
            platform.kill(self._process)

    async def stop(self) -> None:
        """End the process and wait until it is gone; harmless when it already is."""
        process, writer, tasks = self._process, self._writer, self._tasks
        if process is None:
            return
        self.kill()
        await process.wait()
        if writer is not None:
            writer.close()
        # Both end by themselves with the process: what it said last still reaches the log.
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._process is process:
            self._process, self._writer, self._tasks = None, None, []
