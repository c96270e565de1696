"""A PostgreSQL server in the place of the SQLite file: many writers, several bot processes.

    async with PostgresDatabase.connect("postgresql://bot@localhost/portrait", folder) as db:
        async with db.transaction() as tx:                     # alone, in all processes together
            ...
        async with db.transaction("place:telegram:1") as tx:   # beside those of other places
            ...

What was committed is on the server's disk
(``synchronous_commit``), as its operator set it up.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from storage.clock import Clock, Ids, SystemClock
from storage.database import Database, Parameters, Reading, Row, Signals, Transaction, run_action
from storage.errors import DatabaseUnreachableError, NoCopyError, RolledBackError, StorageFullError
from storage.groups import uninterrupted
from storage.migrate import MIGRATIONS
from storage.postgres.address import ALIVE_THERE, checked, unreachable
from storage.postgres.belonging import belong
from storage.postgres.locks import EVERYTHING, key_of
from storage.postgres.migrate import migrate
from storage.postgres.rows import named_rows, numbers
from storage.postgres.translate import query, values

log = logging.getLogger(__name__)

CHANNEL = "portrait_bot"  # on which processes tell each other what changed
CONNECTIONS = 8  # of one process, beside one that listens and one that holds
WAIT_SECONDS = 10.0  # for the server, at start
GONE = ("08", "57P")  # what begins the server's codes for a connection that ends, or cannot be had
LOOK_SECONDS = 2.0  # between two looks at whether this process still holds what it held
AGAIN_SECONDS = 2.0  # until the connection that listens is made again
BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"  # a snapshot from before its turn would be an old one
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
# A process that was stopped in the middle of a transaction must not keep the others waiting for ever.
LIMITS = "SET idle_in_transaction_session_timeout = '60s'"
Connection = AsyncConnection[Any]
T = TypeVar("T")


@contextmanager
def _named() -> Iterator[None]:
    """Turn a full disk, and a connection that is gone, into errors of storage."""
    try:
        yield
    except psycopg.errors.DiskFull as error:
        raise StorageFullError(str(error)) from error
    except psycopg.OperationalError as error:
        if isinstance(error, PoolTimeout) or error.sqlstate is None or error.sqlstate.startswith(GONE):
            raise unreachable(error) from error
        raise


class _Block:
    """One connection of the pool from the first statement on, in a transaction."""

    def __init__(self, database: PostgresDatabase, begin: str) -> None:
        self._database, self._begin = database, begin
        self._connection: Connection | None = None
        self._cut = False  # a statement of it was cut off: nobody knows whether it was run

    async def execute(self, sql: str, parameters: Parameters = ()) -> AsyncRawCursor[Any]:
        """Run one statement of ours."""
        connection = await self._begun()
        text, names = query(sql)
        self._database.saw(sql)
        with self._asking():
            return cast("AsyncRawCursor[Any]", await connection.execute(text.encode(), values(parameters, names)))

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement of ours for each of ``rows``."""
        connection = await self._begun()
        text, names = query(sql)
        self._database.saw(sql)
        with self._asking():
            await connection.cursor().executemany(text.encode(), [values(row, names) for row in rows])

    async def lock(self, name: str) -> None:
        """Wait for a lock that is given back at the end."""
        connection = await self._begun()
        with self._asking():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", (key_of(name),))

    async def end(self, how: str) -> None:
        """Commit or roll back, and give the connection back, whatever becomes of it."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if how.endswith("COMMIT") and self._cut:
                raise RolledBackError
            if how.endswith("COMMIT") and connection.info.transaction_status is TransactionStatus.INERROR:
                raise psycopg.errors.InFailedSqlTransaction("a statement failed: nothing of this can be committed")
            with _named():
                await connection.execute(how.encode(), prepare=False)
        finally:
            if connection.info.transaction_status is not TransactionStatus.IDLE:
                await connection.close()  # cut off in the middle of something: the server rolls back
            await self._database.pool.putconn(connection)

    async def begin(self) -> None:
        """Begin now: its turn is waited for before anything of it is done."""
        await self._begun()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Name what goes wrong; after a cancel, also one that somebody lets pass, nothing more is done or kept.

        What was cut off may have been run, or not, and what waits in front of it would be run once more.
        """
        if self._cut:
            raise RolledBackError
        try:
            with _named():
                yield
        except asyncio.CancelledError:
            self._cut = True
            raise

    async def _begun(self) -> Connection:
        if self._connection is None:
            with self._asking():
                self._connection = await self._database.pool.getconn()
                await self._connection.execute(self._begin.encode(), prepare=False)
        return self._connection


