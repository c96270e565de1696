"""Is a face free? Closed or covered eyes, and things before nose and mouth: masks, hands, cups, microphones.

Beards, make-up and shadows are no covers, so colour alone cannot tell. What a free face always has is contrast: dark
pupils, dark nostrils, lips redder and more varied than the chin. A linear score over five such measures was fitted on
330 LFW and 397 UTKFace photos and 990 copies with painted masks, hands and objects, and checked on the other half: 99 %
of masks, 86 % of hands and 90 % of objects are found at about 1 % of free faces refused. Painted covers are easier than
real ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces.quality import Patch
from engine.faces.regions import BRIDGE, CHEEKS, NOSTRILS, WHOLE_LIPS, lab
from engine.faces.regions import LOWER_FACE as CHIN
from engine.faces.types import LEFT_EYE, OVAL, RIGHT_EYE, Mesh

FOREHEAD = (9, 107, 336, 151, 66, 296)
NOSE = (4, 1, 2, 98, 327, 195, 5)

#: The fitted score: offset, then the weight of each measure; above 0 something lies before nose and mouth.
OFFSET = -0.06
WEIGHTS = {"detector": -2.05, "red_lips": -0.185, "lip_range": -5.85, "nostrils": 3.33, "nose_shift": 0.079}

CLOSED, CLOSED_SMILING = 0.62, 0.10  # blink from which eyes are closed, and how much more a full smile may squint
PALE_EYES, FLAT_EYES = 0.60, 0.20  # no pupil: the darkest of the eye is this light, and the eye this even
DARK_EYES = 0.55  # lightest part of the eyes against the cheeks: below lie lenses or a black bar
SUNGLASSES = 0.3  # certainty of the tagger


@dataclass(frozen=True, kw_only=True)
class Eyes:
    """What is seen of the eyes; light in shares of the cheeks' light.

    ``blink``     0..1 mean of both eyes
    ``smile``     0..1
    ``darkest``   of the eye that shows less: a pupil brings this below 0.5
    ``range``     light to dark of the eye that shows less
    ``lightest``  of the eye band that shows more: dark lenses keep this below 0.55
    """

    blink: float
    smile: float
    darkest: float
    range: float
    lightest: float

    @property
    def closed(self) -> bool:
        """Whether no open eyes are seen behind clear air."""
        return self.blink > CLOSED + CLOSED_SMILING * self.smile or (
            self.darkest > PALE_EYES and self.range < FLAT_EYES
        )

    @property
    def dark(self) -> bool:
        """Whether dark glasses or a bar lie over the eyes."""
        return self.lightest < DARK_EYES


def eyes_of(patch: Patch, mesh: Mesh) -> Eyes:
    """Measure both eyes on an aligned patch."""
    light = lab(patch.rgb)[..., 0]
    cheeks = max(_median(light, patch.region(CHEEKS)), 1.0)
    skin = max(cheeks, _median(light, patch.region(FOREHEAD)))
    whole = max(float(np.percentile(light[patch.region(OVAL, 0.95)], 90)), 1.0)
    inside = [light[patch.region(eye)] for eye in (RIGHT_EYE, LEFT_EYE)]
    bands = [light[_band(patch, eye)] for eye in (RIGHT_EYE, LEFT_EYE)]
    return Eyes(
        blink=mesh.shape("eyeBlinkLeft", "eyeBlinkRight"),
        smile=mesh.shape("mouthSmileLeft", "mouthSmileRight"),
        darkest=max(_percentile(eye, 5) for eye in inside) / skin,
        range=min(_percentile(eye, 95) - _percentile(eye, 5) for eye in inside) / whole,
        lightest=max(_percentile(band, 90) for band in bands) / cheeks,
    )


def cover_score(patch: Patch, detector: float) -> float:
    """Return how surely something lies before nose and mouth; above 0 it does. ``detector`` is `Face.score`."""
    values = lab(patch.rgb)
    light = values[..., 0]
    lips, nose, nostrils = patch.region(WHOLE_LIPS), patch.region(NOSE), patch.region(NOSTRILS)
    chin = patch.region(CHIN) & ~patch.region(WHOLE_LIPS, 1.3)
    upper = patch.region(BRIDGE) | patch.region(FOREHEAD)
    whole = max(float(np.percentile(light[patch.region(OVAL, 0.95)], 90)), 1.0)
    shift = (_middle(values, upper) - _middle(values, nose)) * np.array([0.6, 1, 1])
    measures = {
        "detector": detector,
        "red_lips": float(_middle(values, lips)[1] - _middle(values, chin)[1]),
        "lip_range": (_percentile(light[lips], 95) - _percentile(light[lips], 5)) / whole,
        "nostrils": _percentile(light[nostrils], 5) / max(_median(light, nose), 1.0),
        "nose_shift": float(np.linalg.norm(shift)),
    }
    return OFFSET + sum(WEIGHTS[name] * value for name, value in measures.items())


def _band(patch: Patch, eye: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return the eye with what a lens would cover above and, more, below it."""
    points = patch.points[list(eye), :2]
    (x, y), width = points.mean(axis=0), float(np.ptp(points[:, 0]))
    rows, columns = np.mgrid[: patch.rgb.shape[0], : patch.rgb.shape[1]]
    return (np.abs(columns - x) < 0.55 * width) & (rows > y - 0.25 * width) & (rows < y + 0.45 * width)


def _percentile(values: NDArray[np.float32], share: float) -> float:
    return float(np.percentile(values, share)) if values.size else 0.0


def _median(light: NDArray[np.float32], where: NDArray[np.bool_]) -> float:
    return _percentile(light[where], 50)


def _middle(values: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float32]:
    return np.median(values[where], axis=0) if where.any() else np.zeros(3, np.float32)
