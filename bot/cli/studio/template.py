"""``python -m bot studio inpaint``: learnt people in a template picture, without a chat.

python -m bot studio inpaint photo.jpg --identity ada --out out/
python -m bot studio inpaint team --identity ada --identity ben --place 2 --place 4 --out out/ --debug stages/
python -m bot studio faces photo.jpg --out numbered.png

A template is a file or the name of a picture in the gallery.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.cli import ranges
from engine.requests import to_json
from engine.tasks.template.request import InspectTemplate, Template, Templated, TemplateFaces
from engine.templates import Gallery


def add_arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Add the actions ``inpaint`` and ``faces``; returns their parsers."""
    known = f"a file, or one of {', '.join(Gallery().names())}"
    inpaint = actions.add_parser("inpaint", help="put learnt faces into a template picture")
    inpaint.add_argument("template", metavar="TEMPLATE", help=known)
    inpaint.add_argument(
        "--identity", action="append", required=True, help="a name given to `studio enrol`, or the folder of a face"
    )
    inpaint.add_argument(
        "--place", type=int, action="append", default=[], metavar="N", help="the face each takes, see `studio faces`"
    )
    inpaint.add_argument("--out", type=Path, required=True, metavar="DIR")
    inpaint.add_argument("--count", type=ranges.COUNT, default=2, help="variants")
    inpaint.add_argument("--seed", type=ranges.SEED, default=0)
    inpaint.add_argument("--strength", type=_share, default=0.65, help="how much of the template's face is redrawn")
    inpaint.add_argument("--face-weight", type=float, default=1.0)
    inpaint.add_argument("--sampler", choices=("quality", "fast"), default="quality")
    inpaint.add_argument("--debug", type=Path, metavar="DIR", help="write a picture of every stage there")
    look = actions.add_parser("faces", help="number the faces of a template picture")
    look.add_argument("template", metavar="TEMPLATE", help=known)
    look.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PNG to write")
    return [inpaint, look]


def _share(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise ValueError(text)
    return value


def template_file(name: str) -> Path:
    """Return the file of a template: of a path, or of a name in the gallery."""
    file, ready = Path(name), Gallery().get(name)
    return ready.source if ready is not None and not file.is_file() else file.resolve()


def request_of(args: argparse.Namespace, people: list[Path]) -> Template:
    """Return what the arguments ask for."""
    return Template(
        template=template_file(args.template),
        people=tuple(folder.resolve() for folder in people),
        places=tuple(args.place),
        out=args.out.resolve(),
        count=args.count,
        seed=args.seed,
        strength=args.strength,
        face_weight=args.face_weight,
        sampler=args.sampler,
        debug=args.debug.resolve() if args.debug else None,
    )


async def inpaint(args: argparse.Namespace, people: list[Path], run: Callable[..., Any]) -> dict[str, Any]:
    """Draw; ``run(request, scratch)`` runs a request in a worker process and returns its result."""
    made: Templated = await run(request_of(args, people), args.out)
    for picture in made.pictures:
        each = ", ".join(f"{alike:.0%}" for alike in picture.each)
        print(f"{picture.file}  seed {picture.seed}  {each} alike", file=sys.stderr)
    return to_json(made)


async def faces(args: argparse.Namespace, run: Callable[..., Any]) -> dict[str, Any]:
    """Write the template with a number on every face."""
    args.out.parent.mkdir(parents=True, exist_ok=True)
    request = InspectTemplate(template=template_file(args.template), numbered=args.out.resolve())
    found: TemplateFaces = await run(request, args.out.parent)
    for face in found.faces:
        print(f"{face.number} {face.problem or ('free' if found.places else 'can be redrawn')}", file=sys.stderr)
    return to_json(found)
