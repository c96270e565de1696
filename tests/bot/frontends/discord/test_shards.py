"""Over several connections, each of which hears a part of the servers, the bot is the same bot."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.frontends.base import FatalError
from bot.frontends.discord import DiscordOptions
from bot.frontends.discord.people import Chat
from handlers.views import Text
from tests.bot.frontends.discord.conftest import connected, make
from tests.fakes.discord import ADA, GUILD, dm_of

OTHER = str(1 << 22)  # the smallest id of a server the second of two connections hears of


def sharded(server, tmp_path, count, **more):
    options = DiscordOptions(folder=tmp_path, ready_seconds=0.05, shards=count)
    return make(server, tmp_path, options=options, **more)


def identified(server) -> list[list[int]]:
    return [payload["d"].get("shard") for payload in server.heard if payload["op"] == 2]


@pytest.mark.parametrize("asked", [2, 0])
async def test_every_part_is_heard_and_commands_are_published_once(server, intake, tmp_path, asked):
    """Direct messages, a server of the first part, one of the second; ``0``: as many parts as Discord says."""
    server.shards = 2
    async with connected(sharded(server, tmp_path, asked), server, intake):
        await server.until(lambda: server.logins == 2)
        assert sorted(identified(server)) == [[0, 2], [1, 2]]
        await server.dm("hello")
        for guild in (GUILD, OTHER):
            server.guild = guild
            await server.slash("help", guild=True)
        await intake.arrived(3)
    assert server.syncs == 1
    assert {payload["kind"] for payload in intake.payloads} == {"message", "command"}


async def test_a_part_whose_connection_breaks_comes_back_by_itself(server, intake, tmp_path):
    """The other goes on meanwhile; what was used there in between is heard when it is back."""
    async with connected(sharded(server, tmp_path, 2), server, intake):
        await server.until(lambda: server.logins == 2)
        await server.drop()
        await server.until(lambda: any(payload["op"] == 6 for payload in server.heard))
        server.guild = OTHER
        await server.slash("help", guild=True)
        server.guild = GUILD
        await server.slash("help", guild=True)
        await intake.arrived(2)


async def test_missed_messages_are_asked_for_once(server, intake, tmp_path, people):
    """Where direct messages are heard, and not by every part again."""
    await server.dm("while nobody listened")
    people.known[ADA] = {"channel": dm_of(ADA), "last": "1"}
    assert await people.chats() == [(ADA, Chat(channel=dm_of(ADA), last="1"))]
    server.forget_events()
    async with connected(sharded(server, tmp_path, 2, people=people), server, intake):
        assert (await intake.arrived())["text"] == "while nobody listened"
        await server.until(lambda: server.logins == 2)
        await server.dm("now")
        await intake.arrived(2)
    assert len(server.called("GET", f"/channels/{dm_of(ADA)}/messages")) == 1


async def test_who_stops_hears_nothing_more_and_still_says_what_was_due(server, intake, files, tmp_path):
    """A result that is finished while the process stops."""
    front = sharded(server, tmp_path, 2)
    task = asyncio.create_task(front.run(intake))
    await server.until(lambda: server.logins == 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await server.until(lambda: not server.connections)
    await front.deliver({"user": ADA}, Text(text="finished"), "k", None, files)
    await front.close()
    assert [message["content"] for message in server.messages.values()] == ["finished"]


async def test_one_connection_is_as_ever(server, intake, tmp_path):
    """The control: nobody who does not ask for parts gets any."""
    front = make(server, tmp_path, options=replace(DiscordOptions(folder=tmp_path, ready_seconds=0.05), shards=1))
    async with connected(front, server, intake):
        assert identified(server) in ([None], [[0, 1]])


@pytest.mark.parametrize("count", [1, 2])
async def test_too_few_connections_are_said_and_not_tried_for_ever(server, intake, tmp_path, count):
    """Each try is one of a thousand a day; after them Discord changes the token."""
    server.shards = server.least_shards = 3
    with pytest.raises(FatalError, match="DISCORD_SHARDS"):
        await asyncio.wait_for(sharded(server, tmp_path, count).run(intake), 20)
    assert len(identified(server)) <= count
