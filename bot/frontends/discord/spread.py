"""Discord heard by several processes at once: each has some of the shards, and another takes those of one that dies.

Each shard a process is given is a `discord.AutoShardedClient` with these ``shard_ids``: one by itself, so that it can
come and go without the others. What a process gives up it goes on hearing until the next one is connected, so that
nobody is unheard meanwhile. What two of them hear is one update: the inbox knows it by its id.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.frontends.discord.listening import ShardedListener
from bot.frontends.discord.sharing import WHISPER_SECONDS, Sharing

log = logging.getLogger(__name__)
TURN_SECONDS = 2.0  # between two turns: much less than a lease
END_SECONDS = 2.0  # a connection is given to say goodbye, twice: all of it is well within a lease
PART_SECONDS = 60.0  # a shard that was given up is heard on at most
IDENTIFYING_SECONDS, LOOK_SECONDS = 3.0, 0.05  # a connection that is being made is waited for before it is ended


class SpreadListener(ShardedListener):
    """One shard. When it may identify is agreed upon with the other processes."""

    def __init__(
        self, *arguments: Any, shard: int, sharing: Sharing, connected: Callable[[int], Awaitable[None]], **more: Any
    ) -> None:
        super().__init__(*arguments, shard_ids=[shard], shard_count=sharing.total, **more)
        self._shard, self._sharing, self._connected = shard, sharing, connected
        self._may_identify = self._begun = False

    async def setup_hook(self) -> None:
        """Nothing: who speaks has published the commands."""

    async def hear(self) -> None:
        """Connect when it is its turn, and listen until cancelled; raises what ends the connection for good."""
        await self._sharing.may_identify(self._shard)
        self._may_identify = self._begun = True
        await self.connect()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """See discord.py: called before each IDENTIFY. The first one's turn came before there was a connection."""
        if not self._may_identify:
            await self._sharing.may_identify(self._shard)
        self._may_identify = False

    async def on_shard_connect(self, shard: int) -> None:
        """Let the next one identify, and the one who had this shard hang up."""
        self._sharing.identified(shard)
        await self._connected(shard)
        await super().on_shard_connect(shard)

    async def end(self, hearing: asyncio.Task[None]) -> None:
        """Stop listening; what goes over HTTP goes on.

        One that identifies just now gets there first: cut off in the middle, its heartbeat would go on for ever.
        """
        end = time.monotonic() + IDENTIFYING_SECONDS
        while self._is_connecting and not hearing.done() and time.monotonic() < end:  # noqa: ASYNC110 - tells nobody
            await asyncio.sleep(LOOK_SECONDS)
        hearing.cancel()
        await asyncio.wait([hearing], timeout=END_SECONDS)
        self._sharing.identified(self._shard)
        with suppress(OSError, aiohttp.ClientError):  # in time or not: who is gone needs no goodbye
            async with asyncio.timeout(END_SECONDS):
                await self.hang_up()

    @property
    def _is_connecting(self) -> bool:
        return self._begun and self.get_shard(self._shard) is None


Make = Callable[[int], Awaitable[SpreadListener]]


@dataclass(kw_only=True)
class _Ear:
    """One client, and the token under which its shard is this process's. ``parted``: given up, and heard on since."""

    client: SpreadListener
    token: int
    task: asyncio.Task[None]
    parted: float | None = None


@dataclass(kw_only=True)
class Spread:
    """The connections of one process. ``make`` returns a client for one shard, logged in and not connected."""

    sharing: Sharing
    make: Make
    ears: dict[int, _Ear] = field(default_factory=dict)  # by shard
    deaf: list[tuple[float, SpreadListener]] = field(default_factory=list)  # since when; answers may go through them

    async def run(self) -> None:
        """Take turns until cancelled; raises what ends a connection for good."""
        await self.sharing.start()
        try:
            while True:
                await self.step()
                await self._wait()
        finally:
            await self.hang_up()
            await self.sharing.leave()

    async def step(self) -> None:
        """Take one turn, and hear what it says."""
        turn = await self.sharing.turn()
        for shard, ear in self.ears.items():
            if shard not in turn.mine:
                ear.parted = ear.parted or time.monotonic()
            elif turn.mine[shard] != ear.token:  # given up, and back before anybody else had it
                ear.token, ear.parted = turn.mine[shard], None
                await self.sharing.heard(shard, ear.token)
        new = turn.mine.keys() - self.ears.keys()
        if new:
            told = (len(turn.mine), self.sharing.total, turn.processes)
            log.info("this process hears %d of %d shards of Discord, among %d processes", *told)
        for shard in sorted(new):
            client = await self.make(shard)
            task = asyncio.create_task(client.hear(), name=f"discord shard {shard}")
            self.ears[shard] = _Ear(client=client, token=turn.mine[shard], task=task)
        await self._part()

    async def connected(self, shard: int) -> None:
        """A shard of this process is connected: whoever had it may hang up."""
        if shard in self.ears and not await self.sharing.heard(shard, self.ears[shard].token):
            log.info("shard %d is another process's by now", shard)

    async def hang_up(self) -> None:
        """Stop listening; what goes over HTTP goes on."""
        await asyncio.gather(*(self._end(shard) for shard in list(self.ears)))

    async def close(self) -> None:
        """Close all clients, and end what they are at."""
        await self.hang_up()
        await asyncio.gather(*(client.close() for _, client in self.deaf), return_exceptions=True)
        await self.sharing.close()

    async def _part(self) -> None:
        """Hang up on what others hear by now, and close clients through which nobody can be answered any more."""
        given = {shard: ear.token for shard, ear in self.ears.items() if ear.parted is not None}
        taken = await self.sharing.others_hear(given) if given else set()
        now = time.monotonic()
        over = {shard for shard, ear in self.ears.items() if ear.parted is not None and now - ear.parted > PART_SECONDS}
        await asyncio.gather(*(self._end(shard) for shard in taken | over))  # side by side: a lease is short
        for since, client in list(self.deaf):
            if now - since > WHISPER_SECONDS:
                self.deaf.remove((since, client))
                await client.close()

    async def _end(self, shard: int) -> None:
        ear = self.ears[shard]  # until it is over: where that is cancelled, `hang_up` begins anew
        await ear.client.end(ear.task)
        del self.ears[shard]
        self.deaf.append((time.monotonic(), ear.client))

    async def _wait(self) -> None:
        """Wait for the next turn, or for the end of a connection that was to go on."""
        waking = asyncio.create_task(asyncio.sleep(TURN_SECONDS))
        try:
            await asyncio.wait([waking, *(ear.task for ear in self.ears.values())], return_when=asyncio.FIRST_COMPLETED)
        finally:
            waking.cancel()
        for shard, ear in list(self.ears.items()):
            if ear.task.done():
                await self._end(shard)
                await self.sharing.give_up({shard: ear.token})
                ear.task.result()  # what ended it, where something did
