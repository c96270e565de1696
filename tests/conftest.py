"""For all tests: the slow ones come last, so a mistake shows in the first minute; and where the weights are."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

import engine.quiet  # noqa: F401  first: no test imports a library that reports its use before it is told not to
import tests.examples  # noqa: F401  the profile `pytest --hypothesis-profile=torture` names
from tests.fakes import postgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order of the files, but put what trains or draws after everything else."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The folder `make weights` filled: WEIGHTS_DIR, or ``weights`` in the checkout."""
    return Path(os.environ.get("WEIGHTS_DIR") or Path(__file__).parents[1] / "weights")


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server for all tests of a session, with a template whose tables are there."""
    if why := postgres.why_not():
        pytest.skip(why)
    from storage.postgres.database import PostgresDatabase

    async def prepare(url, folder):
        async with PostgresDatabase.connect(url, folder):
            pass

    with postgres.serving() as running:
        running.run("CREATE DATABASE prepared")
        asyncio.run(prepare(running.url("prepared"), running.folder))
        yield running


@pytest.fixture(scope="session")
def server(postgres_server):
    """The same, for short; a room with servers of its own has another of this name."""
    return postgres_server


@pytest.fixture
def server_url(postgres_server):
    """A fresh database on it."""
    url = postgres_server.fresh("prepared")
    yield url
    postgres_server.drop(url)
