"""A picture in somebody's own words: what may be asked for, what a base is told of it, and what is said of the rest.

A base that draws by words is told them, in English as far as they are known (`handlers.english`). The embedded one
reads none: there they choose style, scene, light, framing and expression, and what is left is told as not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.tasks.portrait.request import LIGHTS, MOST_CHARACTERS, plain
from handlers import content, english, styles
from handlers.commands import LANGUAGES, WORDS
from handlers.context import RefusedError, Turn, harmless
from handlers.english import ENGLISH
from handlers.understanding import COUNT, EAST_ASIAN, FILLER, OPTION, STYLE, TAG, Meaning, Piece, understand
from handlers.views import Text, View

TOLD = 4  # parts of a sentence that are repeated
LETTERS = 3  # how long a word must be to be told
NEUTRAL = "natural"  # the style of a picture that is wanted in words alone
NEAR_MISS = 2  # words up to which what is unknown may be a mistyped style


def draws_words(turn: Turn) -> bool:
    """Say whether the base in use draws by a person's own words."""
    return WORDS in turn.deps.abilities


def meaning_of(turn: Turn, sentence: str) -> Meaning:
    """Return what a sentence means that a picture is to be drawn by.

    Raises `RefusedError` for one that is too long, says nothing in words, or may not be drawn by.
    """
    require(turn, sentence)
    return understand(plain(sentence), styles.titles(turn))


def is_plain(turn: Turn, meaning: Meaning) -> bool:
    """Say whether a sentence of a conversation plainly asks for a picture, so that nothing need be offered.

    One style is named, or two of which one is a light; or words are asked for on a base that draws by them.
    """
    named = [name for name in meaning.styles if name not in LIGHTS] if len(meaning.styles) > 1 else meaning.styles
    if len(named) == 1:
        return True
    return meaning.asks and not named and draws_words(turn) and bool(_unknown(meaning.pieces))


def require(turn: Turn, sentence: str) -> None:
    """Raise `RefusedError` for words nothing is drawn by."""
    if len(sentence) > MOST_CHARACTERS:
        raise RefusedError("words-too-long", most=MOST_CHARACTERS, characters=len(sentence))
    words = plain(sentence)
    if not any(letter.isalnum() for letter in words):
        raise RefusedError("words-none")
    content.require(turn, sentence if words == sentence else f"{sentence}\n{words}", "draw")


def prompt_of(turn: Turn, meaning: Meaning) -> english.Spoken:
    """Return the words for the base."""
    told = english.spoken(meaning.pieces, turn.say.locale)
    return english.Spoken(prompt=plain(told.prompt), foreign=told.foreign)


async def sealed(turn: Turn, prompt: str) -> str:
    """Return words in a form that may be kept: conversations, jobs and presets are, for months."""
    if not prompt or turn.deps.seal is None:
        return prompt
    return await turn.deps.seal(turn.tx, turn.account.id, prompt)


async def readable(turn: Turn, kept: str, *, of: str = "") -> str:
    """Return words as they were before `sealed`; ``of``: the account they are of, where it is not this person's."""
    if not kept or turn.deps.unseal is None:
        return kept
    return await turn.deps.unseal(turn.tx, of or turn.account.id, kept)


async def changed(turn: Turn, before: str, sentence: str) -> str:
    """Return the sealed words of a picture that is to be changed; ``before`` are those it has.

    New words take the place of old ones; a change of expression, light or place is added to them.
    """
    meaning = meaning_of(turn, sentence)
    fresh = prompt_of(turn, meaning).prompt
    if not _unknown(meaning.pieces):
        both = ", ".join(part for part in (await readable(turn, before), fresh) if part)
        fresh = both if len(both) <= MOST_CHARACTERS else fresh
    return await sealed(turn, fresh)


def style_of(turn: Turn, meaning: Meaning, sentence: str) -> tuple[str, dict[str, str]]:
    """Return the style a sentence is drawn in, and the options that come with it.

    Of a named style and one that is a light ("oil, candlelight") the light is lent. Empty where nothing was
    understood, or a short sentence may be a mistyped name.
    """
    options = dict(meaning.options)
    named = [name for name in meaning.styles if _usable(turn, name)] or list(meaning.styles)
    if named:
        lights = [name for name in named if name in LIGHTS]
        others = [name for name in named if name not in LIGHTS]
        if lights and others and "light" not in options:
            return others[0], {**options, "light": lights[0]}
        return named[0], options
    if draws_words(turn):
        mistyped = not meaning and is_short(sentence) and turn.deps.styles.closest(sentence)
        return ("" if mistyped else neutral(turn)), options
    if fitting := _fitting(turn, meaning):
        return fitting, options
    if not options:
        return "", options
    light = options.get("light", "")
    return light if _usable(turn, light) and "scene" not in options else neutral(turn), options


def is_short(sentence: str) -> bool:
    """Say whether a sentence may be no more than a mistyped name."""
    return len(sentence.split()) <= NEAR_MISS and len(EAST_ASIAN.findall(sentence)) <= NEAR_MISS * 2


def _usable(turn: Turn, name: str) -> bool:
    return name in turn.deps.styles.all() and turn.deps.styles.usable(name)


