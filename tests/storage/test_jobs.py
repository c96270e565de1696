"""Jobs are made, found, moved and cancelled."""

from __future__ import annotations

import dataclasses

import pytest

from storage import identities, jobs, leases, ledger, peek
from storage.errors import ForbiddenMoveError, LostTokenError, NoSuchJobError, NotYoursError
from tests.storage.helpers import SQLITE, job_of, new_job, person, state_of


async def test_a_job_comes_back_as_it_was_accepted(db):
    """What a person asked for is what will be drawn."""
    made = await new_job(db, request={"style": "ink", "count": 3}, address={"chat": 7}, locale="de")
    async with db.reading() as rx:
        found = await jobs.by_number(rx, made.number)
    assert (found.id, found.state, found.request, found.place) == (
        made.id, "queued", {"style": "ink", "count": 3}, "fake:7",
    )  # fmt: skip


async def test_a_job_has_a_field_for_each_column(db):
    """A row becomes a job without its class looking: a column without a field would go unseen, and one missing too."""
    made = await new_job(db)
    async with db.reading() as rx:
        columns = set(dict(await rx.one("SELECT * FROM jobs")))
        found = await jobs.get(rx, made.id)
    names = {field.name for field in dataclasses.fields(jobs.Job)}
    assert set(vars(made)) == set(vars(found)) == names == columns | {"stopped"}
    assert dataclasses.replace(found) == found == made
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.state = "done"


async def test_everybody_counts_their_own_jobs_from_one(db):
    """Numbers that jump tell people how many others there are, and are longer to type than they need be."""
    users = ["ann", "bob", "ann", "ann", "bob"]
    made = [await new_job(db, user, seen=index != 2) for index, user in enumerate(users)]
    assert [job.own for job in made if job.own < jobs.UNSEEN] == [1, 1, 2, 2]
    async with db.reading() as rx:
        assert (await jobs.by_own(rx, made[4].account, 2)).id == made[4].id
        assert (await jobs.by_own(rx, made[2].account, made[2].own)).id == made[2].id


async def test_numbers_are_never_used_twice(db):
    """A number in an old message must not name somebody else's job after a deletion."""
    first = await new_job(db)
    async with db.transaction() as tx:
        await tx.run("DELETE FROM jobs")
    assert (await new_job(db)).number > first.number


async def test_every_forbidden_move_is_refused(db):
    """The table of moves is the only way a state changes."""
    for state, onward in jobs.MOVES.items():
        for wanted in jobs.MOVES.keys() - onward:
            job = await new_job(db)
            async with db.transaction() as tx:
                await tx.run("UPDATE jobs SET state = ? WHERE id = ?", (state, job.id))
            async with db.transaction() as tx:
                with pytest.raises(ForbiddenMoveError):
                    await jobs.move(tx, job.id, wanted)
            assert await state_of(db, job.id) == state


async def test_every_allowed_move_is_made(db):
    """The other half of the table, so that refusing everything would not pass."""
    for state, onward in jobs.MOVES.items():
        for wanted in onward:
            job = await new_job(db)
            async with db.transaction() as tx:
                await tx.run("UPDATE jobs SET state = ? WHERE id = ?", (state, job.id))
                assert (await jobs.move(tx, job.id, wanted)).state == wanted


async def test_a_move_with_an_old_token_is_refused(db):
    """An owner that slept through its lease must not end the job of the next one."""
    job = await new_job(db)
    async with db.transaction() as tx:
        claimed = await leases.claim(tx, "device", "w1", 30)
        with pytest.raises(LostTokenError):
            await jobs.move(tx, job.id, "rendered", token=claimed.token - 1)
    assert await state_of(db, job.id) == "running"


async def test_a_queued_job_is_cancelled_at_once_and_its_seconds_come_back(db):
    """Nobody pays for what was never drawn."""
    job = await new_job(db, units=60.0)
    async with db.transaction() as tx:
        assert await ledger.used(tx, job.account) == 60.0
        assert await jobs.cancel(tx, job.id, job.account)
        assert await ledger.used(tx, job.account) == 0.0
    assert await state_of(db, job.id) == "cancelled"


async def test_a_running_job_is_asked_to_stop(db):
    """The worker hears of it at its next heartbeat."""
    job = await new_job(db)
    async with db.transaction() as tx:
        claimed = await leases.claim(tx, "device", "w1", 30)
        assert await leases.heartbeat(tx, job.id, claimed.token, 30)
        assert await jobs.cancel(tx, job.id, job.account)
        assert not await leases.heartbeat(tx, job.id, claimed.token, 30)


