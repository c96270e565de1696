"""One session: people come and go, the bot is tormented, and at the end everything is counted."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tests.torture import findings
from tests.torture.findings import Findings
from tests.torture.people import REAL_PATIENCE, OnDiscord, OnTelegram, Person
from tests.torture.platforms import BadDiscord, BadTelegram
from tests.torture.torment import KILLS, OTHERS, Torment
from tests.torture.victim import Victim

LEAST = 5  # times each other fault, where all of them are asked for
REAL_PAUSE = (1.0, 12.0)  # seconds between two faults where workers really draw
QUIET_SECONDS = 300.0  # until everything of a person is over, once nothing disturbs it any more
FIRST_QUESTION = 700_000_001


class Session:
    """A folder with a bot, its platforms, and the people on them.

    ``broken``: how its queue is spoilt on purpose. ``photos`` of somebody who does not exist: the real workers look at
    them and draw, known from the photos alone; without, workers do the line's work and draw nothing.
    """

    def __init__(
        self, home: Path, seed: int, portraits: int = 3, *, broken: str = "", photos: Sequence[bytes] = ()
    ) -> None:
        self.home, self.portraits, self.broken, self.photos = home, portraits, broken, photos
        self.chance = random.Random(seed)
        self.found = Findings()
        self.log = home / "bot.log"
        self.data = home / "data"
        self.people = 0
        self.before_judging: Callable[[Any], None] = lambda person: None
        self._questions = itertools.count(FIRST_QUESTION)
        self._ended = False

    async def run(
        self, kills: int, *, others: bool = True, least: int = 0, at_once: tuple[int, int] = (3, 2)
    ) -> Torment:
        """Torment until ``kills`` were done, let everybody finish, and judge. Returns which faults were tried and felt.

        ``others``: with other faults between the kills, each at ``least`` that often.
        """
        (self.home / "styles").mkdir(parents=True, exist_ok=True)
        self.log.touch()
        async with AsyncExitStack() as stack:
            telegram = await stack.enter_async_context(BadTelegram(limits=True, chance=self.chance))
            discord = await stack.enter_async_context(BadDiscord(chance=self.chance))
            victim = Victim(self._settings(telegram, discord), self.log, real=bool(self.photos), broken=self.broken)
            stack.push_async_callback(victim.stop)
            torment = Torment(victim, telegram, discord, self.data, self.chance)
            await victim.start()
            crowd = [
                asyncio.create_task(self._come_and_go(telegram, discord, number, number < at_once[0]))
                for number in range(sum(at_once))
            ]
            watch = asyncio.create_task(self._keep_up(victim))
            try:
                await self._torment(torment, kills, others, least)
                self._ended = True
                await asyncio.gather(*crowd)
            finally:
                watch.cancel()
                for task in crowd:
                    task.cancel()
            await victim.stop()
            self.found.counted["starts"] = victim.starts
            self.found.counted["updates repeated"] = telegram.repeated + discord.repeated
            self.found.counted["batches in another order"] = telegram.reordered
            self.found.wrong += victim.fell
        findings.left_over(self.data, self.found)
        findings.trainings_went_on(self.log, self.found)
        return torment

    def _settings(self, telegram: BadTelegram, discord: BadDiscord) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.data),
            "STYLES_DIR": str(self.home / "styles"),
            "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_FILE_URL": telegram.url,
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
            "LOCAL_CHAT": "no",
            **(findings.STORES[self.data].settings() if self.data in findings.STORES else {}),
        }

    async def _torment(self, torment: Torment, kills: int, others: bool, least: int) -> None:
        chosen = {**KILLS, **(OTHERS if others else {})}
        while sum(torment.tried[name] for name in KILLS) < kills:
            await self._pause(torment)
            await torment.any_of(list(chosen), list(chosen.values()))
        for name in OTHERS:
            while others and torment.tried[name] < least:
                await self._pause(torment)
                await torment.one(name)

    async def _pause(self, torment: Torment) -> None:
        if self.photos:
            await asyncio.sleep(self.chance.uniform(*REAL_PAUSE))
            return
        # On a busy machine everything takes longer: between two faults there must be something to disturb.
        await asyncio.sleep(self.chance.uniform(0.1, 1.6) * min(3.0, torment.victim.start_seconds))

    async def _keep_up(self, victim: Victim) -> None:
        """Once the torment is over nothing but the bot itself can end the bot."""
        while True:
            await asyncio.sleep(1.0)
            if self._ended:
                await victim.keep()

    async def _come_and_go(self, telegram: BadTelegram, discord: BadDiscord, lane: int, on_telegram: bool) -> None:
        for visit in itertools.count():
            number = 1000 * (lane + 1) + visit
            more = (self._questions, self.portraits)
            more = (*more, lambda: not self._ended)
            person: Person = (
                OnTelegram(telegram, number, *more) if on_telegram else OnDiscord(discord, str(number * 10**6), *more)
            )
            if self.photos:
                person.photos, person.patience = self.photos, REAL_PATIENCE
            try:
                await (person.quick_life() if self.photos else person.life())
                await self._settled(person)
                self.before_judging(person)
                findings.judge(self.data, person, self.found)
                self.people += 1
            except Exception as error:
                self.found.lost.append(f"{type(error).__name__} {error}")
            if self._ended:
                return

    async def _settled(self, person: Person) -> None:
        end = time.monotonic() + QUIET_SECONDS
        while left := findings.busy(self.data, person):
            if not self._ended:
                end = time.monotonic() + QUIET_SECONDS
            if time.monotonic() > end:
                self.found.wrong.append(f"{person.user} still waits after {QUIET_SECONDS:.0f} s: {left}")
                return
            await asyncio.sleep(0.5)
