"""People who take no direct messages, and places the bot itself may not write to."""

from __future__ import annotations

import pytest

from bot.frontends.base import ChatGoneError
from handlers.views import Button, Progress, Text, Video
from tests.bot.frontends.discord.test_deliver import album
from tests.fakes.discord import ADA, EPHEMERAL, text_of

HERE = {"user": ADA}


@pytest.fixture
def show(front, files):
    """Deliver a view to one person."""

    async def shown(view, key="k", previous=None):
        return await front.deliver(HERE, view, key, previous, files)

    return shown


def whispered(server) -> list[dict]:
    """Return what only the person sees, oldest first."""
    found = [m for m in server.messages.values() if m["flags"] & EPHEMERAL]
    return sorted(found, key=lambda message: int(message["id"]))


async def test_whoever_takes_no_messages_is_answered_where_the_command_was(show, server, intake):
    """Seen by nobody else: the placeholder becomes the status, and the status the result."""
    server.closed.add(ADA)
    await server.slash("portrait", style="oil", foreign=True)
    await intake.arrived()
    status = await show(Progress(job="7", text="Queued"), "a")
    await show(Text(text="Done", buttons=((Button(label="Again", action="v1:again:7"),),)), "b", status)
    assert [text_of(message) for message in whispered(server)] == ["Done"]
    assert server.shown() == []


async def test_a_whisper_holds_pictures(show, server, intake, files):
    """The result itself, as large as that place allows."""
    server.closed.add(ADA)
    server.upload_limit = 50 * 2**20
    await server.slash("portrait", style="oil", guild=True)
    await intake.arrived()
    big = files.add("v", b"\0" * (11 * 2**20), "video/mp4", "talk.mp4")
    receipt = await show(album(files, 4, text="Done"), "a")
    await show(Video(media=big, text="Video"), "b")
    assert [len(message["attachments"]) for message in whispered(server)] == [4, 1]
    assert receipt["whisper"] is True
    assert "interaction" not in str(receipt)


async def test_five_answers_are_all_a_foreign_server_allows(show, server, intake):
    """After that there is nobody to write to, until the next command."""
    server.closed.add(ADA)
    await server.slash("start", foreign=True)
    await intake.arrived()
    for number in range(6):  # the placeholder is none of the five
        await show(Text(text=str(number)), str(number))
    with pytest.raises(ChatGoneError):
        await show(Text(text="6"), "6")
    await server.slash("start", foreign=True)
    await intake.arrived(2)
    await show(Text(text="7"), "7")
    assert text_of(whispered(server)[-1]) == "7"


async def test_direct_messages_that_open_again_are_used_again(show, server, intake):
    """A person changed their settings; with no command to whisper to, the message is tried."""
    server.closed.add(ADA)
    with pytest.raises(ChatGoneError):
        await show(Text(text="x"), "a")
    server.closed.clear()
    await show(Text(text="y"), "b")
    assert server.texts() == ["y"]


async def test_a_dead_interaction_is_no_way_to_answer(show, server, intake):
    """Fifteen minutes later only a message can arrive."""
    server.closed.add(ADA)
    await server.slash("start", guild=True)
    await intake.arrived()
    server.token_seconds = 0.0
    with pytest.raises(ChatGoneError):
        await show(Text(text="x"))


async def test_menu_of_a_message_is_a_command_that_answers_it(front, server, intake):
    """Make it talk, on somebody's voice message: the recording is fetched, the answer is the presser's alone."""
    sound = server.put("voice-message.ogg", b"OggS", "audio/ogg", duration_secs=2.0, waveform="AAAA")
    theirs = await server.dm("listen", sound, user="3001")
    await intake.arrived()
    state = await server.menu("Make it talk", theirs, foreign=True)
    (event,) = await front.events(await intake.arrived(2), intake)
    assert (event.name, event.who.user, event.who.private) == ("talk", ADA, True)
    assert (event.reply.own, event.reply.text, event.reply.file.seconds) == (False, "listen", 2.0)
    assert intake.kept[event.reply.file.media][1].data == b"OggS"
    assert state["reply"]["data"]["flags"] == EPHEMERAL


async def test_the_menu_of_the_bots_own_message_names_it(front, server, intake, files):
    """The conversation knows what it showed there, and its pictures are not fetched back."""
    receipt = await front.deliver(HERE, album(files, 2, text="Done"), "k", None, files)
    await server.menu("Make it talk", server.messages[receipt["message"]])
    (event,) = await front.events(await intake.arrived(), intake)
    assert (event.reply.message, event.reply.own, event.reply.file) == (receipt["message"], True, None)
    assert intake.kept == {}
