"""What people are told about time, against what then happens: 200 jobs of many people through the real queue, thrice.

The conversation's own estimate, the real tables and turns, trainings by themselves; hours pass in moments, because what
runs is a table of costs with noise instead of workers. The machine's paces are learnt on the way: the first jobs, which
nothing is known for, are told by the operator's estimate and do not count.

    python -m bot bench --only times
"""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from engine.files import Scratch
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.requests import Lane, to_json, training_kinds
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.portrait.request import Portrait
from engine.tasks.template.request import Template
from handlers import estimates, work
from handlers.context import Deps, Serving
from handlers.jobs import job_kinds
from storage import accounts, jobs, leases
from storage.database import Database, Transaction
from storage.jobs import Job

PEOPLE = 40
FIRST, JOBS = 40, 200  # jobs that only teach, and those that count
NOISE = 0.08  # of a job's length, one standard deviation
BESIDE = 1.2  # times as long takes a picture while a face is learnt
BUSY = 0.7  # share of the time the worker that draws is busy
WITHIN = 0.25  # of what then happens
SHARE = 0.85  # of the jobs
DAYS = 3  # each of another chance
BEGAN = 1_800_000_000.0  # Unix seconds


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Something people ask for: how often, and what it takes on two cores: seconds at all, and for each of its size."""

    often: float
    base: float
    each: float
    request: Any


def _wishes() -> list[Wish]:
    """Return what people ask for, with costs as measured by `engine.lab.bench.lanes` and the canvas bench."""
    out, identity, photos = Scratch("out").path, Scratch("identity").path, tuple(Path(f"{n}.jpg") for n in range(8))
    made = [
        Wish(often=3, base=3, each=1.2, request=Portrait(identity=identity, style=style, out=out, count=number))
        for style in ("natural", "oil", "noir", "cyberpunk", "studio")
        for number in (1, 4, 4, 8)
    ]
    made += [
        Wish(
            often=4, base=4, each=3.5, request=Portrait(identity=identity, style="oil", out=out, count=4, draw="base")
        ),
        Wish(often=4, base=3, each=4, request=Template(template=Path("t.png"), people=(identity,), out=out)),
        Wish(often=4, base=3, each=0.4, request=EnrolInstant(photos=photos, identity=identity)),
        Wish(often=3, base=60, each=0.5, request=Enrol(photos=photos, identity=identity)),
        Wish(often=1, base=110, each=0.5, request=Enrol(photos=photos[:6], identity=identity, preset="best")),
    ]
    return made


@dataclass(eq=False)
class _Clock:
    """Moves when the next thing happens."""

    time: float = BEGAN

    def now(self) -> float:
        """Return Unix seconds."""
        return self.time


@dataclass(eq=False)
class _Day:
    """Everything of one run."""

    db: Database
    clock: _Clock
    chance: random.Random
    workers: int
    running: dict[str, int] = field(default_factory=lambda: {"training": 0, "rest": 0})
    told: dict[str, tuple[float, float]] = field(default_factory=dict)  # job -> asked, and when it was to be ready
    misses: list[float] = field(default_factory=list)  # share of the wait by which each was wrong, in turn
    waits: list[float] = field(default_factory=list)
    events: list[tuple[float, int, Any]] = field(default_factory=list)
    order: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        serving = Serving(workers=self.workers, apart=True)
        self.deps = Deps(styles=None, seed=lambda: 0, serving=lambda: serving)  # type: ignore[arg-type]

    def at(self, moment: float, what: Any) -> None:
        heapq.heappush(self.events, (moment, next(self.order), what))

    async def run(self) -> None:
        """Let things happen until the last job is done."""
        while self.events:
            self.clock.time, _, what = heapq.heappop(self.events)
            async with self.db.transaction() as tx:
                await (self._asked(tx, what) if isinstance(what, tuple) else self._done(tx, what))
                while await self._begin(tx, training=True) or await self._begin(tx, training=False):
                    pass

    async def _asked(self, tx: Transaction, asked: tuple[str, Wish]) -> None:
        account, wish = asked
        kind, request = job_kinds()[wish.request.kind], wish.request
        job = await jobs.enqueue(
            tx, account=account, kind=kind.kind, lane=request.lane, request=to_json(request), platform="bench",
            address={"chat": account}, sort=kind.sort(request), size=kind.size(request),
        )  # fmt: skip
        ready = await work.ready_in(tx, job, await work.place_of(tx, job, self.deps), self.deps)
        self.told[job.id] = (self.clock.time, self.clock.time + ready)

    async def _begin(self, tx: Transaction, *, training: bool) -> bool:
        """Give the next job to a free worker; False where there is none of either."""
        name = "training" if training else "rest"
        if self.running[name] >= self.workers:
            return False
        share: dict[str, Any] = {"only": training_kinds()} if training else {"without": training_kinds()}
        job = await leases.claim(tx, Lane.DEVICE, "bench", 1e9, **share)
        if job is None:
            return False
        self.running[name] += 1
        self.at(self.clock.time + self._length(job), job)
        return True

    def _length(self, job: Job) -> float:
        """Return the seconds a job will take."""
        wish = next(each for each in _WISHES if to_json(each.request) == job.request)
        seconds = (wish.base + wish.each * job.size) * max(0.5, self.chance.gauss(1, NOISE))
        beside = self.running["training"] and job.kind not in training_kinds()
        return seconds * (BESIDE if beside else 1.0)

    async def _done(self, tx: Transaction, job: Job) -> None:
        self.running["training" if job.kind in training_kinds() else "rest"] -= 1
        await jobs.move(tx, job.id, "rendered", token=job.token, rendered=self.clock.time)
        await jobs.move(tx, job.id, "done")
        estimates.learn(tx, job, self.clock.time - (job.started or 0.0))
        asked, ready = self.told.pop(job.id)
        waited = self.clock.time - asked
        self.waits.append(waited)
        self.misses.append((ready - self.clock.time) / waited)


_WISHES = _wishes()


def rows(folder: Path) -> Iterable[Row]:
    """Let people ask for `FIRST` and `JOBS` jobs on one worker, and on four."""
    for workers in (1, 4):
        days = [asyncio.run(_measure(folder / f"{workers}-{seed}", workers, seed)) for seed in range(DAYS)]
        signed = [miss for day in days for miss in day.misses[FIRST:]]
        waits = sorted(wait for day in days for wait in day.waits[FIRST:])
        misses = sorted(map(abs, signed))
        name = f"{workers} worker{'s' if workers > 1 else ''}"
        right = sum(miss <= WITHIN for miss in misses) / len(misses)
        yield at_least("times", f"{name}: told within 25 % of what happens, share of jobs", right, "", SHARE)
        yield at_most("times", f"{name}: half of them within", misses[len(misses) // 2], "", WITHIN)
        yield told("times", f"{name}: nine of ten within", misses[int(len(misses) * 0.9)], "")
        yield told("times", f"{name}: told too late (+) or too soon (-), mean", sum(signed) / len(signed), "")
        yield told("times", f"{name}: wait until ready, half", waits[len(waits) // 2], "s")
        yield told("times", f"{name}: wait until ready, 95 %", waits[int(len(waits) * 0.95)], "s")


async def _measure(folder: Path, workers: int, seed: int) -> _Day:
    clock, chance = _Clock(), random.Random(seed)
    async with Database.open(folder / "portrait.sqlite", clock=clock) as db:
        async with db.transaction() as tx:
            people = [(await accounts.find_or_create(tx, "bench", str(number))).id for number in range(PEOPLE)]
        day = _Day(db, clock, chance, workers)
        chosen = chance.choices(_WISHES, [wish.often for wish in _WISHES], k=FIRST + JOBS)
        drawn = [
            wish.base + wish.each * job_kinds()[wish.request.kind].size(wish.request)
            for wish in chosen
            if wish.request.kind not in training_kinds()
        ]
        pause = sum(drawn) / len(chosen) / BUSY / workers
        moment = clock.time
        for wish in chosen:
            moment += chance.expovariate(1 / pause)
            day.at(moment, (chance.choice(people), wish))
        await day.run()
    return day