def neutral(turn: Turn) -> str:
    """Return the style of a picture whose words name none: the person's own default, else a plain one."""
    names = turn.deps.styles.names()
    wanted = (turn.account_state.get("style", ""), NEUTRAL, *names)
    return next((name for name in wanted if _usable(turn, name)), "")


def _fitting(turn: Turn, meaning: Meaning) -> str:
    """Return the style most words of a sentence speak for."""
    offered = styles.meant(turn, meaning, most=len(turn.deps.styles.names()))

    def speaks(name: str) -> int:
        tags = turn.deps.styles.info(name).get("tags") or ()
        return sum(name in piece.near or _is_tag(piece, tags) for piece in meaning.pieces)

    return max(offered, key=speaks, default="")


def _is_tag(piece: Piece, tags: Sequence[str]) -> bool:
    return piece.sense is not None and piece.sense.kind == TAG and piece.sense.name in tags


def answer(turn: Turn, meaning: Meaning, options: Mapping[str, str]) -> list[View]:
    """Say what of a sentence is drawn and what is not; nothing where all of it was understood.

    ``options`` are what the picture is asked for with: style, scene and the rest.
    """
    if draws_words(turn):
        return _by_words(turn, meaning)
    unused = not_drawn(turn, meaning, options)
    if not unused:
        return []
    used = [piece.text for piece in meaning.pieces if _used(piece, options)][:TOLD]
    style = turn.style_title(options["style"])
    key = "words-not-drawn" if used else "words-style-only"
    told = {"words": _quoted(turn, unused), "style": style, "used": _quoted(turn, used) if used else ""}
    return [Text(text=turn.say(key, **told), secrets=_plain([*unused, *used]))]


def not_here(turn: Turn, meaning: Meaning, offered: Sequence[str] = ()) -> list[View]:
    """Say which words of a sentence cannot be drawn here, in whichever of the ``offered`` styles it will be."""
    unused = [] if draws_words(turn) else _missing(meaning, lambda piece: not set(piece.near) & set(offered))
    if not unused:
        return []
    return [Text(text=turn.say("words-not-here", words=_quoted(turn, unused)), secrets=_plain(unused))]


def not_drawn(turn: Turn, meaning: Meaning, options: Mapping[str, str]) -> list[str]:
    """Return the parts of a sentence that are neither style nor anything else of a picture here."""
    style = options["style"]
    tags = turn.deps.styles.info(style).get("tags") or ()

    def missing(piece: Piece) -> bool:
        match piece.sense:
            case None:
                return style not in piece.near
            case (kind, name, _) if kind == TAG:
                return name not in tags and style not in _near_of(piece, turn)
            case (kind, name, _) if kind == STYLE:
                return name not in (style, options.get("light"))
        return False

    return _missing(meaning, missing)


def _missing(meaning: Meaning, missing: Callable[[Piece], bool]) -> list[str]:
    """Return neighbouring pieces that are missing as one, with the empty words between them."""
    runs: list[list[Piece]] = [[]]
    for piece in meaning.pieces:
        kind = piece.sense.kind if piece.sense else ""
        lost = kind in ("", TAG, STYLE) and missing(piece)
        if piece.pause or not (lost or kind == FILLER):
            runs.append([])
        if lost or kind == FILLER:
            runs[-1].append(piece)
    told = [_joined(run) for run in runs]
    return [harmless(run) for run in told if any(_tells(word) for word in run.split())][:TOLD]


def _joined(run: Sequence[Piece]) -> str:
    says = [at for at, piece in enumerate(run) if piece.sense is None or piece.sense.kind != FILLER]
    inner = run[says[0] : says[-1] + 1] if says else ()
    return ("" if any(EAST_ASIAN.search(piece.text) for piece in inner) else " ").join(piece.text for piece in inner)


def _near_of(piece: Piece, turn: Turn) -> tuple[str, ...]:
    """Return the styles whose title has a word that is also one for a mood: "night" of "Tokyo night"."""
    return understand(piece.text, styles.titles(turn)).near


def _tells(word: str) -> bool:
    return len(word) >= LETTERS or not word.isascii()


def _used(piece: Piece, options: Mapping[str, str]) -> bool:
    sense = piece.sense
    return sense is not None and sense.kind == OPTION and sense.name != COUNT and options.get(sense.name) == sense.value


def _by_words(turn: Turn, meaning: Meaning) -> list[View]:
    told = prompt_of(turn, meaning)
    if not told.prompt:
        return []
    lines = [turn.say("words-drawn", words=harmless(told.prompt, MOST_CHARACTERS))]
    if told.foreign and turn.say.locale != ENGLISH and LANGUAGES not in turn.deps.abilities:
        lines.append(turn.say("words-foreign", words=_quoted(turn, told.foreign[:TOLD])))
    return [Text(text="\n".join(lines), secrets=(harmless(told.prompt, MOST_CHARACTERS), *_plain(told.foreign)))]


def _unknown(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.sense is None]


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Return words as `_quoted` shows them: they are the person's own, and not kept once they were shown."""
    return tuple(harmless(each) for each in words)


def _quoted(turn: Turn, words: Sequence[str]) -> str:
    return turn.say.several([turn.say("words-quoted", words=harmless(each)) for each in words], "list-and")
