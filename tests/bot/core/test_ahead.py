"""Files of the next jobs are fetched while the workers are busy: sealed, bounded, given out once, and forgotten."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ahead import Ahead
from bot.core.jobstore import AHEAD
from engine.queue.store import ReadsAhead
from engine.requests import Lane
from storage import identities
from storage.media import Media
from storage.vault import MAGIC, Vault
from tests.bot.core.test_jobstore import claim, enqueue, learnt, row_of
from tests.bot.helpers import Rig, drawn, opened, portrait
from tests.fakes.s3 import PATIENCE
from tests.storage.helpers import ManualClock, person
from tests.storage.test_s3 import files_in


def row(name: str, size: int) -> Media:
    return Media(id=name, account="a", purpose="adapter", name=name, mime="", bytes=size, created=0.0, expires=None)


class Store:
    """Gives each file once it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gives = asyncio.Event()
        self.broken = False

    async def read(self, name: str) -> bytes:
        self.asked.append(name)
        await self.gives.wait()
        if self.broken:
            raise OSError("no answer")
        return name.encode()


async def begun(ahead: Ahead, *files: Media) -> None:
    ahead.want(files)
    await asyncio.sleep(0)


async def test_a_file_is_fetched_once_and_given_out_once():
    """It is nobody's to keep after the job that needed it has it."""
    store = Store()
    ahead = Ahead(store.read)
    await begun(ahead, row("a", 5))
    await begun(ahead, row("a", 5))
    store.gives.set()
    assert await ahead.take("a") == b"a"
    assert (await ahead.take("a"), ahead.held, store.asked) == (None, 0, ["a"])


async def test_a_file_on_its_way_is_waited_for():
    """Asking a second time would take as long again."""
    store = Store()
    ahead = Ahead(store.read)
    await begun(ahead, row("a", 5))
    taken = asyncio.create_task(ahead.take("a"))
    await asyncio.sleep(0)
    store.gives.set()
    assert (await taken, store.asked) == (b"a", ["a"])


async def test_no_more_is_held_than_the_bound():
    """Those needed first are fetched; whoever finds no room is read when its turn comes."""
    store = Store()
    ahead = Ahead(store.read, most=10)
    await begun(ahead, row("a", 6), row("b", 6), row("c", 4))
    assert (store.asked, ahead.held) == (["a", "c"], 10)


async def test_what_nobody_waits_for_any_more_makes_room():
    """A job that was taken back must not keep the others' files out for ever."""
    store = Store()
    ahead = Ahead(store.read, most=10)
    await begun(ahead, row("a", 6))
    await begun(ahead, row("b", 4))
    assert ahead.held == 10, "room for both: a job just handed out may still take the first"
    await begun(ahead, row("b", 4), row("c", 6))
    assert (store.asked, ahead.held) == (["a", "b", "c"], 10)
    assert await ahead.take("a") is None


async def test_a_store_that_gives_nothing_is_no_failure_here():
    """Whoever needs the file reads it again, and says what is wrong."""
    store = Store()
    store.broken = True
    store.gives.set()
    ahead = Ahead(store.read)
    await begun(ahead, row("a", 5))
    assert await ahead.take("a") is None


async def test_forgetting_lets_go_of_what_is_here_and_on_its_way():
    """Somebody was erased: whose files these are is not asked."""
    store = Store()
    ahead = Ahead(store.read)
    await begun(ahead, row("a", 5))
    waiting = asyncio.create_task(ahead.take("a"))
    await begun(ahead, row("b", 5))
    ahead.forget()
    store.gives.set()
    assert (await waiting, await ahead.take("b"), ahead.held) == (b"a", None, 0)


async def test_a_cancel_is_not_lost_where_the_reading_is_cancelled_too():
    """As when a loop ends and cancels all there is: whoever took it for a file that is not there would read on."""
    ahead = Ahead(Store().read)
    await begun(ahead, row("a", 5))
    reading = ahead._files["a"]
    taken = asyncio.create_task(ahead.take("a"))
    await asyncio.sleep(0)
    reading.cancel()
    taken.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taken


async def test_a_job_cancelled_while_it_waits_ends_its_reading():
    """Nothing goes on for nobody."""
    store = Store()
    ahead = Ahead(store.read)
    await begun(ahead, row("a", 5))
    taken = asyncio.create_task(ahead.take("a"))
    await asyncio.sleep(0)
    taken.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taken
    assert {task.get_name() for task in asyncio.all_tasks() if not task.done() and not task.cancelling()} & {
        "read ahead"
    } == set()


@pytest.fixture
async def rig(tmp_path, s3):
    async with opened(tmp_path, ManualClock()) as made:
        vault = Vault.open(tmp_path, files=files_in(s3))
        yield Rig(db=made.db, vault=vault, clock=made.clock, folder=tmp_path)


