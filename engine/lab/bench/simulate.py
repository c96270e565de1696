"""A thousand to a million people a day: how long they wait, with how many workers, and where one database gives in.

Turns go as in `storage.leases` (a test compares both), costs are those measured on two cores with the embedded base
(README), and the day has an evening: its busiest hour sees twice the mean. That hour is played after one that fills the
queue. Workers are added until nine of ten portraits are ready within `PATIENCE`. The database's part is counted in
transactions, each a write to the disk, and compared with what this machine's disk takes (`bench --only queue`).

    python -m bot bench --only simulate              # to a hundred thousand people, a minute
    python -m bot bench --only simulate --people 1000000
"""

from __future__ import annotations

import asyncio
import heapq
import math
import random
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.lab.bench.row import Row, told
from storage.database import Database
from storage.leases import ROUND

DAYS = (1_000, 10_000, 100_000)  # people
HOUR = 3600.0
EVENING = 2.0  # times the mean, in the busiest hour
NEW = 0.3  # of the people: they send photos and learn their face; the others are known
PHOTOS, PICTURES = 6, 4
PORTRAITS = 3.0  # jobs of each, mean
HEAVY, MANY = 0.02, 20  # share of people who ask for so many portraits at once
THINK = 90.0  # seconds between two of them, mean
NOISE = 0.1
LEARN, DRAW, KNOW, LOOK = 75.0, 2.3 * PICTURES, 6.0, 1.2  # seconds on two cores (README, `lanes`)
PATIENCE = 60.0  # seconds until a portrait is ready, for 95 of 100
FULL = 0.95  # share of the time all workers of a kind may be busy
#: Transactions, about: of a message in and its answer out, and of a job claimed, ended and its messages delivered.
PER_MESSAGE, PER_JOB, PER_SECOND = 5, 9, 1.0  # and of each second a job runs: progress and what is shown of it
MESSAGES = 4  # of a person, beside photos and what is asked for


class Turns:
    """Who is next: the rule of `storage.leases` for one lane, in memory."""

    def __init__(self) -> None:
        self._round = self._turns = self._number = 0
        self._served: defaultdict[int, int] = defaultdict(int)
        self._jobs: defaultdict[int, deque[tuple[float, int, int, object]]] = defaultdict(deque)
        #: (round, since, number, person) of everybody who waits
        self._line: list[tuple[int, float, int, int]] = []

    def ask(self, person: int, now: float, job: object) -> None:
        """Put a job of a person in the line."""
        self._number += 1
        mine = self._jobs[person]
        mine.append((now, self._number, max(self._served[person], self._round), job))
        if len(mine) == 1:
            self._enter(person)

    def _enter(self, person: int) -> None:
        since, number, asked, _ = self._jobs[person][0]
        heapq.heappush(self._line, (max(asked, self._served[person]), since, number, person))

    def next(self) -> tuple[int, object] | None:
        """Hand out the next job with its person, None where nobody waits."""
        if not self._line:
            return None
        served, _, _, person = heapq.heappop(self._line)
        job = self._jobs[person].popleft()[-1]
        self._served[person] = served + 1
        if self._round < served:
            self._round, self._turns = served, 1
        elif self._turns + 1 >= ROUND:
            self._round, self._turns = self._round + 1, 0
        else:
            self._turns += 1
        if self._jobs[person]:
            self._enter(person)
        else:
            del self._jobs[person]
        return person, job


@dataclass(eq=False)
class _Workers:
    """Workers of one kind of work, and the line before them."""

    count: int
    turns: Turns = field(default_factory=Turns)
    busy: int = 0
    seconds: float = 0.0
    waits: list[tuple[float, bool]] = field(default_factory=list)  # until ready, and whether its owner asked for many


@dataclass(kw_only=True)
class Told:
    """What one busy hour was like."""

    workers: dict[str, int]
    waits: dict[str, list[float]]
    heavy: list[float]
    jobs: int
    running: float  # seconds of work in an hour
    messages: int


