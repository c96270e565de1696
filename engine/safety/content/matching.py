"""Where the rules of all books meet a text: looked up by word, not tried one after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from engine.safety.content.reading import GROWN_UP, MASK, Pieces, Read
from engine.safety.content.rules import GAP, NUMBER, SETS, Phrase, Rules

FUZZY, FUZZY_STEM = 6, 9  # letters from which a word, and the beginning of one, are known with one slip
SLIP_HEAD = 7  # letters by which words with a slip are looked up
MASKED = 4  # letters from which a word is known of which some are left out
GAP_WORDS = 2  # a gap in a phrase stands for so many words at most
BETWEEN_WORDS, BETWEEN_SIGNS = 5, 10  # what may stand between the halves of a pair
FURTHEST_BACK = 40  # words or signs a rule may be long
UNHURT = ("ordinary", "harmless")


class Key(NamedTuple):
    """One word of a rule; ``stem``: any ending will do."""

    word: str
    stem: bool


class Label(NamedTuple):
    """Where a rule stands: the number of its book, its category and list."""

    book: int
    category: str
    list: str


class Hit(NamedTuple):
    """A rule in a text, from a word to the one behind it; ``dense``: signs are counted instead."""

    start: int
    end: int
    dense: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """What a text holds."""

    books: tuple[Rules, ...]
    hits: dict[Label, list[Hit]]

    def any(self, category: str, lists: Iterable[str], language: str | None = None) -> bool:
        """Say whether the text holds a phrase of these lists; with ``language`` only of that language's."""
        return any(
            Label(at, category, name) in self.hits
            for at, book in enumerate(self.books)
            if language is None or book.language == language
            for name in lists
        )

    def beside(self, category: str, one: str, other: str) -> bool:
        """Say whether the text holds phrases of both lists, of one language."""
        return any(
            Label(at, category, one) in self.hits and Label(at, category, other) in self.hits
            for at in range(len(self.books))
        )

    def paired(self, category: str) -> bool:
        """Say whether phrases of all sets of a pair stand close together."""
        return any(
            self._close([self.hits.get(Label(at, SETS, name), []) for name in pair])
            for at, book in enumerate(self.books)
            for pair in book.pairs.get(category, ())
        )

    def claims(self, category: str, claims: str, names: str) -> bool:
        """Say whether a phrase of one list stands right before one of another, in whatever languages."""
        said = {(hit.end, hit.dense) for hit in self._of(category, claims)}
        return any(
            (hit.start, hit.dense) in said or (not hit.dense and (hit.start - 1, False) in said)
            for hit in self._of(category, names)
        )

    def _of(self, category: str, name: str) -> list[Hit]:
        return [hit for at in range(len(self.books)) for hit in self.hits.get(Label(at, category, name), ())]

    @staticmethod
    def _close(sets: Sequence[list[Hit]]) -> bool:
        if not all(sets):
            return False
        for dense in (False, True):
            kind = [sorted(hit for hit in hits if hit.dense is dense) for hits in sets]
            if all(kind) and any(_chained((first,), kind[1:]) for first in kind[0]):
                return True
        return False


def _chained(taken: tuple[Hit, ...], others: Sequence[list[Hit]]) -> bool:
    """Say whether hits of all other sets are near those ``taken`` and no part of any."""
    if not others:
        return True
    between = BETWEEN_SIGNS if taken[0].dense else BETWEEN_WORDS
    start, end = min(hit.start for hit in taken), max(hit.end for hit in taken)
    hits = others[0]
    for at in range(bisect_left(hits, (start - FURTHEST_BACK,)), len(hits)):
        hit = hits[at]
        if hit.start > end + between:
            return False
        apart = all(hit.start >= each.end or hit.end <= each.start for each in taken)
        if apart and hit.end + between >= start and _chained((*taken, hit), others[1:]):
            return True
    return False


def found(text: Read, books: tuple[Rules, ...]) -> Found:
    """Return what a text holds of the rules of all books."""
    index = _index(books)
    return Found(books=books, hits=index.hits(text))


@lru_cache(maxsize=8)
def _index(books: tuple[Rules, ...]) -> _Index:
    return _Index(books)


