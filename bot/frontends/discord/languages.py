"""The language of people, learnt from their commands: a plain message does not tell it."""

from __future__ import annotations

from collections import OrderedDict

from bot.frontends.discord.people import Chat, People, soon

REMEMBERED = 10_000  # people whose language is kept in memory


class Languages:
    """Kept in memory, and with the person's account beyond a restart."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._known: OrderedDict[int, str] = OrderedDict()

    def learn(self, user: int, locale: str) -> None:
        """Remember what Discord told of a person's language."""
        self._known[user] = locale
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def of(self, user: int) -> str:
        """Return a person's language, English when unknown."""
        if user not in self._known:
            self.learn(user, (await soon(self._people.chat(str(user)), Chat())).locale or "en")
        return self._known[user]
