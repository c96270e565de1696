"""Every command, said once. Telegram's menu, Discord's application commands and the local chat's help come from here.

Sentences are keys of the locale files: ``help-<command>`` says what a command does, ``param-<parameter>`` what it
takes. The consent and privacy columns are read by the router, so a new command cannot forget its gates.
"""

from __future__ import annotations

import difflib
import math
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.tasks.portrait.request import Expression, Framing, Shape
from engine.tasks.tryon.request import Background
from handlers.text import Words


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One argument. ``choices`` is a tuple of values or the name of a source: ``styles``, ``locales``.

    ``needs`` names what the base in use must be able to do (`Deps.abilities`): elsewhere it is not offered.
    """

    name: str
    type: Literal["text", "integer", "number"] = "text"
    required: bool = False
    choices: str | tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    rest: bool = False  # takes everything that is typed behind the command, numbers too
    named: bool = False  # is only taken as name=value
    strict: bool = False  # takes nothing but its choices, typed behind the command too
    needs: str = ""

    @property
    def help_key(self) -> str:
        """The sentence that says what it takes."""
        return f"param-{self.name}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One command.

    ``private``: touches a face or personal data, so it is refused in groups. ``consent``: not before the person agreed.
    ``cost``: the kind of job whose device seconds it spends, empty when it costs nothing.
    """

    name: str
    parameters: tuple[Parameter, ...] = ()
    who: Literal["user", "admin"] = "user"
    private: bool = True
    consent: bool = True
    cost: Literal["", "enrol", "portrait", "talk", "template", "tryon"] = ""
    files: bool = False  # takes files: those sent with it, and the one of the message it answers

    @property
    def help_key(self) -> str:
        """The sentence that says what it does."""
        return f"help-{self.name}"

    def on(self, abilities: frozenset[str]) -> Entry:
        """Return the command as it is offered where the base in use has ``abilities``."""
        acting = tuple(one for one in self.parameters if not one.needs or one.needs in abilities)
        return replace(self, parameters=acting)


_JOB = Parameter(name="job", type="integer", least=1)
_REQUIRED_JOB = Parameter(name="job", type="integer", required=True, least=1)
_PERSON = Parameter(name="person", required=True)
_DRAWING = (
    Parameter(name="style", choices="styles"),
    Parameter(name="count", type="integer", least=1, most=10),
    Parameter(name="seed", type="integer", least=0, most=2**31 - 1),
    Parameter(name="face", type="number", least=0.5, most=1.3),
    Parameter(name="strength", type="number", least=0.0, most=1.0),
)
REFINE, PRESET = "refine", "preset"  # abilities of a base: `engine.bases.Family.abilities`
ABILITIES = frozenset({REFINE, PRESET})
_SHAPE = Parameter(name="shape", choices=tuple(Shape), named=True)
_SIZE = Parameter(name="size", choices=("512", "768", "1024", "1536", "2048"), named=True)
_REFINE = Parameter(name="refine", choices=("none", "face", "hires"), named=True, needs=REFINE)
_PRESET = Parameter(name="preset", choices=("quick", "good", "best"), strict=True, needs=PRESET)
CHOICES = (_SHAPE, _SIZE, _REFINE, _PRESET)  # of which everybody may have their own default
_CANVAS = (
    Parameter(name="expression", choices=tuple(Expression), named=True),
    Parameter(name="framing", choices=tuple(Framing), named=True),
    _SHAPE,
    _SIZE,
    _REFINE,
    Parameter(name="scene", named=True),
    Parameter(name="draw", choices=("auto", "canvas", "base"), named=True),
)
SETTINGS = ("pictures", "style", "news")  # what /settings can set, beside `CHOICES`

PRESET_ACTS = ("use", "save", "delete")  # what /presets does with a name

