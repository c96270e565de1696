"""In servers: finished pictures for everybody, everything else for one person."""

from __future__ import annotations

import pytest

from bot.frontends.discord import commands
from handlers.text import Translator
from handlers.views import Text
from tests.bot.frontends.discord.test_deliver import album
from tests.fakes.discord import ADA, CHANNEL, EPHEMERAL, GUILD, text_of

PLACE = {"chat": GUILD, "channel": CHANNEL, "group": True, "user": ADA}


@pytest.fixture
def show(front, files):
    """Deliver a view to the channel."""

    async def shown(view, key="k"):
        return await front.deliver(PLACE, view, key, None, files)

    return shown


def posted(server) -> list[dict]:
    """Return what everybody in the channel sees of the bot."""
    return [m for m in server.messages.values() if m["channel_id"] == CHANNEL and not m["flags"] & EPHEMERAL]


async def test_post_is_about_the_server_it_is_used_in(front, server, intake):
    """The server is the place limits are counted for, the channel where the picture is shown."""
    await server.slash("post", job=7, guild=True)
    (event,) = await front.events(await intake.arrived(), intake)
    assert (event.name, event.who.private, event.who.address) == ("post", False, PLACE)


async def test_post_in_direct_messages_is_private(front, server, intake):
    """There is nobody to show it to; the conversation says so."""
    await server.slash("post", job=7)
    (event,) = await front.events(await intake.arrived(), intake)
    assert event.who.private


async def test_whoever_may_not_write_in_a_channel_does_not_do_so_through_the_bot(front, server, intake):
    """The server's own rules hold."""
    server.member_permissions = 0
    await server.slash("post", job=7, guild=True)
    (event,) = await front.events(await intake.arrived(), intake)
    assert event.who.private


async def test_a_posted_picture_is_seen_by_all_and_the_placeholder_goes(show, server, intake, files):
    """One visible result; no "thinking" that never ends."""
    state = await server.slash("post", job=7, guild=True)
    await intake.arrived()
    await show(album(files, 1, text="By Ada"))
    await show(album(files, 1, text="By Ada"))
    assert [text_of(message) for message in posted(server)] == ["By Ada"]
    assert state["original"]["id"] not in server.messages


async def test_a_refusal_is_for_the_person_alone(show, server, intake):
    """Nobody else need know what somebody may not do."""
    state = await server.slash("post", job=7, guild=True)
    await intake.arrived()
    await show(Text(text="Not today"))
    assert posted(server) == []
    assert text_of(server.messages[state["original"]["id"]]) == "Not today"


async def test_in_a_server_without_the_bot_the_answer_itself_is_the_picture(show, server, intake, files):
    """The app is only installed by the person; the bot may not write there on its own."""
    server.unreachable.add(CHANNEL)
    await server.slash("post", job=7, foreign=True)
    await intake.arrived()
    await show(album(files, 1, text="By Ada"))
    assert [text_of(message) for message in posted(server)] == ["By Ada"]


async def test_without_a_living_command_the_person_is_written_to(show, server, files):
    """After a restart an answer for one person has no place in a server, nor a picture where the bot may not write."""
    server.unreachable.add(CHANNEL)
    await show(Text(text="Not today"), "a")
    await show(album(files, 1, text="By Ada"), "b")
    assert posted(server) == []
    assert server.texts() == ["Not today", "By Ada"]


def test_admin_commands_are_shown_to_those_who_manage_a_server():
    """In direct messages everybody would see them."""
    made = {one["name"]: one for one in commands.build(Translator()) if one["type"] == 1}
    assert (made["ban"]["contexts"], made["ban"]["default_member_permissions"]) == ([0], "32")
    assert "default_member_permissions" not in made["portrait"]
    assert made["ban"]["options"][0]["autocomplete"] is True
