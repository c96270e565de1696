"""What is done to the bot, one fault after the other; each ends with the fault gone."""

from __future__ import annotations

import asyncio
import os
import random
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
MEMORY = 24 * 2**20  # bytes above what it has, for a bot whose memory is bounded
FULL = 4096  # the longest file a bot on a full disk can write, in bytes


class Torment:
    """Knows the victim, its platforms and its folder; every method is one fault."""

    def __init__(
        self, victim: Victim, telegram: BadTelegram, discord: BadDiscord, folder: Path, chance: random.Random
    ) -> None:
        self.victim, self.telegram, self.discord = victim, telegram, discord
        self.folder, self.chance = folder, chance
        self.tried: Counter[str] = Counter()
        self._ahead = False

    async def kill_bot(self) -> None:
        """Kill the bot, its workers end with it."""
        await self._kill(self.victim.kill)

    async def kill_both(self) -> None:
        """Kill the bot and every worker in the same moment."""

        def both() -> None:
            workers = self.victim.workers()
            self.victim.kill()
            for each in workers:
                with suppress(psutil.Error):
                    each.kill()

        await self._kill(both)

    async def kill_between(self) -> None:
        """Kill the bot after a platform did what it asked and before it hears so."""
        method = self.chance.choice(BETWEEN)
        self.telegram.after[method] = self.victim.kill
        self.discord.after = self.victim.kill
        with suppress(TimeoutError):
            await asyncio.wait_for(self.victim.gone(), EFFECT_SECONDS)
        self.telegram.after.pop(method, None)
        self.discord.after = None
        await self._kill(self.victim.kill)

    async def kill_starting(self) -> None:
        """Kill the bot, and again while it comes up."""
        self.victim.kill()
        await self.victim.gone()
        await self.victim.start(wait=False)
        await asyncio.sleep(self.chance.uniform(0.3, 1.5))
        await self._kill(self.victim.kill)

    async def kill_worker(self) -> None:
        """Kill a worker; the bot starts another."""
        self.victim.kill_worker(self.chance.choice((0, 1)))

    async def full_disk(self) -> None:
        """No file can grow for two seconds."""
        with self.victim.excused():
            self.victim.limit(psutil.RLIMIT_FSIZE, FULL)
            await asyncio.sleep(2.0)
            self.victim.limit(psutil.RLIMIT_FSIZE, None)

    async def locked_database(self) -> None:
        """Another program holds the database, longer than SQLite waits."""

        def hold() -> sqlite3.Connection:
            other = sqlite3.connect(
                self.folder / "portrait.sqlite", timeout=10, isolation_level=None, check_same_thread=False
            )
            other.execute("BEGIN IMMEDIATE")
            return other

        with suppress(sqlite3.OperationalError):
            other = await asyncio.to_thread(hold)
            await asyncio.sleep(self.chance.choice((1.0, 6.0)))
            other.execute("ROLLBACK")
            other.close()

    async def bot_without_memory(self) -> None:
        """The bot may take next to no more memory for two seconds."""
        with suppress(psutil.Error), self.victim.excused():
            now = psutil.Process(self.victim.pid).memory_info().vms
            self.victim.limit(psutil.RLIMIT_AS, now + MEMORY)
            await asyncio.sleep(2.0)
            self.victim.limit(psutil.RLIMIT_AS, None)

    async def worker_without_memory(self) -> None:
        """What a worker allocates for a job is refused by its limit."""
        await self._mood(worker.NO_MEMORY, 1.0)

    async def lost_gpu(self) -> None:
        """The worker's device answers every call with an error from one job on."""
        await self._mood(worker.GPU_LOST, 1.0)

    async def corrupted_model(self) -> None:
        """A model file has another checksum for a while."""
        await self._mood(worker.CORRUPT, 1.0)

    async def clock_jump(self) -> None:
        """The clock is set two hours forward or back."""
        if self.victim.alive:
            os.kill(self.victim.pid, signal.SIGUSR2 if self._ahead else signal.SIGUSR1)
            self._ahead = not self._ahead

    async def no_network(self) -> None:
        """No platform answers for a while."""
        self.telegram.down = self.discord.down = True
        await asyncio.sleep(self.chance.uniform(1.0, 5.0))
        self.telegram.down = self.discord.down = False

    async def too_many_requests(self) -> None:
        """The platforms refuse the next twenty messages."""
        self.telegram.storm(20)
        self.discord.fail_next += [
            DiscordError(429, 0, "You are being rate limited.", retry_after=0.5) for _ in range(5)
        ]

    async def _mood(self, mood: str, seconds: float) -> None:
        file = self.folder.parent / "styles" / worker.MOOD
        file.write_text(mood)
        await asyncio.sleep(seconds)
        file.unlink(missing_ok=True)

    async def _kill(self, how: Callable[[], None]) -> None:
        how()
        await self.victim.gone()
        self._ahead = False
        await self.victim.start()

    async def one(self, names: list[str], weights: list[int]) -> None:
        """Do one fault, by chance."""
        name = self.chance.choices(names, weights)[0]
        fault: Callable[[], Awaitable[None]] = getattr(self, name)
        self.tried[name] += 1
        await fault()
        await self.victim.keep()


KILLS = {"kill_bot": 27, "kill_worker": 35, "kill_both": 12, "kill_between": 18, "kill_starting": 8}
OTHERS = {
    "full_disk": 3, "locked_database": 3, "bot_without_memory": 2, "worker_without_memory": 2, "lost_gpu": 2,
    "corrupted_model": 2, "clock_jump": 4, "no_network": 3, "too_many_requests": 3,
}  # fmt: skip
