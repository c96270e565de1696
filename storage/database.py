"""One SQLite file: one writer, one reader, explicit transactions.

    async with Database.open(folder / "portrait.sqlite") as db:
        async with db.transaction() as tx:      # BEGIN IMMEDIATE ... COMMIT, or ROLLBACK on any exception
            job = await jobs.enqueue(tx, ...)
        async with db.reading() as rx:          # a snapshot, never waits for the writer
            await jobs.get(rx, job.id)
        await db.write(lambda tx: leases.heartbeat(tx, ...))    # a transaction in one visit to the writer's thread

WAL and synchronous FULL: what was committed survives a power cut. ``secure_delete``: what was deleted is overwritten.
Transactions that wait for the writer are committed together (`storage.groups`).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from storage.clock import Clock, Ids, SystemClock
from storage.connection import Connection, connect
from storage.errors import (
    NestedTransactionError,
    RolledBackError,
    StorageFullError,
    TransactionOverError,
    WaitedInWriteError,
)
from storage.files import full_disk_named, make_private_file
from storage.groups import LET_GO, MEMBER, TAKE_BACK, Group, Writer, outlasting
from storage.migrate import MIGRATIONS, copy_to, migrate

log = logging.getLogger(__name__)

Row = sqlite3.Row
T = TypeVar("T")
Parameters = Sequence[Any] | Mapping[str, Any]
NO_LOOP = "event loop"  # in a thread there is none, or another than what waits belongs to: asyncio's words name it


class Signals:
    """Wakes loops of this process when a topic changed; the truth stays in the tables.

    A loop clears its topic's event *before* it looks at the table, so a change while it looks is not missed.
    """

    def __init__(self) -> None:
        self._events: defaultdict[str, defaultdict[str, asyncio.Event]] = defaultdict(
            lambda: defaultdict(asyncio.Event)
        )

    def event(self, topic: str, listener: str = "") -> asyncio.Event:
        """Return the event of ``topic``; set means "look again".

        Loops that look for different things in the same table are different listeners: none clears another's event.
        """
        return self._events[topic][listener]

    def set(self, topic: str) -> None:
        """Wake whoever waits for ``topic``."""
        self.event(topic)
        for event in self._events[topic].values():
            event.set()

    def set_all(self) -> None:
        """Wake everybody: nobody knows what changed."""
        for topic in list(self._events):
            self.set(topic)

    async def wait(self, topic: str, seconds: float, listener: str = "") -> None:
        """Return when ``topic`` is set, or after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self.event(topic, listener).wait()
        except TimeoutError:
            return


class Reading:
    """Queries on one snapshot, that of the first. Plain functions of the table modules take it as ``rx``."""

    def __init__(self, database: Database, connection: Connection, begin: str = "BEGIN") -> None:
        self.database = database
        self._connection = connection
        self._here: sqlite3.Connection | None = None  # while this runs in the connection's thread, see `write`
        self._over = False
        # What goes to the connection's thread with the next statement: on a busy machine each visit costs a wait.
        self._before: deque[tuple[str, Parameters]] = deque([(begin, ())])
        self._visited = False  # by then it may have begun

    def now(self) -> float:
        """Return Unix seconds of the database's clock."""
        return self.database.clock.now()

    async def all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement and return its rows."""
        self._check()
        return (await self._visit(sql, parameters))[0]

    async def one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Run one statement and return its first row, or None."""
        rows = await self.all(sql, parameters)
        return rows[0] if rows else None

    async def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Run one statement and return the first column of its first row, or None."""
        row = await self.one(sql, parameters)
        return row[0] if row else None

    def _check(self) -> None:
        if self._over:
            raise TransactionOverError("used after its block ended")

    async def _visit(self, sql: str, parameters: Parameters = ()) -> tuple[list[Row], int]:
        """Run what waits and then one statement; returns its rows and how many it changed."""

        def run(connection: sqlite3.Connection) -> tuple[list[Row], int]:
            cursor = connection.execute(sql, parameters)
            return cursor.fetchall(), cursor.rowcount

        return await self._there(run)

    async def _there(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Run what waits and then ``call``, in the connection's thread.

        What fails stays in front of the rest: nothing comes after it, and no commit.
        """

        def run(connection: sqlite3.Connection) -> T:
            self._catch_up(connection)
            return call(connection)

        self._visited = True
        with full_disk_named():
            return await self._connection.visit(run) if self._here is None else run(self._here)

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        while self._before:
            connection.execute(*self._before[0])
            self._before.popleft()
        if not connection.in_transaction:  # somebody let an error pass, and now each statement would be for ever
            raise RolledBackError


