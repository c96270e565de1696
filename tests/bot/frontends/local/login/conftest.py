from __future__ import annotations

import pytest

from storage.database import Database
from tests.bot.frontends.local.login.door import Door
from tests.storage.helpers import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def db(clock, tmp_path):
    async with Database.open(tmp_path / "portrait.sqlite", clock=clock) as database:
        yield database


@pytest.fixture
def door(db) -> Door:
    return Door(db)
