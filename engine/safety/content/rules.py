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

``*`` at the end takes any ending. Words of six and more letters (beginnings of nine) are known with one slip, too: a
letter more, less or other, or two swapped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.safety.content.reading import CJK, TOKEN, fold

FOLDER = Path(__file__).parent / "rules"
LISTS = ("both", "draw", "speak", "mild", "people", "here", "claims", "ordinary", "harmless", "acts", "persons")
CATEGORIES = ("sexual", "minors", "violence", "figures", "hate", "operator")
GAP = "…"
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


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """One list of rules: ``spaced`` by the first letter of their first word, which no slip changes, and ``dense``."""

    spaced: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    dense: tuple[Phrase, ...] = ()

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> Phrases:
        """Sort phrases."""
        spaced: dict[str, list[Phrase]] = {}
        every = list(phrases)
        for phrase in every:
            if phrase.words:
                spaced.setdefault(phrase.words[0][0][0], []).append(phrase)
        return cls(
            spaced={letter: tuple(each) for letter, each in spaced.items()},
            dense=tuple(phrase for phrase in every if phrase.dense),
        )


NONE = Phrases()


@dataclass(frozen=True, kw_only=True)
class Rules:
    """All rules of one file: ``lists[category][list]`` are phrases, ``ordinary`` words that are no match of any."""

    language: str
    lists: Mapping[str, Mapping[str, Phrases]]
    ordinary: frozenset[str] = frozenset()
    dense_ordinary: tuple[str, ...] = ()

    def of(self, category: str, name: str) -> Phrases:
        """Return a list of a category, empty where the file has none."""
        return self.lists.get(category, {}).get(name, NONE)


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
    lists: dict[str, dict[str, Phrases]] = {}
    ordinary: list[str] = []
    for category, rows in table.items():
        if category not in CATEGORIES or not isinstance(rows, dict):
            raise BadRulesError(file.name, f"{category!r} is none of {', '.join(CATEGORIES)}")
        for name, words in rows.items():
            if name not in LISTS or not isinstance(words, list) or not all(isinstance(one, str) for one in words):
                raise BadRulesError(file.name, f"{category}.{name} is no list of words, or none of {', '.join(LISTS)}")
        ordinary += rows.get("ordinary", [])
        lists[category] = {
            name: Phrases.of(_phrase(file, one) for one in words) for name, words in rows.items() if name != "ordinary"
        }
    folded = [fold(one) for one in ordinary]
    return Rules(
        language=file.stem,
        lists=lists,
        ordinary=frozenset(one for one in folded if not CJK.fullmatch(one)),
        dense_ordinary=tuple(one for one in folded if CJK.fullmatch(one)),
    )


def _phrase(file: Path, text: str) -> Phrase:
    dense = "".join(CJK.findall(fold(text)))
    if dense:
        return Phrase(dense=dense)
    words: list[tuple[str, bool]] = []
    for word in text.split():
        stem = word.endswith("*")
        plain = fold(word.rstrip("*"))
        words += [(GAP, False)] if word == GAP else [(part, False) for part in TOKEN.findall(plain)]
        if stem and words:
            words[-1] = (words[-1][0], True)
    if not words or words[0][0] == GAP or words[-1][0] == GAP:
        raise BadRulesError(file.name, f"{text!r} begins and ends with no word")
    return Phrase(words=tuple(words))
