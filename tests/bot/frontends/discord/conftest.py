"""A front end against the fake server."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator

import pytest

from bot.frontends.discord import DiscordFrontEnd, DiscordOptions, commands
from bot.frontends.discord.people import Chat, Nobody
from handlers.text import Translator
from tests.fakes.discord import FakeDiscord
from tests.fakes.intake import FakeFiles, FakeIntake


class Book:
    """Thirty styles."""

    def names(self) -> list[str]:
        return ["cyberpunk", "oil", *(f"style-{n}" for n in range(28))]

    def closest(self, name: str) -> list[str]:
        return []

    def get(self, name: str) -> None:
        return None

    def info(self, name: str, language: str) -> dict[str, object]:
        return {"title": {"oil": "Ölgemälde"}.get(name, name) if language == "de" else name, "tags": []}


class FakePeople(Nobody):
    """People in memory: who agreed, their last wish, and how far their messages are read."""

    def __init__(self) -> None:
        self.agreed: set[str] = set()
        self.wishes: dict[tuple[str, str], dict[str, str]] = {}
        self.known: dict[str, dict[str, str]] = {}

    async def consented(self, user: str) -> bool:
        return user in self.agreed

    async def wish(self, user: str, number: str) -> dict[str, str]:
        return self.wishes.get((user, number), {})

    async def chat(self, user: str) -> Chat:
        return Chat(**self.known.get(user, {}))

    async def chats(self) -> list[tuple[str, Chat]]:
        return [(user, Chat(**known)) for user, known in self.known.items()]

    async def note(self, user: str, **changes: str) -> bool:
        self.known[user] = {**self.known.get(user, {}), **changes}
        return True


@pytest.fixture
def people() -> FakePeople:
    """Nobody known yet."""
    return FakePeople()


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """The fake Discord."""
    async with FakeDiscord(ack_seconds=60.0) as fake:  # a busy machine is no reason to have been silent
        yield fake


@pytest.fixture
def intake() -> FakeIntake:
    """An inbox in memory."""
    return FakeIntake()


@pytest.fixture
def files() -> FakeFiles:
    """Media in memory."""
    return FakeFiles()


@functools.cache
def spoken() -> tuple[Translator, list[dict]]:
    """Return the sentences and the commands made of them: reading eight languages for each test takes its time."""
    translator = Translator()
    return translator, commands.build(translator)


def make(server: FakeDiscord, folder, token: str = "", **more) -> DiscordFrontEnd:
    """Build a front end for the fake; ``more`` goes to the constructor."""
    options = DiscordOptions(folder=folder, ready_seconds=0.05)
    urls = {"api_url": server.api_url, "gateway_url": server.gateway_url}
    translator, published = spoken()
    known = {"translator": translator, "published": published, "styles": Book(), "options": options}
    return DiscordFrontEnd(token or server.token, **urls, **{**known, **more})


@contextlib.asynccontextmanager
async def connected(front: DiscordFrontEnd, server: FakeDiscord, intake: FakeIntake) -> AsyncIterator[DiscordFrontEnd]:
    """Run the front end, logged in, while the block runs."""
    before = server.logins
    task = asyncio.create_task(front.run(intake))
    try:
        await server.until(lambda: server.logins > before or task.done())
        yield front
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await front.close()


@pytest.fixture
async def front(
    server: FakeDiscord, intake: FakeIntake, people: FakePeople, tmp_path
) -> AsyncIterator[DiscordFrontEnd]:
    """A front end that is logged in."""
    async with connected(make(server, tmp_path, people=people), server, intake) as made:
        yield made
