"""How many machines for how many people: measured, then printed as the table of docs/cluster.md.

    python -m engine.lab.sizing                          # learns and draws one synthetic person here: some minutes
    python -m engine.lab.sizing --learn 130 --four 6     # processor seconds known from an earlier run

What the embedded base costs is measured in seconds of processor, so that a busy machine does not make it dearer. What a
GPU needs is computed: operations of a training and of a picture over the share of a card's peak that is taken to be
reached (`engine.training.presets`).
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from engine import bases, people
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait
from engine.training import presets

PEOPLE = (40, 100, 1_000, 10_000, 100_000)  # who come on one day
REQUESTS = 3  # each asks that often for four pictures
LEARN = 0.1  # share of them who have their face learnt that day
BUSIEST = 0.1  # share of a day that falls into its busiest hour
BUSY = 0.7  # of its time a worker works: above that those who wait soon wait long
CORES = 2  # of the machine a worker without a GPU is given
STYLE, SEED, PHOTOS = "cyberpunk", 7, 8


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds of a worker for a training, and for a request of four pictures."""

    name: str
    learn: float
    four: float


def measured(folder: Path, weights: Path) -> tuple[float, float]:
    """Return (processor seconds of a training, of four pictures with everything warm), on the embedded base."""
    models = Models(EngineSettings(weights=weights, base="pocket", device="cpu", threads=CORES))
    photos = tuple(people.selfies(weights, people.DEMO, folder / "photos", most=PHOTOS))
    began = time.process_time()
    enrol.run(Enrol(photos=photos, identity=folder / "id"), models, lambda _: None, lambda: False)
    learn = time.process_time() - began
    spent = []
    for number in range(2):  # the first is warmed up by
        began = time.process_time()
        asked = Portrait(identity=folder / "id", style=STYLE, out=folder / f"{number}", seed=SEED + number)
        portrait.run(asked, models, lambda _: None, lambda: False)
        spent.append(time.process_time() - began)
    return learn, spent[-1]


def on_a_card(name: str) -> Cost:
    """Return what a base costs on the card of `presets`, by its operations; every candidate is drawn."""
    family = bases.families()[name]
    sampler = family.samplers[bases.QUALITY]
    candidate = sampler.steps * (2 if sampler.guidance > 1 else 1) * family.tflop + family.decode_tflop
    reached = presets.CARD_TFLOPS * presets.USED
    learn = presets.seconds(family, family.recipe(bases.GOOD), PHOTOS, checkpointing=False)
    return Cost(name=f"{name} on an RTX 4090, computed", learn=learn, four=4 * family.candidates * candidate / reached)


def workers(people_a_day: int, cost: Cost) -> int:
    """Return how many workers the busiest hour of such a day needs."""
    work = people_a_day * BUSIEST * (REQUESTS * cost.four + LEARN * cost.learn)
    return max(1, math.ceil(work / (3600 * BUSY)))


def table(costs: list[Cost]) -> str:
    """Return the table, in Markdown."""
    lines = [
        f"| people a day | portraits in the busiest hour | {' | '.join(cost.name for cost in costs)} |",
        "|---" * (2 + len(costs)) + "|",
        f"| *one worker* | *portraits an hour* | {' | '.join(f'*{4 * 3600 / cost.four:,.0f}*' for cost in costs)} |",
        f"| | *seconds of a training* | {' | '.join(f'*{cost.learn:,.0f}*' for cost in costs)} |",
    ]
    for count in PEOPLE:
        asked = 4 * REQUESTS * count * BUSIEST
        lines.append(f"| {count:,} | {asked:,.0f} | {' | '.join(f'{workers(count, each):,}' for each in costs)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, unless the figures are given, and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.sizing")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--learn", type=float, help="processor seconds of a training on the embedded base")
    parser.add_argument("--four", type=float, help="processor seconds of four pictures there")
    args = parser.parse_args()
    if args.learn is None or args.four is None:
        with tempfile.TemporaryDirectory() as folder:
            learn, four = measured(Path(folder), args.weights)
        print(f"--learn {learn:.1f} --four {four:.1f}", file=sys.stderr)
    else:
        learn, four = args.learn, args.four
    here = Cost(name=f"machines of {CORES} cores, embedded base", learn=learn / CORES, four=four / CORES)
    print(table([here, on_a_card("sd15"), on_a_card("sdxl")]))


if __name__ == "__main__":
    main()
