"""Discord through discord.py's client: commands from the catalogue, delivery by message and nonce."""

from bot.frontends.discord.frontend import DiscordFrontEnd, DiscordOptions

__all__ = ["DiscordFrontEnd", "DiscordOptions"]
