"""What ``studio portrait`` says of a canvas: the person's own photo in the style instead of a drawing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.tasks.portrait.request import Expression, Framing, Picture, Shape, Source

SAID = {
    Source.PHOTO: "your photo in a new light",
    Source.MOVED: "your photo in a new light, with another expression",
    Source.REDRAWN: "your photo, its face redrawn by the learnt face",
}


def add_portrait_options(parser: argparse.ArgumentParser) -> None:
    """Add what a canvas can be told."""
    draw = parser.add_mutually_exclusive_group()
    draw.add_argument(
        "--draw",
        choices=("auto", "canvas", "base"),
        default="auto",
        help="canvas: the own photo in the style; base: drawn by the learnt face; auto: what suits the base",
    )
    draw.add_argument("--canvas", dest="draw", action="store_const", const="canvas", help="the same as --draw canvas")
    parser.add_argument("--expression", choices=tuple(Expression), default=Expression.AS_IS, help="of a canvas")
    parser.add_argument("--framing", choices=tuple(Framing), default=Framing.AUTO, help="of a canvas")
    parser.add_argument("--shape", choices=tuple(Shape), default=Shape.SQUARE, help="width to height")
    parser.add_argument("--scene", default="", metavar="NAME", help="a scene by name, or a picture to stand before")


def portrait_options(args: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of `engine.tasks.portrait.request.Portrait`; a scene that is a file is a picture."""
    picture = Path(args.scene) if args.scene and Path(args.scene).is_file() else None
    return {
        "draw": args.draw,
        "expression": Expression(args.expression),
        "framing": Framing(args.framing),
        "shape": Shape(args.shape),
        "scene": "" if picture else args.scene,
        "scene_picture": picture,
    }


def words(picture: Picture) -> str:
    """Say what a picture is; the likeness of a photo says nothing of learning, so it is not told."""
    return SAID.get(picture.source) or f"{picture.likeness:.0%} alike"
