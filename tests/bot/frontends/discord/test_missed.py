"""What people wrote while the bot was away."""

from __future__ import annotations

import pytest

from bot.frontends.base import RetryLaterError
from handlers.views import Text
from tests.bot.frontends.discord.conftest import connected, make
from tests.bot.frontends.discord.test_deliver import album
from tests.fakes.discord import ADA, dm_of
from tests.fakes.intake import picture

HERE = {"user": ADA}


@pytest.fixture
def start(server, intake, people, tmp_path):
    """Start the bot, again and again."""
    return lambda: connected(make(server, tmp_path, people=people), server, intake)


async def write_unheard(server, text: str, *files) -> None:
    """Write to the bot while nobody listens and no gateway will repeat it."""
    await server.dm(text, *files)
    server.forget_events()


async def test_messages_written_while_the_bot_was_down_are_read_once(server, intake, files, start):
    """Discord repeats nothing to a new connection; the history does."""
    async with start() as front:
        await server.dm("first")
        await front.events(await intake.arrived(), intake)
    await write_unheard(server, "missed")
    await write_unheard(server, "", server.put("me.png", picture(), "image/png"))
    async with start() as front:
        payload = await intake.arrived(3)
        (event,) = await front.events(payload, intake)
    assert intake.kept[event.media][1].data == picture()
    async with start():
        await server.until(lambda: len(server.called("GET", f"/channels/{dm_of(ADA)}/messages")) >= 2)
    assert [payload["text"] for payload in intake.payloads] == ["first", "missed", ""]


async def test_a_first_message_is_enough_to_be_known(server, intake, files, people, start):
    """The answer tells where a person's messages are, before they write a second time."""
    async with start() as front:
        await server.dm("first")
        await intake.arrived()
        await front.deliver(HERE, Text(text="Hello"), "k", None, files)
    await write_unheard(server, "missed")
    async with start():
        assert (await intake.arrived(2))["text"] == "missed"


async def test_a_history_that_cannot_be_read_stops_nobody(server, intake, people, start):
    """The next person's messages are read, and new ones heard."""
    people.known = {"3001": {"channel": "1", "last": "5"}, ADA: {"channel": dm_of(ADA), "last": "5"}}
    server.unreachable.add("1")
    await write_unheard(server, "missed")
    async with start():
        await intake.arrived()
        await server.dm("new")
        await intake.arrived(2)
    assert [payload["text"] for payload in intake.payloads] == ["missed", "new"]


async def test_the_language_of_a_person_outlives_a_restart(server, intake, people, start):
    """A plain message does not tell it, and memory is gone."""
    async with start() as front:
        await server.slash("start")
        await front.events(await intake.arrived(), intake)
    async with start():
        await server.dm("hello")
        assert (await intake.arrived(2))["locale"] == "de"


async def test_an_outage_longer_than_discord_remembers_still_shows_one_message(server, intake, files, start):
    """The nonce is forgotten after some minutes; pictures are known again by their names."""
    server.nonce_seconds = 0.0
    async with start() as front:
        server.drop_after = 1
        with pytest.raises(RetryLaterError):
            await front.deliver(HERE, album(files, 3, text="Done"), "key", None, files)
    async with start() as front:
        receipt = await front.deliver(HERE, album(files, 3, text="Done"), "key", None, files)
        await front.deliver(HERE, album(files, 3, text="Done"), "other", None, files)
    assert next(message["id"] for message in server.shown()) == receipt["message"]
    assert len(server.shown()) == 2
