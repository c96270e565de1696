"""The whole studio: verdicts on photos, orientation, levelling, gender and age, fusion, hub networks, and likeness.

Needs two research sets that are never shipped, LFW and UTKFace, unpacked from their archives into one folder:

    python -m zipfile -e lfw-216.zip DATA/lfw              # a folder of photos per person
    python -m zipfile -e utkface-adults-144.zip DATA/utk   # age_gender_race_date.jpg
    python -m bot bench --only studio --data DATA          # about a quarter of an hour on one core
    python -m bot bench --only studio --data DATA --people 8    # four times as many people to learn

Without them there is one row that says so and fails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.settings import load
from engine.lab.bench import likeness
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

DATA = Path(".work/data")
HARD = ("glasses", "drawn", "shade", "turned")  # portraits and selfies that fusion has a hard time with
NETWORKS = 8  # of the hub that are written here


def rows(folder: Path, data: Path = DATA, people: int = likeness.PEOPLE, ask: Ask | None = None) -> Iterable[Row]:
    """Measure in processes of their own, since no picture library enters this one; ``ask`` runs one of them."""
    ask = ask or child
    began = time.monotonic()
    published = ask("engine.lab.faces.published")
    yield at_least("studio", "hub networks with published tensors", published["right"], "", NETWORKS)
    if not ((data / "lfw").is_dir() and (data / "utk").is_dir()):
        name = f"data: put lfw and utk into {data}, or name their folder with --data"
        yield Row(bench="studio", name=name, value=0, unit="", must="present", ok=False)
        return
    yield from seen(ask("engine.lab.faces.examine", load().engine.weights, data))
    yield from likeness.rows(folder, data, people, ask)
    yield told("studio", "minutes in all", (time.monotonic() - began) / 60, "min")


def seen(said: dict[str, Any]) -> Iterable[Row]:
    """Return the rows of what was measured on photos; says on standard error which verdicts were wrong."""
    for wrong in said["wrong_verdicts"]:
        print(f"wrong verdict, {wrong}", file=sys.stderr)
    yield at_least("studio", f"right verdict and reason, {said['troubled']} photos", said["right_verdicts"], "", 28)
    yield at_least("studio", f"stood up, {said['turned']} turned photos", said["stood_up"], "", 99)
    yield at_least("studio", f"level within 2 degrees, {said['tilted']} tilted faces", said["level"], "", 0.95)
    yield at_least("studio", f"gender, {said['aged']} faces", said["gender_right"], "", 0.88)
    yield at_least("studio", f"age band, {said['aged']} faces", said["band_right"], "", 0.80)
    yield told("studio", "years off", said["years_off"], "")
    yield told("studio", f"distance to the person before fusion, {said['pairs']} pairs", said["before"], "")
    yield at_most("studio", "distance to the person after fusion", said["after"], "", said["before"])
    yield at_least("studio", "not further after fusion", said["not_further"], "", 1.0)
    yield told("studio", "distance to unseen photos before fusion", said["unseen_before"], "")
    yield at_most("studio", "distance to unseen photos after fusion", said["unseen_after"], "", said["unseen_before"])
    yield at_least("studio", "nearer to unseen photos after fusion", said["unseen_nearer"], "", 0.9)
    for kind in HARD:
        yield told("studio", f"{kind}: distance to unseen photos before", said[f"{kind}_before"], "")
        yield at_most("studio", f"{kind}: after fusion", said[f"{kind}_after"], "", said[f"{kind}_before"])
