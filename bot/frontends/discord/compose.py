"""From a view to the messages that show it; the first one may replace an earlier message by an edit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui

from bot.frontends.base import Files
from bot.frontends.discord.shrink import fit
from bot.frontends.discord.text import MENU_LABEL_LIMIT, TEXT_LIMIT, buttons, menus, render
from bot.frontends.spans import pieces
from handlers.views import Button, Choice, Document, Failure, Pictures, Progress, Text, Video, View

ALBUM = 10
FEW = 10  # options shown as buttons; more become menus
COUNTDOWN = 32  # characters a countdown may take


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes to attach, with a description for people who cannot see them."""

    data: bytes
    name: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message. ``files`` None leaves the files of an edited message as they are."""

    text: str = ""
    files: tuple[File, ...] | None = ()
    view: ui.View | None = None


async def compose(view: View, files: Files, limit: int) -> list[Message]:
    """Plan the messages of ``view``; no file above ``limit`` bytes."""
    if isinstance(view, Pictures):
        return await _pictures(view, files, limit)
    if isinstance(view, Video):
        return _texts(view.text, view.buttons, (await _file(files, view.media, limit),))
    if isinstance(view, Document):
        made = await _file(files, view.media, limit)
        return _texts(view.text, (), (File(data=made.data, name=view.name),))
    if isinstance(view, Progress):
        return await _progress(view, files, limit)
    if isinstance(view, Choice):
        return _choice(view)
    if isinstance(view, Failure) and view.trace:
        return _texts(f"{view.text}\n`{view.trace}`", view.buttons)
    assert isinstance(view, Text | Failure)
    return _texts(view.text, view.buttons)


def _texts(text: str, rows: Sequence[Sequence[Button]], files: tuple[File, ...] = ()) -> list[Message]:
    return _joined(text, buttons(rows), files)


def _joined(text: str, views: list[ui.View], files: tuple[File, ...] = ()) -> list[Message]:
    # The first message has the first buttons; what does not fit follows.
    first, *rest = pieces(text, TEXT_LIMIT, TEXT_LIMIT, lambda part: len(render(part)))
    made = [Message(text=render(first), files=files, view=views[0] if views else None)]
    made += [Message(text=render(part)) for part in rest]
    return made + [Message(text="⋯", view=more) for more in views[1:]]


def _choice(view: Choice) -> list[Message]:
    if len(view.options) <= FEW:
        return _joined(view.text, buttons([view.options]))
    assert all(len(option.action) <= MENU_LABEL_LIMIT for option in view.options)
    return _joined(view.text, menus(view.options))


async def _progress(view: Progress, files: Files, limit: int) -> list[Message]:
    made = None if view.preview is None else (await _file(files, view.preview, limit),)
    # A status is one message whatever happens, so its text is cut.
    text = pieces(view.text, TEXT_LIMIT - COUNTDOWN, TEXT_LIMIT, lambda part: len(render(part)))[0]
    views = buttons(view.buttons)
    return [Message(text=render(text, view.finish_at), files=made, view=views[0] if views else None)]


async def _pictures(view: Pictures, files: Files, limit: int) -> list[Message]:
    made = [await _file(files, item.media, limit, item.alt or item.caption) for item in view.items]
    captions = [item.caption for item in view.items]
    lines = captions if len(captions) == 1 else [f"{n}. {text}" for n, text in enumerate(captions, 1) if text]
    text = "\n".join(part for part in (view.text, *lines) if part)
    first, *rest = _texts(text, view.buttons, tuple(made[:ALBUM]))
    albums = [Message(files=tuple(made[at : at + ALBUM])) for at in range(ALBUM, len(made), ALBUM)]
    return [first, *albums, *rest]


async def _file(files: Files, media: str, limit: int, description: str = "") -> File:
    data, mime, name = await files.read(media)
    if len(data) > limit:
        data, name = await asyncio.to_thread(fit, data, name, mime, limit)
    return File(data=data, name=name, description=description[:1024])
