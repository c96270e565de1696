"""/settings and /language: what a person prefers everywhere, kept with their account."""

from __future__ import annotations

from handlers import commands, defaults, styles
from handlers.actions import button
from handlers.catalogue import SETTINGS
from handlers.context import RefusedError, Turn, harmless
from handlers.jobs import portrait
from handlers.views import Choice, Text, View
from storage import accounts

COUNTS = (1, 2, 4, 6, 8, 10)
NEWS = ("on", "off")  # whether the people who run the bot may write to this person
ANY = "any"  # no style of one's own: ask each time


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/settings [setting] [value]."""
    name, value = options.get("setting", "").lower(), options.get("value", "")
    offered = (*SETTINGS, *commands.choices(turn.deps.abilities))
    if name and name not in offered:
        known = turn.say.several([f"`{each}`" for each in offered])
        raise RefusedError("settings-unknown", name=harmless(name), known=known)
    if name and value:
        return await change(turn, name, value)
    if name == "style":
        return [_style_choice(turn, 1)]
    if name in defaults.USUAL:
        return [defaults.choice(turn, name)]
    return [overview(turn)]


def overview(turn: Turn, saved: bool = False) -> Text:
    """Return the defaults with buttons to change them."""
    say, state = turn.say, turn.account_state
    style = state.get("style")
    lines = [
        *([say("settings-saved")] if saved else []),
        say("settings-title"),
        say("settings-pictures", count=state.get("pictures", turn.deps.limits.pictures)),
        say("settings-style", style=turn.style_title(style) if style else say("settings-style-ask")),
        *defaults.lines(turn),
        say("settings-news", news=state.get("news", "on")),
        say("settings-language", language=say("language-name")),
    ]
    counts = tuple(button(say("button-pictures", count=count), "set", "pictures", count) for count in COUNTS)
    more = (button(say("button-styles"), "setstyle", 1), button(say("button-language"), "language"))
    other = "on" if state.get("news") == "off" else "off"
    news = (button(say(f"button-news-{other}"), "set", "news", other),)
    return Text(text="\n".join(lines), buttons=(counts[:3], counts[3:], defaults.buttons(turn.deps, say), more, news))


async def change(turn: Turn, name: str, value: str) -> list[View]:
    """Set a default; raises `RefusedError` for a value that cannot be."""
    if name == "pictures":
        limits = turn.deps.limits
        least, most = limits.pictures_least, limits.pictures_most
        if not (value.isascii() and value.isdecimal() and len(value) < 6 and least <= int(value) <= most):
            raise RefusedError("argument-out-of-range", name=turn.say("field-count"), least=str(least), most=str(most))
        turn.account_state["pictures"] = int(value)
    elif name == "news":
        if value.casefold() not in NEWS:
            return [overview(turn)]
        turn.account_state["news"] = value.casefold()
    elif name == "style" and value == ANY:
        turn.account_state.pop("style", None)
    elif name == "style":
        turn.account_state["style"] = portrait.style_named(turn, value)
    elif name in defaults.USUAL:
        defaults.change(turn, name, value)
    else:
        raise RefusedError("unknown-button")
    return [overview(turn, saved=True)]


async def choice(turn: Turn, name: str) -> list[View]:
    """A button of the settings: which of the values shall be the default?"""
    return [defaults.choice(turn, name)]


def style_page(turn: Turn, number: int) -> list[View]:
    """The Styles button of the settings: choose the style that is used when none is named."""
    return [_style_choice(turn, number)]


def _style_choice(turn: Turn, page: int) -> Choice:
    free = button(turn.say("settings-style-none"), "set", "style", ANY)
    return styles.chooser(turn, turn.say("portrait-which"), ("set", "style"), ("setstyle",), page, extra=(free,))


async def language(turn: Turn, options: dict[str, str]) -> list[View]:
    """/language [language]."""
    wanted = options.get("language", "").strip()
    translator = turn.deps.translator
    names = {code: translator.say(code, "language-name") for code in translator.locales}
    if not wanted:
        options_ = tuple(button(name, "language", code) for code, name in names.items())
        return [Choice(text=turn.say("language-ask"), options=options_)]
    by_name = {name.casefold(): code for code, name in names.items()}
    code = wanted.lower() if wanted.lower() in names else by_name.get(wanted.casefold())
    if code is None:
        raise RefusedError("language-unknown", name=harmless(wanted), known=turn.say.several(list(names.values())))
    await accounts.set_locale(turn.tx, turn.account.id, code)
    return [Text(text=translator.say(code, "language-set"))]
