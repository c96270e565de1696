"""The frame all pages of the web app share: head, places to go, and what their scripts say.

    frame.page("styles.html", say, here="styles", heading=say("place-styles"), found=...)

The templates escape everything; text of the bot, which may carry a little markup, goes through ``html`` (`to_html`).
"""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_mark_safe

from bot.frontends.local.markup import to_html, to_plain
from handlers.text import Words

signed_in: ContextVar[bool] = ContextVar("signed_in", default=False)  # whoever the page is for
STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
SCRIPT_WORDS = (
    "answers", "answers-close", "answers-chat", "answers-reply", "send", "lost", "moment", "left", "close", "next",
    "previous", "download", "zoom-in",
    "zoom-out", "notices-denied",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the navigation; its title stands under ``place-<name>``."""

    name: str
    href: str


PLACES = (
    Place(name="chat", href="/"),
    Place(name="styles", href="/styles"),
    Place(name="gallery", href="/gallery"),
    Place(name="me", href="/me"),
    Place(name="settings", href="/settings"),
)


#: What is chosen from samples, beside the styles; each has a page of its name.
CHOICES = ("styles", "templates", "garments", "backgrounds", "voices")


@cache
def version() -> str:
    """Return what changes whenever a script or style sheet does."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(STATIC.iterdir()))).hexdigest()[:10]


def page(template: str, say: Words, *, here: str, heading: str, **values: Any) -> str:
    """Return the HTML of a page; ``here`` is the name of its place, ``values`` are what its template shows."""
    words = {name: say(name) for name in SCRIPT_WORDS}
    words |= {"trace": say("trace", trace="{trace}"), "unsent": say("unsent", name="{name}")}
    words |= {"sending": say("sending", done="{done}", total="{total}")}
    shared = {"version": version(), "places": PLACES, "here": here, "heading": heading, "script_words": words}
    shared["choices"] = CHOICES
    return templates().get_template(template).render(say=say, **shared, **values)


def places(say: Words, here: str) -> str:
    """Return the navigation alone, for the chat."""
    return templates().get_template("places.html").render(say=say, places=PLACES, here=here)


def account(say: Words) -> str:
    """Return the link to where one is signed in, nothing where nobody signs in."""
    if not signed_in.get():
        return ""
    label = escape(say("place-sessions"))
    return do_mark_safe(f'<a class="account" href="/sessions" aria-label="{label}" title="{label}"></a>')


@cache
def templates() -> Environment:
    """Return the templates of all pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["account"] = account
    made.filters["html"] = lambda text: do_mark_safe(to_html(text))  # to_html escapes
    made.filters["plain"] = to_plain
    return made
