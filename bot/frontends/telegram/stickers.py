"""A person's own sticker set: made, added to and taken away, each sticker exactly once.

Telegram knows no idempotency key, but it can be asked how many stickers a set has, and nobody but this bot changes a
set of this bot. So a delivery writes down how many there were before it; what is there beyond that, it has done.
"""

from __future__ import annotations

import hashlib

from telegram import Bot, InputSticker
from telegram.constants import StickerFormat
from telegram.error import BadRequest

from bot.frontends.base import Files
from bot.frontends.telegram.journal import Journal
from handlers.views import Stickers

EMOJI = "🙂"  # every sticker must stand for one
FIRST, HELD = 50, 120  # stickers a set can be made with, and can hold
TITLE = 64  # characters
MISSING = ("stickerset_invalid", "sticker set not found")
LINK = "https://t.me/addstickers/"


def set_name(bot: int, username: str, owner: int) -> str:
    """Return the name of a person's set: letters, digits and single underscores, ending in ``_by_<bot>``."""
    digest = hashlib.sha256(f"{bot}:{owner}".encode()).hexdigest()
    return f"p{digest[:12]}_by_{username}"


async def publish(bot: Bot, journal: Journal, owner: int, name: str, view: Stickers, key: str, files: Files) -> str:
    """Add the stickers of ``view`` that a delivery under ``key`` has not added yet; returns the set's link.

    Raises the client's errors; asked again under the same key it goes on where it stopped.
    """
    mark = f"{key}:set"
    held = await count(bot, name)
    if not journal.steps(mark):
        journal.add(mark, [held or 0])
    [[before]] = journal.steps(mark)
    missing = view.items[max(0, (held or 0) - before) : HELD - before]
    stickers = [InputSticker((await files.read(one.media))[0], [EMOJI], StickerFormat.STATIC) for one in missing]
    if held is None and stickers:
        await bot.create_new_sticker_set(owner, name, (view.title or name)[:TITLE], stickers=stickers[:FIRST])
        stickers = stickers[FIRST:]
    for sticker in stickers:
        await bot.add_sticker_to_set(owner, name, sticker)
    return LINK + name


async def remove(bot: Bot, name: str) -> None:
    """Delete a set; one that is not there is gone already."""
    try:
        await bot.delete_sticker_set(name)
    except BadRequest as refused:
        if not refused.message.lower().startswith(MISSING):
            raise


async def count(bot: Bot, name: str) -> int | None:
    """Return how many stickers a set has, None when there is no such set."""
    try:
        return len((await bot.get_sticker_set(name)).stickers)
    except BadRequest as refused:
        if refused.message.lower().startswith(MISSING):
            return None
        raise
