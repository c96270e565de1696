"""The Discord front end: keeps the client connected, reads payloads, delivers views."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import discord
import yarl

from bot.frontends.base import Capabilities, Files, Gone, Intake, Later, NotKept, Unusable, Upload
from bot.frontends.discord import commands
from bot.frontends.discord.compose import File, Message, compose
from bot.frontends.discord.download import Downloader, Expired, TooMuch
from bot.frontends.discord.incoming import Attached, read
from bot.frontends.discord.listening import Languages, Listener, point_client_at
from bot.frontends.discord.suggest import Suggestions
from bot.frontends.discord.text import TEXT_LIMIT
from handlers.context import StyleBook
from handlers.events import Address, Event, SentFile
from handlers.text import Translator
from handlers.views import View

log = logging.getLogger(__name__)
OFFICIAL = "https://discord.com/api/v10"
BAD_TOKEN = "Discord refuses the token; make a new one in the developer portal and set DISCORD_TOKEN"
UNKNOWN_MESSAGE = 10008
NONCE_LIMIT = 25
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between attempts to log in
SOON = 3.0  # seconds until a delivery is tried again
FATAL_CLOSES = {4004: BAD_TOKEN, 4013: "Discord refuses the intents", 4014: "Discord refuses the intents"}
Connection = (aiohttp.ClientError, OSError, TimeoutError, discord.GatewayNotFound, discord.DiscordServerError)


@dataclass(frozen=True, kw_only=True)
class DiscordOptions:
    """Limits, and the folder of one small file without content: the fingerprint of the published commands."""

    folder: Path | None = None
    download_bytes: int = 20_000_000
    upload_bytes: int = 10 * 1024 * 1024
    ready_seconds: float = 2.0  # how long the client waits for its servers after connecting


class DiscordFrontEnd:
    """`bot.frontends.base.FrontEnd` for Discord.

    An address is ``{"user"}``: answers always go to the person's direct messages. A receipt is
    ``{"channel", "message", "all"}``: the message later edits go to, and all ids sent.
    """

    name = "discord"

    def __init__(
        self,
        token: str,
        *,
        api_url: str = OFFICIAL,
        gateway_url: str | None = None,
        styles: StyleBook | None = None,
        translator: Translator | None = None,
        options: DiscordOptions | None = None,
        published: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        self.options = options or DiscordOptions()
        self.capabilities = Capabilities(
            album=10,
            text=TEXT_LIMIT,
            caption=TEXT_LIMIT,
            edit_seconds=3.0,
            upload_bytes=self.options.upload_bytes,
            download_bytes=self.options.download_bytes,
            buttons_per_row=5,
            countdown=True,
        )
        translator = translator or Translator()
        self._token, self._api_url, self._gateway_url = token, api_url, gateway_url
        self._suggestions = Suggestions(translator, styles)
        self._commands = commands.build(translator) if published is None else list(published)
        self._seen = self.options.folder / "discord-commands" if self.options.folder else None
        self._languages = Languages()
        own_host = None if api_url == OFFICIAL else yarl.URL(api_url).host
        self._downloads = Downloader(self.options.download_bytes, own_host)
        self._client: Listener | None = None  # set while logged in

    async def run(self, intake: Intake) -> None:
        """Stay connected until cancelled; raises `Unusable` for a bad token."""
        point_client_at(self._api_url, self._gateway_url)
        pause = FIRST_PAUSE
        while True:
            try:
                await self._connected(intake)
            except discord.LoginFailure:
                raise Unusable("discord", BAD_TOKEN) from None
            except discord.PrivilegedIntentsRequired:
                raise Unusable("discord", FATAL_CLOSES[4014]) from None
            except discord.ConnectionClosed as closed:
                if closed.code in FATAL_CLOSES:
                    raise Unusable("discord", FATAL_CLOSES[closed.code]) from None
                log.warning("discord closed the connection", extra={"code": closed.code})
            except Connection as failure:
                log.warning("discord unreachable", extra={"error": type(failure).__name__})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def close(self) -> None:
        """Close the connections; after `run` was cancelled and the last delivery is out."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        await self._downloads.close()

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn a payload into events; files are fetched and kept on the way. Raises `Later` without a network."""
        found: list[Event] = []
        for item in read(payload):
            found.append(await self._fetch(item, intake) if isinstance(item, Attached) else item)
        return found

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Show ``view`` once for ``key``: by editing ``previous``, else by a message with a nonce made of the key.

        Discord answers a nonce it saw in the last minutes with the message that carries it. Raises `Later` or `Gone`.
        """
        if self._client is None:
            raise Later(SOON)
        try:
            plan = await compose(view, files, self.options.upload_bytes)
            chat = await self._client.create_dm(discord.Object(int(address["user"])))
            sent = [
                await self._show(chat, message, nonce(key, number), previous if number == 0 else None)
                for number, message in enumerate(plan)
            ]
        except discord.RateLimited as refused:
            raise Later(refused.retry_after) from None
        except discord.Forbidden as refused:
            raise Gone(f"{refused.code}: {refused.text}") from None
        except discord.NotFound as refused:
            raise Gone(f"{refused.code}: {refused.text}") from None
        except discord.HTTPException as refused:
            if refused.status == 429 or refused.status >= 500:
                raise Later(SOON) from None
            raise
        except (aiohttp.ClientError, OSError, TimeoutError) as failure:
            log.info("discord unreachable", extra={"error": type(failure).__name__})
            raise Later(SOON) from None
        return {"channel": str(chat.id), "message": sent[0], "all": sent}

    async def _connected(self, intake: Intake) -> None:
        client = Listener(intake, self._suggestions, self._languages, self.options.ready_seconds)
        try:
            await client.login(self._token)
            await commands.publish(client, self._commands, self._seen)
            old, self._client = self._client, client
            if old is not None:
                await old.close()
            await client.connect()
        except asyncio.CancelledError:
            # Stop listening; what is still to be delivered goes over HTTP until `close`.
            if client.ws is not None:
                await client.ws.close(1000)
            raise
        except BaseException:
            self._client = None
            await client.close()
            raise

    async def _show(self, chat: discord.DMChannel, message: Message, key: str, previous: dict[str, Any] | None) -> str:
        if previous is not None:
            try:
                return await self._edit(chat, message, int(previous["message"]))
            except discord.NotFound as refused:
                if refused.code != UNKNOWN_MESSAGE:
                    raise
        more: dict[str, Any] = {"view": message.view} if message.view is not None else {}
        attached = [_attachment(file) for file in message.files or ()]
        return str((await chat.send(message.text or None, files=attached, nonce=key, **more)).id)

    async def _edit(self, chat: discord.DMChannel, message: Message, earlier: int) -> str:
        more: dict[str, Any] = {}
        if message.files is not None:
            more["attachments"] = [_attachment(file) for file in message.files]
        await chat.get_partial_message(earlier).edit(content=message.text or None, view=message.view, **more)
        return str(earlier)

    async def _fetch(self, item: Attached, intake: Intake) -> SentFile:
        facts: dict[str, Any] = {
            "who": item.who,
            "name": item.name,
            "mime": item.mime,
            "declared_bytes": item.declared_bytes,
            "caption": item.caption,
        }
        if item.declared_bytes > self.options.download_bytes:
            return SentFile(media=None, problem="too-large", **facts)
        try:
            data = await self._download(item)
        except TooMuch:
            return SentFile(media=None, problem="too-large", **facts)
        except Expired:
            return SentFile(media=None, problem="unavailable", **facts)
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise Later(SOON) from None
        try:
            media = await intake.keep(item.who, Upload(name=item.name, mime=item.mime, data=data))
        except NotKept as refused:  # said of this file alone: an update may hold others
            return SentFile(media=None, problem=refused.problem, **facts)
        return SentFile(media=media, **facts)

    async def _download(self, item: Attached) -> bytes:
        try:
            return await self._downloads.fetch(item.url)
        except Expired:
            # Links are signed for a day; the message still knows a fresh one.
            fresh = await self._fresh_link(item)
            if fresh is None or fresh == item.url:
                raise
            return await self._downloads.fetch(fresh)

    async def _fresh_link(self, item: Attached) -> str | None:
        if item.message is None or self._client is None:
            return None
        channel, message = item.message
        try:
            found = await self._client.get_partial_messageable(channel).fetch_message(message)
        except discord.HTTPException:
            return None
        return next((a.url for a in found.attachments if str(a.id) == item.id), None)


def nonce(key: str, number: int = 0) -> str:
    """Return what makes a repeated message the same message: at most 25 characters made of the delivery's key."""
    digest = hashlib.sha256(f"{key}/{number}".encode()).digest()
    return base64.b32encode(digest).decode()[:NONCE_LIMIT]


def _attachment(file: File) -> discord.File:
    return discord.File(io.BytesIO(file.data), filename=file.name, description=file.description or None)
