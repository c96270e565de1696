"""``python -m bot verify FILE...``: was a picture made by this program, and by which job.

Exit code 0 when every file was, 1 when one of them shows no sign of it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError

if TYPE_CHECKING:
    from engine.safety.examine import Evidence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")


def main(args: argparse.Namespace) -> int:
    """Say of each file what it says of itself."""
    from engine.safety.examine import examine

    signs = 0
    for path in args.files:
        try:
            found = examine(path)
        except FileNotFoundError:
            print(f"{path}: there is no such file", file=sys.stderr)
        except EngineError as error:
            print(f"{path}: no picture that can be read ({error.data.get('reason', error.code)})", file=sys.stderr)
        else:
            signs += bool(found.marked or found.source or found.signature)
            print(f"{path}: {'; '.join(told(found))}")
    return int(signs < len(args.files))


def told(found: Evidence) -> list[str]:
    """Return what is said of one picture."""
    if found.marked:
        lines = [f"marked as made here (sure to {found.mark:.0%}, seen {found.seen})"]
    else:
        lines = ["no mark in the pixels, which a crop or an edit takes away"]
    if found.source:
        lines.append(f"its metadata says {found.source.rpartition('/')[2]}")
    if found.facts:
        lines.append(", ".join(f"{name} {value}" for name, value in sorted(found.facts.items())))
    lines.append(f"Content Credentials: {found.signature}" if found.signature else "no Content Credentials")
    return lines
