"""Whatever happens in whatever order: each job ends once, nobody writes for another, and people take turns."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import jobs, leases
from storage.database import Database
from storage.errors import ForbiddenMoveError, LostTokenError
from storage.jobs import Job
from tests.storage.helpers import ManualClock, job_of, person

LANE, LEASE = "device", 30.0
PEOPLE = ("ann", "bob", "eve")
steps = st.one_of(
    st.tuples(st.just("enqueue"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("claim"), st.integers(0, 1)),
    st.tuples(st.sampled_from(["finish", "retry", "release", "beat", "cancel"]), st.integers(0, 5)),
    st.tuples(st.just("advance"), st.sampled_from([1, 10, 40, 200])),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("set back"), st.sampled_from([60, 7200])),
)


@dataclass
class Queue:
    """The queue under test, beside what must be true of it."""

    db: Database
    clock: ManualClock
    claims: list[Job] = field(default_factory=list)  # every one there ever was, also those that were lost
    tokens: dict[str, int] = field(default_factory=dict)  # job -> the newest token
    ended: dict[str, int] = field(default_factory=dict)  # job -> how often it ended
    passed: dict[tuple[str, str], int] = field(default_factory=dict)  # who waits, who was served -> times

    async def do(self, what: str, how) -> None:
        """Do one step."""
        async with self.db.transaction() as tx:
            if what == "enqueue":
                await job_of(tx, await person(tx, how))
            elif what == "claim":
                await self.claim(tx)
            elif what == "advance":
                self.clock.advance(how)
            elif what == "set back":
                self.clock.advance(-how)
            elif what == "restart":
                await leases.abandon_all(tx)
            elif self.claims:
                await self.write(tx, what, self.claims[how % len(self.claims)])

    async def claim(self, tx) -> Job | None:
        """Claim as the job store does: what may not be tried again is ended first."""
        for spent in await leases.overdue(tx, LANE):
            await self.end(tx, spent, "failed")
        waiting = {row["account"] for row in await tx.all("SELECT account FROM jobs WHERE state = 'queued'")}
        got = await leases.claim(tx, LANE, "w", LEASE)
        if got is None:
            return None
        assert got.id not in self.ended, "a job that ended was handed out"
        assert got.token > self.tokens.get(got.id, 0), "a token was given twice"
        due = {row["account"] for row in await tx.all("SELECT account FROM jobs WHERE due <= ?", (tx.now(),))}
        self.passed = {pair: times for pair, times in self.passed.items() if pair[0] in waiting - {got.account}}
        # What had begun and was put back keeps its place: its person has waited already.
        for one in (waiting & due) - {got.account} if got.token == 1 else ():
            times = self.passed[one, got.account] = self.passed.get((one, got.account), 0) + 1
            assert times <= 2, "somebody waited while another had three turns"
        self.tokens[got.id] = got.token
        self.claims.append(got)
        return got

    async def write(self, tx, what: str, held: Job) -> None:
        """Write as the holder of a claim, which may have been lost long ago."""
        current = await tx.one("SELECT state, token FROM jobs WHERE id = ?", (held.id,))
        mine = current["state"] == "running" and current["token"] == held.token
        try:
            if what == "cancel":
                await jobs.cancel(tx, held.id, held.account)
                now = await tx.value("SELECT state FROM jobs WHERE id = ?", (held.id,))
                if now == "cancelled" != current["state"]:
                    self.ended[held.id] = self.ended.get(held.id, 0) + 1
                return
            if what == "finish":
                await self.end(tx, held, "rendered")
            elif what == "retry":
                await leases.retry(tx, held)
            elif what == "release":
                await leases.release(tx, held.id, held.token)
            else:
                await leases.heartbeat(tx, held.id, held.token, LEASE)
        except (LostTokenError, ForbiddenMoveError):
            assert not mine, f"the holder could not {what}"
        else:
            assert mine, f"somebody who lost the job could {what}"

    async def end(self, tx, job: Job, state: str) -> None:
        """End a job under its token and count it."""
        await jobs.move(tx, job.id, state, token=job.token)
        self.ended[job.id] = self.ended.get(job.id, 0) + 1


async def played(folder: Path, plan) -> None:
    """Play the steps, then let everything go well until nothing is left."""
    clock = ManualClock()
    async with Database.open(folder / "q.sqlite", clock=clock) as db:
        queue = Queue(db, clock)
        for what, how in plan:
            await queue.do(what, how)
        for _ in range(60):
            clock.advance(1000)
            async with db.transaction() as tx:
                got = await queue.claim(tx)
                if got is not None:
                    await queue.end(tx, got, "rendered")
        async with db.reading() as rx:
            states = {row["id"]: row["state"] for row in await rx.all("SELECT id, state FROM jobs")}
        assert set(states.values()) <= {"rendered", "failed", "cancelled"}, "a job was lost"
        assert queue.ended == dict.fromkeys(states, 1), "a job ended twice, or without anybody"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, max_size=25))
def test_every_job_ends_once_and_everybody_gets_a_turn(plan):
    """Lost leases, deaths of the bot, cancels and a clock that is set back, in any order."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(played(Path(folder), plan))
