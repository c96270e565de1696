"""The short form of `make torture`: a few kills and other faults, everything counted as in the long one."""

from __future__ import annotations

import pytest

from tests.torture.session import Session
from tests.torture.torment import KILLS


@pytest.mark.slow
async def test_nothing_is_lost_doubled_or_left_when_processes_are_killed(tmp_path):
    """Bot and workers die at any moment, updates come twice and in any order: each job has one visible result."""
    session = Session(tmp_path, seed=3, portraits=1)
    tried = await session.run(8, at_once=(2, 1))
    found = session.found
    assert sum(tried[name] for name in KILLS) >= 8
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
