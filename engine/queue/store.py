"""The seam between the engine and whoever keeps the jobs.

`JobStore` is the contract; ``bot/core/jobstore.py`` implements it over SQLite and the tests over a dictionary, and one
suite checks both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from engine.errors import EngineError
from engine.queue.batching import Batching
from engine.requests import Lane, Progress, Request, Result
from engine.safety.stamp import Stamp


class Share(StrEnum):
    """Which jobs of a lane a worker takes."""

    ALL = "all"
    TRAINING = "training"  # those of `engine.requests.training_kinds`
    REST = "rest"  # the others, while trainings have a worker of their own


@dataclass(frozen=True, kw_only=True)
class ClaimedJob:
    """A job this process owns until ``lease`` runs out.

    ``token`` rises with every claim: a write that names an older one is refused (fencing), so an owner that slept
    through its lease cannot overwrite the next one's work.
    """

    id: str
    token: int
    request: Request  # file paths already point into ``scratch``
    scratch: Path  # private folder of the job; inputs lie in it in the clear, results are written here
    attempt: int
    affinity: str = ""  # "face:style": what of a worker's adapters is warm for it
    stamp: Stamp = field(default_factory=Stamp)  # what is written on its pictures and into them
    aside: float = 0.0  # seconds it was kept from learning for others: neither charged nor learnt from


def warmth(*affinities: str) -> frozenset[str]:
    """Return whose faces and which style are warm where jobs of these affinities were worked on."""
    return frozenset(part for each in affinities for part in each.split(":") if part)


class LeaseLostError(Exception):
    """Somebody else owns the job now; whatever was made is to be thrown away."""


class JobStore(Protocol):
    """Durable jobs. Every method is one transaction; all but `claim` and `claim_mates` raise
    `LeaseLostError` for a stale token."""

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        """Hand out the next job of ``lane`` and of that ``share`` to exactly one owner, or None.

        A job may be handed out when it is ``queued`` and due, or ``running`` with an expired lease and attempts left.
        Users are served in turn (least recently served first), then by age; a training taken by itself costs nobody
        their turn with the rest. Inputs are copied into ``scratch``.
        """

    async def claim_mates(
        self, job: ClaimedJob, owner: str, lease_seconds: float, batching: Batching, share: Share = Share.ALL
    ) -> list[ClaimedJob]:
        """Hand out the jobs that run together with a claimed one, each as `claim` would; none where it is not worth it.

        They are taken in the order in which they would be served. None is taken from behind a job that waits for
        `Batching.patience` seconds and stays behind. A job that was tried before runs alone.
        """

    async def heartbeat(self, job: ClaimedJob, lease_seconds: float) -> bool:
        """Extend the lease. Returns True while the job may go on, False when its owner asked to cancel."""

    async def progress(self, job: ClaimedJob, progress: Progress) -> None:
        """Write how far the job is; the newest wins, and a person sees it at the platform's pace."""

    async def complete(self, job: ClaimedJob, result: Result) -> None:
        """Store result files, mark ``rendered`` and write the outgoing view: all or nothing."""

    async def fail(self, job: ClaimedJob, error: EngineError) -> None:
        """Put a transient failure back in the queue while attempts are left, else end the job with a sentence."""

    async def release(self, job: ClaimedJob) -> None:
        """Give an unfinished job back because this process stops: queued and due at once, the attempt not counted."""

    async def wait(
        self,
        lane: Lane,
        timeout: float,  # noqa: ASYNC109 - a bound on idleness, no failure
        share: Share = Share.ALL,
    ) -> None:
        """Return when a job of ``lane`` may have become due since that ``share`` was claimed from last.

        At the latest after ``timeout`` seconds.
        """


@runtime_checkable
class ReadsAhead(Protocol):
    """A job store that can fetch what the next jobs will read while the workers are busy with others."""

    async def read_ahead(self, lane: Lane) -> None:
        """Keep fetching for those who wait in ``lane`` until cancelled; returns at once where nothing is gained by it.

        What is fetched stays sealed and in memory, up to a bound. Being cancelled at any point costs nobody anything.
        """

    def forget_ahead(self) -> None:
        """Let go of all that was fetched and not handed out yet."""
