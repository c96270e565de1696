"""Answers seen by one person alone, in the place where a command was used: for those who take no direct messages.

Discord lets an interaction be answered for 15 minutes, and at most five times where the app is only installed by the
person. Tokens live in memory and nowhere else; after a restart there is nothing to whisper to.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import discord

from bot.frontends.discord.build import edited, sent
from bot.frontends.discord.compose import Message

log = logging.getLogger(__name__)
REMEMBERED = 1000  # people
SETTLED = 5.0  # seconds to wait for the placeholder to be changed
DEAD = (10008, 10015, 10062, 50027, 40094)  # the message, the interaction or its room is gone


class Whisper:
    """One living interaction and what was answered to it."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction = interaction
        self._ids: set[str] = set()
        self.settled = asyncio.Event()  # the placeholder has got its first content

    @property
    def limit(self) -> int:
        """How many bytes a file may have here."""
        return self._interaction.filesize_limit

    @property
    def alive(self) -> bool:
        """Whether it can still be answered."""
        return not self._interaction.is_expired()

    def holds(self, message: str) -> bool:
        """Say whether a message was whispered here."""
        return message in self._ids

    async def show(self, plan: Sequence[Message], previous: str | None) -> list[str]:
        """Show messages, the first in place of ``previous``; returns their ids. Raises discord.HTTPException."""
        async with asyncio.timeout(SETTLED):
            await self.settled.wait()
        made = [await self._one(message, previous if number == 0 else None) for number, message in enumerate(plan)]
        self._ids |= set(made)
        return made

    async def publish(self, plan: Sequence[Message]) -> list[str]:
        """Show messages to everybody where the command was used; returns their ids."""
        await self._settle("✓")
        return [str((await self._interaction.followup.send(wait=True, **sent(message))).id) for message in plan]

    async def delete(self, message: str) -> None:
        """Take a whispered message away; nothing is lost if that fails."""
        self._ids.discard(message)
        try:
            await self._interaction.followup.delete_message(int(message))
        except discord.HTTPException as failure:
            log.info("whisper not removed", extra={"status": failure.status, "code": failure.code})

    async def close(self) -> None:
        """Take the placeholder away: the answer stands elsewhere. Nothing is lost if that fails."""
        try:
            if not self._ids:
                await self._interaction.delete_original_response()
        except discord.HTTPException as failure:
            log.info("placeholder not removed", extra={"status": failure.status, "code": failure.code})

    async def _settle(self, text: str) -> None:
        # Until the placeholder has a content, the next answer would take its place, seen by the person alone.
        if not self._ids:
            self._ids.add(str((await self._interaction.edit_original_response(content=text)).id))

    async def _one(self, message: Message, previous: str | None) -> str:
        if previous is not None and self.holds(previous):
            await self._interaction.followup.edit_message(int(previous), **edited(message))
            return previous
        if not self._ids and self._interaction.type is not discord.InteractionType.component:
            original = await self._interaction.edit_original_response(**edited(message))
            self._ids.add(str(original.id))
            return str(original.id)
        return str((await self._interaction.followup.send(ephemeral=True, wait=True, **sent(message))).id)


class Whispers:
    """The newest interaction of each person."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Whisper] = OrderedDict()

    def remember(self, interaction: discord.Interaction[Any]) -> Whisper:
        """Keep an interaction; it takes the place of the person's earlier one."""
        user, made = str(interaction.user.id), Whisper(interaction)
        self._known[user] = made
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return made

    def of(self, user: str) -> Whisper | None:
        """Return a person's living interaction, or None."""
        found = self._known.get(user)
        return found if found is not None and found.alive else None
