"""Files that are sealed before the transaction that inserts their rows, for a handler that is in one when it asks.

    async with AsyncExitStack() as ready:
        while True:
            try:
                async with db.transaction() as tx:
                    return await handler(tx)                          # asks `taken`, and raises FilesFirstError
            except FilesFirstError as first:
                await ready.enter_async_context(first.ready())        # outside of it; then all is done again

Where files lie in a store, each takes a round trip, or the patience for a store that is silent: nobody else may have to
wait for that, and no lease run out meanwhile.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from storage.media import Media

Discard = Callable[[Sequence[str]], Awaitable[None]]


@dataclass(kw_only=True)
class _Ready:
    """Sealed files, and whether a transaction has taken them."""

    rows: tuple[Media, ...]
    taken: bool = False


_READY: ContextVar[Mapping[Hashable, _Ready]] = ContextVar("files_ready", default={})  # noqa: B039 - never changed


def taken(what: Hashable) -> tuple[Media, ...] | None:
    """Return the rows of what was sealed beforehand, to be inserted; None: nothing was."""
    ready = _READY.get().get(what)
    if ready is None:
        return None
    ready.taken = True
    return ready.rows


@asynccontextmanager
async def ready(discard: Discard, what: Hashable, rows: Sequence[Media]) -> AsyncIterator[None]:
    """Have sealed files ready while the block runs; those no transaction has kept go to ``discard``."""
    mine = _Ready(rows=tuple(rows))
    before = _READY.set({**_READY.get(), what: mine})
    kept = False
    try:
        yield
        kept = mine.taken
    except BaseException as error:
        kept = not isinstance(error, Exception)  # cancelled: that may be after the commit, and a sweep tells apart
        raise
    finally:
        _READY.reset(before)
        if not kept:
            await discard([row.id for row in mine.rows])
