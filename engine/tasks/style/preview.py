"""The picture a list shows of a style: one fixed face of nobody, in the style, small and labelled.

    python -m engine.tasks.style.preview [NAME...]     # of shipped styles the embedded base draws; without a NAME all

The face comes from words and a seed alone, so there is nobody it shows; `SEED` was chosen by eye among twelve.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from engine.bases import Family
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import UnsafePictureError
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.models import Models
from engine.prompts import prompt
from engine.safety.nudity import NUDE
from engine.safety.provenance import save_labelled
from engine.settings import EngineSettings
from engine.styles import HERE, Style, StyleBook
from engine.tasks.inspect.request import Looks

SEED = 10
FACE = Looks(gender="woman", age_band="adult", age=30.0)
SIDE, QUALITY = 192, 80  # pixels and JPEG quality of a shipped preview: about 8 KB
FOLDER = "previews"  # beside styles.toml


def shot(family: Family, words: str) -> GenerationRequest:
    """Return what is drawn of a style of these words."""
    return GenerationRequest(prompt=prompt(family, FACE, words, trigger=False), seed=SEED)


def draw(
    pipeline: PortraitPipeline,
    faces: Faces,
    words: str,
    adapter: Path | None,
    weight: float,
    side: int,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> RGB:
    """Return the preview (side, side, 3), not yet labelled.

    Raises:
        UnsafePictureError: it may not be shown.
        JobCancelledError: ``cancelled`` returned True between two steps.
    """
    pipeline.use(face=None, style=adapter, style_weight=weight)
    picture = pipeline.draw([shot(pipeline.family, words)], cancelled=cancelled)[0]
    if faces.nude(picture) >= NUDE:
        raise UnsafePictureError
    return faces.upscale(picture, side)


def shipped(models: Models, names: list[str]) -> list[Path]:
    """Draw shipped styles on the base in use and return the files; ``names`` empty means all it draws."""
    pipeline = models.pipeline
    book = StyleBook(family=pipeline.family, weights=models.settings.weights)
    files = []
    for name in names or book.names():
        style: Style = book.all()[name]
        adapter = style.adapter(pipeline.family.name, pipeline.family.architecture)
        words = style.words if pipeline.family.small_vocabulary else style.text(FACE.gender)
        picture = draw(pipeline, models.faces, words, adapter, style.weight(pipeline.family.name), SIDE)
        files.append(HERE / FOLDER / f"{name}.jpg")
        files[-1].parent.mkdir(exist_ok=True)
        save_labelled(picture, files[-1], facts={"style": name}, quality=QUALITY)
    return files


if __name__ == "__main__":
    settings = EngineSettings(weights=Path("weights"), base="pocket", device="cpu", threads=1)
    print(*shipped(Models(settings), sys.argv[1:]), sep="\n")
