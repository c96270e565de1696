"""Clothes to try on that come with the program: shown as pictures, chosen by a button."""

from __future__ import annotations

from pathlib import Path

from engine.files import Garment
from handlers import pages
from handlers.actions import button
from handlers.context import Buttons, RefusedError, Turn
from handlers.views import Button, PictureItem, Pictures, View

PAGE = 6  # pictures shown at once: two rows of three


def row(turn: Turn) -> Buttons:
    """Return the button that shows the clothes as the only row; none where there are none."""
    return ((button(turn.say("button-wardrobe"), "wardrobe", 1),),) if turn.deps.garments else ()


async def page(turn: Turn, number: str = "1") -> list[View]:
    """One page of the clothes, with a button for each."""
    return [_page(turn, number)]


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures of a page, one by one."""
    return pages.one_by_one(turn, _page(turn, number))


def named(turn: Turn, name: str) -> str:
    """Return the name of clothes there are; raises `RefusedError` for any other."""
    if name not in turn.deps.garments:
        raise RefusedError("unknown-button", buttons=row(turn))
    return name


def path(name: str) -> Path:
    """Return how a job names a picture of clothes."""
    return Garment(name).path


def title(turn: Turn, name: str) -> str:
    """Return what the clothes are called in the reader's language."""
    return turn.say(f"garment-title-{name}")


def choose(turn: Turn, name: str) -> Button:
    """Return the button that takes these clothes."""
    return button(title(turn, name), "dress", name)


def _page(turn: Turn, number: str) -> Pictures:
    if not turn.deps.garments:
        raise RefusedError("unknown-button")
    now = pages.page_of(turn.deps.garments, pages.page_number(number), PAGE)
    rows = pages.threes([choose(turn, name) for name in now.shown])
    beside = pages.neighbours(turn.say, now, "wardrobe")
    several = len(now.shown) > 1
    return Pictures(
        items=tuple(_item(turn, name) for name in now.shown),
        text=turn.say("wardrobe-title", **now.counts),
        buttons=(*rows, beside) if beside else rows,
        apart=button(turn.say("button-apart", count=len(now.shown)), "wardrobeall", now.number) if several else None,
    )


def _item(turn: Turn, name: str) -> PictureItem:
    said = turn.say("wardrobe-caption", title=title(turn, name))
    return PictureItem(media=str(path(name)), caption=said, alt=said)
