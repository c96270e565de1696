"""A message that was changed after it had been sent counts as it stands now, and nothing is done twice.

What a message asked for is remembered for the last few of a chat: a change takes back what of it still waits or runs.
Changes that say nothing new, such as a preview that appeared below a link, are no changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from engine.errors import JobCancelledError
from handlers import ending
from handlers.context import Turn
from handlers.events import Command, Said
from handlers.views import Progress, Text, View
from storage import jobs
from storage.errors import NoSuchJobError

KEPT = 5  # messages of a chat whose change is still heard
STATE = "said"


def remember(turn: Turn, event: Command | Said, views: Sequence[View]) -> None:
    """Keep what a message said, unreadably, and the job it began."""
    if not event.source:
        return
    begun = [view.job for view in views if isinstance(view, Progress)]
    known = [one for one in turn.state.get(STATE, []) if one["source"] != event.source]
    turn.state[STATE] = [*known, {"source": event.source, "said": _said(event), "jobs": begun}][-KEPT:]


async def taken_back(turn: Turn, event: Command | Said) -> list[View] | None:
    """Take back what a message asked for before it was changed; None where the change is none, or too old."""
    known: Any = next((one for one in turn.state.get(STATE, []) if one["source"] == event.source), None)
    if known is None or known["said"] == _said(event):
        return None
    return [view for job in known["jobs"] for view in await _cancelled(turn, job)]


async def _cancelled(turn: Turn, name: str) -> list[View]:
    try:
        job = await jobs.get(turn.tx, name)
    except NoSuchJobError:
        return []
    if job.account != turn.account.id or job.state not in ("queued", "running"):
        return []
    await jobs.cancel(turn.tx, job.id, turn.account.id)
    if job.state == "running":
        return []  # its worker looks up, and its message says so then
    await ending.over(turn.tx, job, JobCancelledError())
    return [Text(text=turn.say("edited-instead"), thread=job.id)]


def _said(event: Command | Said) -> str:
    words = f"/{event.name} {event.text}" if isinstance(event, Command) else event.text
    return hashlib.sha256(words.encode()).hexdigest()[:16]
