"""Where sealed files lie does not answer for a while: everything waits, nothing is lost, nobody is blamed."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from bot.core import intake as intakes
from bot.core import jobstore
from bot.core.delivery import BROKEN_ATTEMPTS
from bot.core.export import Exporter
from bot.frontends.attached import take_in
from bot.frontends.base import OUT_OF_REACH, NotKeptError, RetryLaterError, Upload
from engine.errors import FilesUnreachableError
from engine.queue.batching import Batching
from engine.requests import Lane, Progress
from handlers.views import PictureItem, Pictures, Text, to_json
from storage import jobs, outbox
from storage.retention import Retention
from storage.vault import Vault
from tests.bot.core.test_jobstore import claim, enqueue, learnt, row_of, shown
from tests.bot.frontends.test_attached import Remote, item
from tests.bot.helpers import FakeFrontEnd, Rig, drawn, opened, portrait, who, write
from tests.fakes.s3 import PATIENCE
from tests.storage.helpers import ManualClock, person
from tests.storage.test_s3 import files_in

PHOTO = Upload(name="a.jpg", mime="image/jpeg", data=b"\xff\xd8 a face")


@pytest.fixture
async def rig(tmp_path, s3):
    async with opened(tmp_path, ManualClock()) as made:
        vault = Vault.open(tmp_path, files=files_in(s3))
        yield Rig(db=made.db, vault=vault, clock=made.clock, folder=tmp_path)


@pytest.fixture
def hasty(monkeypatch):
    """No minute of waiting."""
    monkeypatch.setattr(jobstore, "STORE_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(jobstore, "STORE_SECONDS", 0.0)


async def test_a_result_waits_for_the_store_under_its_lease(rig, s3, monkeypatch):
    """A minute of drawing is not thrown away for a few seconds of silence."""
    monkeypatch.setattr(jobstore, "STORE_AGAIN_SECONDS", 0.01)
    job_id = await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    s3.down = True
    ending = asyncio.create_task(rig.store.complete(job, drawn(job)))
    await s3.until(lambda: s3.calls["PUT"] >= 8)  # two files for the learnt face, the rest in vain
    assert not ending.done()
    s3.down = False
    await ending
    assert (await row_of(rig, job_id)).state == "rendered"
    async with rig.db.reading() as rx:
        known = {row["id"] for row in await rx.all("SELECT id FROM media")}
    assert {name.rpartition("/")[2] for name in s3.names("bot/media/")} == known


async def test_a_result_no_store_takes_is_made_again_and_at_last_said(rig, s3, hasty):
    """One that gives and does not take, as a full one, must not have the same picture drawn for ever."""
    job_id = await enqueue(rig, portrait(await learnt(rig)), units=60.0)
    s3.full = True
    for _ in range(jobs.ATTEMPTS):
        rig.clock.advance(1000)
        assert await shown(rig) is None
        job = await claim(rig, Lane.DEVICE)
        with pytest.raises(FilesUnreachableError) as refused:
            await rig.store.complete(job, drawn(job))
        await rig.store.fail(job, refused.value)
    assert (await row_of(rig, job_id)).state == "failed"
    assert (await shown(rig)).view["text"] == "portrait files-unreachable"


async def test_a_job_whose_photos_cannot_be_had_waits_however_long(rig, s3, caplog):
    """They are not gone. The attempt does not count, and others are looked at meanwhile."""
    job_id = await enqueue(rig, portrait(await learnt(rig)))
    s3.down = True
    with caplog.at_level(logging.WARNING):
        for _ in range(jobs.ATTEMPTS + 2):
            assert await claim(rig, Lane.DEVICE) is None
            assert ((await row_of(rig, job_id)).state, (await row_of(rig, job_id)).attempts) == ("queued", 0)
            rig.clock.advance(jobstore.NO_STORE_SECONDS + 1)
    assert "the store of sealed files does not answer" in caplog.text
    s3.down = False
    job = await claim(rig, Lane.DEVICE)
    assert job.id == job_id
    await rig.store.complete(job, drawn(job))
    assert (await row_of(rig, job_id)).state == "rendered"


async def test_a_slow_store_does_not_cost_the_lease(rig, s3):
    """Its files take longer to come than the lease: nobody else may take the job meanwhile."""
    job_id = await enqueue(rig, portrait(await learnt(rig)))
    s3.silent = True
    before, seen = rig.clock.now(), set()
    task = asyncio.create_task(rig.store.claim(Lane.DEVICE, "me", 0.3))
    async with asyncio.timeout(PATIENCE):
        while len(seen - {None}) < 3 or rig.clock.now() - before <= 0.3:
            assert not task.done()
            seen.add((await row_of(rig, job_id)).lease)
            rig.clock.advance(0.05)
            await asyncio.sleep(0.05)
    s3.silent = False
    assert (await task).id == job_id
    assert (await row_of(rig, job_id)).lease > before + 0.3


async def test_a_slow_store_does_not_cost_the_lease_of_who_runs_along(rig, s3):
    """Each of those who run together brings its files, while the first, which has its own, waits for them."""
    people = ("ann", "bob", "cleo")
    first_id, *others = [await enqueue(rig, portrait(await learnt(rig, user)), user) for user in people]
    first = await claim(rig, Lane.DEVICE)
    assert first.id == first_id
    s3.silent = True
    batching = Batching(most=3, least=2, alike=lambda request: True)
    task = asyncio.create_task(rig.store.claim_mates(first, "me", 0.3, batching))
    leases = {first_id: set(), **{other: set() for other in others}}
    async with asyncio.timeout(PATIENCE):
        while not all(len(seen - {None}) > 1 for seen in leases.values()):
            assert not task.done()
            for each in leases:
                leases[each].add((await row_of(rig, each)).lease)
            rig.clock.advance(0.05)
            await asyncio.sleep(0.05)
    s3.silent = False
    assert {mate.id for mate in await task} == set(others)


async def newest(rig):
    """Return the preview of the newest message that waits."""
    async with rig.db.reading() as rx:
        return json.loads(await rx.value("SELECT view FROM outbox ORDER BY id DESC LIMIT 1"))["preview"]


async def test_progress_goes_on_without_a_preview(rig, s3):
    """The next one is shown again."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    preview = write(job.scratch / "preview.png", b"half a face")
    s3.down = True
    await rig.store.progress(job, Progress(stage="draw", done=1, total=9, preview=preview))
    assert await newest(rig) is None
    s3.down = False
    await rig.store.progress(job, Progress(stage="draw", done=2, total=9, preview=preview))
    assert (await newest(rig)).startswith("media:")


