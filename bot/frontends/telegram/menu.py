"""The command menu a person sees behind "/": per language and kind of chat, sent to Telegram only when it changed.

Groups see only what works there, admins also what only they may do.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import BadRequest

from bot.frontends.published import Published
from handlers.catalogue import CATALOGUE, telegram_menu
from handlers.commands import ABILITIES
from handlers.text import FALLBACK, Translator, shipped

log = logging.getLogger(__name__)
DESCRIPTION_LIMIT = 256
BUTTON_TEXT = "App"  # Telegram takes one text for every language
ABOUT_LIMIT, SHORT_LIMIT = 512, 120
EVERYWHERE, GROUPS = "everywhere", "groups"


@dataclass(frozen=True, kw_only=True)
class Menu:
    """``where`` is `EVERYWHERE`, `GROUPS` or the chat of an admin; ``language`` two letters, "" for everybody else."""

    entries: Sequence[tuple[str, str]]  # (command, description)
    where: str = EVERYWHERE
    language: str = ""


def menus(translator: Translator, admins: Iterable[str] = (), abilities: frozenset[str] = ABILITIES) -> list[Menu]:
    """Build all menus from the catalogue, in every shipped language."""
    chats = sorted({name for name in (admin.removeprefix("telegram:") for admin in admins) if name.isdecimal()})
    made: list[Menu] = []
    for language, locale in _languages(translator).items():
        say = translator.words(locale)
        everybody = telegram_menu(say, abilities=abilities)
        made.append(Menu(entries=everybody, language=language))
        public = telegram_menu(say, abilities=abilities, group=True)
        made.append(Menu(entries=public, where=GROUPS, language=language))
        full = telegram_menu(say, admin=True, abilities=abilities)
        made += [Menu(entries=full, where=chat, language=language) for chat in chats]
    return made


async def publish(
    bot: Bot,
    seen: Published,
    admins: Iterable[str],
    wanted: Sequence[Menu] | None = None,
    *,
    abilities: frozenset[str] = ABILITIES,
) -> bool:
    """Set the menus (None: those of the catalogue) unless what they are made of was ``seen`` last; True: they were set.

    Reading every language takes a second of processor time, so it happens only when something changed, in a thread.
    """
    chats = sorted(admins)
    made_of = [repr(CATALOGUE), shipped(), sorted(abilities)]
    facts: list[Any] = [asdict(menu) for menu in wanted] if wanted is not None else made_of
    if not seen.is_news(bot.id, chats, facts):
        return False
    if wanted is None:
        wanted = await asyncio.to_thread(lambda: menus(Translator(), chats, abilities))
        await describe(bot, Translator())
    strangers = {menu.where for menu in wanted if not await _set(bot, menu)}
    if strangers:  # tried again at the next start
        log.info("admins who never wrote to the bot have no menu yet", extra={"count": len(strangers)})
    else:
        seen.remember(bot.id, chats, facts)
    return True


async def publish_button(bot: Bot, seen: Published, mini_app: str | None) -> None:
    """Let the button beside the message field open the web app, and take that back where there is none any more.

    A button that was never ours is left alone: whoever runs the bot may have set one.
    """
    if not seen.is_news(mini_app) or (mini_app is None and seen.is_empty):
        return
    button = MenuButtonWebApp(BUTTON_TEXT, WebAppInfo(mini_app)) if mini_app else MenuButtonCommands()
    seen.remember("begun", mini_app)  # a kill in between must not leave a button that nobody takes back
    await bot.set_chat_menu_button(menu_button=button)
    seen.remember(mini_app)


async def describe(bot: Bot, translator: Translator) -> None:
    """Say in every language what the bot is: in an empty chat, and where its link is shared."""
    for language, locale in _languages(translator).items():
        say, code = translator.words(locale), language or None
        await bot.set_my_description(say("bot-description")[:ABOUT_LIMIT], language_code=code)
        await bot.set_my_short_description(say("bot-about")[:SHORT_LIMIT], language_code=code)


async def _set(bot: Bot, menu: Menu) -> bool:
    commands = [BotCommand(name, description[:DESCRIPTION_LIMIT]) for name, description in menu.entries]
    try:
        await bot.set_my_commands(commands, scope=_scope(menu.where), language_code=menu.language or None)
    except BadRequest as refused:
        if menu.where.isdecimal() and "chat not found" in refused.message.lower():
            return False
        raise
    return True


def _scope(where: str) -> BotCommandScope:
    if where == EVERYWHERE:
        return BotCommandScopeDefault()
    return BotCommandScopeAllGroupChats() if where == GROUPS else BotCommandScopeChat(int(where))


def _languages(translator: Translator) -> dict[str, str]:
    by_language = {locale.split("-")[0]: locale for locale in reversed(list(translator.locales))}
    return {"": by_language.pop(FALLBACK), **by_language}
