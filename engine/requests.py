"""What goes into the engine and what comes out: one frozen type per task, and nothing else crosses.

Pictures travel as files (`Path`), numbers as plain Python values, so every type turns into JSON and back
(`to_json`, `from_json`) and can wait in a table, cross to a worker process or a Ray actor.
Importing this module loads neither torch nor numpy.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal


class Lane(StrEnum):
    """Which kind of worker runs a task: quick looks at photos never wait behind a training."""

    LOOK = "look"  # perception on the CPU, answers within 2 seconds
    DEVICE = "device"  # training and drawing, one at a time per device


#: How files of photos end in a folder. What a file is, its content says.
PHOTO_ENDINGS = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".heic",
        ".heif",
        ".hif",
        ".avif",
        ".bmp",
        ".gif",
        ".tif",
        ".tiff",
    ],
)


class PhotoProblem(StrEnum):
    """Why a photo is refused; each has a sentence ``photo-<value>`` that says what to try instead."""

    NOT_AN_IMAGE = "not-an-image"
    FORMAT = "unknown-format"  # a picture of a kind that cannot be read here
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_LARGE = "too-large"
    ANIMATED = "animated"
    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    FACE_TOO_SMALL = "face-too-small"
    BLURRED = "blurred"
    BAD_LIGHT = "bad-light"
    TURNED_AWAY = "turned-away"
    EYES_CLOSED = "eyes-closed"
    COVERED = "covered"
    DUPLICATE = "duplicate"
    OTHER_PERSON = "other-person"
    UNDER_AGE = "under-age"
    NUDITY = "nudity"


class SoundProblem(StrEnum):
    """Why a sound is refused; each has a sentence ``sound-<value>`` that says what to try instead."""

    BROKEN = "broken"
    NO_AUDIO = "no-audio"
    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"
    SILENT = "silent"
    NO_SPEECH = "no-speech"


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What was understood about the person (paper, table 1); the owner may correct gender and age band."""

    gender: Literal["man", "woman", "person"]  # person: only where the owner asked to be called so
    age_band: Literal["young", "adult", "mature"]
    age: float  # years
    tags: tuple[str, ...] = ()  # kept, image-specific tags: "glasses", "smiling"


@dataclass(frozen=True, kw_only=True)
class InspectPhoto:
    """Look at one selfie: usable or not, and why (paper 2.1)."""

    kind: ClassVar[str] = "inspect"
    lane: ClassVar[Lane] = Lane.LOOK
    photo: Path
    cleaned: Path  # where the upright, metadata-free PNG goes
    known_embeddings: tuple[tuple[float, ...], ...] = ()  # of the photos accepted so far, 128 floats each
    known_hashes: tuple[str, ...] = ()  # perceptual hashes of all photos so far
    keep_large: bool = False


@dataclass(frozen=True, kw_only=True)
class PhotoVerdict:
    """The answer to `InspectPhoto`. ``problem`` None means accepted."""

    kind: ClassVar[str] = "inspect"
    problem: PhotoProblem | None
    cleaned: Path | None = None
    quality: float = 0.0  # 0..1, composite (paper 2.4, FQA row)
    looks: Looks | None = None
    embedding: tuple[float, ...] = ()
    perceptual_hash: str = ""
    turned: int = 0  # degrees the picture had to be turned clockwise
    backends: dict[str, str] = field(default_factory=dict)  # component -> backend that answered
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Enrol:
    """Learn a person's face as a LoRA (paper 2.1, 2.2)."""

    kind: ClassVar[str] = "enrol"
    lane: ClassVar[Lane] = Lane.DEVICE
    photos: tuple[Path, ...]  # cleaned, accepted photos
    identity: Path  # folder to write: face.safetensors, identity.json, best.png
    base: str = "auto"
    gender: Literal["man", "woman", "person"] | None = None  # the owner's correction
    age_band: Literal["young", "adult", "mature"] | None = None
    tags: tuple[str, ...] | None = None  # the owner's correction of the tags
    seed: int = 0
    steps: int | None = None  # None: those of the preset
    preset: Literal["quick", "good", "best"] = "good"  # how long it is learnt, as the base has it
    instant: bool = False  # no training: ready within seconds, less alike
    work: Path | None = None  # folder in which a killed training goes on


