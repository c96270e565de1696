"""Memory for what travels: a process that carries some megabytes at a time keeps what it freed for the next."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

KEPT_BYTES = 32 * 2**20  # of freed memory at most, and the largest piece that is taken from it
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # as <malloc.h> of the GNU C library numbers them


@cache
def keep_freed() -> bool:
    """Let this process use its memory again instead of giving it back; False where the system's library has no say.

    Else each copy of a parcel is made of pages the system has to find and clear, which takes several times as long as
    sealing does.
    """
    change = None if sys.platform == "win32" else getattr(ctypes.CDLL(None), "mallopt", None)
    if change is None:
        return False
    return bool(change(MMAP_THRESHOLD, KEPT_BYTES) and change(TRIM_THRESHOLD, KEPT_BYTES))
