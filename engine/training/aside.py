"""Whether a training is to lie aside at its next step, so that its worker can do something short in between.

The worker is asked (`engine.worker`), the loop hears of it between two steps (`engine.training.loop`), writes all that
its next step needs to its `engine.training.resume.Place`, and raises `engine.errors.LaidAsideError`. Nobody else looks:
what a task does before and after its steps is done to its end. Importing this loads no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("aside", default=None)


def asked() -> bool:
    """Say whether the training that runs here is to lie aside."""
    wanted = _wanted.get()
    return wanted is not None and wanted()


@contextmanager
def listening(wanted: Callable[[], bool]) -> Iterator[None]:
    """Let a training inside the block lie aside once ``wanted`` returns True."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)
