"""The sentences of the page itself (buttons, placeholders); what the bot says comes finished from the handlers."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from handlers.text import Translator, Words


@cache
def _translator() -> Translator:
    folder = files("bot.frontends.local") / "locales"
    found = {entry.name.removesuffix(".ftl"): entry for entry in folder.iterdir() if entry.name.endswith(".ftl")}
    return Translator({name: found[name].read_text("utf-8") for name in sorted(found)})


def words(accept_language: str | None) -> Words:
    """Return a speaker for a browser's ``Accept-Language`` header; the first language we have wins, else English."""
    translator = _translator()
    for wanted in preferred(accept_language or ""):
        if wanted.lower().startswith("en") or translator.match(wanted) != "en":
            return translator.words(wanted)
    return translator.words("en")


def preferred(header: str) -> list[str]:
    """Return the languages of an ``Accept-Language`` header, most wanted first.

    >>> preferred("fr;q=0.5, de-AT, en;q=0.8")
    ['de-AT', 'en', 'fr']
    """
    weighed: list[tuple[float, int, str]] = []
    for part in header.split(","):
        name, _, rest = part.strip().partition(";")
        quality = rest.strip().removeprefix("q=")
        known = quality.isascii() and quality.replace(".", "", 1).isdigit()  # "¹" is a digit and no number
        weight = float(quality) if known else 1.0
        if name and name != "*":
            weighed.append((-weight, len(weighed), name))
    return [name for _, _, name in sorted(weighed)]
