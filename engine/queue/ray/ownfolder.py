"""Folders that end with their process: private, locked as long as it lives, removed by it or by the next one.

The lock is the system's own, so it is free again however the process ended.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

log = logging.getLogger("engine.ownfolder")
LOCK = "lock"
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory; every folder made there is its user's alone
LEAST_BYTES = 512 * 2**20  # of it that must be free: inputs and results of one job, a clip among them


class OwnFolder:
    """A new folder ``<prefix><random>`` for this process, mode 0700. Those of dead processes are removed first."""

    def __init__(self, prefix: str, *, within: Path) -> None:
        sweep(prefix, within)
        self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=within))
        self._lock = FileLock(self.path / LOCK, thread_local=False)
        self._lock.acquire()

    def remove(self) -> None:
        """Remove the folder with all it holds."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep(prefix: str, within: Path) -> int:
    """Remove what dead processes of this user left; returns how many folders that were."""
    gone = 0
    for folder in within.glob(f"{prefix}*"):
        lock = folder / LOCK
        if folder.is_symlink() or not lock.is_file():
            continue  # another user's, or made this very moment
        try:
            with FileLock(lock, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
        except (Timeout, OSError):
            continue
    return gone


def in_memory() -> Path | None:
    """Return a folder whose files never reach a disk by themselves, or None where this system has no room in one."""
    try:
        free = shutil.disk_usage(MEMORY).free
    except OSError:
        return None
    return MEMORY if free >= LEAST_BYTES else None
