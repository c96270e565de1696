"""What somebody wrote, as words to draw by: in English as far as it is known, because most bases read nothing else.

    spoken(understand("male mich in einem roten Kleid bei Nacht", titles).pieces, "de")
    -> Spoken(prompt="red dress, night", foreign=())

There is no translator: phrases the conversation understands and some hundred words of ``english.toml`` become English,
everything else goes on as it was written, and ``foreign`` says what that is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding import (
    ACT,
    COUNT,
    EAST_ASIAN,
    FILLER,
    OPTION,
    STYLE,
    TAG,
    TOLERANT,
    WISH,
    Piece,
    Sense,
    normal,
    phrases,
)

ENGLISH = "en"
ROMANCE = frozenset({"es", "fr", "pt"})  # "a dress red"
SURE = 2  # words more that speak for another language than the reader's


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Words for a base: ``prompt``, and which of them stayed in a language it may not read."""

    prompt: str
    foreign: tuple[str, ...] = ()


def spoken(pieces: Sequence[Piece], locale: str) -> Spoken:
    """Return the words to draw by of a sentence.

    Names of styles, orders ("draw me"), numbers of pictures and empty words are left out: the request says them.
    ``locale`` is the reader's language, which the sentence is taken to be in where its words do not say another.
    """
    language, foreign = _language(pieces, locale), []
    parts: list[list[tuple[str, bool]]] = [[]]  # (word, whether it says something)
    for piece in pieces:
        kind = piece.sense.kind if piece.sense else ""
        parted = kind in (STYLE, ACT, WISH) or (
            kind == OPTION and piece.sense is not None and piece.sense.name == COUNT
        )
        if parted or piece.pause or (kind == FILLER and language != ENGLISH):
            parts.append([])
        if parted or (kind == FILLER and language != ENGLISH):
            continue
        text, unknown = _in_english(piece, language)
        before = parts[-1][-1:]
        turned = language in ROMANCE and text in _adjectives() and before and before[0][0] not in _adjectives()
        parts[-1].insert(len(parts[-1]) - 1 if turned else len(parts[-1]), (text, kind != FILLER))
        foreign += unknown
    told = [_trimmed(part) for part in parts]
    return Spoken(prompt=", ".join(part for part in told if part), foreign=tuple(dict.fromkeys(foreign)))


def _in_english(piece: Piece, language: str) -> tuple[str, list[str]]:
    """Return a piece in English, and what of it could not be turned into it."""
    if language == ENGLISH and not EAST_ASIAN.search(piece.text):
        return piece.text, []
    if (known := _translated(piece.text, language)) is not None:
        return known, []
    if piece.sense is not None and piece.sense.kind in (OPTION, TAG):
        return _first_phrases().get(piece.sense, piece.text), []
    if EAST_ASIAN.search(piece.text):
        return _unspaced(piece.text, language)
    return piece.text, [piece.text]


def _trimmed(words: list[tuple[str, bool]]) -> str:
    """Return words without the empty ones at both ends."""
    says = [at for at, (_, sense) in enumerate(words) if sense]
    return " ".join(text for text, _ in words[says[0] : says[-1] + 1]) if says else ""


def _language(pieces: Iterable[Piece], locale: str) -> str:
    """Return the language of a sentence by its empty words, else the reader's."""
    pieces = list(pieces)
    text = "".join(piece.text for piece in pieces)
    if EAST_ASIAN.search(text):
        return "ja" if any("぀" <= letter <= "ヿ" for letter in text) else "zh"
    if any("Ѐ" <= letter <= "ӿ" for letter in text):
        return "ru"
    said = [normal(piece.text) for piece in pieces if piece.sense and piece.sense.kind in (FILLER, WISH)]
    counts = {language: sum(phrase in known for phrase in said) for language, known in _empty_words().items()}
    words = [normal(piece.text) for piece in pieces if piece.sense is None]
    for language in counts:
        counts[language] += sum(word in _words(language) for word in words) if language != ENGLISH else 0
    best = max(counts, key=lambda one: (counts[one], one == locale))
    return best if counts[best] >= counts.get(locale, 0) + (SURE if locale in counts else 0) else locale


@cache
def _empty_words() -> dict[str, frozenset[str]]:
    table = tomllib.loads((files("handlers") / "phrases.toml").read_text("utf-8"))
    languages = [name for name in table[FILLER] if name not in ("ja", "ru", "zh")]
    return {name: frozenset(normal(one) for one in (*table[FILLER][name], *table[WISH][name])) for name in languages}


@cache
def _first_phrases() -> dict[Sense, str]:
    """Return the English name of each sense: the first of its phrases, which stand in English first."""
    named: dict[Sense, str] = {}
    for phrase, sense in phrases():
        named.setdefault(sense, phrase)
    return named


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("handlers") / "english.toml").read_text("utf-8"))


@cache
def _adjectives() -> frozenset[str]:
    return frozenset(_table()["adjectives"])


@cache
def _words(language: str) -> dict[str, str]:
    """Return word or phrase of a language -> English."""
    known: dict[str, str] = {}
    for english, by_language in _table()["words"].items():
        for word in by_language.get(language, "").split():
            known.setdefault(normal(word.replace("_", " ")), english)
    return known


def _translated(text: str, language: str) -> str | None:
    """Return a word or phrase in English, also with one slip in a longer one; None for others."""
    known, word = _words(language), normal(text)
    if word in known or len(word) < TOLERANT or EAST_ASIAN.search(word):
        return known.get(word)
    close = process.extractOne(word, known.keys(), scorer=OSA.distance, score_cutoff=1)
    return known[close[0]] if close and len(close[0]) >= TOLERANT else None


def _unspaced(text: str, language: str) -> tuple[str, list[str]]:
    """Turn a text without spaces into English, the longest known word first at each place."""
    known, found, unknown, at = _words(language), [], "", 0
    foreign: list[str] = []
    longest = max((len(word) for word in known), default=1)
    plain = normal(text).replace(" ", "")
    while at < len(plain):
        word = next((plain[at : at + size] for size in range(longest, 0, -1) if plain[at : at + size] in known), "")
        if word:
            foreign += [unknown] if unknown else []
            found += [*([unknown] if unknown else []), known[word]]
            unknown = ""
        else:
            unknown += plain[at]
        at += len(word) or 1
    foreign += [unknown] if unknown else []
    return " ".join([*found, *([unknown] if unknown else [])]), foreign
