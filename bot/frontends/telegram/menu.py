"""The command menu a person sees behind "/": one list per language, sent to Telegram only when it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from telegram import Bot, BotCommand

from bot.frontends.published import Published
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


async def publish(bot: Bot, wanted: Menus, seen: Published) -> bool:
    """Set the menus unless they are what was ``seen`` last; returns whether anything was sent."""
    if not seen.is_news(bot.id, dict(wanted)):
        return False
    for language, entries in wanted.items():
        commands = [BotCommand(name, description[:DESCRIPTION_LIMIT]) for name, description in entries]
        await bot.set_my_commands(commands, language_code=language or None)
    seen.remember(bot.id, dict(wanted))
    return True
