"""One look into the database of a bot that may be running: nothing is written, nothing is brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.clock import letters_of
from storage.jobs import SHORT, Job, from_row


def job_marked(path: Path, number: int) -> Job | None:
    """Return the job whose id ends with what a mark carries, None where the database (or it) has none.

    Raises `sqlite3.Error` for a file that is no database of this program.
    """
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        wanted = (SHORT, letters_of(number, SHORT))
        row = connection.execute("SELECT * FROM jobs WHERE substr(id, length(id) - ? + 1) = ?", wanted).fetchone()
    return None if row is None else from_row(row)
