"""The people of the gallery: drawn by the embedded base from words alone, so that nobody of them lives.

Each is drawn twice: the second time with the face that the first drawing turned out to have, which the base then draws
clearly. Prompt and seed decide everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.framing import eye_transform, geometry
from engine.faces.regions import Mask, soften
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.lab.templates.sheet import Person
from engine.models import Models

SIDE = 512  # pixels a drawn person is enlarged to
SURE = 0.5  # of the person mask: from here on it is them


@dataclass(frozen=True, kw_only=True)
class Role:
    """Who is to be drawn."""

    subject: str
    seed: int

    @property
    def prompt(self) -> str:
        """Return the words for the base."""
        return f"a portrait photo of {self.subject}"


CAST = {
    "ada": Role(subject="a young woman, smiling", seed=5046),
    "bea": Role(subject="a young woman, smiling", seed=5047),
    "cleo": Role(subject="a mature woman, smiling", seed=5077),
    "dora": Role(subject="a young woman, smiling", seed=5043),
    "eve": Role(subject="a mature woman, smiling", seed=5075),
    "fay": Role(subject="a woman, smiling", seed=5014),
    "max": Role(subject="a young man, smiling", seed=5058),
    "ned": Role(subject="a young man, smiling", seed=5063),
    "otto": Role(subject="a mature man, smiling", seed=5094),
    "paul": Role(subject="a young man, smiling", seed=5057),
    "quin": Role(subject="a man, smiling", seed=5027),
    "ray": Role(subject="a man", seed=5020),
}


def cast(models: Models, kept: Path) -> dict[str, Person]:
    """Return everybody; ``kept`` is a folder in which drawings of an earlier run are found again.

    Raises:
        ValueError: no face is seen in a drawing.
    """
    kept.mkdir(parents=True, exist_ok=True)
    people = {}
    for name, role in CAST.items():
        file = kept / f"{role.seed}.png"
        if not file.exists():
            Image.fromarray(_drawn(models.pipeline, models.faces, role)).save(file)
        people[name] = cut_out(models.faces, np.asarray(Image.open(file).convert("RGB")))
    return people


def _drawn(pipeline: PortraitPipeline, faces: Faces, role: Role) -> RGB:
    pipeline.use(face=None, style=None)
    (first,) = pipeline.draw([GenerationRequest(prompt=role.prompt, seed=role.seed)])
    large = cv2.resize(first, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    face, family = faces.largest(large), pipeline.family
    if face is None or face.mesh is None:
        raise ValueError(f"no face is seen in what seed {role.seed} draws")
    points = face.mesh.points
    frame = eye_transform(points, family.side, family.eyes_y, family.eye_distance)
    shape = geometry(points, frame, family.side, face.mesh.blendshapes)
    shot = GenerationRequest(prompt=role.prompt, seed=role.seed, embedding=faces.embed(large, face), geometry=shape)
    return faces.upscale(pipeline.draw([shot])[0], SIDE)


def cut_out(faces: Faces, rgb: RGB) -> Person:
    """Return who is in a drawing (side, side, 3).

    Raises:
        ValueError: no face is seen.
    """
    mesh = faces.mesh(rgb)
    if mesh is None:
        raise ValueError("no face is seen")
    return Person(rgb=_in_focus(rgb, faces.cutter.cut_out(rgb, mesh).alpha), eyes=mesh.eyes)


def _in_focus(rgb: RGB, mask: Mask) -> RGB:
    """Blur what is not the person: what the base draws behind them has no shape."""
    solid = cv2.morphologyEx((mask > SURE).astype(np.float32), cv2.MORPH_CLOSE, np.ones((25, 25)))
    share = soften(solid, 7.0)[..., None]
    behind = cv2.GaussianBlur(rgb, (0, 0), 22.0)
    return np.round(rgb * share + behind * (1 - share)).astype(np.uint8)
