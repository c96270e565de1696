"""Views to messages, on a server that refuses what Telegram refuses."""

from __future__ import annotations

import asyncio
import dataclasses
import io

import pytest
from PIL import Image, ImageColor

from bot.frontends.base import ChatGoneError, NotAllowedError, RetryLaterError, TooLargeError
from bot.frontends.telegram import TelegramFrontEnd, TelegramOptions
from handlers.actions import PRIVATE
from handlers.views import Button, Choice, Document, Failure, PictureItem, Pictures, Progress, Removal, Text, Video
from tests.bot.frontends.telegram.conftest import make
from tests.fakes.intake import picture
from tests.fakes.telegram import ApiError

HERE = {"chat": 42}
BUTTONS_BEHIND = ((Button(label="Files", action="v1:files:7"),),)
COLORS = ("red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "gray", "orange", "purple", "navy")
CANCEL = ((Button(label="Cancel", action="v1:cancel:7", kind="danger"),),)


@pytest.fixture
def show(front, files):
    """Deliver a view at the usual address."""

    async def shown(view, key="k", previous=None, address=None):
        return await front.deliver(address or HERE, view, key, previous, files)

    return shown


def album(files, count: int, **more) -> Pictures:
    """Return a view of ``count`` pictures of different colours."""
    items = tuple(PictureItem(media=files.add(f"p{n}", picture(COLORS[n]))) for n in range(count))
    return Pictures(items=items, **more)


async def test_text_shows_bold_and_code_and_leaves_the_rest_alone(show, server):
    """Names and error texts may hold any character."""
    await show(Text(text="😀 **Hi** <b>&`/train`* [x](y)"))
    (message,) = server.shown()
    assert message["text"] == "😀 Hi <b>&/train* [x](y)"
    assert [(e["type"], e["offset"], e["length"]) for e in message["entities"]] == [("bold", 3, 2), ("code", 10, 6)]


async def test_buttons_carry_action_and_style(show, server):
    """Red for what destroys, green for what goes on."""
    await show(Text(text="x", buttons=CANCEL))
    (row,) = server.shown()[0]["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Cancel", "callback_data": "v1:cancel:7", "style": "danger"}]


async def test_long_text_becomes_several_messages(show, server):
    """4096 units are the limit, and an emoji counts two."""
    line = "😀" * 50 + "\n"
    receipt = await show(Text(text=line * 60, buttons=CANCEL))
    assert len(server.shown()) == 2
    assert sum(text.count("😀") for text in server.texts()) == 3000
    assert receipt["message"] == server.shown()[0]["message_id"]


async def test_a_choice_is_a_keyboard_split_where_telegram_ends(show, server):
    """A hundred buttons fit under one message."""
    options = tuple(Button(label=f"style {n}", action=f"v1:style:{n}") for n in range(130))
    await show(Choice(text="Which?", options=options))
    boards = [m["reply_markup"]["inline_keyboard"] for m in server.shown()]
    assert [sum(len(row) for row in board) for board in boards] == [100, 30]


async def test_progress_edits_one_message_and_counts_down_by_itself(show, server):
    """One status message per job; the time ticks without edits."""
    first = await show(Progress(job="7", text="Queued", buttons=CANCEL), "a")
    second = await show(Progress(job="7", text="Training", done=0.5, finish_at=1_800_000_000), "b", first)
    (message,) = server.shown()
    assert first["message"] == second["message"] == message["message_id"]
    assert message["text"].startswith("Training\n⏳ ")
    (entity,) = message["entities"]
    assert (entity["type"], entity["unix_time"], entity["date_time_format"]) == ("date_time", 1_800_000_000, "r")


async def test_a_preview_turns_the_status_into_a_photo_that_goes_on_being_edited(show, server, files):
    """Text, photo with caption, caption again: still one message."""
    first = await show(Progress(job="7", text="Drawing"), "a")
    second = await show(Progress(job="7", text="Forming", preview=files.add("p", picture())), "b", first)
    await show(Progress(job="7", text="Nearly"), "c", second)
    (message,) = server.shown()
    assert "photo" in message
    assert message["caption"] == "Nearly"


