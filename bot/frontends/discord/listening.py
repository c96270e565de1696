"""The connected client: commits, acknowledges within three seconds, and points the person to the answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.frontends.base import Intake
from bot.frontends.discord import forms
from bot.frontends.discord.commands import publish
from bot.frontends.discord.ephemeral import Whispers
from bot.frontends.discord.incoming import IN_PLACE, of_interaction, of_message
from bot.frontends.discord.languages import Languages
from bot.frontends.discord.people import Chat, People, soon
from bot.frontends.discord.sharing import Sharing
from bot.frontends.discord.suggest import Suggestions
from bot.frontends.published import Published
from handlers.catalogue import COMMANDS
from handlers.text import Translator

log = logging.getLogger(__name__)
LONGEST_WAIT = 30.0  # seconds the library waits by itself when Discord asks it to; longer goes back to the outbox
OVERLAP = 600_000 << 22  # ten minutes of message ids: what was heard already is recognised by the inbox
CHATS = "https://discord.com/channels/@me/"
ANSWERED = 40060  # this interaction has been acknowledged
MOST_MISSED = 200  # messages of one person that are asked for
AGAIN_SECONDS, MOST_SECONDS = 1.0, 30.0  # until a message that could not be committed is tried again: at first, at most


def point_client_at(api_url: str, gateway_url: str | None) -> None:
    """Make discord.py talk to other servers: a test's, or a proxy. These are the only two seams it has."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a client needs beside the inbox; it outlives a reconnection."""

    translator: Translator
    suggestions: Suggestions
    people: People
    languages: Languages
    menus: dict[str, str]  # name of a message menu -> command
    commands: list[dict[str, Any]]  # payloads to publish
    published: Published
    whispers: Whispers = field(default_factory=Whispers)
    ready_seconds: float = 2.0
    sharing: Sharing | None = None  # with other processes that hear Discord, where there are some


