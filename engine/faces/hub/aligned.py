"""The 112-pixel face crop that recognition networks are trained on: five landmarks brought to fixed places."""

from __future__ import annotations

import cv2
import numpy as np
from skimage.transform import SimilarityTransform

from engine.faces.types import RGB, Points

SIDE = 112
#: Right eye, left eye, nose tip, right and left mouth corner in the crop.
PLACES = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)], np.float64
)


def aligned(rgb: RGB, five: Points) -> RGB:
    """Return the crop (112, 112, 3) of the face with landmarks ``five`` (5, 2) pixels; black outside the photo.

    Raises ValueError when the landmarks lie in one point.
    """
    turn = SimilarityTransform.from_estimate(np.asarray(five, np.float64), PLACES)
    if not turn:
        raise ValueError("these landmarks make no face")
    return cv2.warpAffine(rgb, turn.params[:2], (SIDE, SIDE), flags=cv2.INTER_LINEAR)
