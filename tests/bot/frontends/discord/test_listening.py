"""What people do on Discord, through the real client, into the inbox and out as events."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.frontends.base import FatalError
from bot.frontends.discord import listening
from handlers.events import Command, Pressed, Said
from handlers.views import Button, Choice, PictureItem, Pictures, Text
from tests.bot.frontends.discord.conftest import connected, make
from tests.fakes.discord import ADA, VOICE
from tests.fakes.intake import FakeIntake, picture

HERE = {"user": ADA}


async def heard(front, intake, count: int = 1):
    """Wait for ``count`` updates and return the events of the newest."""
    return await front.events(await intake.arrived(count), intake)


async def test_a_command_is_acknowledged_for_its_author_alone_and_committed(front, server, intake):
    """Three seconds are all there is, and nobody else in the server sees anything."""
    state = await server.slash("portrait", style="oil", count=2)
    (event,) = await heard(front, intake)
    assert (state["reply"]["type"], state["reply"]["data"]["flags"]) == (5, 64)
    assert isinstance(event, Command)
    assert (event.name, event.options) == ("portrait", {"style": "oil", "count": "2"})
    assert (event.who.user, event.who.locale, event.who.private, event.who.address) == (ADA, "de", True, HERE)


async def test_the_inbox_holds_no_interaction_token(front, server, intake):
    """It would let a reader of the database speak as the bot."""
    await server.slash("start")
    await heard(front, intake)
    assert not any(token in str(intake.payloads) for token in server.interactions)


async def test_the_placeholder_goes_away_in_direct_messages(front, server, intake):
    """The answer is a message of its own: "thinking" must not stay for ever."""
    state = await server.slash("start")
    await server.until(lambda: state["original"]["id"] not in server.messages)
    assert len(intake.updates) == 1


async def test_a_command_in_a_server_points_to_the_direct_messages(front, server, intake):
    """The placeholder, seen by its author alone, becomes a link."""
    state = await server.slash("start", guild=True)
    link = await server.until(lambda: "@me" in server.messages[state["original"]["id"]]["content"])
    assert link
    (event,) = await heard(front, intake)
    assert event.who.address == HERE


async def test_a_command_that_could_not_be_committed_says_so(front, server, intake):
    """Better a warning than silence."""
    intake.fail_next = [OSError("disk full")]
    state = await server.slash("start")
    await server.until(lambda: server.messages[state["original"]["id"]]["content"].startswith("⚠️ "))
    assert intake.updates == {}


@dataclass
class HeldIntake(FakeIntake):
    """Commits nothing until it is let go."""

    free: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, *update, **more) -> None:
        await self.free.wait()
        await super().accept(*update, **more)


@pytest.mark.parametrize("what", ["press", "command"])
async def test_nothing_is_acknowledged_before_it_is_committed(server, files, tmp_path, what):
    """A process that dies between the two would have told the person that it was heard, and lose it."""
    intake = HeldIntake()
    async with connected(make(server, tmp_path), server, intake) as front:
        receipt = await front.deliver(
            HERE, Text(text="Done", buttons=((Button(label="Again", action="a"),),)), "k", None, files
        )
        shown = server.messages[receipt["message"]]

        def act():
            return server.click(shown, "Again") if what == "press" else server.slash("start")

        server.ack_seconds = 0.4
        with pytest.raises(AssertionError, match="did not respond"):
            await act()
        assert intake.updates == {}
        server.ack_seconds = 60.0
        intake.free.set()
        state = await act()
    assert state["reply"]["type"] in (5, 6)


async def test_a_press_that_could_not_be_committed_is_said_to_have_failed(front, server, intake, files):
    """By Discord itself, where the button is; acknowledged it would look as if it had worked."""
    receipt = await front.deliver(
        HERE, Text(text="Done", buttons=((Button(label="Again", action="a"),),)), "k", None, files
    )
    intake.fail_next = [OSError("disk full")]
    server.ack_seconds = 0.4
    with pytest.raises(AssertionError, match="did not respond"):
        await server.click(server.messages[receipt["message"]], "Again")


async def test_a_message_that_could_not_be_committed_is_tried_until_it_is(front, server, intake, monkeypatch):
    """Discord tells of a message once: what a full disk or a locked database refuses would be lost."""
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.01)
    intake.fail_next = [OSError("disk full"), OSError("disk full")]
    await server.dm("hello")
    (event,) = await heard(front, intake)
    assert event.text == "hello"


async def test_photos_can_come_with_the_command(front, server, intake):
    """The command first, because it opens the flow its files belong to."""
    photos = {f"photo{n}": (f"{n}.png", picture(), "image/png") for n in (1, 2)}
    await server.slash("selfies", files=photos)
    command, first, second = await heard(front, intake)
    assert (command.name, command.options) == ("selfies", {})
    assert [intake.kept[event.media][1].data for event in (first, second)] == [picture(), picture()]


async def test_direct_messages_bring_words_commands_and_files(front, server, intake):
    """Each as the event it is."""
    await server.dm("hello")
    (event,) = await heard(front, intake)
    assert isinstance(event, Said)
    await server.dm("/Portrait snow queen 4")
    (event,) = await heard(front, intake, 2)
    assert (event.name, event.text) == ("portrait", "snow queen 4")
    await server.dm("me", server.put("a.png", picture("red"), "image/png"), server.put("b.png", picture("blue")))
    first, second = await heard(front, intake, 3)
    assert (first.caption, first.mime, second.caption) == ("me", "image/png", "")
    assert intake.kept[second.media][1].data == picture("blue")


async def test_a_message_is_in_the_language_of_the_last_command(front, server, intake):
    """A plain message does not tell its writer's language."""
    await server.slash("start")
    await intake.arrived()
    await server.dm("hello")
    (event,) = await heard(front, intake, 2)
    assert event.who.locale == "de"


