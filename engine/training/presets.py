"""What a training costs, computed: ``python -m engine.training.presets [TFLOP/s]`` prints the table of docs/gpu.md.

A step runs the network forward and once more backward for its activations; the base's own weights need no gradient.
Recomputed activations are a third pass. Before it photos are encoded and pictures of anybody drawn, on the way a few
pictures are drawn and judged. `Family.tflop` was counted with torch's FlopCounterMode at the family's own side.
"""

from __future__ import annotations

import sys

from engine import bases
from engine.bases import BEST, GOOD, QUALITY, QUICK, Family, Recipe

CARD, CARD_TFLOPS = "NVIDIA GeForce RTX 4090", 165.0  # bfloat16, dense, with float32 sums, of the maker's data sheet
USED = 0.3  # share of that a training reaches: an assumption, to be replaced by `bot doctor --gpu` on a card
JUDGED = 4  # pictures each candidate is judged by


def steps(recipe: Recipe, photos: int) -> int:
    """Return how many steps ``photos`` photos are learnt in."""
    return min(recipe.max_steps, max(recipe.min_steps, recipe.steps_per_photo * photos))


def tflop(family: Family, recipe: Recipe, photos: int, *, checkpointing: bool = False) -> float:
    """Return the work of learning ``photos`` photos, in 10^12 floating-point operations."""
    sampler = family.samplers[QUALITY]
    picture = sampler.steps * (2 if sampler.guidance > 1 else 1) * family.tflop + family.decode_tflop
    drawn = recipe.prior_pictures + recipe.checkpoints * JUDGED
    learnt = steps(recipe, photos) * recipe.batch * (3 if checkpointing else 2) * family.tflop
    return learnt + drawn * picture + photos * recipe.variants * family.decode_tflop / 2


def seconds(family: Family, recipe: Recipe, photos: int, card: float = CARD_TFLOPS, *, checkpointing: bool) -> float:
    """Return how long that takes on a card of so many TFLOP/s."""
    return tflop(family, recipe, photos, checkpointing=checkpointing) / (card * USED)


def main(card: float = CARD_TFLOPS) -> None:
    """Print a row a family and preset, for eight photos."""
    for family in bases.families().values():
        for name in (QUICK, GOOD, BEST) if family.tflop else ():
            recipe = family.recipe(name)
            took = [seconds(family, recipe, 8, card, checkpointing=again) for again in (False, True)]
            print(
                f"| {family.name} | {name} | {steps(recipe, 8)} x {recipe.batch} | {recipe.prior_pictures} "
                f"| {tflop(family, recipe, 8):,.0f} | {took[0]:.0f} | {took[1]:.0f} |"
            )


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
