"""One folder per kind of task: ``request.py`` says what goes in and out, ``run.py`` reads like the paper's section.

    run(request, models, progress, cancelled) -> result

``progress`` takes an `engine.requests.Progress`; ``cancelled`` returns True once the owner took the job back, and the
task then raises `engine.errors.Cancelled`. A folder with a ``request.py`` is known by being there.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from engine.requests import Task


@cache
def kinds() -> Mapping[str, Task]:
    """Return every kind of task by its name. Imports what describes them, and nothing that does them."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    described = [f"{__name__}.{name}.request" for name in names]
    tasks = [task for module in described if find_spec(module) for task in import_module(module).TASKS]
    return MappingProxyType({task.kind: task for task in tasks})


def task(kind: str) -> Callable[..., Any]:
    """Return the ``run`` function of a kind; imports its module, and with it whatever it needs."""
    run: Callable[..., Any] = import_module(kinds()[kind].home).run
    return run
