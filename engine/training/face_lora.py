"""Face-LoRA training (paper 2.2): a person's photos into the face slots of the warm base."""

from __future__ import annotations

from collections.abc import Callable

import torch

from engine.bases import Family
from engine.diffusion.painter import Painter
from engine.requests import Looks
from engine.training.dataset import Sample, build
from engine.training.loop import Trained, fit


def subject(looks: Looks, trigger: str = "") -> str:
    """Return how a prompt names the person (paper, table 1): ``sks young woman``."""
    band = {"young": "young ", "adult": "", "mature": "mature "}[looks.age_band]
    named = f"{trigger} {band}{looks.gender}" if trigger else f"{band}{looks.gender}"
    return f"a {named}"


def prompt(family: Family, looks: Looks, style: str = "", *, trigger: bool = True) -> str:
    """Fill in the family's prompt; ``trigger`` False names nobody in particular."""
    who = subject(looks, family.trigger if trigger else "")
    return family.prompt.format(subject=who, style=f", {style}" if style else "")


def steps_for(family: Family, photos: int) -> int:
    """Return how many steps the family's preset gives ``photos`` photos."""
    recipe = family.face
    return min(recipe.max_steps, max(recipe.min_steps, recipe.steps_per_photo * photos))


def train(
    painter: Painter,
    samples: list[Sample],
    looks: Looks,
    *,
    seed: int,
    steps: int | None,
    step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> tuple[dict[str, torch.Tensor], Trained]:
    """Learn one face and return the adapter's tensors with what the training says of itself.

    Raises:
        Cancelled: ``cancelled`` returned True between two steps.
    """
    family = painter.family
    painter.clear_face(seed)
    data = build(painter, samples, prompt(family, looks), seed)
    with painter.training_face() as values:
        told = fit(
            painter.pipe.unet,
            painter.pipe.scheduler,
            values,
            data,
            steps=steps or steps_for(family, len(samples)),
            batch=family.face.batch,
            rate=family.face.learning_rate,
            seed=seed,
            step=step,
            cancelled=cancelled,
        )
    return painter.face_tensors(), told