class _Index:
    """All rules by the words and signs they are known by."""

    def __init__(self, books: tuple[Rules, ...]) -> None:
        self._heads: dict[Key, list[tuple[Phrase, Label]]] = {}
        self._dense: dict[str, list[Label]] = {}
        self._slips: dict[str, set[Key]] = {}
        self._by_head: dict[str, list[Key]] = {}  # the first letter, and the first two
        self._known: set[Key] = set()
        self._ordinary = frozenset().union(*(book.ordinary for book in books))
        self._unhurt_dense = [sign for book in books for sign in book.dense_ordinary]
        self._numbers = [(book.language, book.numbers) for book in books]
        for at, book in enumerate(books):
            for category, lists in book.lists.items():
                for name, phrases in lists.items():
                    for phrase in phrases:
                        self._add(phrase, Label(at, category, name), book.language)
        self._longest = max((len(key.word) for key in self._known), default=0)
        self.keys = lru_cache(maxsize=8192)(self._keys)
        self.slipped = lru_cache(maxsize=8192)(self._slipped)

    def _add(self, phrase: Phrase, label: Label, language: str) -> None:
        if phrase.dense:
            self._dense.setdefault(phrase.dense, []).append(label)
            return
        keys = [Key(f"{word}{language}" if word == NUMBER else word, stem) for word, stem in phrase.words]
        plain = Phrase(words=tuple(keys))
        self._heads.setdefault(keys[0], []).append((plain, label))
        for key in keys:
            if key in self._known or key.word == GAP:
                continue
            self._known.add(key)
            for head in {key.word[:1], key.word[:2]} if len(key.word) >= MASKED else ():
                self._by_head.setdefault(head, []).append(key)
            if len(key.word) >= (FUZZY_STEM if key.stem else FUZZY):
                for less in _less(key.word[:SLIP_HEAD]):
                    self._slips.setdefault(less, set()).add(key)

    def hits(self, text: Read) -> dict[Label, list[Hit]]:
        """Return every rule in a text, but where it stands in harmless words."""
        places = [self._meant(forms) for forms in text.words]
        hits = self._spaced(places)
        harmless = {
            at for label, spans in hits.items() if label.list == "harmless" for hit in spans for at in range(*hit[:2])
        }
        if harmless:
            places = [frozenset() if at in harmless else keys for at, keys in enumerate(places)]
            hits = self._spaced(places)
        for piece in text.pieces:
            if harmless.isdisjoint(range(piece.start, piece.end)):
                self._pieces(piece, hits)
        self._signs(text, hits)
        return hits

    def _meant(self, forms: frozenset[str]) -> frozenset[Key]:
        if not self._ordinary.isdisjoint(forms):
            return frozenset()
        return frozenset().union(*(self.keys(form) | self.slipped(form) for form in forms))

    def _keys(self, form: str) -> frozenset[Key]:
        """Return the words of rules that ``form`` is, or begins with."""
        known = {Key(form, False)} | {Key(form[:size], True) for size in range(1, min(len(form), self._longest) + 1)}
        known |= {Key(NUMBER + language, False) for language, words in self._numbers if _is_young(form, words)}
        return frozenset(known & self._known)

    def _slipped(self, form: str) -> frozenset[Key]:
        """Return the words of rules that ``form`` is with one slip, or with letters left out on purpose."""
        if MASK in form:
            hidden = form.count(MASK)
            head = form[:1] if MASK in form[:2] else form[:2]
            keys = self._by_head.get(head, ()) if hidden < len(form) - hidden else ()
            return frozenset(key for key in keys if _is_masked(key, form))
        if len(form) < FUZZY - 1:
            return frozenset()
        heads = {form[: SLIP_HEAD + more] for more in (-1, 0, 1)}
        near_by = {key for head in heads for less in _less(head) for key in self._slips.get(less, ())}
        return frozenset(key for key in near_by if near(key.word, form, stem=key.stem))

    def _spaced(self, places: Sequence[frozenset[Key]]) -> dict[Label, list[Hit]]:
        hits: dict[Label, list[Hit]] = {}
        for place, keys in enumerate(places):
            for key in keys:
                for phrase, label in self._heads.get(key, ()):
                    if (end := _end(phrase, places, place)) is not None:
                        hits.setdefault(label, []).append(Hit(place, end, False))
        return hits

    def _pieces(self, piece: Pieces, hits: dict[Label, list[Hit]]) -> None:
        if not self._ordinary.isdisjoint(piece.forms):
            return
        for form in piece.forms:
            for key in self.keys(form):
                if len(key.word) <= piece.least:
                    continue
                for phrase, label in self._heads.get(key, ()):
                    if len(phrase.words) == 1 and label.list not in UNHURT:
                        hits.setdefault(label, []).append(Hit(piece.start, piece.end, False))

    def _signs(self, text: Read, hits: dict[Label, list[Hit]]) -> None:
        if not text.dense:
            return
        dense, mixed = text.dense, text.mixed
        for harmless in self._unhurt_dense:
            dense = dense.replace(harmless, "　" * len(harmless))
        for sign, labels in self._dense.items():
            for form in (sign, *(_left_out(sign) if "〇" in dense else ())):
                text_of = mixed if form.isascii() or any("a" <= letter <= "z" for letter in form) else dense
                at = text_of.find(form)
                while at >= 0:
                    for label in labels:
                        hits.setdefault(label, []).append(Hit(at, at + len(form), True))
                    at = text_of.find(form, at + 1)


def _end(phrase: Phrase, places: Sequence[frozenset[Key]], place: int, number: int = 0) -> int | None:
    """Return the place behind the phrase where it begins at ``place``, None where it does not."""
    if number == len(phrase.words):
        return place
    key = phrase.words[number]
    if key[0] == GAP:
        ends = (_end(phrase, places, place + skipped, number + 1) for skipped in range(GAP_WORDS + 1))
        return next((end for end in ends if end is not None), None)
    if place >= len(places) or key not in places[place]:
        return None
    return _end(phrase, places, place + 1, number + 1)


def _is_young(form: str, words: frozenset[str]) -> bool:
    return 0 < int(form) < GROWN_UP if form.isdecimal() and len(form) <= 2 else form in words


def _is_masked(key: Key, form: str) -> bool:
    """Say whether a word of which letters are left out may be this one."""
    size = len(key.word)
    if size > len(form) or (size < len(form) and not key.stem):
        return False
    return all(sign in (MASK, letter) for letter, sign in zip(key.word, form, strict=False))


def _left_out(sign: str) -> list[str]:
    return [f"{sign[:at]}〇{sign[at + 1 :]}" for at in range(1, len(sign))] if len(sign) > 2 else []


def _less(word: str) -> list[str]:
    """Return a word and it without one letter, never the first."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))]


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
