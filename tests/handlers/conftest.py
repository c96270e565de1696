"""A stage per test: database, vault, clock that stands still."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.vault import Vault
from tests.handlers.stage import Person, Stage
from tests.storage.helpers import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def db(tmp_path, clock):
    async with Database.open(tmp_path / "portrait.sqlite", clock=clock) as database:
        yield database


@pytest.fixture
def stage(tmp_path, db) -> Stage:
    return Stage(db, Vault.open(tmp_path))


@pytest.fixture
def ann(stage) -> Person:
    return stage.person("ann")


@pytest.fixture
def bob(stage) -> Person:
    return stage.person("bob")
