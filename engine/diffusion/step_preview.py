"""A picture while it forms: what the base expects in the end, seen from a step in between.

Between two denoising steps there is only noise to look at. What can be shown is the model's own guess of the finished
picture, which every step computes on its way: x0 = (x - sqrt(1 - a) e) / sqrt(a) for a model that predicts the noise e.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Protocol

import cv2
import torch

from engine.faces.types import RGB
from engine.safety.provenance import save_labelled

EVERY_SECONDS = 3.0  # between two looks
SHARE = 0.05  # of the time of drawing that looking may take
FIRST = 0.3  # share of the steps before which the guess is a blur
SIDE = 256  # pixels of the picture shown


@dataclass(eq=False)
class Guess:
    """The model's newest guess: ``latents`` (N, channels, h, w), None before the first step."""

    latents: torch.Tensor | None = None


@contextmanager
def predict_x0(scheduler: Any) -> Iterator[Guess]:
    """Note the guess of each step ``scheduler`` makes inside the block; it computes exactly what it would without."""
    guess, original = Guess(), scheduler.step

    @wraps(original)  # pipelines read the signature to learn what a scheduler takes
    def step(output: torch.Tensor, at: Any, sample: torch.Tensor, *arguments: Any, **named: Any) -> Any:
        guess.latents = finished(scheduler, output, at, sample)
        return original(output, at, sample, *arguments, **named)

    scheduler.step = step
    try:
        yield guess
    finally:
        del scheduler.step  # the class's own method again


def finished(scheduler: Any, output: torch.Tensor, at: Any, sample: torch.Tensor) -> torch.Tensor:
    """Return the guess of the finished latents (N, channels, h, w) from one step's input and the model's output.

    Some schedulers hand on the picture with noise laid over it, instead of mixed in; the model saw it mixed.
    """
    if not hasattr(scheduler, "alphas_cumprod"):  # of a flow: the output is the straight way from picture to noise
        return sample - float(at) / scheduler.config.num_train_timesteps * output
    sample = scheduler.scale_model_input(sample, at)
    kept = scheduler.alphas_cumprod[int(at)].to(sample.device, torch.float32)
    image, noise = kept.sqrt(), (1 - kept).sqrt()
    kind = scheduler.config.prediction_type
    if kind == "epsilon":
        return (sample - noise * output) / image
    return image * sample - noise * output if kind == "v_prediction" else output


class Looking(Protocol):
    """What takes looks at a picture, such as `Preview`."""

    def due(self, done: int, total: int) -> bool:
        """Say whether a look is wanted after ``done`` of ``total`` steps."""

    def look(self, see: Callable[[], RGB]) -> None:
        """Take a look."""


class Preview:
    """Keeps the newest look at a picture as a small labelled file, if ``allowed`` says that it may be shown.

    A look is taken when `due`: not too early, not too often, and never for more than ``share`` of the time.
    """

    def __init__(
        self,
        folder: Path,
        allowed: Callable[[RGB], bool],
        facts: dict[str, Any],
        clock: Callable[[], float] = time.monotonic,
        share: float = SHARE,
    ) -> None:
        self._share = share
        self._folder, self._allowed, self._facts, self._clock = folder, allowed, facts, clock
        self._next, self._count = clock(), 0
        self.file: Path | None = None  # of the newest look

    def due(self, done: int, total: int) -> bool:
        """Say whether a look is worth its time after ``done`` of ``total`` steps; the finished picture is none."""
        return FIRST * total <= done < total and self._clock() >= self._next

    def look(self, see: Callable[[], RGB]) -> None:
        """Take a look: ``see`` makes the picture, (side, side, 3) uint8 RGB."""
        began = self._clock()
        rgb = see()
        if self._allowed(rgb):
            # A name of its own each time: the one before may still be on its way to the person.
            self._count += 1
            file = self._folder / f"forming-{self._count}.png"
            save_labelled(cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), file, facts=self._facts)
            self.file = file
        now = self._clock()
        self._next = now + max(EVERY_SECONDS, (now - began) / self._share)
