"""Ready pictures to be put into: shown as pictures, chosen by a button or by name."""

from __future__ import annotations

from pathlib import Path

from engine.files import Ready
from handlers import pages
from handlers.actions import button
from handlers.context import Buttons, RefusedError, TemplatePicture, Turn, harmless
from handlers.views import PictureItem, Pictures, View

PAGE = 6  # pictures shown at once: two rows of three


def row(turn: Turn) -> Buttons:
    """Return the button that shows the ready pictures as the only row; none where there are none."""
    known = turn.deps.templates.names() if turn.deps.templates else ()
    return ((button(turn.say("button-templates"), "templates", 1),),) if known else ()


async def page(turn: Turn, number: str = "1") -> list[View]:
    """One page of the ready pictures, with a button for each."""
    return [_page(turn, number)]


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures of a page, one by one."""
    return pages.one_by_one(turn, _page(turn, number))


def _page(turn: Turn, number: str) -> Pictures:
    every = turn.deps.templates.names() if turn.deps.templates else ()
    if not every:
        raise RefusedError("unknown-button")
    now = pages.page_of(every, pages.page_number(number), PAGE)
    shown = [_picture(turn, name) for name in now.shown]
    items = tuple(_item(turn, one) for one in shown)
    each = [button(title(turn, one.name), "template", one.name) for one in shown]
    rows, beside = pages.threes(each), pages.neighbours(turn.say, now, "templates")
    return Pictures(
        items=items,
        text=turn.say("templates-title", **now.counts),
        buttons=(*rows, beside) if beside else rows,
        apart=button(turn.say("button-apart", count=len(shown)), "templatesall", now.number) if shown[1:] else None,
    )


def named(turn: Turn, wanted: str) -> TemplatePicture:
    """Return a ready picture by its name or its title in the reader's language; raises `RefusedError` for any other."""
    book = turn.deps.templates
    every = book.names() if book else ()
    found = book.get(wanted) if book else None
    if found is None:
        name = next((one for one in every if title(turn, one).casefold() == wanted.casefold()), None)
        found = book.get(name) if book and name else None
    if found is None:
        raise RefusedError("template-unknown" if every else "unknown-button", name=harmless(wanted), buttons=row(turn))
    return found


def path(name: str) -> Path:
    """Return how a job names a ready picture."""
    return Ready(name).path


def title(turn: Turn, name: str) -> str:
    """Return what a ready picture is called in the reader's language."""
    return turn.say(f"template-title-{name}")


def _picture(turn: Turn, name: str) -> TemplatePicture:
    assert turn.deps.templates is not None
    found = turn.deps.templates.get(name)
    assert found is not None
    return found


def _item(turn: Turn, one: TemplatePicture) -> PictureItem:
    said = turn.say("templates-caption", title=title(turn, one.name), faces=one.faces)
    return PictureItem(media=str(path(one.name)), caption=said, alt=said)
