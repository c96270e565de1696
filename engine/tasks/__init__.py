"""One folder per kind of task: ``request.py`` says what goes in and out, ``run.py`` reads like the paper's section.

    run(request, models, progress, cancelled) -> result

``progress`` takes an `engine.requests.Progress`; ``cancelled`` returns True once the owner took the job back, and the
task then raises `engine.errors.JobCancelledError`. A folder with a ``request.py`` is known by being there.

A kind of which several can be done at once (``Task.batches``) has two files more. ``mates.py``, without torch:

    mates(request, settings) -> str | None

names what requests of one batch have in common, None where one is done alone. ``batch.py``:

    run_batch(members, models)

ends each `engine.tasks.shared.member.Member` by itself. Whoever it leaves without an end, whatever it raises, is done
alone by ``run``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from engine.requests import kinds
from engine.settings import EngineSettings


def task(kind: str) -> Callable[..., Any]:
    """Return the ``run`` function of a kind; imports its module, and with it whatever it needs."""
    run: Callable[..., Any] = import_module(kinds()[kind].home).run
    return run


def mates(kind: str) -> Callable[[Any, EngineSettings], str | None]:
    """Return the ``mates`` function of a kind of which several can be done at once."""
    said: Callable[[Any, EngineSettings], str | None] = import_module(f"{_home(kind)}.mates").mates
    return said


def batch(kind: str) -> Callable[..., None]:
    """Return the ``run_batch`` function of such a kind; imports whatever it needs."""
    run: Callable[..., None] = import_module(f"{_home(kind)}.batch").run_batch
    return run


def _home(kind: str) -> str:
    return kinds()[kind].home.rpartition(".")[0]
