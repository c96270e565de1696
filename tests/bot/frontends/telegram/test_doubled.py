"""A message whose first copy nobody knows the id of."""

from __future__ import annotations

import asyncio

import pytest

from bot.frontends.base import ChatGoneError
from bot.frontends.telegram.doubled import Newest
from handlers.views import Button, PictureItem, Pictures, Progress, Removal, Text, Video
from tests.bot.frontends.telegram.conftest import make
from tests.fakes.intake import picture
from tests.fakes.telegram import ApiError

HERE = {"chat": 42}
STATUS = Progress(job="7", text="Place 2", buttons=((Button(label="Cancel", action="v1:cancel:7", kind="danger"),),))


async def _killed_while_sending(front, server, files, intake) -> None:
    """Hear a message, then die between Telegram's effect and its answer."""
    server.user_text("hello")
    await front.events(server.updates[-1], intake)
    await _dies(front, server, files, STATUS, "sendmessage")
    assert len([m for m in server.shown() if m["from"]["is_bot"]]) == 1


async def _dies(front, server, files, view, method, key="k") -> None:
    dying = asyncio.create_task(front.deliver(HERE, view, key, None, files))
    server.after[method] = dying.cancel
    await asyncio.gather(dying, return_exceptions=True)


async def test_a_status_sent_twice_is_shown_once(front, server, files, intake, tmp_path):
    """The first copy would say "Place 2" for ever, with a button: its id died with the process."""
    await _killed_while_sending(front, server, files, intake)
    server.user_text("are you there?")  # the person's own message lies between the two
    successor = make(server, tmp_path)
    receipt = await successor.deliver(HERE, STATUS, "k", None, files)
    await successor.deliver(HERE, Text(text="Done"), "k2", receipt, files)
    await successor.close()
    assert [m["text"] for m in server.messages.values()] == ["hello", "are you there?", "Done"]


@pytest.mark.parametrize("kind", ["words", "picture"])
async def test_an_answer_sent_twice_is_shown_once(server, files, tmp_path, kind):
    """Also where the process that heard the question was another one: what was sent before is in the journal."""
    files.add("m1", picture())
    view = Text(text="Nothing of that number") if kind == "words" else Pictures(items=(PictureItem(media="m1"),))
    first = make(server, tmp_path)
    await first.deliver(HERE, Text(text="Hello"), "before", None, files)
    server.user_text("/show 7")
    second = make(server, tmp_path)
    await _dies(second, server, files, view, "sendmessage" if kind == "words" else "sendphoto")
    third = make(server, tmp_path)
    await third.deliver(HERE, view, "k", None, files)
    for each in (first, second, third):
        await each.close()
    shown = [m for m in server.shown() if m["from"]["is_bot"]]
    assert [m.get("text", "picture") for m in shown] == [
        "Hello",
        "Nothing of that number" if kind == "words" else "picture",
    ]


async def test_the_journal_names_no_chat_and_no_account(front, server, files, tmp_path):
    """In a private chat its id is the person's, who may ask to be forgotten, and a key may name an account."""
    key = "knock:01k7account:0"
    await front.deliver({"chat": 424_242}, Text(text="Hello"), key, None, files)
    (file,) = tmp_path.rglob("telegram-journal")
    assert front._journal.steps(key), "the control: it is known all the same"
    assert not [word for word in ("424242", "knock", "01k7account") if word in file.read_text()]


async def test_names_of_an_earlier_version_are_still_known_and_go(server, files, tmp_path):
    """What was under way at the update is not sent again; from the first start on they stand there no more."""
    (tmp_path / "telegram-journal").write_text('["knock:01k7account", [7], "00ff"]\n["in:telegram:9", "begun", 6]\n')
    front = make(server, tmp_path)
    assert front._journal.steps("knock:01k7account") == [[7]]
    assert front._journal.after("in:telegram:9") == 6
    assert front._journal.newest("00ff") == 7
    await front.close()
    assert "telegram:9" not in (tmp_path / "telegram-journal").read_text()
    assert "account" not in (tmp_path / "telegram-journal").read_text()


async def test_what_stands_above_a_status_is_never_touched(front, server, files, intake, tmp_path):
    """A status that was not sent before it died has no copy: the messages before it are others'."""
    await front.deliver(HERE, Text(text="An answer"), "before", None, files)
    front._journal.begin("k", front._newest.of(42))
    successor = make(server, tmp_path)
    await successor.deliver(HERE, STATUS, "k", None, files)
    await successor.close()
    assert server.texts() == ["An answer", "Place 2"]
    assert not server.called("editmessagetext")


