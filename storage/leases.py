"""Hands jobs out: to one owner at a time, people in turn, back in the queue when an owner falls silent.

Every claim raises the job's ``token``; each later write names it, so an owner that slept through its lease can no
longer change anything (fencing).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any

from storage.database import Reading, Transaction
from storage.errors import LostTokenError
from storage.jobs import ATTEMPTS, Job, from_row, in_turn, lane_topic, move, of_kinds

ROUND = 4  # turns, after which who comes anew is behind those who had a turn and wait for another
DEATHS = 20  # of the bot while a job ran, before they count as attempts of the job
AHEAD_SECONDS = 120.0  # more than any pause between attempts: a job due later was written before the clock was set back
LOOKED_AT = 64  # jobs that wait, for those that run together with the one before them
RETRY_SECONDS = 5.0  # before the second attempt; three times as long before each further one


async def claim(
    tx: Transaction,
    lane: str,
    owner: str,
    lease_seconds: float,
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
) -> Job | None:
    """Hand out the next due job of ``lane``, or None. Call `overdue` first: it returns lost jobs to the queue.

    Turns go round: in each round every account that waits has one, in the order in which they came, and within it the
    job of the smallest priority, then the oldest. Who comes while a round is on has a turn in it, behind those who
    came before; a round has few turns, so newcomers keep nobody waiting. ``only`` these kinds are handed out, or those
    ``without`` these: kinds that are served by themselves take nobody's turn with the others.
    """
    chosen, kinds = of_kinds(only, without)
    due = f"lane = ? AND state = 'queued' AND (due <= ? OR due > ? OR created > ?){chosen}"
    asked = (lane, tx.now(), tx.now() + AHEAD_SECONDS, tx.now(), *kinds)
    row = await tx.one(
        "UPDATE jobs SET state = 'running', owner = ?, lease = ?, token = token + 1, attempts = attempts + 1, "
        "started = ? WHERE number = (SELECT number FROM jobs INDEXED BY jobs_waiting WHERE account = ("
        f"SELECT account FROM jobs INDEXED BY jobs_next WHERE {due} ORDER BY served, created, number LIMIT 1) "
        f"AND {due} ORDER BY priority, created, number LIMIT 1) RETURNING *",
        (owner, tx.now() + lease_seconds, tx.now(), *asked, *asked),
    )
    if row is None:
        return None
    job = from_row(row)
    _take_turn(tx, job, chosen, kinds, apart=only is not None)
    return job


async def claim_mates(
    tx: Transaction,
    job: Job,
    owner: str,
    lease_seconds: float,
    *,
    alike: Callable[[Job], bool],
    most: int,
    least: int,
    patience: float,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
) -> list[Job]:
    """Hand out the jobs that run together with ``job``, which was handed out just now: those ``alike``, in turn.

    With ``job`` they are at most ``most``, and none where there are not ``least``. Whoever waits behind ``job`` and is
    not alike may be overtaken by them, for as long as they wait for less than ``patience`` seconds: nobody is taken
    from behind somebody who waits for longer. A job that was handed out before, to whomever, is nobody's mate and has
    none: it may be what ended the worker, or the bot. All are of the kinds that `claim` would take with the same ``only`` and ``without``.
    """
    if job.attempts > 1 or job.deaths:
        return []
    chosen, kinds = of_kinds(only, without)
    rows = await tx.all(
        f"SELECT * FROM jobs WHERE lane = ? AND state = 'queued' AND due <= ?{chosen} "
        "ORDER BY served, created, number LIMIT ?",
        (job.lane, tx.now(), *kinds, LOOKED_AT),
    )
    waiting = [(each, not each.attempts and not each.deaths and alike(each)) for each in map(from_row, in_turn(rows))]
    if 1 + sum(fits for _, fits in waiting) < least:
        return []
    mates: list[Job] = []
    for each, fits in waiting:
        if len(mates) + 1 >= most:
            break
        if fits:
            mates.append(await _hand_out(tx, each, owner, lease_seconds, chosen, kinds, apart=only is not None))
        elif not 0.0 <= tx.now() - each.created < patience:  # below nothing: the clock was set back meanwhile
            break
    return mates


async def _hand_out(
    tx: Transaction, job: Job, owner: str, lease: float, chosen: str, kinds: Collection[str], *, apart: bool
) -> Job:
    row = await tx.one(
        "UPDATE jobs SET state = 'running', owner = ?, lease = ?, token = token + 1, attempts = attempts + 1, "
        "started = ? WHERE number = ? AND state = 'queued' RETURNING *",
        (owner, tx.now() + lease, tx.now(), job.number),
    )
    assert row is not None  # read in this very transaction, and there is one writer
    taken = from_row(row)
    _take_turn(tx, taken, chosen, kinds, apart=apart)
    return taken


def _take_turn(tx: Transaction, job: Job, chosen: str, kinds: Collection[str], *, apart: bool) -> None:
    """Send an account into the next round. Rounds are numbers, not times: a clock set back cannot mix them up.

    Those of its jobs go there that are served together with this one: the ``chosen`` ``kinds``. ``apart``: these are
    served by themselves, and their turns are only among themselves.
    """
    following = job.served + 1
    tx.run_soon(
        f"UPDATE jobs SET served = ? WHERE account = ? AND lane = ? AND state = 'queued' AND served < ?{chosen}",
        (following, job.account, job.lane, following, *kinds),
    )
    if apart:
        return
    tx.run_soon(
        "INSERT INTO turns (account, lane, served) VALUES (?, ?, ?) "
        "ON CONFLICT (account, lane) DO UPDATE SET served = max(turns.served, excluded.served)",
        (job.account, job.lane, following),
    )
    # A round ends when somebody has a turn in the next one, and after some turns by itself: else newcomers, who have
    # theirs in the round that is on, could keep whoever had one waiting for ever.
    tx.run_soon(
        "INSERT INTO rounds (lane, round, turns) VALUES (?1, ?2, 1) ON CONFLICT (lane) DO UPDATE SET "
        "round = CASE WHEN rounds.round < ?2 THEN ?2 WHEN rounds.turns + 1 >= ?3 THEN rounds.round + 1 "
        "ELSE rounds.round END, "
        "turns = CASE WHEN rounds.round < ?2 THEN 1 WHEN rounds.turns + 1 >= ?3 THEN 0 "
        "ELSE rounds.turns + 1 END",
        (job.lane, job.served, ROUND),
    )


async def overdue(tx: Transaction, lane: str) -> list[Job]:
    """Put jobs whose lease ran out back into the queue; returns those that may not be tried again, still running.

    The caller ends the returned ones, because a person has to be told.
    """
    rows = await tx.all(
        "SELECT * FROM jobs WHERE lane = ? AND state = 'running' AND lease < ?",
        (lane, tx.now()),
    )
    spent = []
    for job in map(from_row, rows):
        if job.cancel or job.attempts >= ATTEMPTS:
            spent.append(job)
        else:
            await move(tx, job.id, "queued", token=job.token, progress=None)
    return spent


async def heartbeat(tx: Transaction, job: str, token: int, lease_seconds: float) -> bool:
    """Extend the lease. Returns False when the owner asked to cancel. Raises `LostTokenError`."""
    row = await tx.one(
        "UPDATE jobs SET lease = ? WHERE id = ? AND token = ? AND state = 'running' RETURNING cancel",
        (tx.now() + lease_seconds, job, token),
    )
    if row is None:
        raise LostTokenError(job, token)
    return not row["cancel"]


async def progress(tx: Transaction, job: str, token: int, value: dict[str, Any]) -> Job:
    """Write how far a job is; the newest wins. Raises `LostTokenError`."""
    row = await tx.one(
        "UPDATE jobs SET progress = ? WHERE id = ? AND token = ? AND state = 'running' RETURNING *",
        (json.dumps(value), job, token),
    )
    if row is None:
        raise LostTokenError(job, token)
    return from_row(row)


async def held(tx: Transaction, job: str, token: int) -> Job:
    """Return a job if it is still held under ``token``. Raises `LostTokenError`."""
    row = await tx.one("SELECT * FROM jobs WHERE id = ? AND token = ? AND state = 'running'", (job, token))
    if row is None:
        raise LostTokenError(job, token)
    return from_row(row)


async def release(tx: Transaction, job: str, token: int, pause: float = 0.0) -> None:
    """Give a job back unfinished: queued, due after ``pause`` seconds, the attempt not counted.

    Raises `LostTokenError`.
    """
    row = await tx.one("SELECT attempts FROM jobs WHERE id = ? AND token = ?", (job, token))
    attempts = max(0, row["attempts"] - 1) if row else 0
    moved = await move(tx, job, "queued", token=token, attempts=attempts, due=tx.now() + pause, progress=None)
    tx.signal(lane_topic(moved.lane))


async def retry(tx: Transaction, job: Job) -> None:
    """Put a job whose attempt failed back into the queue, due after a pause. Raises `LostTokenError`."""
    pause = RETRY_SECONDS * 3 ** (job.attempts - 1)
    await move(tx, job.id, "queued", token=job.token, due=tx.now() + pause, progress=None)
    tx.signal(lane_topic(job.lane))


async def abandon_all(tx: Transaction, owner: str | None = None) -> int:
    """Let every lease run out now: at start, when no other process can be working. Returns how many there were.

    ``owner``: only those of this one, whose name nobody else can have.

    The attempt is not counted: the bot died, or the machine. A job that is there each time may be the reason, so after
    `DEATHS` it is counted all the same.
    """
    return await tx.run(
        "UPDATE jobs SET lease = 0, deaths = deaths + 1, "
        "attempts = CASE WHEN deaths < ? THEN max(0, attempts - 1) ELSE attempts END "
        "WHERE state = 'running' AND (CAST(? AS TEXT) IS NULL OR owner = ?)",
        (DEATHS, owner, owner),
    )


async def next_moment(rx: Reading, lane: str) -> float | None:
    """Return when the next job of ``lane`` becomes due or the next lease runs out, None when nothing is ahead."""
    return await rx.value(
        "SELECT min(moment) FROM ("
        "SELECT min(due) AS moment FROM jobs WHERE lane = ?1 AND state = 'queued' AND due > ?2 "
        "UNION ALL SELECT min(lease) FROM jobs WHERE lane = ?1 AND state = 'running') AS ahead",
        (lane, rx.now()),
    )
