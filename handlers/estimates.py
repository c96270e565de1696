"""How long a job will run on this machine: by what jobs like it took here, else by the operator's estimate."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from engine.requests import Lane
from handlers.context import Tx
from handlers.jobs import job_kinds
from handlers.policy import Limits
from storage import durations
from storage.durations import Duration
from storage.jobs import Job

SAME = 3  # durations of the very size that are believed without those of other sizes
NEWEST = 7  # of these


async def expected(tx: Tx, kind: str, sort: str, size: int, limits: Limits, count: int = 1) -> float:
    """Return the seconds a job will run; ``count`` is what the operator's estimate is told."""
    known = await durations.recent(tx, kind, sort)
    if known:
        return fitted(known, size)
    described = job_kinds().get(kind)
    return described.cost(limits, count) if described is not None else 0.0


async def usual(tx: Tx, kind: str, limits: Limits) -> float:
    """Return the seconds that jobs of a kind usually run, whatever is asked of them."""
    known = await durations.recent(tx, kind)
    return median(one.seconds for one in known) if known else job_kinds()[kind].cost(limits, 1)


async def learn(tx: Tx, job: Job, seconds: float) -> None:
    """Keep what a job took for which people wait, unless a part of it was done by an attempt before."""
    if job.lane == Lane.DEVICE and job.attempts <= 1 and not job.deaths:
        await durations.add(tx, job.kind, job.sort, Duration(size=job.size, seconds=seconds))


def fitted(known: Sequence[Duration], size: int) -> float:
    """Return the seconds of a ``size`` by what is ``known``, newest first: of that size, else by a line through all.

    The line begins at no less than nothing and never falls: what makes more takes no less.
    """
    same = [one.seconds for one in known if one.size == size][:NEWEST]
    if len(same) >= SAME:
        return median(same)
    sizes, seconds = [one.size for one in known], [one.seconds for one in known]
    middle, mean = fmean(sizes), fmean(seconds)
    spread = sum((each - middle) ** 2 for each in sizes)
    if not spread:
        return median(seconds) * (size / middle if middle else 1.0)  # of a size that is nothing all there is to know
    slope = sum((n - middle) * (s - mean) for n, s in zip(sizes, seconds, strict=True)) / spread
    slope = min(max(slope, 0.0), mean / middle)
    return mean + slope * (size - middle)
