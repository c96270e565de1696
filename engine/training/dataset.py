"""From accepted photos to what one training needs: latents, text states and the weight of every latent cell.

Everything is computed once (paper 2.2): the loop never touches the autoencoder or the text encoder again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from engine.faces.framing import mirrored
from engine.training.prepare import Sample, prepare

if TYPE_CHECKING:
    from engine.diffusion.pipeline import PortraitPipeline


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
    said: tuple[str, ...] = ()  # the caption of each row

    def joined(self, other: Dataset) -> Dataset:
        """Return both, row after row."""
        pairs = (self.latents, other.latents), (self.weights, other.weights), _as_long(self.states, other.states)
        latents, weights, states = (torch.cat(pair) for pair in pairs)
        added = {name: torch.cat([value, other.added[name]]) for name, value in self.added.items()}
        people = self.people
        if people is not None:
            nobody = torch.full((len(other.latents), people.shape[1]), torch.nan, device=people.device)
            people = torch.cat([people, nobody if other.people is None else other.people])
        said = (*self.said, *other.said)
        return Dataset(latents=latents, weights=weights, states=states, added=added, people=people, said=said)


def _as_long(one: torch.Tensor, other: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return two sets of states (N, tokens, width), the shorter ones filled up; `added` says how long each row is."""
    longest = max(one.shape[1], other.shape[1])
    filled = [functional.pad(states, (0, 0, 0, longest - states.shape[1])) for states in (one, other)]
    return filled[0], filled[1]


def build(pipeline: PortraitPipeline, samples: list[Sample], captions: list[str], seed: int) -> Dataset:
    """Cache every framing of every photo with the states of its caption.

    Where the base reads person tokens, most rows carry them and some do not, so the adapter works with and without.
    """
    rng = np.random.default_rng(seed)
    family = pipeline.family
    pictures, framed, shapes, embeddings, said = [], [], [], [], []
    for sample, caption in zip(samples, captions, strict=True):
        for number in range(family.face.variants):
            made = prepare(sample, family, rng.normal(size=4) * family.face.jitter if number else None)
            for flipped in (False, True)[: 1 + family.face.flips]:
                pictures.append(made.picture[:, ::-1] if flipped else made.picture)
                framed.append((made, flipped))
                shapes.append(mirrored(made.geometry[None])[0] if flipped else made.geometry)
                embeddings.append(sample.embedding)
                said.append(caption)
    latents = pipeline.encode(np.stack(pictures))
    cells = latents.shape[-2:]
    masks = [made.weight(cells, family.face.outside)[:, :: -1 if flipped else 1] for made, flipped in framed]
    weights = torch.from_numpy(np.stack(masks)).float().to(latents.device)
    shown = [embedding if number % 4 else None for number, embedding in enumerate(embeddings)]
    posed = [shape if number % 3 else None for number, shape in enumerate(shapes)]
    read = pipeline.read(said, shown, posed)
    known = [embedding for embedding in embeddings if embedding is not None]
    people = None
    if known:
        mean = torch.from_numpy(np.mean(known, 0)).float().to(latents.device)
        people = mean.expand(len(latents), -1)
    weights = weights / weights.mean()
    told = {"states": read.states, "added": read.added, "people": people, "said": tuple(said)}
    return Dataset(latents=latents, weights=weights, **told)


def prior(pipeline: PortraitPipeline, prompt: str, count: int, weight: float, seed: int, parts: int = 1) -> Dataset:
    """Return pictures of anybody that the bare base draws, to be learnt beside a person's with ``weight``.

    So the word for a class of people keeps its meaning while the trigger gets one. ``parts`` is how many parts the
    person's captions were read in, see `engine.diffusion.texts`.
    """
    pipeline.use(face=None, style=None)
    from engine.diffusion.pipeline import (
        GenerationRequest,  # a base and all it needs, where nothing is drawn, is not loaded
    )

    pictures = pipeline.draw([GenerationRequest(prompt=prompt, seed=seed + number) for number in range(count)])
    latents = pipeline.encode(np.stack(pictures))
    read = pipeline.read([prompt] * count, least=parts)
    cells = torch.full((count, *latents.shape[-2:]), float(weight), device=latents.device)
    said = [prompt] * count
    return Dataset(latents=latents, weights=cells, states=read.states, added=read.added, said=tuple(said))
