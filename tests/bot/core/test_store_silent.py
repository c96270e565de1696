"""A store that takes every question and answers none: the chat goes on, and what needs a file says that it waits."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.delivery import needs_files
from bot.core.intake import Inbox
from bot.frontends.attached import take_in
from bot.schedule import AWAY_SECONDS, watch_store
from engine.requests import Lane
from handlers.context import Deps
from handlers.views import PictureItem, Pictures, Text, to_json
from storage import accounts, contacts, outbox
from storage.breaker import PAUSE_SECONDS, Breaker
from storage.errors import StoreSilentError
from storage.s3 import is_silence
from storage.vault import Vault
from tests.bot.core.test_jobstore import claim, enqueue, learnt, row_of
from tests.bot.core.test_store_away import ReadingFrontEnd
from tests.bot.frontends.test_attached import Remote, item
from tests.bot.helpers import FakeFrontEnd, Rig, opened, portrait, sorry, who
from tests.fakes.s3 import PATIENCE
from tests.handlers.stage import FakeStyles
from tests.storage.helpers import ManualClock, person
from tests.storage.test_s3 import files_in


class Sending(FakeFrontEnd):
    """Takes in a photo where the text says so, as a chat platform does."""

    remote = Remote()

    async def events(self, payload, intake):
        if payload["text"] == "photo":
            await take_in(replace(item(), who=who(payload["user"])), intake, 10, self.remote)
        return await super().events(payload, intake)


@pytest.fixture
async def rig(tmp_path, s3):
    async with opened(tmp_path, ManualClock()) as made:
        breaker = Breaker("the store", is_silence, probe=PATIENCE, clock=made.clock.now)
        vault = Vault.open(tmp_path, files=files_in(s3, breaker=breaker))
        rig = Rig(db=made.db, vault=vault, clock=made.clock, folder=tmp_path, front=Sending())
        rig.front.remote = Remote()
        rig.inbox = Inbox(rig.db, rig.vault, sorry, waits=lambda locale: Text(text="it waits"))
        yield rig


async def handle(tx, event):
    return [Text(text=f"heard {event.text}")]


async def say(rig, user, text):
    update = rig.db.ids.new()
    await rig.inbox.accept("fake", update, {"text": text, "user": user}, user)


async def serve(rig):
    """Answer and send what is due."""
    await rig.inbox.drain(rig.fronts, handle)
    await rig.delivery.drain(rig.fronts)


async def fall_silent(rig, s3):
    """Let one question be in vain, with no patience at all."""
    s3.silent = True
    rig.vault.files._seconds = 0.0
    await say(rig, "ann", "photo")
    await serve(rig)
    rig.vault.files._seconds = PATIENCE


async def speak(rig, s3):
    """Let it answer again, and find that out."""
    s3.silent = False
    rig.clock.advance(PAUSE_SECONDS)
    await watch_store(rig.db, rig.vault.files, None)


async def test_who_sends_a_photo_reads_once_that_it_waits_and_it_is_taken_later(rig, s3):
    """Their update is put off, not lost; each try says nothing more."""
    await fall_silent(rig, s3)
    rig.vault.files._seconds = 0.0  # the one that asks again meanwhile is in vain at once
    for _ in range(3):
        rig.clock.advance(PAUSE_SECONDS / 2)
        await serve(rig)
    assert rig.front.texts == ["it waits"]
    rig.vault.files._seconds = PATIENCE
    await speak(rig, s3)
    rig.clock.advance(PAUSE_SECONDS)
    await serve(rig)
    assert rig.front.texts == ["it waits", "heard photo"]
    assert len(s3.names("bot/media/")) == 1


async def test_who_is_new_reads_it_once_too(rig, s3):
    """Nothing is kept of them yet, nor of what they were told: each try would say it again."""
    await fall_silent(rig, s3)
    rig.vault.files._seconds = 0.0
    await say(rig, "ben", "photo")
    for _ in range(6):
        await serve(rig)
        rig.clock.advance(PAUSE_SECONDS / 2)
    assert len(rig.front.deliveries) == 2, "one to ann, one to ben"
    rig.vault.files._seconds = PATIENCE
    await speak(rig, s3)
    await serve(rig)
    assert sorted(rig.front.texts) == ["heard photo", "heard photo", "it waits", "it waits"]
    assert rig.inbox._told_it_waits == set()


async def test_while_it_is_silent_nobody_waits_for_it(rig, s3):
    """One question was in vain. From then on a photo is put off, and words are answered, without another."""
    await fall_silent(rig, s3)
    before, fetched, rig.front.screen = s3.calls.total(), rig.front.remote.asked, {}
    for user in ("ben", "cyd", "dan", "eve", "fay", "gus", "hal", "ida", "jon"):
        await say(rig, user, "photo")
    await say(rig, "zoe", "hello")
    await serve(rig)  # with the patience of the store in these tests it would take minutes for each
    assert sorted(rig.front.texts) == ["heard hello", *["it waits"] * 9]
    assert s3.calls.total() == before
    assert rig.front.remote.asked == fetched, "nor is a photo fetched from its platform in vain"
    assert rig.vault.files.silent


async def waiting(rig):
    """Return a platform that reads what it shows, and the view of a finished picture."""
    front = rig.fronts["fake"] = ReadingFrontEnd()
    picture = PictureItem(media=await rig.keep(b"finished", purpose="portrait"))
    return front, Pictures(text="yours", items=(picture,))


async def put(rig, key, view, **more):
    async with rig.db.transaction() as tx:
        values = {"address": {"chat": "1"}, "view": to_json(view), "account": await person(tx)}
        await outbox.put(tx, key=key, platform="fake", **values, **more)


async def test_words_go_before_a_picture_that_waits(rig, s3):
    """A finished picture is kept back; what its person asks meanwhile is answered. Then it comes, once."""
    front, picture = await waiting(rig)
    await put(rig, "picture", picture, thread="job")
    s3.silent = True
    rig.vault.files._seconds = 0.0
    await rig.delivery.drain(rig.fronts)
    rig.vault.files._seconds = PATIENCE
    await put(rig, "over it", Text(text="of the same"), thread="job")
    await put(rig, "words", Text(text="hi"))
    await rig.delivery.drain(rig.fronts)
    assert [key for key, _ in front.deliveries] == ["words"], "what would be shown over the picture waits with it"
    await speak(rig, s3)
    rig.clock.advance(400)
    await rig.delivery.drain(rig.fronts)
    assert [key for key, _ in front.deliveries] == ["words", "picture", "over it"]


async def test_words_wait_behind_a_picture_while_the_store_answers(rig, s3):
    """The control: in order, as ever."""
    front, picture = await waiting(rig)
    await put(rig, "picture", picture, due=rig.clock.now() + 300)
    await put(rig, "words", Text(text="hi"))
    await rig.delivery.drain(rig.fronts)
    assert front.deliveries == []
    s3.silent = True
    rig.vault.files._seconds = 0.0
    with pytest.raises(StoreSilentError):
        await rig.vault.files.read("anything")
    await rig.delivery.drain(rig.fronts)
    assert [key for key, _ in front.deliveries] == ["words"]


async def test_who_has_nothing_but_pictures_waiting_is_not_looked_at_again_and_again(rig, s3, monkeypatch):
    """Each message of anybody would else cost as many looks as there are chats that wait."""
    _, picture = await waiting(rig)
    await put(rig, "picture", picture)
    s3.silent = True
    rig.vault.files._seconds = 0.0
    await rig.delivery.drain(rig.fronts)
    looked, serve_place = [], rig.delivery._serve

    async def seen(frontend, place):
        looked.append(place)
        await serve_place(frontend, place)

    monkeypatch.setattr(rig.delivery, "_serve", seen)
    await rig.delivery.drain(rig.fronts)
    assert looked == []
    await put(rig, "words", Text(text="hi"))
    await rig.delivery.drain(rig.fronts)
    assert looked == ["fake:1"], "the control: there is something to say"


def test_a_view_needs_a_file_only_where_it_shows_one_of_a_person():
    """Pictures of the program come with it."""
    assert needs_files(to_json(Pictures(text="", items=(PictureItem(media="01abc"),))))
    assert not needs_files(to_json(Pictures(text="", items=(PictureItem(media="style:ink"),))))
    assert not needs_files(to_json(Text(text="media")))


async def test_jobs_are_left_alone_while_it_is_silent(rig, s3):
    """Each of a thousand would be handed out and put off again, at once, for ever."""
    job = await enqueue(rig, portrait(await learnt(rig)))
    await fall_silent(rig, s3)
    before = s3.calls.total()
    assert await claim(rig, Lane.DEVICE) is None
    row = await row_of(rig, job)
    assert (row.state, row.token, s3.calls.total()) == ("queued", 0, before)
    await speak(rig, s3)
    assert (await claim(rig, Lane.DEVICE)).id == job


async def test_the_admins_hear_of_a_store_that_stays_away(rig, s3):
    """Once a day; a moment alarms nobody."""
    deps = Deps(styles=FakeStyles(), seed=lambda: 1, admins=frozenset({"fake:root"}))
    async with rig.db.transaction() as tx:
        await accounts.find_or_create(tx, "fake", "root")
        await contacts.met(tx, "fake", "root", {"chat": "1"}, "en")
    await fall_silent(rig, s3)
    assert not await watch_store(rig.db, rig.vault.files, deps)
    rig.clock.advance(PAUSE_SECONDS)
    rig.vault.files._seconds = 0.0
    rig.clock.advance(AWAY_SECONDS)
    for _ in range(3):
        assert await watch_store(rig.db, rig.vault.files, deps)
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM outbox WHERE key LIKE 'alert:alert-store-away:%'") == 1
    rig.vault.files._seconds = PATIENCE
    await speak(rig, s3)
    assert not await watch_store(rig.db, rig.vault.files, deps)


async def test_a_question_that_hangs_ends_with_the_first_in_vain(rig, s3):
    """Whoever asked just before is told with it, whatever patience was left."""
    s3.silent = True
    slow = [asyncio.create_task(rig.vault.files.read(f"photo{number}")) for number in range(3)]
    await s3.until(lambda: s3.held == 3)
    await fall_silent(rig, s3)
    ended = await asyncio.gather(*slow, return_exceptions=True)
    assert [type(each) for each in ended] == [StoreSilentError] * 3
