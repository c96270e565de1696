"""Jobs are handed to one owner at a time, people in turn."""

from __future__ import annotations

import asyncio
import math
import random
import time

import pytest

from storage import jobs, leases
from storage.errors import LostTokenError
from storage.jobs import ATTEMPTS
from tests.storage.helpers import SQLITE, job_of, new_job, person, state_of

LEASE = 30.0


async def claim(db, lane="device", owner="w1"):
    async with db.transaction() as tx:
        return await leases.claim(tx, lane, owner, LEASE)


async def test_people_are_served_in_turn_whatever_the_clock_says(db, clock):
    """Three jobs of one person do not hold up the next; a clock set back does not change whose turn it is."""
    made = [await new_job(db, user) for user in ("ann", "ann", "ann", "bob", "bob")]
    served = []
    for _ in made:
        clock.advance(-1000)
        async with db.transaction() as tx:
            await tx.run("UPDATE jobs SET due = 0")
        served.append((await claim(db)).id)
    assert served == [made[i].id for i in (0, 3, 1, 4, 2)]


async def test_a_turn_on_one_lane_costs_none_on_the_other(db):
    """Ten photos looked at do not push a person back in the line for the device."""
    await new_job(db, "ann", lane="look")
    await claim(db, "look")
    first = await new_job(db, "ann")
    await new_job(db, "bob")
    assert (await claim(db)).id == first.id


async def test_kinds_that_are_served_by_themselves_take_nobodys_turn(db):
    """Whose face is being learnt is not served later with their pictures; among trainings people take turns too."""
    lessons = [await new_job(db, user, kind="lesson") for user in ("ann", "ann", "bob")]
    ann, bob = await new_job(db, "ann"), await new_job(db, "bob")
    async with db.transaction() as tx:
        taken = [(await leases.claim(tx, "device", "w1", LEASE, only={"lesson"})).id for _ in lessons]
        assert await leases.claim(tx, "device", "w1", LEASE, only={"lesson"}) is None
        assert taken == [lessons[i].id for i in (0, 2, 1)]
        drawn = [(await leases.claim(tx, "device", "w1", LEASE, without={"lesson"})).id for _ in range(2)]
    assert drawn == [ann.id, bob.id]


async def test_pictures_take_no_turn_of_what_is_served_by_itself(db):
    """Who draws while their face waits to be learnt was passed by everybody who came after them, each time anew."""
    first = await new_job(db, "ann", kind="lesson")
    for _ in range(3):
        await new_job(db, "ann")
    async with db.transaction() as tx:
        for _ in range(3):
            await leases.claim(tx, "device", "w1", LEASE, without={"lesson"})
    await new_job(db, "bob", kind="lesson")
    async with db.transaction() as tx:
        assert (await leases.claim(tx, "device", "w1", LEASE, only={"lesson"})).id == first.id


async def test_the_rest_leaves_what_is_served_by_itself(db):
    """The control: a worker for everything takes it."""
    lesson = await new_job(db, "ann", kind="lesson")
    async with db.transaction() as tx:
        assert await leases.claim(tx, "device", "w1", LEASE, without={"lesson"}) is None
        assert (await leases.claim(tx, "device", "w1", LEASE)).id == lesson.id


async def test_somebody_who_was_never_served_comes_first(db):
    """A newcomer does not wait behind people with a history."""
    await new_job(db, "ann")
    await claim(db)
    await new_job(db, "ann")
    newcomer = await new_job(db, "bob")
    assert (await claim(db)).id == newcomer.id


async def test_newcomers_do_not_keep_somebody_with_a_history_waiting(db):
    """However many new people come, who has waited before them is served before them: what was told stays true."""
    await new_job(db, "ann")
    await claim(db)
    waits = await new_job(db, "ann")
    served = []
    for number in range(6):
        await new_job(db, f"new-{number}")
        served.append((await claim(db)).id)
    assert waits.id in served[: leases.ROUND]


async def test_what_may_wait_for_its_own_person_waits_for_nobody_who_came_later(db):
    """A training stands back behind its own person's pictures, and behind nobody else's for ever."""
    training = await new_job(db, "ann", priority=1)
    served = []
    for number in range(4):
        await new_job(db, f"new-{number}")
        served.append((await claim(db)).id)
    assert served[0] == training.id


async def test_priority_counts_among_one_persons_jobs(db):
    """A person's own urgent job first; nobody else's turn is taken by it."""
    late = await new_job(db, "ann", priority=1)
    early = await new_job(db, "ann", priority=0)
    assert [(await claim(db)).id for _ in range(2)] == [early.id, late.id]


