"""The plain pages: forms without the chat's library, which work before anybody is known, and without scripts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from bot.frontends.local.frame import templates, version
from bot.frontends.local.words import preferred
from handlers.text import Translator, Words


@cache
def translator() -> Translator:
    """Return the sentences of these pages."""
    found = {each.name: each for each in (files("bot.frontends.local.login") / "locales").iterdir()}
    names = sorted(name for name in found if name.endswith(".ftl"))
    return Translator({name.removesuffix(".ftl"): found[name].read_text("utf-8") for name in names})


def words(accept_language: str | None) -> Words:
    """Return a speaker for a browser's ``Accept-Language`` header."""
    for wanted in preferred(accept_language or ""):
        if wanted.lower().startswith("en") or translator().match(wanted) != "en":
            return translator().words(wanted)
    return translator().words("en")


def page(template: str, say: Words, **values: Any) -> str:
    """Return a page as HTML; the templates escape everything they are given."""
    return templates().get_template(template).render(say=say, version=version(), **values)
