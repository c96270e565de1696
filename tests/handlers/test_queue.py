"""/queue and /cancel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.requests import Progress, to_json
from handlers import ending, work
from handlers.context import Serving
from storage import durations, jobs, leases
from tests.handlers.stage import action_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


async def test_the_queue_lists_place_and_state(stage, known):
    """One line a job, one Cancel each."""
    await known.types("/portrait oil")
    await known.types("/portrait noir")
    await stage.claim("device")
    shown = await known.types("/queue")
    assert "portraits, OIL: running" in text_of(shown)
    assert "portraits, NOIR: next in line" in text_of(shown)
    assert verbs_of(shown) == ["cancel", "cancel"]


async def test_cancelling_a_waiting_job_edits_its_status_message(stage, known):
    """The Cancel button must not stay behind; whoever typed gets an answer below as well."""
    await known.types("/portrait oil")
    job = (await stage.jobs())[0]
    edit, answer = await known.types("/cancel")
    assert edit.thread == job.id
    assert edit.text == answer.text == f"Job {job.own} is cancelled. It does not count towards your limit."
    assert (await stage.jobs())[0].state == "cancelled"


async def test_the_button_of_a_status_message_answers_in_place(stage, known):
    """One message from start to end."""
    status = await known.types("/portrait oil")
    views = await known.presses(action_of(status, "cancel"))
    assert [view.thread for view in views] == [(await stage.jobs())[0].id]


async def test_cancelling_a_running_job_asks_its_worker(stage, known):
    """It ends at the worker's next look, and says so then."""
    await known.types("/portrait oil")
    await stage.claim("device")
    assert "I am stopping job" in text_of(await known.types("/cancel"))
    assert (await stage.jobs())[0].cancel


async def test_several_jobs_are_a_question(stage, known):
    """Which one?"""
    await known.types("/portrait oil")
    await known.types("/portrait noir")
    asked = await known.types("/cancel")
    assert verbs_of(asked) == ["cancel", "cancel"]
    await known.presses(action_of(asked, "cancel"))
    assert [job.state for job in await stage.jobs()][:2] == ["queued", "cancelled"]


async def test_a_finished_job_cannot_be_cancelled(stage, known):
    """It says how to see it instead."""
    await known.types("/portrait oil")
    await stage.draw()
    number = (await stage.jobs())[0].own
    assert f"/show {number}" in text_of(await known.types(f"/cancel {number}"))


async def test_nothing_to_cancel_is_said(known):
    """An empty queue is no error."""
    assert "no waiting or running jobs" in text_of(await known.types("/cancel"))


async def test_somebody_elses_job_and_no_job_are_answered_in_the_same_words(stage, known, bob):
    """Nobody learns from the answer that a job exists."""
    await bob.agrees()
    await known.types("/portrait oil")
    number = (await stage.jobs())[0].own
    theirs = text_of(await bob.types(f"/cancel {number}")).replace(str(number), "N")
    nobodys = text_of(await bob.types("/cancel 987654")).replace("987654", "N")
    assert theirs == nobodys
    assert (await stage.jobs())[0].state == "queued"


async def test_a_long_queue_is_estimated_with_one_look_at_each_sort(stage, known, monkeypatch):
    """Every status message of a queue is written anew when it moves: its cost must not grow with the queue."""
    asked, recent = [], durations.recent

    async def counted(rx, kind, sort=""):
        asked.append((kind, sort))
        return await recent(rx, kind, sort)

    for _ in range(3):
        await known.types("/portrait oil")
    monkeypatch.setattr(durations, "recent", counted)
    last = (await stage.jobs())[0]
    async with stage.db.transaction() as tx:
        view = await work.waiting(tx, last, stage.deps, stage.deps.translator.words("en"))
    assert asked == [("portrait", "auto/none/oil")]
    assert view.finish_at is not None


