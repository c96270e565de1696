"""``python -m bot studio tryon``: a learnt person in the clothes of a picture, without a chat.

python -m bot studio tryon coat.jpg --identity ada --out out/
python -m bot studio tryon coat.jpg --identity ada --keep 1 --remove 0.4,0.9 --background beach --out out/
python -m bot studio garment coat.jpg --out seen.png --grid
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import ranges
from engine.requests import to_json
from engine.tasks.tryon.request import Background, Garments, InspectGarment, Tap, TriedOn, TryOn


def add_arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Add the actions ``tryon`` and ``garment``; returns their parsers."""
    tryon = actions.add_parser("tryon", help="show a learnt face in the clothes of a picture")
    tryon.add_argument("garment", type=Path, metavar="GARMENT", help="a picture of somebody who wears the clothes")
    tryon.add_argument("--identity", required=True, help="a name given to `studio enrol`, or the folder of a face")
    tryon.add_argument("--out", type=Path, required=True, metavar="DIR")
    tryon.add_argument("--background", choices=[one.value for one in Background], default=Background.KEEP.value)
    tryon.add_argument("--scene", default="", help="words for the background, on a base that draws one")
    tryon.add_argument("--count", type=ranges.COUNT, default=2, help="variants")
    tryon.add_argument("--seed", type=ranges.SEED, default=0)
    tryon.add_argument("--face-weight", type=float, default=1.0)
    tryon.add_argument("--debug", type=Path, metavar="DIR", help="write a picture of every stage there")
    look = actions.add_parser("garment", help="number the clothes in a picture and show what would stay")
    look.add_argument("garment", type=Path, metavar="GARMENT")
    look.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PNG to write")
    look.add_argument("--grid", action="store_true", help="lettered squares by which a place can be named")
    for action in (tryon, look):
        action.add_argument("--keep", type=int, action="append", default=[], metavar="N", help="only these garments")
        for sign, what in (("add", "this belongs to the garment"), ("remove", "this does not")):
            action.add_argument(f"--{sign}", type=_place, action="append", default=[], metavar="X,Y", help=what)
    return [tryon, look]


def _place(text: str) -> tuple[float, float]:
    """Read "0.4,0.9": shares of width and height."""
    x, y = (float(part) for part in text.split(","))
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError(text)
    return x, y


def _taps(args: argparse.Namespace) -> tuple[Tap, ...]:
    more = [Tap(x=x, y=y) for x, y in args.add]
    return (*more, *(Tap(x=x, y=y, add=False) for x, y in args.remove))


def request_of(args: argparse.Namespace, identity: Path) -> TryOn:
    """Return what the arguments ask for."""
    return TryOn(
        garment=args.garment.resolve(),
        identity=identity.resolve(),
        out=args.out.resolve(),
        keep=tuple(args.keep),
        taps=_taps(args),
        background=Background(args.background),
        scene=args.scene,
        count=args.count,
        seed=args.seed,
        face_weight=args.face_weight,
        debug=args.debug.resolve() if args.debug else None,
    )


async def tryon(args: argparse.Namespace, identity: Path, run: Callable[..., Any]) -> dict[str, Any]:
    """Draw; ``run(request, scratch)`` runs a request in a worker process and returns its result."""
    made: TriedOn = await run(request_of(args, identity), args.out)
    print(f"drawn anew: {', '.join(made.redrawn)}; stays: {', '.join(made.stays) or 'nothing'}", file=sys.stderr)
    for picture in made.pictures:
        print(f"{picture.file}  likeness {picture.likeness:.2f}, seed {picture.seed}", file=sys.stderr)
    return to_json(made)


async def look(args: argparse.Namespace, run: Callable[..., Any]) -> dict[str, Any]:
    """Write the numbered picture of what is worn."""
    args.out.parent.mkdir(parents=True, exist_ok=True)
    request = InspectGarment(
        photo=args.garment.resolve(),
        preview=args.out.resolve(),
        keep=tuple(args.keep),
        taps=_taps(args),
        grid=args.grid,
    )
    found: Garments = await run(request, args.out.parent)
    for garment in found.garments:
        state = "stays" if garment.kept else "is drawn anew"
        print(f"{garment.number} {garment.kind}, {garment.share:.0%} of the picture, {state}", file=sys.stderr)
    if found.problem:
        print(f"cannot be tried on here: {found.problem} {found.reason}".rstrip(), file=sys.stderr)
    return to_json(found)
