"""The portraits of the bench ``talking``: the public-domain astronaut and four people who do not exist.

The four are drawn by the embedded base from fixed seeds and finished like any portrait; one of them is painted. They
borrow the astronaut's position in the frame, which makes eyes and mouth come out whole, but not her face or smile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skimage.data
from numpy.typing import NDArray

from engine import people as synthetic
from engine import weights
from engine.bases import Family
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces import images
from engine.faces.framing import eye_transform, geometry
from engine.faces.registry import Faces
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, RGB, Mesh
from engine.settings import EngineSettings
from engine.tasks.inspect.request import PHOTO_ENDINGS

GRIN = "happy"  # what the laughing photos of synthetic people are called
SIDE = 512  # pixels of a finished portrait
NARROWER, LOWER = 0.82, 2.0  # the astronaut's smile taken back: share of the mouth's width, pixels its corners sink
CALM = {"mouthSmileLeft": 0.05, "jawOpen": 0.01, "eyeBlinkLeft": 0.05, "eyeSquintLeft": 0.2}


@dataclass(frozen=True, kw_only=True)
class Nobody:
    """A person who does not exist: what the base is asked for, and the seed."""

    words: str
    seed: int
    style: str = ""  # file of an adapter of the embedded base


NOBODIES = (
    Nobody(words="a young woman", seed=5),
    Nobody(words="a man", seed=0),
    Nobody(words="a mature woman", seed=2),
    Nobody(words="a mature man", seed=4, style="oil.safetensors"),
)


def portraits(faces: Faces, settings: EngineSettings) -> Iterator[RGB]:
    """Yield five portraits, (512, 512, 3) uint8 RGB; about half a minute of one core."""
    astronaut = np.ascontiguousarray(skimage.data.astronaut())
    yield astronaut
    mesh = faces.mesh(astronaut)
    if mesh is None:
        raise ValueError("the face mesh does not see the astronaut")
    pipeline = PortraitPipeline(settings)
    pose = calm(mesh, pipeline.family)
    for one in NOBODIES:
        style = weights.path(settings.weights, "pocket-styles", one.style) if one.style else None
        pipeline.use(face=None, style=style)
        prompt = pipeline.family.prompt.format(subject=one.words, style="")
        (drawn,) = pipeline.draw([GenerationRequest(prompt=prompt, seed=one.seed, geometry=pose)])
        yield faces.upscale(drawn, SIDE)


def calm(mesh: Mesh, family: Family) -> NDArray[np.float32]:
    """Return the (28,) geometry of a face that lies where ``mesh`` does and does not smile."""
    points = mesh.points.copy()
    corners = [MOUTH_RIGHT, MOUTH_LEFT]
    middle = points[corners, :2].mean(axis=0)
    points[corners, :2] = middle + (points[corners, :2] - middle) * NARROWER + [0, LOWER]
    return geometry(points, eye_transform(mesh.points, SIDE, family.eyes_y, family.eye_distance), SIDE, CALM)


def grins(weights_folder: Path, names: Iterable[str]) -> Iterator[RGB]:
    """Yield the laughing photo of each of these synthetic people, uint8 RGB: teeth are seen and lips far apart."""
    for name in names:
        laughing = next(cut for cut in synthetic.people()[name] if cut.shows == GRIN)
        yield np.asarray(synthetic.photo(weights_folder, name, laughing))


def photos(folder: Path, most: int) -> Iterator[RGB]:
    """Yield up to ``most`` photos of an operator's folder and its folders, by name. Raises `BadPhotoError`."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PHOTO_ENDINGS)
    for path in found[:most]:
        yield images.load(path)
