"""What lips do for each sound of a language: IPA in, four numbers out. One table for all languages of the bot.

Vowels follow the vowel chart: openness is how far the jaw drops, rounding what the lips do. Consonants made with the
lips are exact (closed for p b m, nearly closed for f v); the others let the mouth stand half open and take their shape
from their neighbours, so they have little weight of their own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A mouth shape, ranges as in `engine.talking.curves.MouthCurves`; ``weight`` 0..1 is how firmly it is held.

    ``length`` is its share of a phoneme that passes through several shapes, against 1 of the others.
    """

    opening: float
    width: float = 0.0
    rounding: float = 0.0
    closure: float = 0.0
    weight: float = 1.0
    length: float = 1.0


def _vowel(opening: float, width: float = 0.0, rounding: float = 0.0) -> Shape:
    return Shape(opening=opening, width=width, rounding=rounding)


def _consonant(opening: float, width: float = 0.0, rounding: float = 0.0, weight: float = 0.9) -> Shape:
    return Shape(opening=opening, width=width, rounding=rounding, weight=weight)


LONG, LONGER = "ː", 2.0  # a vowel with this mark lasts so much longer than what follows it, as in "warm"
GLIDE = 0.3  # length of a sound that slides into its vowel, as in "ja" and "wa"

REST = Shape(opening=0.0)
CLOSED = Shape(opening=0.0, closure=1.0)
TEETH_ON_LIP = Shape(opening=0.22, width=0.1, closure=0.5)

OPEN = 0.6  # opening from which a vowel counts as open
SHAPES: dict[str, Shape] = {
    # open vowels
    **dict.fromkeys("aɐæ", _vowel(0.95, 0.2)),
    **dict.fromkeys("ɑɶ", _vowel(1.0, 0.0)),
    "ɒ": _vowel(0.85, 0.0, 0.3),
    "ʌ": _vowel(0.7),
    "ɔ": _vowel(0.7, -0.05, 0.45),
    "ɛ": _vowel(0.65, 0.35),
    "œ": _vowel(0.55, 0.0, 0.45),
    # middle vowels
    **dict.fromkeys("əɜɘɚɝɵ", _vowel(0.45)),
    "e": _vowel(0.5, 0.4),
    "o": _vowel(0.5, -0.15, 0.65),
    "ø": _vowel(0.4, -0.05, 0.6),
    "ɤ": _vowel(0.45, 0.1),
    # close vowels
    "i": _vowel(0.28, 0.6),
    "ɪ": _vowel(0.35, 0.4),
    **dict.fromkeys("ɨᵻ", _vowel(0.3, 0.3)),
    "y": _vowel(0.25, -0.15, 0.75),
    "ʏ": _vowel(0.3, -0.1, 0.6),
    "u": _vowel(0.25, -0.3, 0.9),
    "ʊ": _vowel(0.33, -0.2, 0.7),
    "ɯ": _vowel(0.28, 0.1, 0.2),
    "ʉ": _vowel(0.27, -0.2, 0.7),
    # made with the lips
    **dict.fromkeys("pbm", CLOSED),
    "ɱ": TEETH_ON_LIP,
    **dict.fromkeys("fv", TEETH_ON_LIP),
    **dict.fromkeys("ɸβ", Shape(opening=0.12, closure=0.35)),
    **dict.fromkeys("wɥ", Shape(opening=0.2, width=-0.3, rounding=0.9, length=GLIDE)),
    "ʋ": Shape(opening=0.15, closure=0.3, weight=1.0),
    # teeth close together
    **dict.fromkeys("szʦʣ", _consonant(0.12, 0.3, weight=1.0)),
    **dict.fromkeys("ʃʒʂʐɕʑʧʤ", _consonant(0.18, -0.1, 0.45, weight=1.0)),
    **dict.fromkeys("tdɾnȵ", _consonant(0.22, 0.15)),
    **dict.fromkeys("θð", _consonant(0.28, 0.1)),
    # the tongue does the work
    **dict.fromkeys("lɫɭʎɬ", _consonant(0.35, 0.1)),
    **dict.fromkeys("rɹɻʁʀɽ", _consonant(0.28, -0.05, 0.25)),
    **dict.fromkeys("kɡgqŋɲɴɣxχçʝcɟ", _consonant(0.3, 0.05, weight=0.65)),
    **dict.fromkeys("jʲ", Shape(opening=0.28, width=0.4, weight=0.9, length=GLIDE)),
    **dict.fromkeys("hɦʔʕħ", _consonant(0.4, weight=0.4)),
}
BETWEEN = Shape(opening=0.3, weight=0.45)  # a sound of no known shape


def shapes(symbol: str) -> tuple[Shape, ...]:
    """Return the shapes a phoneme passes through: one for most, two or three for diphthongs and affricates.

    An empty symbol is a pause. Stress and tone marks change nothing for the lips, the mark of length only how a phoneme
    is divided; a nasal or lowered vowel is its plain vowel.
    """
    if not symbol:
        return (REST,)
    bare = unicodedata.normalize("NFD", symbol)
    found = [SHAPES[char] for char in bare if char in SHAPES]
    if len(found) > 1 and LONG in bare:
        after = zip(bare, f"{bare[1:]} ", strict=True)
        lengths = [LONGER if mark == LONG else 1.0 for char, mark in after if char in SHAPES]
        found = [replace(shape, length=by * shape.length) for shape, by in zip(found, lengths, strict=True)]
    # The release of an aspirated or affricated stop ("ph", "tɕ") takes the lips where the next sound wants them.
    if len(found) > 1 and found[0].closure == 1.0:
        found = found[:1]
    return tuple(found) or (BETWEEN,)


def is_closed(symbol: str) -> bool:
    """Say whether the lips must touch: p, b, m."""
    return any(shape.closure == 1.0 for shape in shapes(symbol))


def is_open_vowel(symbol: str) -> bool:
    """Say whether the mouth must be well open at some moment of it."""
    return any(shape.opening >= OPEN for shape in shapes(symbol))