async def test_a_voice_message_is_a_file(front, server, intake):
    """Later flows speak with it."""
    await server.dm("", server.put("voice-message.ogg", b"OggS", "audio/ogg", duration_secs=2.0, waveform="AAAA"))
    (event,) = await heard(front, intake)
    assert (event.mime, intake.kept[event.media][1].data) == ("audio/ogg", b"OggS")


async def test_a_full_disk_is_said_of_each_file(front, server, intake):
    """The command that came with it is not lost."""
    intake.full = True
    await server.slash("selfies", files={"photo1": ("1.png", picture(), "image/png")})
    command, refused = await heard(front, intake)
    assert (command.name, refused.problem, intake.chats) == ("selfies", "disk-full", [ADA])


async def test_a_large_file_is_not_fetched(front, server, intake):
    """Whoever says so, and whoever does not."""
    honest = server.put("big.png", b"", "image/png") | {"size": 20_000_001}
    await server.dm("", honest)
    (event,) = await heard(front, intake)
    assert (event.media, event.problem) == (None, "too-large")
    await server.dm("", server.put("big.png", b"\0" * 20_000_001) | {"size": 5})
    (event,) = await heard(front, intake, 2)
    assert event.problem == "too-large"


async def test_an_expired_link_is_renewed_from_the_message(front, server, intake):
    """Links are signed for a day; a bot may have been away for longer."""
    stored = server.put("a.png", picture(), "image/png")
    old = stored | {"url": server.url + "/attachments/expired"}
    message = await server.dm("", old)
    server.messages[message["id"]] = message | {"attachments": [stored]}
    (event,) = await heard(front, intake)
    assert intake.kept[event.media][1].data == picture()


async def test_the_files_of_a_forwarded_message_are_seen_and_said_to_be_forwarded(front, server, intake):
    """They stand in a message within the message; what is done with them, the conversation decides."""
    await server.dm("", server.put("a.png", picture(), "image/png"), forwards=True)
    (event,) = await heard(front, intake)
    assert event.forwarded
    assert intake.kept[event.media][1].data == picture()
    await server.dm("", server.put("b.png", picture(), "image/png"))
    (event,) = await heard(front, intake, 2)
    assert not event.forwarded


async def test_no_other_host_is_ever_asked(front, server, intake):
    """An address in a payload is no reason to visit it."""
    message = await server.dm("", server.put("a.png", b"x") | {"url": "http://169.254.169.254/latest"})
    del server.messages[message["id"]]
    (event,) = await heard(front, intake)
    assert (event.media, event.problem) == (None, "unavailable")


async def test_a_press_works_after_a_restart(server, intake, files, tmp_path):
    """A button's id is its action; no process remembers anything about it."""
    view = Text(text="Done", buttons=((Button(label="Again", action="v1:again:7"),),))
    async with connected(make(server, tmp_path), server, intake) as front:
        await front.deliver(HERE, view, "k", None, files)
    async with connected(make(server, tmp_path), server, intake) as front:
        state = await server.click(server.shown()[0], "Again")
        (event,) = await heard(front, intake)
    assert state["reply"]["type"] == 6
    assert isinstance(event, Pressed)
    assert event.action == "v1:again:7"


async def test_a_menu_gives_the_action_of_what_was_picked(front, server, intake, files):
    """More than ten options become menus."""
    options = tuple(Button(label=f"Style {n}", action=f"v1:style:{n}") for n in range(60))
    await front.deliver(HERE, Choice(text="Which?", options=options), "k", None, files)
    (message,) = server.shown()
    assert [len(row["components"][0]["options"]) for row in message["components"]] == [25, 25, 10]
    await server.pick(message, "Style 59")
    (event,) = await heard(front, intake)
    assert event.action == "v1:style:59"


