"""Shows views to people: in their direct messages, as a whisper to whom takes none, or to everybody in a channel."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import Any

import discord

from bot.frontends.base import ChatGoneError, ElsewhereError, Files
from bot.frontends.discord.compose import Frame, Message, compose
from bot.frontends.discord.ephemeral import DEAD, Whisper
from bot.frontends.discord.listening import Listener, Surroundings
from bot.frontends.discord.people import soon
from bot.frontends.discord.sending import Sender, mark
from handlers.events import Address
from handlers.views import Pictures, Progress, Removal, View

log = logging.getLogger(__name__)
CLOSED = 50007  # this person takes no direct messages from us
OUT_OF_REACH = frozenset({10003, 10008, 50001, 50007})  # no such message or channel any more, or no way to it
ELSEWHERE_SECONDS = 3.0  # a person is left to the process that may whisper to them
CLOSED_SECONDS = 600.0  # how long direct messages that were refused are not tried while there is another way


class Speaker:
    """Speaks through one client that is logged in; what it raises is discord.py's, or `ChatGoneError`."""

    def __init__(self, client: Listener, around: Surroundings, upload_bytes: int) -> None:
        assert client.user is not None
        self.client, self._around, self._upload_bytes = client, around, upload_bytes
        self._sender = Sender(client.user.id)
        self._closed: dict[str, float] = {}  # user -> since when direct messages are refused
        self._met: set[str] = set()  # people whose channel is known

    async def show(
        self, address: Address, view: View, key: str, before: dict[str, Any], files: Files
    ) -> dict[str, Any]:
        """Show a view once for ``key``, over the message of the receipt ``before`` where there is one."""
        if isinstance(view, Removal):
            await self._take_away(str(address["user"]), view)
            await self._take_away_late(address, view)
            return {}
        user = str(address["user"])
        locale = await soon(self._around.people.locale(user), None) or await self._around.languages.of(int(user))
        frame = Frame(
            limit=self._upload_bytes,
            say=self._around.translator.words(locale),
            mark=mark(key),
            card=bool(before.get("card")),
            preview=before.get("preview"),
        )
        if "channel" in address:
            return await self._in_place(address, view, key, files, frame)
        return await self._shown(user, view, key, before, files, frame)

    async def _take_away(self, user: str, view: Removal) -> None:
        """Delete messages; a whisper whose interaction has ended is beyond reach and gone soon."""
        whisper = self._around.whispers.of(user)
        for receipt in view.receipts:
            for message in receipt.get("all", ()):
                if receipt.get("whisper"):
                    if whisper is not None and whisper.holds(message):
                        await whisper.delete(message)
                    continue
                try:
                    channel = self.client.get_partial_messageable(int(receipt["channel"]))
                    await channel.get_partial_message(int(message)).delete()
                except discord.HTTPException as refused:
                    if refused.code not in OUT_OF_REACH:
                        raise

    async def _take_away_late(self, address: Address, view: Removal) -> None:
        """Delete what was under way when a process died: it is known by what its delivery left in it."""
        for key in view.late:
            try:
                chat: Any = (
                    self.client.get_partial_messageable(int(address["channel"]))
                    if "channel" in address
                    else await self.client.create_dm(discord.Object(int(address["user"])))
                )
                for message in await self._sender.arrived(chat, key):
                    await message.delete()
            except discord.HTTPException as refused:
                if refused.code not in OUT_OF_REACH:
                    raise

    async def _shown(
        self, user: str, view: View, key: str, before: dict[str, Any], files: Files, frame: Frame
    ) -> dict[str, Any]:
        whisper = self._around.whispers.of(user)
        refused_lately = time.monotonic() - self._closed.get(user, -CLOSED_SECONDS) < CLOSED_SECONDS
        if whisper is None or not refused_lately:
            try:
                chat = await self.client.create_dm(discord.Object(int(user)))
                plan = await compose(view, files, frame)
                earlier = None if before.get("whisper") else before.get("message")
                sent = await self._sender.show(chat, plan, key, earlier)
                self._closed.pop(user, None)
                await self._meet(user, str(chat.id), sent[0])
                return _receipt(view, plan, sent, str(chat.id), before)
            except discord.HTTPException as refused:
                # Opening the conversation is refused as a bad request, writing in it as forbidden.
                if whisper is None and (refused.code == CLOSED or isinstance(refused, discord.Forbidden)):
                    await self._leave_to_others(user)
                if whisper is None or not (refused.code == CLOSED or isinstance(refused, discord.Forbidden)):
                    raise
                self._closed[user] = time.monotonic()
        return await self._whispered(whisper, view, before, files, frame)

    async def _in_place(self, address: Address, view: View, key: str, files: Files, frame: Frame) -> dict[str, Any]:
        """Show pictures to everybody in a channel; every other answer is for the person alone.

        Where nothing can be said in the server any more, the person is written to: others there are not concerned.
        """
        user = str(address["user"])
        whisper = self._around.whispers.of(user)
        if whisper is None:
            await self._leave_to_others(user)
        try:
            if isinstance(view, Pictures):
                return await self._posted(whisper, address, view, key, files, frame)
            if whisper is not None:
                return await self._whispered(whisper, view, {}, files, frame)
        except (discord.Forbidden, ChatGoneError) as refused:
            log.info("nothing can be said in a server", extra={"error": type(refused).__name__})
        return await self._shown(user, view, key, {}, files, frame)

    async def _leave_to_others(self, user: str) -> None:
        """Raise `ElsewhereError` where another process has heard this person and may answer them there."""
        if self._around.sharing is not None and await self._around.sharing.whispered_elsewhere(user):
            raise ElsewhereError(ELSEWHERE_SECONDS)

    async def _posted(
        self, whisper: Whisper | None, address: Address, view: View, key: str, files: Files, frame: Frame
    ) -> dict[str, Any]:
        plan = await compose(view, files, frame)
        try:
            channel = self.client.get_partial_messageable(int(address["channel"]))
            sent = await self._sender.show(channel, plan, key, None)
        except discord.Forbidden:
            # The bot is no member there; the person's own command may still be answered for all to see.
            if whisper is None:
                raise
            sent = await whisper.publish(plan)
        else:
            if whisper is not None:
                await whisper.close()
        return _receipt(view, plan, sent, str(address["channel"]), {})

    async def _whispered(
        self, whisper: Whisper, view: View, before: dict[str, Any], files: Files, frame: Frame
    ) -> dict[str, Any]:
        plan = await compose(view, files, replace(frame, limit=whisper.limit))
        try:
            sent = await whisper.show(plan, before.get("message"))
        except discord.HTTPException as refused:
            if refused.code in DEAD:
                raise ChatGoneError(f"{refused.code}: nothing is left to answer to") from None
            raise
        return {**_receipt(view, plan, sent, "", before), "whisper": True}

    async def _meet(self, user: str, channel: str, message: str) -> None:
        """Remember where a person's messages are before they have written a second one."""
        if user not in self._met:
            self._met.add(user)
            if not (await self._around.people.chat(user)).channel:
                await self._around.people.note(user, channel=channel, last=message)


def _receipt(view: View, plan: list[Message], sent: list[str], channel: str, before: dict[str, Any]) -> dict[str, Any]:
    receipt: dict[str, Any] = {"channel": channel, "message": sent[0], "all": sent}
    if plan[0].card:
        receipt["card"] = True
    if isinstance(view, Progress) and (preview := view.preview or before.get("preview")):
        receipt["preview"] = preview
    return receipt
