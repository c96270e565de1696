"""Telegram through python-telegram-bot's client: own update loop, own rate limiter, delivery by editing."""

from bot.frontends.telegram.frontend import TelegramFrontEnd, TelegramOptions

__all__ = ["TelegramFrontEnd", "TelegramOptions"]
