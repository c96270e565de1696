"""People who do not give up: from a first hello over a learnt face to portraits, whatever becomes of the bot meanwhile.

What counts afterwards is not what they did but what the tables say was accepted (`tests.torture.findings`).
"""

from __future__ import annotations

import asyncio
import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from handlers.text import Translator
from tests.fakes.discord import FakeDiscord, walk
from tests.fakes.intake import picture
from tests.fakes.telegram import FakeTelegram

PATIENCE, MORE_PATIENCE = 6.0, 3.0  # seconds until somebody asks again, and by how much longer each time
REAL_PATIENCE = 120.0  # the first of these, where portraits are really drawn
TRIES = 15
STYLE = "cyberpunk"
ACTION = re.compile(r"v1:[a-z]+:(\d+)")
COLORS = ("red", "green", "blue", "cyan", "magenta", "yellow")


class GaveUpError(Exception):
    """Somebody asked `TRIES` times and got no answer."""


class Person(ABC):
    """Somebody on a platform; ``asked`` are the numbers they asked about once each, ``life`` what they do."""

    platform: str

    def __init__(
        self,
        user: str,
        locale: str,
        questions: itertools.count[int],
        portraits: int,
        patient: Callable[[], bool] = lambda: False,
    ) -> None:
        self.user, self.portraits = user, portraits
        self.photos: Sequence[bytes] = [picture(color, (640, 640)) for color in COLORS[:2]]
        self.patience = PATIENCE
        self.asked: list[int] = []
        self.say = Translator().words(locale)
        self._questions = questions
        self._patient = patient  # as long as there is a reason for silence nobody gives up

    async def life(self) -> None:
        """Go from a first hello to portraits. Raises `GaveUpError`."""
        await self.insists("start", lambda: self.types("/start"), lambda: self.offers("button-agree"))
        await self.insists("consent", lambda: self.presses("button-agree"), lambda: self.reads("consent-given"))
        await self.insists("photos", self.shows_selfies, lambda: self.offers("button-done"))
        await self.insists("training", self.is_done, lambda: self.reads("train-done"))
        for number in range(1, self.portraits + 1):
            await self.insists("portrait", self.wants_portraits, lambda number=number: len(self.results()) >= number)
            await self.asks()

    async def quick_life(self) -> None:
        """Go to portraits from photos alone: the training, which takes minutes, is called off. Raises `GaveUpError`."""
        await self.insists("start", lambda: self.types("/start"), lambda: self.offers("button-agree"))
        await self.insists("consent", lambda: self.presses("button-agree"), lambda: self.reads("consent-given"))
        await self.insists("photos", self.shows_selfies, lambda: self.offers("button-done"))
        await self.insists("face", self.is_done, lambda: self.reads("instant-ready"))
        await self.insists(
            "peace", lambda: self.types("/cancel"), lambda: self.count("cancelled") or self.count("stopp")
        )
        for number in range(1, self.portraits + 1):
            await self.insists("portrait", self.wants_portraits, lambda number=number: len(self.results()) >= number)
            await self.asks()

    async def asks(self) -> None:
        """Ask about a job that never was: the answer names its number, and nobody asks about it twice."""
        number = next(self._questions)
        self.asked.append(number)
        await self.types(f"/show {number}")

    async def is_done(self) -> None:
        """Press Done, or ask for the training in words where that button is gone."""
        if self.offers("button-done"):
            await self.presses("button-done")
        else:
            await self.types("/train")

    async def wants_portraits(self) -> None:
        """Ask for two portraits."""
        await self.types(f"/portrait {STYLE} 2")

    async def insists(self, what: str, act: Callable[[], Awaitable[None]], done: Callable[[], Any]) -> None:
        """Do something and wait for what it leads to, again and again."""
        number = 0
        while number < TRIES:
            number = 0 if self._patient() and number == TRIES - 1 else number + 1
            if done():
                return
            try:
                await act()
            except (AssertionError, OSError, IndexError):  # nobody answered in time, or the line was dead
                await asyncio.sleep(1.0)
                continue
            try:
                await self.server.until(done, self.patience + min(number, TRIES) * MORE_PATIENCE)
            except TimeoutError:
                continue
            return
        raise GaveUpError(f"{self.platform}:{self.user} waits for {what}")

    def plain(self, key: str) -> str:
        """Return the beginning of a sentence, as far as it has no gaps."""
        text = self.say(key, minutes=0, photos=2).partition(".")[0]
        return text.replace("**", "").replace("`", "")[:20]

    def reads(self, key: str) -> bool:
        """Say whether a sentence is shown."""
        return self.count(self.plain(key)) > 0

    def count(self, text: str) -> int:
        """Return how many messages say this."""
        return sum(text in one.replace("**", "").replace("\\", "") for one in self.texts())

    @property
    @abstractmethod
    def server(self) -> Any:
        """The platform."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the bot writes to this person, as in the tables."""

    @abstractmethod
    def texts(self) -> list[str]:
        """Return what the bot shows now."""

    @abstractmethod
    def offers(self, key: str) -> bool:
        """Say whether a button is shown."""

    @abstractmethod
    def results(self) -> list[int]:
        """Return the job's number of each message with pictures that is shown now."""

    @abstractmethod
    async def types(self, line: str) -> None:
        """Send a line."""

    @abstractmethod
    async def presses(self, key: str) -> None:
        """Press the newest button of that name."""

    @abstractmethod
    async def shows_selfies(self) -> None:
        """Send the selfies at once."""


