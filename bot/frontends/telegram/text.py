"""Texts and keyboards as Telegram wants them.

Looks go as entities beside the text, not as HTML or Markdown inside it: nothing needs escaping, nothing can break, and
limits count exactly what the reader sees. Telegram counts UTF-16 units, so an emoji is two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from telegram import CopyTextButton, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import KeyboardButtonStyle

from bot.frontends.markup import spans
from handlers.actions import PRIVATE
from handlers.views import Button

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 units after entities are taken out
KEYBOARD_LIMIT = 100  # buttons under one message
PLACEHOLDER_LIMIT = 64
STYLES = {"go": KeyboardButtonStyle.SUCCESS, "danger": KeyboardButtonStyle.DANGER}
Rows = Sequence[Sequence[Button]]


def units(text: str) -> int:
    """Return the length of marked-up text as Telegram counts it."""
    return sum(len(span.text.encode("utf-16-le")) // 2 for span in spans(text))


def render(text: str, finish_at: int | None = None) -> tuple[str, list[MessageEntity]]:
    """Return (plain text, entities). ``finish_at`` (Unix seconds) adds a time that counts down by itself."""
    plain, looks = "", []
    for span in spans(text):
        kind = MessageEntity.BOLD if span.bold else MessageEntity.CODE if span.code else None
        if kind:
            looks.append(MessageEntity(kind, _units(plain), _units(span.text)))
        plain += span.text
    if finish_at is not None:
        plain += "\n⏳ " if plain else "⏳ "
        at = datetime.fromtimestamp(finish_at, UTC)
        clock = f"{at:%H:%M} UTC"  # what a client too old for the entity shows
        looks.append(
            MessageEntity(MessageEntity.DATE_TIME, _units(plain), _units(clock), unix_time=at, date_time_format="r")
        )
        plain += clock
    return plain, looks


def _units(plain: str) -> int:
    return len(plain.encode("utf-16-le")) // 2


def keyboard(rows: Rows, username: str = "") -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, or None. ``username`` is the bot's, needed where `leads_private`."""
    made = [[_button(b, username) for b in row] for row in rows if row]
    return InlineKeyboardMarkup(made) if made else None


def question(example: str) -> ForceReply:
    """Return what opens the keyboard for an answer; ``example`` stands in the empty line."""
    return ForceReply(selective=True, input_field_placeholder=example[:PLACEHOLDER_LIMIT])


def leads_private(rows: Rows) -> bool:
    """Say whether a button opens the private chat with the bot."""
    return any(b.action == PRIVATE for row in rows for b in row)


def _button(button: Button, username: str) -> InlineKeyboardButton:
    style = STYLES.get(button.kind)
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy), style=style)
    if button.action == PRIVATE and username:
        return InlineKeyboardButton(button.label, url=f"https://t.me/{username}?start=group", style=style)
    return InlineKeyboardButton(button.label, callback_data=button.action, style=style)


def rows_of(options: Sequence[Button]) -> list[list[Button]]:
    """Arrange options: three short labels in a row, two middling ones, long ones alone; at most `KEYBOARD_LIMIT`."""
    longest = max((len(option.label) for option in options), default=0)
    width = 3 if longest <= 12 else 2 if longest <= 20 else 1
    shown = options[:KEYBOARD_LIMIT]
    return [list(shown[start : start + width]) for start in range(0, len(shown), width)]
