"""A person made of code: speaks through the same inbox, router, queue and delivery as everybody.

chat = ScriptFrontEnd()
...                                     # the application runs with it
await chat.say("/start")
await chat.press("agree")               # a label, part of one, or an action
await chat.send(Path("selfie.jpg"))
done = await chat.wait_for(lambda view: isinstance(view, Pictures), seconds=300)
"""

from __future__ import annotations

import asyncio
import itertools
import mimetypes
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.frontends.base import UPLOAD_BYTES, Capabilities, ChatGoneError, Files, Intake, NotKeptError, Upload
from bot.frontends.local import inbound
from bot.frontends.local.markup import to_plain
from handlers.events import Address, Event
from handlers.views import Button, Choice, Pictures, Progress, View

Listener = Callable[["Heard"], None]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One view as it arrived, or what the person did (``view`` None)."""

    message: str
    at: float  # Unix seconds
    view: View | None
    words: str  # the line of the transcript


class NeverSaidError(AssertionError):
    """What a script waited for did not come; the message holds the conversation."""


class NoSuchButtonError(AssertionError):
    """No message on screen has a button of that name; the message holds the ones there are."""


class ScriptFrontEnd:
    """One person's chat without a screen. ``listener`` is called with everything as it happens."""

    capabilities = Capabilities(
        edit_seconds=0.5,
        upload_bytes=200 * 1024 * 1024,
        download_bytes=UPLOAD_BYTES,
    )

    def __init__(
        self, *, name: str = "script", user: str = "someone", locale: str = "en", listener: Listener | None = None
    ) -> None:
        self.name, self.user, self.locale = name, user, locale
        self.heard: list[Heard] = []
        self.ready = asyncio.Event()
        self._listener = listener
        self._intake: Intake | None = None
        self._news = asyncio.Condition()
        self._mark = 0  # what was heard before the last act is no answer to it
        self._updates = itertools.count(1)

    # What the application calls

    async def run(self, intake: Intake) -> None:
        """Let the script speak until cancelled."""
        self._intake = intake
        self.ready.set()
        await asyncio.Event().wait()

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn one inbox payload into events."""
        return inbound.events(self.name, payload)

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Hear a view."""
        if address.get("chat") != self.user:
            raise ChatGoneError
        message = (previous or {}).get("message", key)
        await self._note(message, view, words_of(view))
        return {"message": message}

    # What the script calls

    async def say(self, text: str) -> None:
        """Type a line."""
        await self._act(inbound.said(self.user, self.locale, text), text)

    async def send(self, *files: Path) -> None:
        """Send files, in order."""
        await self.ready.wait()
        for file in files:
            data = await asyncio.to_thread(file.read_bytes)
            mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            await self._act(await self._upload(Upload(name=file.name, mime=mime, data=data)), f"[{file.name}]")

    async def press(self, wanted: str) -> None:
        """Press the newest button whose label contains ``wanted`` or whose action begins with it."""
        for button in self.buttons():
            if wanted.lower() in button.label.lower() or button.action.startswith(wanted):
                showing = (each.message for each in reversed(self.heard) if button in _buttons(each.view))
                done = inbound.pressed(self.user, self.locale, button.action, button.label, next(showing, ""))
                await self._act(done, f"({button.label})")
                return
        raise NoSuchButtonError(
            f"{wanted!r} among {[(b.label, b.action) for b in self.buttons()]}\n{self.transcript()}"
        )

    async def wait_for(self, predicate: Callable[[View], bool], seconds: float = 30.0) -> View:
        """Return the first view since the last act that is as wanted; raises `NeverSaidError`."""
        heard = await self._first(lambda each: each.view is not None and predicate(each.view), seconds)
        assert heard.view is not None
        return heard.view

    async def wait_for_job(self, seconds: float) -> View:
        """Return what the job that the last act began has become; raises `NeverSaidError`."""
        status = await self._first(lambda each: isinstance(each.view, Progress), min(seconds, 60.0))
        end = await self._first(lambda each: each.message == status.message and not _moving(each), seconds)
        assert end.view is not None
        return end.view

    async def wait_until(self, condition: Callable[[list[View]], bool], seconds: float = 30.0) -> None:
        """Return when the answers so far are as wanted; raises `NeverSaidError`."""
        await self._first(lambda _: condition(self.answers()), seconds)

    def answers(self) -> list[View]:
        """Return every view since the last act, in the order they came."""
        return [heard.view for heard in self.heard[self._mark :] if heard.view is not None]

    def turn_page(self) -> None:
        """From now on only what comes later is an answer."""
        self._mark = len(self.heard)

    async def _first(self, wanted: Callable[[Heard], bool], seconds: float) -> Heard:
        seen = self._mark
        try:
            async with asyncio.timeout(seconds), self._news:
                while True:
                    for heard in self.heard[seen:]:
                        if wanted(heard):
                            return heard
                    seen = len(self.heard)
                    await self._news.wait()
        except TimeoutError:
            raise NeverSaidError(f"not within {seconds:.0f} s\n{self.transcript()}") from None

    async def media(self, media: str) -> tuple[bytes, str]:
        """Return (bytes, mime) of a file the bot sent; raises `KeyError` when it is not this person's."""
        assert self._intake is not None
        return await self._intake.media(inbound.person(self.name, self.user), media)

    def screen(self) -> list[View]:
        """Return the bot's messages as they stand now, newest change last."""
        latest: dict[str, View] = {}
        for heard in self.heard:
            if heard.view is not None:
                latest.pop(heard.message, None)
                latest[heard.message] = heard.view
        return list(latest.values())

    def buttons(self) -> Iterator[Button]:
        """Yield the buttons on screen, newest message first."""
        for view in reversed(self.screen()):
            yield from _buttons(view)

    def transcript(self) -> str:
        """Return the whole conversation as text: each message once, as it stands now, where it last changed."""
        last = {heard.message: index for index, heard in enumerate(self.heard)}
        lines = []
        for index, heard in enumerate(self.heard):
            if last[heard.message] == index:
                lines.append(("bot   " if heard.view is not None else "you   ") + heard.words.replace("\n", "\n      "))
        return "\n".join(lines)

    async def _upload(self, upload: Upload) -> dict[str, Any]:
        facts: dict[str, Any] = {"name": upload.name, "mime": upload.mime, "size": len(upload.data)}
        assert self._intake is not None
        try:
            media = await self._intake.keep(inbound.person(self.name, self.user, self.locale), upload)
        except NotKeptError as refused:
            return inbound.sent_file(self.user, self.locale, media=None, problem=refused.problem, **facts)
        return inbound.sent_file(self.user, self.locale, media=media, **facts)

    async def _act(self, payload: dict[str, Any], words: str) -> None:
        await self.ready.wait()
        self._mark = len(self.heard)
        update = f"{self.user}:{next(self._updates)}"
        await self._note(update, None, words)
        assert self._intake is not None
        await self._intake.accept(self.name, update, payload, chat=self.user)

    async def _note(self, message: str, view: View | None, words: str) -> None:
        heard = Heard(message=message, at=time.time(), view=view, words=words)
        async with self._news:
            self.heard.append(heard)
            self._news.notify_all()
        if self._listener is not None:
            self._listener(heard)


def _moving(heard: Heard) -> bool:
    return heard.view is None or isinstance(heard.view, Progress)


def words_of(view: View) -> str:
    """Return what a view says, for a terminal."""
    lines = [to_plain(getattr(view, "text", ""))]
    if isinstance(view, Pictures):
        lines += [f"[picture] {to_plain(item.caption)}" for item in view.items]
    rows = view.options if isinstance(view, Choice) else [b for row in getattr(view, "buttons", ()) for b in row]
    if rows:
        lines.append("  ".join(f"({button.label})" for button in rows))
    return "\n".join(line for line in lines if line)


def _buttons(view: View | None) -> list[Button]:
    if isinstance(view, Choice):
        return list(view.options)
    return [button for row in getattr(view, "buttons", ()) for button in row]
