"""The fake Discord refuses what the real one refuses, as an unmodified client library sees it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import discord
import pytest
from discord import ui

from bot.frontends.discord.listening import point_client_at
from tests.fakes.discord import ADA, EPHEMERAL, DiscordError, FakeDiscord
from tests.fakes.discord_rules import check_commands, check_layout, check_modal


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


def card(*items: ui.Item) -> ui.LayoutView:
    """Return a layout nobody waits for."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


async def test_layouts_have_limits(chat):
    """40 components, 4000 characters, pictures that are there, no text beside it."""
    with pytest.raises(DiscordError):  # the library does not even send it
        check_layout([{"type": 10, "content": "x"}] * 41, set())
    assert await refused(chat.send(view=card(ui.TextDisplay("x" * 4001)))) == 50035
    missing = ui.MediaGallery(discord.MediaGalleryItem("attachment://other.png"))
    assert await refused(chat.send(view=card(missing), file=file())) == 50035
    assert await refused(chat.send("text", view=card(ui.TextDisplay("x")))) == 50035
    assert await refused(chat.send(view=card())) == 50006


async def test_a_layout_stays_one(chat, server):
    """A classic message may become one; back there is no way."""
    message = await chat.send("x")
    await message.edit(content=None, view=card(ui.TextDisplay("y")))
    assert server.texts() == ["y"]
    assert await refused(message.edit(content="z", view=None)) == 50035


@pytest.mark.parametrize(
    "form",
    [
        {"title": "x" * 46},
        {"title": ""},
        {"components": [{"type": 10, "content": "x"}] * 6},
        {"components": [{"type": 1, "components": []}]},
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "a"}}]},
        {"components": [{"type": 18, "label": "x", "component": {"type": 2, "custom_id": "a"}}]},
        {"components": [{"type": 18, "label": "x", "component": {"type": 19, "custom_id": "a", "max_values": 11}}]},
        {"components": [{"type": 18, "label": "x", "component": {"type": 4, "custom_id": "a"}}] * 2},
    ],
)
def test_forms_have_limits(form):
    """A title of 45 characters, five parts, ten files, every field once."""
    plain = {"title": "x", "custom_id": "x", "components": [{"type": 10, "content": "x"}]}
    check_modal(plain)
    with pytest.raises(DiscordError):
        check_modal(plain | form)


@pytest.mark.parametrize(
    "command",
    [
        {"type": 3, "name": "x" * 33},
        {"type": 3, "name": "x", "description": "x"},
        {"type": 3, "name": "x", "name_localizations": {"klingon": "x"}},
        {"type": 1, "name": "x", "description": "x", "description_localizations": {"en": "x"}},
    ],
)
def test_menus_and_translations_have_limits(command):
    """32 characters, no description, languages Discord knows."""
    with pytest.raises(DiscordError):
        check_commands([command])


def test_there_are_fifteen_menus_at_most():
    """And a hundred commands beside them."""
    check_commands([{"type": 3, "name": str(n)} for n in range(15)])
    with pytest.raises(DiscordError):
        check_commands([{"type": 3, "name": str(n)} for n in range(16)])


async def test_two_hundred_creations_a_day(client, server):
    """The same list again creates nothing."""
    lists = [[{"name": f"c{n}-{k}", "description": "x"} for k in range(100)] for n in range(3)]
    application = client.application_id
    for commands in (lists[0], lists[0], lists[1]):
        await client.http.bulk_upsert_global_commands(application, commands)
    with pytest.raises(DiscordError, match="daily"):
        server.create([{"name": "one-more", "description": "x"}])


async def test_a_history_is_asked_for_in_parts(chat, server):
    """The newest, or those after a message; never what one person alone saw."""
    sent = [await chat.send(str(n)) for n in range(5)]
    assert [m.content async for m in chat.history(limit=2)] == ["4", "3"]
    after = [m.content async for m in chat.history(after=sent[1], oldest_first=True)]
    assert after == ["2", "3", "4"]
    server.messages[str(sent[4].id)]["flags"] |= EPHEMERAL
    assert [m.content async for m in chat.history(limit=1)] == ["3"]


async def test_a_nonce_is_forgotten(chat, server):
    """After some minutes the same nonce is another message."""
    server.nonce_seconds = 0.0
    await chat.send("x", nonce="n")
    await chat.send("x", nonce="n")
    assert len(server.texts()) == 2


async def test_only_an_answer_can_be_for_one_person(client, chat):
    """A message of its own is seen by everybody in its channel."""
    send = client.http.request(
        discord.http.Route("POST", "/channels/{c}/messages", c=chat.id), json={"content": "x", "flags": EPHEMERAL}
    )
    assert await refused(send) == 50035
