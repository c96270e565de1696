"""From accepted photos to what one training needs: latents, text states and the weight of every latent cell.

Everything is computed once (paper 2.2): the loop never touches the autoencoder or the text encoder again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import torch

from engine.bases import Family
from engine.diffusion.painter import Painter, Shot
from engine.faces.framing import eye_transform, geometry, mirrored, warp
from engine.faces.types import Mesh

VARIANTS = 4  # framings of each photo, and the mirror image of each
JITTER = np.array([0.03, 0.03, 0.10, 0.06])  # shifts (shares of the side), log scale, radians: standard deviations
OUTSIDE = 0.25  # loss weight of what is not head


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """One selfie as the dataset takes it.

    ``picture`` (height, width, 3) uint8 RGB, ``head`` (height, width) float 0..1, ``mesh`` in its pixels,
    ``embedding`` (128,) or None.
    """

    picture: np.ndarray
    head: np.ndarray
    mesh: Mesh
    embedding: np.ndarray | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """``latents`` (N, C, h, w); ``weights`` (N, h, w) loss weights; ``states`` (N, tokens, width).

    ``added`` holds what bases of the XL kind are told beside the states, N rows each. ``people`` (N, 128) are the
    embeddings the drawn faces are compared with, NaN where nobody's; None where nothing is compared.
    """

    latents: torch.Tensor
    weights: torch.Tensor
    states: torch.Tensor
    added: dict[str, torch.Tensor] = field(default_factory=dict)
    people: torch.Tensor | None = None

    def joined(self, other: Dataset) -> Dataset:
        """Return both, row after row."""
        pairs = ((self.latents, other.latents), (self.weights, other.weights), (self.states, other.states))
        latents, weights, states = (torch.cat(pair) for pair in pairs)
        added = {name: torch.cat([value, other.added[name]]) for name, value in self.added.items()}
        people = self.people
        if people is not None:
            nobody = torch.full((len(other.latents), people.shape[1]), torch.nan, device=people.device)
            people = torch.cat([people, nobody if other.people is None else other.people])
        return Dataset(latents=latents, weights=weights, states=states, added=added, people=people)


def framing(
    family: Family, sample: Sample, jitter: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (picture (side, side, 3), head mask (side, side), geometry (28,)) of a photo as the base wants it."""
    transform = eye_transform(sample.mesh.points, family.side, family.eyes_y, family.eye_distance, jitter)
    picture = warp(sample.picture, transform, family.side)
    head = cv2.warpAffine(sample.head.astype(np.float32), transform, (family.side, family.side))
    return picture, head, geometry(sample.mesh.points, transform, family.side, sample.mesh.blendshapes)


def build(painter: Painter, samples: list[Sample], prompt: str, seed: int) -> Dataset:
    """Cache every framing of every photo with the states of ``prompt``.

    Where the base reads person tokens, most rows carry them and some do not, so the adapter works with and without.
    """
    rng = np.random.default_rng(seed)
    family = painter.family
    pictures, heads, shapes, embeddings = [], [], [], []
    for sample in samples:
        for number in range(VARIANTS):
            jitter = rng.normal(size=4) * family.face.jitter * JITTER if number else None
            picture, head, shape = framing(family, sample, jitter)
            for flipped in (False, True):
                pictures.append(picture[:, ::-1] if flipped else picture)
                heads.append(head[:, ::-1] if flipped else head)
                shapes.append(mirrored(shape[None])[0] if flipped else shape)
                embeddings.append(sample.embedding)
    latents = painter.encode(np.stack(pictures))
    cells = latents.shape[-2:]
    masks = np.stack(
        [cv2.resize(np.ascontiguousarray(head), cells[::-1], interpolation=cv2.INTER_AREA) for head in heads]
    )
    weights = torch.from_numpy(OUTSIDE + (1 - OUTSIDE) * masks).float().to(latents.device)
    shown = [embedding if number % 4 else None for number, embedding in enumerate(embeddings)]
    posed = [shape if number % 3 else None for number, shape in enumerate(shapes)]
    with torch.no_grad():
        states = painter.states([prompt] * len(pictures), shown, posed)
    added = painter.added([prompt] * len(pictures))
    known = [embedding for embedding in embeddings if embedding is not None]
    people = None
    if known:
        mean = torch.from_numpy(np.mean(known, 0)).float().to(latents.device)
        people = mean.expand(len(latents), -1)
    return Dataset(latents=latents, weights=weights / weights.mean(), states=states, added=added, people=people)


def prior(painter: Painter, prompt: str, count: int, weight: float, seed: int) -> Dataset:
    """Return pictures of anybody that the bare base draws, to be learnt beside a person's with ``weight``.

    So the word for a class of people keeps its meaning while the trigger gets one.
    """
    painter.use(face=None, style=None)
    pictures = painter.draw([Shot(prompt=prompt, seed=seed + number) for number in range(count)])
    latents = painter.encode(np.stack(pictures))
    with torch.no_grad():
        states = painter.states([prompt] * count, [None] * count, [None] * count)
    cells = torch.full((count, *latents.shape[-2:]), float(weight), device=latents.device)
    return Dataset(latents=latents, weights=cells, states=states, added=painter.added([prompt] * count))
