"""The number of threads is the process's own: a test that changes it, as every pipeline does, gives it back.

Threads that wait for each other burn the processor while they do, so a test of speed behind one that left two
threads where there was one fails on a busy machine and passes on an idle one.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def given_back() -> Iterator[None]:
    """Leave the number of threads of torch and OpenCV as it was; of one that is loaded in between, as it starts."""
    before = {name: _count(name) for name in ("torch", "cv2")}
    try:
        yield
    finally:
        for name, count in before.items():
            if count is not None and _count(name) != count:
                _set(name, count)


def _count(name: str) -> int | None:
    library = sys.modules.get(name)
    if library is None:
        return None
    return library.get_num_threads() if name == "torch" else library.getNumThreads()


def _set(name: str, count: int) -> None:
    library = sys.modules[name]
    (library.set_num_threads if name == "torch" else library.setNumThreads)(count)
