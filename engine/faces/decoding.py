"""Strangers' photos are decoded by a process of their own, which can do nothing else (`engine.faces.decoder`).

    rgb = load(photo)    # as `engine.faces.images.load`, and `BadPhotoError` too when it took too long or too much

Decoders are the part of the program a hostile file attacks. This one has no files, no network, bounded memory and
little priority; it lives on from photo to photo, because starting Python for each costs more than the decoding. A
photo that keeps it busy beyond `DEADLINE_SECONDS`, or ends it, is broken: the process is replaced for the next one.
"""

from __future__ import annotations

import atexit
import json
import logging
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
import psutil

from engine.errors import BadPhotoError, EngineError
from engine.faces import images
from engine.faces.types import RGB
from engine.queue.platform import clean_environment
from engine.tasks.inspect.request import PhotoProblem

log = logging.getLogger("engine.decoding")
T = TypeVar("T")
DEADLINE_SECONDS = 15.0  # of a processor
PATIENCE = 4  # times the deadline that may pass by the clock
SHORTEST_SECONDS = 0.05  # between two looks
START_SECONDS = 60.0  # a busy machine: that is not the photo's fault
SIZE, SHAPE = struct.Struct("<Q"), struct.Struct("<II")
PICTURE, PROBLEM, READY = b"P", b"B", b"R"
NONSENSE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # of a reason that is none


class TakenDownError(Exception):
    """A file ended its decoder, or kept it busy for too long."""


class Decoder:
    """One decoding process; started with the first photo, replaced when it is gone."""

    def __init__(self, module: str = "engine.faces.decoder", deadline: float = DEADLINE_SECONDS) -> None:
        self._module, self._deadline = module, deadline
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def load(self, photo: bytes | Path) -> RGB:
        """Return the picture, see `images.load`. Raises `BadPhotoError`; `OSError` when no process can be started."""
        data = images.read(photo)
        try:
            return self.ask(SIZE.pack(len(data)), data, _picture)
        except TakenDownError:
            log.warning("a photo of %d bytes took its decoder down, or too long", len(data))
            raise BadPhotoError(PhotoProblem.BROKEN) from None

    def ask(self, head: bytes, data: bytes, answer: Callable[[BinaryIO], T]) -> T:
        """Send a file and read what comes back with ``answer``, which may raise what it was refused for.

        Raises `TakenDownError`; `OSError` when no process can be started.
        """
        with self._one_at_a_time:
            process = self._running()
            try:
                with _KilledAfter(self._deadline, process):
                    return _asked(process, head, data, answer)
            except EngineError:
                raise
            except (EOFError, OSError, *NONSENSE):
                self._end()
                raise TakenDownError from None

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _started(self._module)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _ended(process)


class _KilledAfter:
    """Ends a process when a block takes too long: whoever waits for its answer then sees the end of the stream.

    ``seconds`` are the processor's: that a machine is busy with other things is not the photo's fault. A process that
    does nothing at all is ended when `PATIENCE` times as many have passed.
    """

    def __init__(self, seconds: float, process: subprocess.Popen[bytes]) -> None:
        self._seconds, self._process = seconds, process
        self._over, self._last_word = threading.Event(), threading.Lock()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._watching.start()

    def __exit__(self, *_: object) -> None:
        with self._last_word:  # never the process of the next photo
            self._over.set()

    def _watch(self) -> None:
        with suppress(psutil.NoSuchProcess):  # it ended by itself
            before, latest = _worked(self._process), time.monotonic() + PATIENCE * self._seconds
            left = self._seconds
            while left > 0:
                if self._over.wait(max(left, SHORTEST_SECONDS)):
                    return
                left = min(self._seconds - (_worked(self._process) - before), latest - time.monotonic())
        with self._last_word:
            if not self._over.is_set():
                self._process.kill()


def _worked(process: subprocess.Popen[bytes]) -> float:
    """Return seconds of the processor; by the clock where they are kept from us."""
    try:
        times = psutil.Process(process.pid).cpu_times()
    except psutil.AccessDenied:
        return time.monotonic()
    return float(times.user + times.system)


def load(photo: bytes | Path) -> RGB:
    """Decode a stranger's photo in the process all of this process share, see `Decoder.load`."""
    return _shared.load(photo)


def _started(module: str) -> subprocess.Popen[bytes]:
    # Its own numerical library would reserve address space for threads it never starts.
    environment = {**clean_environment(network=False), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    try:
        with _KilledAfter(START_SECONDS, process):
            if read_exactly(process.stdout, 1) != READY:  # type: ignore[arg-type]
                raise EOFError
    except (EOFError, OSError) as error:
        _ended(process)
        raise OSError("the process that decodes photos does not start") from error
    return process


def _ended(process: subprocess.Popen[bytes]) -> None:
    """End a process, wait until it is gone, and close this end of its line."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        try:
            stream.close()  # type: ignore[union-attr]
        except OSError:
            continue  # what was not written is for nobody


def _asked(process: subprocess.Popen[bytes], head: bytes, data: bytes, answer: Callable[[BinaryIO], T]) -> T:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(head)
    process.stdin.write(data)
    process.stdin.flush()
    return answer(process.stdout)  # type: ignore[arg-type]


def _picture(answer: BinaryIO) -> RGB:
    kind = read_exactly(answer, 1)
    if kind == PROBLEM:
        (size,) = SIZE.unpack(read_exactly(answer, SIZE.size))
        told = json.loads(read_exactly(answer, min(size, 2**16)))
        raise BadPhotoError(PhotoProblem(told.pop("reason")), **told)
    height, width = SHAPE.unpack(read_exactly(answer, SHAPE.size))
    if kind != PICTURE:
        raise EOFError  # nonsense: a decoder that was taken over is not to be believed either
    return pixels(answer, height, width)


def pixels(answer: BinaryIO, height: int, width: int) -> RGB:
    """Read the pixels of one picture; raises EOFError for a size no decoder answers with."""
    if not 0 < max(height, width) <= images.MAX_SIDE or not min(height, width):
        raise EOFError
    held = bytearray(height * width * 3)
    view = memoryview(held)
    while view:
        count = answer.readinto(view)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        view = view[count:]
    return np.frombuffer(held, np.uint8).reshape(height, width, 3)


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """Return so many bytes; raises EOFError where the stream ends before."""
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


_shared = Decoder()
atexit.register(_shared.close)
