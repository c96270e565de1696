"""A queue that is broken on purpose, in three ways: the control of what is counted."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from bot.core import delivery, outgoing
from bot.core.intake import Inbox
from storage import outbox
from storage.outbox import MessageKind

EVERY = 3  # result is spoilt
LATE_SECONDS = 1.0
_late: set[asyncio.Task[None]] = set()


def forgets() -> None:
    """Take some results for delivered that were not."""
    send, count = delivery.Delivery._send, itertools.count(1)

    async def spoilt(self: Any, frontend: Any, row: Any, previous: Any) -> None:
        if row.kind is MessageKind.RESULT and row.view["kind"] == "pictures" and next(count) % EVERY == 0:
            async with self._db.transaction() as tx:
                await delivery._begin_delivering(tx, row)
            async with self._db.transaction() as tx:
                await outbox.sent(tx, row.id, previous or {})
                await delivery._end_delivering(tx, row)
            return
        await send(self, frontend, row, previous)

    delivery.Delivery._send = spoilt  # type: ignore[method-assign]


def repeats() -> None:
    """Write some results twice, under two keys."""
    results, count = outgoing.results, itertools.count(1)

    async def spoilt(tx: Any, views: Any, job: Any) -> None:
        await results(tx, views, job)
        if job.kind == "portrait" and next(count) % EVERY == 0:
            for row in await tx.all("SELECT * FROM outbox WHERE job = ? AND class = 0", (job.id,)):
                values = {**dict(row), "key": row["key"] + ":again", "thread": None}
                del values["id"]
                await tx.insert("outbox", values)

    outgoing.results = spoilt  # type: ignore[assignment]


def hurries() -> None:
    """Say that an update was kept a while before it is: what dies meanwhile has been acknowledged."""
    accept = Inbox.accept

    async def spoilt(self: Any, *update: Any) -> None:
        async def later() -> None:
            await asyncio.sleep(LATE_SECONDS)
            await accept(self, *update)

        task = asyncio.create_task(later())
        _late.add(task)
        task.add_done_callback(_late.discard)

    Inbox.accept = spoilt  # type: ignore[method-assign]


BROKEN: dict[str, Callable[[], None]] = {each.__name__: each for each in (forgets, repeats, hurries)}