async def there(rig, count: int) -> None:
    """Wait until so many files were read ahead."""
    files = rig.store._files.ahead._files
    while len(files) < count:  # noqa: ASYNC110 - nobody is told of it but those who take a file
        await asyncio.sleep(0.01)
    await asyncio.wait(files.values())


@pytest.fixture
async def reading(rig):
    """The job store reads ahead, as long as the test runs."""
    task = asyncio.create_task(rig.store.read_ahead(Lane.DEVICE))
    yield task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    rig.store.forget_ahead()


async def test_a_claim_asks_a_store_for_nothing_that_was_read_ahead(rig, s3, reading):
    """While a worker drew, the next face came: it begins as soon as the worker is free."""
    face = await learnt(rig)
    job_id = await enqueue(rig, portrait(face))
    await there(rig, 1)
    held = rig.store._files.ahead._files
    assert all(task.result().startswith(MAGIC) for task in held.values()), "sealed, as it lay there"
    asked = s3.calls["GET"]
    job = await claim(rig, Lane.DEVICE)
    assert s3.calls["GET"] == asked
    assert (job.request.identity / "face.safetensors").is_file()
    await rig.store.complete(job, drawn(job))
    assert (await row_of(rig, job_id)).state == "rendered"


async def test_without_it_a_claim_reads_each_file(rig, s3):
    """The control of the test above."""
    await enqueue(rig, portrait(await learnt(rig)))
    asked = s3.calls["GET"]
    assert await claim(rig, Lane.DEVICE) is not None
    assert s3.calls["GET"] > asked


async def test_a_forgotten_persons_files_are_not_held(rig, reading):
    """`/forget` reaches the job store through the dispatcher, as it reaches the workers."""
    await enqueue(rig, portrait(await learnt(rig)))
    await there(rig, 1)
    rig.store.forget_ahead()
    assert (rig.store._files.ahead.held, rig.store._ahead) == (0, {})


async def settled(rig):
    """Let what reads ahead look again, and come to rest."""
    deleted = rig.db.signals.event("trash", f"{AHEAD}:{Lane.DEVICE}")
    while deleted.is_set():  # noqa: ASYNC110 - it clears it, and then waits again
        await asyncio.sleep(0.01)
    async with rig.db.reading():  # behind the one it looks with
        pass
    await asyncio.sleep(0)


async def test_what_another_process_erased_is_not_held_either(rig, reading):
    """This one's dispatcher hears nothing of it: the rows are gone, and that it is told."""
    face = await learnt(rig)
    await enqueue(rig, portrait(face))
    other = await learnt(rig, "bob")
    await enqueue(rig, portrait(other), "bob")
    await there(rig, 4)
    async with rig.db.transaction() as tx:
        theirs = (await identities.get(tx, face, await person(tx))).folder.values()
        await tx.run("DELETE FROM accounts WHERE id = ?", (await person(tx),))
        tx.signal("trash")
    await settled(rig)
    ahead = rig.store._files.ahead
    assert len(ahead.names) == 2, "the other's are, still"
    assert not set(theirs) & set(ahead.names)
    assert not {row.id for files in rig.store._ahead.values() for row in files} & set(theirs)


async def test_who_is_erased_while_it_is_looked_for_them_is_not_read_for(rig, s3, monkeypatch):
    """What was seen before the erasure is fetched for nobody."""
    await enqueue(rig, portrait(await learnt(rig)))
    named_by, asked = rig.store._files.named_by, s3.calls["GET"]
    looks: list[str] = []

    async def erased_meanwhile(rx, job):
        found = await named_by(rx, job)
        looks.append(job.id)
        rig.store.forget_ahead()
        monkeypatch.setattr(rig.store._files, "named_by", nothing)
        return found

    async def nothing(rx, job):
        looks.append(job.id)
        return []

    monkeypatch.setattr(rig.store._files, "named_by", erased_meanwhile)
    task = asyncio.create_task(rig.store.read_ahead(Lane.DEVICE))
    async with asyncio.timeout(PATIENCE):
        while Lane.DEVICE not in rig.store._ahead:  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert (len(looks), rig.store._files.ahead.names, s3.calls["GET"]) == (2, [], asked)


async def test_a_job_of_before_that_nobody_can_read_keeps_no_others_waiting(rig, reading):
    """Its own claim says what is wrong with it."""
    await enqueue(rig, portrait("nobody's"), "bob")
    await enqueue(rig, portrait(await learnt(rig)))
    await there(rig, 1)


async def test_the_store_is_known_for_one_that_reads_ahead(rig):
    assert isinstance(rig.store, ReadsAhead)


async def test_on_a_disk_of_this_machine_nothing_is_read_ahead(tmp_path):
    """The system keeps what is read there; it returns at once, and nobody need be told again."""
    async with opened(tmp_path, ManualClock()) as rig:
        await enqueue(rig, portrait(await learnt(rig)))
        await asyncio.wait_for(rig.store.read_ahead(Lane.DEVICE), 60)
        assert rig.store._files.ahead.held == 0
