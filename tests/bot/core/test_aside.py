"""A training lies aside over the real job store: what is kept of it, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from engine.errors import JobCancelledError, LaidAsideError
from engine.files import Media, Scratch, Training
from engine.queue.dispatcher import Dispatcher
from engine.requests import Lane, Progress, to_json
from engine.tasks.enrol.request import Enrol
from storage import identities, jobs
from storage.errors import NoSuchJobError
from tests.bot.core.test_jobstore import learnt, row_of
from tests.bot.helpers import Rig, drawn, opened, portrait
from tests.engine.queue.fake_clock import FakeClock
from tests.engine.queue.test_inturn import Worker
from tests.storage.helpers import ManualClock, person

SOON = 120.0  # seconds until a test gives up, on however busy a machine


class Bot:
    """One process: a dispatcher over the store, and a worker that does as it is told."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.clock, self.worker = rig, FakeClock(), Worker()
        self.dispatcher = Dispatcher(rig.store, {Lane.DEVICE: self.worker}, owner="w1", clock=self.clock)
        self.running = asyncio.create_task(self.dispatcher.run())

    async def until(self, true: Callable[[], bool], seconds: float = 0.0) -> None:
        """Wait for what the database's thread and the dispatcher do, letting the clock go by hand meanwhile."""
        async with asyncio.timeout(SOON):
            while not true():
                await self.clock.advance(seconds)
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """Everything between a front end and the engine."""
    async with opened(tmp_path, ManualClock()) as made:
        yield made


async def _asked(rig: Rig, request: object, user: str, identity: str) -> str:
    async with rig.db.transaction() as tx:
        job = await jobs.enqueue(
            tx, account=await person(tx, user), kind=request.kind, lane=request.lane, request=to_json(request),
            platform="fake", address={"chat": user}, identity=identity,
        )  # fmt: skip
        if isinstance(request, Enrol):
            await identities.learn(tx, identity, job.id)
    return job.id


async def _aside(rig: Rig, bot: Bot) -> tuple[str, str, Path]:
    """Bring it about that ann's training lies aside for bob's portrait; returns both, and where hers is kept."""
    photo = await rig.keep(b"jpeg")
    async with rig.db.transaction() as tx:
        face = await identities.create(tx, await person(tx), "me")
    request = Enrol(photos=(Media(photo).path,), identity=Scratch("face").path, work=Training("face").path)
    training = await _asked(rig, request, "ann", face.id)
    await bot.until(lambda: bot.worker.at == {training})
    member = bot.worker.members[training]
    work = member.job.request.work
    work.mkdir(parents=True, exist_ok=True)
    (work / "training.safetensors").write_bytes(b"half a face")
    member.on_progress(Progress(stage="training", done=40, total=160))
    bobs = await learnt(rig, "bob")
    picture = await _asked(rig, portrait(bobs), "bob", bobs)
    await bot.until(member.aside.is_set, 5.0)
    bot.worker.end(training, LaidAsideError())
    await bot.until(lambda: bot.worker.at == {picture})
    return training, picture, work


async def test_it_goes_on_as_the_same_attempt_in_the_same_folder(rig: Rig):
    """Nothing in the table tells it from a training that was never interrupted."""
    bot = Bot(rig)
    training, picture, work = await _aside(rig, bot)
    before = await row_of(rig, training)
    assert (before.state, before.attempts, before.token) == ("running", 1, 1)
    bot.worker.end(picture, drawn(bot.worker.members[picture].job, 1))
    await bot.until(lambda: bot.worker.at == {training})
    assert (work / "training.safetensors").read_bytes() == b"half a face"
    assert bot.worker.members[training].job.request.work == work
    assert (await row_of(rig, picture)).state == "rendered"
    after = await row_of(rig, training)
    assert (after.state, after.attempts, after.token, after.started) == ("running", 1, 1, before.started)
    await bot.kill()


@pytest.mark.parametrize("how", ["forget", "cancel"])
async def test_whose_training_lies_aside_may_leave_and_nothing_of_it_stays(rig: Rig, how: str):
    """/forget erases the half-learnt face at once, while somebody else is drawn, who does not notice."""
    bot = Bot(rig)
    training, picture, work = await _aside(rig, bot)
    async with rig.db.transaction() as tx:
        ann = await person(tx)
        await (rig.vault.forget(tx, ann) if how == "forget" else jobs.cancel(tx, training, ann))
    bot.dispatcher.nudge()
    await bot.until(lambda: not work.parent.exists(), 5.0)
    if how == "forget":
        with pytest.raises(NoSuchJobError):
            await row_of(rig, training)
    else:
        ended = await row_of(rig, training)
        assert (ended.state, ended.error["code"]) == ("cancelled", JobCancelledError.code)
    assert bot.worker.at == {picture}
    bot.worker.end(picture, drawn(bot.worker.members[picture].job, 1))
    await bot.until(lambda: bot.dispatcher.busy == 0)
    assert (await row_of(rig, picture)).state == "rendered"
    assert len(bot.worker.batches) == 2  # the training was not begun again
    await bot.kill()


async def test_after_a_kill_it_goes_on_from_where_it_lay(tmp_path: Path):
    """The next start finds two running jobs of nobody and half a face on disk; neither pays an attempt."""
    clock = ManualClock()
    async with opened(tmp_path, clock) as rig:
        bot = Bot(rig)
        training, picture, work = await _aside(rig, bot)
        await bot.kill()
    clock.advance(1)
    async with opened(tmp_path, clock) as rig:
        assert await rig.store.recover("w1") == 2
        again = Bot(rig)
        for _ in range(2):
            await again.until(lambda: bool(again.worker.at))
            (one,) = again.worker.at
            if one == training:
                assert (work / "training.safetensors").read_bytes() == b"half a face"
                assert again.worker.members[one].job.attempt == 1
                again.worker.end(one, JobCancelledError())  # as good an end as any
            else:
                again.worker.end(one, drawn(again.worker.members[one].job, 1))
        await again.until(lambda: again.dispatcher.busy == 0 and not again.worker.at)
        assert sorted(again.worker.batches) == sorted([[picture], [training]])
        assert (await row_of(rig, picture)).state == "rendered"
        assert (await row_of(rig, training)).state == "cancelled"
        await again.kill()