async def test_four_claimers_never_get_the_same_job(opened):
    """Also when each has its own connection, as several processes would."""
    async with opened() as one, opened() as two:
        for _ in range(20):
            await new_job(one)

        async def take(db):
            found = []
            while job := await claim(db):
                found.append(job.id)
            return found

        taken = await asyncio.gather(take(one), take(two), take(one), take(two))
    every = [job for found in taken for job in found]
    assert len(every) == len(set(every)) == 20


async def test_an_overdue_job_goes_back_in_the_queue_with_a_new_token(db, clock):
    """The old owner may wake up later; it changes nothing any more."""
    job = await new_job(db)
    first = await claim(db)
    clock.advance(LEASE + 1)
    async with db.transaction() as tx:
        assert await leases.overdue(tx, "device") == []
    second = await claim(db, owner="w2")
    assert (second.id, second.token, second.attempts) == (job.id, first.token + 1, 2)
    async with db.transaction() as tx:
        for late in (
            leases.heartbeat(tx, job.id, first.token, LEASE),
            leases.progress(tx, job.id, first.token, {}),
            leases.release(tx, job.id, first.token),
            leases.retry(tx, first),
            leases.held(tx, job.id, first.token),
        ):
            with pytest.raises(LostTokenError):
                await late
        assert (await jobs.get(tx, job.id)).owner == "w2"


async def test_a_heartbeat_in_time_keeps_the_job(db, clock):
    """A long training is not taken away from a worker that is alive."""
    job = await new_job(db)
    held = await claim(db)
    for _ in range(5):
        clock.advance(LEASE - 1)
        async with db.transaction() as tx:
            assert await leases.heartbeat(tx, job.id, held.token, LEASE)
            assert await leases.overdue(tx, "device") == []
    assert await state_of(db, job.id) == "running"


async def test_a_job_that_kills_its_owner_three_times_is_handed_back_to_be_ended(db, clock):
    """A poisonous job must not go round for ever."""
    job = await new_job(db)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert (await claim(db)).attempts == attempt
        clock.advance(LEASE + 1)
        async with db.transaction() as tx:
            spent = await leases.overdue(tx, "device")
    assert [each.id for each in spent] == [job.id]


async def test_a_cancelled_job_of_a_dead_owner_is_not_tried_again(db, clock):
    """Its person has taken it back; nobody was there to hear it."""
    job = await new_job(db)
    await claim(db)
    async with db.transaction() as tx:
        await jobs.cancel(tx, job.id, job.account)
    clock.advance(LEASE + 1)
    async with db.transaction() as tx:
        assert [each.id for each in await leases.overdue(tx, "device")] == [job.id]


async def test_a_failed_attempt_waits_longer_each_time(db, clock):
    """A worker that dies at once must not spin."""
    await new_job(db)
    pauses = []
    for _ in range(2):
        held = await claim(db)
        async with db.transaction() as tx:
            await leases.retry(tx, held)
            pauses.append(await leases.next_moment(tx, "device") - clock.now())
        assert await claim(db) is None
        clock.advance(pauses[-1])
    assert pauses == [5.0, 15.0]


async def test_a_start_takes_every_lease_back(db):
    """After kill -9 the next process need not wait for the leases of the dead one."""
    job = await new_job(db)
    await claim(db)
    async with db.transaction() as tx:
        assert await leases.abandon_all(tx) == 1
        await leases.overdue(tx, "device")
    assert (await claim(db, owner="w2")).id == job.id


async def test_a_bot_that_died_is_no_attempt_of_the_job(db):
    """Three restarts would fail a job that did nothing wrong; one that is there at each of many deaths may have."""
    job = await new_job(db)
    for _ in range(leases.DEATHS):
        assert (await claim(db)).id == job.id
        async with db.transaction() as tx:
            await leases.abandon_all(tx)
            assert await leases.overdue(tx, "device") == []
    spent = []
    while not spent:
        await claim(db)
        async with db.transaction() as tx:
            await leases.abandon_all(tx)
            spent = await leases.overdue(tx, "device")
    assert (spent[0].id, spent[0].attempts) == (job.id, ATTEMPTS)


async def test_a_clock_set_back_keeps_no_job_waiting(db, clock):
    """A summer time mended by hand, a battery that ran out: what is in the queue is due."""
    job = await new_job(db)
    clock.advance(-2 * 3600)
    held = await claim(db)
    assert held.id == job.id
    clock.advance(2 * 3600)
    async with db.transaction() as tx:
        await leases.retry(tx, held)
    assert await claim(db) is None  # its pause of a few seconds holds
    clock.advance(-2 * 3600)
    assert (await claim(db)).id == job.id


