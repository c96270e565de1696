"""The command menu a person sees behind "/": one list per language, sent to Telegram only when it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from telegram import Bot, BotCommand

from handlers.catalogue import telegram_menu
from handlers.text import FALLBACK, Translator

Menus = Mapping[str, Sequence[tuple[str, str]]]
"""Two-letter language ("" for everybody else) -> (command, description) pairs."""
DESCRIPTION_LIMIT = 256


def menus(translator: Translator) -> Menus:
    """Build the menus of every shipped language from the catalogue."""
    made = {locale: telegram_menu(translator.words(locale)) for locale in translator.locales}
    by_language = {locale.split("-")[0]: made[locale] for locale in reversed(list(made))}
    everybody = by_language.pop(FALLBACK)
    return {"": everybody, **by_language}


async def publish(bot: Bot, wanted: Menus, seen: Path | None) -> bool:
    """Set the menus unless ``seen`` holds their fingerprint; returns whether anything was sent."""
    fingerprint = hashlib.sha256(json.dumps([bot.id, wanted], sort_keys=True).encode()).hexdigest()
    if _last(seen) == fingerprint:
        return False
    for language, entries in wanted.items():
        commands = [BotCommand(name, description[:DESCRIPTION_LIMIT]) for name, description in entries]
        await bot.set_my_commands(commands, language_code=language or None)
    _remember(seen, fingerprint)
    return True


def _last(seen: Path | None) -> str:
    return seen.read_text("ascii") if seen is not None and seen.exists() else ""


def _remember(seen: Path | None, fingerprint: str) -> None:
    if seen is not None:
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.write_text(fingerprint, "ascii")
