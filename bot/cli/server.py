"""What `doctor` says of the database where it is on a server, and what cannot be done to it from here."""

from __future__ import annotations

import asyncio

from bot.cli.findings import Finding
from bot.settings import Settings
from storage.errors import DatabaseUnreachableError
from storage.migrate import known_migrations

COPIES = (
    "DATABASE_URL names a server: copy its database with pg_dump, then DATA_DIR with the files and the key beside it. "
    "docs/server.md says how, and how both are put back."
)


async def finding(settings: Settings) -> Finding:
    """Ask the server which it is and how old its tables are."""
    try:
        from storage.postgres import peek
    except ImportError:
        said = "DATABASE_URL names a server, and what speaks to it is not installed"
        return Finding(topic="database", level="missing", text=said, fix='pip install "portrait-bot[postgres]"')
    assert settings.data.database_url is not None
    known = max(known_migrations())
    try:
        facts = await asyncio.to_thread(peek.facts, settings.data.database_url.get_secret_value())
    except DatabaseUnreachableError as error:
        fix = "start the server, or see DATABASE_URL"
        return Finding(topic="database", level="missing", text=f"the server does not answer: {error.why}", fix=fix)
    text = f"PostgreSQL {facts.server}, version {facts.version}, this program knows up to {known}"
    if facts.version > known:
        return Finding(topic="database", level="missing", text=text, fix="update the program")
    served = "several processes may share it, with the same DATA_DIR for all"
    return Finding(topic="database", level="ok", text=f"{text}: {served}")
