"""Texts and buttons as Discord wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.frontends.spans import spans
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


def buttons(rows: Sequence[Sequence[Button]]) -> list[ui.View]:
    """Return the components of one or more messages; a button's id is its action, so it works after any restart.

    The views are stopped at once: presses are read from the raw interaction, and the library keeps no state for them.
    """
    lines = [row[at : at + PER_ROW] for row in rows for at in range(0, len(row), PER_ROW)]
    return [_view(_buttons(lines[at : at + ROWS])) for at in range(0, len(lines), ROWS)]


def menus(options: Sequence[Button]) -> list[ui.View]:
    """Return options as drop-down menus of 25, for choices too long for buttons."""
    parts = [options[at : at + MENU] for at in range(0, len(options), MENU)]
    made = [_menu(part, f"menu:{number}", number % ROWS) for number, part in enumerate(parts)]
    return [_view(made[at : at + ROWS]) for at in range(0, len(made), ROWS)]


def _buttons(lines: Sequence[Sequence[Button]]) -> Iterable[ui.Item[ui.View]]:
    for number, line in enumerate(lines):
        for button in line:
            label = button.label[:LABEL_LIMIT]
            yield ui.Button(label=label, custom_id=button.action, style=STYLES[button.kind], row=number)


def _menu(options: Sequence[Button], custom_id: str, row: int) -> ui.Select[ui.View]:
    hint = f"{options[0].label} … {options[-1].label}"[:150]
    shown = [discord.SelectOption(label=o.label[:MENU_LABEL_LIMIT], value=o.action) for o in options]
    return ui.Select(custom_id=custom_id, placeholder=hint, options=shown, row=row)


def _view(items: Iterable[ui.Item[ui.View]]) -> ui.View:
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
