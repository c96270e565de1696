"""Raw updates to events."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.frontends.base import RetryLaterError
from handlers.actions import ANONYMOUS
from handlers.catalogue import COMMANDS, Entry
from handlers.events import Command, Pressed, Said, SentFile
from tests.fakes.intake import picture

GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}
BOT = {"id": 123456, "is_bot": True, "first_name": "Bot"}


@pytest.fixture
def hear(front, server, intake):
    """Turn the newest update of the server into events."""

    async def heard():
        return await front.events(server.updates[-1], intake)

    return heard


async def test_a_line_is_said_in_its_writers_language(hear, server):
    """The locale decides the language of every answer."""
    server.user_text("hi", language="pt-br")
    (event,) = await hear()
    assert isinstance(event, Said)
    assert (event.text, event.who.user, event.who.locale, event.who.private) == ("hi", "42", "pt-br", True)
    assert event.who.address == {"chat": 42}


@pytest.mark.parametrize(
    ("line", "name", "text"),
    [
        ("/start", "start", ""),
        ("/Portrait snow queen 4", "portrait", "snow queen 4"),
        ("/portrait@portrait_bot oil", "portrait", "oil"),
        ("/portrait\noil", "portrait", "oil"),
    ],
)
async def test_a_command_is_split_from_its_arguments(hear, server, line, name, text):
    """Also with the bot's name behind it, as groups write it."""
    server.user_text(line)
    (event,) = await hear()
    assert isinstance(event, Command)
    assert (event.name, event.text) == (name, text)


async def test_a_command_for_another_bot_is_not_ours(hear, server):
    """Groups may hold several bots."""
    server.user_text("/start@other_bot", chat=GROUP)
    assert await hear() == []


async def test_groups_are_not_private_and_chatter_is_ignored(hear, server):
    """Nothing biometric happens in a group, and nobody wants a bot that answers everything."""
    server.user_text("/help", chat=GROUP)
    (event,) = await hear()
    assert event.who.private is False
    assert event.who.address == {"chat": -100, "group": True}
    server.user_text("nice weather", chat=GROUP)
    assert await hear() == []
    server.user_text("yes", chat=GROUP, reply_to_message={"message_id": 1, "from": BOT, "chat": GROUP, "date": 1})
    assert [e.text for e in await hear()] == ["yes"]


async def test_an_anonymous_admin_is_answered(hear, server):
    """Telegram sends the group itself as the sender; silence would look like a broken bot."""
    for line, heard in (("/help", [ANONYMOUS]), ("/help@other_bot", []), ("/of_another", []), ("nice weather", [])):
        message = server.user_text(line, uid=1087968824, chat=GROUP, sender_chat=GROUP)
        message["from"] |= {"is_bot": True, "username": "GroupAnonymousBot"}
        assert [event.action for event in await hear()] == heard, line


async def test_a_photo_in_a_group_is_not_fetched(hear, server, intake):
    """Even when it is sent in reply to the bot."""
    server.user_photo(picture(), chat=GROUP, reply_to_message={"message_id": 1, "from": BOT, "chat": GROUP, "date": 1})
    (event,) = await hear()
    assert (event.media, event.problem) == (None, "not-private")
    assert intake.kept == {}


async def test_a_topic_is_part_of_the_address(hear, server):
    """An answer must not land in another topic of the forum."""
    server.user_text("/help", chat=GROUP, is_topic_message=True, message_thread_id=7)
    (event,) = await hear()
    assert event.who.address == {"chat": -100, "group": True, "thread": 7}


async def test_the_largest_size_of_a_photo_is_kept(hear, server, intake):
    """Small sizes are useless for training."""
    server.user_photo(picture(size=(600, 800)), caption="me")
    (event,) = await hear()
    who, upload = intake.kept[event.media]
    assert Image.open(io.BytesIO(upload.data)).size == (600, 800)
    assert (who.user, upload.mime, event.caption) == ("42", "image/jpeg", "me")


async def test_an_album_is_one_event_per_photo(front, server, intake):
    """Each photo gets its own verdict."""
    server.user_album([picture("red"), picture("blue")])
    events = [event for update in server.updates for event in await front.events(update, intake)]
    assert [event.media for event in events] == ["m0", "m1"]


async def test_a_forwarded_photo_says_so(hear, server):
    """It may be of anybody: no face is learnt from it. A photo of one's own does not say so."""
    server.user_photo(picture(), forward_origin={"type": "hidden_user", "sender_user_name": "x", "date": 1})
    assert [event.forwarded for event in await hear()] == [True]
    server.user_photo(picture())
    assert [event.forwarded for event in await hear()] == [False]


