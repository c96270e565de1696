"""What somebody means who writes a sentence instead of a command, in any of the bot's languages, typos included.

    understand("cyberpunk plese, and smile", styles.titled(turn))
    -> Meaning(styles=("cyberpunk",), options={"expression": "smile"}, ...)

Phrases stand in ``phrases.toml``, the names and titles of styles come from the book of styles. Nothing is sent anywhere
and nothing of a sentence is kept.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers import counting

WORDS = 90  # of a sentence are looked at
TELLING, FEW = 4, 4  # letters of a word of a title that tells styles apart, and how many may have it
TOLERANT, MORE_TOLERANT = 5, 9  # letters from which on one, and two, may be wrong
EAST_ASIAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")  # written without spaces
#: Words that take back what comes within `NEAR` words after them; "no" is also Portuguese for "in the".
NEGATIONS = frozenset(
    {"not", "never", "without", "dont", "don", "doesn", "nicht", "nie", "kein", "keine", "keinen", "ohne", "sin"}
    | {"nunca", "ne", "pas", "jamais", "sans", "nao", "nem", "sem", "не", "нет", "без"}
)
NEAR, NO = 2, "no"
NEGATED = "[不别別没沒勿無]{0}|{0}(じゃ|では|で|く|わ|ら)?な[いし]"  # how the unspaced languages do it
AGAIN, COUNT = "again", "count"
ACT, OPTION, TAG, STYLE, FILLER = "act", "option", "tag", "style", "filler"
WISH = "wish"  # says that a picture is wanted, and nothing of it
TOKEN = re.compile(r"(?:[^\W_]|&|[\u0300-\u036f])+")
PAUSE = re.compile(r"[,.;:!?\n、，。！？；：]")


class Sense(NamedTuple):
    """What a phrase stands for: a kind of meaning, its name, and the value of an option."""

    kind: str
    name: str
    value: str = ""


class Piece(NamedTuple):
    """A part of a sentence as it was written: ``sense`` is None for what nobody understood.

    ``near`` are the styles such a word is a word of the title of; ``pause``: a comma or the like stands before it.
    """

    text: str
    sense: Sense | None = None
    near: tuple[str, ...] = ()
    pause: bool = False


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What was understood of a sentence.

    ``act`` is what to do (a key of ``act`` in ``phrases.toml``), and only the whole of a sentence is one: "stop" is,
    "at the bus stop" is not. ``styles`` are named in it, the surest first; of the styles ``near`` a part of the title
    is; ``tags`` are shared by several styles, ``options`` are those of a portrait, ``rest`` are the words nobody
    understood. ``asks``: it says in so many words that a picture is wanted; ``pieces`` are all of it, in order.
    """

    act: str = ""
    styles: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    rest: tuple[str, ...] = ()
    asks: bool = False
    pieces: tuple[Piece, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.act or self.styles or self.near or self.tags or self.options)


def understand(sentence: str, titles: Iterable[tuple[str, str]]) -> Meaning:
    """Return what a sentence means; ``titles`` are pairs (title in any language, name of the style).

    The longest phrase wins, of equally long ones the one with the fewest typos; a word counts once.
    """
    known = _known(tuple(titles))
    plain = normal(sentence)
    words = plain.split()[:WORDS]
    found = [one for one in _spaced(words, known) if not _taken_back(one, words)]
    unspaced, between = _east_asian(plain, known.unspaced)
    found = [*unspaced, *found]
    found += _counted(words, found)
    rest = _left(plain, found)
    of_a_mood = [one.phrase for one in found if one.sense.kind == TAG]
    near = _hints((*rest, *of_a_mood), known.words)
    rest = tuple(word for word in rest if not _hints((word,), known.words))
    meaning = _meaning([one for one in found if one.sense.kind not in (FILLER, WISH)], near, rest)
    pieces = (*between, *_pieces(sentence, plain, found, known.words))
    return replace(meaning, asks=any(one.sense.kind == WISH for one in found), pieces=pieces)


def place(words: str) -> str:
    """Return the scene that words without a sentence around them name: "beach" is where "at the beach" is; else ""."""
    wanted = normal(words)
    for phrase, sense in phrases():
        if sense.kind == OPTION and sense.name == "scene" and f" {normal(phrase)}".endswith(f" {wanted}"):
            return sense.value
    return ""