@dataclass(frozen=True, kw_only=True)
class EnrolInstant(Enrol):
    """Know a person from the photos alone, to draw with until the training of `Enrol` is done."""

    kind: ClassVar[str] = "instant"
    instant: bool = True


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """The answer to `Enrol`; everything lies in ``identity``."""

    kind: ClassVar[str] = "enrol"
    identity: Path
    base: str
    looks: Looks
    photos: int
    steps: int
    seconds: float
    loss: float
    backends: dict[str, str] = field(default_factory=dict)
    instant: bool = False
    held_back: int = 0  # photos the training did not see, by which the best of its candidates was chosen
    kept_step: int = 0  # the step that candidate is of
    resumed_at: int = 0  # the step an interrupted training went on from
    edition: str = ""  # of the base, see `engine.weights.edition`


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
    fuse_face: bool = True  # paper 2.4, face fusion
    side: int | None = None  # pixels of the finished picture's longer side; None: the base's own, at least 512
    refine: Literal["none", "face", "hires"] = "none"  # draw the face again at full size, or the whole picture larger
    variation: float | None = None  # 0..1: share of its own noise each picture mixes into that of `seed`
    sampler: Literal["auto", "quality", "fast"] = "auto"  # auto: what the base draws portraits with
    adapt: bool = False  # try a few weights around the given ones and take the best
    draw: Literal["auto", "canvas", "base"] = "auto"  # auto: a canvas where the base is small and the style has one
    expression: Expression = Expression.AS_IS  # this and the next three are a canvas's
    framing: Framing = Framing.AUTO
    scene: str = ""  # another scene than the style's, by name
    scene_picture: Path | None = None  # a picture somebody sent to stand behind them
    shape: Shape = Shape.SQUARE


@dataclass(frozen=True, kw_only=True)
class Tried:
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
    backends: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)  # step -> seconds
    tried: tuple[Tried, ...] = ()  # with `Portrait.adapt`, the usual weights first
    from_photos: bool = False  # of an instant identity: nothing was trained
    edition: str = ""  # of the base, see `engine.weights.edition`
    learnt_on: str = ""  # the edition the face was learnt on; "" where none is known


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Make a portrait speak (paper 3.2): a sound somebody sent, or a text said by a voice.

    The choices are those of `engine.talking.options.TalkingOptions`; out of range they raise ValueError there.
    """

    kind: ClassVar[str] = "talk"
    lane: ClassVar[Lane] = Lane.DEVICE
    portrait: Path
    out: Path  # folder for the clip
    audio: Path | None = None  # None: `text` is spoken
    text: str = ""  # with `audio`: what is said in it, if known, for lips that fit better
    voice: str = "auto"  # a name in engine/talking/voices.toml, or auto: the best one here for `language`
    language: str = "en"
    backend: str = "auto"  # which animator
    size: int = 512  # pixels of the longer side
    pose_style: int = 0  # 0..45
    expression: float = 1.0  # 0.5..2
    blink_rate: float = 16.0  # a minute
    still: bool = False
    framing: str = "crop"  # crop or full
    enhance: bool = False  # twice the pixels
    note: bool = False  # a square video note of at most a minute
    gif: bool = False  # a small moving picture beside the clip
    seed: int = 0
    most_seconds: float = 60.0  # a longer sound is refused
    most_bytes: int = 10_000_000  # a larger file is made smaller


@dataclass(frozen=True, kw_only=True)
class TalkingClip:
    """The answer to `Talk`: MP4 with H.264 and AAC."""

    kind: ClassVar[str] = "talk"
    file: Path
    gif: Path | None
    seconds: float
    width: int
    height: int
    fps: int
    voice: str  # empty when somebody's own voice was used
    cover: Path | None = None  # a small JPEG of how it begins, for players that show one before they play
    backends: dict[str, str] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)  # step -> seconds


@dataclass(frozen=True, kw_only=True)
class Speak:
    """Let a voice say a sentence, for listening before choosing."""

    kind: ClassVar[str] = "speak"
    lane: ClassVar[Lane] = Lane.LOOK
    text: str
    out: Path  # the file to write, OGG with Opus
    voice: str = "auto"
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The answer to `Speak`."""

    kind: ClassVar[str] = "speak"
    file: Path
    voice: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class InspectTemplate:
    """Look at a picture somebody wants to be put into: whose faces are there (paper 2.5)."""

    kind: ClassVar[str] = "inspect-template"
    lane: ClassVar[Lane] = Lane.LOOK
    template: Path
    numbered: Path  # where the picture with a number on every face goes


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


@dataclass(frozen=True, kw_only=True)
class Template:
    """Put learnt people into a template picture (paper 2.5)."""

    kind: ClassVar[str] = "template"
    lane: ClassVar[Lane] = Lane.DEVICE
    template: Path
    people: tuple[Path, ...]  # identity folders
    out: Path  # folder for the pictures
    places: tuple[int, ...] = ()  # the face each person takes; empty with one person: the largest
    count: int = 2  # variants
    seed: int = 0
    strength: float = 0.65  # 0..1, how much of the template's face is turned into noise (paper 2.5.2)
    face_weight: float = 1.0
    sampler: Literal["quality", "fast"] = "quality"
    debug: Path | None = None  # folder for a picture of every stage


@dataclass(frozen=True, kw_only=True)
class Redrawn:
    """One finished variant. ``likeness`` is that of its least alike face, ``each`` in the order of the people."""

    file: Path
    seed: int
    likeness: float
    each: tuple[float, ...]
    each_before_fusion: tuple[float, ...]
    likely: bool  # every face is close enough to be called the same person


