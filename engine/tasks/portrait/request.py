"""A learnt face, a style and a person's own words come in, ranked portraits come out (paper 2.3, 2.4)."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Literal

from engine.errors import EngineError
from engine.requests import Lane, Task


class Expression(StrEnum):
    """What the face of a canvas shows; each has a sentence ``expression-<value>``."""

    AS_IS = "as-is"  # the photo's own: nothing of the face is moved
    SMILE = "smile"
    SERIOUS = "serious"
    SURPRISED = "surprised"


class Framing(StrEnum):
    """How much of the person a canvas shows."""

    AUTO = "auto"  # the style's own, in turn
    CLOSE = "close"
    SHOULDERS = "shoulders"
    HALF = "half"


class Shape(StrEnum):
    """Width to height of the finished picture."""

    SQUARE = "1:1"
    UPRIGHT = "4:5"
    STORY = "9:16"


class Source(StrEnum):
    """What a picture is, said with it in ``source-<value>``."""

    PHOTO = "photo"  # the person's own photo in a new light: its likeness says nothing about learning
    REDRAWN = "redrawn"  # that photo with a face the learnt one redrew
    MOVED = "moved"  # that photo with another expression, moved out of its own pixels
    BASE = "base"  # drawn by the learnt face


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """Draw a learnt person in a style (paper 2.3, 2.4), or put their own photo into it (`engine.canvas`)."""

    kind: ClassVar[str] = "portrait"
    lane: ClassVar[Lane] = Lane.DEVICE
    identity: Path
    style: str
    out: Path  # folder for the pictures
    count: int = 4
    seed: int = 0
    style_weight: float | None = None  # None: the style's own; 0.25 in the published code
    face_weight: float | None = None  # None: the style's own; 1.0
    use_face_lora: bool = True  # False draws the control: the same seeds without the person
    photos: bool = False  # beside what was learnt the base sees the photos, too, where it can be shown any
    fuse_face: bool = True  # paper 2.4, face fusion
    side: int | None = None  # pixels of the finished picture's longer side; None: the base's own, at least 512
    refine: Literal["none", "face", "hires"] = "none"  # draw the face again at full size, or the whole picture larger
    variation: float | None = None  # 0..1: share of its own noise each picture mixes into that of `seed`
    sampler: Literal["auto", "quality", "fast", "fastest"] = "auto"  # auto: the operator's, else the base's
    adapt: bool = False  # try a few weights around the given ones and take the best
    draw: Literal["auto", "canvas", "base"] = "auto"  # auto: a canvas where the base is small and the style has one
    expression: Expression = Expression.AS_IS  # this and the next three are a canvas's
    framing: Framing = Framing.AUTO
    scene: str = ""  # another scene than the style's, by name
    scene_picture: Path | None = None  # a picture somebody sent to stand behind them
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs
    shape: Shape = Shape.SQUARE
    light: str = ""  # of a canvas: that of another style, one of `LIGHTS`
    pose: str = ""  # one of `POSES`: whole bodies, on a base that is steered by poses
    pose_picture: Path | None = None  # a photo whose people stand as those in the picture shall
    bodies: tuple[tuple[float, ...], ...] = ()  # or their joints, read before: (x, y, whether seen) each, as shares
    hands: tuple[tuple[float, ...], ...] = ()  # and the 21 points of each hand: (x, y) each, as shares
    ratio: float = 1.0  # width over height of the photo they were read in
    joints: str = ""  # bodies and hands, sealed until it runs
    prompt: str = ""  # the person's own words, sealed until it runs; only a base that reads words draws by them

    @property
    def posed(self) -> bool:
        """Say whether a pose was asked for."""
        return bool(self.pose or self.bodies or self.joints) or self.pose_picture is not None


@dataclass(frozen=True, kw_only=True)
class WeightTrial:
    """One setting of the two weights as it was measured: likeness 0..1, and how much of the style is there (1: all)."""

    face_weight: float
    style_weight: float
    likeness: float
    style: float


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One finished picture. Likeness is 0..1, distance the embedding distance (0.6 separates people)."""

    file: Path
    raw: Path  # before fusion and upscaling; of a canvas the same as ``file``
    seed: int
    likeness: float
    likeness_before_fusion: float
    distance: float
    distance_before_fusion: float
    likely: bool  # False: below the threshold where it can be called the same person
    fusion: float = 0.0  # 0..1, how strongly the person's own face was put in (paper 2.4)
    fusion_note: str = ""  # what kept that weak: "turned-away", "turned", "glasses", "not-nearer", "drawn"
    source: Source = Source.BASE
    shows: bool = True  # False: the expression asked for could not be had without losing the likeness
    photo: int = 0  # of a canvas: which of the person's photos, 1 is the best
    enlarged: float = 1.0  # how much larger than the photo had it the face was made
    tighter: bool = False  # the photo shows less of the person than the framing that was asked for


