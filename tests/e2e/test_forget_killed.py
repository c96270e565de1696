"""/forget is killed at any line: after the next start not one byte of the person is left in the folder."""

from __future__ import annotations

import asyncio
import json
import sys

from hypothesis import settings

from tests.e2e.running import ROOT
from tests.examples import TORTURE

EVERY = 1 if settings.get_current_profile_name() == TORTURE else 23  # a prime: no loop's length


async def test_nothing_is_left_of_a_person_whatever_line_forget_dies_at(tmp_path):
    """Keys, photo, verdict, words and ids, in database, log, copies and media; before the restart some were there."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.e2e.forget_child", str(tmp_path), str(EVERY)),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0
    told = [json.loads(line) for line in output.decode().splitlines()]
    assert len(told) > 10
    assert [one for one in told if not one["killed"] or one["again"] or one["left"]] == []
    assert told[0]["before"] == 7, "at the first line all is there but the open key, which is never written down"
    assert {one["where"].partition(":")[0] for one in told} >= {"vault.py", "erasures.py", "database.py"}
