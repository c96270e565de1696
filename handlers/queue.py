"""/queue and /cancel: one's own jobs, and taking them back."""

from __future__ import annotations

from engine.errors import JobCancelledError
from handlers import bills, ending, policy, work
from handlers.actions import button
from handlers.context import RefusedError, Turn
from handlers.views import Button, Choice, Text, View
from storage import jobs


async def queue(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/queue: the waiting and running jobs with their place."""
    waiting = await _waiting(turn)
    if not waiting:
        return [Text(text=turn.say("queue-empty"))]
    lines = [turn.say("queue-title")]
    lines += [
        turn.say("queue-line", number=job.own, what=work.what(turn.deps, turn.say, job), state=await _state(turn, job))
        for job in waiting
    ]
    return [Text(text="\n".join(lines), buttons=tuple((_cancel(turn, job),) for job in waiting))]


async def cancel(turn: Turn, options: dict[str, str]) -> list[View]:
    """/cancel [job]: without a number the only job, or the question which."""
    if "job" in options:
        return await _typed(turn, options["job"])
    waiting = await _waiting(turn)
    if not waiting:
        raise RefusedError("cancel-none")
    if len(waiting) == 1:
        return await _typed(turn, str(waiting[0].number))
    return [Choice(text=turn.say("cancel-which"), options=tuple(_cancel(turn, job) for job in waiting))]


async def _waiting(turn: Turn) -> list[jobs.Job]:
    return [job for job in await jobs.open_of(turn.tx, turn.account.id, lane="device") if job.seen]


async def cancel_job(turn: Turn, number: str) -> list[View]:
    """Take one job back. A queued one ends at once; a running one when its worker looks up."""
    job = await work.own(turn, number, "cancel-unknown")
    if job.state not in ("queued", "running"):
        raise RefusedError("cancel-finished", number=job.own)
    await jobs.cancel(turn.tx, job.id, turn.account.id)
    if job.state == "running":
        return [Text(text=turn.say("cancel-asked", number=job.own))]
    await ending.over(turn.tx, job, JobCancelledError())
    await bills.give_back(turn.tx, turn.deps, job=job.id)
    done = turn.say("cancel-done", number=job.own)
    # The status message must lose its Cancel button too, wherever the person cancelled from.
    return [Text(text=done, thread=job.id)]


async def _typed(turn: Turn, number: str) -> list[View]:
    """Cancel and answer where the person looks: the status message may be far above."""
    views = await cancel_job(turn, number)
    return [*views, *(Text(text=view.text) for view in views if isinstance(view, Text) and view.thread)]


async def _state(turn: Turn, job: jobs.Job) -> str:
    if job.state == "queued":
        place = await work.place_of(turn.tx, job, turn.deps)
        return turn.say("state-queued", position=policy.rung(place.ahead + 1))
    return turn.say(f"state-{job.state}")


def _cancel(turn: Turn, job: jobs.Job) -> Button:
    label = f"{turn.say('button-cancel')} {job.own}"
    return button(label, "cancel", job.number, kind="danger")