@SQLITE
async def test_a_claim_does_not_slow_down_with_history(db):
    """Thirty thousand finished jobs cost a claim nothing: it reads one index entry of open jobs."""
    plan = """EXPLAIN QUERY PLAN SELECT number FROM jobs INDEXED BY jobs_next WHERE lane = 'device' AND state = 'queued'
        AND due <= 1 ORDER BY served, created, number LIMIT 1"""

    async def seconds(jobs_made: int) -> float:
        async with db.transaction() as tx:
            for user in range(jobs_made):
                await job_of(tx, await person(tx, str(user)))
        begun = time.process_time()  # of all threads: what else runs on the machine is not counted
        for _ in range(jobs_made):
            assert await claim(db) is not None
        return time.process_time() - begun

    await seconds(20)  # warm
    empty = min([await seconds(50) for _ in range(3)])  # the quietest moment of a shared machine
    async with db.transaction() as tx:
        ann = await person(tx)
        await tx.run(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
            "INSERT INTO jobs (id, account, kind, lane, state, request, platform, address, place, locale, due, "
            "created, finished) SELECT 'old' || i, ?, 'portrait', 'device', 'done', '{}', 'fake', '{}', 'fake:1', "
            "'en', 0, i, i FROM n",
            (ann,),
        )
        details = " ".join(row["detail"] for row in await tx.all(plan))
    await db.scrub()  # the log of thirty thousand rows is not what is measured
    assert "USING COVERING INDEX jobs_next" in details or "USING INDEX jobs_next" in details
    assert "TEMP B-TREE" not in details
    full = min([await seconds(50) for _ in range(3)])
    assert full < 3 * empty, (empty, full)


async def _passed(db, clock, patience):
    """Play a crowd; return how often a mate was taken from behind somebody odd, and how long the longest had waited."""
    chance, passed, longest = random.Random(5), 0, 0.0
    for _ in range(40):
        for number in range(chance.randrange(5)):
            user = f"user-{chance.randrange(12)}" if number else "odd"
            await new_job(db, user, kind="odd" if user == "odd" else "alike")
        async with db.transaction() as tx:
            job = await leases.claim(tx, "device", "w1", LEASE)
            if job is None:
                continue
            waiting = await tx.all("SELECT * FROM jobs WHERE state = 'queued' ORDER BY served, created, number")
            order = [row["id"] for row in jobs.in_turn(waiting)]
            mates = await leases.claim_mates(
                tx, job, "w1", LEASE, alike=lambda each: each.kind == "alike", most=4 if job.kind == "alike" else 1,
                least=2, patience=patience,
            )  # fmt: skip
            last = max((order.index(mate.id) for mate in mates), default=-1)
            for row in waiting:
                if row["kind"] == "odd" and order.index(row["id"]) < last:
                    passed += 1
                    longest = max(longest, clock.now() - row["created"])
        clock.advance(chance.uniform(0, 30))
    return passed, longest


async def test_nobody_is_overtaken_for_longer_than_the_patience(db, clock):
    """People who ask for what others ask for go together, whoever waits behind for a minute stays where they are."""
    passed, longest = await _passed(db, clock, 60.0)
    assert passed > 0
    assert longest <= 60.0


async def test_without_patience_somebody_is_overtaken_again_and_again(db, clock):
    """The control: the same crowd, and no bound."""
    assert (await _passed(db, clock, math.inf))[1] > 60.0


async def test_a_clock_that_was_set_back_makes_nobody_overtaken(db, clock):
    """Nobody knows then how long they waited."""
    await new_job(db, "ann", kind="alike")
    clock.advance(1000)
    await new_job(db, "odd", kind="odd")
    clock.advance(1)
    await new_job(db, "bob", kind="alike")
    clock.advance(-900)
    async with db.transaction() as tx:
        await tx.run("UPDATE jobs SET due = 0")
        job = await leases.claim(tx, "device", "w1", LEASE)
        assert job.kind == "alike"
        assert not await leases.claim_mates(
            tx, job, "w1", LEASE, alike=lambda each: each.kind == "alike", most=4, least=2, patience=60.0
        )


async def test_a_job_that_was_there_when_the_bot_died_has_no_mates(db, clock):
    """No attempt is counted then, and yet it may be what took the memory: nobody else is to be there the next time."""
    for who in ("ann", "bob"):
        await new_job(db, who, kind="alike")

    async def mates_of_next():
        async with db.transaction() as tx:
            await leases.overdue(tx, "device")
            job = await leases.claim(tx, "device", "w1", LEASE)
            return job.attempts, await leases.claim_mates(
                tx, job, "w1", LEASE, alike=lambda each: True, most=4, least=2, patience=60.0
            )

    async with db.transaction() as tx:
        await leases.claim(tx, "device", "w1", LEASE)
        await leases.abandon_all(tx)
    clock.advance(1)
    assert await mates_of_next() == (1, [])
    await new_job(db, "cyd", kind="alike")
    assert len((await mates_of_next())[1]) == 1  # the control: who was never there
