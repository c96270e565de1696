"""``python -m bot styles``: every style there is, which of them the base in use draws, and how to get the others.

python -m bot styles                        what can be drawn now, and what is wrong in STYLES_DIR
python -m bot styles --all --family era     the others too, each with the command that brings it
python -m bot styles fetch cheongsam        the published adapter of a style, from ModelScope
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bot.settings import Settings, load
from bot.wiring import CannotRunError, style_book
from engine import bases, weights
from engine.errors import DiskFullError
from engine.styles import ADAPTERS, StyleBook
from engine.styles.book import hub_file
from engine.weights.fetch import fetch
from engine.weights.progress import TextProgress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs and options."""
    parser.add_argument("verb", nargs="?", choices=("list", "fetch"), default="list")
    parser.add_argument("names", nargs="*", metavar="style", help="styles whose adapters are fetched")
    parser.add_argument("--language", default="en", help="language of the titles (default: en)")
    parser.add_argument("--family", help="only one family, such as era or tradition")
    parser.add_argument("--all", action="store_true", help="also what the base in use cannot draw, and how to get it")
    parser.add_argument("--endpoint", help="another ModelScope, such as http://127.0.0.1:8000")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def main(args: argparse.Namespace) -> int:
    """Run one verb; return 0, 1 when something could not be fetched, or 2 for an unknown name."""
    settings = load()
    try:
        book = style_book(settings)
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 2
    return _fetch(settings, book, args) if args.verb == "fetch" else _list(book, args)


def _list(book: StyleBook, args: argparse.Namespace) -> int:
    families = sorted({style.family for style in book.all().values()})
    if args.family not in (None, *families):
        print(f"No family is called {args.family}. There are: {', '.join(families)}.", file=sys.stderr)
        return 2
    wanted = list(book.all()) if args.all or args.json else book.names()
    rows = [_row(book, name, args.language) for name in wanted if args.family in (None, book.all()[name].family)]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        marks = ["own"] if row["own"] else []
        marks += _marks(row)
        print(f"{row['name']:20} {row['title']:28} {row['family']:10} {', '.join(marks):20} {row['how']}".rstrip())
    print(f"\n{len(book.names())} styles can be drawn now, {len(book.others())} more with another base (--all).")
    print("A LoRA file and a few lines of TOML in STYLES_DIR make another.")
    for problem in book.problems():
        print(f"{problem.file}: {problem.sentence}")
    return 0


def _marks(row: dict[str, Any]) -> list[str]:
    """Say how a style can be had here: "your photo" is put into it, or the base draws it with what."""
    drawn = ["adapter"] if row["adapter"] else ["words only"] if row["drawn"] else []
    return ["your photo"] * row["canvas"] + drawn or ["not here"]


def _row(book: StyleBook, name: str, language: str) -> dict[str, Any]:
    style, known = book.all()[name], book.standing(name)
    return {
        "name": style.name,
        "title": style.title(language),
        "family": style.family,
        "tags": list(style.tags),
        "licence": style.licence,
        "adapters": style.adapters,
        "own": style.own,
        "drawable": known.drawable,
        "adapter": known.adapter,
        "canvas": known.canvas,
        "drawn": known.drawn,
        "how": known.how,
    }


def _fetch(settings: Settings, book: StyleBook, args: argparse.Namespace) -> int:
    components: dict[str, None] = {}
    for name in args.names:
        style = book.get(name)
        if style is None:
            print(f"No style is called {name}. Did you mean {', '.join(book.closest(name))}?", file=sys.stderr)
            return 2
        found = {file[0]: None for family in bases.families().values() if (file := hub_file(style, family))}
        if not found:
            print(f"{style.name} has no adapter to fetch: it is drawn from words or with a shipped one.")
        components |= found
    if not components:
        return 0
    try:
        outcomes = fetch(
            settings.engine.weights,
            list(components),
            offline=settings.engine.offline,
            endpoint=args.endpoint,
            progress=TextProgress(sys.stderr),
            manifest=ADAPTERS,
        )
    except DiskFullError:
        print("The disk is full.", file=sys.stderr)
        return 1
    for outcome in outcomes:
        print(f"{outcome.component:28} {outcome.state:8} {outcome.source} {outcome.error or ''}".rstrip())
        licence = weights.components(ADAPTERS)[outcome.component].licence
        print(f"{'':28} licence: {licence}")
    return int(any(outcome.state == "failed" for outcome in outcomes))
