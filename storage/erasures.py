"""A person who was erased stays erased: in the database, in every copy of it, and in one that is put back from a copy.

What remains of an account is its mark, a keyed hash of its random id, with the day, and the same of the receipt that
its owner was given: neither names anybody. Marks are kept twice. The table is written with the erasure itself; the file
beside the database outlives a database that is replaced by an older one. `settle` brings both together and then looks
for marked accounts everywhere.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from storage import naming
from storage.database import Database, Reading, Transaction
from storage.files import write_whole

FILE = "erased.txt"
_WRITING = threading.Lock()
Mark = Callable[[str], str]  # of an account id
GONE = {"kind": "text", "text": "–"}  # in place of a view that named them

# In this order: the last statement takes the places away by which the first ones find their rows. ``settled``: pictures
# of somebody else who was erased may still have to be taken out of a chat both were in.
LIVE = {"closed": "handled IS NOT NULL", "settled": "fleeting = 0"}
IN_COPIES = {"closed": "1", "settled": "1"}
NAMELESS = (
    "DELETE FROM inbox WHERE account IS NULL AND {closed} AND (platform || ':' || chat IN "
    "(SELECT place FROM sessions WHERE account = ?1) OR (platform, chat) IN "
    "(SELECT platform, user FROM users WHERE account = ?1))",
    "DELETE FROM outbox WHERE account IS NULL AND {settled} "
    "AND place IN (SELECT place FROM sessions WHERE account = ?)",
    # What others were told about them and wrote of them: reports and lists for admins, whose commands name people.
    f"UPDATE outbox SET view = '{{{{{json.dumps(GONE)[1:-1]}}}}}' WHERE {naming.OTHERS} "
    f"AND sent IS NOT NULL AND {naming.TOLD}",
    f"DELETE FROM outbox WHERE {naming.OTHERS} AND sent IS NULL AND {naming.TOLD}",
    f"UPDATE inbox SET payload = '{{{{}}}}' WHERE {naming.OTHERS} AND {{closed}} AND {naming.WROTE}",
    # Before version 2 the words of a report stood here.
    "UPDATE audit SET detail = '{{}}' WHERE action = 'report' AND actor = ?",
    "UPDATE audit SET actor = 'somebody' WHERE actor = ?",
    "UPDATE audit SET subject = 'somebody' WHERE subject = ?",
    "UPDATE audit SET detail = '{{}}' WHERE instr(detail, ?) > 0",
    "DELETE FROM accounts WHERE id = ?",  # cascades to everything of this person
)


async def erase(tx: Transaction, account: str, *marks: str) -> None:
    """Delete an account and what names it, and note its marks. Updates that came in and wait are left to be handled."""
    for statement in NAMELESS:
        await tx.run(statement.format(**LIVE), (account,))
    await note(tx, marks)


async def note(tx: Transaction, marks: Iterable[str]) -> None:
    """Write marks down; those that are known stay as they are."""
    await tx.run_many(
        "INSERT INTO erased (mark, at) VALUES (?, ?) ON CONFLICT DO NOTHING", [(mark, tx.now()) for mark in marks]
    )


async def day_of(rx: Reading, mark: str) -> float | None:
    """Return when a mark was noted (Unix seconds), None for one nobody noted."""
    at: float | None = await rx.value("SELECT at FROM erased WHERE mark = ?", (mark,))
    return at


async def settle(db: Database, mark: Mark) -> int:
    """Apply every known mark to the database and all its copies; returns how many accounts of the database it took.

    Done after each erasure and at every start: a kill may come between the commit and this.
    """
    folder = db.path.parent
    told = await asyncio.to_thread(_read, folder / FILE)
    async with db.reading() as rx:
        noted = {row["mark"] for row in await rx.all("SELECT mark FROM erased")}
        found = [row["id"] for row in await rx.all("SELECT id FROM accounts")]
    marks = told | noted
    returned = [account for account in found if mark(account) in marks]
    if told - noted or returned:
        async with db.transaction() as tx:
            await note(tx, told - noted)
            for account in returned:
                await erase(tx, account, mark(account))
    if noted - told:
        await asyncio.to_thread(_keep, folder / FILE, marks)
    if marks:
        await asyncio.to_thread(_erase_from_copies, folder / "copies", lambda account: mark(account) in marks)
    return len(returned)


def _read(file: Path) -> set[str]:
    return set(file.read_text(encoding="ascii").split()) if file.exists() else set()


def _keep(file: Path, marks: set[str]) -> None:
    """Add marks to the file; two who were erased at the same moment are written one after the other."""
    with _WRITING:
        told = "".join(f"{one}\n" for one in sorted(marks | _read(file)))
        # Of processes that share the folder one may overlook what another adds just now: the table has it for the next.
        write_whole(file, told.encode(), part=f".{os.getpid()}.part")


def _erase_from_copies(folder: Path, erased: Callable[[str], bool]) -> None:
    for path in sorted(folder.glob("*.sqlite")):
        _erase_from(path, erased)


def _erase_from(path: Path, erased: Callable[[str], bool]) -> None:
    """Delete erased people from one copy and overwrite their bytes; a copy without them is not written to."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("names_person", 2, naming.names_person, deterministic=True)
    try:
        accounts = [row[0] for row in connection.execute("SELECT id FROM accounts") if erased(row[0])]
        if not accounts:
            return
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "journal_mode=DELETE"):
            connection.execute(f"PRAGMA {pragma}")
        # All of it or nothing: half of it would not be looked for again, once the account is gone.
        connection.execute("BEGIN IMMEDIATE")
        for account in accounts:
            for statement in NAMELESS:
                connection.execute(statement.format(**IN_COPIES), (account,))
        connection.execute("DELETE FROM trash")  # the names of their files; the files themselves are gone
        connection.execute("COMMIT")
    finally:
        connection.close()
