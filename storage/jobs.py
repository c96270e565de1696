"""Jobs: promises to a person, kept through every crash.

    queued ──> running ──> rendered ──> delivering ──> done
      │  ^        │            └────────────────────────^   (nothing to show)
      │  └────────┤  lease ran out, or a failure worth another try
      └─────────> cancelled | failed | expired

`storage.leases` hands them out; this module makes, finds, moves and cancels them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NoReturn

from storage import ledger
from storage.clock import letters_of, number_of
from storage.database import Reading, Row, Transaction
from storage.errors import ForbiddenMoveError, LostTokenError, NoSuchJobError, NotYoursError
from storage.places import place_of

MOVES = MappingProxyType(
    {
        "queued": frozenset({"running", "cancelled", "failed", "expired"}),
        "running": frozenset({"queued", "rendered", "cancelled", "failed"}),
        "rendered": frozenset({"delivering", "done", "failed", "expired"}),
        "delivering": frozenset({"done", "failed", "expired"}),
        "done": frozenset(),
        "failed": frozenset(),
        "cancelled": frozenset(),
        "expired": frozenset(),
    }
)
WITHOUT_RESULT = frozenset({"cancelled", "failed", "expired"})
ENDED = frozenset(state for state, onward in MOVES.items() if not onward)
ATTEMPTS = 3  # times a job is handed out before it fails for good
SHORT = 6  # letters at the end of an id that are random, five bits each
UNSEEN = 1_000_000_000  # numbers of jobs nobody asked for by themselves begin here and are never shown
TAKEN_BACK, STOPPED = 1, 2  # in the column ``cancel``: by the owner, by an admin
#: The round in which a job of ``:account`` that comes now has its turn.
SERVED = (
    "max(coalesce((SELECT served FROM turns WHERE account = :account AND lane = :lane), 0), "
    "coalesce((SELECT round FROM rounds WHERE lane = :lane), 0))"
)
_JSON = ("request", "result", "error", "address", "progress")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One row. Times are Unix seconds; ``request``, ``result`` and ``error`` are engine types as JSON."""

    number: int  # what a button carries; no other job of this bot has it
    own: int  # the number its owner sees and types: their first job is 1
    id: str
    account: str
    identity: str | None
    selfie: str | None
    kind: str
    lane: str
    state: str
    request: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    platform: str
    address: dict[str, Any]
    place: str
    locale: str
    affinity: str
    priority: int
    served: int
    due: float
    created: float
    started: float | None
    rendered: float | None
    finished: float | None
    attempts: int
    owner: str | None
    token: int
    lease: float | None
    cancel: bool
    progress: dict[str, Any] | None
    deaths: int  # of the bot while it ran
    stopped: bool = False  # it was cancelled by somebody who runs the bot
    sort: str = ""  # what of the request changes how long it takes, see `storage.durations`
    size: int = 1  # how much of that it is

    @property
    def seen(self) -> bool:
        """Whether its owner asked for it by itself, and knows it by its number."""
        return self.own < UNSEEN


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a queued job stands: ``ahead`` jobs are served before it, ``running`` are being served now.

    ``waiting`` is how many wait in its lane with it; ``before`` are the jobs that are served before it or now.
    """

    ahead: int
    running: int
    waiting: int = 1
    before: tuple[Ahead, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A job that is served before another: its kind, sort and size, and since when it runs.

    ``left`` is how many seconds it says it still needs, None while it says nothing.
    """

    kind: str
    sort: str
    size: int
    started: float | None
    left: float | None = None


def lane_topic(lane: str) -> str:
    """Return the signal topic that wakes the dispatcher of a lane."""
    return f"jobs:{lane}"


