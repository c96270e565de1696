"""One selfie comes in, a verdict comes out (paper 2.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Literal

from engine.requests import Lane, Task

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
    DRAWN = "drawn"  # a drawing, a painting, a computer's picture
    REPHOTOGRAPHED = "rephotographed"  # a photo of a screen or of a print
    FORWARDED = "forwarded"  # somebody else sent it first
    DUPLICATE = "duplicate"
    OTHER_PERSON = "other-person"
    BLOCKED = "blocked"  # its owner has forbidden this face to the bot
    UNDER_AGE = "under-age"
    NUDITY = "nudity"


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What was understood about the person (paper, table 1); the owner may correct gender and age band."""

    gender: Literal["man", "woman", "person"]  # person: only where the owner asked to be called so
    age_band: Literal["young", "adult", "mature"]
    age: float  # years
    tags: tuple[str, ...] = ()  # kept, image-specific tags: "glasses", "smiling"
    grown: float | None = None  # the age gate's score: 0 and above is grown up; None where only the age was read


@dataclass(frozen=True, kw_only=True)
class Scored:
    """How grown up somebody looked on a photo, and who it was (128 numbers)."""

    grown: float
    embedding: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class InspectPhoto:
    """Look at one selfie: usable or not, and why (paper 2.1)."""

    kind: ClassVar[str] = "inspect"
    lane: ClassVar[Lane] = Lane.LOOK
    photo: Path
    cleaned: Path  # where the upright, metadata-free PNG goes
    known_embeddings: tuple[tuple[float, ...], ...] = ()  # of the photos accepted so far, 128 floats each
    known_hashes: tuple[str, ...] = ()  # perceptual hashes of all photos so far
    known_sides: tuple[float, ...] = ()  # pixels of the face in each of these; 0 where nobody knows
    scores: tuple[Scored, ...] = ()  # how grown up each photo so far looked, those refused for it too
    vouched: bool = False  # an admin knows that the person is grown up
    forbidden: tuple[tuple[float, ...], ...] = ()  # faces that were blocked, 128 numbers each; known when it runs


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
    side: float = 0.0  # pixels of the face
    replaces: str = ""  # the hash of a smaller copy of this photo that was accepted before
    turned: int = 0  # degrees the picture had to be turned clockwise
    backends: dict[str, str] = field(default_factory=dict)  # component -> backend that answered
    seconds: float = 0.0


TASKS = (Task(InspectPhoto, PhotoVerdict),)
