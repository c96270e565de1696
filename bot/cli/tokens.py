"""Asks the chat platforms whether a token is theirs. No answer ever holds the token."""

from __future__ import annotations

import httpx

from bot.cli.findings import Finding
from bot.settings import Settings

CHECK_SECONDS = 5.0
TELEGRAM_FIX = "ask @BotFather for the token and put it into TELEGRAM_TOKEN"
DISCORD_FIX = "copy the token from the bot's page in the developer portal into DISCORD_TOKEN"


async def telegram(settings: Settings) -> Finding:
    """Call ``getMe``."""
    token = settings.telegram.token
    if token is None:
        return Finding(topic="telegram", level="note", text="no token: no Telegram bot", fix=TELEGRAM_FIX)
    address = f"{settings.telegram.api_url}/bot{token.get_secret_value()}/getMe"
    return await _ask(settings, "telegram", address, {}, TELEGRAM_FIX)


async def discord(settings: Settings) -> Finding:
    """Ask who we are."""
    token = settings.discord.token
    if token is None:
        return Finding(topic="discord", level="note", text="no token: no Discord bot", fix=DISCORD_FIX)
    headers = {"Authorization": f"Bot {token.get_secret_value()}"}
    return await _ask(settings, "discord", f"{settings.discord.api_url}/users/@me", headers, DISCORD_FIX)


async def _ask(settings: Settings, topic: str, address: str, headers: dict[str, str], fix: str) -> Finding:
    if settings.engine.offline:
        return Finding(topic=topic, level="note", text="token not checked (offline)")
    try:
        async with httpx.AsyncClient(timeout=CHECK_SECONDS) as client:
            answer = await client.get(address, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        text = f"token not checked: no connection ({type(error).__name__})"
        return Finding(topic=topic, level="note", text=text, fix="check the network, or the address in .env")
    if answer.status_code in (401, 403, 404):  # Telegram says 404 to what does not look like a token
        return Finding(topic=topic, level="missing", text="the token is not valid", fix=fix)
    if not answer.is_success:
        return Finding(topic=topic, level="note", text=f"token not checked: the platform says {answer.status_code}")
    said = answer.json()
    return Finding(topic=topic, level="ok", text=f"the token is valid: {(said.get('result') or said).get('username')}")
