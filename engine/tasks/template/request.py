"""A picture and learnt people come in, the picture with their faces comes out (paper 2.5); before it, a look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from engine.errors import EngineError
from engine.requests import Lane, Task
from engine.tasks.portrait.request import Shape, Source


@dataclass(frozen=True, kw_only=True)
class InspectTemplate:
    """Look at a picture somebody wants to be put into: whose faces are there (paper 2.5)."""

    kind: ClassVar[str] = "inspect-template"
    lane: ClassVar[Lane] = Lane.LOOK
    template: Path
    numbered: Path  # where the picture with a number on every face goes
    #: Of people who are still to be drawn: one of `POSES`, or "photo": that of the people in ``template``.
    pose: str = ""
    style: str = ""  # what they will be drawn in; this and the next two are kept for the drawing
    shape: Shape = Shape.SQUARE
    prompt: str = ""  # sealed
    #: What else the portrait was asked for with: fields of `engine.tasks.portrait.request.Portrait`, as JSON.
    asked: dict[str, Any] = field(default_factory=dict)
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs


@dataclass(frozen=True, kw_only=True)
class TemplateFace:
    """One face of a template. ``problem`` is empty or has a sentence ``template-<value>``."""

    number: int  # 1, 2, ... in reading order
    box: tuple[float, ...]  # left, top, right, bottom, shares of width and height
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplateFaces:
    """The answer to `InspectTemplate`."""

    kind: ClassVar[str] = "inspect-template"
    faces: tuple[TemplateFace, ...]
    numbered: Path
    backends: dict[str, str] = field(default_factory=dict)
    places: bool = False  # a ready template: nobody is in it yet, its places are taken
    bodies: tuple[tuple[float, ...], ...] = ()  # of a pose in a photo, this and the next as in `Template`
    hands: tuple[tuple[float, ...], ...] = ()
    ratio: float = 1.0
    joints: str = ""  # bodies and hands, sealed: how this is kept


@dataclass(frozen=True, kw_only=True)
class Template:
    """Put learnt people into a template picture (paper 2.5)."""

    kind: ClassVar[str] = "template"
    lane: ClassVar[Lane] = Lane.DEVICE
    template: Path  # a picture, or the layout of a ready template (`engine.templates.layout`)
    people: tuple[Path, ...]  # identity folders
    out: Path  # folder for the pictures
    places: tuple[int, ...] = ()  # the face each person takes; empty with one person: the largest
    count: int = 2  # variants
    seed: int = 0
    strength: float = 0.65  # 0..1, how much of the template's face is turned into noise (paper 2.5.2)
    face_weight: float = 1.0
    sampler: Literal["quality", "fast"] = "quality"
    #: "canvas": the person's own pixels (`engine.canvas.swap`), "base": drawn, "edit": drawn by an edit model after
    #: reference photos, "auto": own where the base is small or cannot be steered, see `engine.tasks.shared.editing`.
    draw: Literal["auto", "canvas", "base", "edit"] = "auto"
    debug: Path | None = None  # folder for a picture of every stage
    style: str = ""  # of people in a pose, who are drawn before anybody is put in; this and the next six
    shape: Shape = Shape.SQUARE
    prompt: str = ""  # the person's own words, sealed until it runs
    bodies: tuple[tuple[float, ...], ...] = ()  # joints read in a photo: (x, y, whether seen) each, shares of its sides
    hands: tuple[tuple[float, ...], ...] = ()  # the 21 points of each hand there: (x, y) each, shares of its sides
    ratio: float = 1.0  # width over height of that photo
    joints: str = ""  # bodies and hands, sealed until it runs
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs


@dataclass(frozen=True, kw_only=True)
class Redrawn:
    """One finished variant. ``likeness`` is that of its least alike face, ``each`` in the order of the people."""

    file: Path
    seed: int
    likeness: float
    each: tuple[float, ...]
    each_before_fusion: tuple[float, ...]
    likely: bool  # every face is close enough to be called the same person
    source: Source = Source.BASE  # what the least own of its faces is
    edited: bool = True  # the file calls itself an edited picture, not a drawn one
    photos: tuple[int, ...] = ()  # whose own pixels were used: the number of each person's photo, 1 the best


@dataclass(frozen=True, kw_only=True)
class Templated:
    """The answer to `Template`, most alike first."""

    kind: ClassVar[str] = "template"
    pictures: tuple[Redrawn, ...]
    base: str
    width: int
    height: int
    withheld: int = 0
    spoilt: int = 0  # variants that were made and not good enough to be shown; where photos ran out none was made
    backends: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    from_photos: bool = False  # somebody drawn in it is an instant identity; own pixels gain nothing by learning


class BadTemplateError(EngineError):
    """Nobody can be put into a picture (paper 2.5); each reason is a class below."""

    code = "bad-template"


class NoFaceInTemplateError(BadTemplateError):
    """Nobody is seen in the template."""

    code = "no-face-in-template"


class NobodyPlacedError(BadTemplateError):
    """No person was named, or there is not one place for each."""

    code = "nobody-placed"


class NoSuchFaceError(BadTemplateError):
    """The template has ``faces`` faces, and none numbered ``number`` that is still free."""

    code = "no-such-face"

    def __init__(self, number: int, faces: int) -> None:
        super().__init__(number=number, faces=faces)


class UnfitFaceError(BadTemplateError):
    """Face ``number`` is not redrawn; ``reason`` is "turned-away", "too-small" or "child"."""

    code = "unfit-face"

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(number=number, reason=reason)


class SpoiltError(BadTemplateError):
    """No means make a good picture of this face; ``fault`` is what is wrong with the best of them.

    "eyes", "turned", "likeness", "blur", "marred", "neck" or "seam", see `engine.canvas.swap.judge`.
    """

    code = "spoilt-template"

    def __init__(self, fault: str) -> None:
        super().__init__(fault=fault)


class NoShouldersError(BadTemplateError):
    """Place ``number`` stands in the open, and no photo of who takes it shows the whole head and shoulders."""

    code = "no-shoulders"

    def __init__(self, number: int) -> None:
        super().__init__(number=number)
        self.number = number


class TemplateGoneError(BadTemplateError):
    """The picture was deleted before the job began."""

    code = "template-gone"


class FewerDrawnError(BadTemplateError):
    """The base drew fewer faces than people were to stand in a pose, several times."""

    code = "fewer-drawn"


class GuestLeftError(BadTemplateError):
    """Somebody who had agreed to be in this picture no longer does, or is no longer here."""

    code = "guest-left"


TASKS = (Task(Template, Templated), Task(InspectTemplate, TemplateFaces, module="inspect"))