async def test_a_document_keeps_every_byte(hear, server, intake):
    """A document is the way to send a photo without Telegram's compression."""
    data = picture(kind="JPEG", note="made at home")
    server.user_document(data, "../../etc/me.jpg")
    (event,) = await hear()
    assert intake.kept[event.media][1].data == data
    assert event.declared_bytes == len(data)


async def test_a_voice_message_is_a_file(hear, server, intake):
    """Later flows speak with it."""
    server.user_voice(b"OggS123")
    (event,) = await hear()
    assert intake.kept[event.media][1].data == b"OggS123"
    assert event.mime == "audio/ogg"


async def test_a_file_above_20_mb_is_said_to_be_too_large(hear, server, intake):
    """Telegram hands no bot more than that."""
    server.user_document(b"\0" * 20_000_001)
    (event,) = await hear()
    assert (event.media, event.problem, event.declared_bytes) == (None, "too-large", 20_000_001)
    assert server.called("getfile") == []


async def test_a_file_that_lied_about_its_size_is_refused_too(hear, server):
    """The size in an update is optional."""
    server.user_document(b"\0" * 20_000_001)
    del server.updates[-1]["message"]["document"]["file_size"]
    (event,) = await hear()
    assert event.problem == "too-large"


async def test_a_full_disk_is_said_of_the_file(hear, server, intake):
    """The person can send it again later."""
    intake.full = True
    server.user_photo(picture())
    (event,) = await hear()
    assert (event.media, event.problem) == (None, "disk-full")


async def test_a_file_that_is_gone_is_said(hear, server):
    """An update may be handled long after it came."""
    server.user_photo(picture())
    server.files.clear()
    (event,) = await hear()
    assert event.problem == "unavailable"


async def test_an_outage_while_fetching_asks_for_another_attempt(front, hear, server, intake):
    """The photo is still at Telegram; the inbox row is not finished."""
    server.user_text("hello")
    await hear()
    server.user_photo(picture())
    server.down = True
    with pytest.raises(RetryLaterError):
        await hear()
    server.down = False
    assert len(await hear()) == 1


async def test_a_press_carries_its_action_and_its_presser(hear, server):
    """Whether the presser may is decided by who they are, not by the message."""
    button = {"text": "Go", "callback_data": "v1:go:1"}
    message = await server.on_sendmessage(
        {"chat_id": 42, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}, {}
    )
    server.user_press(message, "Go", uid=77)
    (event,) = await hear()
    assert isinstance(event, Pressed)
    assert (event.action, event.who.user, event.who.address) == ("v1:go:1", "77", {"chat": 42})


async def test_a_location_is_answered_like_a_line_nobody_understands(hear, server):
    """Silence would look like a broken bot."""
    server._incoming(42, location={"latitude": 1.0, "longitude": 2.0})
    (event,) = await hear()
    assert isinstance(event, Said)
    assert event.text == ""


async def test_service_messages_and_bots_say_nothing(hear, server):
    """Somebody pinned a message: not a thing to answer."""
    server._incoming(42, pinned_message={"message_id": 1, "date": 1, "chat": {"id": 42, "type": "private"}})
    assert await hear() == []
    server.user_text("hello")
    server.updates[-1]["message"]["from"]["is_bot"] = True
    assert await hear() == []


@pytest.fixture
def talk(monkeypatch):
    """A command that takes files, whatever the catalogue holds."""
    monkeypatch.setitem(COMMANDS, "speak", Entry(name="speak", files=True))


async def test_a_caption_that_is_a_command_for_files_takes_the_picture_with_it(hear, server, intake, talk):
    """Picture and words belong together."""
    server.user_photo(picture(), caption="/speak hello there")
    (event,) = await hear()
    assert isinstance(event, Command)
    assert (event.name, event.text) == ("speak", "hello there")
    assert intake.kept[event.files[0].media][1].mime == "image/jpeg"


async def test_a_caption_with_any_other_command_leaves_a_photo_a_photo_and_is_heard(hear, server):
    """An album captioned "/train" lost either its photos or its command; a word that is no command is a caption."""
    server.user_photo(picture(), caption="/train")
    photo, command = await hear()
    assert isinstance(photo, SentFile)
    assert photo.caption == "/train"
    assert isinstance(command, Command)
    assert command.name == "train"
    server.user_photo(picture("red"), caption="/whatever")
    (event,) = await hear()
    assert isinstance(event, SentFile)


