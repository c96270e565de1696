"""The More button: what is rarely needed comes out below the result it belongs to, in the same message.

What a message can unfold into is written down with it, so an old one still can after a restart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.actions import button
from handlers.context import Buttons
from handlers.text import Words
from handlers.views import Button, Pictures, Video

VERB = "more"


def folded(say: Words, number: int, first: Buttons, rest: Buttons, text: str = "") -> dict[str, Any]:
    """Return the fields of a view that shows ``first`` and More, and behind it ``rest`` and a line of ``text``."""
    more = button(say("button-more"), VERB, number)
    return {"buttons": (*first, (more,)), "more": rest, "more_text": text}


def in_pairs(buttons: list[Button]) -> Buttons:
    """Return buttons two in a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def unfolded(view: Pictures | Video) -> Pictures | Video:
    """Return a view with everything that was behind its More."""
    rows = [tuple(each for each in row if each.action.split(":")[1] != VERB) for row in view.buttons]
    text = "\n".join(part for part in (view.text, view.more_text) if part)
    buttons = (*(row for row in rows if row), *view.more)
    return replace(view, text=text, buttons=buttons, more=(), more_text="")
