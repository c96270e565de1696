"""From a view to the messages that show it; the first one may replace an earlier message by an edit."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.frontends.base import Files
from bot.frontends.discord.shrink import STAMPS, TooLargeError, fit, split, stamp
from bot.frontends.discord.text import MENU, MENU_LABEL_LIMIT, TEXT_LIMIT, lines, menus, render
from bot.frontends.markup import pieces
from handlers.actions import action
from handlers.text import Words
from handlers.views import Button, Choice, Document, Failure, Pictures, Progress, Stickers, Text, Video, View

ALBUM = 10
FEW = 10  # options shown as buttons; more become menus
COUNTDOWN = 32  # characters a countdown may take
SEVERAL = 5  # buttons of styles beside pictures; so many become a menu
DRAWS = action("portrait", "")
MORE = "⋯"  # above what did not fit into the first message
Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes to attach, with a description for people who cannot see them."""

    data: bytes
    name: str
    mime: str = ""
    description: str = ""
    marked: bool = False  # nothing else is called like it


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message. ``files`` None leaves the files of an edited message as they are.

    ``lines`` are rows of buttons, ``menus`` drop-down menus; a ``card`` is laid out with a gallery.
    """

    text: str = ""
    files: tuple[File, ...] | None = ()
    lines: tuple[Sequence[Button], ...] = ()
    menus: tuple[Sequence[Button], ...] = ()
    card: bool = False


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the place allows: ``limit`` bytes a file, whether the message that is replaced is a card.

    ``mark`` goes into the names of pictures, so that they are known again in the channel's history.
    """

    limit: int
    say: Words
    mark: str = ""
    card: bool = False
    preview: str | None = None  # media id of the picture the replaced message shows


async def compose(view: View, files: Files, frame: Frame) -> list[Message]:
    """Plan the messages of ``view``; no file above the frame's limit."""
    plan = await _plan(view, files, frame)
    return [replace(plan[0], card=plan[0].card or frame.card), *plan[1:]]


async def _plan(view: View, files: Files, frame: Frame) -> list[Message]:
    if isinstance(view, Stickers):
        return await _stickers(view, files)
    if isinstance(view, Pictures):
        return await _pictures(view, files, frame)
    if isinstance(view, Video):
        return await _whole(view.text, view.buttons, await _raw(files, view.media), frame)
    if isinstance(view, Document):
        made = replace(await _raw(files, view.media), name=view.name)
        return await _whole(view.text, (), made, frame)
    if isinstance(view, Progress):
        return await _progress(view, files, frame)
    if isinstance(view, Choice):
        return _choice(view)
    if isinstance(view, Failure) and view.trace:
        return _texts(f"{view.text}\n`{view.trace}`", view.buttons)
    assert isinstance(view, Text | Failure)
    return _texts(view.text, view.buttons)


def _texts(text: str, rows: Rows, files: tuple[File, ...] = ()) -> list[Message]:
    groups = [tuple(group) for group in lines(rows)]
    first, *rest = _parts_of(text)
    made = [Message(text=first, files=files, lines=groups[0] if groups else ())]
    made += [Message(text=part) for part in rest]
    return made + [Message(text=MORE, lines=more) for more in groups[1:]]


def _parts_of(text: str) -> list[str]:
    return [render(part) for part in pieces(text, TEXT_LIMIT, TEXT_LIMIT, lambda part: len(render(part)))]


def _choice(view: Choice) -> list[Message]:
    if len(view.options) <= FEW:
        return _texts(view.text, [view.options])
    assert all(len(option.action) <= MENU_LABEL_LIMIT for option in view.options)
    first, *more = [tuple(group) for group in menus(view.options)]
    head, *rest = _parts_of(view.text)
    made = [Message(text=head, menus=first), *(Message(text=part) for part in rest)]
    return made + [Message(text=MORE, menus=group) for group in more]


async def _progress(view: Progress, files: Files, frame: Frame) -> list[Message]:
    made = None
    if view.preview is not None and view.preview != frame.preview:
        made = (await _picture(files, view.preview, "preview", frame),)
    # A status is one message whatever happens, so its text is cut.
    text = pieces(view.text, TEXT_LIMIT - COUNTDOWN, TEXT_LIMIT, lambda part: len(render(part)))[0]
    groups = lines(view.buttons)
    return [
        Message(text=render(text, view.finish_at), files=made, lines=tuple(groups[0]) if groups else ())
    ]  # fmt: skip


