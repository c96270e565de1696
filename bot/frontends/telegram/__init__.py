"""Telegram through python-telegram-bot's client: own update loop, own rate limiter, delivery by editing."""

from bot.frontends.telegram.frontend import TelegramFrontEnd
from bot.frontends.telegram.options import TelegramOptions

__all__ = ["TelegramFrontEnd", "TelegramOptions"]
