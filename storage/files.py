"""Files that are whole or absent, and private to this user."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from storage.errors import StorageFullError

# SQLite's words for a full disk: also a log, or the index of it, that could not be made longer.
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _FullDiskNamed(AbstractContextManager[None]):
    """See `full_disk_named`; a class and one of it, since each statement of the database is inside it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.OperationalError):
            if getattr(error, "sqlite_errorcode", None) in FULL:
                raise StorageFullError(str(error)) from error
        elif isinstance(error, OSError) and error.errno in NO_ROOM:
            raise StorageFullError(str(error)) from error


_NAMED = _FullDiskNamed()


def full_disk_named() -> AbstractContextManager[None]:
    """Turn SQLite's and the system's ways of saying "disk full" into `StorageFullError`."""
    return _NAMED


def make_private_folder(path: Path) -> None:
    """Create ``path`` and its parents; only this user may look inside, also where it was there already."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "nt":
        return
    found = path.stat()
    # A folder of everybody's, such as /tmp, is nobody's to close.
    if found.st_uid == os.getuid() and found.st_mode & 0o077 and not found.st_mode & stat.S_ISVTX:
        path.chmod(0o700)


def make_private_file(path: Path) -> None:
    """Create an empty file nobody else may read, or take those rights away from an existing one."""
    make_private_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)


def write_whole(path: Path, data: bytes, *, close: bool = True, part: str = ".part") -> None:
    """Write ``data`` to ``path`` so that after a crash the file is whole or absent. Raises `OSError`.

    ``close`` the folder to others too; False where it is the operator's own, such as ``/etc``. ``part`` ends the name
    it has until it is whole: one of its own where another process may write the same file at this moment.
    """
    make_private_folder(path.parent) if close else path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + part)
    handle = os.open(half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows has no handle for a folder and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
