"""The fake Discord refuses what the real one refuses, as an unmodified client library sees it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import discord
import pytest
from discord import ui

from bot.frontends.discord.listening import point_client_at
from tests.fakes.discord import ADA, FakeDiscord


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """The fake."""
    async with FakeDiscord() as fake:
        yield fake


@pytest.fixture
async def client(server: FakeDiscord) -> AsyncIterator[discord.Client]:
    """A plain client, logged in over REST."""
    point_client_at(server.api_url, server.gateway_url)
    made = discord.Client(intents=discord.Intents.none())
    await made.login(server.token)
    yield made
    await made.close()


@pytest.fixture
async def chat(client: discord.Client) -> discord.DMChannel:
    """Direct messages with one person."""
    return await client.create_dm(discord.Object(int(ADA)))


def file(size: int = 1) -> discord.File:
    """Return a file to attach."""
    return discord.File(io.BytesIO(b"x" * size), "x.bin")


async def refused(awaitable) -> int:
    """Return the code of a refusal."""
    with pytest.raises(discord.HTTPException) as caught:
        await awaitable
    return caught.value.code


async def test_messages_have_limits(chat):
    """2000 characters, 10 MiB a file, and something in it."""
    assert await refused(chat.send("x" * 2001)) == 50035
    assert await refused(chat.send(file=file(10 * 2**20 + 1))) == 40005
    assert await refused(chat.send("")) == 50006
    assert await refused(chat.send("x", nonce="n" * 26)) == 50035
    assert len((await chat.send(files=[file() for _ in range(10)])).attachments) == 10


async def test_the_same_nonce_is_the_same_message(chat, server):
    """Sent twice, shown once; without one, shown twice."""
    first, second = await chat.send("x", nonce="n"), await chat.send("x", nonce="n")
    assert first.id == second.id
    await chat.send("x")
    assert server.texts() == ["x", "x"]


async def test_components_have_limits(chat):
    """No two with the same id, labels of 1-80 characters."""
    for labels, names in ((("a", "b"), ("same", "same")), (("x" * 81,), ("n",))):
        view = ui.View()
        for label, name in zip(labels, names, strict=True):
            view.add_item(ui.Button(label=label, custom_id=name))
        view.stop()
        assert await refused(chat.send("x", view=view)) == 50035


@pytest.mark.parametrize(
    "command",
    [
        {"name": "Upper", "description": "x"},
        {"name": "x", "description": "x" * 101},
        {"name": "x", "description": ""},
        {"name": "x", "description": "x", "options": [{"name": f"o{n}", "description": "x"} for n in range(26)]},
        {
            "name": "x",
            "description": "x",
            "options": [{"name": "a", "description": "x"}, {"name": "b", "description": "x", "required": True}],
        },
    ],
)
async def test_commands_have_limits(client, command):
    """Names, descriptions, 25 options, the required ones first."""
    assert await refused(client.http.bulk_upsert_global_commands(client.application_id, [command])) == 50035


async def test_an_unpublished_command_cannot_be_used(server):
    """As in the real client, it cannot be picked."""
    with pytest.raises(AssertionError, match="never published"):
        await server.slash("portrait")


async def test_routes_and_people_that_are_not_there_are_errors(client, chat, server):
    """Nothing succeeds silently."""
    assert await refused(chat.get_partial_message(1).edit(content="x")) == 10008
    with pytest.raises(discord.NotFound):
        await client.fetch_guild(1)
    server.closed.add(ADA)
    assert await refused(chat.send("x")) == 50007
