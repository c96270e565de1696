"""A message that was sent twice: the one nobody knows the id of is found and taken away.

Between Telegram's effect and its answer a process can die. The message is sent again then, and the first one would stay
for ever as it was: "place 2", with a button. Ids of a chat only grow, and what the bot sends to a chat goes out in
order. So before a message is sent, the newest id seen in its chat is written down; if it has to be sent again,
a first copy can only lie between that id and the new one, where everything else is the person's own. Showing a message
what it shows already is how one asks whether it is there: nobody else's can be edited. Of a video note a bot can edit
nothing but the buttons: a message that takes these and no caption is one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.frontends.telegram import sending
from bot.frontends.telegram.compose import ALBUM, Message
from bot.frontends.telegram.text import keyboard, render

NOTE, NO_CAPTION = "video_note", "message can't be edited"  # words answer that they have no caption
LOOKED_AT = 8  # ids between the newest known and the new message; more means a busy group, where it is left alone
CHATS = 10_000  # remembered


class Newest:
    """The newest message id seen in each chat, whoever wrote it; begins empty."""

    def __init__(self) -> None:
        self._ids: OrderedDict[int, int] = OrderedDict()

    def see(self, chat: int, message: int) -> None:
        """Note a message of a chat."""
        self._ids[chat] = max(message, self._ids.pop(chat, 0))
        if len(self._ids) > CHATS:
            self._ids.popitem(last=False)

    def hear(self, payload: dict[str, Any]) -> None:
        """Note the message a raw update brings."""
        for part in payload.values():
            message = part.get("message", part) if isinstance(part, dict) else {}
            chat, number = message.get("chat"), message.get("message_id")
            if isinstance(chat, dict) and isinstance(chat.get("id"), int) and isinstance(number, int):
                self.see(chat["id"], number)

    def of(self, chat: int) -> int | None:
        """Return the newest id of a chat, None when nothing was seen there."""
        return self._ids.get(chat)


async def take_away(bot: ExtBot[Any], step: Message, target: sending.Target, after: int | None, sent: int) -> None:
    """Delete an earlier copy of ``step``, which was just sent as ``sent``: its id is above ``after``."""
    if after is None or sent - after - 1 > LOOKED_AT:
        return
    for message in range(sent - 1, after, -1):
        try:
            if await _is_copy(bot, step, target, message):
                await bot.delete_message(target.chat, message)
                return
        except BadRequest:
            continue  # somebody else's, or not of this chat
        except TelegramError:
            return  # it stays as it is: not worth a second try, the new message is what counts


async def _is_copy(bot: ExtBot[Any], step: Message, target: sending.Target, message: int) -> bool:
    if step.file is not None and step.file.kind == NOTE:
        return await sending.unchanged(bot, target, message, keyboard(step.buttons, target.username))
    return await sending.edit(bot, step, target, message, has_media=False)


async def files_after(
    bot: ExtBot[Any], target: sending.Target, after: int, captions: Sequence[str], *, notes: bool = False
) -> list[int]:
    """Return the bot's own messages with a file just above ``after``; each gets its caption, the last one the rest.
    Video notes, which have none, only with ``notes``.

    A message on its way is the newest of its chat: nothing else of the bot's with a file can lie there. The ids of an
    album follow each other.
    """
    found: list[int] = []
    for message in range(after + 1, after + LOOKED_AT + ALBUM):
        if len(found) == ALBUM or (message > after + LOOKED_AT and not found) or (found and found[-1] != message - 1):
            break
        text, looks = render(captions[min(len(found), len(captions) - 1)])
        try:
            await bot.edit_message_caption(
                target.chat, message, caption=text, caption_entities=looks, rate_limit_args=target.patience
            )
        except BadRequest as refused:
            reason = refused.message.lower()
            note = notes and reason.startswith(NO_CAPTION) and await _takes_buttons(bot, target, message)
            if not note and not reason.startswith(sending.UNCHANGED):
                continue  # somebody else's, words, or nothing
        found.append(message)
    return found


async def _takes_buttons(bot: ExtBot[Any], target: sending.Target, message: int) -> bool:
    try:
        await sending.unchanged(bot, target, message, None)
    except BadRequest:
        return False
    return True