async def test_a_command_in_reply_to_a_voice_message_carries_it(hear, server, intake, talk):
    """Say it, then answer it with what shall be done."""
    voice = server.user_voice(b"OggS-words")
    server.user_text("/speak", reply_to_message=voice)
    (event,) = await hear()
    assert intake.kept[event.reply.file.media][1].data == b"OggS-words"
    assert (event.reply.message, event.reply.own, event.reply.file.seconds) == (str(voice["message_id"]), False, 2.0)


async def test_a_command_without_need_of_files_does_not_fetch_the_replied_one(hear, server, intake):
    """Nothing is downloaded that nobody asked for."""
    photo = server.user_photo(picture())
    server.user_text("/help", reply_to_message=photo)
    (event,) = await hear()
    assert event.reply.file is None
    assert intake.kept == {}


async def test_a_reply_to_the_bot_names_its_message(hear, server, talk):
    """The bot's own picture is found in storage, not downloaded from the platform."""
    shown = await server.on_sendphoto({"chat_id": 42, "caption": "Portrait 7"}, {"photo": ("p.png", picture())})
    server.user_text("/speak hello", reply_to_message=shown)
    (event,) = await hear()
    assert (event.reply.own, event.reply.message, event.reply.text) == (True, str(shown["message_id"]), "Portrait 7")
    assert event.reply.file is None


async def test_a_file_sent_as_a_reply_says_to_what(hear, server):
    """A voice message in answer to a portrait is meant for that portrait."""
    shown = await server.on_sendmessage({"chat_id": 42, "text": "Say something"}, {})
    server.user_voice(b"OggS", reply_to_message=shown)
    (event,) = await hear()
    assert isinstance(event, SentFile)
    assert (event.reply.own, event.reply.text) == (True, "Say something")


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("voice", "audio/ogg"), ("audio", "audio/mpeg"), ("video", "video/mp4"), ("video_note", "video/mp4")],
)
async def test_sound_and_film_arrive_with_their_length(hear, server, intake, kind, mime):
    """A talking portrait can be made of any of them."""
    server.user_recording(kind, b"sound", seconds=7)
    (event,) = await hear()
    assert (event.mime, event.seconds) == (mime, 7.0)
    assert intake.kept[event.media][1].data == b"sound"


async def test_an_edited_command_is_heard_and_says_so(hear, server):
    """People correct a typo where it stands; what it was before is the conversation's to know."""
    message = server.user_text("/portrat oil")
    (first,) = await hear()
    server.user_edits(message, "/portrait oil")
    (event,) = await hear()
    assert (event.name, event.text, event.edited, event.source) == ("portrait", "oil", True, first.source)
    assert not first.edited
    server.user_edits(message, "/portrait noir", after=601)
    assert await hear() == []  # the control: an old message is history


async def test_an_edited_caption_is_a_command_and_no_second_selfie(hear, server):
    """The photo has been taken already."""
    message = server.user_photo(picture("red"), caption="me")
    server.user_edits(message, "still me")
    assert await hear() == []
    server.user_edits(message, "/help")
    [command] = await hear()
    assert (command.name, command.edited) == ("help", False)  # nobody has heard that message say anything before


@pytest.mark.parametrize(("sign", "liked"), [("❤", True), ("🔥", True), ("👎", False), ("", False)])
async def test_a_reaction_says_whether_a_picture_is_liked(hear, server, sign, liked):
    """The heart marks a favourite, taking it off unmarks it."""
    message = server.user_text("hi")
    server.user_reacts(message, sign, before="❤")
    (event,) = await hear()
    assert (event.message, event.liked) == (str(message["message_id"]), liked)


async def test_a_reaction_in_a_group_is_nobodys_favourite(hear, server):
    """What is shown there belongs to one person, and many may like it."""
    message = server.user_text("/help", chat=GROUP)
    server.user_reacts(message, "❤")
    assert await hear() == []


async def test_a_sticker_and_a_document_are_not_fetched(hear, server):
    """They can be no selfie: one sentence is enough."""
    server._incoming(42, sticker={"file_id": "S", "file_unique_id": "U", "width": 512, "height": 512})
    (sticker,) = await hear()
    assert (sticker.media, sticker.problem) == (None, "sticker")
    server.user_document(b"%PDF-1.7", "letter.pdf", "application/pdf")
    (document,) = await hear()
    assert (document.media, document.problem) == (None, "not-an-image")
    assert server.called("getfile") == []


async def test_a_live_photo_is_its_still(hear, server):
    """Phones send them by themselves; the picture in it is a selfie like any other."""
    sizes = server._sizes(picture("red"))
    clip = {**server._store(b"clip", "videos/"), "width": 9, "height": 9, "duration": 2, "photo": sizes}
    server._incoming(42, live_photo=clip)
    (event,) = await hear()
    assert event.media
    assert event.mime == "image/jpeg"
