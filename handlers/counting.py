"""How many pictures a sentence asks for: "draw two", "noch drei", "trois photos", "三张".

A number counts pictures only where a word beside it says so; a year, an hour or an age draws nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

MOST = 99  # a larger number counts no pictures


class Count(NamedTuple):
    """How many, which of the words said so, and whether it is of pictures like the last ("two more")."""

    number: int
    words: frozenset[int]
    more: bool = False


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("handlers") / "numbers.toml").read_text("utf-8"))


@cache
def _numbers() -> dict[str, int]:
    return {word: int(number) for number, words in _table()["words"].items() for word in words}


@cache
def _unspaced() -> tuple[re.Pattern[str], dict[str, int]]:
    table = {name: words for name, words in _table()["unspaced"].items() if name != "counters"}
    known = {word: 1 if name == "one" else int(name) for name, words in table.items() for word in words}
    number = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(f"(?<![0-9])({number})({'|'.join(_table()['unspaced']['counters'])})"), known


def spaced(words: Sequence[str], styles: frozenset[int] = frozenset()) -> Count | None:
    """Return the count among words, None where there is none.

    ``words`` are normal ones (`handlers.understanding.normal`); ``styles`` are the places of those that name a style.
    """
    around = {name: frozenset(known) for name, known in _table()["around"].items()}
    for at, word in enumerate(words):
        number = int(word) if word.isdecimal() and len(word) <= 2 else _numbers().get(word, 0)
        if at in styles or not 1 <= number <= MOST:
            continue
        near = [each for each in (at - 1, at + 1) if 0 <= each < len(words)]
        more = next((each for each in near if words[each] in around["more"]), None)
        counted = at + 1 < len(words) and words[at + 1] in around["pictures"]
        one = number == 1 and not word.isdecimal()
        asked = (at > 0 and words[at - 1] in around["draw"]) or any(each in styles for each in near)
        if more is not None and not one:
            counted_too = {at + 1} if counted else set()
            return Count(number, frozenset({at, more} | counted_too), more=True)
        if counted:
            return Count(number, frozenset({at, at + 1}))
        if asked and not one:
            return Count(number, frozenset({at}))
    return None


def unspaced(text: str) -> tuple[int, str]:
    """Return the count in a text written without spaces, 0 where there is none, and the text without it."""
    pattern, known = _unspaced()
    found = pattern.search(text)
    return (known[found[1]], text.replace(found[0], " ", 1)) if found else (0, text)
