"""A picture of clothes comes in, a learnt person in them comes out (paper 3.1); before it, a look at the clothes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Literal

from engine.errors import EngineError
from engine.requests import Lane, Task
from engine.tasks.template.request import Redrawn


class Background(StrEnum):
    """What a try-on puts behind the person (paper 3.1); each has a sentence ``background-<value>``."""

    KEEP = "keep"
    WHITE = "white"
    GREY = "grey"
    STUDIO = "studio"
    EVENING = "evening"
    BEACH = "beach"
    WOODS = "woods"
    CITY = "city"
    BAR = "bar"


class Part(StrEnum):
    """What of a garment photo may be drawn anew; each has a sentence ``part-<value>``."""

    FACE = "face"
    HAIR = "hair"
    SKIN = "skin"  # its tone becomes the person's
    BODY = "body"
    CLOTHES = "clothes"  # of those nobody wears
    BACKGROUND = "background"


@dataclass(frozen=True, kw_only=True)
class Tap:
    """A place somebody pointed at, in shares of width and height, where the garment is missing or is not.

    It counts for the whole region of like colour around it, up to the next edge.
    """

    x: float
    y: float
    add: bool | None = True  # False: this is no garment, draw it anew; None: the other of what it is


@dataclass(frozen=True, kw_only=True)
class InspectGarment:
    """Look at a picture of clothes somebody wants to see on themselves (paper 3.1): what would stay as it is.

    ``keep`` and ``taps`` are those of `TryOn`, so that a correction can be looked at before anything is drawn.
    """

    kind: ClassVar[str] = "inspect-garment"
    lane: ClassVar[Lane] = Lane.LOOK
    photo: Path
    preview: Path  # where the picture with a number and a colour on every garment goes
    keep: tuple[int, ...] = ()
    taps: tuple[Tap, ...] = ()
    grid: bool = False  # the preview carries lettered squares, by which a place can be named without a pointer
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs


@dataclass(frozen=True, kw_only=True)
class Garment:
    """One piece of clothing found."""

    number: int  # 1, 2, ... from top to bottom
    #: coat: worn open over a top; uniform: one cloth with legs; whole: all that lies there, pieces are not told apart
    kind: Literal["top", "coat", "bottom", "trousers", "skirt", "dress", "uniform", "whole"]
    box: tuple[float, ...]  # left, top, right, bottom, shares of width and height
    share: float  # 0..1 of the picture
    kept: bool = True  # it is among those that would stay


@dataclass(frozen=True, kw_only=True)
class Garments:
    """The answer to `InspectGarment`."""

    kind: ClassVar[str] = "inspect-garment"
    garments: tuple[Garment, ...]
    preview: Path
    worn: bool  # somebody, or a figure with limbs, is in it
    face: bool  # a face that can become the person's is seen
    redrawn: tuple[Part, ...]  # what the base here will draw anew
    stays: tuple[Part, ...]  # what it cannot draw: this stays the model's
    problem: str = ""  # "garment-not-worn" or "unfit-head": with what a `TryOn` would end on the base here
    reason: str = ""  # of "unfit-head"
    columns: int = 0  # of the grid: A, B, C ... across
    rows: int = 0  # and 1, 2, 3 ... down
    backends: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TryOn:
    """Show a learnt person in the clothes of a picture (paper 3.1): all but the garment is drawn anew."""

    kind: ClassVar[str] = "tryon"
    lane: ClassVar[Lane] = Lane.DEVICE
    garment: Path
    identity: Path
    out: Path  # folder for the pictures
    keep: tuple[int, ...] = ()  # numbers of `Garment`; empty: all of them
    taps: tuple[Tap, ...] = ()
    background: Background = Background.KEEP
    scene: str = ""  # words for the background, on a base that draws one; they go before `background`
    count: int = 2  # variants
    seed: int = 0
    face_weight: float = 1.0
    debug: Path | None = None  # folder for a picture of every stage
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs


@dataclass(frozen=True, kw_only=True)
class TriedOn:
    """The answer to `TryOn`, most alike first."""

    kind: ClassVar[str] = "tryon"
    pictures: tuple[Redrawn, ...]
    redrawn: tuple[Part, ...]
    stays: tuple[Part, ...]
    background: Background
    base: str
    width: int
    height: int
    withheld: int = 0
    backends: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    from_photos: bool = False  # the person was drawn and is an instant identity


class BadGarmentError(EngineError):
    """Clothes cannot be tried on from a picture (paper 3.1); each reason is a class below."""

    code = "bad-garment"


class NoGarmentError(BadGarmentError):
    """No clothes are found in the picture, or the corrections leave none.

    ``reason`` is "nobody" (neither people nor clothes), "bare" (somebody, whose clothes are not told apart), "ground"
    (clothes nobody wears, not told from what they lie on) or "corrected".
    """

    code = "no-garment"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NoSuchGarmentError(BadGarmentError):
    """``garments`` pieces were found, none of them numbered ``number``."""

    code = "no-such-garment"

    def __init__(self, number: int, garments: int) -> None:
        super().__init__(number=number, garments=garments)


class GarmentNotWornError(BadGarmentError):
    """Nobody wears the clothes, and the base in use draws faces only."""

    code = "garment-not-worn"


class GarmentTooSmallError(BadGarmentError):
    """The picture's shorter side is ``pixels`` long, ``needed`` are the least."""

    code = "garment-too-small"

    def __init__(self, pixels: int, needed: int) -> None:
        super().__init__(pixels=pixels, needed=needed)


class UnfitHeadError(BadGarmentError):
    """Whoever wears the clothes has no head that can be redrawn.

    ``reason`` is "no-face", "too-small", "turned-away" or "child".
    """

    code = "unfit-head"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NarrowPhotosError(BadGarmentError):
    """All photos of the person that fit the wearer's pose cut off so much of the head that nobody can complete it."""

    code = "narrow-photos"


class BeardCutError(BadGarmentError):
    """The person's beard hangs under their chin, and no photo gives a head with it: it would be cut off there."""

    code = "beard-cut"


class SceneNotHereError(BadGarmentError):
    """A background was described in words, and the base in use draws faces only."""

    code = "scene-not-here"


class DresserNotHereError(BadGarmentError):
    """The operator chose what dresses people, ``name``, and nothing of it works on the base in use."""

    code = "dresser-not-here"

    def __init__(self, name: str, base: str) -> None:
        super().__init__(name=name, base=base)


TASKS = (Task(TryOn, TriedOn), Task(InspectGarment, Garments, module="inspect"))
