"""A second opinion on whose face it is, which shares nothing with the embedder the base was trained to please.

Histograms of gradients of the aligned face, whitened by how photos of one person differ among themselves (within-class
covariance, learnt on people of the training set): no network, no gradient, nothing any training here has seen. Of real
photos of the 20 held-out people it names the right one for 97 in 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB
from engine.lab.pocket.data import LFW

AXES = 400  # principal axes kept
EVEN = 0.1  # added to each variance, as a share of their mean
FACE = (slice(24, 124), slice(24, 104))  # rows and columns of the aligned 128 px frame
SIZE = (64, 80)  # width and height the histograms are counted at


@dataclass(frozen=True, kw_only=True, eq=False)
class Opinion:
    """What was learnt: ``mean`` (2268,) of the histograms and ``axes`` (2268, 400)."""

    mean: NDArray[np.float32]
    axes: NDArray[np.float32]

    def look(self, picture: RGB) -> NDArray[np.float32]:
        """Return the unit vector (400,) of an aligned picture (128, 128, 3); people are compared by its cosine."""
        seen = (histograms(picture) - self.mean) @ self.axes
        return seen / np.linalg.norm(seen)


def histograms(picture: RGB) -> NDArray[np.float32]:
    """Return the roots of the gradient histograms of the face, (2268,)."""
    counted = cv2.HOGDescriptor(SIZE, (16, 16), (8, 8), (8, 8), 9)
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)[FACE]
    return np.sqrt(counted.compute(cv2.resize(grey, SIZE)).ravel())


def learn(data: Path) -> Opinion:
    """Learn from the prepared pictures in ``data`` of everybody with two photos or more who was not held out."""
    labels, pixels = np.load(data / "labels.npy"), np.load(data / "pixels.npy", mmap_mode="r")
    people, place, counts = np.unique(labels["person"], return_inverse=True, return_counts=True)
    able = (labels["source"] == LFW) & (labels["held_out"] == 0) & (people[place] >= 0) & (counts[place] > 1)
    rows = np.flatnonzero(able)
    found = np.stack([histograms(pixels[row]) for row in rows])
    mean = found.mean(0)
    _, spread, axes = np.linalg.svd(found - mean, full_matrices=False)
    whiten = (axes.T / (spread / np.sqrt(len(found))))[:, :AXES]
    seen = (found - mean) @ whiten
    _, person, photos = np.unique(labels["person"][rows], return_inverse=True, return_counts=True)
    middles = np.zeros((len(photos), seen.shape[1]))
    np.add.at(middles, person, seen)
    within = seen - (middles / photos[:, None])[person]
    variance, turned = np.linalg.eigh(within.T @ within / len(within))
    return Opinion(mean=mean, axes=whiten @ turned / np.sqrt(variance + EVEN * variance.mean()))