class Listener(discord.Client):
    """Hears direct messages, commands, presses and forms. No privileged intent is needed for any of them.

    ``chats`` are the direct messages known at the start: what was written there meanwhile is read once connected.
    """

    def __init__(
        self,
        intake: Intake,
        around: Surroundings,
        chats: Sequence[tuple[str, Chat]] = (),
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        *,
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
    ) -> None:
        some: dict[str, Any] = {"shard_ids": list(shard_ids)} if shard_ids else {}
        super().__init__(
            **some,
            shard_count=shard_count,
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            guild_ready_timeout=around.ready_seconds,
        )
        self._intake, self._around, self._chats, self._sleep = intake, around, chats, sleep
        self._handling: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Close the connections and end what is being handled: nothing may go on without them."""
        await super().close()
        for task in self._handling:
            task.cancel()
        await asyncio.gather(*self._handling, return_exceptions=True)

    async def hang_up(self) -> None:
        """Stop listening; what goes over HTTP goes on."""
        if self.ws is not None:
            await self.ws.close(1000)

    async def setup_hook(self) -> None:
        """Publish the commands, once logged in and if they changed."""
        await publish(self, self._around.commands, self._around.published)

    async def on_connect(self) -> None:
        """Read what people wrote while nobody listened: after a start, and after a connection that was not resumed."""
        chats, self._chats = self._chats or await self._around.people.chats(), ()
        for _, chat in chats:
            try:
                await self._catch_up(chat)
            except (discord.HTTPException, OSError) as failure:
                log.info("missed messages could not be read", extra={"error": type(failure).__name__})

    async def on_message(self, message: discord.Message) -> None:
        """Commit a direct message of a person, however long that takes: nothing brings it a second time."""
        if message.author.bot or message.guild is not None:
            return
        locale = await self._around.languages.of(message.author.id)
        payload = of_message(message, locale, self._me)
        pause = AGAIN_SECONDS
        while True:
            try:
                await self._intake.accept("discord", f"m{message.id}", payload, payload["user"]["id"])
                return
            except (TypeError, ValueError):
                raise  # no waiting makes that fit into the inbox
            except Exception:  # a full disk, a locked database: they pass
                log.exception("a message is not committed yet")
            await self._sleep(pause)
            pause = min(MOST_SECONDS, 2 * pause)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Commit, then acknowledge: what the person is shown as done must outlast this process.

        Where that takes longer than Discord waits, the person reads that it failed, and the answer comes all the same.
        """
        self._around.languages.learn(interaction.user.id, str(interaction.locale))
        if interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction)
            return
        if await self._opened(interaction):
            return
        payload = of_interaction(interaction, self._around.menus, self._me)
        if payload is None:
            return
        whisper = self._around.whispers.remember(interaction)
        try:
            if self._around.sharing is not None:
                await self._around.sharing.whispers(payload["user"]["id"])
            accepted, seen = await self._accepted(interaction, payload), False
            # A press that is not kept is left unanswered: then Discord says so itself.
            if accepted or _has_placeholder(interaction):
                seen = await _acknowledge(interaction)
            if seen and _has_placeholder(interaction):
                await self._point(interaction, accepted)
        finally:
            whisper.settled.set()

    async def _accepted(self, interaction: discord.Interaction[Any], payload: dict[str, Any]) -> bool:
        try:
            await self._intake.accept("discord", f"i{interaction.id}", payload, payload["user"]["id"])
        except Exception:
            log.exception("interaction not accepted")
            return False
        return True

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what went wrong, without what a person wrote."""
        log.exception("discord event failed", extra={"event_name": event_method})

    def _schedule_event(self, coro: Any, event_name: str, *args: Any, **kwargs: Any) -> asyncio.Task[None]:
        # The library starts handlers and forgets them.
        task = super()._schedule_event(coro, event_name, *args, **kwargs)
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)
        return task

    @property
    def _me(self) -> int:
        assert self.user is not None  # known after login
        return self.user.id

    async def _catch_up(self, chat: Chat) -> None:
        if not chat.channel or not chat.last:
            return
        channel = self.get_partial_messageable(int(chat.channel), type=discord.ChannelType.private)
        after = discord.Object(max(0, int(chat.last) - OVERLAP))
        async for message in channel.history(limit=MOST_MISSED, after=after, oldest_first=True):
            await self.on_message(message)

    async def _opened(self, interaction: discord.Interaction[Any]) -> bool:
        """Answer with a form where one is wanted; a form must be the first answer there is."""
        data: Any = interaction.data or {}
        if interaction.type is discord.InteractionType.application_command:
            wanted = (forms.SELFIES, "") if data["name"] == forms.SELFIES and not data.get("options") else None
        elif interaction.type is discord.InteractionType.component:
            wanted = forms.wanted((data.get("values") or [data["custom_id"]])[0])
        else:
            return False
        if wanted is None:
            return False
        try:
            await interaction.response.send_modal(await self._form(interaction, *wanted))
        except discord.HTTPException as failure:
            if failure.code == ANSWERED:
                return True  # by another process, while it takes this shard over
            # Then it goes the ordinary way: the command's answer says what the form would have asked.
            log.info("form not opened", extra={"status": failure.status, "code": failure.code})
            return False
        return True

    async def _form(self, interaction: discord.Interaction[Any], command: str, job: str) -> discord.ui.Modal:
        people, user = self._around.people, str(interaction.user.id)
        locale = await soon(people.locale(user), None)
        say = self._around.translator.words(locale or str(interaction.locale))
        if command == forms.SELFIES:
            return forms.selfies(say, await soon(people.consented(user), False))
        given = await soon(people.wish(user, job), {})
        return forms.arguments(say, COMMANDS[command], {**given, "job": job})

    async def _complete(self, interaction: discord.Interaction[Any]) -> None:
        data, user = dict(interaction.data or {}), str(interaction.user.id)
        pairs = await self._around.suggestions.offer(data, str(interaction.locale), user)
        await interaction.response.autocomplete([app_commands.Choice(name=n, value=v) for n, v in pairs])

    async def _point(self, interaction: discord.Interaction[Any], accepted: bool) -> None:
        # The answer is a direct message. Where the person already is, the placeholder just goes; elsewhere it links.
        say = self._around.translator.words(str(interaction.locale))
        try:
            if accepted and dict(interaction.data or {}).get("name") in IN_PLACE:
                return  # answered here, by a picture everybody sees or a word for the person alone
            if not accepted:
                await interaction.edit_original_response(content=say("answer-not-taken"))
            elif interaction.guild_id is None and interaction.context.dm_channel:
                await interaction.delete_original_response()
            else:
                chat = await self.create_dm(interaction.user)
                await interaction.edit_original_response(
                    content="✉️ " + say("answer-elsewhere", url=f"{CHATS}{chat.id}")
                )
        except discord.HTTPException as failure:
            log.info("placeholder not changed", extra={"status": failure.status, "code": failure.code})


class ShardedListener(Listener, discord.AutoShardedClient):
    """A `Listener` over several connections, each of which hears a part of the servers; the first, direct messages."""

    async def on_connect(self) -> None:
        """Nothing: each connection tells of itself."""

    async def on_shard_connect(self, shard: int) -> None:
        """Read missed messages where direct messages are heard."""
        if shard == 0:
            await super().on_connect()

    async def hang_up(self) -> None:
        """See `Listener.hang_up`."""
        await asyncio.gather(*(shard.disconnect() for shard in self.shards.values()))


def _has_placeholder(interaction: discord.Interaction[Any]) -> bool:
    # A press, and a form that a press opened, leave the message they hang on as it is.
    return interaction.type is not discord.InteractionType.component and interaction.message is None


async def _acknowledge(interaction: discord.Interaction[Any]) -> bool:
    """Tell Discord that it arrived; False where it is too late for that, or nobody listens."""
    try:
        if _has_placeholder(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as failure:
        log.warning("interaction not acknowledged", extra={"error": type(failure).__name__})
        return False
    return True
