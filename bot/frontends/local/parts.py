"""The three parts of the page that live in the browser: typing and dropping, looking at pictures, counting down."""

from __future__ import annotations

from typing import Any

from nicegui import ui


class Composer(ui.element, component="static/composer.js"):
    """The line to type into, with completion of commands, and the drop target for photos.

    It posts to ``/say`` and ``/upload`` itself and keeps what the server has not taken yet, so a lost connection loses
    nothing.
    """

    def __init__(self, *, commands: list[dict[str, Any]], words: dict[str, str]) -> None:
        super().__init__()
        self._props.update(commands=commands, words=words)


class Album(ui.element, component="static/album.js"):
    """Pictures in a grid, each with its caption; a click enlarges, arrows turn over, a link downloads.

    ``items`` are ``{"src", "name", "caption", "alt"}``; captions are HTML that `markup.to_html` made. With ``taps`` a
    click marks a place instead; those that are applied come as the event ``tap``, see `handlers.views.Pictures`.
    """

    def __init__(
        self, *, items: list[dict[str, str]], words: dict[str, str], small: bool = False, taps: bool = False
    ) -> None:
        super().__init__()
        self._props.update(items=items, words=words, small=small, taps=taps)


class Countdown(ui.element, component="static/countdown.js"):
    """The time left until ``finish`` (Unix seconds), counted down in the browser without a single message."""

    def __init__(self, *, words: dict[str, str]) -> None:
        super().__init__()
        self._props.update(words=words, finish=None)

    def until(self, finish: int | None) -> None:
        """Count down to another time; None shows nothing."""
        self._props["finish"] = finish
        self.update()


ALBUM_WORDS = (
    "enlarge", "download", "close", "next", "previous", "gone", "tap-hint", "tap-apply", "zoom-in", "zoom-out",
)  # fmt: skip
