"""``python -m bot restore FILE``: put a backup into a data folder that has no database.

Whoever was erased since the backup stays erased where ``erased.txt`` of the data folder is still there, or is given
with ``--erased``: leave it when you clear the folder.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from bot import stores
from bot.cli import media
from bot.cli.backup import ASK, passphrase_of
from bot.cli.server import COPIES
from bot.settings import DATABASE, Settings, load
from bot.wiring import CannotRunError, alone, explained
from storage import backup, logins
from storage.database import Database
from storage.errors import NotABackupError
from storage.files import make_private_folder, write_whole
from storage.retention import sweep_at_start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help="a file `backup` wrote")
    parser.add_argument("--passphrase-file", type=Path, help="a file whose first line is the passphrase")
    parser.add_argument("--erased", type=Path, help="an erased.txt of a later day, kept elsewhere")


def main(args: argparse.Namespace, ask: Callable[[str], str] = ASK) -> int:
    """Restore; 1 with one sentence when that is not possible."""
    settings = load()
    folder = settings.data.folder
    if settings.data.database_url is not None:
        print(COPIES, file=sys.stderr)
        return 1
    if (folder / DATABASE).exists():
        print(f"{folder} has a database already: move it away, but leave erased.txt there.", file=sys.stderr)
        return 1
    passphrase = passphrase_of(args.passphrase_file, ask, twice=False)
    if passphrase is None:
        return 1
    try:
        with explained(settings), alone_in(settings.data.folder):
            _restore(settings, args.file, passphrase, args.erased)
            people, gone = asyncio.run(_settled(settings))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except NotABackupError:
        print(f"{args.file} is no backup, is damaged, or has another passphrase.", file=sys.stderr)
        return 1
    print(f"Restored: {people} people. Erased again, for they had left since: {gone}.")
    return 0


def alone_in(folder: Path) -> AbstractContextManager[None]:
    """Lock a folder that may not be there yet."""
    make_private_folder(folder)
    return alone(folder)


def _restore(settings: Settings, file: Path, passphrase: str, erased: Path | None) -> None:
    folder = settings.data.folder
    if erased is not None:
        known = folder / backup.ERASED
        marks = {mark for path in (known, erased) if path.exists() for mark in path.read_text("ascii").split()}
        write_whole(known, "".join(f"{mark}\n" for mark in sorted(marks)).encode())
    key = settings.data.key or folder / backup.KEY
    backup.read(file, folder, DATABASE, passphrase, key=key, styles=settings.engine.styles)


async def _settled(settings: Settings) -> tuple[int, int]:
    """Erase whoever left since the backup; returns (people who stay, people who went)."""
    folder = settings.data.folder
    if settings.store.bucket:
        await media.move(settings)
    vault = stores.vault(settings)
    async with Database.open(folder / DATABASE) as db:
        async with db.reading() as rx:
            before = await rx.value("SELECT count(*) FROM accounts")
        await sweep_at_start(db, vault, folder / "scratch")
        async with db.transaction() as tx:
            await logins.end_all(tx)
        async with db.reading() as rx:
            after = await rx.value("SELECT count(*) FROM accounts")
    return after, before - after
