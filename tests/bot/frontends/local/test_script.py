from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.frontends.base import NotKeptError
from bot.frontends.local.script import NeverSaidError, NoSuchButtonError, ScriptFrontEnd
from handlers.events import Command, Pressed, SentFile
from handlers.views import Button, PictureItem, Pictures, Progress, Text
from tests.fakes.intake import FakeFiles, FakeIntake, picture


@asynccontextmanager
async def running(chat, intake):
    task = asyncio.create_task(chat.run(intake))
    await chat.ready.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def chat(intake):
    made = ScriptFrontEnd(user="ann")
    async with running(made, intake):
        yield made


async def hear(chat, view, key="k", previous=None):
    return await chat.deliver({"chat": "ann"}, view, key, previous, FakeFiles())


async def heard_by(chat, intake: FakeIntake):
    return [event for payload in intake.payloads for event in await chat.events(payload, intake)]


async def test_lines_and_files_go_through_the_inbox(chat, intake, tmp_path):
    """A demo that took a short cut would prove nothing."""
    (tmp_path / "me.png").write_bytes(picture())
    await chat.say("/start now")
    await chat.send(tmp_path / "me.png")
    command, file = await heard_by(chat, intake)
    assert isinstance(command, Command)
    assert command.text == "now"
    assert isinstance(file, SentFile)
    assert intake.kept[file.media][1].data == picture()
    assert file.mime == "image/png"


async def test_the_same_words_twice_are_two_messages(chat, intake):
    """The inbox drops repeats of one update; a person may repeat themself."""
    await chat.say("hi")
    await chat.say("hi")
    assert len(intake.payloads) == 2


async def test_a_button_is_pressed_by_its_label_on_the_newest_message(chat, intake):
    """As a person would: what is written on it."""
    old = Text(text="old", buttons=((Button(label="Go", action="v1:old"),),))
    new = Text(text="new", buttons=((Button(label="Go on", action="v1:new"),),))
    await hear(chat, old, "a")
    await hear(chat, new, "b")
    await chat.press("go")
    (event,) = await heard_by(chat, intake)
    assert isinstance(event, Pressed)
    assert event.action == "v1:new"


async def test_a_button_that_was_edited_away_cannot_be_pressed(chat):
    """The script sees the screen, not the past."""
    first = await hear(chat, Text(text="a", buttons=((Button(label="Go", action="v1:x"),),)), "a")
    await hear(chat, Text(text="gone"), "b", first)
    with pytest.raises(NoSuchButtonError, match="gone"):
        await chat.press("go")


async def test_waiting_looks_only_at_answers(chat):
    """An old album must not count as the answer to a new command."""
    await hear(chat, Text(text="done"), "a")
    await chat.say("/portrait")
    waiting = asyncio.create_task(chat.wait_for(lambda view: view.text == "done", seconds=5))
    await asyncio.sleep(0)
    assert not waiting.done()
    await hear(chat, Text(text="done"), "b")
    assert (await waiting).text == "done"


async def test_what_never_comes_is_told_with_the_conversation(chat):
    """A failing story test shows what was said instead."""
    await chat.say("/start")
    with pytest.raises(NeverSaidError, match="/start"):
        await chat.wait_for(lambda view: False, seconds=0.01)


async def test_the_transcript_shows_each_message_once_as_it_stands(chat):
    """A page of percentages is no story."""
    await chat.say("/portrait")
    receipt = await hear(chat, Progress(job="1", text="10 %"), "a")
    await hear(chat, Progress(job="1", text="60 %"), "b", receipt)
    await hear(chat, Pictures(items=(PictureItem(media="m", caption="**91 %**"),), text="Here"), "c", receipt)
    story = chat.transcript()
    assert "/portrait" in story
    assert "91 %" in story
    assert "10 %" not in story
    assert "60 %" not in story


async def test_a_refused_file_is_still_an_event(tmp_path):
    """Full disk: the bot answers, the script goes on."""

    class Full(FakeIntake):
        async def keep(self, who, upload):
            raise NotKeptError(who, upload, "disk-full")

    (tmp_path / "me.png").write_bytes(picture())
    intake, chat = Full(), ScriptFrontEnd(user="ann")
    async with running(chat, intake):
        await chat.send(tmp_path / "me.png")
    (event,) = await heard_by(chat, intake)
    assert (event.media, event.problem) == (None, "disk-full")
