"""A fresh database per test, with a clock that stands still."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import ManualClock


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
async def db(tmp_path, clock):
    async with Database.open(tmp_path / "portrait.sqlite", clock=clock) as database:
        yield database


@pytest.fixture
def vault(tmp_path):
    return Vault.open(tmp_path)
