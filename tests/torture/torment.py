"""What is done to the bot, one fault after the other; each ends with the fault gone."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import psutil

from tests.fakes.discord_rules import DiscordError
from tests.torture import worker
from tests.torture.platforms import BadDiscord, BadTelegram
from tests.torture.victim import Victim

BETWEEN = (
    "sendmessage",
    "editmessagetext",
    "editmessagemedia",
    "sendphoto",
    "getfile",
    "answercallbackquery",
    "getupdates",
)
EFFECT_SECONDS = 3.0  # until a kill between an effect and its answer is a kill anywhere
FELT_SECONDS = 8.0  # a fault lasts until it was felt, at most that long
LAST_SECONDS = 1.0  # and goes on for so long
MEMORY = 2**20  # bytes above what it has, for a bot whose memory is bounded
FULL = 4096  # the longest file a bot on a full disk can write, in bytes
OUTAGE, OUTAGE_STEPS, STEP_SECONDS = 600.0, 20, 0.5  # seconds of the bot's clock, in steps of real seconds each
# What the log says where a fault was felt.
NO_ROOM = re.compile(r"disk is full|StorageFullError|database or disk is full|disk I/O error|File too large")
LOCKED = re.compile(r"database is locked")
NO_MEMORY = re.compile(r"MemoryError|Cannot allocate|can't start new thread|failed to map")


class Torment:
    """Knows the victim, its platforms and its folder; every method is one fault."""

    def __init__(
        self, victim: Victim, telegram: BadTelegram, discord: BadDiscord, folder: Path, chance: random.Random
    ) -> None:
        self.victim, self.telegram, self.discord = victim, telegram, discord
        self.folder, self.chance = folder, chance
        self.tried: Counter[str] = Counter()
        self.felt: Counter[str] = Counter()  # of these, how often it was felt: the others met nothing to disturb
        self._ahead = False

    async def kill_bot(self) -> bool:
        """Kill the bot, its workers end with it."""
        return await self._kill(self.victim.kill)

    async def kill_both(self) -> bool:
        """Kill the bot and every worker in the same moment."""

        def both() -> None:
            workers = self.victim.workers()
            self.victim.kill()
            for each in workers:
                with suppress(psutil.Error):
                    each.kill()

        return await self._kill(both)

    async def kill_between(self) -> bool:
        """Kill the bot after a platform did what it asked and before it hears so."""
        method, between = self.chance.choice(BETWEEN), []

        def kill() -> None:
            between.append(method)
            self.victim.kill()

        self.telegram.after[method] = self.discord.after = kill
        with suppress(TimeoutError):
            await asyncio.wait_for(self.victim.gone(), EFFECT_SECONDS)
        self.telegram.after.pop(method, None)
        self.discord.after = None
        await self._kill(self.victim.kill)
        return bool(between)

    async def kill_starting(self) -> bool:
        """Kill the bot, and again while it comes up."""
        self.victim.kill()
        await self.victim.gone()
        await self.victim.start(wait=False)
        await asyncio.sleep(self.chance.uniform(0.3, 1.5))
        return await self._kill(self.victim.kill)

    async def kill_worker(self) -> bool:
        """Kill a worker; the bot starts another."""
        return self.victim.kill_worker(self.chance.choice((0, 1)))

    async def full_disk(self) -> bool:
        """No file can grow."""
        with self.victim.excused():
            self.victim.limit(psutil.RLIMIT_FSIZE, FULL)
            felt = await self._until(self._says(NO_ROOM))
            self.victim.limit(psutil.RLIMIT_FSIZE, None)
        return felt

    async def locked_database(self) -> bool:
        """Another program holds the database, longer than SQLite waits."""

        def hold() -> sqlite3.Connection:
            other = sqlite3.connect(
                self.folder / "portrait.sqlite", timeout=10, isolation_level=None, check_same_thread=False
            )
            other.execute("BEGIN IMMEDIATE")
            return other

        felt, says = False, self._says(LOCKED)
        with suppress(sqlite3.OperationalError):
            other = await asyncio.to_thread(hold)
            felt = await self._until(says)
            other.execute("ROLLBACK")
            other.close()
        return felt

    async def bot_without_memory(self) -> bool:
        """The bot may take next to no more memory, nor may what it starts."""
        felt = False
        with suppress(psutil.Error), self.victim.excused():
            says, now = self._says(NO_MEMORY), psutil.Process(self.victim.pid).memory_info().vms
            self.victim.limit(psutil.RLIMIT_AS, now + MEMORY)
            self.victim.kill_worker(0)  # another one has to be started
            felt = await self._until(lambda: says() or not self.victim.alive)
            self.victim.limit(psutil.RLIMIT_AS, None)
        return felt

    async def worker_without_memory(self) -> bool:
        """What a worker allocates for a job is refused by its limit."""
        return await self._mood(worker.NO_MEMORY)

    async def lost_gpu(self) -> bool:
        """The worker's device answers every call with an error from one job on."""
        return await self._mood(worker.GPU_LOST)

    async def corrupted_model(self) -> bool:
        """A model file has another checksum for a while."""
        return await self._mood(worker.CORRUPT)

    async def clock_jump(self) -> bool:
        """The clock is set two hours forward or back."""
        if self.victim.alive:
            os.kill(self.victim.pid, signal.SIGUSR2 if self._ahead else signal.SIGUSR1)
            self._ahead = not self._ahead
        return self.victim.alive

    async def no_network(self) -> bool:
        """No platform answers for a while."""
        return await self._without_network(lambda: asyncio.sleep(self.chance.uniform(1.0, 5.0)))

    async def ten_minutes_without_network(self) -> bool:
        """No platform answers for ten minutes of the bot's clock, which go by in ten seconds."""

        async def minutes() -> None:
            for _ in range(OUTAGE_STEPS):
                await asyncio.sleep(STEP_SECONDS)
                if self.victim.alive:
                    os.kill(self.victim.pid, signal.SIGRTMIN)

        return await self._without_network(minutes)

    async def too_many_requests(self) -> bool:
        """The platforms refuse the next twenty messages."""
        self.telegram.storm(20)
        self.discord.fail_next += [
            DiscordError(429, 0, "You are being rate limited.", retry_after=0.5) for _ in range(5)
        ]
        due = self._refusals()
        return await self._until(lambda: self._refusals() < due)

    def _refusals(self) -> int:
        return len(self.telegram.fail_next) + len(self.discord.fail_next)

    async def _without_network(self, meanwhile: Callable[[], Awaitable[None]]) -> bool:
        missed = self.telegram.missed + self.discord.missed
        self.telegram.down = self.discord.down = True
        await meanwhile()
        self.telegram.down = self.discord.down = False
        return self.telegram.missed + self.discord.missed > missed

    async def _mood(self, mood: str) -> bool:
        file, says = self.folder.parent / "styles" / worker.MOOD, self._says(re.compile(f"suffers from {mood}"))
        file.write_text(mood)
        felt = await self._until(says)
        file.unlink(missing_ok=True)
        return felt

    def _says(self, words: re.Pattern[str]) -> Callable[[], bool]:
        """Return a question to ask again and again: whether the log has said so since now."""
        log = self.victim.log
        begins = log.stat().st_size

        def asked() -> bool:
            with log.open("rb") as opened:
                opened.seek(begins)
                return words.search(opened.read().decode("utf-8", "replace")) is not None

        return asked

    async def _until(self, felt: Callable[[], bool]) -> bool:
        """Let a fault last until it is felt and a little longer, or until nothing has met it for long."""
        for _ in range(round(FELT_SECONDS / STEP_SECONDS)):
            await asyncio.sleep(STEP_SECONDS)
            if felt():
                await asyncio.sleep(LAST_SECONDS)
                return True
        return False

    async def _kill(self, how: Callable[[], None]) -> bool:
        how()
        await self.victim.gone()
        self._ahead = False
        await self.victim.start()
        return True

    async def any_of(self, names: list[str], weights: list[int]) -> None:
        """Do one fault, by chance."""
        await self.one(self.chance.choices(names, weights)[0])

    async def one(self, name: str) -> None:
        """Do a fault."""
        fault: Callable[[], Awaitable[bool]] = getattr(self, name)
        self.tried[name] += 1
        self.felt[name] += await fault()
        await self.victim.keep()


KILLS = {"kill_bot": 27, "kill_worker": 35, "kill_both": 12, "kill_between": 18, "kill_starting": 8}
OTHERS = {
    "full_disk": 3, "locked_database": 3, "bot_without_memory": 2, "worker_without_memory": 2, "lost_gpu": 2,
    "corrupted_model": 2, "clock_jump": 4, "no_network": 3, "ten_minutes_without_network": 1,
    "too_many_requests": 3,
}  # fmt: skip