class Transaction(Reading):
    """Queries and changes that happen together or not at all. Passed around as ``tx``.

    It sees what those before it in its ``group`` changed, and like them it is over when all of that is on disk.
    """

    def __init__(self, database: Database, writer: Writer) -> None:
        super().__init__(database, writer.connection, "BEGIN IMMEDIATE" if writer.group is None else MEMBER)
        self.group = writer.group  # None: it is the first
        self._after = writer.held  # the savepoint of the one before it is there still
        if self._after:
            self._before.appendleft((LET_GO, ()))
        self.topics: set[str] = set()
        self.actions: list[Callable[[], Awaitable[None]]] = []

    def new_id(self) -> str:
        """Return a fresh sortable id."""
        return self.database.ids.new()

    async def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one changing statement and return how many rows it changed."""
        self._check()
        return (await self._visit(sql, parameters))[1]

    def run_soon(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one changing statement before the next one, or before the commit: for those nobody asks what they did.

        Where it fails, whatever comes next raises that, and so does the commit.
        """
        self._check()
        self._before.append((sql, parameters))

    async def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one changing statement for each of ``rows``."""
        self._check()
        await self._there(lambda connection: connection.executemany(sql, rows).close())

    async def insert(self, table: str, values: Mapping[str, Any], *, ignore: bool = False) -> bool:
        """Insert one row; with ``ignore`` a row that is there already stays and the answer is False."""
        return bool(await self.run(_inserting(table, values, ignore=ignore), tuple(values.values())))

    def insert_soon(self, table: str, values: Mapping[str, Any]) -> None:
        """Insert one row as `run_soon` does."""
        self.run_soon(_inserting(table, values), tuple(values.values()))

    async def alone(self) -> None:
        """See to it that nobody else changes anything until this ends, also where it began `within` a part.

        One writer at a time is what SQLite has anyway.
        """
        self._check()

    def signal(self, topic: str) -> None:
        """Wake the loops that wait for ``topic``, once this is committed."""
        self.topics.add(topic)

    def after_commit(self, action: Callable[[], Awaitable[None]]) -> None:
        """Run ``action`` once this is committed and the writer is free again; it may open its own transaction.

        A crash may come between: whatever the action does must also be done by the sweep at the next start.
        """
        self.actions.append(action)

    @property
    def _idle(self) -> bool:
        """Whether it asked the database for nothing, not even to begin."""
        return not self._visited and len(self._before) == 1 + self._after

    def _whole(self, work: Callable[[Transaction], Awaitable[T]], ending: str, connection: sqlite3.Connection) -> T:
        """Do ``work`` and the ``ending``, in the connection's thread."""
        self._here = connection
        try:
            value = _driven(work(self))
            if not self._idle:
                self._visited = True
                with full_disk_named():
                    self._catch_up(connection)
                    connection.execute(ending).close()
        finally:
            self._here = None
        return value

    def _take_back(self, connection: sqlite3.Connection) -> bool:
        """Undo what it did, and nothing of those before it. False: the database has taken back all of that by itself.

        It may do so on a full disk.
        """
        if not connection.in_transaction:
            return self.group is None
        if self.group is None:
            connection.execute("ROLLBACK")
        elif (MEMBER, ()) not in self._before:
            try:
                connection.execute(TAKE_BACK)
                connection.execute(LET_GO)
            except sqlite3.Error:  # half of it must not be committed with the others
                _end_snapshot(connection)
                return False
        return True


