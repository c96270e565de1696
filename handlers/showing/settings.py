"""The page of settings: what somebody prefers, with every value there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import actions, commands, defaults, settings
from handlers.actions import button
from handlers.context import Turn
from handlers.showing.marked import Marked, marked


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One preference: ``title`` is "" for those the page names itself by ``name``."""

    name: str
    title: str
    values: tuple[Marked, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the page shows; ``style`` are the values of the style used when none is named, the present one marked."""

    settings: tuple[Setting, ...]
    style: Setting
    language: Setting


async def show(turn: Turn, options: Mapping[str, str]) -> Settings:
    """Return the preferences of a person."""
    known = tuple(_choice(turn, name) for name in commands.choices(turn.deps.abilities))
    return Settings(settings=(_pictures(turn), *known, _news(turn)), style=_style(turn), language=_language(turn))


def _pictures(turn: Turn) -> Setting:
    limits = turn.deps.limits
    now = turn.account_state.get("pictures", limits.pictures)
    counts = [count for count in settings.COUNTS if limits.pictures_least <= count <= limits.pictures_most]
    values = (marked(button(str(count), "set", "pictures", count), count == now) for count in counts)
    return Setting(name="pictures", title="", values=tuple(values))


def _choice(turn: Turn, name: str) -> Setting:
    now = turn.account_state.get(name) or defaults.USUAL[name] or defaults.RESET
    chosen = actions.action("set", name, str(now).replace(":", "x"))
    values = tuple(marked(one, one.action == chosen) for one in defaults.choice(turn, name).options)
    return Setting(name=name, title=turn.say(f"button-{name}"), values=values)


def _news(turn: Turn) -> Setting:
    now = turn.account_state.get("news", "on")
    values = (marked(button(turn.say(f"button-news-{one}"), "set", "news", one), one == now) for one in settings.NEWS)
    return Setting(name="news", title="", values=tuple(values))


def _style(turn: Turn) -> Setting:
    now = turn.account_state.get("style", settings.ANY)
    names = [name for name in turn.deps.styles.names() if actions.fits("set", "style", name)]
    free = button(turn.say("settings-style-none"), "set", "style", settings.ANY)
    every = [free, *(button(turn.style_title(name), "set", "style", name) for name in names)]
    chosen = actions.action("set", "style", now) if actions.fits("set", "style", now) else ""
    return Setting(name="style", title="", values=tuple(marked(one, one.action == chosen) for one in every))


def _language(turn: Turn) -> Setting:
    translator = turn.deps.translator
    values = (
        marked(button(translator.say(code, "language-name"), "language", code), code == turn.say.locale)
        for code in translator.locales
    )
    return Setting(name="language", title=turn.say("button-language"), values=tuple(values))
