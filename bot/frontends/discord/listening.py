"""The connected client: acknowledges within three seconds, commits, and points the person to the answer."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.frontends.base import Intake
from bot.frontends.discord.incoming import of_interaction, of_message
from bot.frontends.discord.suggest import Suggestions

log = logging.getLogger(__name__)
REMEMBERED = 10_000  # people whose language is kept in memory
LONGEST_WAIT = 30.0  # seconds the library waits by itself when Discord asks it to; longer goes back to the outbox


def point_client_at(api_url: str, gateway_url: str | None) -> None:
    """Make discord.py talk to other servers: a test's, or a proxy. These are the only two seams it has."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


class Languages:
    """The language of people, learnt from their commands: a plain message does not tell it."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, str] = OrderedDict()

    def learn(self, user: int, locale: str) -> None:
        """Remember a person's language."""
        self._known[user] = locale
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def of(self, user: int) -> str:
        """Return a person's language, English when unknown."""
        return self._known.get(user, "en")


class Listener(discord.Client):
    """Hears direct messages, commands and presses. No privileged intent is needed for any of them."""

    def __init__(self, intake: Intake, suggestions: Suggestions, languages: Languages, ready_seconds: float) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            guild_ready_timeout=ready_seconds,
        )
        self._intake, self._suggestions, self._languages = intake, suggestions, languages

    async def on_message(self, message: discord.Message) -> None:
        """Commit a direct message of a person."""
        if message.author.bot or message.guild is not None:
            return
        payload = of_message(message, self._languages.of(message.author.id))
        await self._intake.accept("discord", f"m{message.id}", payload, payload["user"]["id"])

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Acknowledge and commit at once, side by side: neither may wait for the other."""
        self._languages.learn(interaction.user.id, str(interaction.locale))
        if interaction.type is discord.InteractionType.autocomplete:
            await self._complete(interaction)
            return
        payload = of_interaction(interaction)
        if payload is None:
            return
        accepting = self._intake.accept("discord", f"i{interaction.id}", payload, payload["user"]["id"])
        seen, accepted = await asyncio.gather(_acknowledge(interaction), accepting, return_exceptions=True)
        for failure in (seen, accepted):
            if isinstance(failure, BaseException):
                log.error("interaction", exc_info=failure)
        if seen is None and interaction.type is discord.InteractionType.application_command:
            await self._point(interaction, accepted is None)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what went wrong, without what a person wrote."""
        log.exception("discord event failed", extra={"event_name": event_method})

    async def _complete(self, interaction: discord.Interaction[Any]) -> None:
        pairs = self._suggestions.offer(dict(interaction.data or {}), str(interaction.locale))
        await interaction.response.autocomplete([app_commands.Choice(name=n, value=v) for n, v in pairs])

    async def _point(self, interaction: discord.Interaction[Any], accepted: bool) -> None:
        # The answer is a direct message. Where the person already is, the placeholder just goes; elsewhere it links.
        try:
            if not accepted:
                await interaction.edit_original_response(content="⚠️")
            elif interaction.guild_id is None and interaction.context.dm_channel:
                await interaction.delete_original_response()
            else:
                chat = await self.create_dm(interaction.user)
                await interaction.edit_original_response(content=f"✉️ https://discord.com/channels/@me/{chat.id}")
        except discord.HTTPException as failure:
            log.info("placeholder not changed", extra={"status": failure.status, "code": failure.code})


async def _acknowledge(interaction: discord.Interaction[Any]) -> None:
    if interaction.type is discord.InteractionType.component:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
