"""The label of AI-made pictures on every frame of a clip, at the price of one addition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from engine.faces.types import RGB
from engine.safety import provenance


def labelled(frames: Iterable[RGB], rest: RGB, *, visible: bool = True, text: str = "") -> Iterator[RGB]:
    """Yield the frames with what `engine.safety.provenance.label` does to ``rest``, the frame in which nothing moves.

    Frames of a talking portrait differ from ``rest`` only around the face, so its mark fits them all; made anew for
    each frame it would cost ten times as much as the frame.
    """
    change = provenance.label(rest, visible=visible, text=text).astype(np.int16) - rest
    for frame in frames:
        yield cv2.add(frame, change, dtype=cv2.CV_8U)