async def test_the_status_message_becomes_the_result(show, server, files):
    """A repeated edit is harmless, so this is delivered exactly once whatever crashes."""
    status = await show(Progress(job="7", text="Drawing", buttons=CANCEL), "a")
    view = album(
        files, 1, text="**Cyberpunk**, likeness 81 %", buttons=((Button(label="Again", action="v1:again:7"),),)
    )
    for _ in range(2):  # the second time as after a crash before the receipt was stored
        receipt = await show(view, "b", status)
    (message,) = server.shown()
    assert message["caption"] == "Cyberpunk, likeness 81 %"
    assert message["reply_markup"]["inline_keyboard"][0][0]["text"] == "Again"
    number = message["message_id"]
    assert receipt == {"chat": 42, "message": number, "media": True, "all": [[number]], "shown": ["p0"]}


async def test_the_best_picture_replaces_the_status_and_the_rest_answers_it(show, server, files):
    """Four portraits: one by edit, three as an album below."""
    status = await show(Progress(job="7", text="Drawing"), "a")
    await show(album(files, 4, text="Done", buttons=CANCEL), "b", status)
    best, *rest = server.shown()
    assert best["message_id"] == status["message"]
    assert best["caption"] == "Done"
    assert len({m["media_group_id"] for m in rest}) == 1
    assert [m["reply_to_message"]["message_id"] for m in rest] == [status["message"]] * 3


async def test_a_killed_delivery_goes_on_where_it_stopped(front, server, files, tmp_path):
    """The journal on disk knows which albums are out; a new process does not send them again."""
    view = album(files, 12, text="Twelve")
    status = await front.deliver(HERE, Progress(job="7", text="Drawing"), "a", None, files)
    server.fail_next = []
    original, calls = server.on_sendmediagroup, []

    async def second_fails(parameters, sent):
        calls.append(1)
        if len(calls) == 2:
            raise ApiError(502, "Bad Gateway")
        return await original(parameters, sent)

    server.on_sendmediagroup = second_fails
    with pytest.raises(RetryLaterError):
        await front.deliver(HERE, view, "b", status, files)
    del server.on_sendmediagroup
    successor = make(server, tmp_path)
    receipt = await successor.deliver(HERE, view, "b", status, files)
    await successor.close()
    assert len(server.shown()) == 12
    assert [len(ids) for ids in receipt["all"]] == [1, 9, 2]


@pytest.mark.parametrize(("count", "groups"), [(2, [2]), (10, [10]), (11, [9, 2]), (12, [10, 2])])
async def test_an_album_without_a_status_is_cut_as_telegram_allows(show, server, files, count, groups):
    """Never an album of one."""
    receipt = await show(album(files, count, text="Done"))
    assert [len(ids) for ids in receipt["all"]] == groups
    assert server.shown()[0]["caption"] == "Done"


async def test_an_album_with_buttons_is_followed_by_them(show, server, files):
    """An album itself carries no buttons."""
    receipt = await show(album(files, 3, text="Done", buttons=CANCEL))
    *pictures, last = server.shown()
    assert len(pictures) == 3
    assert last["text"] == "Done"
    assert receipt["message"] == last["message_id"]


async def test_a_picture_telegram_would_refuse_as_photo_goes_as_document(show, server, files):
    """Too thin, and with it the whole album."""
    thin = PictureItem(media=files.add("thin", picture(size=(2100, 100))))
    wide = PictureItem(media=files.add("wide", picture()))
    await show(Pictures(items=(thin, wide)))
    assert all("document" in message for message in server.shown())


async def test_a_long_caption_continues_as_text(show, server, files):
    """1024 units fit under a picture."""
    words = "word " * 400
    await show(album(files, 1, text=words.strip()))
    assert len(server.shown()) == 2
    assert sum(text.count("word") for text in server.texts()) == 400


async def test_video_note_document_and_failure(show, server, files):
    """Each in the form made for it."""
    status = await show(Text(text="Wait"), "a")
    await show(Video(media=files.add("v", b"mp4", "video/mp4", "talk.mp4"), text="Here"), "b", status)
    await show(Video(media=files.add("n", b"mp4", "video/mp4", "talk-note.mp4")), "c")
    await show(Document(media=files.add("d", b"zip", "application/zip"), name="data.zip", text="All"), "d")
    await show(Failure(text="That did not work.", trace="a1b2"), "e")
    video, note, document, failure = server.shown()
    assert video["message_id"] == status["message"]
    assert video["caption"] == "Here"
    assert "video_note" in note
    assert document["document"]["file_name"] == "data.zip"
    assert failure["text"] == "That did not work.\na1b2"


