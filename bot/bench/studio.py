"""The studio's eyes: verdicts on photos with a trouble, orientation, levelling, gender and age, fusion, hub networks.

Needs two research sets that are never shipped (``lfw`` and ``utk`` in ``.work/data``, or in the folder that ``--data``
names): without them there is one row that says so and fails. About four minutes on one core.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.bench.row import Row, at_least, at_most, told
from bot.settings import load

DATA = Path(".work/data")  # lfw: a folder of photos per person; utk: age_gender_race_date.jpg
HARD = ("glasses", "drawn", "shade", "turned")  # portraits and selfies that fusion has a hard time with
NETWORKS = 8  # of the hub that are written here


def rows(folder: Path, data: Path = DATA, ask: Callable[..., dict[str, Any]] | None = None) -> Iterable[Row]:
    """Measure in processes of their own, since no picture library enters this one; ``ask`` runs one of them."""
    ask = ask or _child
    published = ask("engine.faces.hub.published")
    yield at_least("studio", "hub networks with published tensors", published["right"], "", NETWORKS)
    if not ((data / "lfw").is_dir() and (data / "utk").is_dir()):
        name = f"data: put lfw and utk into {data}, or name their folder with --data"
        yield Row(bench="studio", name=name, value=0, unit="", must="present", ok=False)
        return
    said = ask("engine.faces.examine", load().engine.weights, data)
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


def _child(module: str, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", module, *(str(one) for one in arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
