"""``python -m bot verify FILE...``: was a picture or clip made by this program, and by which job.

Exit code 0 when every file was, 1 when one of them shows no sign of it. The job is looked up in the database of
``DATA_DIR``; the bot may be running. The files are opened by a process of their own, which can do nothing else.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot import databases
from bot.settings import DATABASE, load
from engine.errors import EngineError
from storage.clock import letters_of
from storage.jobs import SHORT

if TYPE_CHECKING:
    from engine.safety.examine import Evidence, Mark
    from engine.safety.examining import Examiner


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")


def main(args: argparse.Namespace) -> int:
    """Say of each file what it says of itself."""
    from engine.safety.examining import Examiner

    data = load().data
    database = data.database_url or data.folder / DATABASE
    with closing(Examiner()) as examiner:
        signs = [_say(path, examiner, database) for path in args.files]
    return int(not all(signs))


def _say(path: Path, examiner: Examiner, database: Path | SecretStr) -> bool:
    """Print what is known of one file; returns whether it shows a sign of having been made so."""
    try:
        found = examiner.examine(path)
    except FileNotFoundError:
        print(f"{path}: there is no such file", file=sys.stderr)
    except OSError as error:
        print(f"{path}: cannot be read ({error.strerror or error})", file=sys.stderr)
    except EngineError as error:
        print(f"{path}: no picture that can be read ({error.data.get('reason', error.code)})", file=sys.stderr)
    else:
        print(f"{path}: {'; '.join(told(found, database))}")
        return bool(found.ours or found.source or found.signature)
    return False


def told(found: Evidence, database: Path | SecretStr) -> list[str]:
    """Return what is said of one file."""
    lines = [_of_mark(found.mark, database)]
    if found.source:
        lines.append(f"its metadata says {found.source.rpartition('/')[2]}")
    if found.facts:
        lines.append(", ".join(f"{name} {value}" for name, value in sorted(found.facts.items())))
    lines.append(f"Content Credentials: {found.signature}" if found.signature else "no Content Credentials")
    return lines


def _of_mark(mark: Mark, database: Path | SecretStr) -> str:
    if not mark.there:
        return "no mark in the pixels, which strong edits take away"
    seen = f"(sure to {mark.sure:.0%}, seen {mark.seen})"
    if not mark.number:
        return f"marked as made by this program {seen}; the mark names no job, or too little of it is left"
    job = databases.job_marked(database, mark.number)
    if job is None:
        name = letters_of(mark.number, SHORT)
        return f"marked as made by this program {seen}; job {name} is not known here: erased, or of another bot"
    day = datetime.datetime.fromtimestamp(job.created, datetime.UTC).date()
    return f"marked as made here {seen}, by job {job.number}: {job.kind}, {day}"