async def enqueue(
    tx: Transaction,
    *,
    account: str,
    kind: str,
    lane: str,
    request: dict[str, Any],
    platform: str,
    address: dict[str, Any],
    locale: str = "en",
    identity: str | None = None,
    selfie: str | None = None,
    priority: int = 0,
    affinity: str = "",
    due: float | None = None,
    units: float = 0.0,
    seen: bool = True,
    sort: str = "",
    size: int = 1,
) -> Job:
    """Accept a job; it is kept once ``tx`` commits, and the dispatcher of ``lane`` wakes.

    ``request`` is ``engine.requests.to_json`` of a request whose paths are those of ``engine.files``. ``units`` device
    seconds are reserved in the ledger; ``sort`` and ``size`` say which jobs take as long. One that is not ``seen`` uses
    up none of the numbers its owner counts by.
    """
    values: dict[str, Any] = {
        "id": tx.new_id(),
        "account": account,
        "identity": identity,
        "selfie": selfie,
        "kind": kind,
        "lane": lane,
        "request": json.dumps(request),
        "platform": platform,
        "address": json.dumps(address),
        "place": place_of(platform, address),
        "locale": locale,
        "affinity": affinity,
        "sort": sort,
        "size": size,
        "priority": priority,
        "due": tx.now() if due is None else due,
        "created": tx.now(),
    }
    known = {"served": SERVED}
    if seen:
        tx.run_soon("UPDATE accounts SET jobs = jobs + 1 WHERE id = ?", (account,))
        known["own"] = "(SELECT jobs FROM accounts WHERE id = :account)"
    marks = ", ".join([*(f":{name}" for name in values), *known.values()])
    row = await tx.one(f"INSERT INTO jobs ({', '.join([*values, *known])}) VALUES ({marks}) RETURNING *", values)
    assert row is not None
    if not seen:  # no number is used twice, also when jobs were deleted
        row = await tx.one("UPDATE jobs SET own = ? + number WHERE id = ? RETURNING *", (UNSEEN, row["id"]))
        assert row is not None
    if units:
        await ledger.reserve(tx, account, row["id"], kind, units)
    tx.signal(lane_topic(lane))
    return from_row(row)


async def get(rx: Reading, job: str) -> Job:
    """Return a job by its id. Raises `NoSuchJobError`."""
    row = await rx.one("SELECT * FROM jobs WHERE id = ?", (job,))
    if row is None:
        raise NoSuchJobError(job)
    return from_row(row)


async def by_number(rx: Reading, number: int) -> Job:
    """Return a job by the number a button carries. Raises `NoSuchJobError`."""
    return await _one(rx, "SELECT * FROM jobs WHERE number = ?", number)


async def by_own(rx: Reading, account: str, number: int) -> Job:
    """Return a person's job by the number they see. Raises `NoSuchJobError`."""
    return await _one(rx, "SELECT * FROM jobs WHERE own = ? AND account = ?", number, account)


async def _one(rx: Reading, query: str, number: int, *more: str) -> Job:
    row = await rx.one(query, (number, *more))
    if row is None:
        raise NoSuchJobError(str(number))
    return from_row(row)


def short(job: str) -> int:
    """Return the random end of a job's id as a number of 30 bits: what the mark in its pictures carries."""
    return number_of(job[-SHORT:])


async def by_short(rx: Reading, number: int) -> Job | None:
    """Return the job whose id ends so, None where there is none: it was erased, or is one of another bot."""
    wanted = (SHORT, letters_of(number, SHORT))
    row = await rx.one("SELECT * FROM jobs WHERE substr(id, length(id) - ? + 1) = ?", wanted)
    return None if row is None else from_row(row)


async def of(rx: Reading, account: str, limit: int = 20) -> list[Job]:
    """Return a person's jobs, newest first."""
    rows = await rx.all("SELECT * FROM jobs WHERE account = ? ORDER BY number DESC LIMIT ?", (account, limit))
    return [from_row(row) for row in rows]


async def open_of(rx: Reading, account: str, lane: str | None = None) -> list[Job]:
    """Return a person's queued and running jobs, oldest first."""
    rows = await rx.all(
        "SELECT * FROM jobs WHERE account = ? AND state IN ('queued', 'running') "
        "AND (CAST(? AS TEXT) IS NULL OR lane = ?) ORDER BY number",
        (account, lane, lane),
    )
    return [from_row(row) for row in rows]


