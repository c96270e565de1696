"""How a command is declared, and how what stands behind it is read.

Sentences are keys of the locale files: ``help-<command>`` says what a command does, ``param-<parameter>`` what it
takes. The consent and privacy columns are read by the router, so a new command cannot forget its gates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from engine.tasks.portrait.request import POSE_PHOTO, POSES, Shape
from handlers.context import Turn
from handlers.views import View

Run = Callable[[Turn, dict[str, str]], Awaitable[list[View]]]
Press = Callable[..., Awaitable[list[View]]]


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
    rest: bool = False  # takes everything that is typed behind the command, numbers too; where named, behind its name
    named: bool = False  # is only taken as name=value
    strict: bool = False  # takes nothing but its choices, typed behind the command too
    needs: str = ""
    said: str = ""  # what its sentence is called, where the same name means something else elsewhere

    @property
    def help_key(self) -> str:
        """The sentence that says what it takes."""
        return f"param-{self.said or self.name}"


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
    cost: str = ""
    group: bool = False  # does something in a group alone
    files: bool = False  # takes files: those sent with it, and the one of the message it answers
    needs: str = ""  # an ability without which there is no such command

    @property
    def help_key(self) -> str:
        """The sentence that says what it does."""
        return f"help-{self.name}"

    def on(self, abilities: frozenset[str]) -> Entry:
        """Return the command as it is offered where the base in use has ``abilities``."""
        acting = tuple(one for one in self.parameters if not one.needs or one.needs in abilities)
        return replace(self, parameters=acting)


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command with what answers it: ``run(turn, options)``."""

    entry: Entry
    run: Run


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What a button does: ``run(turn, *arguments)`` with ``least`` to ``most`` arguments, behind which gates."""

    run: Press
    least: int = 0
    most: int = 0
    private: bool = True
    consent: bool = True


MOST_NUMBER = 1e15  # more is no number of anything here; neither the database nor a sentence takes much more
JOB = Parameter(name="job", type="integer", least=1)
REQUIRED_JOB = Parameter(name="job", type="integer", required=True, least=1)
REFINE, PRESET = "refine", "preset"  # abilities of a base: `engine.bases.Family.abilities`
PHOTOS = "photos"  # it is shown a person's photos, and so it may be beside a learnt face too
POSE = "pose"  # it is steered by a pose: whole bodies and several people
WORDS, LANGUAGES = "words", "languages"  # it draws by a person's own words; in any language
#: Abilities of an installation: `bot.wiring.abilities`.
WEB, LISTED, INVITATIONS, STARS = "web", "listed", "invitations", "stars"
ABILITIES = frozenset({REFINE, PRESET, PHOTOS, POSE})
SHAPES = Parameter(name="shape", choices=tuple(Shape), named=True)
SIZES = Parameter(name="size", choices=("512", "768", "1024", "1536", "2048"), named=True)
DETAIL = Parameter(name="refine", choices=("none", "face", "hires"), named=True, needs=REFINE)
YES, NO = "yes", "no"
SHOWN = Parameter(name="photos", choices=(NO, YES), named=True, needs=PHOTOS)
STANCE = Parameter(name="pose", choices=(*POSES, POSE_PHOTO), named=True, needs=POSE)
THOROUGHNESS = Parameter(name="preset", choices=("quick", "good", "best"), strict=True, needs=PRESET)
CHOICES = (SHAPES, SIZES, DETAIL, THOROUGHNESS)  # of which everybody may have their own default


class BadArgumentError(ValueError):
    """An argument is missing or out of range; ``key`` names the sentence, ``data`` fills its gaps."""

    def __init__(self, key: str, **data: Any) -> None:
        self.key, self.data = key, data
        super().__init__(f"{key}: {data}")


def choices(abilities: frozenset[str]) -> dict[str, Parameter]:
    """Return, by name, what everybody may have their own default of."""
    return {one.name: one for one in CHOICES if not one.needs or one.needs in abilities}


def arguments(
    entry: Entry, text: str, options: dict[str, str], abilities: frozenset[str] = ABILITIES
) -> dict[str, str]:
    """Turn what stands behind a command into named values and check them; raises `BadArgumentError`.

    ``name=value`` is taken as said, ``prompt=`` with all that follows; a bare number goes to the first free numeric
    parameter; everything else, spaces included, goes to the first text parameter: ``/portrait snow queen 4 seed=7``.
    """
    given = {key: value.strip() for key, value in options.items() if value.strip()}
    known = {p.name: p for p in entry.parameters}
    words: list[str] = []
    behind = ""  # the parameter that takes what is typed behind its name
    for token in text.split():
        name, equals, value = token.partition("=")
        if equals and value and name.lower() in known:
            behind = name.lower() if known[name.lower()].rest and known[name.lower()].named else ""
            given.setdefault(name.lower(), value)
        elif behind:
            given[behind] += f" {token}"
        else:
            words.append(token)
    _place(entry, words, given)
    for parameter in entry.parameters:
        _check(parameter, given)
        if parameter.needs and parameter.name in given and parameter.needs not in abilities:
            raise BadArgumentError("argument-not-here", name=parameter.name)
    return {name: value for name, value in given.items() if name in known}


def _place(entry: Entry, words: list[str], given: dict[str, str]) -> None:
    greedy = next((p for p in entry.parameters if p.rest and not p.named and p.name not in given), None)
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
            raise BadArgumentError("argument-missing", name=parameter.name)
        return
    if parameter.type == "text":
        if (parameter.named or parameter.strict) and isinstance(parameter.choices, tuple) and parameter.choices:
            given[parameter.name] = chosen(parameter, value)
        return
    try:
        number = float(value.lstrip("#").replace(",", "."))
        if not math.isfinite(number) or abs(number) > MOST_NUMBER:
            raise ValueError(value)
    except ValueError:
        raise BadArgumentError("argument-not-a-number", name=parameter.name, value=value[:40]) from None
    whole = parameter.type == "integer"
    low, high = parameter.least, parameter.most
    if (whole and number != int(number)) or (low is not None and number < low) or (high is not None and number > high):
        raise _out_of_range(parameter)
    given[parameter.name] = str(int(number)) if whole else str(number)


def chosen(parameter: Parameter, value: str) -> str:
    """Return the choice that was meant, whatever its case; raises `BadArgumentError` with all there are."""
    found = next((one for one in parameter.choices if one == value.strip().casefold()), None)
    if found is None:
        every = ", ".join(parameter.choices)
        raise BadArgumentError("argument-choice", name=parameter.name, value=value[:40], choices=every)
    return str(found)


def _out_of_range(parameter: Parameter) -> BadArgumentError:
    def plain(bound: float) -> str:
        return f"{bound:g}" if bound < 1e6 else str(int(bound))

    low = plain(parameter.least or 0)
    if parameter.most is None:
        return BadArgumentError("argument-too-small", name=parameter.name, least=low)
    return BadArgumentError("argument-out-of-range", name=parameter.name, least=low, most=plain(parameter.most))


def usage(entry: Entry) -> str:
    """Return how a command is typed: ``/portrait [style] [count]``."""
    shown = [f"<{p.name}>" if p.required else f"[{p.name}]" for p in entry.parameters]
    return " ".join([f"/{entry.name}", *shown])