@dataclass(frozen=True, kw_only=True)
class Portraits:
    """The answer to `Portrait`, best likeness first (paper 2.4, similarity ranking)."""

    kind: ClassVar[str] = "portrait"
    pictures: tuple[Picture, ...]
    style: str
    base: str
    style_weight: float
    face_weight: float
    withheld: int = 0  # pictures the nudity check kept back
    spoilt: int = 0  # pictures that were made and are not good enough to be shown
    unclean: bool = False  # no photo could be cut out quite cleanly: better ones were not to be had
    backends: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # step -> seconds
    tried: tuple[WeightTrial, ...] = ()  # with `Portrait.adapt`, the usual weights first
    from_photos: bool = False  # of an instant identity: nothing was trained
    edition: str = ""  # of the base, see `engine.weights.edition`
    learnt_on: str = ""  # the edition the face was learnt on; "" where none is known


class UnknownStyleError(EngineError):
    """No style of that name; ``closest`` holds up to three names that do exist."""

    code = "unknown-style"

    def __init__(self, name: str, closest: list[str]) -> None:
        super().__init__(name=name, closest=closest)


class StyleNotHereError(EngineError):
    """The base in use cannot draw a style; ``how`` is the command that changes it, for the operator."""

    code = "style-not-here"

    def __init__(self, name: str, base: str, how: str) -> None:
        super().__init__(name=name, base=base, how=how)


class PoseNotHereError(EngineError):
    """A pose was asked for, and nothing steers the base in use by one."""

    code = "pose-not-here"

    def __init__(self, base: str) -> None:
        super().__init__(base=base)


class NoPoseError(EngineError):
    """Nobody is seen in the photo a pose was to come from, or there is no pose of that name."""

    code = "no-pose"


SCENES = (
    "apartment", "atomic", "aurora", "bamboo", "blocks", "blossom", "bokeh", "bookshelf", "brick", "bridge",
    "cafe", "candles", "chalk_grid", "chalkboard", "circuit", "city", "city_lights", "clay_court", "corridor",
    "curtain", "damask", "dawn", "deco", "disco", "drawing_paper", "dunes", "dusk", "embroidery", "esplanade",
    "festive_tree", "field", "fire", "fireworks", "firs", "forest", "fresco", "funfair", "gears", "gold_tiles",
    "graffiti", "hall", "hologram_room", "ink_hills", "lab", "laboratory", "lanterns", "laser_grid", "leaded",
    "lobby", "moonlit", "mottled", "mountains", "mughal", "neon_street", "newsroom", "night", "nouveau",
    "office", "paper", "papyrus", "park", "party", "plaster", "pop_dots", "pumpkins", "rays", "red_desert",
    "ring", "rings", "rock", "roses", "sea", "sky", "snowfall", "stadium", "stage", "starfield", "studio",
    "sunrise", "sunset", "temple", "tubes", "two_tone", "underwater", "venice", "wall_of_blinds", "warehouse",
    "waves", "wheat", "window", "woods", "workshop",
)  # fmt: skip
"""Every place somebody's own photo can be put into, by name: known before a worker is asked."""

