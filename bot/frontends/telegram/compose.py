"""From a view to the messages that show it: a plan, made before anything is sent.

The first message of a plan is the one that may replace an earlier message by an edit. Everything that cannot be an
edit (the other pictures of an album, the rest of a long text) follows as replies to it.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.frontends.base import Files
from bot.frontends.markup import pieces
from bot.frontends.telegram.grid import grid
from bot.frontends.telegram.text import CAPTION_LIMIT, KEYBOARD_LIMIT, TEXT_LIMIT, Rows, rows_of, units
from handlers.views import Choice, Document, Failure, PictureItem, Pictures, Progress, Text, Video, View

PHOTO_BYTES = 10_000_000
PHOTO_SIDES = 10_000  # width + height
PHOTO_RATIO = 20
ALBUM = 10
GIF_SUFFIX = ".gif"
NOTE_SUFFIX = "-note.mp4"  # a square video of at most a minute, named so by the engine, is shown as a video note


@dataclass(frozen=True, kw_only=True)
class File:
    """Bytes with the way Telegram shows them: photo, document, animation, video or video_note.

    ``width``, ``height``, ``seconds`` and ``cover``, a small JPEG, are of moving pictures; without them Telegram shows
    a black square until the file is there.
    """

    kind: str
    data: bytes
    name: str
    caption: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    cover: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message: text alone, or one file with the text as its caption."""

    text: str = ""
    file: File | None = None
    buttons: Rows = ()
    finish_at: int | None = None
    ask: str = ""  # a question: what stands in the empty line it opens; it has no buttons
    status: bool = False  # of a running job: only ever an edit, where there is something to edit
    below: bool = False  # words and buttons for files that are shown: without those it is nothing


@dataclass(frozen=True, kw_only=True)
class Album:
    """Two to ten photos, or two to ten documents; captions belong to the files.

    Sending one cannot be repeated without doubling it. Where one may have arrived already, ``unsure`` is said instead;
    an album without it is sent again.
    """

    files: tuple[File, ...]
    unsure: str = ""


Step = Message | Album


async def compose(view: View, files: Files, previous: dict[str, Any] | None) -> list[Step]:
    """Plan the messages of ``view``; ``previous`` is the receipt of the message the first one replaces."""
    room = CAPTION_LIMIT if previous and previous.get("media") else TEXT_LIMIT
    if previous and shown(view) and previous.get("shown") == shown(view):
        return [_below(view, room)]
    if isinstance(view, Pictures):
        return await _pictures(view, files, bool(previous))
    if isinstance(view, Video):
        return await _video(view, files)
    if isinstance(view, Document):
        data, _, _ = await files.read(view.media)
        return _texts(view.text, file=document_or_animation(data, view.name))
    if isinstance(view, Progress):
        return await _progress(view, files, room, previous or {})
    if isinstance(view, Choice):
        return _choice(view, room)
    if isinstance(view, Failure) and view.trace:
        return _texts(f"{view.text}\n`{view.trace}`", view.buttons, room=room)
    assert isinstance(view, Text | Failure)
    if isinstance(view, Text) and view.ask:
        return [Message(text=pieces(view.text, room, TEXT_LIMIT, units)[0], ask=view.ask)]
    return _texts(view.text, view.buttons, room=room)


def shown(view: View) -> list[str]:
    """Return the media of the files a message shows that is edited later; empty for every other view."""
    if isinstance(view, Video):
        return [view.media]
    return [item.media for item in view.items] if isinstance(view, Pictures) else []


def _below(view: View, room: int) -> Message:
    """Plan new words and buttons for a message that shows these files already: none of them is sent again."""
    assert isinstance(view, Pictures | Video)
    if isinstance(view, Video):
        return Message(text=pieces(view.text, room, TEXT_LIMIT, units)[0], buttons=view.buttons, below=True)
    text = "\n".join(part for part in (view.text, *(item.caption for item in view.items)) if part)
    text = view.text if units(text) > room else text
    buttons = ((view.apart,), *view.buttons) if view.apart is not None and len(view.items) > 1 else view.buttons
    return Message(text=pieces(text, room, TEXT_LIMIT, units)[0], buttons=buttons, below=True)


