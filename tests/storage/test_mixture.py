"""Whatever meets in the database at whichever moment: told is kept, and nothing is kept by half."""

from __future__ import annotations

import sys

import pytest

from storage import groups
from tests.storage.helpers import SQLITE
from tests.storage.mixture import Mixture, killed, prepared


@pytest.mark.parametrize("seed", range(6))
async def test_what_was_told_is_kept_and_what_was_not_is_whole_or_not_there(db, monkeypatch, seed):
    """Blocks and visits, errors, cancels, readers, cuts of the log, a group that is taken back: nothing is lost."""
    monkeypatch.setattr(groups, "PATIENCE", (0.0, 60.0)[seed % 2])
    await prepared(db, full=False)
    mixture = Mixture(db, seed)
    await mixture.run()
    await mixture.check()


@SQLITE
@pytest.mark.parametrize("seed", range(2))
async def test_on_a_full_disk_too(db, seed):
    """Whoever does not fit is told so, by the statement or by the commit; nobody else is told what is not so."""
    await prepared(db, full=True)
    mixture = Mixture(db, seed, large=0.3)
    await mixture.run()
    await mixture.check()
    assert mixture.too_large


@pytest.mark.skipif(sys.platform == "win32", reason="kills as no process can prepare for")
def test_after_a_kill_too(tmp_path):
    """kill -9 at a random moment of it: whoever was told is there as a whole, and nobody by half."""
    told, there = killed(tmp_path / "killed.sqlite", 7)
    assert told
    assert told <= there
