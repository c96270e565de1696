"""Lines of a conversation as elements of the page."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.frontends.local.markup import escaped, to_html, to_plain
from bot.frontends.local.media import media_url
from bot.frontends.local.parts import ALBUM_WORDS, Album, Countdown
from bot.frontends.local.transcript import Line
from handlers.text import Words
from handlers.views import Button, Choice, Document, Failure, Field, Pictures, Progress, Stickers, Text, Video, View

PLACES = re.compile(r"(:\d{6}){1,7}")
FEW = 8  # buttons that are read at a glance
Press = Callable[[str, str], Awaitable[None]]
Fill = Callable[[str, dict[str, str]], Awaitable[None]]
FIELD_LIMIT = 200  # characters


class Bubble:
    """One message. Drawing another line into it replaces its content; progress only moves its bar."""

    def __init__(self, say: Words, press: Callable[[str, str, str], Awaitable[None]], fill: Fill) -> None:
        self._say, self._report, self._fill, self._name = say, press, fill, ""
        self._box = ui.element("article").classes("bubble")
        self._progress: ProgressCard | None = None

    def move_to_end(self, column: ui.element) -> None:
        """Make this the newest message."""
        self._box.move(column)

    def remove(self) -> None:
        """Take this message off the page."""
        self._box.delete()

    async def _press(self, action: str, label: str) -> None:
        await self._report(action, label, self._name)

    def draw(self, line: Line) -> None:
        """Show a line."""
        self._name = line.message
        if self._progress is not None and isinstance(line.view, Progress) and self._progress.update(line.view):
            return
        kind = "mine" if line.view is None else f"theirs {line.view.kind}"
        self._box.clear()
        self._box.classes(replace=f"bubble {kind}")
        self._progress = None
        with self._box:
            if line.payload is not None:
                draw_mine(self._box, line.payload, self._say)
            elif line.view is not None:
                self._draw_view(line.view)

    def _draw_view(self, view: View) -> None:
        if isinstance(view, Progress):
            self._progress = ProgressCard(view, self._say, self._press)
        elif isinstance(view, Text) and view.fields:
            draw_form(view, self._say, self._fill)
        else:
            DRAWERS[type(view)](view, self._say, self._press)


def draw_form(view: Text, say: Words, fill: Fill) -> None:
    """Show a question as a form: what is left empty stays as it is."""
    entered: dict[str, str] = {}

    def field(one: Field) -> None:
        name = f"{to_plain(one.label)}"
        with ui.element("label").props(f'title="{escaped(one.hint)}"'):
            ui.html(to_html(name), sanitize=False, tag="span")
            box = ui.element("select" if one.choices else "input")
            box.props(f'name="{one.name}"' + ("" if one.choices else ' type="text" autocomplete="off" maxlength="200"'))
            with box:
                for value, shown in (("", "–"), *one.choices) if one.choices else ():
                    ui.html(to_html(shown), sanitize=False, tag="option").props(f'value="{value}"')

            def changed(event: GenericEventArguments) -> None:
                entered[one.name] = str(event.args)[:FIELD_LIMIT]

            box.on("input", changed, js_handler="(event) => emit(event.target.value)")

    async def sent() -> None:
        await fill(view.about, dict(entered))

    draw_text(say("form-change"))
    with ui.element("div").classes("form"):
        for one in view.fields:
            field(one)
        with ui.element("button").props("type=button").classes("button go").on("click", sent, throttle=1.0):
            ui.html(to_html(say("send")), sanitize=False, tag="span")


def draw_mine(box: ui.element, payload: dict[str, Any], say: Words) -> None:
    """Show what the person did: words, a chosen button, a file."""
    if payload["act"] == "form":
        box.classes("chosen")
        draw_text(", ".join(value for value in payload["options"].values() if value) or "•", marked=False)
    elif payload["act"] == "press":
        box.classes("chosen")
        draw_text(payload.get("label") or "•")
    elif payload["act"] == "say":
        draw_text(payload["text"], marked=False)
    elif payload["media"] is None:
        draw_text(say("refused", name=payload["file"]), marked=False)
    elif payload["mime"].startswith("image/"):
        box.classes("photo")
        item = {"src": media_url(payload["media"]), "name": payload["file"], "caption": "", "alt": say("photo")}
        Album(items=[item], words=_words(say), small=True)
    elif payload["mime"].startswith("audio/"):
        _draw_sound(payload["media"])
    else:
        _draw_file(media_url(payload["media"], payload["file"]), payload["file"])


def draw_text(text: str, marked: bool = True) -> None:
    """Show a sentence; what a person typed is shown as it is, without markup."""
    if text:
        ui.html(to_html(text) if marked else escaped(text), sanitize=False).classes("text")


def draw_buttons(rows: tuple[tuple[Button, ...], ...], press: Press) -> None:
    """Show buttons. Rows are made for narrow chats; here all of them flow, and many become a grid."""
    buttons = [button for row in rows for button in row]
    if buttons:
        with ui.element("div").classes("options" if len(buttons) > FEW else "buttons"):
            for button in buttons:
                _draw_button(button, press)


def _draw_button(button: Button, press: Press) -> None:
    async def pressed() -> None:
        if button.copy:
            ui.clipboard.write(button.copy)
        else:
            await press(button.action, button.label)

    # The browser locks the row for a moment (page.js), so a double click is one press.
    with ui.element("button").props("type=button").classes(f"button {button.kind}").on("click", pressed, throttle=1.0):
        ui.html(to_html(to_plain(button.label)), sanitize=False, tag="span")


def _text(view: Text, say: Words, press: Press) -> None:
    draw_text(view.text)
    draw_buttons(view.buttons, press)


def _choice(view: Choice, say: Words, press: Press) -> None:
    draw_text(view.text)
    with ui.element("div").classes("options"):
        for option in view.options:
            _draw_button(option, press)


def _pictures(view: Pictures, say: Words, press: Press) -> None:
    draw_text(view.text)
    items = [
        {
            "src": media_url(item.media),
            "name": f"portrait-{number}.png",
            "caption": to_html(item.caption),
            "alt": item.alt or to_plain(item.caption),
        }
        for number, item in enumerate(view.items, start=1)
    ]
    album = Album(items=items, words=_words(say), taps=bool(view.tap))
    if view.tap:

        async def tapped(event: GenericEventArguments) -> None:
            if isinstance(event.args, str) and PLACES.fullmatch(event.args):
                await press(view.tap + event.args, say("tap-apply"))

        album.on("tap", tapped, throttle=1.0)
    draw_buttons(view.buttons, press)


def _video(view: Video, say: Words, press: Press) -> None:
    poster = f'poster="{media_url(view.cover)}"' if view.cover else ""
    ui.element("video").props(f'src="{media_url(view.media)}" {poster} controls playsinline preload=metadata')
    draw_text(view.text)
    draw_buttons(view.buttons, press)


def _document(view: Document, say: Words, press: Press) -> None:
    draw_text(view.text)
    if (mimetypes.guess_type(view.name)[0] or "").startswith("audio/"):
        _draw_sound(view.media)
    else:
        _draw_file(media_url(view.media, view.name), view.name)


def _failure(view: Failure, say: Words, press: Press) -> None:
    draw_text(view.text)
    if view.trace:
        ui.html(to_html(say("trace", trace=view.trace)), sanitize=False, tag="small").classes("trace")
    draw_buttons(view.buttons, press)


def _draw_sound(media: str) -> None:
    ui.element("audio").props(f'src="{media_url(media)}" controls preload=metadata')


def _draw_file(url: str, name: str) -> None:
    kind = (mimetypes.guess_type(name)[0] or "").partition("/")[0]
    with ui.element("a").props(f'href="{url}" download').classes(f"file {kind}"):
        ui.html(to_html(name), sanitize=False, tag="span")


DRAWERS: dict[type, Callable[[Any, Words, Press], None]] = {
    Text: _text,
    Choice: _choice,
    Pictures: _pictures,
    Stickers: _pictures,
    Video: _video,
    Document: _document,
    Failure: _failure,
}


class ProgressCard:
    """The status of a job: a bar that glides, a time that counts down, a preview."""

    def __init__(self, view: Progress, say: Words, press: Press) -> None:
        self._buttons = view.buttons
        self._text = ui.html("", sanitize=False).classes("text")
        with ui.element("div").classes("gauge"):
            with (
                ui.element("div")
                .classes("track")
                .props("role=progressbar aria-valuemin=0 aria-valuemax=100") as self._track
            ):
                self._fill = ui.element("div").classes("fill")
            self._percent = ui.html("", sanitize=False, tag="span").classes("percent")
            self._countdown = Countdown(words={"moment": say("moment"), "left": say("left")})
        self._preview = ui.element("img").props('alt=""').classes("preview")
        draw_buttons(view.buttons, press)
        self.update(view)

    def update(self, view: Progress) -> bool:
        """Show newer progress; False when the buttons changed and the card must be drawn again."""
        if view.buttons != self._buttons:
            return False
        percent = round(100 * min(1.0, max(0.0, view.done)))
        self._text.set_content(to_html(view.text))
        self._track.props(f"aria-valuenow={percent}")
        self._fill.style(f"width: {max(percent, 2)}%")
        self._percent.set_content(f"{percent} %" if percent else "")
        self._countdown.until(view.finish_at)
        self._preview.set_visibility(view.preview is not None)
        if view.preview is not None:
            self._preview.props(f'src="{media_url(view.preview)}"')
        return True


def _words(say: Words) -> dict[str, str]:
    return {name: say(name) for name in ALBUM_WORDS}


def draw_hero(say: Words, start: Callable[[], Awaitable[None]]) -> None:
    """Show a newcomer what this is and the one button to begin with."""
    ui.element("img").props('src="/look/icon.svg" alt=""')
    ui.html(to_html(say("hero")), sanitize=False, tag="h2")
    ui.html(to_html(say("hero-lead")), sanitize=False, tag="p")
    with ui.element("ol"):
        for step in ("photos", "learn", "portraits"):
            with ui.element("li"):
                ui.html(to_html(say(f"step-{step}")), sanitize=False, tag="strong")
                ui.html(to_html(say(f"step-{step}-hint")), sanitize=False, tag="span")
    with ui.element("button").props("type=button").classes("button go large").on("click", start, throttle=1.0):
        ui.html(to_html(say("start")), sanitize=False, tag="span")
    ui.html(to_html(say("private")), sanitize=False, tag="small")
