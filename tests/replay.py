"""The image's own pip steps, replayed without a container: ``python -m tests.replay FOLDER``.

The build stage of the Dockerfile as far as Python goes: what it copies is copied and no more, its virtual environment
and its ``pip install`` lines run word for word with ``/opt/venv`` and ``/app`` inside FOLDER, and the program that
comes out answers from a folder without the sources. Packages come from wherever pip gets them here; some minutes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What the image starts, what it looks at first, and what reads files that packages easily lose.
ASKED = (
    ("-m", "bot", "--help"),
    ("-m", "bot", "styles"),
    ("-c", "from engine import samples; assert samples.garment('red')"),
)


def build_stage(dockerfile: str) -> str:
    """Return the lines of the first stage, continued lines joined."""
    return dockerfile.split("\nFROM ")[1].replace("\\\n", " ")


def copied(stage: str) -> list[str]:
    """Return what the stage copies out of the repository."""
    lines = re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+)$", stage, flags=re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def steps(stage: str, folder: Path) -> list[str]:
    """Return the commands that make the environment, with their places inside ``folder``."""
    arguments = dict(re.findall(r'^ARG (\w+)="([^"]*)"$', stage, flags=re.MULTILINE))
    [line] = [one for one in re.findall(r"^RUN (.+)$", stage, flags=re.MULTILINE) if "-m venv" in one]
    for name, value in arguments.items():
        line = line.replace(f"${{{name}}}", value)
    return [step.strip().replace("/opt/venv", str(folder / "opt/venv")) for step in line.split("&&")]


def main() -> None:
    """Replay and say what came out; ends with the status of the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="an empty folder; it holds the whole environment afterwards")
    folder = parser.parse_args().folder.resolve()
    stage, app, empty = build_stage((ROOT / "Dockerfile").read_text("utf-8")), folder / "app", folder / "data"
    for each in (app, empty):
        each.mkdir(parents=True)
    for source in copied(stage):
        place, ignored = ROOT / source, shutil.ignore_patterns("__pycache__")
        shutil.copytree(place, app / source, ignore=ignored) if place.is_dir() else shutil.copy(place, app / source)
    for step in steps(stage, folder):
        print(f"$ {step}", flush=True)
        subprocess.run(step.split(), cwd=app, check=True)
    shutil.rmtree(app)
    for asked in ASKED:
        done = subprocess.run(
            [str(folder / "opt/venv/bin/python"), *asked], cwd=empty, check=True, capture_output=True, text=True
        )
        print(f"{' '.join(asked)}: {len(done.stdout.splitlines())} lines")
    print("replayed")


if __name__ == "__main__":
    sys.exit(main())