async def test_a_finished_job_is_too_late_to_cancel(db):
    """A result that is on its way is not taken back."""
    job = await new_job(db)
    async with db.transaction() as tx:
        claimed = await leases.claim(tx, "device", "w1", 30)
        await jobs.move(tx, job.id, "rendered", token=claimed.token)
        assert not await jobs.cancel(tx, job.id, job.account)


async def test_somebody_elses_job_cannot_be_cancelled_but_an_admin_can(db):
    """Numbers are easy to guess."""
    job = await new_job(db, "ann")
    async with db.transaction() as tx:
        bob = await person(tx, "bob")
        with pytest.raises(NotYoursError):
            await jobs.cancel(tx, job.id, bob)
        assert (await jobs.get(tx, job.id)).state == "queued"
        assert await jobs.cancel(tx, job.id, bob, admin=True)


async def test_an_unknown_job_is_an_error(db):
    """Neither id nor number of a job that is not there."""
    async with db.reading() as rx:
        with pytest.raises(NoSuchJobError):
            await jobs.get(rx, "nothing")
        with pytest.raises(NoSuchJobError):
            await jobs.by_number(rx, 99)


async def test_the_position_is_how_many_are_really_served_before(db):
    """What a person is told must be what happens when nobody else comes."""
    plan = ["ann", "ann", "ann", "bob", "cid", "cid", "ann", "bob"]
    made = [await new_job(db, user) for user in plan]
    async with db.reading() as rx:
        told = {job.id: (await jobs.position(rx, job)).ahead for job in made}
    served = []
    async with db.transaction() as tx:
        while claimed := await leases.claim(tx, "device", "w1", 30):
            served.append(claimed.id)
    assert {job: served.index(job) for job in served} == told


async def test_the_position_counts_running_jobs_apart(db):
    """One running job is not in front of the line any more, but the device is busy."""
    await new_job(db, "ann")
    async with db.transaction() as tx:
        await leases.claim(tx, "device", "w1", 30)
    job = await new_job(db, "bob")
    async with db.reading() as rx:
        place = await jobs.position(rx, job)
    assert (place.ahead, place.running, place.waiting) == (0, 1, 1)
    assert [one.kind for one in place.before] == ["portrait"]


async def test_the_position_is_among_what_the_same_worker_serves(db):
    """A portrait does not stand behind a training that runs beside it, and a training not behind portraits."""
    lesson = await new_job(db, "ann", kind="lesson")
    waits = await new_job(db, "bob", kind="lesson")
    portraits = [await new_job(db, user) for user in ("cid", "dan")]
    async with db.transaction() as tx:
        assert (await leases.claim(tx, "device", "w1", 30, only={"lesson"})).id == lesson.id
    async with db.reading() as rx:
        drawn = await jobs.position(rx, portraits[1], without={"lesson"})
        learnt = await jobs.position(rx, waits, only={"lesson"})
        together = await jobs.position(rx, portraits[1])
    assert (drawn.ahead, drawn.running, drawn.waiting) == (1, 0, 2)
    assert (learnt.ahead, learnt.running, learnt.waiting) == (0, 1, 1)
    assert (together.ahead, together.running, together.waiting) == (2, 1, 3)


async def test_a_cancelled_training_gives_the_face_back(db):
    """Photos stay usable: the person may press the button again. Another job about the same face frees nothing."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        job = await job_of(tx, ann, kind="lesson", identity=face.id)
        drawing = await job_of(tx, ann, identity=face.id)
        await identities.learn(tx, face.id, job.id)
        await jobs.cancel(tx, drawing.id, ann)
        assert (await identities.get(tx, face.id, ann)).state == "training"
        await jobs.cancel(tx, job.id, ann)
        assert (await identities.get(tx, face.id, ann)).state == "collecting"


async def test_the_end_of_an_id_finds_its_job(db):
    """It is what the mark in a picture carries; a number of no job finds none."""
    made, other = await new_job(db), await new_job(db)
    async with db.reading() as rx:
        assert (await jobs.by_short(rx, jobs.short(made.id))).id == made.id
        assert (await jobs.by_short(rx, jobs.short(other.id))).id == other.id
        assert await jobs.by_short(rx, (jobs.short(made.id) + 7) % (1 << 30)) is None
    assert 0 <= jobs.short(made.id) < 1 << 30


@SQLITE
async def test_a_mark_finds_its_job_in_the_file_of_a_bot_that_runs(db):
    """Whoever verifies a picture disturbs nobody."""
    made = await new_job(db)
    assert peek.job_marked(db.path, jobs.short(made.id)).number == made.number
    assert peek.job_marked(db.path, (jobs.short(made.id) + 7) % (1 << 30)) is None
    assert peek.job_marked(db.path.with_name("none.sqlite"), 1) is None
