"""Prepared arrays as the stages before leave them: noise for pictures, enough to train a step on."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.faces.framing import GEOMETRY_POINTS, GEOMETRY_SHAPES
from engine.lab.pocket.data import LABEL, LATENT, LFW, SIDE, UTK

PEOPLE, PHOTOS, CLOSE = 6, 3, 6


def prepare(work: Path, seed: int = 0) -> Path:
    """Write six people with three photos each (the last two held out) and six close-ups; return the data folder."""
    rng, data = np.random.default_rng(seed), work / "data"
    data.mkdir(parents=True)
    count = PEOPLE * PHOTOS + CLOSE
    labels = np.zeros(count, LABEL)
    for row in range(count):
        person = row // PHOTOS if row < PEOPLE * PHOTOS else -1
        source = UTK if person < 0 else LFW
        labels[row] = (source, row % 2, 30, person, person >= PEOPLE - 2)
    np.save(data / "labels.npy", labels)
    np.save(data / "pixels.npy", rng.integers(0, 256, (count, SIDE, SIDE, 3), dtype=np.uint8))
    np.save(data / "valid.npy", np.ones((count, LATENT, LATENT), np.uint8))
    size = 2 * len(GEOMETRY_POINTS) + len(GEOMETRY_SHAPES)
    np.save(data / "geometry.npy", rng.random((count, size)).astype(np.float32))
    embeddings = rng.normal(0, 0.1, (count, 128)).astype(np.float32)
    embeddings[0] = 0  # none was computed
    np.save(data / "embeddings.npy", embeddings)
    np.save(data / "landmarks.npy", rng.random((count, 75, 2)).astype(np.float16))
    np.save(work / "latents.npy", rng.normal(0, 1, (2, count, 8, LATENT, LATENT)).astype(np.float16))
    np.save(work / "cached.npy", np.ones(count, bool))
    return data
