"""What somebody prefers of the choices a picture and a training offer: shape, size, detail and thoroughness.

Kept with the account under the parameter's own name. Where the base in use cannot act on a choice it is neither shown
nor used, and kept for the day another base is in use.
"""

from __future__ import annotations

from handlers import commands
from handlers.actions import button
from handlers.context import Deps, RefusedError, Turn
from handlers.text import Words
from handlers.views import Button, Choice

USUAL = {"shape": "1:1", "size": "", "refine": "none", "preset": "good"}  # where nobody said anything
RESET = "any"  # as a value: back to what is usual


def preferred(turn: Turn, entry: commands.Entry) -> dict[str, str]:
    """Return the person's own values of a command's choices, as if they had been typed."""
    offered = {one.name for one in entry.on(turn.deps.abilities).parameters}
    known = commands.choices(turn.deps.abilities)
    return {name: turn.account_state[name] for name in known if name in offered and turn.account_state.get(name)}


def lines(turn: Turn) -> list[str]:
    """Return a sentence for each choice that acts here."""
    return [_line(turn, name) for name in commands.choices(turn.deps.abilities)]


def buttons(deps: Deps, say: Words) -> tuple[Button, ...]:
    """Return a button for each choice that acts here."""
    return tuple(button(say(f"button-{name}"), "setting", name) for name in commands.choices(deps.abilities))


def choice(turn: Turn, name: str) -> Choice:
    """Ask for one of them; raises `RefusedError` where it does not act here."""
    parameter = commands.choices(turn.deps.abilities).get(name)
    if parameter is None:
        raise RefusedError("argument-not-here", name=name)
    values = [*([RESET] if not USUAL[name] else []), *map(str, parameter.choices)]
    options = tuple(button(called(turn.say, name, value), "set", name, value.replace(":", "x")) for value in values)
    return Choice(text=_line(turn, name), options=options)


def change(turn: Turn, name: str, value: str) -> None:
    """Keep a default; raises `RefusedError` for a value that does not exist, or does not act here."""
    parameter = commands.choices(turn.deps.abilities).get(name)
    if parameter is None:
        raise RefusedError("argument-not-here", name=name)
    if value.casefold() == RESET:
        turn.account_state.pop(name, None)
        return
    try:  # a button cannot hold a colon
        turn.account_state[name] = commands.chosen(parameter, value.replace("x", ":") if name == "shape" else value)
    except commands.BadArgumentError as bad:
        raise RefusedError(bad.key, **bad.data) from bad


def called(say: Words, name: str, value: str) -> str:
    """Return what a value is called in the reader's language."""
    if name == "shape":
        return value
    if name == "size":
        return say("size-pixels", pixels=value) if value.isdecimal() else say("size-usual")
    return say(f"{name}-{value}")


def _line(turn: Turn, name: str) -> str:
    value = turn.account_state.get(name) or USUAL[name]
    return turn.say(f"settings-{name}", value=called(turn.say, name, value))
