"""What every `JobStore` promises, as tests over a rig.

A test module for an implementation subclasses `JobStoreSuite` and provides the fixture ``rig``: the store, and the few
things the contract leaves to the other side (putting jobs in, taking them back, moving the store's time).
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from engine.errors import JobCancelledError, WorkerDiedError
from engine.queue.batching import PATIENCE_SECONDS, Batching
from engine.queue.store import ClaimedJob, JobStore, LeaseLostError
from engine.requests import Lane, Progress
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem, PhotoVerdict
from engine.tasks.portrait.request import UnknownStyleError

LEASE = 10.0


class Rig(Protocol):
    """A store under test."""

    store: JobStore

    async def add(self, *, account: str = "ada", due_in: float = 0.0, cleaned: str = "clean.png") -> str:
        """Queue an `InspectPhoto` of ``account`` due in so many seconds; return its job id.

        ``cleaned`` is the name of its picture: what tells jobs apart that run together from those that do not.
        """

    async def take_back(self, job: str) -> None:
        """Do what ``/cancel`` does to a running job."""

    async def state(self, job: str) -> str:
        """Return the job's state."""

    async def attempts_allowed(self) -> int:
        """Return how often a job is tried."""

    def advance(self, seconds: float) -> None:
        """Move the store's time."""


def rejected() -> PhotoVerdict:
    """Return a result that names no file, so that every store can take it."""
    return PhotoVerdict(problem=PhotoProblem.NO_FACE, seconds=0.5)


def like(job: ClaimedJob, **more: int) -> Batching:
    """Say that jobs run together whose pictures have the same name."""

    def name(request: Any) -> str:
        return str(request.cleaned.name.rpartition(":")[2])

    return Batching(alike=lambda other: name(other) == name(job.request), **more)