class Database:
    """An open database; made by `Database.open`.

    ``shared``: other processes may work on it. ``path``: its file, or what stands for it in the data folder.
    """

    shared = False

    def __init__(self, path: Path, writer: Connection, reader: Connection, clock: Clock, ids: Ids) -> None:
        self.path = path
        self.clock = clock
        self.ids = ids
        self.signals = Signals()
        self._writer = Writer(writer, self._announce)
        self._reader = reader
        self._read_lock = asyncio.Lock()
        self._holders: set[asyncio.Task[Any] | None] = set()

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, *, clock: Clock | None = None, ids: Ids | None = None, migrations: Path = MIGRATIONS
    ) -> AsyncIterator[Database]:
        """Open ``path``, made private to this user, and bring it up to date.

        Raises `DatabaseTooNewError`, `StorageFullError`.
        """
        clock = clock or SystemClock()
        make_private_file(path)
        async with connect(path) as writer:
            with full_disk_named():
                await migrate(writer, path, migrations, clock)
            async with connect(path) as reader:
                await reader.execute("PRAGMA query_only=ON")
                database = cls(path, writer, reader, clock, ids or Ids(clock))
                await database.scrub()  # a crash may have left deleted bytes in the log
                yield database

    @asynccontextmanager
    async def transaction(self, within: str = "") -> AsyncIterator[Transaction]:
        """Begin a transaction; commits at the end of the block, rolls back on any exception.

        ``within``: the part it keeps to, such as ``place:fake:1``. Where a database has many writers only those of the
        same part, and those of none, wait for each other. Whoever names one has to know that nothing else is decided
        upon: see `storage.postgres`.
        Raises `NestedTransactionError` inside another block of the same task, `StorageFullError` when the disk is full
        for it or for one it was to be committed with.
        """
        tx, group = None, None
        try:
            async with self._holding(self._writer.lent()):
                tx = Transaction(self, self._writer)
                try:
                    yield tx
                except BaseException as error:
                    tx._over = True
                    await outlasting(self._take_back(tx, error))
                    raise
                tx._over = True
                group = await outlasting(self._join(tx))
        except Exception:
            if tx is not None and tx.group is not None:  # it may fail for what it saw: that must be kept by then
                await outlasting(tx.group.over())
            raise
        await self._kept(tx, group)

    async def write(self, work: Callable[[Transaction], Awaitable[T]], within: str = "") -> T:
        """Return what ``work`` returns, as a transaction that takes one visit to the writer's thread.

        In a block of `transaction` each statement takes one, and on a busy machine each costs a wait. In return
        ``work`` runs in that thread: it may wait for nothing but its ``tx``, and touch nothing the program changes
        elsewhere. ``within``: as in `transaction`. Raises as that does, and `WaitedInWriteError`.
        """
        tx = None
        try:
            async with self._holding(self._writer.lent()):
                tx = Transaction(self, self._writer)
                value, group = await outlasting(self._do(tx, work))
        except Exception:
            if tx is not None and tx.group is not None:
                await outlasting(tx.group.over())
            raise
        await self._kept(tx, group)
        return value

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """Begin a reading: one snapshot, unaffected by the writer. Raises `NestedTransactionError`."""
        rx = Reading(self, self._reader)
        async with self._holding(self._read_lock):
            try:
                yield rx
            finally:
                rx._over = True
                if rx._visited:  # nobody waits for it: what comes next on this connection comes after it
                    self._reader.soon(_end_snapshot)

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[bool]:
        """Have ``name`` to this process while the block runs; False where another process has it.

        A process that dies has nothing any more. Here there is one process (`bot.wiring.alone`).
        """
        yield True

    async def lost(self) -> None:
        """Return never; where the database is elsewhere, raise `DatabaseUnreachableError` once it is gone."""
        await asyncio.Event().wait()

    async def scrub(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, so deleted bytes remain nowhere."""
        async with self._holding(self._writer.alone()), self._read_lock:
            await self._reader.visit(_end_snapshot)
            busy = await self._writer.connection.visit(_cut_log)
        if busy:
            log.warning("the write-ahead log could not be cut: another program reads the database")

    async def trace(self, seen: Callable[[str], None] | None) -> None:
        """Call ``seen``, from another thread, with each statement the writer is about to run: for tests, diagnosis."""
        await self._writer.connection.set_trace_callback(cast("Callable[..., Any]", seen))  # None ends it

    async def copy(self, target: Path) -> None:
        """Write a consistent copy of the database to ``target``, private to this user."""
        async with self._holding(self._writer.alone()):
            with full_disk_named():
                await copy_to(self._writer.connection, target)

    def _holding(self, lock: AbstractAsyncContextManager[None]) -> AbstractAsyncContextManager[None]:
        return _Holding(self._holders, lock)

    async def _join(self, tx: Transaction) -> Group | None:
        """End a block that went well; returns with whom it will be on disk."""
        if tx._idle:
            self._announce(tx.topics)
            return None
        more = await self._writer.awaited()  # asked once: what was not run by now is run here, or by the commit
        try:
            if tx.group is not None and not tx._before and self._writer.connection.in_transaction:
                self._writer.held = True  # a visit for that alone would cost as much as any other
            elif tx.group is not None:
                await tx._visit(LET_GO)
                self._writer.held = False
            elif more and (tx._before or not self._writer.connection.in_transaction):
                await tx._there(lambda _: None)
        except BaseException as error:
            await self._take_back(tx, error)
            raise
        return await self._writer.join(tx.topics, tx._catch_up, more=more)

    async def _do(self, tx: Transaction, work: Callable[[Transaction], Awaitable[T]]) -> tuple[T, Group | None]:
        """Do a whole transaction; returns its value, and with whom it will be on disk unless it is by now."""
        alone = tx.group is None and not await self._writer.awaited()
        ending = "COMMIT" if alone else LET_GO if tx.group is not None else ""
        try:
            value = await self._writer.connection.visit(lambda connection: tx._whole(work, ending, connection))
        except BaseException as error:
            tx._over = True
            await self._take_back(tx, error)
            raise
        tx._over = True
        if alone or tx._idle:
            self._announce(tx.topics)
            return value, None
        self._writer.held = False
        return value, await self._writer.join(tx.topics, tx._catch_up, more=await self._writer.awaited())

    async def _take_back(self, tx: Transaction, error: BaseException) -> None:
        if not tx._visited:
            return
        others_stay = await self._writer.connection.visit(tx._take_back)
        if (LET_GO, ()) not in tx._before:  # known only now: of a task that was cancelled something was on its way
            self._writer.held = False
        if not others_stay:
            assert tx.group is not None
            reason = error if isinstance(error, (sqlite3.Error, StorageFullError)) else RolledBackError()
            self._writer.lose(tx.group, reason)

    async def _kept(self, tx: Transaction, group: Group | None) -> None:
        """Wait until a transaction is on disk; raises what kept it from there. Then comes what waits for that."""
        if group is not None:
            await outlasting(group.kept())
        for action in tx.actions:
            await run_action(action)

    def _announce(self, topics: set[str]) -> None:
        for topic in topics:
            self.signals.set(topic)


class _Holding(AbstractAsyncContextManager[None]):
    """Has a lock for a task that is not among the ``holders`` yet. Raises `NestedTransactionError`."""

    def __init__(self, holders: set[asyncio.Task[Any] | None], lock: AbstractAsyncContextManager[None]) -> None:
        self._holders, self._lock = holders, lock
        self._task = asyncio.current_task()

    async def __aenter__(self) -> None:
        if self._task in self._holders:
            raise NestedTransactionError
        await self._lock.__aenter__()
        self._holders.add(self._task)

    async def __aexit__(self, *error: Any) -> None:
        self._holders.discard(self._task)
        await self._lock.__aexit__(*error)


def _inserting(table: str, values: Mapping[str, Any], *, ignore: bool = False) -> str:
    names, marks = ", ".join(values), ", ".join("?" for _ in values)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}){' ON CONFLICT DO NOTHING' if ignore else ''}"


def _end_snapshot(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _cut_log(connection: sqlite3.Connection) -> bool:
    """Cut the log to nothing; says whether somebody is in the way. In one go: half of it would be in a commit's way."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0])


def _driven(work: Awaitable[T]) -> T:
    """Return what a coroutine returns that waits for nothing."""
    steps = work.__await__()
    try:
        next(steps)
    except StopIteration as end:
        value: T = end.value
        return value
    except RuntimeError as error:
        if NO_LOOP not in str(error):
            raise
        raise WaitedInWriteError from error
    steps.close()
    raise WaitedInWriteError


async def run_action(action: Callable[[], Awaitable[None]]) -> None:
    """Do what was to be done after a commit; the transaction stands whatever becomes of it."""
    try:
        await action()
    except Exception:
        log.exception("an action after a commit failed; the sweep at the next start repeats it")
