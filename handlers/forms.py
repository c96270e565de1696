"""A command whose arguments are asked for: a form where a platform has forms, else a question answered in words."""

from __future__ import annotations

from typing import Any

from handlers import styles, wording, work
from handlers.catalogue import COMMANDS
from handlers.commands import Entry, Parameter
from handlers.context import RefusedError, Turn, harmless
from handlers.text import Words
from handlers.understanding import understand
from handlers.views import Field, Text, View

ASKED = "form"  # in the state: which command the next line is about
PATIENCE = 600.0  # seconds for which it is waited for
LETTERS = 4  # how long a word must be to be told that it was not used
FORMED = "again"  # the command that is asked for so
#: What is asked first, where there is room for few: of one's own photo there are no weights to turn.
FIRST = ("style", "count", "expression", "framing", "scene")


async def ask(turn: Turn, name: str, job: str = "") -> list[View]:
    """Ask what to change; the answer may be any words."""
    entry = COMMANDS.get(name)
    if entry is None or name != FORMED:
        raise RefusedError("unknown-button")
    if job:
        await work.own(turn, job, "show-unknown")
    turn.state[ASKED] = {"name": name, "job": job, "at": turn.now}
    return [
        Text(
            text=turn.say("form-ask"),
            ask=turn.say("form-placeholder"),
            fields=fields(turn.say, entry.on(turn.deps.abilities)),
            about=f"{name}:{job}",
        )
    ]


def fields(say: Words, entry: Entry) -> tuple[Field, ...]:
    """Return the fields of a command's form, named in the reader's language."""
    shown = [one for one in entry.parameters if one.name != "job"]
    shown.sort(key=lambda one: FIRST.index(one.name) if one.name in FIRST else len(FIRST))
    return tuple(
        Field(name=one.name, label=label(say, one), hint=say(one.help_key), choices=choices(say, one)) for one in shown
    )


def label(say: Words, parameter: Parameter) -> str:
    """Return what a field is called."""
    return say(f"field-{parameter.name}")


def choices(say: Words, parameter: Parameter) -> tuple[tuple[str, str], ...]:
    """Return (value, what a reader calls it) of a field with few values."""
    if not isinstance(parameter.choices, tuple):
        return ()
    keys = {value: f"{parameter.name}-{value}" for value in parameter.choices}
    return tuple((value, say(key) if say.translator.has(key) else value) for value, key in keys.items())


async def said(turn: Turn, text: str) -> list[View] | None:
    """The words that were waited for; None for a line nobody waits for."""
    asked: Any = turn.state.pop(ASKED, None)
    if asked is None or turn.now - asked["at"] > PATIENCE:
        return None
    meaning = understand(text, styles.titles(turn))
    options = dict(meaning.options) | ({"style": meaning.styles[0]} if meaning.styles else {})
    if wording.draws_words(turn) and not meaning.act and wording.prompt_of(turn, meaning).prompt:
        options["prompt"] = text
    if not options:
        if meaning.act:
            return None
        turn.state[ASKED] = asked
        return [Text(text=turn.say("form-nothing"), ask=turn.say("form-placeholder"))]
    wording.require(turn, text)
    from handlers.jobs import portrait  # asks this module nothing, but is loaded with the kinds of jobs

    if asked["job"]:
        options["job"] = asked["job"]
    views = await portrait.again(turn, options)
    unused = [] if "prompt" in options else [harmless(word) for word in meaning.rest if len(word) >= LETTERS]
    # Their own words, which are not kept once they were shown.
    words = turn.say.several(unused, "list-and")
    told = [Text(text=turn.say("said-unused", words=words), secrets=tuple(unused))] if unused else []
    return [*portrait.too_many(turn, meaning.options), *told, *views]


def stop_waiting(state: dict[str, Any]) -> None:
    """Whoever does something else changes nothing any more."""
    state.pop(ASKED, None)