class JobStoreSuite:
    """The promises of `engine.queue.store.JobStore`."""

    async def _claim(self, rig: Rig) -> ClaimedJob:
        job = await rig.store.claim(Lane.LOOK, "one", LEASE)
        assert job is not None
        return job

    async def test_a_claimed_job_is_complete(self, rig: Rig):
        """Whoever claims gets all it needs: the request, a scratch folder that exists, a token."""
        job_id = await rig.add()
        job = await self._claim(rig)
        assert (job.id, job.attempt) == (job_id, 1)
        assert isinstance(job.request, InspectPhoto)
        assert await asyncio.to_thread(Path.is_dir, job.scratch)
        assert await rig.state(job_id) == "running"

    async def test_an_empty_queue_hands_out_nothing(self, rig: Rig):
        """None, not an exception: it is the usual case."""
        assert await rig.store.claim(Lane.LOOK, "one", LEASE) is None

    async def test_a_lane_hands_out_only_its_own_jobs(self, rig: Rig):
        """A quick look never waits behind a training, and a device worker never looks at photos."""
        await rig.add()
        assert await rig.store.claim(Lane.DEVICE, "one", LEASE) is None

    async def test_no_job_is_claimed_twice(self, rig: Rig):
        """Twenty claims at once for ten jobs hand each job to exactly one owner."""
        added = {await rig.add() for _ in range(10)}
        claims = await asyncio.gather(*(rig.store.claim(Lane.LOOK, f"owner-{i}", LEASE) for i in range(20)))
        assert sorted(job.id for job in claims if job is not None) == sorted(added)

    async def test_users_are_served_in_turn(self, rig: Rig):
        """One person with many jobs does not make everybody else wait."""
        first = [await rig.add(account="ada") for _ in range(3)]
        other = await rig.add(account="bob")
        order = [(await self._claim(rig)).id for _ in range(4)]
        assert order.index(other) == 1
        assert [job for job in order if job != other] == first

    async def test_a_job_waits_for_its_time(self, rig: Rig):
        """A job that is due later is not handed out before."""
        job_id = await rig.add(due_in=60)
        assert await rig.store.claim(Lane.LOOK, "one", LEASE) is None
        rig.advance(61)
        assert (await self._claim(rig)).id == job_id

    async def test_a_result_ends_the_job(self, rig: Rig):
        """A completed job is never handed out again, however much time passes."""
        await rig.add()
        job = await self._claim(rig)
        await rig.store.complete(job, rejected())
        rig.advance(LEASE * 100)
        assert await rig.store.claim(Lane.LOOK, "two", LEASE) is None
        assert await rig.state(job.id) in {"rendered", "delivering", "done"}

    async def test_a_dead_owners_job_comes_back_after_its_lease(self, rig: Rig):
        """``kill -9`` of the bot: nobody gives the job back, and it is not lost."""
        await rig.add()
        first = await self._claim(rig)
        assert await rig.store.claim(Lane.LOOK, "two", LEASE) is None
        rig.advance(LEASE + 1)
        second = await self._claim(rig)
        assert (second.id, second.attempt) == (first.id, 2)
        assert second.token > first.token

    async def test_a_heartbeat_keeps_the_job(self, rig: Rig):
        """A long training outlives any single lease."""
        await rig.add()
        job = await self._claim(rig)
        rig.advance(LEASE - 1)
        assert await rig.store.heartbeat(job, LEASE) is True
        rig.advance(LEASE - 1)
        assert await rig.store.claim(Lane.LOOK, "two", LEASE) is None

    @pytest.mark.parametrize("write", ["heartbeat", "progress", "complete", "fail", "release"])
    async def test_a_lost_lease_cannot_write(self, rig: Rig, write: str):
        """An owner that slept through its lease must not overwrite the next one's work."""
        await rig.add()
        late = await self._claim(rig)
        rig.advance(LEASE + 1)
        await self._claim(rig)
        writes = {
            "heartbeat": lambda: rig.store.heartbeat(late, LEASE),
            "progress": lambda: rig.store.progress(late, Progress(stage="look", done=1, total=2)),
            "complete": lambda: rig.store.complete(late, rejected()),
            "fail": lambda: rig.store.fail(late, UnknownStyleError("x", [])),
            "release": lambda: rig.store.release(late),
        }
        with pytest.raises(LeaseLostError):
            await writes[write]()
        assert await rig.state(late.id) == "running"

    async def test_a_heartbeat_says_that_the_owner_took_the_job_back(self, rig: Rig):
        """This is how a cancel reaches a running worker."""
        await rig.add()
        job = await self._claim(rig)
        await rig.take_back(job.id)
        assert await rig.store.heartbeat(job, LEASE) is False
        await rig.store.fail(job, JobCancelledError())
        assert await rig.state(job.id) == "cancelled"

    async def test_a_lasting_error_ends_the_job(self, rig: Rig):
        """Trying again would not help, so the person is told at once."""
        await rig.add()
        job = await self._claim(rig)
        await rig.store.fail(job, UnknownStyleError("cyberpnk", ["cyberpunk"]))
        rig.advance(LEASE * 100)
        assert await rig.state(job.id) == "failed"
        assert await rig.store.claim(Lane.LOOK, "two", LEASE) is None

    async def test_a_passing_error_is_tried_again_and_then_told(self, rig: Rig):
        """A dead worker is retried, but not for ever."""
        job_id = await rig.add()
        for attempt in range(1, await rig.attempts_allowed() + 1):
            rig.advance(3600)  # whatever the store waits between attempts
            job = await self._claim(rig)
            assert job.attempt == attempt
            await rig.store.fail(job, WorkerDiedError())
        assert await rig.state(job_id) == "failed"

    async def test_a_released_job_is_due_at_once_and_lost_no_attempt(self, rig: Rig):
        """Restarting the bot three times during a training must not fail the training."""
        job_id = await rig.add()
        for _ in range(await rig.attempts_allowed() + 2):
            await rig.store.release(await self._claim(rig))
        assert (await self._claim(rig)).attempt == 1
        assert await rig.state(job_id) == "running"

    async def test_waiting_ends_when_a_job_comes_in(self, rig: Rig):
        """A photo is looked at at once, not at the next poll."""
        waiting = asyncio.create_task(rig.store.wait(Lane.LOOK, 60))
        await asyncio.sleep(0)
        await rig.add()
        await asyncio.wait_for(waiting, 60)
        assert await rig.store.claim(Lane.LOOK, "one", LEASE) is not None

    async def test_mates_are_claimed_in_turn_each_by_itself(self, rig: Rig):
        """Of those who wait the alike ones run with the first, at most so many, each under a lease of its own."""
        added = [await rig.add(account=who) for who in ("ada", "bob", "cyd", "dan", "eve")]
        other = await rig.add(account="fay", cleaned="other.png")
        first = await self._claim(rig)
        mates = await rig.store.claim_mates(first, "one", LEASE, like(first, most=4))
        assert [first.id, *(mate.id for mate in mates)] == added[:4]
        assert [await rig.state(job) for job in (*added, other)] == ["running"] * 4 + ["queued"] * 2
        await rig.store.complete(mates[0], rejected())
        await rig.store.fail(mates[1], UnknownStyleError("x", []))
        assert await rig.store.heartbeat(mates[2], LEASE)
        states = [await rig.state(job) for job in added[:4]]
        assert states.pop(1) in {"rendered", "delivering", "done"}
        assert states == ["running", "failed", "running"]

    async def test_a_dead_owners_batch_comes_back_job_by_job_and_runs_alone(self, rig: Rig):
        """``kill -9``: what was together is not together again, so one bad job cannot end its mates three times."""
        added = [await rig.add(account=who) for who in ("ada", "bob", "cyd")]
        first = await self._claim(rig)
        assert len(await rig.store.claim_mates(first, "one", LEASE, like(first))) == 2
        rig.advance(LEASE + 1)
        again = await self._claim(rig)
        assert again.attempt == 2
        assert await rig.store.claim_mates(again, "two", LEASE, like(again)) == []
        assert {again.id, (await self._claim(rig)).id, (await self._claim(rig)).id} == set(added)

    async def test_a_batch_that_is_not_worth_it_claims_nobody(self, rig: Rig):
        """Where it takes a crowd to gain by it, two are served one after the other; with one more they are not."""
        for who in ("ada", "bob"):
            await rig.add(account=who)
        first = await self._claim(rig)
        assert await rig.store.claim_mates(first, "one", LEASE, like(first, least=3)) == []
        await rig.add(account="cyd")
        assert len(await rig.store.claim_mates(first, "one", LEASE, like(first, least=3))) == 2

    async def test_nobody_is_overtaken_who_waited_long(self, rig: Rig):
        """Mates pass others who came just now; behind somebody who waits for a minute nobody is taken."""
        await rig.add(account="ada")
        slow = await rig.add(account="bob", cleaned="other.png")
        quick = await rig.add(account="cyd")
        first = await self._claim(rig)
        rig.advance(PATIENCE_SECONDS + 1)
        assert await rig.store.heartbeat(first, LEASE)
        assert await rig.store.claim_mates(first, "one", LEASE, like(first)) == []
        assert [(await self._claim(rig)).id for _ in range(2)] == [slow, quick]

    async def test_what_takes_long_overtakes_nobody(self, rig: Rig):
        """Mates that would each take minutes are patient with nobody's seconds, however short the wait was."""
        await rig.add(account="ada")
        quick = await rig.add(account="bob")
        slow = await rig.add(account="cyd", cleaned="other.png")
        await rig.add(account="dan")
        first = await self._claim(rig)
        mates = await rig.store.claim_mates(first, "one", LEASE, replace(like(first), patience=0.0))
        assert [mate.id for mate in mates] == [quick]
        assert (await self._claim(rig)).id == slow

    async def test_a_job_that_was_tried_before_has_no_mates(self, rig: Rig):
        """Its worker died under it: who came meanwhile is not to be in the next one."""
        await rig.add(account="ada")
        await self._claim(rig)
        rig.advance(LEASE + 1)
        again = await self._claim(rig)
        await rig.add(account="bob")
        assert await rig.store.claim_mates(again, "one", LEASE, like(again)) == []

    async def test_somebody_who_came_just_now_is_overtaken(self, rig: Rig):
        """The control: without that minute the mate behind them is taken."""
        await rig.add(account="ada")
        slow = await rig.add(account="bob", cleaned="other.png")
        quick = await rig.add(account="cyd")
        first = await self._claim(rig)
        assert [mate.id for mate in await rig.store.claim_mates(first, "one", LEASE, like(first))] == [quick]
        assert (await self._claim(rig)).id == slow
