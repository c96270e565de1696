"""Transactions of every shape at once, some failing, some cancelled at any moment, and what may be asked of all.

Whoever was told that theirs ended well finds all of it, after a kill too; of any other there is all or nothing.

    python -m tests.storage.mixture FILE SEED       # prints each that was told, for who kills it
    python -m tests.storage.mixture --seeds 300     # that many mixtures in files of their own, a tenth of them killed
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from storage import groups
from storage.database import Database, Reading, Transaction
from storage.errors import RolledBackError, StorageError, StorageFullError
from tests.storage.helpers import SPOILT

ROOT = Path(__file__).parents[2]
CHATS, EACH = 6, 12
LARGE = "x" * 60_000
ROOM = 20  # pages, where the disk is to be full soon: for one large row
AFTER = 0.0005  # seconds at most by which the writer's thread is late


class WantedError(Exception):
    """What a transaction raised because it was to."""


#: What a transaction of the mixture may raise: what it was to, or what somebody else in its group met.
EXPECTED = (WantedError, StorageFullError, RolledBackError, *SPOILT)


class Mixture:
    """One mixture in an open database. ``tell`` hears the name of each transaction that ended well.

    ``large``: how often a row is.
    """

    def __init__(
        self, db: Database, seed: int, tell: Callable[[str], None] = lambda _: None, *, large: float = 0.05
    ) -> None:
        self.db, self.chance, self.tell, self.large = db, random.Random(seed), tell, large
        self.told: set[str] = set()
        self.raised: set[str] = set()
        self.too_large: set[str] = set()  # those of them for whom there was no room
        self.acted: set[str] = set()  # whose action after the commit was run
        self.unended: set[str] = set()  # those whose work did not come to its end

    async def run(self) -> None:
        """Do all of it, with readers, cuts of the log and cancels beside."""
        over = asyncio.Event()
        beside = [asyncio.create_task(each(over)) for each in (self._read, self._scrub, self._delay)]
        try:
            await asyncio.gather(*(self._chat(number) for number in range(CHATS)))
        finally:
            over.set()
            await asyncio.gather(*beside)

    async def check(self) -> None:
        """Compare what was told with what is there."""
        async with self.db.reading() as rx:
            there = await _kept(rx)
        assert self.told
        assert self.told <= there, f"lost: {sorted(self.told - there)}"
        assert not there & self.raised, f"kept though it raised: {sorted(there & self.raised)}"
        assert not there & self.unended, f"half of it: {sorted(there & self.unended)}"
        assert self.told <= self.acted <= there
        heard = {name for name in self.unended | self.raised if self.db.signals.event(name).is_set()}
        assert not heard, f"loops were woken for what is not there: {sorted(heard)}"
        assert all(self.db.signals.event(name).is_set() for name in self.told)

    async def _chat(self, chat: int) -> None:
        for number in range(EACH):
            await self._pause()
            name = f"{chat}.{number}"
            task = asyncio.create_task(self._one(name))
            if self.chance.random() < 0.3:
                await self._cancel(task)
            await asyncio.wait([task])
            if not task.cancelled():
                task.result()

    async def _one(self, name: str) -> None:
        self.unended.add(name)
        try:
            if self.chance.random() < 0.6:
                async with self.db.transaction(self._part()) as tx:
                    await self._steps(tx, name, self._pause)
            else:
                await self.db.write(lambda tx: self._steps(tx, name, _at_once), self._part())
        except EXPECTED as error:
            self.raised.add(name)
            if isinstance(error, StorageFullError):
                self.too_large.add(name)
        else:
            self.told.add(name)
            self.tell(name)

    async def _steps(self, tx: Transaction, name: str, wait: Callable[[], Awaitable[None]]) -> None:
        count = self.chance.choice((1, 1, 2, 3))
        block = wait is not _at_once
        for number in range(count):
            row = {"at": 0.0, "actor": f"{name}.{number}", "action": name, "detail": str(count)}
            await self._odd(tx, name, block=block)
            if self.chance.random() < 0.5:
                tx.insert_soon("audit", row)
            else:
                await tx.insert("audit", row)
            await wait()
        end = self.chance.random()
        if end < 0.1:
            raise WantedError
        if end < 0.13:
            tx.run_soon("INSERT INTO users (platform, user, account) VALUES ('fake', 'x', 'nobody')")
        tx.signal(name)
        tx.after_commit(lambda: self._act(name))
        self.unended.discard(name)

    async def _odd(self, tx: Transaction, name: str, *, block: bool) -> None:
        """Do what happens now and then in the middle."""
        what = self.chance.random()
        if what < 0.1:
            await tx.all("SELECT actor FROM audit WHERE action = ?", (name,))
        elif what < 0.15 and block:
            with suppress(TimeoutError):
                async with asyncio.timeout(0):  # whoever waits is gone, and the statement on its way
                    await tx.run("INSERT INTO audit (at, actor, action) VALUES (0, ?, 'perhaps')", (name,))
        elif what < 0.17 and not self.db.shared:
            await tx._there(lambda connection: connection.execute("ROLLBACK"))  # as SQLite may by itself
            raise WantedError
        elif what < 0.19 and not self.db.shared:
            await tx.run("INSERT INTO late VALUES (7)")  # the commit of all fails
        elif what < 0.19 + self.large:
            row = {"at": 0.0, "actor": name, "action": "perhaps", "detail": LARGE}
            await tx.insert("audit", row)

    async def _act(self, name: str) -> None:
        self.acted.add(name)

    def _part(self) -> str:
        return self.chance.choice(("", "place:1", "place:2"))

    async def _pause(self) -> None:
        for _ in range(self.chance.choice((0, 0, 0, 1, 2, 3))):
            await asyncio.sleep(0)

    async def _read(self, over: asyncio.Event) -> None:
        while not over.is_set():
            told = set(self.told)
            async with self.db.reading() as rx:
                assert told <= await _kept(rx)
            await self._rest()

    async def _scrub(self, over: asyncio.Event) -> None:
        while not over.is_set():
            scrub = asyncio.create_task(self.db.scrub())
            await self._rest()
            if self.chance.random() < 0.5:
                scrub.cancel()
            await asyncio.wait([scrub])
            for _ in range(5):
                await self._rest()

    async def _cancel(self, task: asyncio.Task[None]) -> None:
        await self._rest()
        for _ in range(self.chance.choice((1, 1, 3))):
            task.cancel()
            await asyncio.sleep(0)

    async def _rest(self) -> None:
        """Wait for some turns of the loop, or for as long as a transaction or two may take."""
        for _ in range(self.chance.choice((0, 1, 2, 5, 10, 20, 40))):
            await asyncio.sleep(0)
        if self.chance.random() < 0.5:
            await asyncio.sleep(self.chance.random() * 0.01)

    async def _delay(self, over: asyncio.Event) -> None:
        """Keep the writer's thread from what it is given, now and then: what is on its way stays so for a while."""
        while not over.is_set() and not self.db.shared:
            seconds = self.chance.random() * AFTER
            await self.db._writer.connection.visit(lambda _, seconds=seconds: time.sleep(seconds))
            await self._rest()