def play(people: int, workers: dict[str, int], seed: int = 0) -> Told:
    """Play the busiest hour of a day of so many people, after an hour that fills the line."""
    chance, order = random.Random(seed), 0
    rate = people / 24 / HOUR * EVENING
    places = {name: _Workers(count) for name, count in workers.items()}
    events: list[tuple[float, int, str, tuple[object, ...]]] = []
    messages = 0

    def at(moment: float, name: str, *what: object) -> None:
        nonlocal order
        order += 1
        heapq.heappush(events, (moment, order, name, what))

    def begin(name: str, now: float) -> None:
        place = places[name]
        while place.busy < place.count and (got := place.turns.next()) is not None:
            place.busy += 1
            length, asked, heavy = got[1]  # type: ignore[misc]
            at(now + length, "done", name, asked, length, heavy)

    moment = chance.expovariate(rate)
    at(moment, "comes", 0)
    while events:
        now, _, name, what = heapq.heappop(events)
        if now > 2 * HOUR:
            break
        if name == "comes":
            person = int(str(what[0]))
            at(now + chance.expovariate(rate), "comes", person + 1)
            messages += MESSAGES * (now > HOUR)
            for moment, line, length, heavy in _wishes(chance, now):
                at(moment, "asks", person, line, length, heavy)
        elif name == "asks":
            who, line, length, heavy = what
            messages += now > HOUR
            places[str(line)].turns.ask(int(str(who)), now, (length, now, heavy))
            begin(str(line), now)
        else:
            line, asked, length, heavy = what
            place = places[str(line)]
            place.busy -= 1
            if now > HOUR:
                place.seconds += float(str(length))
                place.waits.append((now - float(str(asked)), bool(heavy)))
            begin(str(line), now)
    light = {name: sorted(wait for wait, heavy in place.waits if not heavy) for name, place in places.items()}
    return Told(
        workers=workers,
        waits=light,
        heavy=sorted(wait for wait, heavy in places["draw"].waits if heavy),
        jobs=sum(len(place.waits) for place in places.values()),
        running=sum(place.seconds for place in places.values()),
        messages=messages,
    )


def _wishes(chance: random.Random, now: float) -> Iterator[tuple[float, str, float, bool]]:
    """Yield (when, line, length, whether one of many) of what a person asks for."""

    def length(seconds: float) -> float:
        return seconds * max(0.3, chance.gauss(1, NOISE))

    if chance.random() < NEW:
        for _ in range(PHOTOS):
            now += chance.expovariate(1 / 5.0)
            yield now, "look", length(LOOK), False
        now += chance.expovariate(1 / 20.0)
        yield now, "draw", length(KNOW), False
        yield now, "learn", length(LEARN), False
        now += KNOW
    heavy = chance.random() < HEAVY
    for _ in range(MANY if heavy else 1 + int(chance.expovariate(1 / (PORTRAITS - 1)))):
        yield now, "draw", length(DRAW), heavy
        now += 1.0 if heavy else chance.expovariate(1 / THINK)


def sized(people: int) -> Told:
    """Return the busiest hour with as few workers as keep the promise."""
    each = EVENING * people / 24 / HOUR
    portraits = HEAVY * MANY + (1 - HEAVY) * (1 + 1 / (math.exp(1 / (PORTRAITS - 1)) - 1))
    load = {
        "look": each * NEW * PHOTOS * LOOK,
        "draw": each * (NEW * KNOW + portraits * DRAW),
        "learn": each * NEW * LEARN,
    }
    workers = {name: max(1, math.ceil(busy / FULL)) for name, busy in load.items()}
    while True:
        hour = play(people, workers)
        ready = hour.waits["draw"]
        if ready and ready[int(len(ready) * 0.95)] <= PATIENCE:
            return hour
        workers = {**workers, "draw": max(workers["draw"] + 1, math.ceil(workers["draw"] * 1.05))}


def rows(folder: Path, people: int | None = None) -> Iterable[Row]:
    """Play the days, or the one that is named."""
    most = asyncio.run(_transactions(folder))
    yield told("simulate", "transactions this disk and database take", most, "1/s")
    for count in DAYS if people is None else (people,):
        hour, name = sized(count), f"{count:,} people a day"
        drawn, learnt = hour.waits["draw"], hour.waits["learn"]
        yield told("simulate", f"{name}: workers that draw", hour.workers["draw"], "")
        yield told(
            "simulate", f"{name}: workers that train, and that look", hour.workers["learn"] + hour.workers["look"], ""
        )
        yield told("simulate", f"{name}: portrait ready, half", _part(drawn, 0.5), "s")
        yield told("simulate", f"{name}: portrait ready, 95 %", _part(drawn, 0.95), "s")
        yield told("simulate", f"{name}: training ready, half", _part(learnt, 0.5), "s")
        yield told("simulate", f"{name}: training ready, 95 %", _part(learnt, 0.95), "s")
        yield told("simulate", f"{name}: portrait of who asks for {MANY} at once, half", _part(hour.heavy, 0.5), "s")
        yield told("simulate", f"{name}: core hours of its busiest hour", 2 * hour.running / HOUR, "h")
        writes = (PER_MESSAGE * hour.messages + PER_JOB * hour.jobs + PER_SECOND * hour.running) / HOUR
        yield told("simulate", f"{name}: transactions a second", writes, "1/s")
        yield told("simulate", f"{name}: of what the database takes", writes / most, "")


def _part(waits: list[float], share: float) -> float:
    return waits[int(len(waits) * share)] if waits else 0.0


async def _transactions(folder: Path, count: int = 300) -> float:
    """Return how many small transactions a second reach the disk, one after the other as the writer does them."""
    async with Database.open(folder / "portrait.sqlite") as db:
        began = time.perf_counter()
        for number in range(count):
            async with db.transaction() as tx:
                await tx.run(
                    "INSERT INTO audit (at, actor, action, detail) VALUES (?, 'bench', 'bench', ?)", (number, "x" * 300)
                )
        return count / (time.perf_counter() - began)
