"""Starting a job within a person's limits, and saying in words how a job stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from engine.files import GuestRef
from engine.requests import Lane, Request, from_json, kinds, read_result, to_json, training_kinds
from handlers import bills, estimates, policy, strikes
from handlers.actions import button
from handlers.context import Deps, RefusedError, Turn, Tx, harmless
from handlers.events import Who
from handlers.jobs import job_kinds
from handlers.kinds import Rated
from handlers.text import Words
from handlers.views import Progress
from storage import accounts, audit, jobs, ledger, sessions
from storage.errors import NoSuchJobError

T = TypeVar("T")
TYPED = "own:"  # before a job's number: it is the one its owner sees


async def paused(tx: Tx) -> bool:
    """Say whether an admin has stopped new jobs; the audit log is where that is written."""
    last = await audit.last(tx, "pause", "resume")
    return last is not None and last.action == "pause"


async def start(
    turn: Turn, request: Request, *, identity: str | None, count: int = 1, affinity: str = "", priority: int = 0
) -> Progress:
    """Queue a job and reserve its cost; returns its status message. Raises `RefusedError` when a limit is reached."""
    limits, account = turn.deps.limits, turn.account.id
    price = await cost(turn.tx, request, limits, count)
    await strikes.require_none(turn)
    if await paused(turn.tx):
        raise RefusedError("paused")
    if len(await jobs.open_of(turn.tx, account, lane=Lane.DEVICE)) >= limits.queued_jobs:
        raise RefusedError("quota-queue", most=limits.queued_jobs)
    bound = job_kinds()[request.kind].most
    most = bound(limits) if bound is not None else 0
    if most and await ledger.count(turn.tx, account, request.kind) >= most:
        raise RefusedError("quota-kind", most=most)
    if not policy.affordable(await ledger.used(turn.tx, account), price, limits):
        hours = await _hours_until_free(turn, price)
        raise RefusedError("quota-spent", buttons=await bills.offer(turn, request, identity, affinity), hours=hours)
    job = await enqueue(turn, request, identity=identity, affinity=affinity, priority=priority, units=price)
    return await waiting(turn.tx, job, turn.deps, turn.say)


async def cost(tx: Tx, request: Request, limits: policy.Limits, count: int = 1) -> float:
    """Return the device seconds a job will take: as long as the last ones did, else the operator's estimate."""
    known = job_kinds()[request.kind]
    if not known.paced:
        return known.cost(limits, count)
    return await estimates.expected(tx, known.kind, known.sort(request), known.size(request), limits)


async def enqueue(
    turn: Turn,
    request: Request,
    *,
    identity: str | None,
    selfie: str | None = None,
    affinity: str = "",
    priority: int = 0,
    units: float = 0.0,
) -> jobs.Job:
    """Write the job row and reserve ``units`` device seconds with it; one of a smaller ``priority`` goes first."""
    kind = job_kinds()[request.kind]
    return await jobs.enqueue(
        turn.tx,
        account=turn.account.id,
        kind=request.kind,
        lane=request.lane,
        request=to_json(request),
        platform=turn.who.platform,
        address=turn.who.address,
        locale=turn.say.locale,
        identity=identity,
        selfie=selfie,
        affinity=affinity,
        priority=priority,
        units=units,
        seen=not kind.quiet,
        sort=kind.sort(request),
        size=kind.size(request),
    )


async def waiting(tx: Tx, job: jobs.Job, deps: Deps, say: Words) -> Progress:
    """Return the status message of a job that has not begun: its place in the queue and when it may be ready."""
    place = await place_of(tx, job, deps)
    position = policy.rung(place.ahead + 1)
    seconds = await ready_in(tx, job, place, deps)
    of = max(position, place.waiting)
    text = say("progress-queued", what=what(deps, say, job), position=position, total=of)
    return status(say, job, text, tx.now(), seconds=seconds)


async def ready_in(tx: Tx, job: jobs.Job, place: jobs.Position, deps: Deps) -> float:
    """Return in how many seconds a queued job will be ready: after those ``before`` it, each at this machine's pace."""
    # A long queue has few sorts of jobs: each is looked up once, and not for every job in it.
    own = (job.kind, job.sort, job.size)
    asked = {own, *((one.kind, one.sort, one.size) for one in place.before)}
    known = {one: await estimates.expected(tx, *one, deps.limits, one[2]) for one in asked}
    lengths, workers = [], deps.serving().workers
    aside = deps.serving().aside if job.kind not in training_kinds() else None
    # Where more run than there are workers some run together: each says when all are done, and is known by its part.
    share = min(1.0, max(1, workers) / max(1, place.running))
    for one in place.before:
        part = share if one.started is not None else 1.0
        ran = max(0.0, tx.now() - one.started) if one.started is not None else 0.0
        # By the same clock as in that job's own message: two that disagree are both not believed.
        length = max(0.0, known[one.kind, one.sort, one.size] - ran * part, (one.left or 0.0) * part)
        # A training makes way; how long it has been at it since it last did is not known here.
        lengths.append(length if aside is None or one.kind not in training_kinds() else min(length, aside))
    return policy.begins_after(lengths, workers) + known[own]


