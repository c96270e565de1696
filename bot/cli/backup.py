"""``python -m bot backup FILE``: database, media, keys and styles in one file that only a passphrase opens.

The bot may be running. Without ``--passphrase-file`` the passphrase is asked for, twice.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bot import stores
from bot.cli.server import COPIES
from bot.settings import DATABASE, load
from bot.wiring import CannotRunError, explained, of_store
from storage import backup, belonging
from storage.errors import NoSuchMediaError, StoreUnreachableError
from storage.sealed import SealedFiles

LEAST = 12  # characters
ASK = getpass.getpass


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help="where the backup goes")
    parser.add_argument("--passphrase-file", type=Path, help="a file whose first line is the passphrase")


def main(args: argparse.Namespace, ask: Callable[[str], str] = ASK) -> int:
    """Write the backup; 1 with one sentence when that is not possible."""
    settings = load()
    folder = settings.data.folder
    if settings.data.database_url is not None:
        print(COPIES, file=sys.stderr)
        return 1
    if not (folder / DATABASE).exists():
        print(f"There is nothing to back up in {folder}.", file=sys.stderr)
        return 1
    passphrase = passphrase_of(args.passphrase_file, ask, twice=True)
    if passphrase is None:
        return 1
    key = settings.data.key or folder / backup.KEY
    try:
        with explained(settings):
            store = stores.store(settings)
            belonging.require_address(folder, store.bucket.address if store is not None else "")
        media = partial(_sealed_in, store) if store is not None else tuple
        size = backup.write(
            folder, DATABASE, args.file, passphrase, key=key, styles=settings.engine.styles, media=media
        )
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except StoreUnreachableError as error:
        print(f"{of_store(error)} No backup was written.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{args.file} could not be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    megabytes = f"{size / 1e6:.1f} MB"
    print(f"{args.file}: {megabytes}. Whoever is erased from now on is still in it: delete old backups in time.")
    return 0


def _sealed_in(store: SealedFiles) -> Iterator[tuple[str, bytes]]:
    """Yield the sealed files of a store, but those that are deleted meanwhile."""
    with asyncio.Runner() as runner:

        async def names() -> list[str]:
            return [entry.name async for entry in store.entries()]

        for name in runner.run(names()):
            try:
                data = runner.run(store.read(name))
            except NoSuchMediaError:
                continue
            yield name, data


def passphrase_of(file: Path | None, ask: Callable[[str], str], *, twice: bool) -> str | None:
    """Return the passphrase from a file or a person; None, with a sentence, when it is none."""
    try:
        first = file.read_text(encoding="utf-8").split("\n")[0] if file else ask("Passphrase: ")
        if len(first) < LEAST:
            print(f"The passphrase must have at least {LEAST} characters.", file=sys.stderr)
            return None
        if twice and not file and ask("Once more: ") != first:
            print("The two differ.", file=sys.stderr)
            return None
    except OSError as error:
        print(f"{file} could not be read: {error.strerror}.", file=sys.stderr)
        return None
    except EOFError:
        print("Nobody is here to ask for the passphrase: name a file of it with --passphrase-file.", file=sys.stderr)
        return None
    return first