class PostgresReading(Reading):
    """See `Reading`."""

    def __init__(self, database: PostgresDatabase, begin: str = SNAPSHOT) -> None:
        self.database = database
        self.block = _Block(database, begin)
        self._before = deque()
        self._over = self._visited = False

    async def _visit(self, sql: str, parameters: Parameters = ()) -> tuple[list[Row], int]:
        while self._before:
            await self.block.execute(*self._before[0])
            self._before.popleft()
        cursor = await self.block.execute(sql, parameters)
        return (await cursor.fetchall() if cursor.description else []), cursor.rowcount


class PostgresTransaction(PostgresReading, Transaction):
    """See `Transaction`. Alone, or ``within`` a part."""

    def __init__(self, database: PostgresDatabase, within: str) -> None:
        everything = key_of(EVERYTHING)
        turn = f"pg_advisory_xact_lock({everything})"
        if within:
            turn = f"pg_advisory_xact_lock_shared({everything}), pg_advisory_xact_lock({key_of(f'part:{within}')})"
        super().__init__(database, f"{BEGIN}; SELECT {turn}")
        self._alone = not within
        self.group = None
        self.topics: set[str] = set()
        self.actions = []

    async def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """See `Transaction.run_many`."""
        self._check()
        await self.flush()
        await self.block.execute_many(sql, rows)

    async def alone(self) -> None:
        """See `Transaction.alone`. Of two who ask at once one fails, and comes again."""
        self._check()
        if not self._alone:
            await self.block.lock(EVERYTHING)
            self._alone = True

    async def flush(self) -> None:
        """Run what waits."""
        while self._before:
            await self.block.execute(*self._before[0])
            self._before.popleft()