def chunks(count: int, most: int = ALBUM) -> list[int]:
    """Cut ``count`` pictures into albums: as few as possible, and never one left alone when there are several."""
    sizes = [most] * (count // most) + ([count % most] if count % most else [])
    if len(sizes) > 1 and sizes[-1] == 1:
        sizes[-2:] = [most - 1, 2]
    return sizes


def photo_or_document(data: bytes) -> str:
    """Say how Telegram accepts a picture: too many bytes or pixels, or too thin, and it must go as a document."""
    from PIL import Image  # reads the header only; imported here to keep the start of the bot small

    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
    thin = max(width, height) > PHOTO_RATIO * min(width, height)
    return "document" if len(data) > PHOTO_BYTES or width + height > PHOTO_SIDES or thin else "photo"


def document_or_animation(data: bytes, name: str) -> File:
    """Return a file as it is sent: a GIF plays by itself where it is shown, everything else is a document."""
    if not name.lower().endswith(GIF_SUFFIX):
        return File(kind="document", data=data, name=name)
    from PIL import Image, ImageSequence

    with Image.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        seconds = sum(frame.info.get("duration", 0) for frame in ImageSequence.Iterator(picture)) / 1000
    return File(kind="animation", data=data, name=name, width=width, height=height, seconds=seconds)


def _texts(text: str, buttons: Rows = (), *, room: int = TEXT_LIMIT, file: File | None = None) -> list[Step]:
    first, *rest = pieces(text, CAPTION_LIMIT if file else room, TEXT_LIMIT, units)
    return [Message(text=first, file=file, buttons=buttons), *(Message(text=more) for more in rest)]


def _choice(view: Choice, room: int) -> list[Step]:
    first, *rest = _texts(view.text, room=room)
    parts = [view.options[at : at + KEYBOARD_LIMIT] for at in range(0, len(view.options), KEYBOARD_LIMIT)] or [()]
    assert isinstance(first, Message)
    shown = [Message(text=first.text, buttons=rows_of(parts[0]))]
    return [*shown, *rest, *(Message(text="⋯", buttons=rows_of(part)) for part in parts[1:])]


async def _progress(view: Progress, files: Files, room: int, previous: dict[str, Any]) -> list[Step]:
    file = None
    if view.preview is not None and view.preview != previous.get("preview"):  # one that is shown already stays
        data, _, name = await files.read(view.preview)
        file = File(kind="photo", data=data, name=name)
    # A status is one message whatever happens: its text is cut, the countdown (a dozen units) must fit too.
    text = pieces(view.text, (CAPTION_LIMIT if file else room) - 32, TEXT_LIMIT, units)[0]
    return [Message(text=text, file=file, buttons=view.buttons, finish_at=view.finish_at, status=True)]


async def _video(view: Video, files: Files) -> list[Step]:
    data, _, name = await files.read(view.media)
    cover = (await files.read(view.cover))[0] if view.cover else b""
    shape: dict[str, Any] = {"width": view.width, "height": view.height, "seconds": view.seconds, "cover": cover}
    if not name.endswith(NOTE_SUFFIX):
        return _texts(view.text, view.buttons, file=File(kind="video", data=data, name=name, **shape))
    note = File(kind="video_note", data=data, name=name, **shape)
    if not view.text:
        return [Message(file=note, buttons=view.buttons)]
    return [*_texts(view.text, view.buttons), Message(file=note)]  # a note has no caption and cannot replace anything


async def _pictures(view: Pictures, files: Files, replacing: bool) -> list[Step]:
    pictures = [await _picture(item, files) for item in view.items]
    if not pictures:
        return _texts(view.text, view.buttons)
    if view.apart is not None and len(pictures) > 1:
        return await _as_one(view, pictures)
    if len(pictures) == 1 or replacing:
        # The best one becomes the result by an edit, which can be repeated safely; the others follow as its replies.
        best = pictures[0]
        text = "\n".join(part for part in (view.text, best.caption) if part)
        return [*_texts(text, view.buttons, file=best), *_albums(pictures[1:], view.unsure)]
    if view.buttons or units(view.text) > CAPTION_LIMIT:  # an album carries no buttons
        return [*_albums(pictures, view.unsure), *_texts(view.text or "⋯", view.buttons)]
    first = pictures[0]
    caption = "\n".join(part for part in (view.text, first.caption) if part)
    if units(caption) > CAPTION_LIMIT:
        caption = view.text
    pictures[0] = File(kind=first.kind, data=first.data, name=first.name, caption=caption)
    return _albums(pictures, view.unsure)


async def _as_one(view: Pictures, pictures: Sequence[File]) -> list[Step]:
    assert view.apart is not None
    data = await asyncio.to_thread(grid, [picture.data for picture in pictures])
    text = "\n".join(part for part in (view.text, *(picture.caption for picture in pictures)) if part)
    if units(text) > CAPTION_LIMIT:
        text = view.text
    buttons = ((view.apart,), *view.buttons)
    return _texts(text, buttons, file=File(kind=photo_or_document(data), data=data, name="portraits.jpg"))


async def _picture(item: PictureItem, files: Files) -> File:
    data, _, name = await files.read(item.media)
    return File(kind=photo_or_document(data), data=data, name=name, caption=item.caption)


def _albums(pictures: Sequence[File], unsure: str = "") -> list[Step]:
    if any(picture.kind == "document" for picture in pictures):  # documents go only with documents
        pictures = [File(kind="document", data=p.data, name=p.name, caption=p.caption) for p in pictures]
    steps: list[Step] = []
    at = 0
    for size in chunks(len(pictures)):
        part = tuple(pictures[at : at + size])
        steps.append(Album(files=part, unsure=unsure) if size > 1 else Message(text=part[0].caption, file=part[0]))
        at += size
    return steps
