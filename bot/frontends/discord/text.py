"""Texts and buttons as Discord wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.frontends.markup import spans
from handlers.views import Button

TEXT_LIMIT = 2000
LABEL_LIMIT, MENU_LABEL_LIMIT = 80, 100
PER_ROW, ROWS, MENU = 5, 5, 25
STYLES = {
    "plain": discord.ButtonStyle.secondary,
    "go": discord.ButtonStyle.success,
    "danger": discord.ButtonStyle.danger,
}


def render(text: str, finish_at: int | None = None) -> str:
    """Return Discord's markup of a view's text. ``finish_at`` (Unix seconds) adds a time that counts down by itself."""
    parts = [
        f"**{discord.utils.escape_markdown(span.text)}**"
        if span.bold
        else f"`{span.text}`"
        if span.code
        else discord.utils.escape_markdown(span.text)
        for span in spans(text)
    ]
    if finish_at is not None:
        parts.append(f"{chr(10) if parts else ''}⏳ <t:{finish_at}:R>")
    return "".join(parts)


def lines(rows: Sequence[Sequence[Button]]) -> list[list[Sequence[Button]]]:
    """Return rows of buttons cut as Discord allows: five in a line, five lines in each message."""
    # There is no button that copies.
    shown: list[Sequence[Button]] = [[one for one in row if not one.copy] for row in rows]
    cut = [row[at : at + PER_ROW] for row in shown for at in range(0, len(row), PER_ROW)]
    return [cut[at : at + ROWS] for at in range(0, len(cut), ROWS)]


def menus(options: Sequence[Button]) -> list[list[Sequence[Button]]]:
    """Return options cut into menus of 25, five menus in each message."""
    cut = [options[at : at + MENU] for at in range(0, len(options), MENU)]
    return [cut[at : at + ROWS] for at in range(0, len(cut), ROWS)]


def button(made: Button) -> ui.Button[Any]:
    """Return a button whose id is its action, so it works after any restart."""
    return ui.Button(label=made.label[:LABEL_LIMIT], custom_id=made.action, style=STYLES[made.kind])


def menu(options: Sequence[Button], number: int) -> ui.Select[Any]:
    """Return a drop-down menu; its own id means nothing, what is picked is the action."""
    hint = f"{options[0].label} … {options[-1].label}"[:150]
    shown = [discord.SelectOption(label=o.label[:MENU_LABEL_LIMIT], value=o.action) for o in options]
    return ui.Select(custom_id=f"menu:{number}", placeholder=hint, options=shown)
