"""How long somebody waits: from 8 photos to a learnt face, and from there to the first finished portrait.

Both run as a worker runs them (`engine.tasks`): reading the photos, the first picture before the training, the
training, the adapter on disk; then candidates, the choice among them, enlarging, face fusion and the labelled file.
The models are warm, as they are in a worker that has just learnt a face.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Protocol

import numpy as np
from PIL import Image

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.face_quality import large_enough
from engine.faces.registry import Faces
from engine.models import Models
from engine.requests import Progress
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait


class Photographed(Protocol):
    """Somebody with photos."""

    photos: np.ndarray  # (8, 128, 128, 3)


def waiting(
    settings: EngineSettings, pipeline: PortraitPipeline, faces: Faces, people: list[Photographed]
) -> dict[str, float]:
    """Return ``learnt_seconds`` and ``first_portrait_seconds``, medians over ``people``."""
    models = Models(settings)
    models.pipeline, models.faces = pipeline, faces
    learnt, first = [], []
    for person in people:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            photos = tuple(_saved(photo, folder / f"{number}.png") for number, photo in enumerate(person.photos))
            began = time.monotonic()
            enrol.run(Enrol(photos=photos, identity=folder / "face"), models, _unseen, _never)
            learnt.append(time.monotonic() - began)
            began = time.monotonic()
            request = Portrait(identity=folder / "face", style="natural", out=folder / "made", count=1, draw="base")
            portrait.run(request, models, _unseen, _never)
            first.append(time.monotonic() - began)
    return {"learnt_seconds": median(learnt), "first_portrait_seconds": median(first)}


def _saved(photo: np.ndarray, file: Path) -> Path:
    Image.fromarray(large_enough(photo)).save(file)
    return file


def _unseen(progress: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False
