"""Brings a PostgreSQL database up to date with the migrations SQLite goes by, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from psycopg import AsyncConnection

from storage.clock import Clock
from storage.errors import DatabaseTooNewError
from storage.migrate import known_migrations, statements
from storage.postgres.locks import key_of
from storage.postgres.translate import schema

FUNCTIONS, TRIGGERS = (Path(__file__).with_name(name) for name in ("functions.sql", "triggers.sql"))
VERSIONS = """
CREATE TABLE IF NOT EXISTS schema_versions (version BIGINT PRIMARY KEY, at DOUBLE PRECISION NOT NULL);
CREATE TABLE IF NOT EXISTS schema_identity (id TEXT PRIMARY KEY);
INSERT INTO schema_identity (id) SELECT md5(random()::text || clock_timestamp()::text)
    WHERE NOT EXISTS (SELECT 1 FROM schema_identity)
"""


async def migrate(connection: AsyncConnection[Any], folder: Path, clock: Clock) -> str:
    """Apply what is missing, each step whole or not at all; returns what this database is known by.

    Raises `DatabaseTooNewError`.

    A second process waits here, then sees that nothing is missing. No copy is made before: that is the server's to do.
    """
    steps = known_migrations(folder)
    await connection.execute("SELECT pg_advisory_lock($1)", (key_of("migrations"),))
    try:
        await _run(connection, VERSIONS)
        found, known = await version_of(connection), max(steps)
        if found > known:
            raise DatabaseTooNewError(found, known)
        await _run(connection, FUNCTIONS.read_text(encoding="utf-8"))
        for version, file in steps.items():
            if version > found:
                script = file.read_text(encoding="utf-8")
                wanted = [schema(each, empty=found == 0) for each in statements(script)]
                noted = f"INSERT INTO schema_versions (version, at) VALUES ({version}, {clock.now()})"
                await _run(connection, ";\n".join([*(each.rstrip(";") for each in wanted if each), noted]))
        if found < known:
            await _run(connection, TRIGGERS.read_text(encoding="utf-8"))
        return str(await _value(connection, "SELECT id FROM schema_identity"))
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", (key_of("migrations"),))


async def version_of(connection: AsyncConnection[Any]) -> int:
    """Return the version of a database; 0 is a new one."""
    return int(await _value(connection, "SELECT coalesce(max(version), 0) FROM schema_versions"))


async def _value(connection: AsyncConnection[Any], statement: str) -> Any:
    cursor = await connection.execute(statement.encode())
    row = await cursor.fetchone()
    assert row is not None
    return row[0]


async def _run(connection: AsyncConnection[Any], script: str) -> None:
    """Run several statements at once: together they are one transaction."""
    await connection.execute(script.encode(), prepare=False)
