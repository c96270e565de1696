from __future__ import annotations

import pytest

from bot.frontends.local import inbound
from bot.frontends.local.history import StoredHistory
from bot.frontends.local.transcript import Transcript
from handlers.views import Progress, Text, to_json
from storage import accounts, inbox, outbox
from storage.database import Database


@pytest.fixture
async def db(tmp_path):
    async with Database.open(tmp_path / "portrait.sqlite") as database:
        yield database


async def hear(db, user, text, update):
    async with db.transaction() as tx:
        account = await accounts.find_or_create(tx, "local", user)
        await inbox.add(tx, "local", update, inbound.said(user, "en", text), chat=user)
    async with db.reading() as rx:
        row = await inbox.oldest(rx, "local", user)
    async with db.transaction() as tx:
        await inbox.handled(tx, row.id, account.id, kept=True)
    return account


async def show(db, account, user, view, key, message=None, sent=True, platform="local"):
    async with db.transaction() as tx:
        address = {"chat": user}
        await outbox.put(tx, key=key, platform=platform, address=address, view=to_json(view), account=account.id)
    if sent:
        async with db.reading() as rx:
            row = await outbox.first(rx, platform, f"{platform}:{user}")
        async with db.transaction() as tx:
            await outbox.sent(tx, row.id, {"message": message or key})


def told(lines):
    page = Transcript()
    for line in lines:
        page.put(line)
    return [line.payload["text"] if line.mine else line.view.text for line in page.lines]


async def test_a_reloaded_page_shows_what_was_said_on_both_sides(db):
    """After a reload, and after a restart of the bot, the conversation stands as it stood."""
    account = await hear(db, "ann", "/start", "u1")
    await show(db, account, "ann", Text(text="Hello!"), "k1")
    await hear(db, "ann", "thanks", "u2")
    assert told(await StoredHistory(db).lines("ann", 50)) == ["/start", "Hello!", "thanks"]


async def test_edits_fold_into_one_message(db):
    """A job's progress and its result are one bubble, as they were on the live page."""
    account = await hear(db, "ann", "/portrait", "u1")
    await show(db, account, "ann", Progress(job="1", text="10 %"), "k1")
    await show(db, account, "ann", Text(text="done"), "k2", message="k1")
    assert told(await StoredHistory(db).lines("ann", 50)) == ["/portrait", "done"]


async def test_nobody_reads_anybody_elses_conversation(db):
    """One machine, two browsers."""
    account = await hear(db, "ann", "my secret", "u1")
    await show(db, account, "ann", Text(text="noted"), "k1")
    await hear(db, "bob", "hello", "u2")
    assert told(await StoredHistory(db).lines("bob", 50)) == ["hello"]
    assert await StoredHistory(db).lines("carol", 50) == []


async def test_another_platform_of_the_same_person_stays_there(db):
    """A linked account holds several conversations; the page shows its own."""
    account = await hear(db, "ann", "here", "u1")
    await show(db, account, "77", Text(text="on another platform"), "k1", platform="telegram")
    assert told(await StoredHistory(db).lines("ann", 50)) == ["here"]


async def test_what_was_not_sent_is_not_history(db):
    """Delivery shows it when its turn comes; shown twice would be wrong."""
    account = await hear(db, "ann", "/start", "u1")
    await show(db, account, "ann", Text(text="later"), "k1", sent=False)
    assert told(await StoredHistory(db).lines("ann", 50)) == ["/start"]


async def test_only_the_newest_lines_are_read(db):
    """A long life of a chat must not slow its page down."""
    for number in range(6):
        await hear(db, "ann", f"line {number}", f"u{number}")
    assert told(await StoredHistory(db).lines("ann", 3)) == ["line 3", "line 4", "line 5"]
