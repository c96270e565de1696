"""Bounds of one process that every POSIX system knows. On Windows nothing happens."""

from __future__ import annotations

import ctypes
import os
import sys

CAPABILITIES_VERSION = 0x20080522
SYS_PTRACE, SYS_ADMIN, PERFMON = 19, 21, 38  # each of them is enough
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


def no_peeking() -> None:
    """Give up what lets root read another process's memory and environment, where this process has it (Linux).

    Anybody else never had it, and root without it is as anybody else there.
    """
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable of capabilities 0 to 31, then of 32 to 63
    if libc.capget(header, sets) < 0:
        return
    for capability in (SYS_PTRACE, SYS_ADMIN, PERFMON):
        for kind in range(3):
            sets[3 * (capability // 32) + kind] &= ~(1 << capability % 32) & 0xFFFFFFFF
    if libc.capset(header, sets) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