async def place_of(tx: Tx, job: jobs.Job, deps: Deps) -> jobs.Position:
    """Return where a queued job stands among those that its workers serve."""
    return await jobs.position(tx, job, **_served_with(job, deps))


def _served_with(job: jobs.Job, deps: Deps) -> dict[str, frozenset[str]]:
    """Return which kinds the workers serve that serve this job."""
    if not deps.serving().apart:
        return {}
    return {"only" if job.kind in training_kinds() else "without": training_kinds()}


def status(say: Words, job: jobs.Job, text: str, now: float, *, done: float = 0.0, seconds: float | None) -> Progress:
    """Return a job's status message with its Cancel button and, where known, the time it will be ready."""
    buttons = ((button(say("button-cancel"), "cancel", job.number, kind="danger"),),)
    if seconds is None:
        return Progress(job=job.id, text=text, done=done, buttons=buttons)
    left = say("finish", time=say("time-left", seconds=round(seconds), minutes=round(seconds / 60)))
    return Progress(job=job.id, text=text, done=done, finish_at=int(now + seconds), finish_text=left, buttons=buttons)


def what(deps: Deps, say: Words, job: jobs.Job) -> str:
    """Name a job as a person would: "portraits, Cyberpunk"."""
    key, kind = f"what-{job.kind}", job_kinds().get(job.kind)
    if not deps.translator.has(key):
        return say("what-other")
    return say(key, style=kind.title(deps, say, job)) if kind is not None and kind.title is not None else say(key)


def title(deps: Deps, say: Words, job: jobs.Job) -> str:
    """Name what a job has drawn: its style, or that it drew into a picture."""
    kind = job_kinds()[job.kind]
    return say(f"title-{job.kind}") if kind.title is None else kind.title(deps, say, job)


def asked(job: jobs.Job, cls: type[T]) -> T:
    """Return what a job was asked for."""
    return from_json(cls, job.request)


def made(job: jobs.Job, cls: type[T]) -> T | None:
    """Return what a job has made, None while there is nothing."""
    return None if job.result is None else from_json(cls, job.result)


def has_guest(job: jobs.Job) -> bool:
    """Say whether somebody lent a face to what a job draws: for that one drawing and nothing else."""
    return any(person.startswith(f"{GuestRef.scheme}:") for person in job.request.get("people", ()))


def pictures(job: jobs.Job) -> Sequence[Rated]:
    """Return the pictures a job has drawn; none for kinds that draw none, and while there are none."""
    kind = job_kinds().get(job.kind)
    if job.result is None or kind is None or kind.album is None:
        return ()
    drawn: Sequence[Rated] = read_result(kinds()[job.kind].result.kind, job.result).pictures
    return drawn


async def turn_after(tx: Tx, job: jobs.Job, deps: Deps, say: Words) -> Turn:
    """Return what a handler is given, for going on by itself after a job.

    What it writes into the states is not kept.
    """
    return Turn(
        tx=tx,
        deps=deps,
        who=Who(platform=job.platform, user="", locale=say.locale, address=job.address),
        account=await accounts.get(tx, job.account),
        place=job.place,
        say=say,
        admin=False,
        now=tx.now(),
        state=await sessions.load(tx, job.account, job.place),
        account_state=await sessions.load(tx, job.account, sessions.EVERYWHERE),
    )


async def own(turn: Turn, number: str, missing: str) -> jobs.Job:
    """Return a job of this person by the number a button carries, or by their own, marked with `TYPED`.

    Somebody else's job and one that never was are refused in the same words: with the sentence ``missing`` where a
    number was typed; a button's number is one its reader has never seen.
    """
    plain = number.removeprefix(TYPED)
    typed = number != plain
    refused = RefusedError(missing, number=harmless(plain, 12)) if typed else RefusedError("unknown-button")
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 15:
        raise refused
    try:
        if typed:
            return await jobs.by_own(turn.tx, turn.account.id, int(plain))
        job = await jobs.by_number(turn.tx, int(plain))
    except NoSuchJobError:
        raise refused from None
    if job.account != turn.account.id:
        raise refused
    return job


async def own_of(turn: Turn, number: str, request: type[Request], *, done: bool = False) -> jobs.Job:
    """Return a job of this person and of one kind.

    Raises `RefusedError` for any other, with ``done`` before its result.
    """
    job = await own(turn, number, "show-unknown")
    if job.kind != request.kind or (done and not job.result):
        raise RefusedError("show-unknown", number=job.own)
    return job


def of_kind(found: Iterable[jobs.Job], request: type[Request], *, done: bool = False) -> list[jobs.Job]:
    """Return those of one kind in the same order, with ``done`` those that have a result."""
    return [job for job in found if job.kind == request.kind and (job.result or not done)]


async def _hours_until_free(turn: Turn, price: float) -> int:
    """Return after how many hours enough of the sliding day has passed."""
    for hours in range(1, 24):
        used = await ledger.used(turn.tx, turn.account.id, policy.DAY_SECONDS - hours * 3600)
        if policy.affordable(used, price, turn.deps.limits):
            return hours
    return 24