class PostgresDatabase(Database):
    """See `Database`; made by `PostgresDatabase.connect`."""

    shared = True

    def __init__(self, path: Path, pool: AsyncConnectionPool[Connection], holder: Connection, clock: Clock) -> None:
        self.path, self.clock, self.ids = path, clock, Ids(clock)
        self.signals = Signals()
        self.pool = pool
        self._holder = holder
        self._held: set[str] = set()
        self._holders = set()
        self._me = secrets.token_hex(4)
        self._seen: Callable[[str], None] | None = None

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        url: str,
        folder: Path,
        *,
        clock: Clock | None = None,
        migrations: Path = MIGRATIONS,
        connections: int = CONNECTIONS,
    ) -> AsyncIterator[PostgresDatabase]:
        """Connect to the database at ``url`` and bring it up to date. ``folder``: where the files of people lie.

        Raises `DatabaseTooNewError`, `DatabaseUnreachableError`, `ForeignFolderError`.
        """
        clock, url = clock or SystemClock(), checked(url)
        async with AsyncExitStack() as stack:
            try:
                holder = await stack.enter_async_context(await _connected(url))
                await holder.execute(ALIVE_THERE.encode(), prepare=False)
                belong(folder, await migrate(holder, migrations, clock))
                pool = AsyncConnectionPool(
                    url, min_size=1, max_size=connections, open=False, configure=_prepare,
                    kwargs={"autocommit": True, "cursor_factory": AsyncRawCursor, "row_factory": named_rows},
                )  # fmt: skip
                await pool.open(wait=True, timeout=WAIT_SECONDS)
                listener = await _listener(url)  # before anybody waits: whatever is told from here on is heard
            except (psycopg.OperationalError, PoolTimeout) as error:
                raise unreachable(error) from error
            stack.push_async_callback(pool.close)
            stack.push_async_callback(listener.close)
            database = cls(folder / "postgresql", pool, holder, clock)
            listening = asyncio.create_task(database.listen(url, listener), name="database signals")
            stack.push_async_callback(_ended, listening)
            yield database

    @asynccontextmanager
    async def transaction(self, within: str = "") -> AsyncIterator[Transaction]:
        """See `Database.transaction`."""
        tx = PostgresTransaction(self, within)
        async with self._holding(nullcontext()):
            try:
                await tx.block.begin()
                yield tx
            except BaseException:
                tx._over = True
                await uninterrupted(_gone(tx.block))
                raise
            tx._over = True
            await uninterrupted(self._finish(tx))
        for action in tx.actions:
            await run_action(action)

    async def write(self, work: Callable[[Transaction], Awaitable[T]], within: str = "") -> T:
        """See `Database.write`: here one transaction like any other."""
        async with self.transaction(within) as tx:
            return await work(tx)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """See `Database.reading`."""
        rx = PostgresReading(self)
        async with self._holding(nullcontext()):
            try:
                yield rx
            finally:
                rx._over = True
                await uninterrupted(_gone(rx.block))

    @asynccontextmanager
    async def hold(self, name: str) -> AsyncIterator[bool]:
        """See `Database.hold`: a lock of this process's session, which ends with the process."""
        if name in self._held:
            yield False
            return
        self._held.add(name)
        try:
            try:
                mine = await uninterrupted(self._have(name))
            except BaseException:  # what the server gave and nobody knows of would be kept from everybody
                await uninterrupted(self._free(name))
                raise
            try:
                yield mine
            finally:
                if mine:
                    await uninterrupted(self._free(name))
        finally:
            self._held.discard(name)

    async def _have(self, name: str) -> bool:
        with _named():
            cursor = await self._holder.execute("SELECT pg_try_advisory_lock($1)", (key_of(f"held:{name}"),))
            row = await cursor.fetchone()
        return bool(row and row[0])

    async def _free(self, name: str) -> None:
        with suppress(psycopg.OperationalError):  # with the connection everything was given back: `lost` sees it
            await self._holder.execute("SELECT pg_advisory_unlock($1)", (key_of(f"held:{name}"),))

    async def lost(self) -> None:
        """See `Database.lost`. With that connection goes all this process holds: it must not go on as if it had it."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._holder.execute("SELECT 1")
            except psycopg.OperationalError as error:
                raise unreachable(error) from error

    async def scrub(self) -> None:
        """Nothing: what a server keeps of deleted rows until it vacuums is its operator's to know."""

    async def copy(self, target: Path) -> None:
        """Raise `NoCopyError`."""
        raise NoCopyError

    async def trace(self, seen: Callable[[str], None] | None) -> None:
        """See `Database.trace`."""
        self._seen = seen

    def saw(self, sql: str) -> None:
        """Tell whoever traces."""
        if self._seen is not None:
            self._seen(sql)

    async def listen(self, url: str, connection: Connection) -> None:
        """Wake loops of this process when another one has changed something; goes on until cancelled."""
        while True:
            try:
                async with connection:
                    async for note in connection.notifies():
                        who, _, topic = note.payload.partition(" ")
                        if who != self._me:
                            self.signals.set(topic)
            except psycopg.OperationalError:
                log.warning("the database does not tell what changed; asked again every %.0f s", AGAIN_SECONDS)
            connection = await self._listening_again(url)

    async def _listening_again(self, url: str) -> Connection:
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            with suppress(psycopg.OperationalError, DatabaseUnreachableError):
                connection = await _listener(url)
                self.signals.set_all()  # whatever was told while nobody listened
                return connection

    async def _finish(self, tx: PostgresTransaction) -> None:
        try:
            await tx.flush()
            told = "".join(f"SELECT pg_notify('{CHANNEL}', '{self._me} {_quoted(each)}'); " for each in tx.topics)
            await tx.block.end(f"{told}COMMIT")
        except BaseException:
            await _gone(tx.block)
            raise
        for topic in tx.topics:
            self.signals.set(topic)


async def _connected(url: str) -> Connection:
    try:
        return await AsyncConnection.connect(
            url, autocommit=True, cursor_factory=AsyncRawCursor, connect_timeout=int(WAIT_SECONDS)
        )
    except psycopg.OperationalError as error:
        raise unreachable(error) from error


async def _listener(url: str) -> Connection:
    """A connection that is told, from now on, what other processes change."""
    connection = await _connected(url)
    try:
        await connection.execute(f"LISTEN {CHANNEL}".encode())
    except BaseException:
        await connection.close()
        raise
    return connection


async def _prepare(connection: Connection) -> None:
    numbers(connection)
    await connection.execute(LIMITS.encode())


async def _gone(block: _Block) -> None:
    """Roll back; a connection that is gone has done so."""
    with suppress(psycopg.OperationalError, DatabaseUnreachableError):
        await block.end("ROLLBACK")


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _quoted(text: str) -> str:
    return text.replace("'", "''")
