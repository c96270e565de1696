"""What the bot answers, as it comes, for the pages beside the chat: server-sent events, one stream per open page."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from collections.abc import AsyncIterator, Collection
from typing import Any

from bot.frontends.local.connections import Connections
from bot.frontends.local.markup import to_html, to_plain
from bot.frontends.local.media import media_url
from bot.frontends.local.transcript import Line
from handlers.views import Button, Choice, Document, Failure, Pictures, Progress, Video, View

BEAT_SECONDS = 20.0  # between two signs of life: a proxy closes what is silent, and a page learns that we are gone
WAITING = 200  # lines a page that reads nothing may have waiting; then its stream ends, and the page asks anew


class Stream:
    """One open page: what it must be told waits here. ``locale`` is the language it was made in."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._events: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(WAITING)

    def show(self, line: Line) -> None:
        """Tell the page of a line; what the person did themselves it knows."""
        if line.view is not None:
            self._put({"event": "line", "message": line.message, **parcel(line.view)})

    def take_away(self, messages: Collection[str] | None) -> None:
        """Tell the page that pictures are no more."""
        self._put({"event": "gone", "messages": None if messages is None else sorted(messages)})

    def speak(self, locale: str) -> None:
        """Tell the page to load itself anew where it speaks another language."""
        if locale != self._locale:
            self._put({"event": "renew"})

    def _put(self, event: dict[str, Any]) -> None:
        if self._events.full():
            self._events.get_nowait()
            event = {"event": "renew"}
        self._events.put_nowait(event)

    async def next(self) -> dict[str, Any] | None:
        """Return the next event, None where there was none for a while."""
        try:
            async with asyncio.timeout(BEAT_SECONDS):
                return await self._events.get()
        except TimeoutError:
            return None


async def stream(rooms: Connections, user: str, made_in: str, chosen: str) -> AsyncIterator[str]:
    """Yield a person's lines as server-sent events until the page is closed.

    ``made_in`` is the language of the page. Where another was ``chosen`` before the page began to listen, it hears so.
    """
    room = Stream(made_in)
    rooms.enter(user, room)
    room.speak(chosen)
    try:
        yield ": hello\n\n"
        while True:
            event = await room.next()
            yield f"data: {json.dumps(event)}\n\n" if event is not None else ": still here\n\n"
    finally:
        rooms.leave(user, room)


def parcel(view: View) -> dict[str, Any]:
    """Return a view as a card of a page shows it: a sentence, buttons, how far, small pictures, a sound."""
    shown: dict[str, Any] = {"kind": view.kind, "html": to_html(getattr(view, "text", ""))}
    shown["buttons"] = [_button(each) for each in _buttons(view)]
    if isinstance(view, Progress):
        shown |= {"job": view.job, "percent": round(100 * min(1.0, max(0.0, view.done))), "finish": view.finish_at}
    elif isinstance(view, Pictures):
        shown["pictures"] = [
            {"src": media_url(item.media), "alt": item.alt or to_plain(item.caption)} for item in view.items
        ]
    elif isinstance(view, Video):
        shown["video"] = media_url(view.media)
    elif isinstance(view, Document):
        heard = (mimetypes.guess_type(view.name)[0] or "").startswith("audio/")
        shown |= {"sound": media_url(view.media)} if heard else {"file": media_url(view.media, view.name)}
        shown["name"] = view.name
    elif isinstance(view, Failure):
        shown["trace"] = view.trace
    return shown


def _buttons(view: View) -> list[Button]:
    if isinstance(view, Choice):
        return list(view.options)
    return [button for row in getattr(view, "buttons", ()) for button in row]


def _button(button: Button) -> dict[str, str]:
    return {"label": to_plain(button.label), "action": button.action, "kind": button.kind}
