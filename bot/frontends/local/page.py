"""The chat page: one room per open tab. What is on it comes from `Transcript`; this file only draws."""

from __future__ import annotations

import json
from collections.abc import Collection

from fastapi import Request
from nicegui import Client, ui

from bot.frontends.local.draw import Bubble, draw_hero
from bot.frontends.local.frame import STATIC, account, places, version
from bot.frontends.local.parts import Composer
from bot.frontends.local.session import Session
from bot.frontends.local.suggest import commands
from bot.frontends.local.transcript import Line, Place, Transcript
from bot.frontends.local.words import words
from handlers.text import Words

BUSY_SECONDS = 60.0  # a machine that is drawing on all cores answers late, but it answers
LINES = 400  # rows read for a reloaded page; edits of one message fold into one bubble


class ChatRoom:
    """One tab: a transcript and the bubbles that show it."""

    def __init__(self, desk: Session, user: str, say: Words) -> None:
        self._desk, self._user, self._say = desk, user, say
        self._transcript = Transcript()
        self._bubbles: dict[str, Bubble] = {}

    def build(self, hidden: Collection[str] = ()) -> None:
        """Draw the empty page; ``hidden`` are styles that are not offered."""
        say = self._say
        with ui.element("header").classes("bar"):
            ui.element("img").props('src="/look/icon.svg" alt=""').classes("mark")
            ui.html(say("title"), sanitize=False, tag="h1")
            ui.html(places(say, "chat"), sanitize=False)
            ui.element("span").classes("grow")
            if link := account(say):
                ui.html(link, sanitize=False)
            ui.element("button").classes("theme").props(
                f'type=button aria-label="{say("theme")}" title="{say("theme")}"'
            )
        with ui.element("main").props(f'id=talk role=log aria-live=polite aria-label="{say("conversation")}"'):
            self._hero = ui.element("section").classes("hero")
            with self._hero:
                draw_hero(say, self._start)
            self._column = ui.element("div").classes("column-of-bubbles")
            self._dots = ui.element("div").classes("dots").props("aria-hidden=true")
            with self._dots:
                for _ in range(3):
                    ui.element("i")
            self._dots.set_visibility(False)
        with ui.element("footer").classes("foot"):
            front = self._desk.front
            Composer(commands=commands(say.locale, front.styles, front.abilities, hidden), words=_words(say))

    def show(self, line: Line) -> None:
        """Put a line on the page, where `Transcript` says."""
        place = self._transcript.put(line)
        self._hero.set_visibility(False)
        bubble = self._bubbles.get(line.message)
        if bubble is None:
            with self._column:
                bubble = self._bubbles[line.message] = Bubble(self._say, self._press, self._fill)
        elif place is Place.MOVED:
            bubble.move_to_end(self._column)
        bubble.draw(line)
        self._dots.set_visibility(line.mine)

    def take_away(self, messages: Collection[str] | None) -> None:
        """Take lines off the page, None: all of them; an empty page greets as it does a newcomer."""
        for name in self._transcript.take_away(messages):
            self._bubbles.pop(name).remove()
        self._hero.set_visibility(not self._bubbles)

    def speak(self, locale: str) -> None:
        """Load the page anew where it speaks another language."""
        if locale != self._say.locale:
            self._column.client.run_javascript("location.reload()")

    async def _fill(self, about: str, options: dict[str, str]) -> None:
        await self._desk.fill(self._user, self._say.locale, about, options)

    async def _press(self, action: str, label: str, message: str) -> None:
        await self._desk.press(self._user, self._say.locale, action, label, message)

    async def _start(self) -> None:
        await self._desk.say(self._user, self._say.locale, "/start")


def register(desk: Session) -> None:
    """Make ``/`` the chat of the person whose cookie the browser shows."""

    @ui.page("/", favicon=STATIC / "icon.svg", dark=None, response_timeout=BUSY_SECONDS)
    async def chat(request: Request, client: Client) -> None:
        user = request.session["id"]
        say = words(await desk.locale(user) or request.headers.get("accept-language"))
        ui.page_title(say("title"))
        ui.add_head_html(_head(say))
        room = ChatRoom(desk, user, say)
        room.build(await desk.front.showing.hidden())
        desk.front.rooms.enter(user, room)
        room.speak(await desk.locale(user) or say.locale)  # it may have changed while the page was made
        client.on_delete(lambda: desk.front.rooms.leave(user, room))
        for line in await desk.front.history.lines(user, LINES):
            room.show(line)
        for line in desk.front.rooms.recent(user):
            room.show(line)


def _head(say: Words) -> str:
    now = version()
    return (
        f'<link rel="stylesheet" href="/look/style.css?{now}">'
        f"<script>document.documentElement.lang = {json.dumps(say.locale)};"
        f"document.documentElement.dataset.lost = {json.dumps(say('lost'))}</script>"
        f'<script src="/look/guard.js?{now}"></script>'
        f'<script src="/look/common.js?{now}"></script><script src="/look/page.js?{now}"></script>'
    )


def _words(say: Words) -> dict[str, str]:
    names = ("placeholder", "placeholder-short", "send", "attach", "drop", "retry", "newest", "record", "stop")
    return {name: say(name) for name in names} | {"sending": say("sending", done="{done}", total="{total}")}
