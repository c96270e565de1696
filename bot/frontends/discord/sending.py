"""Puts planned messages into a channel so that a repetition changes nothing, however long the outage was.

Discord itself recognises a nonce for a few minutes. Before the first message a process sends to a channel, and after
any failure in between, the newest messages there are read: one that carries our nonce, or files with our mark, is it.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import discord

from bot.frontends.discord.build import edited, sent
from bot.frontends.discord.compose import Message

NONCE_LIMIT = 25
MARK = 8  # letters of the nonce that stand in file names
LOOKED_BACK = 50  # messages
UNKNOWN_MESSAGE = 10008


def nonce(key: str, number: int = 0) -> str:
    """Return what makes a repeated message the same message: at most 25 characters made of the delivery's key."""
    digest = hashlib.sha256(f"{key}/{number}".encode()).digest()
    return base64.b32encode(digest).decode()[:NONCE_LIMIT]


def mark(key: str) -> str:
    """Return what a delivery's pictures have in their names."""
    return nonce(key)[:MARK].lower()


class Sender:
    """Sends and edits messages of one client."""

    def __init__(self, me: int) -> None:
        self._me = me
        self._known: dict[int, list[discord.Message]] = {}  # channel -> our newest messages there, as last read

    async def show(
        self, chat: discord.abc.Messageable, plan: list[Message], key: str, previous: str | None
    ) -> list[str]:
        """Show messages, the first by editing ``previous`` where it is still there; returns their ids."""
        channel: Any = chat
        made: list[str] = []
        try:
            for number, message in enumerate(plan):
                if number == 0 and previous is not None and await _edit(channel, message, int(previous)):
                    made.append(previous)
                else:
                    made.append(await self._send(channel, message, key, number))
        except BaseException:
            self._known.pop(channel.id, None)  # it may have arrived: look before it is sent again
            raise
        return made

    async def arrived(self, chat: discord.abc.Messageable, key: str) -> list[discord.Message]:
        """Return what a delivery nobody knows the end of has left among the newest messages of a channel."""
        once = {nonce(key, number) for number in range(LOOKED_BACK)}
        newest = [one async for one in chat.history(limit=LOOKED_BACK) if one.author.id == self._me]
        return [
            one
            for one in newest
            if str(one.nonce) in once or any(mark(key) in file.filename.lower() for file in one.attachments)
        ]

    async def _send(self, channel: Any, message: Message, key: str, number: int) -> str:
        once = nonce(key, number)
        if channel.id not in self._known:
            self._known[channel.id] = [one async for one in channel.history(limit=LOOKED_BACK)]
        found = next((one for one in self._known[channel.id] if self._is(one, once, message)), None)
        return str(found.id if found else (await channel.send(nonce=once, **sent(message))).id)

    def _is(self, shown: discord.Message, once: str, message: Message) -> bool:
        if shown.author.id != self._me:
            return False
        if shown.nonce is not None:
            return str(shown.nonce) == once
        names = {file.name for file in message.files or () if file.marked}
        return bool(names) and names == {one.filename for one in shown.attachments}


async def _edit(channel: Any, message: Message, earlier: int) -> bool:
    try:
        await channel.get_partial_message(earlier).edit(**edited(message))
    except discord.NotFound as refused:
        if refused.code != UNKNOWN_MESSAGE:
            raise
        return False
    return True
