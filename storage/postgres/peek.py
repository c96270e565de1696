"""One look at a server's database: nothing is written, nothing is brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from storage.clock import letters_of
from storage.jobs import SHORT, Job, from_row
from storage.postgres.address import checked, unreachable
from storage.postgres.rows import named_rows

SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The server's own version, and that of its tables; 0 where there are none yet."""

    server: str
    version: int


def facts(url: str) -> Facts:
    """Return what is there. Raises `DatabaseUnreachableError`."""
    with _looking(url) as connection:
        shown = connection.info.parameter_status("server_version") or ""
        there = connection.execute(b"SELECT to_regclass('schema_versions') IS NOT NULL").fetchone()
        found = (
            connection.execute(b"SELECT max(version) FROM schema_versions").fetchone() if there and there[0] else None
        )
    return Facts(server=shown.split()[0], version=int(found[0] or 0) if found else 0)


def job_marked(url: str, number: int) -> Job | None:
    """As `storage.peek.job_marked`. Raises `DatabaseUnreachableError`."""
    with _looking(url) as connection:
        wanted = (SHORT, letters_of(number, SHORT))
        row = connection.execute(b"SELECT * FROM jobs WHERE substr(id, length(id) - $1 + 1) = $2", wanted).fetchone()
    return None if row is None else from_row(row)


@contextmanager
def _looking(url: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        with psycopg.connect(
            checked(url), connect_timeout=SECONDS, cursor_factory=psycopg.RawCursor, row_factory=named_rows
        ) as connection:
            connection.read_only = True
            yield connection
    except psycopg.OperationalError as error:
        raise unreachable(error) from error