CATALOGUE: tuple[Entry, ...] = (
    Entry(name="start", private=False, consent=False),
    Entry(name="help", private=False, consent=False),
    Entry(name="selfies"),
    Entry(name="train", cost="enrol", parameters=(_PRESET,)),
    Entry(
        name="portrait",
        cost="portrait",
        files=True,
        parameters=(*_DRAWING, *_CANVAS),
    ),
    Entry(
        name="talk",
        cost="talk",
        files=True,
        parameters=(
            Parameter(name="text", rest=True),
            Parameter(name="voice"),
            Parameter(name="motion", type="integer", least=1, most=46),
        ),
    ),
    Entry(name="inpaint", cost="template", files=True, parameters=(Parameter(name="template", rest=True),)),
    Entry(
        name="tryon",
        cost="tryon",
        files=True,
        parameters=(
            Parameter(name="background", choices=tuple(Background)),
            Parameter(name="scene", rest=True),
        ),
    ),
    Entry(name="accept", parameters=(Parameter(name="code"),)),
    Entry(name="styles", private=False, consent=False, parameters=(Parameter(name="search"),)),
    Entry(name="gallery"),
    Entry(name="favourites"),
    Entry(name="stickers", parameters=(Parameter(name="act", choices=("make", "delete")),)),
    Entry(
        name="presets",
        parameters=(
            Parameter(name="do", choices=PRESET_ACTS),
            Parameter(name="name"),
            _JOB,
        ),
    ),
    Entry(name="show", parameters=(_REQUIRED_JOB,)),
    Entry(name="again", parameters=(_JOB, *_DRAWING, *_CANVAS), cost="portrait"),
    Entry(name="queue"),
    Entry(name="cancel", parameters=(_JOB,)),
    Entry(name="me"),
    Entry(name="mydata", consent=False),
    Entry(name="export", consent=False),
    Entry(name="forget", consent=False),
    Entry(name="language", private=False, consent=False, parameters=(Parameter(name="language", choices="locales"),)),
    Entry(name="privacy", private=False, consent=False),
    Entry(name="settings", parameters=(Parameter(name="setting", choices=SETTINGS), Parameter(name="value"))),
    Entry(name="quota"),
    Entry(name="link", parameters=(Parameter(name="code"),)),
    Entry(
        name="post",
        private=False,
        parameters=(_REQUIRED_JOB, Parameter(name="picture", type="integer", least=1, most=10)),
    ),
    Entry(name="report", consent=False, parameters=(_JOB, Parameter(name="reason"))),
    Entry(name="stats", who="admin", consent=False),
    Entry(name="ban", who="admin", consent=False, parameters=(_PERSON,)),
    Entry(name="allow", who="admin", consent=False, parameters=(_PERSON,)),
    Entry(name="pause", who="admin", consent=False),
    Entry(name="resume", who="admin", consent=False),
    Entry(name="audit", who="admin", consent=False),
    Entry(name="reports", who="admin", consent=False),
    Entry(
        name="setquota",
        who="admin",
        consent=False,
        parameters=(_PERSON, Parameter(name="minutes", type="integer", least=0, most=1440)),
    ),
    Entry(
        name="setstyle",
        who="admin",
        consent=False,
        parameters=(Parameter(name="state", choices=("on", "off")), Parameter(name="style", choices="styles")),
    ),
    Entry(
        name="broadcast",
        who="admin",
        consent=False,
        parameters=(Parameter(name="text", required=True, rest=True),),
    ),
    Entry(
        name="limit",
        who="admin",
        private=False,
        consent=False,
        parameters=(Parameter(name="count", type="integer", required=True, least=0, most=1000),),
    ),
)
COMMANDS: dict[str, Entry] = {entry.name: entry for entry in CATALOGUE}


class BadArgument(ValueError):
    """An argument is missing or out of range; ``key`` names the sentence, ``data`` fills its gaps."""

    def __init__(self, key: str, **data: Any) -> None:
        self.key, self.data = key, data
        super().__init__(f"{key}: {data}")


def visible(admin: bool, abilities: frozenset[str] = ABILITIES) -> list[Entry]:
    """Return the commands a person may use, as the base in use offers them."""
    return [entry.on(abilities) for entry in CATALOGUE if admin or entry.who == "user"]


def choices(abilities: frozenset[str]) -> dict[str, Parameter]:
    """Return, by name, what everybody may have their own default of."""
    return {one.name: one for one in CHOICES if not one.needs or one.needs in abilities}


def closest(name: str, admin: bool) -> list[str]:
    """Return up to three command names close to a mistyped one."""
    return difflib.get_close_matches(name.lower(), [entry.name for entry in visible(admin)], n=3, cutoff=0.5)


def arguments(
    entry: Entry, text: str, options: dict[str, str], abilities: frozenset[str] = ABILITIES
) -> dict[str, str]:
    """Turn what stands behind a command into named values and check them; raises `BadArgument`.

    ``name=value`` is taken as said; a bare number goes to the first free numeric parameter; everything else, spaces
    included, goes to the first text parameter: ``/portrait snow queen 4 seed=7``.
    """
    given = {key: value.strip() for key, value in options.items() if value.strip()}
    known = {p.name: p for p in entry.parameters}
    words: list[str] = []
    for token in text.split():
        name, equals, value = token.partition("=")
        if equals and value and name.lower() in known:
            given.setdefault(name.lower(), value)
        else:
            words.append(token)
    _place(entry, words, given)
    for parameter in entry.parameters:
        _check(parameter, given)
        if parameter.needs and parameter.name in given and parameter.needs not in abilities:
            raise BadArgument("argument-not-here", name=parameter.name)
    return {name: value for name, value in given.items() if name in known}