async def test_pictures_of_styles_come_with_one_menu_to_pick_from(front, server, intake, files):
    """A gallery with ten buttons under it is a wall; who looks at the pictures opens one menu."""
    rows = tuple((Button(label=f"Style {n}", action=f"v1:portrait:style-{n}"),) for n in range(6))
    beside = ((Button(label="More", action="v1:styles:2"),),)
    media = files.add("m1", picture("green"))
    view = Pictures(items=(PictureItem(media=media, caption="A"),), text="Styles", buttons=(*rows, *beside))
    await front.deliver(HERE, view, "k", None, files)
    (message,) = server.shown()
    rows_of = [part["components"] for part in message["components"] if part["type"] == 1]
    assert [[each["type"] for each in row] for row in rows_of] == [[2], [3]]
    assert len(rows_of[1][0]["options"]) == 6
    await server.pick(message, "Style 4")
    (event,) = await heard(front, intake)
    assert event.action == "v1:portrait:style-4"


async def test_styles_are_completed_while_typing(front, server):
    """At most 25, from the style book; nothing of it is kept in the inbox."""
    assert await server.complete("portrait", "style", "OI") == ["oil"]
    assert len(await server.complete("portrait", "style", "")) == 25
    assert await server.complete("portrait", "style", "zzz") == []


async def test_commands_are_published_only_when_they_changed(server, intake, tmp_path):
    """Discord allows 200 creations a day."""
    one = [{"type": 1, "name": "start", "description": "Begin", "options": []}]
    other = [{"type": 1, "name": "begin", "description": "Begin", "options": []}]
    for wanted, syncs in ((one, 1), (one, 1), (other, 2)):
        async with connected(make(server, tmp_path, published=wanted), server, intake):
            assert server.syncs == syncs


async def test_the_catalogue_fits_discords_limits(front, server):
    """Names, descriptions, options and their order, in servers and for people who installed the bot."""
    portrait = next(c for c in server.commands if c["name"] == "portrait")
    assert (portrait["integration_types"], portrait["contexts"]) == ([0, 1], [0, 1, 2])
    assert portrait["options"][0]["autocomplete"] is True
    assert next(o for o in portrait["options"] if o["name"] == "count")["max_value"] == 10


async def test_a_lost_connection_is_resumed_without_losing_events(front, server, intake):
    """The gateway replays what happened meanwhile."""
    await server.drop(7)
    await server.until(lambda: any(p["op"] == 6 for p in server.heard))
    await server.dm("still there?")
    (event,) = await heard(front, intake)
    assert event.text == "still there?"


async def test_a_bad_token_is_named_without_being_shown(server, intake, tmp_path):
    """The operator learns what to do."""
    front = make(server, tmp_path, token="WRONG.SECRET.token")
    with pytest.raises(FatalError, match="DISCORD_TOKEN") as caught:
        await front.run(intake)
    assert "SECRET" not in str(caught.value)
    await front.close()


async def test_a_token_that_becomes_invalid_stops_the_client(server, intake, tmp_path):
    """Somebody made a new token in the portal."""
    front = make(server, tmp_path)
    task = asyncio.create_task(front.run(intake))
    await server.until(lambda: server.logins)
    server.token = "NEW.token"
    await server.drop(9)
    with pytest.raises(FatalError):
        await asyncio.wait_for(task, 20)
    await front.close()


async def test_a_refused_acknowledgement_does_not_lose_the_command(front, server, intake):
    """The placeholder fails, the answer still comes as a message."""
    server.ack_seconds = 0.0
    with pytest.raises(AssertionError, match="did not respond"):
        await server.slash("start")
    (event,) = await heard(front, intake)
    assert event.name == "start"


async def test_a_recording_comes_with_the_command_that_takes_it(front, server, intake):
    """/talk with a file is one event; a voice message alone is a file with its length."""
    await server.slash("talk", files={"file": ("say.mp3", b"ID3", "audio/mpeg")}, motion=3)
    (event,) = await heard(front, intake)
    assert (event.name, event.options, event.files[0].mime) == ("talk", {"motion": "3"}, "audio/mpeg")
    assert intake.kept[event.files[0].media][1].data == b"ID3"
    voice = server.put("voice-message.ogg", b"OggS", "audio/ogg", duration_secs=2.5, waveform="AAAA")
    await server.dm("", voice, flags=VOICE)
    (event,) = await heard(front, intake, 2)
    assert (event.mime, event.seconds) == ("audio/ogg", 2.5)


async def test_an_answer_to_a_message_names_it(front, server, intake, files):
    """What the bot showed there is known to the conversation by the message's id."""
    receipt = await front.deliver(HERE, Text(text="Done"), "k", None, files)
    await server.dm("again please", answers=server.messages[receipt["message"]])
    (event,) = await heard(front, intake)
    assert (event.text, event.reply.message, event.reply.own) == ("again please", receipt["message"], True)
