"""``python -m bot database move``: everybody from the file in DATA_DIR to the server of DATABASE_URL.

Stop the bot first. The server's database has to be empty. The file becomes one of the copies; what is forgotten later
is forgotten there too. Photos, pictures and keys stay where they are.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.settings import DATABASE, Settings, load
from bot.wiring import CannotRunError, alone, explained
from storage.database import Database
from storage.errors import NoDatabaseClientError, NotEmptyError
from storage.files import make_private_folder
from storage.postgres.belonging import belong


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action."""
    parser.add_argument("action", choices=("move",))


def main(args: argparse.Namespace) -> int:
    """Move; 1 with one sentence when that is not possible, and nothing was changed then."""
    settings = load()
    folder = settings.data.folder
    if settings.data.database_url is None:
        print("Set DATABASE_URL to the server's empty database first.", file=sys.stderr)
        return 1
    if not (folder / DATABASE).exists():
        print(f"There is no database in {folder}: the next start makes the tables on the server.", file=sys.stderr)
        return 1
    try:
        with explained(settings), alone(folder):
            counts = asyncio.run(_move(settings, settings.data.database_url.get_secret_value()))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except NotEmptyError as error:
        print(f"The database on the server is not empty ({error.table} has rows): nothing was moved.", file=sys.stderr)
        return 1
    print(f"{sum(counts.values())} rows moved, {counts['accounts']} people. The file is in {folder / 'copies'} now.")
    return 0


async def _move(settings: Settings, url: str) -> dict[str, int]:
    try:
        from storage.postgres import moving
    except ImportError as error:
        raise NoDatabaseClientError from error
    folder = settings.data.folder
    async with Database.open(folder / DATABASE) as db:  # up to date, and its log is in it
        now = int(db.clock.now())
    identity = await moving.prepare(url)
    counts = await moving.move(folder / DATABASE, url)
    await asyncio.to_thread(_put_away, folder, now)
    belong(folder, identity)
    return counts


def _put_away(folder: Path, now: int) -> None:
    """Make the file a copy, so that `storage.erasures` goes on erasing from it."""
    make_private_folder(folder / "copies")
    (folder / DATABASE).rename(folder / "copies" / f"moved-{now}.sqlite")
    for end in ("-wal", "-shm"):
        (folder / f"{DATABASE}{end}").unlink(missing_ok=True)
