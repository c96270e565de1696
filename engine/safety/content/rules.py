"""The rules: which words are refused, why, and for what; read from ``rules/<language>.toml``.

    [sexual]                                   # a category of `judge.Category`
    both = ["porn*", "sex with"]               # in words to draw by and in words to say
    draw = ["topless"]                         # only there
    speak = ["i will kill you", "kill … all"]  # only there; … stands for up to two words of any kind
    mild = ["bikini"]                          # harmless but beside ``people``
    people = ["child*"]                        # harmless but beside sexual or mild words
    here = ["nu"]                              # as ``draw``, but only for people who use this language
    ordinary = ["pornic"]                      # words that look like one of these and are not
    harmless = ["naked … wall"]                # phrases in which such a word means nothing of the kind
    acts = ["stab*", "turn me into"]           # of violence or minors: refused in words to draw by beside ``persons``
    persons = ["man"]
    pairs = ["sheer + garments"]               # refused in words to draw by: sets of which words stand close together

    [sets]                                     # harmless in themselves
    sheer = ["see-through"]
    garments = ["blouse*", "shirt"]
    numbers = ["one", "two"]                   # what # in a rule stands for, beside the digits 1 to 17

``*`` at the end takes any ending. Words of six and more letters (beginnings of nine) are known with one slip, too: a
letter more, less or other, or two swapped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.safety.content.reading import CJK, DENSE, TOKEN, fold

FOLDER = Path(__file__).parent / "rules"
LISTS = (
    *("both", "draw", "speak", "mild", "people", "here", "claims"),
    *("acts", "persons", "pairs", "ordinary", "harmless"),
)
CATEGORIES = ("sexual", "minors", "violence", "figures", "hate", "documents", "operator")
GAP = "…"
NUMBER = "#"
SETS = "sets"
NO_PHRASES = ("ordinary", "pairs", "numbers")
MOST_BYTES = 1_000_000


class BadRulesError(ValueError):
    """A file of rules cannot be used; ``reason`` says why, for whoever reads the terminal."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"{file}: {reason}")


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """One rule: ``words`` in their order, each with whether any ending will do; or ``dense`` signs without gaps."""

    words: tuple[tuple[str, bool], ...] = ()
    dense: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rules:
    """All rules of one file: ``lists[category][list]`` are phrases, ``ordinary`` words that are no match of any.

    ``lists["sets"]`` are what ``pairs[category]`` name; ``numbers`` the words for one to seventeen.
    """

    language: str
    lists: Mapping[str, Mapping[str, tuple[Phrase, ...]]]
    pairs: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    dense_ordinary: tuple[str, ...] = ()


@cache
def shipped() -> tuple[Rules, ...]:
    """Return the rules of every language there is."""
    return tuple(load(file) for file in sorted(FOLDER.glob("*.toml")))


@cache
def load(file: Path) -> Rules:
    """Return the rules of a file. Raises `BadRulesError`."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadRulesError(file.name, f"larger than {MOST_BYTES:,} bytes")
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRulesError(file.name, str(error)) from error
    return _rules(file, table)


def own(file: Path | None) -> Rules | None:
    """Return the operator's rules, None where there is no file. Raises `BadRulesError`."""
    return None if file is None else load(file)


def _rules(file: Path, table: dict[str, Any]) -> Rules:
    lists: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    pairs: dict[str, tuple[tuple[str, ...], ...]] = {}
    sets = table.get(SETS, {})
    for category, rows in table.items():
        if category not in (*CATEGORIES, SETS) or not isinstance(rows, dict):
            raise BadRulesError(file.name, f"{category!r} is none of {', '.join((*CATEGORIES, SETS))}")
        for name, words in rows.items():
            known = category == SETS or name in LISTS
            if not known or not isinstance(words, list) or not all(isinstance(one, str) for one in words):
                raise BadRulesError(file.name, f"{category}.{name} is no list of words, or none of {', '.join(LISTS)}")
        pairs[category] = tuple(_pair(file, one, sets) for one in rows.get("pairs", ()))
        lists[category] = {
            name: tuple(_phrase(file, one) for one in words) for name, words in rows.items() if name not in NO_PHRASES
        }
    folded = [fold(one) for rows in table.values() for one in rows.get("ordinary", ())]
    return Rules(
        language=file.stem,
        lists=lists,
        pairs=pairs,
        numbers=frozenset(fold(one) for one in sets.get("numbers", ())),
        ordinary=frozenset(one for one in folded if not CJK.fullmatch(one)),
        dense_ordinary=tuple(one for one in folded if CJK.fullmatch(one)),
    )


def _pair(file: Path, text: str, sets: Mapping[str, Any]) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split("+"))
    if len(names) < 2 or not all(name in sets for name in names):
        raise BadRulesError(file.name, f"{text!r} is no pair of sets")
    return names


def _phrase(file: Path, text: str) -> Phrase:
    if CJK.search(folded := fold(text)):
        return Phrase(dense="".join(DENSE.findall(folded)))
    words: list[tuple[str, bool]] = []
    for word in text.split():
        stem = word.endswith("*")
        plain = fold(word.rstrip("*"))
        words += [(word, False)] if word in (GAP, NUMBER) else [(part, False) for part in TOKEN.findall(plain)]
        if stem and words:
            words[-1] = (words[-1][0], True)
    if not words or words[0][0] == GAP or words[-1][0] == GAP:
        raise BadRulesError(file.name, f"{text!r} begins and ends with no word")
    return Phrase(words=tuple(words))
