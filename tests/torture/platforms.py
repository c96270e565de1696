"""The stand-ins for Telegram and Discord on a bad day: things come twice, in another order, or not."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord import FakeDiscord
from tests.fakes.telegram import ApiError, FakeTelegram, JSONDict

OFTEN, SELDOM = 0.3, 0.1


@dataclass
class BadTelegram(FakeTelegram):
    """Gives updates in any order, some of them twice, also such as were confirmed long ago."""

    chance: random.Random = field(default_factory=random.Random)
    pushed: list[JSONDict] = field(default_factory=list)  # every update there was, once
    repeated: int = 0
    reordered: int = 0

    def _push(self, **kind: Any) -> None:
        super()._push(**kind)
        self.pushed.append(self.updates[-1])

    async def on_getupdates(self, parameters: JSONDict, files: Any) -> list[JSONDict]:
        """See `FakeTelegram.on_getupdates`."""
        found = await super().on_getupdates(parameters, files)
        if len(found) > 1 and self.chance.random() < OFTEN:
            found = self.chance.sample(found, len(found))
            self.reordered += 1
        if found and self.chance.random() < OFTEN:
            again = self.chance.choices(self.pushed[-20:], k=self.chance.randint(1, 3))
            found = [*again, *found, self.chance.choice(found)]
            self.repeated += len(again) + 1
        return found

    def storm(self, count: int) -> None:
        """Refuse the next messages: too many requests."""
        self.fail_next += [ApiError(429, "Too Many Requests: retry after 1", retry_after=1) for _ in range(count)]

    def updates_of(self, uid: int) -> int:
        """Return how many updates somebody caused."""
        senders = [
            next(part["from"]["id"] for part in update.values() if isinstance(part, dict)) for update in self.pushed
        ]
        return senders.count(uid)


@dataclass
class BadDiscord(FakeDiscord):
    """Tells of some messages twice, as after a connection that was resumed."""

    chance: random.Random = field(default_factory=random.Random)
    repeated: int = 0

    async def dispatch(self, name: str, data: JSONDict) -> None:
        """See `FakeDiscord.dispatch`."""
        if name == "INTERACTION_CREATE":
            data = {**data, "locale": "en-US"}  # as those who only write are taken to speak
        await super().dispatch(name, data)
        if name == "MESSAGE_CREATE" and self.chance.random() < OFTEN:
            self.repeated += 1
            await super().dispatch(name, data)
