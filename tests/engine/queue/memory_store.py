"""A `JobStore` over a dictionary, for tests of the dispatcher; it passes the same suite as the one over SQLite."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import EngineError
from engine.queue.batching import Batching
from engine.queue.store import ClaimedJob, LeaseLostError, Share
from engine.requests import Lane, Progress, Request, Result, training_kinds

ATTEMPTS = 3


@dataclass(kw_only=True)
class Row:
    """One job as a table would hold it."""

    id: str
    account: str
    request: Request
    created: int
    asked: float = 0.0
    affinity: str = ""
    due: float = 0.0
    state: str = "queued"
    attempts: int = 0
    token: int = 0
    lease: float = 0.0
    cancel: bool = False
    result: Result | None = None
    error: EngineError | None = None
    progress: list[Progress] = field(default_factory=list)


class MemoryJobStore:
    """Jobs in memory. ``now`` is the store's clock and moves only when a test moves it."""

    def __init__(self, scratch: Path) -> None:
        self.now = 1000.0
        self.rows: dict[str, Row] = {}
        self.claims: list[str] = []
        self.beats = 0
        self.broken: Exception | None = None  # raised by heartbeat and complete while set
        self._scratch = scratch
        self._served: dict[str, int] = {}
        self._changed = asyncio.Event()

    def add(self, job: str, request: Request, *, account: str = "ada", affinity: str = "", due: float = 0.0) -> Row:
        """Put a job in the queue and wake whoever waits."""
        row = Row(
            id=job, account=account, request=request, created=len(self.rows), affinity=affinity, due=due, asked=self.now
        )
        self.rows[job] = row
        self.wake()
        return row

    def wake(self) -> None:
        """Let every `wait` return."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        """See `JobStore.claim`."""
        open_rows = [row for row in self.rows.values() if row.request.lane is lane and self._claimable(row)]
        if share is not Share.ALL:
            training = share is Share.TRAINING
            open_rows = [row for row in open_rows if (row.request.kind in training_kinds()) is training]
        if not open_rows:
            return None
        return self._hand_out(min(open_rows, key=self._turn), lease_seconds, share)

    async def claim_mates(
        self, job: ClaimedJob, owner: str, lease_seconds: float, batching: Batching, share: Share = Share.ALL
    ) -> list[ClaimedJob]:
        """See `JobStore.claim_mates`; the share is left out."""
        if job.attempt > 1:
            return []
        waiting = [row for row in self.rows.values() if row.state == "queued" and row.due <= self.now]
        waiting = [row for row in waiting if row.request.lane is job.request.lane]
        fits = {row.id for row in waiting if not row.attempts and batching.alike(row.request)}
        mates: list[ClaimedJob] = []
        while 1 + len(fits) >= batching.least and waiting and 1 + len(mates) < batching.most:
            row = min(waiting, key=self._turn)
            waiting.remove(row)
            if row.id in fits:
                mates.append(self._hand_out(row, lease_seconds, share))
            elif self.now - row.asked >= batching.patience:
                break
        return mates

    def _turn(self, row: Row) -> tuple[int, int]:
        return self._served.get(row.account, 0), row.created

    def _hand_out(self, row: Row, lease_seconds: float, share: Share) -> ClaimedJob:
        self.claims.append(row.id)
        if share is not Share.TRAINING:
            self._served[row.account] = len(self.claims)
        row.state, row.lease = "running", self.now + lease_seconds
        row.attempts += 1
        row.token += 1
        folder = self._scratch / row.id
        folder.mkdir(parents=True, exist_ok=True)
        return ClaimedJob(
            id=row.id, token=row.token, request=row.request, scratch=folder, attempt=row.attempts, affinity=row.affinity
        )

    def _claimable(self, row: Row) -> bool:
        if row.state == "queued":
            return row.due <= self.now
        return row.state == "running" and row.lease <= self.now and row.attempts < ATTEMPTS

    def _own(self, job: ClaimedJob) -> Row:
        row = self.rows[job.id]
        if row.token != job.token or row.state != "running":
            raise LeaseLostError
        return row

    async def heartbeat(self, job: ClaimedJob, lease_seconds: float) -> bool:
        """See `JobStore.heartbeat`."""
        if self.broken:
            raise self.broken
        row = self._own(job)
        self.beats += 1
        row.lease = self.now + lease_seconds
        return not row.cancel

    async def progress(self, job: ClaimedJob, progress: Progress) -> None:
        """See `JobStore.progress`."""
        self._own(job).progress.append(progress)

    async def complete(self, job: ClaimedJob, result: Result) -> None:
        """See `JobStore.complete`."""
        row = self._own(job)
        if self.broken:
            raise self.broken
        row.state, row.result = "rendered", result

    async def fail(self, job: ClaimedJob, error: EngineError) -> None:
        """See `JobStore.fail`."""
        row = self._own(job)
        row.error = error
        if error.transient and row.attempts < ATTEMPTS:
            row.state = "queued"
            self.wake()
        else:
            row.state = "cancelled" if error.code == "cancelled" else "failed"

    async def release(self, job: ClaimedJob) -> None:
        """See `JobStore.release`."""
        row = self._own(job)
        row.state, row.due = "queued", self.now
        row.attempts -= 1
        self.wake()

    async def wait(
        self,
        lane: Lane,
        timeout: float,  # noqa: ASYNC109 - a bound on idleness, no failure
        share: Share = Share.ALL,
    ) -> None:
        """See `JobStore.wait`; here only a change wakes, so tests never depend on the time."""
        await self._changed.wait()
