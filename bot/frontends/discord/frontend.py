"""The Discord front end: keeps the client connected, reads payloads, delivers views."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import discord
import yarl

from bot.frontends.attached import Answered, NotFetchedError, take_in
from bot.frontends.backoff import Backoff
from bot.frontends.base import Capabilities, ChatGoneError, FatalError, Files, Intake, RetryLaterError
from bot.frontends.discord import commands
from bot.frontends.discord.download import Downloader, ExpiredError, TooMuchError
from bot.frontends.discord.incoming import Attached, Heard, read
from bot.frontends.discord.languages import Languages
from bot.frontends.discord.listening import Listener, ShardedListener, Surroundings, point_client_at
from bot.frontends.discord.people import Chat, Nobody, People
from bot.frontends.discord.sharing import Sharing
from bot.frontends.discord.speaking import Speaker
from bot.frontends.discord.spread import Spread, SpreadListener
from bot.frontends.discord.suggest import Suggestions
from bot.frontends.published import Published
from handlers.context import StyleBook
from handlers.events import Address, Command, Event, Reply, Said, SentFile
from handlers.text import Translator
from handlers.views import View

log = logging.getLogger(__name__)
OFFICIAL = "https://discord.com/api/v10"
BAD_TOKEN = "Discord refuses the token; make a new one in the developer portal and set DISCORD_TOKEN"
SOON = 3.0  # seconds until a delivery is tried again
HELD_SECONDS = 60.0  # until a message that Discord holds back for everybody is tried again
# Nobody is there: no messages from us, no server in common, no access, an unknown channel, server or person.
GONE = frozenset({50007, 50278, 50001, 10003, 10004, 10013})
# Too many new conversations, a block of the way to Discord, a bot under review: these pass. So does a 403 without a
# code, which is a page of whatever stands before Discord.
PASSING = frozenset({40003, 40333, 20026})
TOO_FEW = "Discord asks for more connections than DISCORD_SHARDS says; 0 makes as many as it asks for"
FATAL_CLOSES = {
    4004: BAD_TOKEN,
    4010: TOO_FEW,
    4011: TOO_FEW,
    4013: "Discord refuses the intents",
    4014: "Discord refuses the intents",
}
Connection = (aiohttp.ClientError, OSError, TimeoutError, discord.GatewayNotFound, discord.DiscordServerError)


@dataclass(frozen=True, kw_only=True)
class DiscordOptions:
    """Limits, and the folder of one small file without content: the fingerprint of the published commands."""

    folder: Path | None = None
    download_bytes: int = 20_000_000
    upload_bytes: int = 10 * 1024 * 1024
    shards: int = 1  # connections to the gateway; 0: as many as Discord says
    ready_seconds: float = 2.0  # how long the client waits for its servers after connecting


class DiscordFrontEnd:
    """`bot.frontends.base.FrontEnd` for Discord.

    An address is ``{"user"}``: answers go to the person's direct messages, and to whom takes none, as a whisper where
    the last command was used. With ``{"chat", "channel"}`` beside it, pictures are shown in that channel of a server.
    A receipt is ``{"channel", "message", "all", "card", "preview"}``: the message later edits go to, all ids sent,
    whether that message is a card, and the preview it shows.
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
        people: People | None = None,
        options: DiscordOptions | None = None,
        published: Sequence[dict[str, Any]] | None = None,
        abilities: frozenset[str] = frozenset(),
        sharing: Sharing | None = None,
    ) -> None:
        self.options = options or DiscordOptions()
        self.capabilities = Capabilities(
            edit_seconds=3.0,
            upload_bytes=self.options.upload_bytes,
            download_bytes=self.options.download_bytes,
            many=sharing is not None,
            waits=sharing is None,  # whispers live in one process
        )
        self._sharing = sharing
        self._spread: Spread | None = None
        self._translator, self._people = translator or Translator(), people or Nobody()
        self._token, self._api_url, self._gateway_url = token, api_url, gateway_url
        folder = self.options.folder
        self._around = Surroundings(
            translator=self._translator,
            suggestions=Suggestions(self._translator, styles, self._people),
            people=self._people,
            languages=Languages(self._people),
            menus=commands.menus(self._translator),
            commands=commands.build(self._translator, abilities) if published is None else list(published),
            published=Published(folder / "discord-commands" if folder else None),
            ready_seconds=self.options.ready_seconds,
            sharing=sharing,
        )
        own_host = None if api_url == OFFICIAL else yarl.URL(api_url).host
        self._spoken: dict[str, str] = {}  # user -> language as last noted
        self._downloads = Downloader(self.options.download_bytes, own_host)
        self._speaker: Speaker | None = None  # set while logged in

    async def run(self, intake: Intake) -> None:
        """Stay connected until cancelled; raises `FatalError` for a bad token."""
        point_client_at(self._api_url, self._gateway_url)
        backoff = Backoff(self.name)
        while True:
            try:
                await (self._connected(intake) if self._sharing is None else self._shared(intake, self._sharing))
                await backoff.wait("closed")
            except discord.LoginFailure:
                raise FatalError("discord", BAD_TOKEN) from None
            except discord.PrivilegedIntentsRequired:
                raise FatalError("discord", FATAL_CLOSES[4014]) from None
            except discord.ConnectionClosed as closed:
                if closed.code in FATAL_CLOSES:
                    raise FatalError("discord", FATAL_CLOSES[closed.code]) from None
                await backoff.wait(f"closed with {closed.code}")
            except Connection as failure:
                await backoff.wait(failure)

    def listener(self, intake: Intake, chats: Sequence[tuple[str, Chat]] = ()) -> Listener:
        """Return a client that is not connected yet; ``chats`` are those whose missed messages it reads."""
        if self.options.shards == 1:
            return Listener(intake, self._around, chats)
        return ShardedListener(intake, self._around, chats, shard_count=self.options.shards or None)

    def speak_through(self, client: Listener) -> None:
        """Deliver through a client that is logged in."""
        self._speaker = Speaker(client, self._around, self.options.upload_bytes)

    async def close(self) -> None:
        """Close the connections; after `run` was cancelled and the last delivery is out."""
        speaker, self._speaker = self._speaker, None
        if self._spread is not None:
            await self._spread.close()
        if speaker is not None:
            await speaker.client.close()
        await self._downloads.close()

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn a payload into events; files are fetched and kept on the way.

        Raises `RetryLaterError` without a network.
        """
        found = [event for heard in read(payload) for event in await self._events(heard, intake)]
        await self._note(payload)
        return found

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Show ``view`` once for ``key``: by editing ``previous``, else by a message with a nonce made of the key.

        Discord answers a nonce it saw in the last minutes with the message that carries it. Raises `RetryLaterError`
        or `ChatGoneError`.
        """
        if self._speaker is None:
            raise RetryLaterError(SOON)
        try:
            return await self._speaker.show(address, view, key, previous or {}, files)
        except discord.RateLimited as refused:
            raise RetryLaterError(refused.retry_after) from None
        except discord.HTTPException as refused:
            if refused.code in GONE:
                raise ChatGoneError(f"{refused.code}: {refused.text}") from None
            if refused.status == 429 or refused.status >= 500:
                raise RetryLaterError(SOON) from None
            if refused.code in PASSING or (refused.status == 403 and not refused.code):
                log.warning("discord holds messages back", extra={"code": refused.code})
                raise RetryLaterError(HELD_SECONDS) from None
            raise
        except (aiohttp.ClientError, OSError, TimeoutError) as failure:
            log.info("discord unreachable", extra={"error": type(failure).__name__})
            raise RetryLaterError(SOON) from None

    async def _connected(self, intake: Intake) -> None:
        # Where everybody's reading stood must be known before anything new is heard.
        client = self.listener(intake, await self._people.chats())
        try:
            await client.login(self._token)
            old = self._speaker
            self.speak_through(client)
            if old is not None:
                await old.client.close()
            await client.connect()
        except asyncio.CancelledError:
            # Stop listening; what is still to be delivered goes over HTTP until `close`.
            await client.hang_up()
            raise
        except BaseException:
            self._speaker = None
            await client.close()
            raise

    async def _shared(self, intake: Intake, sharing: Sharing) -> None:
        """Hear some of the shards; one client speaks and hears nothing, so it outlives every change of them."""

        async def make(shard: int) -> SpreadListener:
            chats = await self._people.chats() if shard == 0 else ()
            client = SpreadListener(
                intake, self._around, chats, shard=shard, sharing=sharing, connected=spread.connected
            )
            await _logged_in(client, self._token)
            return client

        mouth = ShardedListener(intake, self._around, shard_count=sharing.total)
        spread = Spread(sharing=sharing, make=make)
        await _logged_in(mouth, self._token)
        try:
            sharing.buckets = (await mouth.fetch_session_start_limits()).max_concurrency
            old, self._spread = self._speaker, spread
            self.speak_through(mouth)
            if old is not None:
                await old.client.close()
            await spread.run()
        except BaseException as error:
            if isinstance(error, asyncio.CancelledError) and self._spread is spread:
                raise  # what is still to be delivered goes over HTTP until `close`
            self._speaker = self._spread = None
            await spread.close()
            await mouth.close()
            raise

    async def _note(self, payload: dict[str, Any]) -> None:
        """Remember how far a person's messages are read, and the language only commands tell."""
        user, locale = payload["user"]["id"], payload["locale"]
        noted = {} if self._spoken.get(user) == locale else {"locale": locale}
        if payload["kind"] == "message":
            noted |= {"channel": payload["channel"], "last": payload["id"]}
        if noted and await self._people.note(user, **noted):
            self._spoken[user] = locale

    async def _events(self, heard: Heard, intake: Intake) -> list[Event]:
        reply = await self._reply(heard.answered, intake)
        files = tuple([await self._fetch(item, intake) for item in heard.files])
        if isinstance(heard.what, Command):
            return [replace(heard.what, files=files, reply=reply)]
        if isinstance(heard.what, Said):
            return [replace(heard.what, reply=reply)]
        return [replace(file, reply=reply) for file in files] if heard.what is None else [heard.what]

    async def _reply(self, answered: Answered[Attached] | None, intake: Intake) -> Reply | None:
        if answered is None:
            return None
        file = await self._fetch(answered.file, intake) if answered.file else None
        return Reply(message=answered.message, own=answered.own, text=answered.text, file=file)

    async def _fetch(self, item: Attached, intake: Intake) -> SentFile:
        return await take_in(item, intake, self.options.download_bytes, lambda: self._download(item))

    async def _download(self, item: Attached) -> bytes:
        try:
            return await self._downloaded(item)
        except TooMuchError:
            raise NotFetchedError("too-large") from None
        except ExpiredError:
            raise NotFetchedError("unavailable") from None
        except (aiohttp.ClientError, OSError, TimeoutError):
            raise RetryLaterError(SOON) from None

    async def _downloaded(self, item: Attached) -> bytes:
        try:
            return await self._downloads.fetch(item.url)
        except ExpiredError:
            # Links are signed for a day; the message still knows a fresh one.
            fresh = await self._fresh_link(item)
            if fresh is None or fresh == item.url:
                raise
            return await self._downloads.fetch(fresh)

    async def _fresh_link(self, item: Attached) -> str | None:
        if item.message is None or self._speaker is None:
            return None
        channel, message = item.message
        try:
            found = await self._speaker.client.get_partial_messageable(channel).fetch_message(message)
        except discord.HTTPException:
            return None
        return next((a.url for a in found.attachments if str(a.id) == item.id), None)


async def _logged_in(client: discord.Client, token: str) -> None:
    """Log a client in; one that cannot be, or whose login is cancelled, has nothing open any more."""
    try:
        await client.login(token)
    except BaseException:
        await client.close()
        raise
