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
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engine.errors import BadPhotoError
from engine.faces import images
from engine.faces.types import RGB
from engine.queue.platform import clean_environment
from engine.tasks.inspect.request import PhotoProblem

log = logging.getLogger("engine.decoding")
DEADLINE_SECONDS = 15.0
START_SECONDS = 60.0  # a busy machine: that is not the photo's fault
SIZE, SHAPE = struct.Struct("<Q"), struct.Struct("<II")
PICTURE, PROBLEM, READY = b"P", b"B", b"R"
NONSENSE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # of a reason that is none


class Decoder:
    """One decoding process; started with the first photo, replaced when it is gone."""

    def __init__(self, module: str = "engine.faces.decoder", deadline: float = DEADLINE_SECONDS) -> None:
        self._module, self._deadline = module, deadline
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def load(self, photo: bytes | Path) -> RGB:
        """Return the picture, see `images.load`. Raises `BadPhotoError`; `OSError` when no process can be started."""
        data = images.read(photo)
        with self._one_at_a_time:
            process = self._running()
            try:
                with _KilledAfter(self._deadline, process):
                    return _ask(process, data)
            except BadPhotoError:
                raise
            except (EOFError, OSError, *NONSENSE):
                self._end()
                log.warning("a photo of %d bytes took its decoder down, or too long", len(data))
                raise BadPhotoError(PhotoProblem.BROKEN) from None

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
    """Ends a process when a block takes too long: whoever waits for its answer then sees the end of the stream."""

    def __init__(self, seconds: float, process: subprocess.Popen[bytes]) -> None:
        self._timer = threading.Timer(seconds, process.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


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
            if _read(process.stdout, 1) != READY:  # type: ignore[arg-type]
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


def _ask(process: subprocess.Popen[bytes], data: bytes) -> RGB:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(SIZE.pack(len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    kind = _read(process.stdout, 1)
    if kind == PROBLEM:
        (size,) = SIZE.unpack(_read(process.stdout, SIZE.size))
        told = json.loads(_read(process.stdout, min(size, 2**16)))
        raise BadPhotoError(PhotoProblem(told.pop("reason")), **told)
    height, width = SHAPE.unpack(_read(process.stdout, SHAPE.size))
    if kind != PICTURE or not 0 < max(height, width) <= images.MAX_SIDE or not min(height, width):
        raise EOFError  # nonsense: a decoder that was taken over is not to be believed either
    pixels = bytearray(height * width * 3)
    view = memoryview(pixels)
    while view:
        count = process.stdout.readinto(view)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        view = view[count:]
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)


def _read(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


_shared = Decoder()
atexit.register(_shared.close)
