"""Bounds of one process that every POSIX system knows. On Windows nothing happens."""

from __future__ import annotations

import os
import sys

NICE = 10  # behind the bot, which answers people meanwhile


def no_core() -> None:
    """Write no memory to the disk when this process crashes: somebody's face is in it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def memory(extra: int) -> bool:
    """Let this process reserve at most ``extra`` bytes more than now; a larger wish is a `MemoryError`.

    Returns whether the system has such a bound: address space is not bounded on Windows and macOS.
    """
    if not sys.platform.startswith("linux"):
        return False
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + extra, used + extra))
    return True


def no_files() -> None:
    """Let this process write nothing to any file, however it comes by one."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def step_back() -> None:
    """Give way to other processes."""
    if hasattr(os, "nice"):
        os.nice(NICE)
