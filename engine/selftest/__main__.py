"""The child of ``doctor --gpu``: ``python -m engine.selftest SETTINGS [--random NAME] [--tiny]``.

``SETTINGS`` is `EngineSettings` as JSON. Writes one JSON object a line: ``begin`` with a stage's name before it runs,
``stage`` with its verdict, ``facts`` of machine and base first. A line that is missing tells in which stage the process
died.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from engine.requests import from_json
from engine.settings import EngineSettings
from engine.worker import limit_threads


def main(arguments: list[str]) -> None:
    """Run the self-test and say everything on standard output."""
    parser = argparse.ArgumentParser(prog="engine.selftest")
    parser.add_argument("settings")
    parser.add_argument("--random", metavar="NAME", default="")
    parser.add_argument("--tiny", action="store_true")
    chosen = parser.parse_args(arguments)
    settings = from_json(EngineSettings, json.loads(chosen.settings))
    limit_threads(settings.threads)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a library that prints must not spoil the lines
    with tempfile.TemporaryDirectory(prefix="selftest-") as folder:
        _run(
            settings,
            chosen.random,
            chosen.tiny,
            Path(folder),
            lambda **line: print(json.dumps(line), file=out, flush=True),
        )


def _run(settings: EngineSettings, random: str, tiny: bool, folder: Path, say: Any) -> None:
    from engine import bases
    from engine.diffusion.pipeline import pick_device, pick_dtype
    from engine.selftest import facts, made, stages

    device = pick_device(settings.device)
    if random:
        say(begin="random weights")
        made.write(folder, random, tiny=tiny)
        settings, family = replace(settings, weights=folder, base=random), made.family(random, tiny=tiny)
    else:
        family = bases.choose(settings.base, settings.weights, accelerator=device.type != "cpu")
    kind = f"{family.name}{' tiny' * tiny}{' random' * bool(random)}"
    say(facts={**facts.of(device), "base": kind, "side": family.side, "dtype": stages.short(pick_dtype(device))})
    for stage in stages.run(settings, family, lambda name: say(begin=name)):
        say(stage=asdict(stage))


if __name__ == "__main__":
    main(sys.argv[1:])
