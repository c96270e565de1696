from __future__ import annotations

import asyncio

import pytest
import pytest_asyncio

from bot.frontends.base import NotKeptError
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.showing import StoredShowing
from storage.database import Database
from storage.vault import Vault
from tests.fakes.intake import FakeIntake
from tests.handlers.stage import Stage


class RefusingIntake(FakeIntake):
    """Refuses files on demand, as a full disk would."""

    full = False
    inside, most = 0, 0  # files being kept, and the most there were at a time

    async def keep(self, who, upload):
        if self.full:
            raise NotKeptError(who, upload, "disk-full")
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(0.02)
        self.inside -= 1
        return await super().keep(who, upload)


@pytest.fixture
def intake() -> FakeIntake:
    return FakeIntake()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def served(tmp_path_factory):
    """The page's library serves one application per process, so one server is shared: (front end, intake, database)."""
    folder, intake = tmp_path_factory.mktemp("local"), RefusingIntake()
    async with Database.open(folder / "portrait.sqlite") as db:
        showing = StoredShowing(db, Stage(db, Vault.open(folder)).deps)
        front = LocalFrontEnd(port=0, folder=folder, showing=showing)
        running = asyncio.create_task(front.run(intake))
        async with asyncio.timeout(60):
            await front.ready.wait()
        yield front, intake, db
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