class ReadingFrontEnd(FakeFrontEnd):
    """Shows what it could read."""

    async def deliver(self, address, view, key, previous, files):
        for each in getattr(view, "items", ()):
            await files.read(each.media)
        return await super().deliver(address, view, key, previous, files)


async def test_a_picture_waits_until_it_can_be_had(rig, s3):
    """However often it was tried: an apology in its place would be the loss of a result."""
    media = await rig.keep(b"finished", purpose="portrait")
    async with rig.db.transaction() as tx:
        owner = await tx.value("SELECT id FROM accounts")
        view = to_json(Pictures(text="yours", items=(PictureItem(media=media),)))
        await outbox.put(tx, key="k", platform="fake", address={"chat": "ann"}, view=view, account=owner)
    front = ReadingFrontEnd()
    s3.down = True
    for _ in range(BROKEN_ATTEMPTS + 2):
        await rig.delivery.drain({"fake": front})
        rig.clock.advance(400)
    assert front.deliveries == []
    s3.down = False
    await rig.delivery.drain({"fake": front})
    assert [view.text for _, view in front.deliveries] == ["yours"]


class Uploading(FakeFrontEnd):
    """Takes a file in with every update, as a chat platform does."""

    async def events(self, payload, intake):
        await take_in(item(), intake, 10, Remote())
        return await super().events(payload, intake)


async def test_an_update_with_a_photo_waits_and_is_taken_when_the_store_is_back(rig, s3):
    """The photo is still at the platform; nothing is said of it, and it does not count as tried."""

    async def handle(tx, event):
        return [Text(text=f"heard {event.text}")]

    front = Uploading()
    await rig.inbox.accept("fake", "1", {"text": "here I am", "user": "ann"}, "ann")
    s3.down = True
    for _ in range(intakes.ATTEMPTS + 2):
        await rig.inbox.drain({"fake": front}, handle)
        rig.clock.advance(60)
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT attempts FROM inbox") == 0
    s3.down = False
    await rig.inbox.drain({"fake": front}, handle)
    await rig.delivery.drain({"fake": front})
    assert front.texts == ["heard here I am"]
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 1


async def test_what_only_the_browser_has_is_refused_with_a_reason_and_may_come_again(rig, s3):
    """There nobody keeps the photo for later; and the tries are not counted as photos."""
    s3.down = True
    for _ in range(100):
        if s3.calls["PUT"] > 12:
            break
        with pytest.raises(NotKeptError) as refused:
            await rig.inbox.keep(who(), PHOTO)
        assert refused.value.problem == OUT_OF_REACH
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0
    s3.down = False
    assert await rig.inbox.keep(who(), PHOTO)