async def test_without_a_known_id_nothing_is_looked_for(front, server, files, tmp_path):
    """Whoever does not know where to look must not grope through a chat."""
    await front.deliver(HERE, Text(text="An answer"), "before", None, files)
    front._journal.begin("k", None)
    successor = make(server, tmp_path)
    await successor.deliver(HERE, STATUS, "k", None, files)
    await successor.close()
    assert not server.called("editmessagetext")


def test_the_newest_id_is_that_of_messages_and_of_pressed_buttons():
    """Both bring a message of the chat, and an older one changes nothing."""
    newest = Newest()
    newest.hear({"update_id": 1, "message": {"message_id": 9, "chat": {"id": 42}}})
    newest.hear({"update_id": 2, "callback_query": {"message": {"message_id": 4, "chat": {"id": 42}}}})
    newest.hear({"update_id": 3, "message": {}})
    assert newest.of(42) == 9
    assert newest.of(7) is None


async def test_a_status_that_was_refused_leaves_no_doubt(front, server, files):
    """Nothing arrived, so no copy is looked for, and the doubt must not stay in the journal for ever."""
    server.fail_next = [ApiError(403, "Forbidden: bot was blocked by the user")]
    with pytest.raises(ChatGoneError):
        await front.deliver(HERE, STATUS, "k", None, files)
    assert not front._journal.begun("k")


@pytest.mark.parametrize("pictures", [1, 3])
async def test_what_arrived_before_a_process_died_is_taken_away(server, files, tmp_path, pictures):
    """Its person was erased meanwhile: nobody has heard its id, and what stands beside it stays."""
    view = Pictures(items=tuple(PictureItem(media=files.add(f"m{n}", picture())) for n in range(pictures)))
    first = make(server, tmp_path)
    await first.deliver(HERE, Text(text="Hello"), "before", None, files)
    await _dies(first, server, files, view, "sendphoto" if pictures == 1 else "sendmediagroup")
    assert len(server.shown()) == 1 + pictures
    server.user_text("/forget")
    second = make(server, tmp_path)
    await second.deliver(HERE, Removal(text="gone", late=("k",)), "removal", None, files)
    for each in (first, second):
        await each.close()
    assert server.texts() == ["Hello"]
    assert any(m.get("text") == "/forget" for m in server.messages.values())


@pytest.mark.parametrize("text", ["", "Your clip"])
async def test_a_video_note_sent_twice_is_shown_once(server, files, tmp_path, text):
    """It takes no words and no other file, so that its copy is told by its buttons, which a bot may edit."""
    view = Video(media=files.add("n", b"mp4", "video/mp4", "talk-note.mp4"), text=text)
    first = make(server, tmp_path)
    await first.deliver(HERE, Text(text="Hello"), "before", None, files)
    await _dies(first, server, files, view, "sendvideonote")
    assert len([m for m in server.shown() if "video_note" in m]) == 1
    server.user_text("are you there?")
    second = make(server, tmp_path)
    receipt = await second.deliver(HERE, view, "k", None, files)
    for each in (first, second):
        await each.close()
    (note,) = [m for m in server.shown() if "video_note" in m]
    assert note["message_id"] in receipt["all"][-1]
    assert server.texts() == ["Hello", *([text] if text else []), ""]
    assert any(m.get("text") == "are you there?" for m in server.messages.values())


async def test_what_stands_above_a_video_note_is_never_touched(server, files, tmp_path):
    """A note that never arrived has no copy: neither an answer with a button nor a note before it is taken for one."""
    note = Video(media=files.add("n", b"mp4", "video/mp4", "talk-note.mp4"))
    first = make(server, tmp_path)
    await first.deliver(HERE, note, "before", None, files)
    first._journal.begin("k", first._newest_of(42))
    await first.deliver(HERE, STATUS, "meanwhile", None, files)  # as in another topic of the same chat
    await first.deliver(HERE, note, "k", None, files)
    await first.close()
    assert [set(m) & {"text", "video_note"} for m in server.shown()] == [{"video_note"}, {"text"}, {"video_note"}]


async def test_a_video_note_of_somebody_erased_is_taken_away(server, files, tmp_path):
    """It takes no caption, by which other files are found; words of the bot beside it stay."""
    note = Video(media=files.add("n", b"mp4", "video/mp4", "talk-note.mp4"))
    first = make(server, tmp_path)
    await first.deliver(HERE, Text(text="Hello"), "before", None, files)
    await _dies(first, server, files, note, "sendvideonote")
    server.user_text("/forget")
    second = make(server, tmp_path)
    await second.deliver(HERE, Text(text="Everything is gone"), "answer", None, files)
    await second.deliver(HERE, Removal(text="gone", late=("k",)), "removal", None, files)
    for each in (first, second):
        await each.close()
    assert server.texts() == ["Hello", "Everything is gone"]
    assert not [m for m in server.shown() if "video_note" in m]
