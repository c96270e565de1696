"""The last metre of every download: bytes become a file only when they are the bytes the manifest states."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path
from typing import IO

from engine.errors import DiskFullError
from engine.weights.manifest import WeightFile
from engine.weights.presence import sha256_of

STAGE = ".fetch"  # below the weights folder: what has not landed yet
_CHUNK = 1 << 20


class RefusedError(Exception):
    """What a source gave is not what was asked for, or it gave nothing; the message says why, in a few words."""


def land(stream: IO[bytes], target: Path, wanted: WeightFile) -> None:
    """Copy ``stream`` to ``target`` through a ``.part`` file and rename it once size and checksum are right.

    Never reads more than the stated size, so an archive member that lies about itself cannot fill the disk.
    Raises RefusedError when the bytes are wrong, DiskFullError when there is no room.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if wanted.bytes is not None and size > wanted.bytes:
                    raise RefusedError(f"{wanted.file} is larger than {wanted.bytes} bytes")
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        _compare(wanted, size, digest.hexdigest())
        part.replace(target)
    except OSError as error:
        raise as_disk_full(error, target.parent) from error
    finally:
        part.unlink(missing_ok=True)


def check(staged: Path, wanted: WeightFile) -> None:
    """Compare a downloaded file with what was wanted; a wrong one is deleted and RefusedError raised."""
    try:
        _compare(wanted, staged.stat().st_size, sha256_of(staged) if wanted.sha256 else "")
    except RefusedError:
        staged.unlink()
        raise


def require_room(folder: Path, needed: int) -> None:
    """Raise DiskFullError when ``folder`` has less than ``needed`` bytes left."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(folder=str(folder), needed=needed, free=free)


def as_disk_full(error: OSError, folder: Path) -> Exception:
    """Return DiskFullError for "no space left", else the error itself."""
    full = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows has no quota error of its own
    return DiskFullError(folder=str(folder)) if error.errno in full else error


def _compare(wanted: WeightFile, size: int, digest: str) -> None:
    if wanted.bytes is not None and size != wanted.bytes:
        raise RefusedError(f"{wanted.file} has {size} bytes instead of {wanted.bytes}")
    if wanted.sha256 is not None and digest != wanted.sha256:
        raise RefusedError(f"{wanted.file} has the wrong checksum")
