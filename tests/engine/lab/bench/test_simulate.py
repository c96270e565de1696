"""The simulated days: that turns go as in the real queue, and that what is told of a day follows from it."""

from __future__ import annotations

import random
from pathlib import Path

from engine.lab.bench import simulate
from engine.lab.bench.simulate import Turns
from storage import leases
from storage.database import Database
from tests.storage.helpers import ManualClock, job_of, person


async def test_turns_go_as_in_the_queue_people_really_wait_in(tmp_path: Path):
    """A simulation of another rule would promise other waits."""
    chance, clock, turns = random.Random(1), ManualClock(), Turns()
    async with Database.open(tmp_path / "a.sqlite", clock=clock) as db, db.transaction() as tx:
        people = [await person(tx, str(number)) for number in range(6)]
        real, played = [], []
        for _ in range(300):
            clock.advance(1)
            if chance.random() < 0.55:
                who = chance.randrange(len(people))
                job = await job_of(tx, people[who])
                turns.ask(who, clock.now(), job.id)
            else:
                got, said = await leases.claim(tx, "device", "w", 1e9), turns.next()
                real.append(got.id if got else None)
                played.append(said[1] if said else None)
        assert any(real)
        assert played == real


def test_more_people_need_more_workers_and_wait_no_longer():
    """What is kept for a small bot is kept for a large one, by machines."""
    small, large = simulate.sized(1_000), simulate.sized(8_000)
    assert large.workers["draw"] > small.workers["draw"]
    for hour in (small, large):
        drawn = hour.waits["draw"]
        assert drawn[int(len(drawn) * 0.95)] <= simulate.PATIENCE
    assert large.jobs > 4 * small.jobs


def test_who_asks_for_many_at_once_waits_for_themselves():
    """Others are served between: that is what turns are for."""
    hour = simulate.play(8_000, {"draw": 6, "learn": 6, "look": 2})
    drawn = hour.waits["draw"]
    assert hour.heavy[len(hour.heavy) // 2] > 2 * drawn[len(drawn) // 2]
