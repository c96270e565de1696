"""What must be true whatever happened: read from the tables, the folder, the log and the screens."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fakes.s3 import FakeS3
from tests.torture import on_server
from tests.torture.people import Person

FINAL = ("done", "failed", "cancelled")
BEGINS = re.compile(r"training (\S+) (begins at|did) (\d+)")
TOLERANCE = 1e-6


@dataclass
class Findings:
    """Everything that is wrong, by kind, and what was counted."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


SERVERS: dict[Path, str] = {}  # data folder -> address of its database, where that is on a server
STORES: dict[Path, FakeS3] = {}  # data folder -> where its sealed files are, if not in it


@contextmanager
def tables(folder: Path) -> Iterator[Any]:
    """Open the database to look, while the bot may be writing: everything is as it was at the first look.

    What came in between two looks was once taken for handled by the second because the first had not seen it yet.
    """
    if folder in SERVERS:
        with on_server.tables(SERVERS[folder]) as looking:
            yield looking
        return
    file = f"file:{folder / 'portrait.sqlite'}?mode=ro"
    connection = sqlite3.connect(file, uri=True, timeout=30, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.close()


def busy(folder: Path, person: Person) -> str:
    """Say what is still under way for somebody, nothing when all is over."""
    with tables(folder) as db:
        account = _account(db, person)
        if account is None:
            return "no account"
        jobs = db.execute(
            f"SELECT count(*) FROM jobs WHERE account = ? AND state NOT IN {FINAL}", (account,)
        ).fetchone()[0]
        out = db.execute(
            "SELECT count(*) FROM outbox WHERE account = ? AND sent IS NULL AND failed IS NULL", (account,)
        ).fetchone()[0]
        coming = db.execute("SELECT count(*) FROM inbox WHERE handled IS NULL").fetchone()[0]
        heard = (
            "SELECT (SELECT count(*) FROM inbox WHERE instr(payload, ?1) > 0) + count(*) "
            "FROM outbox WHERE instr(view, ?1) > 0"
        )
        # What was said while the bot was down is still with the platform.
        coming += sum(not db.execute(heard, (str(number),)).fetchone()[0] for number in person.asked)
    return f"{jobs} jobs, {out} messages, {coming} updates" if jobs or out or coming else ""


def judge(folder: Path, person: Person, found: Findings) -> None:
    """Compare what somebody sees with what was accepted for them."""
    with tables(folder) as db:
        account = _account(db, person)
        jobs = db.execute("SELECT * FROM jobs WHERE account = ?", (account,)).fetchall()
        ledger = db.execute("SELECT job, entry, units FROM ledger WHERE account = ?", (account,)).fetchall()
        gave_up = db.execute("SELECT count(*) FROM inbox WHERE account = ? AND trace IS NOT NULL", (account,))
        failed = db.execute(
            "SELECT class, failed FROM outbox WHERE account = ? AND failed IS NOT NULL AND failed != 'superseded'",
            (account,),
        ).fetchall()
        if number := gave_up.fetchone()[0]:
            found.wrong.append(f"{person.user}: {number} updates nobody could handle")
        found.wrong += [f"{person.user}: a message of class {row[0]} was given up: {row[1]}" for row in failed]
    _pictures(person, jobs, found)
    _trainings(person, jobs, found)
    _answers(person, found)
    _quota(person, jobs, ledger, found)
    found.counted["jobs"] += len(jobs)
    found.counted["jobs without a result, said so"] += sum(job["state"] == "failed" for job in jobs)


def _account(db: sqlite3.Connection, person: Person) -> str | None:
    query = "SELECT account FROM users WHERE platform = ? AND user = ?"
    row = db.execute(query, (person.platform, person.user)).fetchone()
    return row[0] if row else None


def _pictures(person: Person, jobs: list[sqlite3.Row], found: Findings) -> None:
    shown = Counter(person.results())
    for job in jobs:
        if job["kind"] != "portrait":
            continue
        seen, due = shown[job["number"]], int(job["state"] == "done")
        found.counted["results"] += due
        if seen < due:
            found.lost.append(f"{person.user}: the result of job {job['number']}")
        if seen > due:
            found.doubled.append(f"{person.user}: the result of job {job['number']}, {seen} times")


def _trainings(person: Person, jobs: list[sqlite3.Row], found: Findings) -> None:
    done = sum(job["kind"] == "enrol" and job["state"] == "done" for job in jobs)
    seen = person.count(person.plain("train-done"))
    found.counted["trainings"] += done
    if seen < done:
        found.lost.append(f"{person.user}: {done - seen} of {done} learnt faces")
    if seen > done:
        found.doubled.append(f"{person.user}: a learnt face, {seen} times for {done}")


def _answers(person: Person, found: Findings) -> None:
    for number in person.asked:
        seen = person.count(str(number))
        found.counted["questions"] += 1
        if seen == 0:
            found.lost.append(f"{person.user}: the answer about {number}")
        if seen > 1:
            found.doubled.append(f"{person.user}: the answer about {number}, {seen} times")


def _quota(person: Person, jobs: list[sqlite3.Row], ledger: list[sqlite3.Row], found: Findings) -> None:
    for job in jobs:
        entries = {row["entry"]: row["units"] for row in ledger if row["job"] == job["id"]}
        if not entries:
            continue  # a look at a photo is free
        ending = "settle" if job["state"] == "done" else "refund"
        total = sum(entries.values())
        right = set(entries) == {"reserve", ending} and (
            total >= -TOLERANCE if ending == "settle" else abs(total) < TOLERANCE
        )
        if not right:
            found.wrong.append(f"{person.user}: job {job['number']} ({job['state']}) is charged {entries}")


def left_over(folder: Path, found: Findings) -> None:
    """Look at what a stopped bot leaves: sealed files have rows, nothing is in the clear, tables are whole."""
    with tables(folder) as db:
        known = {row[0] for row in db.execute("SELECT id FROM media")}
        trash = db.execute("SELECT count(*) FROM trash").fetchone()[0]
        whole = [row[0] for row in db.execute("PRAGMA integrity_check")]
        astray = db.execute("PRAGMA foreign_key_check").fetchall()
        open_rows = db.execute("SELECT count(*) FROM outbox WHERE sent IS NULL AND failed IS NULL").fetchone()[0]
        waiting = db.execute("SELECT count(*) FROM inbox WHERE handled IS NULL").fetchone()[0]
    files = {path.name for path in (folder / "media").glob("*/*")}
    if folder in STORES:
        if files:
            found.wrong.append(f"{len(files)} files beside the store")
        files = {name.rpartition("/")[2] for name in STORES[folder].names("bot/media/")}
    clear = [path for path in (folder / "scratch").rglob("*") if path.is_file()]
    parts = list(folder.rglob("*.part"))
    found.counted["sealed files"] += len(files)
    for text, wrong in (
        (f"{len(files - known)} files without a row", files - known),
        (f"{len(known - files)} rows without a file", known - files),
        (f"{len(clear)} files in the clear: {clear[:3]}", clear),
        (f"half-written files: {parts}", parts),
        (f"{trash} files in the trash", trash),
        (f"the database: {whole}", whole != ["ok"]),
        (f"{len(astray)} rows point nowhere", astray),
        (f"{open_rows} messages and {waiting} updates wait", open_rows or waiting),
    ):
        if wrong:
            found.wrong.append(text)


def trainings_went_on(log: Path, found: Findings) -> None:
    """Read in the log that no training began before the last step it had told of."""
    reached: dict[str, int] = {}
    for name, what, step in BEGINS.findall(log.read_text("utf-8", "replace")):
        if what == "begins at":
            if int(step) < reached.get(name, 0):
                found.wrong.append(f"training {name} had done {reached[name]} and began at {step}")
            found.counted["trainings that went on"] += int(step) > 0
        else:
            reached[name] = max(reached.get(name, 0), int(step))
