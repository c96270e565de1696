"""Turns views into outbox rows, inside the transaction they tell about."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.events import Address
from handlers.views import Progress, View, to_json
from storage import outbox
from storage.database import Transaction
from storage.jobs import Job
from storage.outbox import MessageKind


async def answer(
    tx: Transaction, views: Sequence[View], *, key: str, platform: str, address: Address, account: str | None
) -> None:
    """Write the answer to something a person did. ``key`` names the occasion: the same one is answered once."""
    for index, view in enumerate(views):
        # The status message of a job begins the thread its progress and result are edited into.
        job = await _existing(tx, view.job) if isinstance(view, Progress) else None
        await outbox.put(
            tx,
            key=f"{key}:{index}",
            platform=platform,
            address=address,
            view=to_json(view),
            account=account,
            job=job,
            thread=_own_thread(view) or job,
            fleeting=account is None,  # whoever wrote has just been erased
        )


async def results(tx: Transaction, views: Sequence[View], job: Job) -> None:
    """Write what a job has come to. The first view turns the job's status message into the result.

    The status of a job that goes on from here begins that job's own thread.
    """
    for index, view in enumerate(views):
        after = await _existing(tx, view.job) if isinstance(view, Progress) else None
        await outbox.put(
            tx,
            key=f"job:{job.id}:result:{index}",
            platform=job.platform,
            address=job.address,
            view=to_json(view),
            kind=MessageKind.ANSWER if after else MessageKind.RESULT,
            account=job.account,
            job=after or job.id,
            thread=after or _own_thread(view) or (job.id if index == 0 else None),
        )


async def progress(tx: Transaction, views: Sequence[View], job: Job) -> None:
    """Write how far a job is, in place of what was not shown yet."""
    for view in views[-1:]:  # one status message has one content
        await outbox.put_progress(
            tx,
            key=f"job:{job.id}:progress:{tx.new_id()}",
            platform=job.platform,
            address=job.address,
            view=to_json(view),
            account=job.account,
            job=job.id,
        )


def _own_thread(view: View) -> str | None:
    return getattr(view, "thread", "") or None


async def _existing(tx: Transaction, job: str) -> str | None:
    """Return the job's id if its row is still there: a deleted one has nothing to be edited into."""
    return await tx.value("SELECT id FROM jobs WHERE id = ?", (job,))
