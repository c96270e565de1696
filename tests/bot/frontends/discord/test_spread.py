"""Several processes hear Discord together: each some of its shards, every message once, and none is lost with one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from types import SimpleNamespace

import pytest

from bot.frontends.base import ElsewhereError
from bot.frontends.discord import DiscordOptions, sharing, spread
from bot.frontends.discord.listening import ShardedListener
from bot.frontends.discord.sharing import Sharing
from bot.frontends.discord.spread import Spread
from handlers.views import Text
from storage import shards
from storage.database import Database
from tests.bot.frontends.discord.conftest import make
from tests.fakes.discord import ADA, GUILD
from tests.fakes.intake import FakeFiles
from tests.storage.helpers import ManualClock

TOTAL = 4
GUILDS = [GUILD, *(str(shard << 22) for shard in range(1, TOTAL))]  # a server that each of the shards hears of
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Turns follow one another at once, and a connection that is slow on a busy machine is waited for."""
    monkeypatch.setattr(spread, "TURN_SECONDS", 0.05)
    monkeypatch.setattr(sharing, "READY_SECONDS", PATIENCE)


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


@pytest.mark.parametrize("ahead", [-2.0, 0.5, 7200.0])
async def test_who_identified_by_a_clock_ahead_of_ours_is_waited_for_too(tmp_path, ahead):
    """Clocks of two machines agree within a second, no better; and a clock may have been set back."""
    clock, slept = ManualClock(), []

    async def sleep(seconds):
        slept.append(seconds)

    async with Database.open(tmp_path / "portrait.sqlite", clock=clock) as database:
        async with database.transaction() as tx:
            await shards.identify(tx, 0)
        clock.advance(-ahead)
        one = Sharing(database, "one", TOTAL, identify_seconds=5.0, sleep=sleep)
        await one.may_identify(0)
        assert slept == [min(5.0, 5.0 + ahead)]
        await one.close()


class Locks:
    """What a database holds for this process, by name."""

    def __init__(self):
        self.held = set()

    @asynccontextmanager
    async def hold(self, name):
        mine = name not in self.held
        self.held.add(name)
        try:
            yield mine
        finally:
            if mine:
                self.held.discard(name)


async def test_each_interaction_keeps_whispers_here_for_as_long_as_it_can_be_answered():
    """The last one's token is good for longer: until then no other process may take this person for gone."""
    database = Locks()
    one = Sharing(database, "one", TOTAL)
    await one.whispers("ada")
    first = one._whispers["ada"].ends
    await one.whispers("bob")
    await one.whispers("ada")
    last = one._whispers["ada"].ends
    assert (first.cancelled(), last.cancelled(), last.when() >= first.when()) == (True, False, True)
    assert list(one._whispers) == ["bob", "ada"]
    assert not await one.whispered_elsewhere("ada")
    one._end_later("ada")
    await asyncio.gather(*one._tasks)
    assert database.held == {"discord:whisper:bob"}
    await one.close()
    assert database.held == set()


async def test_of_too_many_who_whisper_those_heard_longest_ago_are_let_go(monkeypatch):
    """And only those."""
    monkeypatch.setattr(sharing, "WHISPERERS", 2)
    database = Locks()
    one = Sharing(database, "one", TOTAL)
    for user in ("ada", "bob", "ada", "cyd"):
        await one.whispers(user)
    assert database.held == {"discord:whisper:ada", "discord:whisper:cyd"}
    await one.close()


class Deaf:
    """A client that takes its time to hang up."""

    def __init__(self):
        self.asked, self.may_end = asyncio.Event(), asyncio.Event()

    async def hear(self):
        await asyncio.Event().wait()

    async def end(self, hearing):
        self.asked.set()
        await self.may_end.wait()
        hearing.cancel()

    async def close(self):
        pass


class Given:
    """Gives a process one shard, and then takes it back."""

    total = TOTAL

    def __init__(self):
        self.mine, self.left = {0: 1}, False

    async def turn(self):
        return SimpleNamespace(mine=self.mine, processes=1)

    async def start(self):
        pass

    async def others_hear(self, tokens):
        return set(tokens)

    async def leave(self):
        self.left = True

    async def close(self):
        pass


async def test_a_stop_while_a_shard_is_given_up_leaves_nothing_that_hears():
    """Cancelled in the middle of hanging up, its connection would have been heard for ever by nobody's order."""
    client, given = Deaf(), Given()

    async def made(_shard):
        return client

    one = Spread(sharing=given, make=made)
    running = asyncio.create_task(one.run())
    await until(lambda: one.ears)
    task, given.mine = one.ears[0].task, {}
    await client.asked.wait()
    running.cancel()
    await asyncio.sleep(0)
    client.may_end.set()
    await asyncio.gather(running, task, return_exceptions=True)
    assert task.cancelled()
    assert given.left
    assert [each for _, each in one.deaf] == [client], "it is closed with the rest"
    await one.close()


async def test_a_login_that_is_cancelled_leaves_nothing_open(server, tmp_path, intake, people, monkeypatch):
    """Whoever speaks has a session as soon as it asks who it is; nobody else knows of it before it answers."""
    closed, asked = [], asyncio.Event()

    async def login(self, token):
        asked.set()
        await asyncio.Event().wait()

    async def close(self):
        closed.append(self)

    monkeypatch.setattr(ShardedListener, "login", login)
    monkeypatch.setattr(ShardedListener, "close", close)
    front = make(server, tmp_path, sharing=Given(), people=people)
    running = asyncio.create_task(front.run(intake))
    await asked.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(closed) == 1
    await front.close()