class OnTelegram(Person):
    """Somebody on Telegram."""

    platform = "telegram"

    def __init__(self, server: FakeTelegram, uid: int, *more: Any) -> None:
        super().__init__(str(uid), "en", *more)
        self._server, self.uid = server, uid

    @property
    def server(self) -> FakeTelegram:
        return self._server

    @property
    def place(self) -> str:
        return f"telegram:{self.uid}"

    def texts(self) -> list[str]:
        return self._server.texts(self.uid)

    def offers(self, key: str) -> bool:
        return self._with(key) is not None

    def _with(self, key: str) -> dict[str, Any] | None:
        label = self.say(key)
        return next((one for one in reversed(self._server.shown(self.uid)) if label in _labels(one)), None)

    def results(self) -> list[int]:
        return [int(_number(str(one))) for one in self._server.shown(self.uid) if "photo" in one]

    async def types(self, line: str) -> None:
        self._server.user_text(line, self.uid)

    async def presses(self, key: str) -> None:
        message = self._with(key)
        assert message is not None
        self._server.user_press(message, self.say(key), self.uid)

    async def shows_selfies(self) -> None:
        self._server.user_album(list(self.photos), self.uid)


class OnDiscord(Person):
    """Somebody on Discord, who writes; only buttons are interactions."""

    platform = "discord"

    def __init__(self, server: FakeDiscord, user: str, *more: Any) -> None:
        super().__init__(user, "en", *more)
        self._server = server

    @property
    def server(self) -> FakeDiscord:
        return self._server

    @property
    def place(self) -> str:
        return f"discord:{self.user}"

    def texts(self) -> list[str]:
        return self._server.texts(self.user)

    def offers(self, key: str) -> bool:
        return self._with(key) is not None

    def _with(self, key: str) -> dict[str, Any] | None:
        label = self.say(key)
        shown = reversed(self._server.shown(self.user))
        return next((one for one in shown if any(i.get("label") == label for i in walk(one["components"]))), None)

    def results(self) -> list[int]:
        return [int(_number(str(one["components"]))) for one in self._server.shown(self.user) if one["attachments"]]

    async def types(self, line: str) -> None:
        await self._server.dm(line, user=self.user)

    async def presses(self, key: str) -> None:
        message = self._with(key)
        assert message is not None
        await self._server.click(message, self.say(key), self.user)

    async def shows_selfies(self) -> None:
        photos = [self._server.put(f"{number}.png", each, "image/png") for number, each in enumerate(self.photos)]
        await self._server.dm("", *photos, user=self.user)


def _labels(message: dict[str, Any]) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


def _number(text: str) -> str:
    found = ACTION.search(text)
    return found[1] if found else "0"
