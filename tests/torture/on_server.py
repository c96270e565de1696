"""The tables of a bot whose database is on a server, looked at as those in a file are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from storage.postgres.translate import query, values


class Looking:
    """Answers what `tests.torture.findings` asks of SQLite; a server looks after the wholeness of its tables itself."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run one statement."""
        if sql == "PRAGMA integrity_check":
            return self._connection.execute(b"SELECT 'ok'")
        if sql == "PRAGMA foreign_key_check":
            return self._connection.execute(b"SELECT 1 WHERE false")
        text, names = query(sql)
        return self._connection.execute(text.encode(), values(parameters, names))


@contextmanager
def tables(url: str) -> Iterator[Looking]:
    """Look at one moment of the database at ``url``."""
    import psycopg

    from storage.postgres.rows import named_rows

    with psycopg.connect(url, cursor_factory=psycopg.RawCursor, row_factory=named_rows) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield Looking(connection)