def moving(size: tuple[int, int], frames: int) -> bytes:
    """Return a GIF of frames of 100 ms."""
    first, *rest = [Image.new("RGB", size, (20 * number, 90, 60)) for number in range(frames)]
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=rest, duration=100)
    return out.getvalue()


def clip(files, name: str) -> Video:
    """Return a clip of 6.2 seconds with its cover."""
    cover = files.add("cover-" + name, picture(size=(320, 320), kind="JPEG"), "image/jpeg", "cover.jpg")
    media = files.add(name, b"mp4", "video/mp4", name)
    return Video(media=media, text="Here", width=512, height=512, seconds=6.2, cover=cover)


async def test_a_clip_says_how_large_and_long_it_is(show, server, files):
    """Sent anew and as the edit of a status message; otherwise Telegram shows a black square of no length."""
    status = await show(Text(text="Wait"), "a")
    await show(clip(files, "talk.mp4"), "b", status)
    await show(clip(files, "more.mp4"), "c")
    for message in server.shown():
        told = message["video"]
        assert (told["width"], told["height"], told["duration"]) == (512, 512, 7)
        assert (told["thumbnail"]["width"], told["thumbnail"]["height"]) == (320, 320)
    assert all(call["supports_streaming"] for call in server.called("sendVideo"))


async def test_a_video_note_says_its_side_and_length(show, server, files):
    """A note is a square of one ``length``."""
    await show(clip(files, "talk-note.mp4"), "a")
    note = next(message["video_note"] for message in server.shown() if "video_note" in message)
    assert (note["length"], note["duration"], note["thumbnail"]["width"]) == (512, 7, 320)


async def test_a_clip_of_which_nothing_is_known_is_shown_all_the_same(show, server, files):
    """Rows from before the cover was made are still delivered."""
    await show(Video(media=files.add("v", b"mp4", "video/mp4", "talk.mp4"), text="Here"), "a")
    (message,) = server.shown()
    assert "thumbnail" not in message["video"]


async def test_a_moving_preview_plays_by_itself(show, server, files):
    """A GIF is an animation, other files stay documents; its size and length are read from it."""
    gif = files.add("g", moving((60, 40), frames=12), "image/gif", "talk.gif")
    await show(Document(media=gif, name="talk-3.gif", text="Preview"), "a")
    (message,) = server.shown()
    told = message["animation"]
    assert (told["file_name"], told["width"], told["height"], told["duration"]) == ("talk-3.gif", 60, 40, 2)


async def test_a_deleted_status_message_is_sent_anew(show, server):
    """The person may have cleared the chat."""
    status = await show(Text(text="Queued"), "a")
    await server.on_deletemessage({"chat_id": 42, "message_id": status["message"]}, {})
    receipt = await show(Text(text="Done"), "b", status)
    assert server.texts() == ["Done"]
    assert receipt["message"] != status["message"]


@pytest.mark.parametrize("count", [1, 4])
async def test_more_buttons_come_below_pictures_that_are_not_sent_again(show, server, files, count):
    """Unfolding is an edit of words and buttons: no upload, no flicker, no second message."""
    view = grid_view(files, count)
    receipt = await show(view, "a", await show(Progress(job="7", text="Drawing"), "s"))
    before = len(server.called("editmessagemedia"))
    again = dataclasses.replace(view, text="Done\nSeed: 1", buttons=(*view.buttons, *BUTTONS_BEHIND))
    for _ in range(2):
        later = await show(again, "b", receipt)
    assert len(server.called("editmessagemedia")) == before
    (message,) = server.shown()
    assert message["message_id"] == receipt["message"] == later["message"]
    assert message["caption"].startswith("Done\nSeed: 1")
    assert message["reply_markup"]["inline_keyboard"][-1][0]["text"] == "Files"


async def test_more_under_a_message_that_was_deleted_shows_everything_again(show, server, files):
    """Words without their picture would be nothing."""
    view = grid_view(files, 2)
    receipt = await show(view, "a")
    await server.on_deletemessage({"chat_id": 42, "message_id": receipt["message"]}, {})
    await show(dataclasses.replace(view, buttons=BUTTONS_BEHIND), "b", receipt)
    (message,) = server.shown()
    assert message["photo"]


