"""/jobs: what waits and runs for everybody; an admin may stop any of it, and its owner is told."""

from __future__ import annotations

from engine.errors import JobCancelledError
from handlers import ending
from handlers.actions import button
from handlers.admin import person_named
from handlers.context import RefusedError, Turn, harmless
from handlers.views import Text, View, to_json
from handlers.work import TYPED
from storage import audit, jobs, outbox, overview
from storage.errors import NoSuchJobError
from storage.outbox import MessageKind

SHOWN, DIGITS = 10, 12  # jobs in one answer; digits of a job's number


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/jobs [job] [person]: what waits and runs, with a button for each; or stop one, or all of one person.

    The list names nobody: who asked for what is no business of an admin who only makes room.
    """
    if "job" in options:
        return await stop(turn, options["job"].removeprefix(TYPED))
    if "person" in options:
        return await _stop_all(turn, options["person"])
    rows = await overview.open_jobs(turn.tx, SHOWN, seen=True)
    if not rows:
        return [Text(text=turn.say("jobs-none"))]
    lines = [turn.say("jobs-title")]
    lines += [turn.say("jobs-line", number=one.number, kind=one.kind, state=one.state) for one in rows]
    label = turn.say("button-stop-job")
    buttons = tuple((button(f"{label} {one.number}", "stopjob", one.number, kind="danger"),) for one in rows)
    return [Text(text="\n".join(lines), buttons=buttons)]


async def stop(turn: Turn, number: str) -> list[View]:
    """Stop a job by the number that every job of this bot has; a running one ends when its worker looks up."""
    if not turn.admin:
        raise RefusedError("unknown-button")
    job = await _open(turn, number)
    await _stop(turn, job)
    return [Text(text=turn.say("jobs-stopped", number=job.number))]


async def _stop_all(turn: Turn, name: str) -> list[View]:
    person, account = await person_named(turn, name)
    found = [job for job in await jobs.open_of(turn.tx, account.id) if not job.stopped]
    for job in found:
        await _stop(turn, job)
    return [Text(text=turn.say("jobs-stopped-of", person=harmless(person), count=len(found)))]


async def _stop(turn: Turn, job: jobs.Job) -> None:
    await jobs.cancel(turn.tx, job.id, turn.account.id, admin=True)
    await audit.note(turn.tx, turn.account.id, "stopjob", job.account, job=job.number)
    if job.state == "queued":
        await _tell(turn, await jobs.get(turn.tx, job.id))


async def _open(turn: Turn, number: str) -> jobs.Job:
    known = number.isascii() and number.isdecimal() and len(number) <= DIGITS
    try:
        job = await jobs.by_number(turn.tx, int(number) if known else 0)
    except NoSuchJobError:
        raise RefusedError("jobs-unknown") from None
    if job.state not in ("queued", "running") or job.stopped:
        raise RefusedError("jobs-unknown")
    return job


async def _tell(turn: Turn, job: jobs.Job) -> None:
    """Say it where the job's status stands: no worker will ever do so."""
    error = JobCancelledError()
    await ending.over(turn.tx, job, error)
    await outbox.drop_progress(turn.tx, job.id)
    for index, view in enumerate(await ending.Rendering(turn.deps).failed(turn.tx, job, error)):
        await outbox.put(
            turn.tx,
            key=f"job:{job.id}:result:{index}",
            platform=job.platform,
            address=job.address,
            view=to_json(view),
            kind=MessageKind.RESULT,
            account=job.account,
            job=job.id,
            thread=job.id if index == 0 else None,
        )
