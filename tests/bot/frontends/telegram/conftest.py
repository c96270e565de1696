"""A front end against the fake server, with limits kept out of the way unless a test asks for them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator

import pytest

from bot.frontends.telegram import TelegramFrontEnd, TelegramOptions
from bot.frontends.telegram.menu import Menu
from tests.fakes.intake import FakeFiles, FakeIntake
from tests.fakes.telegram import FakeTelegram

OPTIONS = {field.name for field in dataclasses.fields(TelegramOptions)}


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    """The fake Bot API server."""
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def intake() -> FakeIntake:
    """An inbox in memory."""
    return FakeIntake()


@pytest.fixture
def files() -> FakeFiles:
    """Media in memory."""
    return FakeFiles()


@pytest.fixture
async def front(server: FakeTelegram, tmp_path) -> AsyncIterator[TelegramFrontEnd]:
    """A front end that talks to the fake."""
    made = make(server, tmp_path)
    yield made
    await made.close()


def make(server: FakeTelegram, folder, token: str = "", **more) -> TelegramFrontEnd:
    """Build a front end with a short menu for the fake; ``more`` goes to its options or its constructor."""
    chosen = {name: more.pop(name) for name in list(more) if name in OPTIONS}
    options = TelegramOptions(**{"folder": folder, "hold_seconds": 5, **chosen})
    more.setdefault("menus", [Menu(entries=[("start", "Begin")])])
    return TelegramFrontEnd(token or server.token, api_url=server.url, file_url=server.url, options=options, **more)


@contextlib.asynccontextmanager
async def listening(front: TelegramFrontEnd, intake: FakeIntake) -> AsyncIterator[asyncio.Task[None]]:
    """Run the front end's update loop while the block runs."""
    task = asyncio.create_task(front.run(intake))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