async def test_unchanged_is_success(show, server):
    """After a crash the same edit is made again."""
    status = await show(Text(text="Same", buttons=CANCEL), "a")
    assert await show(Text(text="Same", buttons=CANCEL), "b", status) == status
    assert len(server.shown()) == 1


async def test_an_answer_lost_after_its_effect_edits_once(show, server, files):
    """The one ambiguous moment: the server did it, the bot never heard. The repeated edit changes nothing."""
    status = await show(Progress(job="7", text="Drawing"), "a")
    server.drop_after = ["editmessagemedia"]
    view = album(files, 1, text="Done")
    with pytest.raises(RetryLaterError):
        await show(view, "b", status)
    await show(view, "b", status)
    assert len(server.shown()) == 1


async def test_a_refusal_to_hurry_delays_that_chat_alone(show, server):
    """A 429 for one person must not stop the others, and is never answered with a send."""
    status = await show(Text(text="a"), "a")
    server.fail_next = [ApiError(429, "Too Many Requests: retry after 30", retry_after=30)]
    with pytest.raises(RetryLaterError) as first:
        await show(Text(text="b"), "b", status)
    with pytest.raises(RetryLaterError) as second:
        await show(Text(text="b"), "b", status)
    await show(Text(text="other"), "c", address={"chat": 43})
    assert first.value.seconds == pytest.approx(30)
    assert 29 < second.value.seconds <= 30
    assert (server.texts(42), server.texts(43)) == (["a"], ["other"])
    assert len(server.called("editmessagetext")) == 1


async def test_somebody_who_blocked_the_bot_is_gone(show, server):
    """Nothing more is sent there."""
    server.blocked.add(42)
    with pytest.raises(ChatGoneError):
        await show(Text(text="x"))


async def test_a_lost_connection_asks_for_another_attempt(show, server):
    """An outage delays a message, it does not lose it."""
    server.down = True
    with pytest.raises(RetryLaterError):
        await show(Text(text="x"))


async def test_a_mistake_of_ours_is_not_hidden(show, server):
    """A refused message is an error in the log, not a silent loss."""
    with pytest.raises(Exception, match=r"[Bb]utton_data_invalid|BUTTON_DATA_INVALID"):
        await show(Text(text="x", buttons=((Button(label="x", action="v" * 65),),)))


async def test_a_preview_that_is_shown_already_is_not_sent_again(show, server, files):
    """Only its words change, until there is a newer one."""
    first = await show(Progress(job="7", text="Drawing"), "a")
    second = await show(Progress(job="7", text="Half", preview=files.add("p", picture())), "b", first)
    third = await show(Progress(job="7", text="More", preview="p"), "c", second)
    await show(Progress(job="7", text="Nearly", preview=files.add("q", picture("blue"))), "d", third)
    assert server.texts() == ["Nearly"]
    assert (len(server.called("editmessagemedia")), len(server.called("editmessagecaption"))) == (2, 1)


async def test_progress_of_a_status_message_that_was_deleted_is_no_new_message(show, server, files):
    """Whoever cleared the chat gets the result, not the way there."""
    status = await show(Progress(job="7", text="Queued"), "a")
    await server.on_deletemessage({"chat_id": 42, "message_id": status["message"]}, {})
    assert await show(Progress(job="7", text="Half"), "b", status) == status
    assert server.shown() == []
    await show(album(files, 1, text="Done"), "c", status)
    assert server.texts() == ["Done"]


def grid_view(files, count):
    """A result as the conversation makes it for several pictures."""
    items = tuple(
        PictureItem(media=files.add(f"p{n}", picture(COLORS[n], (512, 512))), caption=f"{n + 1}. likeness")
        for n in range(count)
    )
    return Pictures(items=items, text="Done", buttons=CANCEL, apart=Button(label="All", action="v1:apart:7"))


def color_at(server, message, x, y):
    """The colour at a place of a shown photo, in shares of its size."""
    with Image.open(io.BytesIO(server.content(message))) as shown:
        return shown.convert("RGB").getpixel((int(shown.width * x), int(shown.height * y)))