async def test_who_waits_behind_a_training_is_told_what_the_training_says_itself(stage, known):
    """Two clocks that disagree are both not believed: the wait is the training's own time left, and one's own."""
    await known.types("/train")
    await known.presses(f"v1:relearn:{(await stage.face()).id}")
    training = await stage.claim("device")
    async with stage.db.transaction() as tx:
        told = Progress(stage="training", done=1, total=160, seconds_left=900.0)
        await leases.progress(tx, training.id, training.token, to_json(told))
        its_own = await ending.progress(tx, await jobs.get(tx, training.id), told, stage.deps)
    [waits] = await known.types("/portrait oil 1")
    assert waits.finish_at >= its_own.finish_at
    assert waits.finish_at - its_own.finish_at < 120


async def test_who_waits_beside_a_training_is_told_nothing_of_it(stage, known, bob):
    """Trainings have a worker by themselves: a portrait is next in line and ready soon, whatever is being learnt."""
    await known.types("/train")
    await known.presses(f"v1:relearn:{(await stage.face()).id}")
    training = await stage.claim("device")
    async with stage.db.transaction() as tx:
        long = Progress(stage="training", done=1, total=160, seconds_left=900.0)
        await leases.progress(tx, training.id, training.token, to_json(long))
    [behind] = await known.types("/portrait oil 1")
    stage.deps = replace(stage.deps, serving=lambda: Serving(apart=True))
    [beside] = await known.types("/portrait noir 1")
    assert behind.finish_at - beside.finish_at > 800


async def test_who_waits_behind_a_training_that_makes_way_is_told_so_much(stage, known, bob):
    """It lies aside within half a minute; another training, the control, waits for its end as ever."""
    await known.types("/train")
    await known.presses(f"v1:relearn:{(await stage.face()).id}")
    training = await stage.claim("device")
    async with stage.db.transaction() as tx:
        long = Progress(stage="training", done=1, total=160, seconds_left=900.0)
        await leases.progress(tx, training.id, training.token, to_json(long))
    [behind] = await known.types("/portrait oil 1")
    stage.deps = replace(stage.deps, serving=lambda: Serving(aside=30.0))
    [passing] = await known.types("/portrait noir 1")
    own = stage.deps.limits.picture_seconds
    assert behind.finish_at - stage.db.clock.now() > 900
    assert passing.finish_at - stage.db.clock.now() == pytest.approx(30 + 2 * own, abs=1)  # and the one before it
    async with stage.db.transaction() as tx:
        later = replace(training, state="queued", number=training.number + 100)
        seconds = await work.ready_in(tx, later, await work.place_of(tx, later, stage.deps), stage.deps)
    assert seconds >= 900


async def test_who_lies_aside_reads_so_and_their_bar_stays(stage, known):
    """In a sentence, with the step it is at; a bar that went back would look like a fault."""
    await known.types("/train")
    await known.presses(f"v1:relearn:{(await stage.face()).id}")
    training = await stage.claim("device")
    learns = Progress(stage="training", done=80, total=160, seconds_left=100.0)
    async with stage.db.transaction() as tx:
        before = await ending.progress(tx, await jobs.get(tx, training.id), learns, stage.deps)
        aside = replace(learns, stage="aside")
        after = await ending.progress(tx, await jobs.get(tx, training.id), aside, stage.deps)
    assert "paused at step 80 of 160 while a picture is made" in after.text
    assert after.done >= before.done


async def test_two_workers_halve_the_wait_for_a_long_line(stage, known):
    """What is told is what happens: with two cards the line moves twice as fast."""
    for _ in range(4):
        await known.types("/portrait oil 1")
    [one] = await known.types("/portrait oil 1")
    job = (await stage.jobs())[0]
    stage.deps = replace(stage.deps, serving=lambda: Serving(workers=2))
    async with stage.db.transaction() as tx:
        two = await work.waiting(tx, job, stage.deps, stage.deps.translator.words("en"))
    began, each = stage.db.clock.now(), stage.deps.limits.picture_seconds
    assert one.finish_at - began == pytest.approx(5 * each, abs=1)
    assert two.finish_at - began == pytest.approx(3 * each, abs=1)
