"""One folder per kind of task: ``request.py`` says what goes in and out, ``run.py`` reads like the paper's section.

    run(request, models, progress, cancelled) -> result

``progress`` takes an `engine.requests.Progress`; ``cancelled`` returns True once the owner took the job back, and the
task then raises `engine.errors.JobCancelledError`. A folder with a ``request.py`` is known by being there.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from engine.requests import kinds


def task(kind: str) -> Callable[..., Any]:
    """Return the ``run`` function of a kind; imports its module, and with it whatever it needs."""
    run: Callable[..., Any] = import_module(kinds()[kind].home).run
    return run
