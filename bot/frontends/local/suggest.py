"""What the line to type into offers: every command of the catalogue, and the values of its first parameter."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from handlers import catalogue
from handlers.commands import Entry, usage
from handlers.context import StyleBook
from handlers.text import Translator


def commands(
    locale: str, styles: StyleBook | None, abilities: frozenset[str] = frozenset(), hidden: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return every command a person may use as ``{"name", "usage", "help", "choices"}``, in the catalogue's order.

    ``hidden``: styles an admin took out.
    """
    translator = _translator()
    say = translator.words(locale)
    return [
        {
            "name": entry.name,
            "usage": usage(entry),
            "help": say(entry.help_key),
            "choices": [one for one in _choices(entry, say.locale, styles, translator) if one["value"] not in hidden],
        }
        for entry in catalogue.visible(admin=False, abilities=abilities, group=False)
    ]


@cache
def _translator() -> Translator:
    return Translator()  # reading the sentences takes a tenth of a second; styles may change at any time


def _choices(entry: Entry, locale: str, styles: StyleBook | None, translator: Translator) -> list[dict[str, str]]:
    source = entry.parameters[0].choices if entry.parameters else ()
    if source == "styles":
        if styles is None:
            return []
        return [{"value": name, "label": str(styles.info(name, locale)["title"])} for name in styles.names()]
    values = translator.locales if source == "locales" else source
    return [{"value": value, "label": ""} for value in values]