def _place(entry: Entry, words: list[str], given: dict[str, str]) -> None:
    greedy = next((p for p in entry.parameters if p.rest and p.name not in given), None)
    if greedy is not None and words:
        given[greedy.name] = " ".join(words)
        return
    # Numbers stand behind the words ("style 80s 4"), so only the trailing ones are numbers.
    numeric = [p for p in entry.parameters if p.type != "text" and p.name not in given]
    wordy = [p for p in entry.parameters if p.type == "text" and p.name not in given and not p.named]
    trailing: list[str] = []
    while words and re.fullmatch(r"#?-?\d+([.,]\d+)?", words[-1]) and len(trailing) < len(numeric):
        trailing.insert(0, words.pop())
    if not wordy and words and numeric:
        trailing = [*words, *trailing]  # "/show abc": let the check name the parameter that is wrong
        words = []
    elif words and numeric and entry.parameters[0].type != "text" and re.fullmatch(r"#?\d+", words[0]):
        trailing.insert(0, words.pop(0))  # "/report 12 not me": the number stands in front
    given.update(zip((p.name for p in numeric), trailing, strict=False))
    for index, parameter in enumerate(wordy):
        last = index == len(wordy) - 1
        taken, words = (words, []) if last else (words[:1], words[1:])
        if taken:
            given[parameter.name] = " ".join(taken)


def _check(parameter: Parameter, given: dict[str, str]) -> None:
    value = given.get(parameter.name)
    if value is None:
        if parameter.required:
            raise BadArgument("argument-missing", name=parameter.name)
        return
    if parameter.type == "text":
        if (parameter.named or parameter.strict) and isinstance(parameter.choices, tuple) and parameter.choices:
            given[parameter.name] = chosen(parameter, value)
        return
    try:
        number = float(value.lstrip("#").replace(",", "."))
        if not math.isfinite(number):
            raise ValueError(value)
    except ValueError:
        raise BadArgument("argument-not-a-number", name=parameter.name, value=value[:40]) from None
    whole = parameter.type == "integer"
    low, high = parameter.least, parameter.most
    if (whole and number != int(number)) or (low is not None and number < low) or (high is not None and number > high):
        raise _out_of_range(parameter)
    given[parameter.name] = str(int(number)) if whole else str(number)


def chosen(parameter: Parameter, value: str) -> str:
    """Return the choice that was meant, whatever its case; raises `BadArgument` with all there are."""
    found = next((one for one in parameter.choices if one == value.strip().casefold()), None)
    if found is None:
        every = ", ".join(parameter.choices)
        raise BadArgument("argument-choice", name=parameter.name, value=value[:40], choices=every)
    return str(found)


def _out_of_range(parameter: Parameter) -> BadArgument:
    def plain(bound: float) -> str:
        return f"{bound:g}" if bound < 1e6 else str(int(bound))

    low = plain(parameter.least or 0)
    if parameter.most is None:
        return BadArgument("argument-too-small", name=parameter.name, least=low)
    return BadArgument("argument-out-of-range", name=parameter.name, least=low, most=plain(parameter.most))


def usage(entry: Entry) -> str:
    """Return how a command is typed: ``/portrait [style] [count]``."""
    shown = [f"<{p.name}>" if p.required else f"[{p.name}]" for p in entry.parameters]
    return " ".join([f"/{entry.name}", *shown])


def help_lines(say: Words, admin: bool, abilities: frozenset[str] = ABILITIES) -> list[str]:
    """Return one line per command for help texts."""
    return [f"`{usage(entry)}` {say(entry.help_key)}" for entry in visible(admin, abilities)]


def telegram_menu(say: Words, admin: bool = False) -> list[tuple[str, str]]:
    """Return (command, description) pairs for Telegram's command menu."""
    return [(entry.name, say(entry.help_key)) for entry in visible(admin)]


def discord_commands(say: Words, admin: bool = False, abilities: frozenset[str] = ABILITIES) -> list[dict[str, Any]]:
    """Return plain descriptions of application commands; the Discord front end turns them into its objects."""
    return [
        {
            "name": entry.name,
            "description": say(entry.help_key),
            "private": entry.private,
            "admin": entry.who == "admin",
            "options": [_discord_option(say, parameter) for parameter in entry.parameters],
        }
        for entry in visible(admin, abilities)
    ]


def _discord_option(say: Words, parameter: Parameter) -> dict[str, Any]:
    fixed = parameter.choices if isinstance(parameter.choices, tuple) else ()
    return {
        "name": parameter.name,
        "description": say(parameter.help_key),
        "type": parameter.type,
        "required": parameter.required,
        "choices": list(fixed),
        "autocomplete": parameter.choices if isinstance(parameter.choices, str) else "",
        "least": parameter.least,
        "most": parameter.most,
    }
