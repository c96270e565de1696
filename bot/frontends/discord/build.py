"""From a planned message to what discord.py is given: classic components, or a card (components v2).

A card shows its pictures in a gallery between text and buttons. Discord never turns a card back into a classic
message, so whatever follows in its place is a card too. Views are stopped at once: presses are read from the raw
interaction, and the library keeps no state for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from bot.frontends.discord.compose import File, Message
from bot.frontends.discord.text import button, menu

SHOWN_IN_GALLERY = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".webm", ".mov")


def sent(message: Message) -> dict[str, Any]:
    """Return the arguments that send a message."""
    files = [_attachment(file) for file in message.files or ()]
    if message.card:
        return {"view": _card(message), "files": files}
    view = _classic(message)
    return {"content": message.text or None, "files": files, **({"view": view} if view is not None else {})}


def edited(message: Message) -> dict[str, Any]:
    """Return the arguments that turn an earlier message into this one."""
    files = {} if message.files is None else {"attachments": [_attachment(file) for file in message.files]}
    if message.card:
        return {"content": None, "view": _card(message), **files}
    return {"content": message.text or None, "view": _classic(message), **files}


def _classic(message: Message) -> ui.View | None:
    view = ui.View(timeout=None)
    for number, line in enumerate(message.lines):
        for one in line:
            item = button(one)
            item.row = number
            view.add_item(item)
    for number, options in enumerate(message.menus):
        view.add_item(menu(options, number))
    view.stop()
    return view if view.children else None


def _card(message: Message) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in _parts(message):
        view.add_item(item)
    view.stop()
    return view


def _parts(message: Message) -> Iterable[ui.Item[Any]]:
    if message.text:
        yield ui.TextDisplay(message.text)
    files = message.files or ()
    shown = [file for file in files if file.name.endswith(SHOWN_IN_GALLERY)]
    if shown:
        items = [discord.MediaGalleryItem(_address(file), description=file.description or None) for file in shown]
        yield ui.MediaGallery(*items)
    for file in files:
        if file not in shown:
            yield ui.File(_address(file))
    for line in message.lines:
        yield ui.ActionRow(*(button(one) for one in line))
    for number, options in enumerate(message.menus):
        yield ui.ActionRow(menu(options, number))


def _address(file: File) -> str:
    return f"attachment://{file.name}"


def _attachment(file: File) -> discord.File:
    return discord.File(io.BytesIO(file.data), filename=file.name, description=file.description or None)
