"""Freed memory given back to the system.

Pictures come and go in arrays of many megabytes. glibc keeps what was freed for the next one, in pieces that do not
fit: after some pictures a process held twice of what it used.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


@cache
def _trimmer() -> Any:
    """Return glibc's ``malloc_trim``, or None where the C library is another one."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # musl and macOS have none, Windows cannot open the process so
        return None


def trim() -> bool:
    """Give free memory back, milliseconds; say whether the C library can."""
    give_back = _trimmer()
    return give_back is not None and give_back(0) >= 0
