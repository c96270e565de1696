"""A fresh database per test, in a file and on a server, with a clock that stands still."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import ManualClock


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request):
    """Which of the two a test runs on; `helpers.SQLITE` and `helpers.POSTGRES` choose."""
    return request.param


@pytest.fixture
def address(engine, request):
    """Where a server's database is, None for a file."""
    if engine == "sqlite":
        yield None
        return
    server = request.getfixturevalue("server")
    url = server.fresh("prepared")
    yield url
    server.drop(url)


@pytest.fixture
def opened(address, tmp_path):
    """Open the database of a test, as often as it likes."""
    if address is None:
        return lambda **more: Database.open(tmp_path / "portrait.sqlite", **more)
    from storage.postgres.database import PostgresDatabase

    return lambda **more: PostgresDatabase.connect(address, tmp_path, **more)


@pytest.fixture
async def db(opened, clock):
    async with opened(clock=clock) as database:
        yield database


@pytest.fixture
def vault(tmp_path):
    return Vault.open(tmp_path)
