"""Group commit: transactions that wait for the writer while others are at work are committed together.

    BEGIN IMMEDIATE   the first ...
    SAVEPOINT member  the next ...   RELEASE member, or ROLLBACK TO member: that takes back its own changes only
    COMMIT            one for all: the slow part, in which the disk says that it has them

Nobody is told that a transaction ended well before that commit. A group is what already waits, never what might come:
where nobody waits a transaction is committed at once, by itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from storage.connection import Connection
from storage.files import full_disk_named

T = TypeVar("T")
MEMBER = "SAVEPOINT member"
LET_GO = "RELEASE member"
TAKE_BACK = "ROLLBACK TO member"
#: Seconds for which a group takes others in although its first could be on disk by then; or as long as the last commit
#: took, where that is longer. So a slow disk has larger groups, and nobody waits much longer than by themselves.
PATIENCE = 0.002


class Group:
    """Transactions that ended well and are not on disk yet."""

    def __init__(self) -> None:
        self.since = time.monotonic()  # since when the first of them waits
        self.topics: set[str] = set()
        self._over = asyncio.Event()
        self._error: BaseException | None = None

    def end(self, error: BaseException | None = None) -> None:
        """Say that all of it is on disk, or why none of it is."""
        self._error = error
        self._over.set()

    async def over(self) -> None:
        """Return once nothing will change any more, whether it was kept or not."""
        await self._over.wait()

    async def kept(self) -> None:
        """Return once all of it is on disk. Raises what kept it from there; then nothing of it is."""
        await self._over.wait()
        if self._error is not None:
            raise self._error


class Writer:
    """The connection that writes, lent to one transaction at a time, in the order in which they asked.

    ``kept`` is called with the topics of what has been committed.
    """

    def __init__(self, connection: Connection, kept: Callable[[set[str]], None]) -> None:
        self.connection = connection
        self.group: Group | None = None  # what ended well under the transaction that is open now
        self.held = False  # the last one's savepoint is there still: whoever comes next lets it go, or the commit
        self._kept = kept
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._took = 0.0  # seconds, the last commit
        self._closing: set[asyncio.Task[None]] = set()

    async def awaited(self) -> bool:
        """Say whether somebody waits for it, after those who are about to ask did."""
        if not self._waiting:
            await asyncio.sleep(0)
        return self._waiting > 0

    def lent(self) -> AbstractAsyncContextManager[None]:
        """Lend it to a transaction, which goes on in the open `group` if there is one, and ends in `join`."""
        return _Lent(self)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Lend it for what is no transaction: whatever ended before is committed first."""
        async with self.lent():
            if self.group is not None:
                await outlasting(self._close(self.group))
            yield

    async def join(self, topics: set[str], before: Callable[[sqlite3.Connection], None], *, more: bool) -> Group:
        """Take a transaction in that ended well, while it is lent; ``before`` runs in front of its commit.

        ``more``: others wait, so the commit may be theirs. Then ``before`` has nothing left to run: nobody would.
        Whoever is told waits for `Group.kept` first, after giving the writer back.
        """
        first = self.group is None
        group = self.group = self.group or Group()
        group.topics |= topics
        if not more or time.monotonic() - group.since >= max(self._took, PATIENCE):
            await self._close(group, before)
        elif first:
            task = asyncio.create_task(self._close_later(group), name="commit")
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        return group

    def lose(self, group: Group, error: BaseException) -> None:
        """Say that the database took back all of a group by itself, as it may on a full disk."""
        self.group, self.held = None, False
        group.end(error)

    async def _close_later(self, group: Group) -> None:
        """Commit after those who wait by now: who comes later is in the next group, and keeps nobody waiting."""
        try:
            async with self._lock:
                if self.group is group:
                    await self._close(group)
        except asyncio.CancelledError as error:  # the loop ends
            group.end(error)  # who waits for it outlasts a cancel, and would keep the loop from ending
            raise

    async def _close(self, group: Group, before: Callable[[sqlite3.Connection], None] = lambda _: None) -> None:
        self.group, self.held = None, False
        began = time.monotonic()
        try:
            with full_disk_named():
                await self.connection.visit(lambda connection: _commit(connection, before))
        except BaseException as error:
            group.end(error)
        else:
            self._kept(group.topics)
            group.end()
        self._took = time.monotonic() - began


class _Lent(AbstractAsyncContextManager[None]):
    """See `Writer.lent`; a class, since each transaction has one and a generator costs more."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def __aenter__(self) -> None:
        self._writer._waiting += 1
        try:
            await self._writer._lock.acquire()
        finally:
            self._writer._waiting -= 1

    async def __aexit__(self, *_: object) -> None:
        self._writer._lock.release()


def _commit(connection: sqlite3.Connection, before: Callable[[sqlite3.Connection], None]) -> None:
    try:
        before(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


async def uninterrupted(ending: Coroutine[Any, Any, T]) -> T:
    """Wait for a commit or rollback even when this task is cancelled meanwhile: who has the writer must outlast it."""
    task = asyncio.ensure_future(ending)
    cancel: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as again:  # also the second: whoever is impatient would free what is in use
            cancel = again
    if cancel is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # nobody else will ask for it
    raise cancel


async def outlasting(ending: Coroutine[Any, Any, T]) -> T:
    """Do as `uninterrupted` does, without a task of its own: each transaction has two or three such ends.

    For what waits for threads and events alone: a timeout inside would take a cancel of this task for its own.
    """
    return await _Outlasting(ending)


class _Outlasting(Awaitable[T]):
    """A coroutine run to its end; a cancel of the task that waits for it is raised there, and not before."""

    def __init__(self, ending: Coroutine[Any, Any, T]) -> None:
        self._ending = ending
        self._cancel: asyncio.CancelledError | None = None

    def __await__(self) -> Generator[Any, None, T]:
        try:
            while True:
                yield from self._over(self._ending.send(None))
        except StopIteration as end:
            value: T = end.value
        except Exception:
            if self._cancel is None:
                raise
        finally:
            self._ending.close()
        if self._cancel is not None:
            raise self._cancel
        return value

    def _over(self, awaited: asyncio.Future[Any] | None) -> Generator[Any, None, None]:
        """Wait until what the coroutine waits for is there; None: until the loop comes round again.

        The task waits for another future than the coroutine: a cancel takes that one, also the second time.
        """
        if awaited is None:
            yield from self._through(_round())
            return
        awaited._asyncio_future_blocking = False  # as a task does that takes it on
        while not awaited.done():
            woken = awaited.get_loop().create_future()
            wake = partial(_wake, woken)
            awaited.add_done_callback(wake)
            yield from self._through(woken.__await__())
            awaited.remove_done_callback(wake)

    def _through(self, steps: Generator[Any, None, Any]) -> Generator[Any, None, None]:
        try:
            yield from steps
        except asyncio.CancelledError as again:
            self._cancel = again


def _round() -> Generator[None, None, None]:
    yield


def _wake(waiting: asyncio.Future[None], _: object) -> None:
    if not waiting.done():
        waiting.set_result(None)