async def test_a_platform_that_keeps_the_file_is_asked_again(rig, s3):
    """Of the file nothing is said: it is not its fault."""
    s3.down = True
    with pytest.raises(RetryLaterError):
        await take_in(item(), rig.inbox, 10, Remote())


async def asked(rig, number, handle, front):
    """Send one update and handle what is due."""
    await rig.inbox.accept("fake", str(number), {"text": "please", "user": "ann"}, "ann")
    await rig.inbox.drain({"fake": front}, handle)


async def ids(rig, purpose):
    async with rig.db.reading() as rx:
        return [row["id"] for row in await rx.all("SELECT id FROM media WHERE purpose = ?", (purpose,))]


def stored(s3):
    return {name.rpartition("/")[2] for name in s3.names("bot/media/")}


@pytest.fixture(params=["export", "lend"])
def wanted(request, rig):
    """What a handler asks for that is made of files: (work in its transaction, purpose of what it comes to)."""

    async def export(tx):
        ann = await person(tx, "ann")
        return await Exporter(rig.vault, Retention()).export(tx, ann, "fake")

    async def lend(tx):  # to whoever writes, whom nobody knows: their account is made in the same transaction
        bob, ann = await person(tx, "ann"), await person(tx, "owner")
        picture = await tx.value("SELECT id FROM media WHERE account = ? AND purpose = 'preview'", (ann,))
        return await rig.vault.lend(tx, picture, ann, bob, tx.now() + 60)

    if request.param == "export":
        return export, "export", 1, "ann"
    return lend, "preview", 2, "owner"


async def test_nobody_waits_for_the_store_while_an_archive_or_a_lent_face_is_made(rig, s3, wanted):
    """Else one person's /export kept everybody's messages, and the leases of all jobs, while the store took."""
    work, purpose, count, owner = wanted
    await rig.keep(b"a face", owner, purpose="preview")
    s3.silent, front, waited = True, FakeFrontEnd(), 0

    async def handle(tx, event):
        return [Text(text=str(await work(tx)))]

    task = asyncio.create_task(asked(rig, 1, handle, front))
    while not task.done():
        await s3.until(lambda: s3.held or task.done())
        if s3.held:  # the store has a question of it, and answers nothing before the neighbour is served
            async with asyncio.timeout(PATIENCE), rig.db.transaction() as tx:
                await person(tx, "neighbour")
            waited += 1
            s3.silent = False
            await s3.until(lambda: not s3.held)
            s3.silent = True
    await task
    s3.silent = False
    assert waited >= 1
    assert s3.calls["GET"] >= 1
    assert len(await ids(rig, purpose)) == count
    async with rig.db.reading() as rx:
        assert stored(s3) == {row["id"] for row in await rx.all("SELECT id FROM media")}


async def test_an_archive_or_a_lent_face_the_store_does_not_take_waits_and_leaves_nothing(rig, s3, wanted):
    """The update is answered once the store is back, once; what was made in vain is gone."""
    work, purpose, count, owner = wanted
    await rig.keep(b"a face", owner, purpose="preview")
    front = FakeFrontEnd()

    async def handle(tx, event):
        return [Text(text=str(await work(tx)))]

    s3.full = True
    await asked(rig, 1, handle, front)
    assert len(await ids(rig, purpose)) == count - 1
    s3.full = False
    rig.clock.advance(60)
    await rig.inbox.drain({"fake": front}, handle)
    await rig.delivery.drain({"fake": front})
    assert len(front.texts) == 1
    assert len(await ids(rig, purpose)) == count
    async with rig.db.reading() as rx:
        assert stored(s3) == {row["id"] for row in await rx.all("SELECT id FROM media")}


async def test_what_was_made_for_a_handler_that_then_fails_is_deleted(rig, s3, wanted):
    """An archive of everything about somebody without a row would lie there until a sweep."""
    work, purpose, count, owner = wanted
    await rig.keep(b"a face", owner, purpose="preview")
    reached = []

    async def handle(tx, event):
        await work(tx)
        reached.append(stored(s3))
        raise RuntimeError("on purpose")

    await asked(rig, 1, handle, FakeFrontEnd())
    assert len(reached[0]) == 2, "the control: it was made"
    assert len(stored(s3)) == 1
    assert len(await ids(rig, purpose)) == count - 1
