"""The short form of `make torture`: a few kills and other faults, everything counted as in the long one."""

from __future__ import annotations

import pytest

from tests.torture.__main__ import selfies
from tests.torture.session import Session
from tests.torture.torment import KILLS


@pytest.mark.slow
async def test_nothing_is_lost_doubled_or_left_when_processes_are_killed(tmp_path):
    """Bot and workers die at any moment, updates come twice and in any order: each job has one visible result."""
    session = Session(tmp_path, seed=3, portraits=1)
    torment = await session.run(8, at_once=(2, 1))
    found = session.found
    assert sum(torment.felt[name] for name in KILLS) >= 6
    assert (found.lost, found.doubled, found.wrong) == ([], [], [])
    assert found.counted["trainings"] >= 3
    assert found.counted["results"] >= 3
    assert found.counted["updates repeated"] > 0


async def test_the_judge_sees_what_is_lost_and_what_is_doubled(tmp_path):
    """The figures are worth something only if a missing and a repeated result are seen."""
    session = Session(tmp_path, seed=3, portraits=1)
    seen: list[dict] = []

    def spoil(person) -> None:
        shown = person.server.messages
        mine = {key: one for key, one in shown.items() if key[0] == person.uid and one["from"]["is_bot"]}
        result = next(key for key, message in mine.items() if "photo" in message)
        seen.append(shown[result])
        if len(seen) == 1:
            del shown[result]
        else:
            shown[result[0], 10**6] = shown[result]

    session.before_judging = spoil
    await session.run(0, at_once=(2, 0))
    assert len(session.found.lost) == len(session.found.doubled) == 1


@pytest.mark.parametrize(("broken", "seen"), [("forgets", "lost"), ("repeats", "doubled")])
async def test_a_queue_that_is_broken_is_caught(tmp_path, broken, seen):
    """The same session over a queue that is spoilt on purpose: without this its zeros say nothing."""
    session = Session(tmp_path, seed=3, portraits=3, broken=broken)
    await session.run(0, at_once=(1, 0))
    assert getattr(session.found, seen)
    assert not getattr(session.found, {"lost": "doubled", "doubled": "lost"}[seen])


@pytest.mark.slow
@pytest.mark.timeout(1800)  # a minute of drawing on idle cores, begun anew after each kill
async def test_what_real_workers_learn_and_draw_survives_kills(tmp_path):
    """The engine itself, on the embedded base: photos looked at, a face known from them, two portraits, once each."""
    session = Session(tmp_path, seed=5, portraits=1, photos=selfies())
    torment = await session.run(3, others=False, at_once=(1, 0))
    found = session.found
    assert sum(torment.felt[name] for name in KILLS) >= 2
    assert (found.lost, found.doubled, found.wrong) == ([], [], [])
    assert found.counted["results"] >= 1
