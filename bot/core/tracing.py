"""Puts job id and user key on the log lines of whatever is done for them, where it begins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot import logs
from bot.core.jobstore import SqliteJobStore
from engine.queue.store import ClaimedJob, Share
from engine.requests import Lane
from handlers import router
from handlers.context import Deps
from handlers.events import Command, Event, Pressed, Said
from handlers.views import View
from storage import accounts, jobs
from storage.database import Transaction

Handle = Callable[[Transaction, Event], Awaitable[Sequence[View]]]


class TracedJobStore(SqliteJobStore):
    """A job store whose claims mark the claiming task's log lines until its next claim."""

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        """See `JobStore.claim`."""
        structlog.contextvars.unbind_contextvars("job", "user")
        job = await super().claim(lane, owner, lease_seconds, share)
        if job is not None:
            async with self._db.reading() as rx:
                account = (await jobs.get(rx, job.id)).account
            structlog.contextvars.bind_contextvars(job=job.id, user=logs.user_key(account))
        return job


def handling(deps: Deps, nudge: Callable[[], None]) -> Handle:
    """Return the conversation with its dependencies bound.

    ``nudge`` is called after commands and buttons, one of which may have taken a running job back, and after words that
    have.
    """

    async def handle(tx: Transaction, event: Event) -> Sequence[View]:
        account = await accounts.find(tx, event.who.platform, event.who.user)
        with logs.about(**({"user": logs.user_key(account.id)} if account else {})):
            views = await router.handle(tx, event, deps)
        if isinstance(event, (Command, Pressed)) or (isinstance(event, Said) and await _takes_back(tx, account)):
            tx.after_commit(_async(nudge))
        return views

    return handle


async def _takes_back(tx: Transaction, account: accounts.Account | None) -> bool:
    mine = await jobs.open_of(tx, account.id) if account else []
    return any(job.cancel for job in mine)


def _async(action: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        action()

    return run
