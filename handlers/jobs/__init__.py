"""One module per kind of job that people can ask for; a module is known by being there.

Each has ``JOBS``, a tuple of `handlers.kinds.JobKind`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from handlers.kinds import JobKind


@cache
def job_kinds() -> Mapping[str, JobKind]:
    """Return every kind of job by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return MappingProxyType({kind.kind: kind for module in modules for kind in module.JOBS})
