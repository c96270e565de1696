"""``python -m bot studio train-style``: a style of the operator's own, from a folder of pictures in one look.

    python -m bot studio train-style pictures/ --name brass --prompt "polished brass" --title de=Messing

Ten to a hundred pictures of different adults in the look are enough. Adapter, record and preview land in STYLES_DIR,
and a running bot offers the style at once.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.cli import ranges
from bot.settings import Settings
from engine.requests import to_json
from engine.styles.style import NAME
from engine.tasks.style.request import StyleTrained, TrainStyle

LANGUAGE = re.compile(r"[a-z]{2,3}")


def add_arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Add the action ``train-style``; returns its parser in a list."""
    train = actions.add_parser("train-style", help="learn a style from a folder of pictures")
    train.add_argument("pictures", type=Path, metavar="DIR")
    train.add_argument("--name", required=True, help="small letters, digits and dashes")
    train.add_argument("--prompt", default="", help="what the pictures show, without who (default: the name)")
    train.add_argument("--title", action="append", default=[], metavar="LANGUAGE=TEXT", help="the name people read")
    train.add_argument("--steps", type=ranges.STEPS, help="training steps instead of the base's preset")
    train.add_argument("--seed", type=ranges.SEED, default=0)
    return [train]


def problem(args: argparse.Namespace) -> str:
    """Return what is wrong with the arguments as one sentence, empty when nothing is."""
    if not NAME.fullmatch(args.name):
        return f"{args.name!r} is no name of a style: use small letters, digits and dashes (at most 40)."
    if not args.pictures.is_dir():
        return f"There is no folder {args.pictures}."
    wrong = [title for title in args.title if not LANGUAGE.fullmatch(title.partition("=")[0]) or "=" not in title]
    return f"{wrong[0]!r} is no title: write a language and a text, as in de=Messing." if wrong else ""


async def train(
    settings: Settings,
    pictures: list[Path],
    args: argparse.Namespace,
    run: Callable[[Any, Path], Awaitable[Any]],
) -> dict[str, Any]:
    """Train beside STYLES_DIR and move the finished files in, the record last: nobody sees half a style.

    A training that was killed goes on from its last checkpoint when the same command is given again.

    Raises:
        EngineError: training failed; STYLES_DIR is unchanged then.
    """
    styles = settings.engine.styles
    styles.mkdir(parents=True, exist_ok=True)
    work = styles.parent / f".{args.name}.training"
    fresh = work / "made"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        request = TrainStyle(
            pictures=tuple(pictures),
            out=fresh,
            name=args.name,
            titles=dict(title.split("=", 1) for title in args.title),
            prompt=args.prompt,
            seed=args.seed,
            steps=args.steps,
            work=work,
        )
        made: StyleTrained = await run(request, fresh)
        for file in (made.adapter, made.preview, made.record):
            shutil.move(file, styles / file.name)
        shutil.rmtree(work, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if work.is_dir() and not any(work.iterdir()):  # else a checkpoint lies there
            work.rmdir()
    print(
        f"\nLearnt {args.name} from {made.pictures} of {len(pictures)} pictures in {made.seconds:.0f} s: "
        f"{styles / made.record.name}. Its words and weights may be changed there.",
        file=sys.stderr,
    )
    places = {name: str(styles / Path(getattr(made, name)).name) for name in ("adapter", "record", "preview")}
    return {**to_json(made), **places}