def near(color, name):
    """Whether a colour is a named one, as far as JPEG keeps it."""
    return all(abs(a - b) < 24 for a, b in zip(color, ImageColor.getrgb(name), strict=True))


async def test_several_pictures_are_one_message_with_a_button_for_all(show, server, files):
    """One visible result by one edit, in reading order, best first."""
    status = await show(Progress(job="7", text="Drawing"), "a")
    view = grid_view(files, 4)
    for _ in range(2):  # a repeated delivery changes nothing
        await show(view, "b", status)
    (message,) = server.shown()
    assert message["message_id"] == status["message"]
    assert message["caption"] == "Done\n1. likeness\n2. likeness\n3. likeness\n4. likeness"
    assert [[b["text"] for b in row] for row in message["reply_markup"]["inline_keyboard"]] == [["All"], ["Cancel"]]
    places = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    assert all(near(color_at(server, message, *at), name) for at, name in zip(places, COLORS, strict=False))
    assert len(server.called("sendmediagroup")) == 0


async def test_ten_pictures_still_fit_a_photo(show, server, files):
    """Telegram takes no photo above ten thousand pixels around or ten megabytes."""
    await show(grid_view(files, 10))
    (message,) = server.shown()
    assert "photo" in message


def apart_view(files, count):
    """What the button for all brings."""
    items = tuple(PictureItem(media=files.add(f"p{n}", picture(COLORS[n]))) for n in range(count))
    return Pictures(items=items, text="All of them", unsure="Interrupted")


async def test_an_album_whose_answer_was_lost_is_not_sent_twice(show, server, files):
    """The server did it, the bot never heard: it says that it is unsure, and the pictures are there once."""
    server.drop_after = ["sendmediagroup"]
    with pytest.raises(RetryLaterError):
        await show(apart_view(files, 3))
    await show(apart_view(files, 3))
    assert len([m for m in server.shown() if "photo" in m]) == 3
    assert server.texts()[-1] == "Interrupted"


async def test_an_album_whose_answer_was_lost_is_found_where_it_can_only_be(show, server, files):
    """Above the newest message known before it: nothing is unsure then, and every picture has its words."""
    await show(Text(text="Here they come"), "before")
    server.drop_after = ["sendmediagroup"]
    with pytest.raises(RetryLaterError):
        await show(apart_view(files, 3))
    receipt = await show(apart_view(files, 3))
    assert [len(step) for step in receipt["all"]] == [3]
    assert server.texts() == ["Here they come", "All of them", "", ""]


async def test_an_album_interrupted_by_a_kill_is_not_sent_twice(front, server, files, tmp_path):
    """The same window, with the process gone: the successor reads that the album was begun."""
    view = apart_view(files, 11)

    async def killed():
        await front.deliver(HERE, view, "k", None, files)

    dying = asyncio.create_task(killed())
    server.after["sendmediagroup"] = dying.cancel
    await asyncio.gather(dying, return_exceptions=True)
    successor = make(server, tmp_path)
    for _ in range(2):
        await successor.deliver(HERE, view, "k", None, files)
    await successor.close()
    assert len([m for m in server.shown() if "photo" in m]) == 9 + 2
    assert server.texts().count("Interrupted") == 1


@pytest.mark.parametrize("refusal", [ApiError(429, "Too Many Requests: retry after 1", retry_after=1)])
async def test_an_album_that_was_refused_is_sent_when_it_may(front, server, files, refusal, tmp_path):
    """Nothing is unsure about a refusal."""
    server.fail_next = [refusal]
    with pytest.raises(RetryLaterError):
        await front.deliver(HERE, apart_view(files, 3), "k", None, files)
    successor = make(server, tmp_path)
    await successor.deliver(HERE, apart_view(files, 3), "k", None, files)
    await successor.close()
    assert len(server.shown()) == 3


async def test_an_album_before_the_network_is_there_is_sent_later(server, files, tmp_path):
    """A request that never left cannot have arrived."""
    options = TelegramOptions(folder=tmp_path)
    front = TelegramFrontEnd(server.token, api_url="http://127.0.0.1:9", file_url=server.url, options=options)
    with pytest.raises(RetryLaterError):
        await front.deliver(HERE, apart_view(files, 3), "k", None, files)
    await front.close()
    successor = make(server, tmp_path)
    await successor.deliver(HERE, apart_view(files, 3), "k", None, files)
    await successor.close()
    assert len(server.shown()) == 3