async def queued(rx: Reading, lane: str, limit: int) -> list[Job]:
    """Return the first queued jobs of a lane, in about the order they are served."""
    rows = await rx.all(
        "SELECT * FROM jobs WHERE lane = ? AND state = 'queued' ORDER BY served, created, number LIMIT ?",
        (lane, limit),
    )
    return [from_row(row) for row in rows]


async def counts(rx: Reading) -> dict[str, int]:
    """Return how many jobs are in each state."""
    return {row["state"]: row["n"] for row in await rx.all("SELECT state, count(*) AS n FROM jobs GROUP BY state")}


async def oldest_waiting(rx: Reading) -> float | None:
    """Return when the job was asked for that waits longest for a device, None when none waits."""
    return await rx.value("SELECT min(created) FROM jobs WHERE state = 'queued'")


def of_kinds(only: Collection[str] | None, without: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the condition, and its values, under which a job is of one of these kinds, or of none of those."""
    if only is None and not without:
        return "", ()
    kinds = tuple(sorted(without if only is None else only))
    return f" AND kind {'NOT ' if only is None else ''}IN ({', '.join('?' for _ in kinds)})", kinds


async def position(
    rx: Reading, job: Job, *, only: Collection[str] | None = None, without: Collection[str] = ()
) -> Position:
    """Say who comes before a queued job, by playing the turns out: each account in turn, until this job's.

    Nobody knows who will still come; those who do may be served earlier if they were served longer ago. ``only`` and
    ``without`` name the kinds that its worker serves, as in `storage.leases.claim`.
    """
    chosen, kinds = of_kinds(only, without)
    rows = await rx.all(
        "SELECT account, served, priority, created, number, kind, sort, size, NULL AS started, NULL AS left "
        f"FROM jobs WHERE lane = ? AND state = 'queued'{chosen} ORDER BY served, created, number",
        (job.lane, *kinds),
    )
    served = await rx.all(
        "SELECT kind, sort, size, started, CAST(json_extract(progress, '$.seconds_left') AS DOUBLE PRECISION) AS left "
        f"FROM jobs WHERE lane = ? AND state = 'running'{chosen}",
        (job.lane, *kinds),
    )
    running, now = len(served), tuple(map(_ahead, served))
    order = in_turn(rows)
    places = {row["number"]: place for place, row in enumerate(order)}
    if job.number not in places:
        return Position(ahead=0, running=running, waiting=len(rows), before=now)
    ahead = tuple(map(_ahead, order[: places[job.number]]))
    return Position(ahead=len(ahead), running=running, waiting=len(rows), before=(*now, *ahead))


def in_turn(rows: Sequence[Row]) -> list[Row]:
    """Return queued jobs of a lane in the order in which they are served, by playing the turns out."""
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        waiting.setdefault(row["account"], []).append(row)
    by_number = {row["number"]: row for row in rows}
    turns = sorted(turn for mine in waiting.values() for turn in _turns(mine))
    return [by_number[number] for _, _, number in turns]


def _turns(mine: Sequence[Row]) -> list[tuple[int, float, int]]:
    """Return (round, since when its owner waits in it, job number) of each job of one account, as `claim` goes."""
    left = sorted(mine, key=lambda row: (row["served"], row["created"], row["number"]))
    turns, past = [], -1
    for row in sorted(mine, key=lambda row: (row["priority"], row["created"], row["number"])):
        first = left[0]
        past = max(first["served"], past + 1)
        turns.append((past, first["created"], row["number"]))
        left.remove(row)
    return turns


def _ahead(row: Row) -> Ahead:
    return Ahead(kind=row["kind"], sort=row["sort"], size=row["size"], started=row["started"], left=row["left"])


async def cancel(tx: Transaction, job: str, account: str, *, admin: bool = False) -> bool:
    """Take a job back: at once while queued, at the worker's next look while running.

    Returns False when it is too late. Raises `NotYoursError` for somebody else's job (unless ``admin``),
    `NoSuchJobError`.
    """
    found = await get(tx, job)
    if found.account != account and not admin:
        raise NotYoursError(job)
    if found.state == "queued":
        await move(tx, job, "cancelled", cancel=STOPPED if admin else TAKEN_BACK)
        return True
    flag = (STOPPED if admin else TAKEN_BACK, job)
    return bool(await tx.run("UPDATE jobs SET cancel = ? WHERE id = ? AND state = 'running'", flag))


async def cancel_all(tx: Transaction, account: str) -> int:
    """Cancel every queued and running job of a person; returns how many."""
    found = await open_of(tx, account)
    for job in found:
        await cancel(tx, job.id, account)
    return len(found)


async def cancel_identity(tx: Transaction, identity: str) -> int:
    """Cancel every queued and running job about a face that is being deleted; returns how many."""
    rows = await tx.all(
        "SELECT id, account FROM jobs WHERE identity = ? AND state IN ('queued', 'running')", (identity,)
    )
    for row in rows:
        await cancel(tx, row["id"], row["account"])
    return len(rows)


async def cancel_place(tx: Transaction, place: str) -> int:
    """Cancel every queued and running job whose answer would go to a chat that is gone; returns how many."""
    rows = await tx.all(
        "SELECT id, account FROM jobs WHERE place = ? AND state IN ('queued', 'running')",
        (place,),
    )
    for row in rows:
        await cancel(tx, row["id"], row["account"])
    return len(rows)


async def move(tx: Transaction, job: str, state: str, *, token: int | None = None, **columns: Any) -> Job:
    """Change a job's state, along `MOVES` only, and with ``token`` only for whoever holds that token.

    A job that ends without a result gives its reserved seconds back and releases the face it was learning.
    Raises `LostTokenError`, `ForbiddenMoveError`, `NoSuchJobError`; then nothing has changed.
    """
    sources = [source for source, onward in MOVES.items() if state in onward]
    if token is not None:
        sources = ["running"]
    if state in ENDED:
        columns.setdefault("finished", tx.now())
    if state != "running":
        columns |= {"owner": None, "lease": None}
    names = ", ".join(f"{name} = ?" for name in columns)
    marks = ", ".join("?" for _ in sources)
    row = await tx.one(
        f"UPDATE jobs SET state = ?{', ' if names else ''}{names} "
        f"WHERE id = ? AND state IN ({marks}) AND (CAST(? AS BIGINT) IS NULL OR token = ?) RETURNING *",
        (state, *map(_plain, columns.values()), job, *sources, token, token),
    )
    if row is None:
        await _explain(tx, job, state, token)
    moved = from_row(row)
    if state in WITHOUT_RESULT:
        await _end_without_result(tx, moved)
    return moved


def done_soon(tx: Transaction, job: str) -> None:
    """Move a job to ``done`` that was ``rendered`` in this transaction and has nothing to show."""
    tx.run_soon("UPDATE jobs SET state = 'done', finished = ? WHERE id = ? AND state = 'rendered'", (tx.now(), job))


async def _explain(tx: Transaction, job: str, state: str, token: int | None) -> NoReturn:
    if token is not None:
        raise LostTokenError(job, token)
    raise ForbiddenMoveError(job, (await get(tx, job)).state, state)


async def _end_without_result(tx: Transaction, job: Job) -> None:
    await ledger.refund(tx, job.id)
    await tx.run(
        "UPDATE identities SET learning = NULL, state = CASE WHEN folder <> '{}' THEN 'ready' "
        "WHEN ? = 1 THEN 'collecting' ELSE 'failed' END WHERE learning = ? AND state = 'training'",
        (job.state == "cancelled", job.id),
    )


def _plain(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


def from_row(row: Row) -> Job:
    """Turn a row of the table into a `Job`, whose fields are its columns."""
    values = dict(row)
    for name in _JSON:
        if values[name] is not None:
            values[name] = json.loads(values[name])
    values["stopped"] = values["cancel"] == STOPPED
    values["cancel"] = bool(values["cancel"])
    job = object.__new__(Job)  # a frozen class sets field by field, which takes longer than all else here
    vars(job).update(values)
    return job
