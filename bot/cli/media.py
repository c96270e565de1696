"""``python -m bot media move``: the sealed files of people go from DATA_DIR into S3_BUCKET; ``back``: out of it again.

Stop the bot first. Until every file is there, where they were is where they count, so a move that is killed is done
again. They are moved as they are, sealed; keys and rows stay where they were.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import stores
from bot.settings import Settings, load
from bot.wiring import CannotRunError, alone, explained
from storage import belonging
from storage.files import make_private_folder
from storage.vault import Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action."""
    parser.add_argument("action", choices=("move", "back"))


def main(args: argparse.Namespace) -> int:
    """Move; 1 with one sentence when that is not possible."""
    settings = load()
    if not settings.store.bucket:
        print("Set S3_BUCKET and what stands with it in .env.example first.", file=sys.stderr)
        return 1
    folder = settings.data.folder
    make_private_folder(folder)
    try:
        with explained(settings), alone(folder):
            count = asyncio.run(move(settings, back=args.action == "back"))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    if args.action == "back":
        print(f"{count} files are in {folder} again, and none in the store: empty S3_BUCKET before the bot starts.")
    else:
        print(f"{count} files are in the store now, and none of them in {folder}.")
    return 0


async def move(settings: Settings, *, back: bool = False) -> int:
    """Move the files of a data folder into the store of the settings, or ``back``; returns how many.

    Raises what `storage.belonging.move_in` does.
    """
    store, folder = stores.store(settings), settings.data.folder
    assert store is not None
    belonging.require_address(folder, store.bucket.address)
    vault = Vault.open(folder, settings.data.key, store)
    if back:
        return await belonging.move_out(folder, vault, store)
    return await belonging.move_in(folder, vault, store)