async def test_a_file_above_the_upload_limit_is_refused_before_it_is_sent(server, files, tmp_path):
    """The server would hang up on it again and again."""
    front = make(server, tmp_path, upload_bytes=1000)
    view = Document(media=files.add("d", b"x" * 1001, "application/zip"), name="data.zip")
    with pytest.raises(TooLargeError) as refused:
        await front.deliver(HERE, view, "k", None, files)
    await front.close()
    assert (refused.value.bytes, refused.value.most) == (1001, 1000)
    assert server.calls == []


async def test_pictures_that_follow_a_resumed_delivery_still_answer_its_first_message(front, server, files, tmp_path):
    """What belongs together stays together after a restart too."""
    view = album(files, 4, text="Four")
    status = await front.deliver(HERE, Progress(job="7", text="Drawing"), "a", None, files)
    original = server.on_sendmediagroup

    async def fails(parameters, sent):
        raise ApiError(502, "Bad Gateway")

    server.on_sendmediagroup = fails
    with pytest.raises(RetryLaterError):
        await front.deliver(HERE, view, "b", status, files)
    server.on_sendmediagroup = original
    await front.deliver(HERE, view, "b", status, files)
    _, *rest = server.shown()
    assert [m["reply_to_message"]["message_id"] for m in rest] == [status["message"]] * 3


async def test_a_button_to_the_private_chat_is_a_link(show, server):
    """In a group nothing about a face is said; one press leads to where it is."""
    button = Button(label="Open", action=PRIVATE, kind="go")
    await show(Text(text="Faces are private", buttons=((button,),)), address={"chat": -100, "group": True})
    (shown,) = server.shown(-100)
    ((link,),) = shown["reply_markup"]["inline_keyboard"]
    assert link == {"text": "Open", "url": "https://t.me/portrait_bot?start=group", "style": "success"}


@pytest.mark.parametrize("reason", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_a_topic_that_is_gone_does_not_take_the_chat_with_it(show, server, reason):
    """The answer comes without it."""
    server.fail_next = [ApiError(400, f"Bad Request: {reason}")]
    await show(Text(text="here"), address={**HERE, "thread": 5})
    (message,) = server.shown()
    assert (message["text"], message.get("message_thread_id")) == ("here", None)


async def test_who_takes_no_video_notes_gets_a_video(show, server, files):
    """A setting of the person's own; the clip was asked for."""
    server.fail_next = [ApiError(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")]
    await show(Video(media=files.add("n", b"mp4", "video/mp4", "talk-note.mp4")))
    assert [set(message) & {"video", "video_note"} for message in server.shown()] == [{"video"}]


@pytest.mark.parametrize("reason", ["not enough rights to send photos to the chat", "CHAT_SEND_PHOTOS_FORBIDDEN"])
async def test_a_group_without_pictures_is_no_broken_picture(show, server, files, reason):
    """Its admins decide; the delivery can say so instead of trying again."""
    server.fail_next = [ApiError(400, f"Bad Request: {reason}")]
    with pytest.raises(NotAllowedError):
        await show(album(files, 1, text="x"))


async def test_messages_are_taken_away(show, server, files):
    """A deleted picture is gone from the chat, an album with all its messages; taking it away again changes nothing."""
    kept = await show(Text(text="stays"), key="a")
    gone = await show(album(files, 3, text="three", apart=None), key="b")
    removal = Removal(text="deleted", receipts=(gone,))
    await show(removal, key="c")
    await show(removal, key="c")
    assert [message["message_id"] for message in server.shown()] == [kept["message"]]


async def test_what_is_too_old_to_be_deleted_is_emptied(show, server, files):
    """After two days Telegram deletes no more, but it still edits: neither the picture nor its caption stays."""
    old = await show(album(files, 1, text="**my face**"), key="a")
    words = await show(Text(text="about my face"), key="b")
    server.too_old = {(42, old["message"]), (42, words["message"])}
    before = server.shown()[0]["photo"]
    await show(Removal(text="deleted", receipts=(old, words)), key="c")
    picture_, text = server.shown()
    assert picture_["caption"] == "deleted"
    assert picture_["photo"] != before
    assert "my face" not in str(text)
