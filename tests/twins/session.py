"""A session of `tests.torture` with two bots on one server, and what stands before them in place of a balancer."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from tests.fakes import postgres
from tests.fakes.s3 import FakeS3
from tests.fakes.telegram import JSONDict
from tests.torture import findings
from tests.torture.platforms import BadDiscord, BadTelegram
from tests.torture.session import Session
from tests.torture.victim import Victim
from tests.twins.haproxy import HAProxy

TWINS = 2
CALL_SECONDS = 10.0
PAUSES = (0.3, 6.0)  # seconds between two kills of one process
SPREAD_PAUSES = (4.0, 25.0)  # of one that has to identify first, in turn with the other
IDENTIFY_SECONDS = 5.0  # between two in a bucket, as Discord has it
DOWN = (0.0, 0.0, 1.0, 4.0)  # for which it stays down; once in a while for longer than a lease
LONG_DOWN, SELDOM = 18.0, 0.06
AWAY, PRESENT = (0.1, 4.0), (2.0, 8.0)  # seconds a store of files is out of reach, and is there again


class Balancer:
    """Hands Telegram's calls to whichever process takes them, as a balancer does; counts who took how many."""

    def __init__(self, ports: list[int], chance: random.Random) -> None:
        self._ports, self._chance = ports, chance
        self.port = 0
        self.taken: Counter[int] = Counter()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen while the block runs."""
        app = web.Application()
        app.router.add_post("/{path:.*}", self._called)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS)) as self._session:
            try:
                yield
            finally:
                await runner.cleanup()

    async def _called(self, request: web.Request) -> web.Response:
        body = await request.read()
        for port in self._chance.sample(self._ports, len(self._ports)):
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{port}{request.path}", data=body, headers=request.headers
                ) as answer:
                    self.taken[port] += answer.status == 200
                    return web.Response(status=answer.status)
            except (aiohttp.ClientError, TimeoutError):
                continue  # it is down, or died with the call in its hands: the next one hears of it too
        return web.Response(status=502)


class SpreadDiscord(BadDiscord):
    """Lets what people press be heard on any of the shards, as if each wrote from another server."""

    def _shard_of(self, data: JSONDict) -> int:
        if "application_id" not in data or "token" not in data:
            return super()._shard_of(data)
        user = data.get("user") or data["member"]["user"]
        return (int(user["id"]) // 10**6) % self.shards


class TwinSession(Session):
    """Two bots, one server; one of them at a time serves Discord, and when it dies the other does.

    ``s3``: their files are in a store, which is cut off, slow or at fault again and again. ``real``: HAProxy stands
    before them, with the file of docs/server.md. ``shards``: so many of Discord are spread over both, and what somebody
    presses is heard by one of them.
    """

    killed: Counter[int]
    identified = 0
    balancer: Balancer | HAProxy
    s3: FakeS3 | None = None
    real = False
    outages = shards = 0

    async def torment(self, kills: int, at_once: tuple[int, int] = (6, 2)) -> None:
        """Kill at random ``kills`` times, let everybody finish, and judge."""
        (self.home / "styles").mkdir(parents=True, exist_ok=True)
        self.log.touch()
        self.killed = Counter()
        async with AsyncExitStack() as stack:
            server = await asyncio.to_thread(stack.enter_context, postgres.serving())
            findings.SERVERS[self.data] = server.fresh()
            stack.callback(findings.SERVERS.pop, self.data)
            if self.s3 is not None:
                findings.STORES[self.data] = stack.enter_context(self.s3.serving())
                stack.callback(findings.STORES.pop, self.data)
            telegram = await stack.enter_async_context(BadTelegram(limits=True, chance=self.chance))
            discord = await stack.enter_async_context(
                SpreadDiscord(chance=self.chance, shards=self.shards, concurrency=2, identify_seconds=IDENTIFY_SECONDS)
                if self.shards
                else BadDiscord(chance=self.chance)
            )
            ports = [free_port() for _ in range(TWINS)]
            health = [free_port() for _ in range(TWINS)]
            self.balancer = Balancer(ports, self.chance)
            if self.real:
                self.balancer = HAProxy(free_port(), list(zip(ports, health, strict=True)), self.home)
            await stack.enter_async_context(self.balancer.listening())
            twins = [
                Victim(self._of_one(telegram, discord, number, each), self.log, broken=self.broken)
                for number, each in enumerate(zip(ports, health, strict=True))
            ]
            for twin in twins:
                stack.push_async_callback(twin.stop)
            await asyncio.gather(*(twin.start() for twin in twins))
            crowd = [
                asyncio.create_task(self._come_and_go(telegram, discord, number, number < at_once[0]))
                for number in range(sum(at_once))
            ]
            watches = [asyncio.create_task(self._keep_up(twin)) for twin in twins]
            if self.s3 is not None:
                watches.append(asyncio.create_task(self._trouble(self.s3)))
            try:
                await asyncio.gather(*(self._kill(number, twin, kills) for number, twin in enumerate(twins)))
                self._ended = True
                await asyncio.gather(*crowd)
            finally:
                for task in (*watches, *crowd):
                    task.cancel()
            for twin in twins:
                await twin.stop()
                self.found.counted["starts"] += twin.starts
                self.found.wrong += twin.fell
            self.identified = discord.logins
            self.found.wrong += [f"{discord.too_soon} connections identified too soon"] * bool(discord.too_soon)
            # What those who were killed left is removed by whoever starts next and finds itself alone.
            await twins[0].start()
            await twins[0].stop()
            findings.left_over(self.data, self.found)

    async def _trouble(self, s3: FakeS3) -> None:
        """Put the store out of reach again and again, until the torment is over."""
        while not self._ended:
            await asyncio.sleep(self.chance.uniform(*PRESENT))
            fault = self.chance.choice(("down", "full", "slow"))
            setattr(s3, fault, 1.0 if fault == "slow" else True)
            self.outages += 1
            await asyncio.sleep(self.chance.uniform(*AWAY))
            setattr(s3, fault, 0.0 if fault == "slow" else False)

    async def _kill(self, number: int, twin: Victim, kills: int) -> None:
        while self.killed.total() < kills:
            await asyncio.sleep(self.chance.uniform(*(SPREAD_PAUSES if self.shards else PAUSES)))
            self.killed[number] += 1
            twin.kill()
            await twin.gone()
            await asyncio.sleep(LONG_DOWN if self.chance.random() < SELDOM else self.chance.choice(DOWN))
            await twin.start(wait=self.chance.random() < 0.7)

    def _of_one(
        self, telegram: BadTelegram, discord: BadDiscord, number: int, ports: tuple[int, int]
    ) -> dict[str, str]:
        return {
            **self._settings(telegram, discord),
            **({"DISCORD_SHARDS": str(self.shards), "DISCORD_SPREAD": "yes"} if self.shards else {}),
            "DATABASE_URL": findings.SERVERS[self.data],
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{self.balancer.port}/hook",
            "TELEGRAM_WEBHOOK_PORT": str(ports[0]),
            "HEALTH_PORT": str(ports[1]),
        }


def free_port() -> int:
    """Return a port nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def session(
    home: Path, seed: int, *, broken: str = "", s3: FakeS3 | None = None, real: bool = False, shards: int = 0
) -> TwinSession:
    """Return a session whose people want two results each."""
    made = TwinSession(home, seed, 3, broken=broken)
    made.s3, made.real, made.shards = s3, real, shards
    return made
