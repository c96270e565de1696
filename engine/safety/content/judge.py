"""Whether a text may be drawn by or said: the rules of all languages, exact and with one slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Literal

from engine.errors import ContentRefusedError
from engine.safety.content.reading import Read, fold, read
from engine.safety.content.rules import GAP, Phrase, Phrases, Rules, shipped

Use = Literal["draw", "speak"]
DRAW: Use = "draw"
SPEAK: Use = "speak"
FUZZY, FUZZY_STEM = 6, 9  # letters from which a word, and the beginning of one, are known with one slip
GAP_WORDS = 2  # a gap in a phrase stands for so many words at most
GROWN_UP = 18
#: A number of years and how eight languages say that somebody is so old.
AGED = re.compile(
    r"(?<!\d)(\d{1,2})\s*[- ]?\s*(?:y\.?\s*o\b|years?[- ]old|year[- ]olds|jahre? alt|jahrig|anos de edad|anos de idade|"
    r"ans\b|anos\b|лет\b|летн|год[а]?\b|歳|才|さい|岁|歲)"
)
#: The same with the number in letters, from five to seventeen.
AGED_IN_LETTERS = re.compile(
    r"\b(?:(?:f(?:our|if|ive)|six|seven|eight?|nine|ten|eleven|twelve|thir|fourteen|fif|sixteen|seventeen)(?:teen)?"
    r"\s*[- ]?\s*year|(?:funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn)"
    r"\s?(?:jahrig|jahre alt)|(?:cinco|seis|siete|sete|ocho|oito|nueve|nove|diez|dez|once|onze|doce|doze|trece|treze|"
    r"catorce|catorze|quince|quinze|dieciseis|dezesseis|diecisiete|dezessete) anos|(?:cinq|six|sept|huit|neuf|dix|onze|"
    r"douze|treize|quatorze|quinze|seize|dix[ -]sept) ans\b|(?:пяти|шести|семи|восьми|девяти|десяти|одиннадцати|"
    r"двенадцати|тринадцати|четырнадцати|пятнадцати|шестнадцати|семнадцати)\s?лет)|"
    r"(?<![二三四五六七八九十])(?:十[一二三四五六七]?|[五六七八九])\s?[歳才岁歲]"
)


class Category(StrEnum):
    """Why a text is refused; each has a sentence of its own (``content-<value>``)."""

    SEXUAL = "sexual"
    MINORS = "minors"
    VIOLENCE = "violence"
    FIGURES = "figures"
    HATE = "hate"
    OPERATOR = "operator"


#: In this order: what is worst is the answer.
ORDER = (Category.MINORS, Category.HATE, Category.SEXUAL, Category.VIOLENCE, Category.FIGURES, Category.OPERATOR)


def require(text: str, use: Use, language: str = "", own: Rules | None = None) -> None:
    """Raise `ContentRefusedError` for a text that is refused; see `judged`."""
    if (category := judged(text, use, language, own)) is not None:
        raise ContentRefusedError(str(category))


def judged(text: str, use: Use, language: str = "", own: Rules | None = None) -> Category | None:
    """Return why ``text`` is refused, None for what may pass.

    ``use`` is what becomes of it, ``language`` the person's (``de``), ``own`` the operator's rules beside the shipped.
    """
    if not text.strip():
        return None
    books = (*shipped(), own) if own is not None else shipped()
    matcher = _Matcher(read(text), books)
    return next((each for each in ORDER if _refused(matcher, each, use, language, text)), None)


def _refused(matcher: _Matcher, category: Category, use: Use, language: str, text: str) -> bool:
    if _named(matcher, category, use, language):
        return True
    if category == Category.MINORS:
        young = matcher.any(category, ("people",)) or _aged(text)
        mild = use == DRAW and matcher.any(Category.SEXUAL, ("mild",))
        if young and (mild or _named(matcher, Category.SEXUAL, use, language)):
            return True
    if category in (Category.MINORS, Category.VIOLENCE) and use == DRAW:
        return matcher.beside(category, "acts", "persons")
    return category == Category.FIGURES and use == SPEAK and matcher.claims()


def _named(matcher: _Matcher, category: Category, use: Use, language: str) -> bool:
    return matcher.any(category, ("both", use)) or (use == DRAW and matcher.any(category, ("here",), language))


def _aged(text: str) -> bool:
    folded = fold(text)
    return any(int(years) < GROWN_UP for years in AGED.findall(folded)) or bool(AGED_IN_LETTERS.search(folded))


class _Matcher:
    """One text against the rules."""

    def __init__(self, text: Read, books: Sequence[Rules]) -> None:
        self._books = books
        ordinary = frozenset().union(*(book.ordinary for book in books))
        self._words = text.words
        self._slips = tuple(frozenset() if word & ordinary else word for word in text.words)
        self._words = tuple(frozenset() if at in self._harmless else word for at, word in enumerate(text.words))
        self._slips = tuple(word & self._words[at] for at, word in enumerate(self._slips))
        dense = text.dense
        for book in books:
            for harmless in book.dense_ordinary:
                dense = dense.replace(harmless, "　")
        self._dense = dense

    def any(self, category: str, lists: Iterable[str], language: str | None = None) -> bool:
        """Say whether the text holds a phrase of these lists; with ``language`` only of that language's."""
        return any(
            self._holds(book.of(category, name))
            for book in self._books
            if language is None or book.language == language
            for name in lists
        )

    def beside(self, category: str, one: str, other: str) -> bool:
        """Say whether the text holds phrases of both lists, of one language."""
        return any(
            self._holds(book.of(category, one)) and self._holds(book.of(category, other)) for book in self._books
        )

    @cached_property
    def _harmless(self) -> frozenset[int]:
        """Return the places of words that stand in a harmless phrase."""
        phrases = [book.of(category, "harmless") for book in self._books for category in ORDER]
        spans = [range(place, end) for place in self._places() for each in phrases for end in self._ends(each, place)]
        return frozenset(at for span in spans for at in span)

    def claims(self) -> bool:
        """Say whether somebody says they are a public figure: "I am ..." and the name right behind it."""
        claims = [book.of(Category.FIGURES, "claims") for book in self._books]
        names = [book.of(Category.FIGURES, "draw") for book in self._books]
        said = {end for each in claims for place in self._places() for end in self._ends(each, place)}
        if any(self._ends(each, place + more) for each in names for place in said for more in (0, 1)):
            return True
        if not self._dense:
            return False
        heads = [phrase.dense for each in claims for phrase in each.dense if phrase.dense in self._dense]
        return any(head + phrase.dense in self._dense for head in heads for each in names for phrase in each.dense)

    def _places(self) -> range:
        return range(len(self._words))

    def _holds(self, phrases: Phrases) -> bool:
        if self._dense and any(phrase.dense in self._dense for phrase in phrases.dense):
            return True
        return any(self._ends(phrases, place) for place in self._places())

    def _ends(self, phrases: Phrases, place: int) -> list[int]:
        """Return the places behind the phrases that begin at ``place``."""
        if place >= len(self._slips):
            return []
        letters = {form[0] for form in self._slips[place]}
        near_by = [phrase for letter in letters for phrase in phrases.spaced.get(letter, ())]
        ends = (self._at(phrase, place) for phrase in near_by)
        return [end for end in ends if end is not None]

    def _at(self, phrase: Phrase, place: int, number: int = 0) -> int | None:
        """Return the place behind the phrase where it begins at ``place``, None where it does not."""
        if number == len(phrase.words):
            return place
        word, stem = phrase.words[number]
        if word == GAP:
            ends = (self._at(phrase, place + skipped, number + 1) for skipped in range(GAP_WORDS + 1))
            return next((end for end in ends if end is not None), None)
        if place >= len(self._words) or not self._same(place, word, stem):
            return None
        return self._at(phrase, place + 1, number + 1)

    def _same(self, place: int, word: str, stem: bool) -> bool:
        if not self._slips[place]:
            return False
        if any(form.startswith(word) if stem else form == word for form in self._words[place]):
            return True
        if len(word) < (FUZZY_STEM if stem else FUZZY):
            return False
        return any(near(word, form, stem=stem) for form in self._slips[place])


def near(word: str, form: str, *, stem: bool = False) -> bool:
    """Say whether ``form`` is ``word`` (``stem``: begins with it) with one slip, behind the first letter."""
    if not form or form[0] != word[0]:
        return False
    sizes = {len(word) - 1, len(word), len(word) + 1} if stem else {len(form)}
    return any(_one_apart(word, form[:size]) for size in sizes if size <= len(form))


def _one_apart(one: str, other: str) -> bool:
    """Say whether one letter more, less or other, or two swapped, turn one word into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    shared = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if shared is None:
        return len(one) != len(other)
    left, right = one[shared:], other[shared:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or (len(left) > 1 and swapped == right)
