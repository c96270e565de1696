"""Whether people would show a face of themselves, read from where the points of its mesh lie.

The blendshapes hardly see a sulk, tears or a scolding look. Sixteen measures of mouth, lids and brows do, in the face's
own frame: a logistic reading with one weight for each, once of the measures as they are and once of how far they are
from the person's usual ones, where these are known.

The weights are fitted by `engine.lab.faces.grimaces` on photos of nine synthetic people (openpeople, MIT), labelled by
hand as calm, smiling, grimacing or looking down, and on the 204 calm and smiling ones of the Face Research Lab London
Set (CC BY 4.0), so that no face at rest is a grimace because of how its owner looks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import CHIN, MOUTH_LEFT, MOUTH_RIGHT, Mesh
from engine.talking.mesh.anatomy import anatomy

UPPER, LOWER, TOP, UNDER, NOSE = 13, 14, 0, 17, 2  # edges between the lips, outer edges of both, foot of the nose
INNER_BROWS, OUTER_BROWS = (55, 285, 107, 336), (46, 276, 105, 334)
CORNERS = (33, 133, 263, 362)
LIDS = ((159, 145), (386, 374))  # upper and lower, of each eye


class Weights(NamedTuple):
    """What a measure says, and what its distance from the usual one says; above 0 it speaks for the face."""

    alone: float
    apart: float


#: Per distance of the outer eye corners; "down" grows to the chin.
WEIGHTS = {
    "corners below the mouth's middle": Weights(-34.0, -23.4),
    "corners below the upper lip's edge": Weights(-35.2, -36.5),
    "height of the lips": Weights(-3.4, -7.9),
    "lips apart": Weights(-17.4, -7.9),
    "width of the mouth": Weights(2.5, 4.0),
    "inner brows below the eyes": Weights(1.2, 5.0),
    "outer brows below the eyes": Weights(-5.3, -14.2),
    "inner brows apart": Weights(16.3, 1.8),
    "lids apart": Weights(41.4, 33.0),
    "mouth to chin": Weights(20.0, 9.2),
    "lower lip to chin": Weights(15.5, 19.5),
    "inner brows below the outer ones": Weights(27.9, 47.5),
    "eyes to nose": Weights(-27.2, -2.0),
    "nose to lip": Weights(-24.0, -24.9),
    "mouth aslant": Weights(-26.4, -49.6),
    "one brow up": Weights(-10.0, -33.5),
}
BIAS = Weights(-3.8, 1.5)


def measures(mesh: Mesh) -> NDArray[np.float64]:
    """Return the values of `WEIGHTS`, (16,), in their order."""
    own = anatomy(mesh).own[:, :2]
    corners, between, eyes = (own[list(some)].mean(0) for some in ((MOUTH_RIGHT, MOUTH_LEFT), (UPPER, LOWER), CORNERS))
    inner, outer = own[list(INNER_BROWS)].mean(0), own[list(OUTER_BROWS)].mean(0)
    chin, top, under, nose = own[CHIN], own[TOP], own[UNDER], own[NOSE]
    return np.array([
        corners[1] - between[1],
        corners[1] - top[1],
        under[1] - top[1],
        own[LOWER, 1] - own[UPPER, 1],
        own[MOUTH_LEFT, 0] - own[MOUTH_RIGHT, 0],
        inner[1] - eyes[1],
        outer[1] - eyes[1],
        own[INNER_BROWS[1], 0] - own[INNER_BROWS[0], 0],
        np.mean([own[low, 1] - own[high, 1] for high, low in LIDS]),
        chin[1] - between[1],
        chin[1] - under[1],
        inner[1] - outer[1],
        nose[1] - eyes[1],
        top[1] - nose[1],
        abs(own[MOUTH_LEFT, 1] - own[MOUTH_RIGHT, 1]),
        abs(own[OUTER_BROWS[2], 1] - own[OUTER_BROWS[3], 1]),
    ])  # fmt: skip


def shown_gladly(values: NDArray[np.float64], usual: NDArray[np.float64] | None = None) -> float:
    """Return 0..1: how likely people would show a face with these `measures`; ``usual`` are those it mostly has."""
    alone, apart = np.array(list(WEIGHTS.values())).T
    score = float(values @ alone) + BIAS.alone
    if usual is not None:
        score = (score + float((values - usual) @ apart) + BIAS.apart) / 2
    return float(1 / (1 + np.exp(-score)))
