"""``python -m bot keys rotate``: wrap everybody's key with a new master key. Stop the bot first.

Do it when somebody may have seen the key file. Earlier keys stay in it, for backups and copies of before; what was
sealed for people is not sealed anew, only the keys it opens with.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import databases
from bot.settings import DATABASE, Settings, load
from bot.wiring import CannotRunError, alone, explained
from storage.vault import Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action."""
    parser.add_argument("action", choices=("rotate",))


def main(args: argparse.Namespace) -> int:
    """Rotate; 1 with one sentence when that is not possible."""
    settings = load()
    if settings.data.database_url is None and not (settings.data.folder / DATABASE).exists():
        print(f"There is no database in {settings.data.folder}.", file=sys.stderr)
        return 1
    try:
        with explained(settings), alone(settings.data.folder):
            count = asyncio.run(_rotate(settings))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count} keys are wrapped with a new master key. Back up again, and delete old copies of the key file.")
    return 0


async def _rotate(settings: Settings) -> int:
    vault = Vault.open(settings.data.folder, settings.data.key)
    async with databases.opened(settings) as db:
        async with db.reading() as rx:
            await vault.check(rx)
        return await vault.rotate(db)