@dataclass(frozen=True, kw_only=True)
class Templated:
    """The answer to `Template`, most alike first."""

    kind: ClassVar[str] = "template"
    pictures: tuple[Redrawn, ...]
    base: str
    width: int
    height: int
    withheld: int = 0
    backends: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    from_photos: bool = False  # somebody in it is an instant identity


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
    BACKGROUND = "background"


@dataclass(frozen=True, kw_only=True)
class Tap:
    """A place somebody pointed at, in shares of width and height, where the garment is missing or is not.

    It counts for the whole region of like colour around it, up to the next edge.
    """

    x: float
    y: float
    add: bool = True  # False: this is no garment, draw it anew


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


@dataclass(frozen=True, kw_only=True)
class Garment:
    """One piece of clothing found."""

    number: int  # 1, 2, ... from top to bottom
    kind: Literal["top", "bottom", "dress", "whole"]  # whole: all that lies there, pieces could not be told apart
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
    from_photos: bool = False  # the person is an instant identity


@dataclass(frozen=True, kw_only=True)
class TrainStyle:
    """Learn a style from pictures of different people in one look (paper 2.2, "offline")."""

    kind: ClassVar[str] = "train-style"
    lane: ClassVar[Lane] = Lane.DEVICE
    pictures: tuple[Path, ...]
    out: Path  # folder to write: <name>.safetensors, <name>.toml, <name>.png
    name: str
    titles: dict[str, str] = field(default_factory=dict)  # language -> title
    prompt: str = ""  # what the pictures show, without who; empty: the name
    seed: int = 0
    steps: int | None = None  # None: the preset of the base
    work: Path | None = None  # folder in which a killed training goes on


@dataclass(frozen=True, kw_only=True)
class StyleTrained:
    """The answer to `TrainStyle`."""

    kind: ClassVar[str] = "train-style"
    adapter: Path
    record: Path
    preview: Path
    base: str
    pictures: int  # of which so many showed a face
    steps: int
    first_loss: float
    loss: float
    seconds: float
    resumed_at: int = 0  # the step an interrupted training went on from


@dataclass(frozen=True, kw_only=True)
class Stickers:
    """Cut people out of finished pictures for a messenger's stickers."""

    kind: ClassVar[str] = "stickers"
    lane: ClassVar[Lane] = Lane.LOOK
    pictures: tuple[Path, ...]
    out: Path  # folder for the stickers
    side: int = 512  # pixels of the longer side


@dataclass(frozen=True, kw_only=True)
class CutOut:
    """The answer to `Stickers`: WebP files with a transparent background, in the order of the pictures."""

    kind: ClassVar[str] = "stickers"
    stickers: tuple[Path, ...]
    skipped: int = 0  # pictures in which nobody was found
    backends: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a running job is. ``stage`` has a sentence ``stage-<value>``; a new ``preview`` has a new file name."""

    stage: str
    done: int
    total: int
    seconds_left: float | None = None
    preview: Path | None = None


Request = (
    InspectPhoto
    | Enrol
    | EnrolInstant
    | Portrait
    | Talk
    | Speak
    | InspectTemplate
    | Template
    | InspectGarment
    | TryOn
    | TrainStyle
    | Stickers
)
Result = (
    PhotoVerdict
    | Enrolled
    | Portraits
    | TalkingClip
    | Spoken
    | TemplateFaces
    | Templated
    | Garments
    | TriedOn
    | StyleTrained
    | CutOut
)
REQUESTS: dict[str, type] = {cls.kind: cls for cls in typing.get_args(Request)}
RESULTS: dict[str, type] = {cls.kind: cls for cls in typing.get_args(Result)}


def to_json(value: Any) -> dict[str, Any]:
    """Turn a request, result or progress into plain JSON values."""

    def plain(item: Any) -> Any:
        if dataclasses.is_dataclass(item):
            return {f.name: plain(getattr(item, f.name)) for f in dataclasses.fields(item)}
        if isinstance(item, Path):
            return str(item)
        if isinstance(item, dict):
            return {key: plain(inner) for key, inner in item.items()}
        if isinstance(item, (tuple, list)):
            return [plain(inner) for inner in item]
        return item

    return plain(value)


def from_json(cls: type, value: dict[str, Any]) -> Any:
    """Rebuild ``cls`` from `to_json` output; unknown fields are ignored, so old rows survive an upgrade."""
    hints = typing.get_type_hints(cls)
    names = {f.name for f in dataclasses.fields(cls)}
    return cls(**{name: _rebuild(hints[name], item) for name, item in value.items() if name in names})


def _rebuild(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _rebuild(next(a for a in arguments if a is not type(None)), value)
    if origin is tuple:
        return tuple(_rebuild(arguments[0], item) for item in value)
    if origin is dict:
        return dict(value)
    if isinstance(hint, type):
        if dataclasses.is_dataclass(hint):
            return from_json(hint, value)
        if issubclass(hint, (Path, StrEnum)):
            return hint(value)
    return value
