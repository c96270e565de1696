"""The few lines every mediapipe task needs: made from a file, fed with an array, closed in time."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions

from engine import quiet
from engine.faces.types import RGB

quiet.silence_mediapipe()


def task(kind: Any, options: Any, model: Path, **settings: Any) -> Any:
    """Return a task of ``kind`` (``vision.FaceLandmarker``) with ``options`` (``vision.FaceLandmarkerOptions``)."""
    made = kind.create_from_options(options(base_options=BaseOptions(model_asset_path=str(model)), **settings))
    # A task closes itself through its own thread pool. Left to the garbage collector, or to `atexit`, that happens
    # after the pools are gone and raises; this hook runs before them.
    threading._register_atexit(made.close)  # type: ignore[attr-defined]
    return made


def picture(rgb: RGB) -> mediapipe.Image:
    """Return (height, width, 3) uint8 RGB as mediapipe takes it."""
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
