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
from storage import backup, belonging, logins
from storage.database import Database
from storage.errors import NotABackupError
from storage.files import make_private_folder, write_whole
from storage.retention import sweep_at_start
from storage.vault import Vault


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
    restored = False
    try:
        with explained(settings), alone_in(settings.data.folder):
            stores.store(settings)  # what speaks to it may be missing: said before anything is there
            _restore(settings, args.file, passphrase, args.erased)
            people, gone = asyncio.run(_settled(settings))
            print(f"Restored: {people} people. Erased again, for they had left since: {gone}.")
            restored = True
            if settings.store.bucket:
                asyncio.run(media.move(settings))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        if restored:
            print(f"All is in {folder}: run `python -m bot media move` once more.", file=sys.stderr)
        return 1
    except NotABackupError:
        print(f"{args.file} is no backup, is damaged, or has another passphrase.", file=sys.stderr)
        return 1
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
    belonging.belong(folder, "")  # whatever store there was, which may be what is lost: all files are here now


async def _settled(settings: Settings) -> tuple[int, int]:
    """Erase whoever left since the backup, before a store sees a file; returns (people who stay, people who went)."""
    folder = settings.data.folder
    vault = Vault.open(folder, settings.data.key)
    async with Database.open(folder / DATABASE) as db:
        async with db.reading() as rx:
            before = await rx.value("SELECT count(*) FROM accounts")
        await sweep_at_start(db, vault, folder / "scratch")
        async with db.transaction() as tx:
            await logins.end_all(tx)
        async with db.reading() as rx:
            after = await rx.value("SELECT count(*) FROM accounts")
    return after, before - after