LIGHTS = ("candlelight", "golden-hour", "blue-hour", "low-key", "split-light", "window-light", "flame", "neon")
"""Styles whose light any other canvas can be put into."""
POSES = ("standing", "hands-on-hips", "arms-crossed", "waving", "sitting", "couple", "three")
"""Poses by name: `engine.garments.poses` knows their bones."""
TOGETHER = ("couple", "three")
"""Those of several people: in a chat each of them is asked before their face is used."""
POSE_PHOTO = "photo"
"""In a chat: the pose of a photo that is sent, of which nothing but the joints is kept."""
MOST_CHARACTERS = 500  # of a person's own words: about what a base still follows
_TAG = re.compile(r"<[^<>]*>|__[\w/*-]+__|\bembedding:\S+")  # <lora:x:1>, __wildcard__, embedding:name
_FLAG = re.compile(  # --ar 16:9, and what must not be there: --no hands
    r"(?<!\S)(?:--|\u2014|\u2013)(?:no\b[^,-]*|(?=[a-z])[a-z]+(?:[ =]+[\d.:]+)?)", re.IGNORECASE
)
_WEIGHT = re.compile(r"(?<=[^\s\d]):\s*[-+]?\d+(?:\.\d+)?(?=\s*[)\]}]|\s*$)|(?<=[)\]\w])(?:\+{1,8}|-{2,8})(?=\W|$)")
_AFTER = re.compile(r"(?<=\))\s*[-+]?\d+(?:\.\d+)?")  # (word)1.3
_CALL = re.compile(r"\)\s*\.(?:and|blend|swap)\s*\(", re.IGNORECASE)
_BREAK, _AND = re.compile(r"\bBREAK\b"), re.compile(r"\bAND\b")
_KEPT = frozenset(" ,.'’&!?-")


def plain(words: str) -> str:
    """Return words as harmless text on one line: what some program reads as weights, networks or orders is gone.

    >>> plain("a (red dress:1.9) <lora:x:1> [cat|dog] BREAK --ar 16:9 {hat}")
    'a red dress cat dog hat'
    """
    text = "".join(_seen(each) for each in unicodedata.normalize("NFKC", words))
    for pattern in (_TAG, _FLAG, _CALL, _WEIGHT, _AFTER, _BREAK):
        text = pattern.sub(" ", text)
    # Letters, marks that belong to them, digits, and what stands between words; the rest is syntax or decoration.
    text = re.sub(r"(?<!\w)[^\w\s]?[\ufe00-\ufe0f]+", " ", _AND.sub("and", text))
    kept = "".join(each if each in _KEPT or unicodedata.category(each)[0] in "LMN" else " " for each in text)
    spaced = re.sub(r"\s+([,.!?])", r"\1", " ".join(kept.split()))
    return re.sub(r"([,.!?'&-])(?:\s*[,.!?'&-])+", r"\1", spaced).strip(" ,.-'&!?")


def _seen(letter: str) -> str:
    """Return a letter as it is seen: what is invisible is nothing, a new line a space."""
    kind = unicodedata.category(letter)
    return "" if kind == "Cf" else " " if kind in ("Cc", "Zl", "Zp") else letter


class UnknownSceneError(EngineError):
    """No scene of that name; ``closest`` holds up to three of the ``known`` names."""

    code = "unknown-scene"

    def __init__(self, name: str, known: list[str]) -> None:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or known[:3]
        super().__init__(name=name, closest=near)


class SpoiltPortraitError(EngineError):
    """No photo makes a good picture; ``fault`` is what is wrong with the best of them, see `engine.canvas.judge`."""

    code = "spoilt-portrait"

    def __init__(self, fault: str) -> None:
        super().__init__(fault=fault)


TASKS = (Task(Portrait, Portraits, batches=True),)
