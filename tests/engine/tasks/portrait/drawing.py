"""A portrait on a tiny random base with perception that only listens: what reaches the base and face fusion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.fuse import Fused, Selfie
from engine.faces.types import RGB, Mesh
from engine.identity import Identity
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait, Portraits
from tests.engine.training.people import LOOKS, samples


class Listening:
    """Stands for `Faces`: every picture shows one face, nothing is nude, and what is fused is remembered."""

    def __init__(self) -> None:
        self.backends: dict[str, str] = {}
        self.fused: list[dict[str, object]] = []
        self.shown: list[list[RGB]] = []

    def load(self, file: Path) -> RGB:
        """Read a picture."""
        return np.asarray(Image.open(file))

    def selfies(self, who: object, read: Callable[[], list[Selfie]]) -> list[Selfie]:
        """Read anew each time."""
        return read()

    def mesh(self, rgb: RGB) -> Mesh:
        """Return a made-up one."""
        return samples(1)[0].mesh

    def faces(self, rgb: RGB) -> list[object]:
        """Nobody counts."""
        return []

    def embed(self, rgb: RGB, face: object = None) -> np.ndarray:
        """Return something that depends on the picture."""
        return np.resize(rgb.astype(np.float32).ravel(), 128) / 2550

    def nude(self, rgb: RGB) -> float:
        """Never."""
        return 0.0

    def upscale(self, rgb: RGB, side: int) -> RGB:
        """Resize."""
        scale = side / max(rgb.shape[:2])
        return cv2.resize(rgb, (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)))

    def fuse(self, picture: RGB, selfies: list, **options: object) -> Fused:
        """Remember."""
        self.fused.append(options)
        self.shown.append([selfie.looked for selfie in selfies])
        return Fused(picture=picture, mask=np.zeros(picture.shape[:2], np.float32), strength_used=1.0)

    def order(self, pictures: list[RGB], distances: list[float], photos: list[RGB]) -> list[int]:
        """As they come."""
        return list(range(len(pictures)))


def identity(folder: Path, looks: Looks = LOOKS, base: str = "sd15") -> Identity:
    """Write somebody who is known from one photo."""
    folder.mkdir(parents=True, exist_ok=True)
    (sample,) = samples(1)
    Image.fromarray(sample.picture).save(folder / "selfie-0.png")
    made = Identity(
        base=base, looks=looks, trigger="", selfies=("selfie-0.png",), steps=0, seed=0, seconds=0.0, loss=0.0,
        embeddings=(tuple(map(float, sample.embedding)),), geometry=(), instant=True,
    )  # fmt: skip
    made.save(folder)
    return made


def drawn(pipeline: PortraitPipeline, folder: Path, style: str, **options: object) -> tuple[Portraits, Listening]:
    """Draw one portrait in a style; return the answer and who listened."""
    faces = options.pop("faces", None) or Listening()
    models = Models(EngineSettings(weights=folder, device="cpu", threads=1))
    models.pipeline, models.faces, models.family = pipeline, faces, pipeline.family
    if not (folder / "who" / "identity.json").exists():
        identity(folder / "who")
    request = Portrait(
        identity=folder / "who", style=style, out=folder / "out", **{"count": 1, "side": 64, "draw": "base", **options}
    )
    return portrait.run(request, models, lambda step: None, lambda: False), faces
