"""Inline mode: ``@bot neon`` in any chat offers one's own favourites, and nobody else's.

Telegram offers pictures it has; one it has not is sent to the person's own chat without a sound and taken away again,
which leaves its name. Names are kept in memory alone. An answer belongs to whoever asked and is kept for seconds.
"""

from __future__ import annotations

import logging
from collections import OrderedDict

from telegram import Bot, InlineQuery, InlineQueryResultCachedPhoto, InlineQueryResultsButton
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.frontends.base import Intake
from bot.frontends.telegram.compose import photo_or_document
from bot.frontends.telegram.shelf import Kept, Shelf
from handlers.events import Who
from storage.errors import StoreUnreachableError

log = logging.getLogger(__name__)
CACHE_SECONDS = 5  # that Telegram may answer the same words by itself
AT_ONCE = 4  # pictures that are made known for one answer: it is due in seconds; the next one offers more
REMEMBERED = 500  # names of files
START = "inline"  # what /start is told by the button


class Inline:
    """Answers inline queries of people by their favourites."""

    def __init__(self, bot: Bot, intake: Intake, shelf: Shelf) -> None:
        self._bot, self._intake, self._shelf = bot, intake, shelf
        self._names: OrderedDict[tuple[int, str], str] = OrderedDict()  # (person, media) -> Telegram's name of the file
        self._left: list[tuple[int, int]] = []  # (chat, message) that could not be taken away yet

    async def answer(self, query: InlineQuery) -> None:
        """Answer one query; too late or without a network it stays unanswered, and the next letter asks again."""
        person, locale = query.from_user.id, query.from_user.language_code or "en"
        try:
            await self._clear()
            kept = await self._shelf.find(str(person), query.query, locale)
            new = [one.media for one in kept if (person, one.media) not in self._names][:AT_ONCE]
            offered = [found for one in kept if (found := await self._offer(person, one, one.media in new)) is not None]
            button = None
            if not kept and not query.query.strip():
                button = InlineQueryResultsButton(await self._shelf.words(str(person), locale), start_parameter=START)
            await self._bot.answer_inline_query(
                query.id, offered, cache_time=CACHE_SECONDS, is_personal=True, button=button
            )
        except TelegramError as failure:
            log.info("inline query not answered", extra={"error": type(failure).__name__})

    async def _offer(self, person: int, one: Kept, new: bool) -> InlineQueryResultCachedPhoto | None:
        name = await self._known(person, one.media) if new else self._names.get((person, one.media))
        if name is None:
            return None
        return InlineQueryResultCachedPhoto(one.media[:64], name, title=one.title, caption=one.caption)

    async def _known(self, person: int, media: str) -> str | None:
        """Make a picture known to Telegram; None for one that cannot be had, or that it takes as a file only."""
        who = Who(platform="telegram", user=str(person), address={"chat": person})
        try:
            data, _ = await self._intake.media(who, media)
            if photo_or_document(data) != "photo":
                return None
            sent = await self._bot.send_photo(person, data, disable_notification=True)
        except (KeyError, Forbidden, BadRequest, StoreUnreachableError) as failure:
            log.info("favourite not offered", extra={"error": type(failure).__name__})
            return None
        found = max(sent.photo, key=lambda size: size.width * size.height)
        self._names[person, media] = found.file_id
        while len(self._names) > REMEMBERED:
            self._names.popitem(last=False)
        self._left.append((person, sent.message_id))
        await self._clear()
        return found.file_id

    async def _clear(self) -> None:
        """Take away what made pictures known; what the network holds up is tried again with the next one."""
        left, self._left = self._left, []
        for chat, message in left:
            try:
                await self._bot.delete_message(chat, message)
            except (Forbidden, BadRequest) as failure:  # it is gone, or nobody gets at it any more
                log.info("picture not taken away", extra={"error": type(failure).__name__})
            except TelegramError:
                self._left.append((chat, message))
