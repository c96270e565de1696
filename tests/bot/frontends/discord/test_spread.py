"""Several processes hear Discord together: each some of its shards, every message once, and none is lost with one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.frontends.base import ElsewhereError
from bot.frontends.discord import DiscordOptions, spread
from bot.frontends.discord.sharing import Sharing
from handlers.views import Text
from tests.bot.frontends.discord.conftest import make
from tests.fakes.discord import ADA, GUILD
from tests.fakes.intake import FakeFiles

TOTAL = 4
GUILDS = [GUILD, *(str(shard << 22) for shard in range(1, TOTAL))]  # a server that each of the shards hears of
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Turns follow one another at once."""
    monkeypatch.setattr(spread, "TURN_SECONDS", 0.05)


class Process:
    """One process: its front end, its part of the database, and what of it is running."""

    def __init__(self, server, database, folder, name, intake, people, *, identify_seconds=0.0):
        self.sharing = Sharing(database, name, TOTAL, identify_seconds=identify_seconds)
        options = DiscordOptions(folder=folder, ready_seconds=0.05, shards=TOTAL)
        self.front = make(server, folder, options=options, sharing=self.sharing, people=people)
        self.running = asyncio.create_task(self.front.run(intake))

    @property
    def heard(self):
        """The shards it hears now."""
        return set(self.front._spread.ears) if self.front._spread else set()

    def connected(self, shard):
        one = self.front._spread.ears[shard].client.get_shard(shard)
        return one is not None and not one.is_closed()

    async def stop(self):
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.front.close()

    async def die(self):
        """End as a kill does: connections are cut, and nothing is given back."""

        async def nothing(*_):
            return None

        self.sharing.leave = nothing
        await self.stop()


@pytest.fixture
async def start(server, server_url, tmp_path, intake, people):
    from storage.postgres.database import PostgresDatabase

    async with AsyncExitStack() as stack:

        async def begin(name, **more):
            database = await stack.enter_async_context(PostgresDatabase.connect(server_url, tmp_path))
            one = Process(server, database, tmp_path, name, intake, people, **more)
            stack.push_async_callback(one.stop)
            return one

        yield begin


async def until(condition):
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - of two front ends
            await asyncio.sleep(0.02)


def all_connected(*processes):
    """Say whether every shard is heard by exactly one of them, and they have equal shares."""
    heard = [one.heard for one in processes]
    return (
        sorted(shard for each in heard for shard in each) == list(range(TOTAL))
        and all(one.connected(shard) for one in processes for shard in one.heard)
        and max(map(len, heard)) - min(map(len, heard)) <= 1
    )


async def everywhere(server, intake):
    """Write to the bot, and use a command in a server of each shard; each must be heard once."""
    before = len(intake.payloads)
    await server.dm("hello")
    for guild in GUILDS:
        server.guild = guild
        await server.slash("help", guild=True)
    await intake.arrived(before + 1 + TOTAL)
    assert len(intake.payloads) == before + 1 + TOTAL


async def test_one_that_comes_takes_its_share_and_nothing_is_heard_twice(server, start, intake):
    """The first goes on hearing what it gives up until the other is connected; then each event comes once."""
    one = await start("one")
    await until(lambda: all_connected(one))
    await everywhere(server, intake)
    two = await start("two")
    await until(lambda: all_connected(one, two))
    assert {len(one.heard), len(two.heard)} == {2}
    await everywhere(server, intake)
    assert server.syncs == 1, "commands are published once"


async def test_shards_of_one_that_dies_are_taken_over(server, start, intake, monkeypatch):
    """What nobody gave back is free when its lease is over."""
    monkeypatch.setattr("bot.frontends.discord.sharing.LEASE_SECONDS", 1.0)
    one, two = await start("one"), await start("two")
    await until(lambda: all_connected(one, two))
    await one.die()
    await until(lambda: all_connected(two))
    await everywhere(server, intake)


async def test_one_that_stops_gives_its_shards_back_at_once(server, start, intake):
    """Nobody waits for a lease."""
    one, two = await start("one"), await start("two")
    await until(lambda: all_connected(one, two))
    await one.stop()
    await until(lambda: all_connected(two))
    await everywhere(server, intake)


@pytest.mark.parametrize("buckets", [1, 2])
async def test_nobody_identifies_too_soon_in_any_process(server, start, buckets):
    """Discord takes one in so many seconds in each bucket, from all processes together."""
    server.identify_seconds, server.concurrency = 0.2, buckets
    one, two = await start("one", identify_seconds=0.2), await start("two", identify_seconds=0.2)
    await until(lambda: all_connected(one, two))
    assert server.too_soon == 0
    assert {one.sharing.buckets, two.sharing.buckets} == {buckets}


async def test_without_an_agreement_somebody_identifies_too_soon(server, start, monkeypatch):
    """The control: where one in an hour may, the second is refused."""

    async def at_once(*_):
        return None

    monkeypatch.setattr(Sharing, "may_identify", at_once)
    server.identify_seconds = 3600.0
    one = await start("one")
    await until(lambda: server.too_soon)
    server.identify_seconds = 0.0
    await until(lambda: all_connected(one))


async def test_a_whisper_is_left_to_the_process_that_heard_the_command(server, start, intake):
    """Somebody who takes no direct messages used a command: only the token of that interaction reaches them."""
    one, two = await start("one"), await start("two")
    await until(lambda: all_connected(one, two))
    server.closed.add(ADA)
    server.guild = GUILDS[min(two.heard)]
    await server.slash("help", guild=True)
    await intake.arrived()
    files = FakeFiles()
    with pytest.raises(ElsewhereError):
        await one.front.deliver({"user": ADA}, Text(text="for you"), "k", None, files)
    receipt = await two.front.deliver({"user": ADA}, Text(text="for you"), "k", None, files)
    assert receipt["whisper"]
