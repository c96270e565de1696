"""What Discord offers while a person types an argument."""

from __future__ import annotations

from typing import Any

from bot.frontends.discord.people import Nobody, People, soon
from handlers.catalogue import COMMANDS
from handlers.context import StyleBook
from handlers.jobs import job_kinds
from handlers.text import Translator, Words

MOST, LONGEST = 25, 100
SOURCES = {"job": "jobs", "person": "people"}
"""Parameters completed here although the catalogue names no source: only the asker's own jobs are offered."""
Pair = tuple[str, str | int]


def source_of(parameter: str, choices: object) -> str:
    """Return where the values of a parameter come from; empty when they are only typed."""
    return choices if isinstance(choices, str) and choices else SOURCES.get(parameter, "")


class Suggestions:
    """Completes arguments from the sources ``styles``, ``locales``, ``jobs`` and ``people``."""

    def __init__(self, translator: Translator, styles: StyleBook | None = None, people: People | None = None) -> None:
        self._translator, self._styles, self._people = translator, styles, people or Nobody()

    async def offer(self, data: dict[str, Any], locale: str, user: str = "") -> list[Pair]:
        """Return up to 25 (shown, value) pairs for the argument being typed; ``data`` is the raw interaction data."""
        typed = next((o for o in data.get("options", []) if o.get("focused")), None)
        entry = COMMANDS.get(data.get("name", ""))
        if typed is None or entry is None:
            return []
        source = next((source_of(p.name, p.choices) for p in entry.parameters if p.name == typed["name"]), "")
        wanted = str(typed.get("value", "")).casefold()
        pairs = await self._pairs(source, locale, user)
        if source == "styles" and entry.who != "admin":  # admins put back what they took out
            hidden = await soon(self._people.hidden(), frozenset())
            pairs = [pair for pair in pairs if pair[1] not in hidden]
        hits = [pair for pair in pairs if wanted in pair[0].casefold() or wanted in str(pair[1]).casefold()]
        # What begins with the typed letters comes first; otherwise the order of the source stays.
        hits.sort(key=lambda pair: not pair[0].casefold().startswith(wanted))
        return [(shown[:LONGEST], value) for shown, value in hits[:MOST]]

    async def _pairs(self, source: str, locale: str, user: str) -> list[Pair]:
        say = self._translator.words(await soon(self._people.locale(user), None) or locale)
        if source == "locales":
            return [(name, name) for name in self._translator.locales]
        if source == "jobs":
            return [self._job(say, *job) for job in await soon(self._people.jobs(user), [])]
        if source == "people":
            return [(name, name) for name in await soon(self._people.everybody(user), [])]
        if source == "styles" and self._styles is not None:
            book = self._styles
            return [(str(book.info(name, say.locale)["title"]), name) for name in book.names()]
        return []

    def _job(self, say: Words, number: int, kind: str, style: str) -> Pair:
        known = job_kinds().get(kind)
        plain = known is not None and known.title is None and self._translator.has(f"what-{kind}")
        title = say(f"what-{kind}" if plain else "what-other")
        if style:
            book = self._styles
            title = str(book.info(style, say.locale)["title"]) if book is not None and book.get(style) else style
        return f"{number} · {title}", number
