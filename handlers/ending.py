"""How a job ends, and what a person sees of it until then: written here and nowhere else.

    finish(tx, job, made, render)   the job made something: its rows, its state, its ledger, its views
    fail(tx, job, error, render)    the job ended without a result
    Rendering(deps)                 the views: what each kind of job says of itself

Nothing here waits for the network; everything is written in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from engine.errors import EngineError, JobCancelledError
from engine.files import media_id
from engine.requests import Progress, to_json
from handlers import alerts, bills, estimates, operate, strikes, work
from handlers.context import Deps, Tx
from handlers.jobs import job_kinds
from handlers.kinds import Ended, Made
from handlers.sentences import sentence
from handlers.views import Failure, Text, View
from handlers.views import Progress as Status
from storage import jobs, ledger, outbox, payments
from storage.jobs import Job

LEAST_LEFT = 2.0  # seconds: there is work to come until the result is here
MOST_DONE = 0.99


CLOCK_SET_SECONDS = 600.0  # two clocks that differ by more in one job: one of them was set


class Render(Protocol):
    """Says what a person sees of a job; called inside the transaction. `Rendering` is one."""

    async def rendered(self, tx: Tx, job: Job, result: Any) -> Sequence[View]:
        """Show a result. Its first view takes the place of the job's status message."""

    async def failed(self, tx: Tx, job: Job, error: EngineError) -> Sequence[View]:
        """Say that a job ended without a result, also that it was cancelled."""

    async def progressed(self, tx: Tx, job: Job, progress: Progress | None) -> Sequence[View]:
        """Show how far a job is, or nothing. ``progress`` is None while it waits in the queue."""


async def finish(
    tx: Tx, job: Job, made: Made, render: Render, ran: float | None = None, together: int = 1, aside: float = 0.0
) -> tuple[Job, Sequence[View]]:
    """Write what a running job has made; returns the job's row and what is to be shown of it.

    ``ran`` is how many seconds it ran by a clock nobody can set: by that it is charged where the other was set
    meanwhile. So many jobs ran ``together`` in its worker: each is charged its part of the time, and those who wait
    behind them wait for the sum. For ``aside`` of its seconds others were drawn: they are not charged, nor learnt from.
    Raises `storage.errors.LostTokenError` when somebody else has the job by now.
    """
    keep = job_kinds()[job.kind].keep
    value = await keep(tx, job, made) if keep is not None else made.value
    changed = {"result": to_json(value), "rendered": tx.now(), "progress": None}
    row = await jobs.move(tx, job.id, "rendered", token=job.token, **changed)
    payments.serve(tx, job.id)
    wall = tx.now() - (job.started or tx.now()) - aside
    ran = None if ran is None else max(0.0, ran - aside)
    await ledger.settle(tx, job.id, _charged(wall, ran) / together)
    estimates.learn(tx, job, (wall if ran is None else ran) / together)
    outbox.drop_progress(tx, job.id)
    views = await render.rendered(tx, row, value)
    if not views:
        jobs.done_soon(tx, job.id)
    return row, views


def _charged(wall: float, ran: float | None) -> float:
    """Return the seconds a job is charged for: two hours that only the clock went forward are nobody's."""
    return ran if ran is not None and abs(wall - ran) > CLOCK_SET_SECONDS else max(0.0, wall)


async def fail(tx: Tx, job: Job, error: EngineError, render: Render) -> tuple[Job, Sequence[View]]:
    """End a running job without a result; returns the job's row and what is to be shown of it.

    Raises `storage.errors.LostTokenError` when somebody else has the job by now.
    """
    state = "cancelled" if error.code == JobCancelledError.code else "failed"
    row = await jobs.move(tx, job.id, state, token=job.token, error=error.to_json(), progress=None)
    await over(tx, row, error)
    outbox.drop_progress(tx, job.id)
    return row, await render.failed(tx, row, error)


