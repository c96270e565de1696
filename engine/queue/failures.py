"""Turns any exception of a task into one of `engine.errors`, in one place for every executor."""

from __future__ import annotations

import errno
import logging
import secrets

from engine.errors import DeviceLostError, DeviceMemoryError, DiskFullError, EngineError

log = logging.getLogger("engine.failures")
NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
NO_ROOM_WORDS = "no space left on device"  # libraries that hide the number
NO_MEMORY_NAMES = {"OutOfMemoryError", "MemoryError"}  # torch's own, without importing torch
NO_MEMORY_WORDS = ("not enough memory", "can't allocate memory", "cannot allocate memory", "out of memory")
LOST_NAMES = {"AcceleratorError"}  # torch's own
LOST_WORDS = ("cuda error", "hip error", "cublas_status_", "cudnn_status_", "device_lost", "device lost")


def describe(error: BaseException) -> EngineError:
    """Return what may be said about ``error``.

    Errors the engine raises on purpose pass through. Anything unexpected becomes a plain `EngineError` that carries
    nothing but an id; the traceback goes to the log under the same id, because its text may hold a person's words.
    """
    if isinstance(error, EngineError):
        return error
    for cause in _causes(error):
        if (isinstance(cause, OSError) and cause.errno in NO_ROOM) or NO_ROOM_WORDS in str(cause).lower():
            return DiskFullError()
        if type(cause).__name__ in NO_MEMORY_NAMES or _says_no_memory(cause):
            return DeviceMemoryError()
    trace = secrets.token_hex(4)
    log.error("unexpected failure %s", trace, exc_info=error)
    if any(_says_lost(cause) for cause in _causes(error)):
        return DeviceLostError(trace=trace)
    return EngineError(trace=trace)


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error and what led to it, newest first."""
    chain: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in chain:
        chain.append(step)
        step = step.__cause__ or step.__context__
    return chain


def _says_no_memory(error: BaseException) -> bool:
    """Recognise the plain `RuntimeError` in which torch reports a failed allocation on the CPU."""
    if not isinstance(error, (RuntimeError, OSError)):
        return False
    return any(words in str(error).lower() for words in NO_MEMORY_WORDS)


def _says_lost(error: BaseException) -> bool:
    """Recognise what torch raises when a device fails: what ran on it is gone, with all that process keeps there."""
    if type(error).__name__ in LOST_NAMES:
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in LOST_WORDS)
