"""A deleted picture leaves the chats it was shown in, on every platform, and nothing else does."""

from __future__ import annotations

import json

from handlers.views import Pictures, Progress, Text, to_json
from storage import accounts, outbox
from storage.places import place_of
from tests.handlers.stage import action_of


async def shown(stage, user, key, view, platform="fake", chat="here", on="fake"):
    """Write a message as sent, as delivery does; ``on``: the platform the person is known on."""
    async with stage.db.transaction() as tx:
        account = await accounts.find(tx, on, user)
        written = {"view": to_json(view), "account": account.id, "thread": key}
        await outbox.put(tx, key=key, platform=platform, address={"chat": chat}, **written)
        row = await outbox.newest(tx, place_of(platform, {"chat": chat}), key)
        await outbox.sent(tx, row.id, {"message": key, "all": [key]})


async def removals(stage):
    """Return (platform, messages, whether the person was erased) of every removal that waits to be sent."""
    async with stage.db.reading() as rx:
        rows = await rx.all("SELECT platform, view FROM outbox WHERE sent IS NULL ORDER BY platform")
    views = [(row["platform"], json.loads(row["view"])) for row in rows if "receipts" in row["view"]]
    return [(name, [one["message"] for one in view["receipts"]], view["everything"]) for name, view in views]


async def drawn(stage, ann, style="oil"):
    """Draw two portraits; returns the view they are shown in."""
    await ann.types(f"/portrait {style} 2")
    return (await stage.draw())[0]


async def test_deleting_takes_the_messages_away(stage, ann):
    """The one in this chat and the one on the person's other platform; the other job's stays."""
    await ann.teaches(photos=1)
    first, second = await drawn(stage, ann), await drawn(stage, ann, "noir")
    await shown(stage, "ann", "one", first)
    await shown(stage, "ann", "apart", Pictures(items=first.items[1:]), platform="other", chat="there")
    await shown(stage, "ann", "two", second)
    await shown(stage, "ann", "words", Text(text="hello"))
    await ann.presses(action_of(await ann.presses(action_of([first], "delete")), "erase"))
    assert await removals(stage) == [("fake", ["one"], False), ("other", ["apart"], False)]


async def test_what_was_deleted_is_not_shown_again_from_storage(stage, ann):
    """A reloaded page reads the outbox: there is no picture in it any more."""
    await ann.teaches(photos=1)
    first = await drawn(stage, ann)
    await shown(stage, "ann", "one", first)
    await ann.presses(action_of(await ann.presses(action_of([first], "delete")), "erase"))
    async with stage.db.reading() as rx:
        account = await accounts.find(rx, "fake", "ann")
        views = [row.view["kind"] for row in await outbox.recent(rx, account.id)]
    assert views == ["text"]


async def test_forgetting_takes_every_picture_away_and_nobody_elses(stage, ann, bob):
    """After /forget the chat holds no picture of the person either."""
    for one, name in ((ann, "ann"), (bob, "bob")):
        await one.teaches(photos=1)
        view = await drawn(stage, one)
        await shown(stage, name, f"of-{name}", view, chat=f"chat-{name}")
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    assert await removals(stage) == [("fake", ["of-ann"], True)]


async def test_a_preview_of_an_unfinished_job_goes_too(stage, ann):
    """A half-drawn face is one as well; a status message without a picture stays."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    job = (await stage.jobs())[0].id
    await shown(stage, "ann", "bare", Progress(job=job, text="10 %"))
    await shown(stage, "ann", "preview", Progress(job=job, text="60 %", preview="m1"))
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    assert [messages for _, messages, _ in await removals(stage)] == [["preview"]]


async def test_of_a_chat_that_is_not_their_own_only_the_picture_goes(stage, ann):
    """Somebody who is forgotten must not empty the page of the admin who looked at a report about them."""
    await ann.teaches(photos=1)
    await shown(stage, "ann", "reported", await drawn(stage, ann), chat="chat-root")
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    assert await removals(stage) == [("fake", ["reported"], False)]


async def test_a_stranger_cannot_have_anything_taken_away(stage, ann, bob):
    """The control of the gate: the number of somebody else's job is no number."""
    await ann.teaches(photos=1)
    await shown(stage, "ann", "one", await drawn(stage, ann))
    number = (await stage.jobs())[0].number
    await bob.teaches(photos=1)
    await bob.presses(f"v1:erase:{number}")
    assert await removals(stage) == []


async def test_what_was_deleted_a_moment_before_leaves_the_chats_too(stage, ann):
    """Whoever deletes pictures and is forgotten before that reached the chat takes the order away with everything."""
    await ann.teaches(photos=1)
    first = await drawn(stage, ann)
    await shown(stage, "ann", "one", first)
    await ann.presses(action_of(await ann.presses(action_of([first], "delete")), "erase"))
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    assert await removals(stage) == [("fake", ["one"], False)]


async def test_what_admins_are_being_told_is_taken_back_too(stage, ann, bob):
    """A process that dies while it tells an admin must not leave a name in that chat: the next one looks for it."""
    async with stage.db.transaction() as tx:
        admin = await accounts.find_or_create(tx, "fake", "root")
        for key, name in (("of ann", "fake:ann"), ("of bob", "fake:bob")):
            view = to_json(Text(text=f"{name} asks"))
            await outbox.put(tx, key=key, platform="fake", address={"chat": "root"}, view=view, account=admin.id)
            row = await outbox.first(tx, "fake", "fake:root")
            await outbox.sending(tx, row.id)
    for one in (ann, bob):
        await one.agrees()
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    async with stage.db.reading() as rx:
        rows = await rx.all("SELECT view FROM outbox WHERE place = 'fake:root' ORDER BY id")
    views = [json.loads(row["view"]) for row in rows]
    assert [view.get("late") for view in views] == [None, ["of ann"]]