async def over(tx: Tx, job: Job, error: EngineError) -> None:
    """Clean up after a job that ended without a result."""
    kind = job_kinds().get(job.kind)
    if kind is not None and kind.over is not None:
        await kind.over(tx, job, error)


async def failure(ended: Ended, error: EngineError) -> list[View]:
    """Return the sentence for a job that ended without a result, with buttons for the next step."""
    job, say, kind = ended.job, ended.say, job_kinds().get(ended.job.kind)
    if error.code == JobCancelledError.code and not job.seen:
        return []  # nobody knows it by its number
    if kind is not None and kind.failed is not None:
        return await kind.failed(ended, error)
    if error.code == JobCancelledError.code:
        return [Text(text=say("cancel-by-operator" if job.stopped else "cancel-done", number=job.own))]
    buttons = kind.next_steps(say, job, error) if kind is not None else ()
    return [Failure(text=sentence(say, error), trace=job.id, buttons=buttons)]


async def progress(tx: Tx, job: Job, value: Progress | None, deps: Deps) -> Status:
    """Return the status message of a job; ``value`` is None while it waits in the queue."""
    say = deps.translator.words(job.locale)
    if value is None or job.state == "queued":
        return await work.waiting(tx, job, deps, say)
    key = f"stage-{value.stage}"
    stage = say(key if deps.translator.has(key) else "stage-other", done=value.done, total=value.total)
    text = say("progress-running", what=work.what(deps, say, job), stage=stage)
    done, left = await _how_far(tx, job, value, deps)
    view = work.status(say, job, text, tx.now(), done=done, seconds=left)
    return replace(view, stage=value.stage, preview=media_id(value.preview) if value.preview else None)


async def _how_far(tx: Tx, job: Job, value: Progress, deps: Deps) -> tuple[float, float]:
    """Return how much of a running job is done, 0..1, and the seconds that are left.

    The engine knows its present stage, past jobs know how long the whole takes: the later of both ends counts, so that
    a stage at its end is not taken for the end. A bar that was shown never goes back.
    """
    ran = max(0.0, tx.now() - (job.started or tx.now()))
    whole = await estimates.expected(tx, job.kind, job.sort, job.size, deps.limits, job.size)
    left = max(LEAST_LEFT, whole - ran, value.seconds_left or 0.0)
    shown = await outbox.newest(tx, job.place, job.id)
    before = float(shown.view.get("done") or 0.0) if shown is not None else 0.0
    return min(MOST_DONE, max(before, ran / (ran + left))), left


class Rendering:
    """What each kind of job says of itself, in its owner's language and by the admins' rules for them."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def rendered(self, tx: Tx, job: Job, result: Any) -> list[View]:
        """See `Render.rendered`."""
        return await job_kinds()[job.kind].finished(await self._ended(tx, job), result)

    async def failed(self, tx: Tx, job: Job, error: EngineError) -> list[View]:
        """See `Render.failed`; what only the operator can mend, the admins hear of, what was paid for is given back."""
        await bills.give_back(tx, self._deps, job=job.id)
        await alerts.of_error(tx, self._deps, error)
        ended = await self._ended(tx, job)
        views = await failure(ended, error)
        if not strikes.is_strike(error.code):
            return views
        # Counted when the job ends and not in `failure`: /show says it again and is no second refusal.
        more = await strikes.count(tx, job.account, error.code, ended.deps, ended.say)
        return [
            replace(one, text=ended.say.together(one.text, more)) if isinstance(one, Failure) else one for one in views
        ]

    async def progressed(self, tx: Tx, job: Job, value: Progress | None) -> list[View]:
        """Return the status message as the only view; none for what takes seconds, such as the verdict on a photo."""
        kind = job_kinds().get(job.kind)
        if kind is not None and kind.quiet:
            return []
        return [await progress(tx, job, value, self._deps)]

    async def _ended(self, tx: Tx, job: Job) -> Ended:
        deps = await operate.personal(tx, self._deps, job.account)
        return Ended(tx=tx, job=job, deps=deps, say=deps.translator.words(job.locale))
