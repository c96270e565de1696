"""What crosses into the engine and back: which lane runs a task, how far it is, and the one codec for all of it.

Each kind of task says in ``engine/tasks/<kind>/request.py`` what goes in and what comes out, in frozen dataclasses.
Pictures travel as files (`Path`), numbers as plain Python values, so every value turns into JSON and back and can wait
in a table, cross to a worker process or a Ray actor. Importing this module loads neither torch nor numpy.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, Union, cast

from pydantic import Discriminator, Tag, TypeAdapter, ValidationError

TASKS = "engine.tasks"  # the package each kind of task has a folder in
T = TypeVar("T")


class Lane(StrEnum):
    """Which kind of worker runs a task: quick looks at photos never wait behind a training."""

    LOOK = "look"  # perception on the CPU, answers within 2 seconds
    DEVICE = "device"  # training and drawing, one at a time per device


class Request(Protocol):
    """What is asked of the engine: a frozen dataclass that names its kind and its lane."""

    kind: ClassVar[str]
    lane: ClassVar[Lane]


class Result(Protocol):
    """What the engine answers: a frozen dataclass that names its kind."""

    kind: ClassVar[str]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a running job is. ``stage`` has a sentence ``stage-<value>``; a new ``preview`` has a new file name."""

    stage: str
    done: int
    total: int
    seconds_left: float | None = None
    preview: Path | None = None


@dataclass(frozen=True)
class Task:
    """One kind of work: the types of question and answer, and the ``module`` beside them whose ``run`` does it.

    ``trains``: it learns for minutes, and whoever waits for a picture meanwhile should not wait for its end.
    ``batches``: several of it can be done at once, see `engine.tasks.batch`.
    """

    request: type[Request]
    result: type[Result]
    module: str = "run"
    trains: bool = False
    batches: bool = False

    @property
    def kind(self) -> str:
        """Return the kind of its requests."""
        return self.request.kind

    @property
    def home(self) -> str:
        """Return the full name of the module with ``run``."""
        return f"{self.request.__module__.rpartition('.')[0]}.{self.module}"


class MalformedError(ValueError):
    """A value is not what its type says. The text names fields, never what stood in them: it may be private."""


def to_json(value: Any) -> dict[str, Any]:
    """Turn a request, result or progress into plain JSON values. Raises `MalformedError`."""
    try:
        plain: dict[str, Any] = _adapter(cast("Any", type(value))).dump_python(value, mode="json", warnings="error")
    except ValueError:  # pydantic's own, whose text holds the value
        raise MalformedError(f"a value of {type(value).__name__} is of another type than it says") from None
    return plain


def from_json(cls: type[T], value: dict[str, Any]) -> T:
    """Rebuild ``cls`` from `to_json` output; unknown fields are ignored, so old rows survive an upgrade.

    Raises `MalformedError`.
    """
    made: T = _read(_adapter(cast("Any", cls)), value)
    return made


def read_request(kind: str, value: dict[str, Any]) -> Any:
    """Rebuild the request of a kind from `to_json` output. Raises `MalformedError`, for an unknown kind too."""
    return _read(_any_of(tuple(task.request for task in kinds().values())), {**value, "kind": kind})


def read_result(kind: str, value: dict[str, Any]) -> Any:
    """Rebuild the result of a kind from `to_json` output. Raises `MalformedError`, for an unknown kind too."""
    return _read(_any_of(tuple({task.result: None for task in kinds().values()})), {**value, "kind": kind})


@cache
def kinds() -> Mapping[str, Task]:
    """Return every kind of task by its name. Imports what describes them, and nothing that does them."""
    home = import_module(TASKS)  # by name: each description imports this module
    names = sorted(module.name for module in pkgutil.iter_modules(home.__path__) if module.ispkg)
    described = [f"{TASKS}.{name}.request" for name in names]
    tasks = [task for module in described if find_spec(module) for task in import_module(module).TASKS]
    return MappingProxyType({task.kind: task for task in tasks})


@cache
def training_kinds() -> frozenset[str]:
    """Return the kinds of task that train."""
    return frozenset(kind for kind, task in kinds().items() if task.trains)


def _read(adapter: TypeAdapter[Any], value: dict[str, Any]) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        places = [f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors(include_input=False)]
        raise MalformedError(", ".join(places)) from None


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@cache
def _any_of(types: tuple[type[Request] | type[Result], ...]) -> TypeAdapter[Any]:
    """Return the codec that tells the types apart by the ``kind`` beside their fields."""
    tagged = tuple(Annotated[cls, Tag(cls.kind)] for cls in types)
    union: Any = Annotated[Union[tagged], Discriminator(lambda value: value["kind"])]  # noqa: UP007
    return TypeAdapter(union)