async def _pictures(view: Pictures, files: Files, frame: Frame) -> list[Message]:
    made = [
        await _picture(files, item.media, str(number), frame, item.alt or item.caption)
        for number, item in enumerate(view.items, 1)
    ]
    captions = [item.caption for item in view.items]
    listed = captions if len(captions) == 1 else [_numbered(n, text) for n, text in enumerate(captions, 1) if text]
    text = "\n".join(part for part in (view.text, *listed) if part)
    styles, others = _styles_apart(view.buttons)
    first, *rest = _texts(text, others, tuple(made[:ALBUM]))
    first = replace(first, menus=(styles,)) if styles else first
    albums = [Message(files=tuple(made[at : at + ALBUM])) for at in range(ALBUM, len(made), ALBUM)]
    return [replace(message, card=True) for message in (first, *albums)] + rest


def _styles_apart(rows: Rows) -> tuple[tuple[Button, ...], list[Sequence[Button]]]:
    """Return (buttons that draw a style, the other rows): beside their pictures many of them are one menu."""
    styles = tuple(each for row in rows for each in row if each.action.startswith(DRAWS))
    if not SEVERAL <= len(styles) <= MENU:
        return (), list(rows)
    others = [[each for each in row if each not in styles] for row in rows]
    return styles, [row for row in others if row]


def _numbered(number: int, caption: str) -> str:
    """Put the number of a picture before its caption, where it does not stand there already."""
    return caption if caption.startswith(f"{number}. ") else f"{number}. {caption}"


async def _stickers(view: Stickers, files: Files) -> list[Message]:
    """Hand over files a server takes as stickers and as emoji; nobody but its own admins may put them there."""
    raw = [(await _raw(files, item.media)).data for item in view.items]
    made = []
    for kind, (side, most) in STAMPS.items():
        cut = [await asyncio.to_thread(stamp, data, side, most) for data in raw]
        made += [File(data=data, name=f"{kind}-{n}.png", mime="image/png") for n, data in enumerate(cut, 1)]
    first = _texts(view.text, view.buttons, tuple(made[:ALBUM]))
    return first + [Message(files=tuple(made[at : at + ALBUM])) for at in range(ALBUM, len(made), ALBUM)]


async def _whole(text: str, rows: Rows, file: File, frame: Frame) -> list[Message]:
    """Show a file that must keep its bytes: in one piece, else in numbered parts with a word on how to join them."""
    try:
        return _texts(text, rows, (await _fitting(file, "", frame),))
    except TooLargeError:
        parts = [File(data=data, name=name) for data, name in split(file.data, file.name, frame.limit)]
    note = frame.say("file-parts", count=len(parts), name=parts[0].name)
    albums = [tuple(parts[at : at + ALBUM]) for at in range(0, len(parts), ALBUM)]
    made = _texts(f"{text}\n{note}".strip(), rows, albums[0])
    return made + [Message(files=album) for album in albums[1:]]


async def _picture(files: Files, media: str, end: str, frame: Frame, description: str = "") -> File:
    return await _fitting(replace(await _raw(files, media), description=description[:1024]), end, frame)


async def _raw(files: Files, media: str) -> File:
    data, mime, name = await files.read(media)
    return File(data=data, name=name or f"file.{mime.rpartition('/')[2]}", mime=mime)


async def _fitting(file: File, end: str, frame: Frame) -> File:
    data, name = file.data, file.name
    if len(data) > frame.limit:
        data, name = await asyncio.to_thread(fit, data, name, file.mime, frame.limit)
    marked = bool(end and frame.mark)
    return replace(file, data=data, name=_name(name, frame.mark, end) if end else _plain(name), marked=marked)


def _plain(name: str) -> str:
    # Discord rewrites other characters, and a card must name its files as they will be called.
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", name)


def _name(name: str, mark: str, end: str) -> str:
    stem, _, kind = _plain(name).rpartition(".")
    return "-".join(part for part in (stem[:40], mark, end) if part) + f".{kind}"
