"""How many messages a second the database takes, in a file and on a server: ``python -m tests.twins.rates``.

A message is what each costs at least: kept, answered in one transaction, marked before it is sent and after. Each
process has eight chats at a time; the disk is waited for in both. Nothing is drawn and nothing goes over a network.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from storage import accounts, inbox, outbox
from storage.database import Database
from tests.fakes import postgres

CHATS, MESSAGES = 8, 60  # of one process, and of one chat
ROOT = Path(__file__).parents[2]


async def message(db: Database, chat: str, number: int) -> None:
    """Do with one message what the bot does."""
    async with db.transaction(f"inbox:{chat}") as tx:
        await inbox.add(tx, "fake", f"{chat}-{number}", {"text": "x" * 300}, chat)
    async with db.reading() as rx:
        update = await inbox.oldest(rx, "fake", chat)
        account = await accounts.find(rx, "fake", chat)
    assert update is not None
    async with db.transaction(f"account:{account.id}" if account else "") as tx:
        account = await accounts.find_or_create(tx, "fake", chat)
        view = {"kind": "text", "text": "y" * 300}
        key, address = f"in:{chat}-{number}", {"chat": chat}
        await outbox.put(tx, key=key, platform="fake", address=address, view=view, account=account.id)
        await inbox.handled(tx, update.id, account.id)
    async with db.reading() as rx:
        row = await outbox.first(rx, "fake", f"fake:{chat}")
    assert row is not None
    async with db.transaction(f"place:{row.place}") as tx:
        await outbox.sending(tx, row.id)
    async with db.transaction(f"place:{row.place}") as tx:
        await outbox.sent(tx, row.id, {"message": number})


async def talk(opened: AbstractAsyncContextManager[Database], name: str) -> tuple[float, float]:
    """Return when it began and ended."""
    async with opened as db:

        async def chat(number: int) -> None:
            for each in range(MESSAGES):
                await message(db, f"{name}{number}", each)

        begun = time.time()
        await asyncio.gather(*(chat(number) for number in range(CHATS)))
        return begun, time.time()


def on_server(url: str, folder: Path) -> AbstractAsyncContextManager[Database]:
    """Return the database on the server."""
    from storage.postgres.database import PostgresDatabase

    return PostgresDatabase.connect(url, folder)


async def together(url: str, folder: Path, count: int) -> float:
    """Return messages a second of several processes on one server."""
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.twins.rates",
            "--child",
            url,
            str(folder),
            f"p{count}{number}-",
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        for number in range(count)
    ]
    said = [(await each.communicate())[0].split() for each in started]
    begun, ended = min(float(each[0]) for each in said), max(float(each[1]) for each in said)
    return count * CHATS * MESSAGES / (ended - begun)


def _rate(times: Sequence[float]) -> float:
    return CHATS * MESSAGES / (times[1] - times[0])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.twins.rates")
    parser.add_argument("--child", nargs=3, metavar=("URL", "FOLDER", "NAME"))
    chosen = parser.parse_args().child
    if chosen:
        print(*asyncio.run(talk(on_server(chosen[0], Path(chosen[1])), chosen[2])))
        return 0
    with tempfile.TemporaryDirectory() as name, postgres.serving(durable=True) as server:
        folder = Path(name)
        print("| messages a second | |\n|---|---|")
        print(
            f"| a file, one process | {_rate(asyncio.run(talk(Database.open(folder / 'f' / 'a.sqlite'), 'f'))):.0f} |"
        )
        url = server.fresh()
        for count in (1, 2):
            rate = asyncio.run(together(url, folder / "s", count))
            print(f"| a server, {count} process{'es' * (count > 1)} | {rate:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
