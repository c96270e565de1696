"""A message that was changed after it had been sent counts as it stands now, and nothing is done twice.

What a message asked for is remembered for the last few of a chat: a change takes back what of it still waits or runs.
Changes that say nothing new, such as a preview that appeared below a link, are no changes. One that answered a question
answers it again; only a report is as it was sent, because admins have read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from engine.errors import JobCancelledError
from handlers import bills, ending, forms, presets, reports
from handlers.context import Turn
from handlers.events import Command, Said
from handlers.jobs import talk, tryon
from handlers.views import Progress, Text, View
from storage import jobs
from storage.errors import NoSuchJobError
from storage.jobs import Job

KEPT = 5  # messages of a chat whose change is still heard
STATE = "said"
#: In the state: what the next words answer.
QUESTIONS = (reports.PENDING, forms.ASKED, presets.ASKED, talk.PENDING, tryon.MEND)


def asked(turn: Turn, event: Command | Said) -> dict[str, Any]:
    """Return the questions that wait for words, before these are answered."""
    return {} if isinstance(event, Command) else {name: turn.state[name] for name in QUESTIONS if name in turn.state}


def remember(turn: Turn, event: Command | Said, views: Sequence[View], questions: dict[str, Any]) -> None:
    """Keep what a message said, unreadably, the job it began, and which of the ``questions`` it answered."""
    if not event.source:
        return
    begun = [view.job for view in views if isinstance(view, Progress)]
    answered = {name: value for name, value in questions.items() if turn.state.get(name) != value}
    known = [one for one in turn.state.get(STATE, []) if one["source"] != event.source]
    kept = {"source": event.source, "said": _said(event), "jobs": begun, "answered": answered}
    turn.state[STATE] = [*known, kept][-KEPT:]


async def taken_back(turn: Turn, event: Command | Said) -> list[Job] | None:
    """Take back what a message asked for before it was changed, and ask again what it answered.

    Returns the jobs that will not begin, none for what was not said before; None where the change is none, or too late.
    """
    known: Any = next(
        (one for one in turn.state.get(STATE, []) if event.source and one["source"] == event.source), None
    )
    if known is None:
        return None if event.edited else []
    if known["said"] == _said(event):
        return None
    answered = known.get("answered", {})
    if reports.PENDING in answered:
        return None
    turn.state.update(answered)
    return [job for name in known["jobs"] if (job := await _cancelled(turn, name)) is not None]


def told(turn: Turn, taken: Sequence[Job], views: Sequence[View]) -> list[View]:
    """Return what becomes of the status messages of jobs that were taken back, where ``views`` are the new answer."""
    key = "edited-instead" if any(isinstance(view, Progress) for view in views) else "cancel-done"
    return [Text(text=turn.say(key, number=job.own), thread=job.id) for job in taken]


async def _cancelled(turn: Turn, name: str) -> Job | None:
    try:
        job = await jobs.get(turn.tx, name)
    except NoSuchJobError:
        return None
    if job.account != turn.account.id or job.state not in ("queued", "running"):
        return None
    await jobs.cancel(turn.tx, job.id, turn.account.id)
    if job.state == "running":
        return None  # its worker looks up, and its message says so then
    await ending.over(turn.tx, job, JobCancelledError())
    await bills.give_back(turn.tx, turn.deps, job=job.id)
    return job


def _said(event: Command | Said) -> str:
    words = f"/{event.name} {event.text}" if isinstance(event, Command) else event.text
    return hashlib.sha256(words.encode()).hexdigest()[:16]