async def _kept(rx: Reading) -> set[str]:
    """Return the names of all transactions that are there; each is there as a whole."""
    rows = await rx.all("SELECT actor, action, detail FROM audit")
    counts = Counter(row["action"] for row in rows if row["action"] != "perhaps")
    wholes = {row["action"]: int(row["detail"]) for row in rows if row["action"] != "perhaps"}
    odd = {name: f"{counts[name]} of {whole}" for name, whole in wholes.items() if counts[name] != whole}
    assert not odd, f"half of it, or twice: {odd}"
    perhaps = {row["actor"] for row in rows if row["action"] == "perhaps"}
    assert perhaps <= set(wholes), f"some of it: {sorted(perhaps - set(wholes))}"
    return set(wholes)


async def _at_once() -> None:
    pass


async def prepared(db: Database, *, full: bool) -> None:
    """Make the table whose rows fail a commit; with ``full`` there is little room left."""
    if db.shared:
        return
    async with db.transaction() as tx:
        await tx.all("CREATE TABLE IF NOT EXISTS late_parent (number INTEGER PRIMARY KEY)")
        await tx.all(
            "CREATE TABLE IF NOT EXISTS late (number INTEGER REFERENCES late_parent DEFERRABLE INITIALLY DEFERRED)"
        )
        if full:
            await tx.all(f"PRAGMA max_page_count = {await tx.value('PRAGMA page_count') + ROOM}")


async def _mixed(file: Path, seed: int, tell: Callable[[str], None] = lambda _: None) -> None:
    groups.PATIENCE = (0.0, 0.002, 60.0)[seed % 3]
    async with Database.open(file) as db:
        await prepared(db, full=seed % 4 == 0)
        mixture = Mixture(db, seed, tell, large=0.3 if seed % 4 == 0 else 0.05)
        await mixture.run()
        await mixture.check()


def killed(file: Path, seed: int) -> tuple[set[str], set[str]]:
    """Kill a mixture in a process of its own; returns what it was told, and what is there afterwards."""
    chance = random.Random(seed)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.storage.mixture", str(file), str(seed)],
        stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(chance.randrange(1, 30))]
        child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        told += child.stdout.read().split("\n")[:-1]
    return set(told) - {""}, asyncio.run(_there(file))


async def _there(file: Path) -> set[str]:
    async with Database.open(file) as db, db.reading() as rx:
        return await _kept(rx)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("seed", type=int, nargs="?")
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    if asked.seeds is None:
        asyncio.run(_mixed(asked.file, asked.seed, lambda name: print(name, flush=True)))
        return
    wrong = sum(not _held(seed) for seed in range(asked.first, asked.first + asked.seeds))
    print(f"{asked.seeds} mixtures, {wrong} with something lost, doubled, kept by half or kept though it raised")
    raise SystemExit(bool(wrong))


def _held(seed: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.sqlite"
        try:
            if seed % 10 == 0:
                told, there = killed(file, seed)
                assert told <= there, f"lost: {sorted(told - there)}"
            else:
                asyncio.run(_mixed(file, seed))
        except (AssertionError, StorageError, sqlite3.Error) as error:
            print(f"seed {seed}: {type(error).__name__} {error}", flush=True)
            return False
    return True


if __name__ == "__main__":
    main()
