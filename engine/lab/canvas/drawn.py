"""Canvases of synthetic people for benches and previews: nobody real is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import people
from engine.canvas.draw import draw, variants
from engine.canvas.easel import Seen
from engine.canvas.recipes import Recipe
from engine.canvas.types import Subject
from engine.errors import BadPhotoError
from engine.faces.types import RGB
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.inspect.request import PhotoProblem

WEIGHTS = Path("weights")
SELFIE, PORTRAIT = "amateur_selfie", "studio_portrait"
BETTER = {"P005": PORTRAIT}  # whose selfie is against the light
SHOWN = ("P009", "P005", "P001", "P007", "P006", "P008", "P002", "P010")  # dark and light, women and men, in turn


def warm(weights: Path = WEIGHTS) -> Models:
    """Return models without a base: canvases need none."""
    return Models(EngineSettings(weights=weights, base="pocket", device="cpu", threads=1))


def subject(models: Models, person: str, sheet: str = "") -> Subject:
    """Return the photo of a synthetic person that is shown, or the one named ``sheet``, made ready.

    Raises:
        WeightMissingError: the component of the synthetic people has not been fetched.
        BadPhotoError: nothing can be made of the photo.
    """
    sheet = sheet or BETTER.get(person, SELFIE)
    cut = next(each for each in people.people()[person] if each.sheet == sheet)
    rgb = np.asarray(people.photo(models.settings.weights, person, cut))
    face = models.faces.largest(rgb)
    if face is None:
        raise BadPhotoError(PhotoProblem.NO_FACE)
    return models.easel.subject(Seen(rgb=rgb, face=face, number=1, mark=f"{person}-{sheet}"))


def drawn(models: Models, who: Subject, recipe: Recipe, *, long: int = 1024, seed: int = 0) -> RGB:
    """Return the first picture of a wish for ``recipe``, (long, 0.8 long, 3)."""
    first = variants(recipe, 1, seed=seed, photos=1)[0]
    scene = first.scene_of(models.easel.scenes)
    return draw(who, recipe, scene=scene, framing=first.framing, side=first.side, seed=first.seed, long=long).rgb
