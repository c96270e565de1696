"""``python -m bot styles``: every style there is, the shipped ones and the operator's own."""

from __future__ import annotations

import argparse
import json

from bot.settings import load
from engine.styles import StyleBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--language", default="en", help="language of the titles (default: en)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def main(args: argparse.Namespace) -> int:
    """Print the styles and return 0."""
    styles = StyleBook(load().engine.styles).all()
    rows = [
        {
            "name": style.name,
            "title": style.title(args.language),
            "family": style.family,
            "adapters": sorted(style.adapters),
            "own": style.folder == load().engine.styles,
        }
        for style in styles.values()
    ]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        trained = ", ".join(row["adapters"]) or "words only"
        print(f"{row['name']:24} {row['title']:28} {row['family']:8} {trained}{' (own)' if row['own'] else ''}")
    print(f"\n{len(rows)} styles. A LoRA file and a few lines in STYLES_DIR make another.")
    return 0