def normal(text: str) -> str:
    """Return a text in lower case without accents and punctuation, words apart by one space.

    >>> normal("Größer, bitte!")
    'grosser bitte'
    """
    kept = (_bare(letter) for letter in unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[^\w&]+", " ", "".join(kept)).replace("_", " ").split())


def _bare(letter: str) -> str:
    """Return a letter without its accents; the marks of Japanese change a letter into another and stay."""
    if EAST_ASIAN.match(letter):
        return letter
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


class _Found(NamedTuple):
    sense: Sense
    start: int  # first word, or -1 where there are no words
    end: int
    typos: int
    phrase: str


class _Known(NamedTuple):
    spaced: dict[int, dict[str, Sense]]  # words of a phrase -> phrase -> sense
    unspaced: dict[str, Sense]
    words: dict[str, tuple[str, ...]]  # word of a title -> styles that have it, where they are few


@cache
def phrases() -> tuple[tuple[str, Sense], ...]:
    """Return every phrase of ``phrases.toml`` with what it stands for."""
    table = tomllib.loads((files("handlers") / "phrases.toml").read_text("utf-8"))
    found = [(phrase, Sense(kind, "")) for kind in (FILLER, WISH) for phrase in _phrases(table[kind])]
    for kind in (TAG, ACT):
        found += [(phrase, Sense(kind, name)) for name, by in table[kind].items() for phrase in _phrases(by)]
    for name, values in table[OPTION].items():
        found += [(phrase, Sense(OPTION, name, value)) for value, by in values.items() for phrase in _phrases(by)]
    return tuple(found)


def _phrases(by_language: dict[str, Any]) -> Iterator[str]:
    return (phrase for listed in by_language.values() for phrase in listed)


@cache
def _known(titles: tuple[tuple[str, str], ...]) -> _Known:
    known = _Known({}, {}, _of_titles(titles))
    styles = [(title, Sense(STYLE, name)) for title, name in titles]
    for phrase, sense in (*phrases(), *styles):  # a style's own name wins over the word for a mood
        plain = normal(phrase)
        if EAST_ASIAN.search(plain):
            known.unspaced[plain.replace(" ", "")] = sense
        elif plain:
            known.spaced.setdefault(len(plain.split()), {})[plain] = sense
    return known


def _of_titles(titles: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return word -> styles with that word in a title, for words that tell a few styles from the others."""
    by_word: dict[str, dict[str, None]] = {}
    for title, name in titles:
        for word in normal(title).split():
            if len(word) >= TELLING and not EAST_ASIAN.search(word):
                by_word.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in by_word.items() if len(names) <= FEW}


def _hints(words: Iterable[str], of_titles: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the styles that one of these words is a word of the title of, or the beginning of one."""
    near: dict[str, None] = {}
    for word in words:
        for known, names in of_titles.items():
            if word == known or (len(word) >= TOLERANT and known.startswith(word)):
                near |= dict.fromkeys(names)
    return tuple(near)


def _east_asian(plain: str, phrases: dict[str, Sense]) -> tuple[list[_Found], list[Piece]]:
    """Find phrases anywhere in a text without spaces, the longest first; a place counts once.

    Returns them, and the pieces of the text: they and what is between them.
    """
    text = plain.replace(" ", "")
    if not EAST_ASIAN.search(text):
        return [], []
    found: list[_Found] = []
    places: dict[int, Piece] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        at = text.find(phrase)
        if at >= 0:
            one = _Found(phrases[phrase], -1, -1, 0, phrase)
            negated = one.sense.kind in (OPTION, STYLE, TAG) and re.search(NEGATED.format(re.escape(phrase)), text)
            text = text.replace(phrase, " " * len(phrase))
            if not negated:
                found.append(one)
            places[at] = Piece(phrase, None if negated else one.sense)
    number, rest = counting.unspaced(text)
    if number:
        found.append(_Found(Sense(OPTION, COUNT, str(number)), -1, -1, 0, ""))
        text = rest
    places |= {match.start(): Piece(match[0]) for match in re.finditer(f"{EAST_ASIAN.pattern}+", text)}
    return found, [places[at] for at in sorted(places)]


def _pieces(sentence: str, plain: str, found: list[_Found], of_titles: dict[str, tuple[str, ...]]) -> list[Piece]:
    """Return what is written with spaces, piece by piece."""
    whole = unicodedata.normalize("NFKC", sentence)
    tokens = [token for token in TOKEN.finditer(whole) if normal(token[0])]
    written = [token[0] for token in tokens]
    if [normal(one) for one in written] != plain.split():  # a letter that becomes several words
        tokens, written = [], plain.split()
    ends = [0, *(token.end() for token in tokens)]
    starts = {at for at, token in enumerate(tokens) if PAUSE.search(whole[ends[at] : token.start()])}
    spans = {one.start: one for one in found if one.start >= 0}
    pieces: list[Piece] = []
    at = 0
    while at < len(written):
        one = spans.get(at)
        end = one.end if one else at + 1
        text = " ".join(written[at:end])
        if one is not None or not EAST_ASIAN.search(text):
            near = () if one else _hints((normal(text),), of_titles)
            pieces.append(Piece(text, one.sense if one else None, near, at in starts))
        at = end
    return pieces


def _counted(words: list[str], found: list[_Found]) -> list[_Found]:
    """Find how many pictures are asked for; "two more" is also the wish for more of the last."""
    styles = frozenset(at for one in found if one.sense.kind == STYLE for at in range(one.start, one.end))
    count = counting.spaced(words, styles)
    if count is None:
        return []
    each = [_Found(Sense(OPTION, COUNT, str(count.number)), at, at + 1, 0, words[at]) for at in sorted(count.words)]
    named = any(one.sense.kind == STYLE for one in found)
    again = [_Found(Sense(ACT, AGAIN), -1, -1, 0, "")] if count.more and not named else []
    return [*each, *again]


def _spaced(words: list[str], known: _Known) -> list[_Found]:
    """Find phrases among words, the longest first, then those with the fewest typos."""
    near: list[_Found] = []
    for length in sorted(known.spaced, reverse=True):
        for start in range(len(words) - length + 1):
            near += _near(words, start, start + length, known.spaced[length])
    near.sort(key=lambda one: (one.start - one.end, one.typos))
    taken: set[int] = set()
    chosen: list[_Found] = []
    for one in near:
        if not taken & set(range(one.start, one.end)):
            taken |= set(range(one.start, one.end))
            chosen.append(one)
    return chosen


def _taken_back(one: _Found, words: list[str]) -> bool:
    """Say whether a wish stands behind a negation: "not smiling" is no smile, and no order to draw at all."""
    if one.sense.kind not in (OPTION, STYLE, TAG):
        return False
    before = words[max(0, one.start - NEAR) : one.start]
    return bool(NEGATIONS & set(before)) or (one.sense.kind == OPTION and before[-1:] == [NO])


def _near(words: list[str], start: int, end: int, phrases: dict[str, Sense]) -> list[_Found]:
    """Return the phrases closest to a run of words; each word may have the typos its own length allows."""
    run = " ".join(words[start:end])
    if run in phrases:
        return [_Found(phrases[run], start, end, 0, run)]
    allowed = _typos(run)
    if not allowed:
        return []
    close = process.extract(run, phrases.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=3)
    return [
        _Found(phrases[phrase], start, end, int(typos), phrase)
        for phrase, typos, _ in close
        if all(OSA.distance(*pair) <= _typos(pair[0]) for pair in zip(words[start:end], phrase.split(), strict=True))
    ]


def _typos(phrase: str) -> int:
    """Return how many letters may be wrong."""
    return (len(phrase) >= TOLERANT) + (len(phrase) >= MORE_TOLERANT)


def _left(plain: str, found: list[_Found]) -> tuple[str, ...]:
    """Return the words that belong to nothing understood."""
    words = plain.split()[:WORDS]
    taken = {at for one in found for at in range(one.start, one.end)}
    return tuple(word for at, word in enumerate(words) if at not in taken and not EAST_ASIAN.search(word))


def _meaning(found: list[_Found], near: tuple[str, ...], rest: tuple[str, ...]) -> Meaning:
    surest = sorted(found, key=lambda one: (one.typos, -len(one.phrase)))
    named = [one for one in surest if one.sense.kind == STYLE]
    acts = [one.sense.name for one in surest if one.sense.kind == ACT]
    counts = {AGAIN} >= set(acts)  # of these a number may be said, of others it makes another sentence
    whole = bool(acts) and not rest and not near
    whole = whole and all(one.sense.kind == ACT or (counts and one.sense.name == COUNT) for one in surest)
    tags = tuple(dict.fromkeys(one.sense.name for one in surest if one.sense.kind == TAG))
    plain = len(near) == 1 and not tags and not rest  # half a title and nothing else can only mean that style
    options = {one.sense.name: one.sense.value for one in reversed(surest) if one.sense.kind == OPTION}
    return Meaning(
        act=acts[0] if whole else "",
        styles=tuple(dict.fromkeys(one.sense.name for one in named)) or (near if plain else ()),
        near=near,
        tags=tags,
        options=options,
        rest=rest,
    )
