"""What the conversation knows of one kind of job: a record of functions, no base class.

Each module of `handlers.jobs` has its kinds in ``JOBS``; the router, the ending of jobs, the gallery and the job store
ask the record and never the kind's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.errors import EngineError
from engine.requests import Request
from handlers.commands import Command, Verb
from handlers.context import Buttons, Deps, Turn, Tx
from handlers.events import SentFile
from handlers.policy import Limits
from handlers.text import Words
from handlers.views import Pictures, View
from storage.database import Reading
from storage.jobs import Job

Unseal = Callable[[bytes, str], bytes]
Gone = Callable[[Path], bool]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A job that has come to its end, and what is needed to say so in its owner's language."""

    tx: Tx
    job: Job
    deps: Deps
    say: Words


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a job has made. ``value`` is its result, files already named `engine.files.Media`.

    ``folders``: field of a folder in it -> file name -> media id. ``seal`` encrypts for the owner under a name,
    ``unseal`` opens that.
    """

    value: Any
    folders: Mapping[str, dict[str, str]] = field(default_factory=dict)
    seal: Callable[[bytes, str], bytes] = lambda data, name: data
    unseal: Unseal = lambda data, name: data


class Rated(Protocol):
    """A finished picture of any kind of job; ``likeness`` is 0..1."""

    @property
    def file(self) -> Path:
        """The sealed file."""

    @property
    def seed(self) -> int:
        """What it was drawn from."""

    @property
    def likeness(self) -> float:
        """How alike it is."""

    @property
    def likely(self) -> bool:
        """Whether it can be called the same person."""


def _free(limits: Limits, count: int) -> float:
    return 0.0


def _one_sort(request: Request) -> str:
    return ""


def _pictures(request: Request) -> int:
    """Return how many pictures a request asks for; 1 where it asks for none."""
    return max(1, int(getattr(request, "count", 1)))


def _nothing(say: Words, job: Job, error: EngineError) -> Buttons:
    return ()


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """One kind of job, from the command that asks for it to the message it becomes.

    How it is asked for: ``commands``, ``verbs`` (of buttons), ``arrived`` (name of a wait -> what takes the next
    picture), ``heard`` (takes a sound that comes by itself) and ``said`` (takes a typed line, None where it waits for
    none). What it costs: ``cost(limits, count)`` in device seconds, or what the last ones took where it is ``paced``;
    ``most(limits)`` jobs a day, None for what nobody counts. How long it takes is learnt from earlier ones of the same
    ``sort(request)``, a path as in `storage.durations`, and ``size(request)``.

    Before it runs: ``inputs(request, gone)`` returns the request without the files that were deleted meanwhile, or
    raises the error it ends with; ``words(request, unseal)`` makes sealed words readable;
    ``known(rx, job, request, unseal)`` adds what is known by then.

    How it ends: ``leaves(result)`` returns the result without files that are not kept; ``keep(tx, job, made)`` writes
    what it changes and returns the result for the job's row; ``finished(ended, result)`` shows it;
    ``failed(ended, error)`` says that there is none, by itself with the error's sentence and the buttons of
    ``next_steps``; ``over(tx, job, error)`` cleans up after an end without a result.

    Afterwards: ``album(ended, result)`` shows its pictures again, ``again`` is the verb that does it once more,
    ``speaks(job, others)`` says whether the face in its pictures may be made to speak. ``quiet`` jobs have no status
    message; ``passing`` ones are not asked for by themselves, so nobody looks them up later.
    """

    request: type[Request]
    finished: Callable[[Ended, Any], Awaitable[list[View]]]
    failed: Callable[[Ended, EngineError], Awaitable[list[View]]] | None = None
    next_steps: Callable[[Words, Job, EngineError], Buttons] = _nothing
    commands: tuple[Command, ...] = ()
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    arrived: Mapping[str, Callable[[Turn, SentFile], Awaitable[list[View]]]] = field(default_factory=dict)
    heard: Callable[[Turn, SentFile], Awaitable[list[View]]] | None = None
    said: Callable[[Turn, str], Awaitable[list[View] | None]] | None = None
    title: Callable[[Deps, Words, Job], str] | None = None
    cost: Callable[[Limits, int], float] = _free
    paced: bool = False
    most: Callable[[Limits], int] | None = None
    sort: Callable[[Any], str] = _one_sort
    size: Callable[[Any], int] = _pictures
    inputs: Callable[[Any, Gone], Any] | None = None
    words: Callable[[Any, Callable[[str], Awaitable[str]]], Awaitable[Any]] | None = None
    known: Callable[[Reading, Job, Any, Unseal], Awaitable[Any]] | None = None
    leaves: Callable[[Any], Any] | None = None
    keep: Callable[[Tx, Job, Made], Awaitable[Any]] | None = None
    over: Callable[[Tx, Job, EngineError], Awaitable[None]] | None = None
    album: Callable[[Ended, Any], Awaitable[Pictures]] | None = None
    again: str = ""
    speaks: Callable[[Job, list[Job]], bool] | None = None
    quiet: bool = False
    passing: bool = False

    @property
    def kind(self) -> str:
        """Return the name of the kind, which the job's row carries."""
        return self.request.kind
