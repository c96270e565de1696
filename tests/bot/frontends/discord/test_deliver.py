"""Views to messages, on a server that refuses what Discord refuses."""

from __future__ import annotations

import re

import discord
import pytest

from bot.frontends.base import ChatGoneError, RetryLaterError
from bot.frontends.discord.sending import nonce
from handlers.text import Translator, shipped
from handlers.views import (
    Button,
    Choice,
    Document,
    Failure,
    PictureItem,
    Pictures,
    Progress,
    Removal,
    Stickers,
    Text,
    Video,
)
from tests.bot.frontends.discord.conftest import make, spoken
from tests.fakes.discord import ADA, DiscordError, text_of, walk
from tests.fakes.intake import picture

HERE = {"user": ADA}
COLORS = ("red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "gray", "orange", "purple", "navy")
CANCEL = ((Button(label="Cancel", action="v1:cancel:7", kind="danger"),),)


@pytest.fixture
def show(front, files):
    """Deliver a view to one person."""

    async def shown(view, key="k", previous=None, user=ADA):
        return await front.deliver({"user": user}, view, key, previous, files)

    return shown


def album(files, count: int, **more) -> Pictures:
    """Return a view of ``count`` pictures of different colours."""
    items = tuple(PictureItem(media=files.add(f"p{n}", picture(COLORS[n]))) for n in range(count))
    return Pictures(items=items, **more)


async def test_text_shows_bold_and_code_and_escapes_the_rest(show, server):
    """Names and error texts may hold any character."""
    await show(Text(text="**Hi** _x_ *y `/train 1_2`"))
    assert server.texts() == ["**Hi** \\_x\\_ \\*y `/train 1_2`"]


async def test_buttons_carry_action_and_style(show, server):
    """Red for what destroys."""
    await show(Text(text="x", buttons=CANCEL))
    (button,) = server.shown()[0]["components"][0]["components"]
    assert (button["label"], button["custom_id"], button["style"]) == ("Cancel", "v1:cancel:7", 4)


async def test_many_buttons_are_laid_out_as_discord_allows(show, server):
    """Five in a row, five rows, then another message."""
    row = tuple(Button(label=str(n), action=f"v1:x:{n}") for n in range(32))
    await show(Text(text="x", buttons=(row,)))
    sizes = [[len(line["components"]) for line in message["components"]] for message in server.shown()]
    assert sizes == [[5, 5, 5, 5, 5], [5, 2]]


async def test_few_options_are_buttons(show, server):
    """A menu is one press more."""
    await show(Choice(text="Which?", options=tuple(Button(label=str(n), action=f"v1:x:{n}") for n in range(7))))
    assert [len(row["components"]) for row in server.shown()[0]["components"]] == [5, 2]


async def test_long_text_becomes_several_messages(show, server):
    """2000 characters are the limit, escapes included."""
    await show(Text(text="a_b " * 700))
    assert len(server.shown()) == 2
    assert sum(text.count("a\\_b") for text in server.texts()) == 700


async def test_progress_edits_one_message_and_counts_down_by_itself(show, server, files):
    """One status message; a preview stays while texts change."""
    first = await show(Progress(job="7", text="Queued", buttons=CANCEL), "a")
    preview = files.add("p", picture())
    second = await show(Progress(job="7", text="Forming", preview=preview, finish_at=1_800_000_000), "b", first)
    await show(Progress(job="7", text="Nearly"), "c", second)
    (message,) = server.shown()
    assert first["message"] == second["message"]
    assert message["content"] == "Nearly"
    assert len(message["attachments"]) == 1
    assert any(p.get("content") == "Forming\n⏳ <t:1800000000:R>" for p in server.called("PATCH", first["message"]))


async def test_the_status_message_becomes_the_result(show, server, files):
    """Ten pictures fit into it; the repeated edit changes nothing."""
    status = await show(Progress(job="7", text="Drawing", buttons=CANCEL), "a")
    for _ in range(2):
        receipt = await show(album(files, 4, text="Done"), "b", status)
    (message,) = server.shown()
    assert server.contents(message) == [picture(color) for color in COLORS[:4]]
    assert (message["content"], text_of(message)) == ("", "Done")
    assert receipt["message"] == status["message"]


async def test_eleven_pictures_are_two_messages(show, server, files):
    """Ten files are the limit of one."""
    await show(album(files, 11, text="Done"))
    assert [len(message["attachments"]) for message in server.shown()] == [10, 1]


async def test_a_message_repeated_after_a_crash_is_the_same_message(show, server, files):
    """The nonce is made of the key, so Discord itself recognises the repetition."""
    server.drop_after = 1
    with pytest.raises(RetryLaterError):
        await show(album(files, 11, text="Done"), "key")
    await show(album(files, 11, text="Done"), "key")
    assert len(server.shown()) == 2
    assert len(nonce("x" * 200)) == 25
    assert len({nonce("key"), nonce("key", 1), nonce("other")}) == 3


async def test_the_same_text_twice_on_purpose_is_two_messages(show, server):
    """Different keys are different messages."""
    await show(Text(text="Hi"), "a")
    await show(Text(text="Hi"), "b")
    assert server.texts() == ["Hi", "Hi"]


async def test_a_deleted_status_message_is_sent_anew(show, server):
    """The person may have deleted it."""
    status = await show(Text(text="Queued"), "a")
    del server.messages[status["message"]]
    receipt = await show(Text(text="Done"), "b", status)
    assert server.texts() == ["Done"]
    assert receipt["message"] != status["message"]


async def test_captions_likeness_and_descriptions(show, server, files):
    """Each picture's line is numbered, its description is for people who cannot see it."""
    items = tuple(
        PictureItem(media=files.add(f"p{n}", picture()), caption=f"{80 - n} %", alt="A portrait") for n in (1, 2)
    )
    await show(Pictures(items=items, text="Oil"))
    (message,) = server.shown()
    assert text_of(message) == "Oil\n1. 79 %\n2. 78 %"
    (gallery,) = [item for item in walk(message["components"]) if item["type"] == 12]
    assert [item["description"] for item in gallery["items"]] == ["A portrait"] * 2


async def test_video_document_and_failure(show, server, files):
    """Each in the form made for it."""
    await show(Video(media=files.add("v", b"mp4", "video/mp4", "talk.mp4"), text="Here"), "b")
    await show(Document(media=files.add("d", b"zip", "application/zip"), name="data.zip", text="All"), "d")
    await show(Failure(text="That did not work.", trace="a1b2"), "e")
    video, document, failure = server.shown()
    assert server.contents(video) == [b"mp4"]
    assert document["attachments"][0]["filename"] == "data.zip"
    assert failure["content"] == "That did not work.\n`a1b2`"


async def test_direct_messages_that_are_closed_mean_gone(show, server):
    """Nothing more is sent there."""
    server.closed.add(ADA)
    with pytest.raises(ChatGoneError):
        await show(Text(text="x"))


@pytest.mark.parametrize("code", [40003, 40333, 20026, 0])
async def test_what_passes_is_not_taken_for_a_person_who_left(show, server, code):
    """Too many new conversations, a block of a proxy's: everything that waits there would be cancelled for ever."""
    server.fail_next = [DiscordError(403, code, "Forbidden")]
    with pytest.raises(RetryLaterError):
        await show(Text(text="x"))
    await show(Text(text="x"))
    assert server.texts() == ["x"]


@pytest.mark.parametrize(("status", "code"), [(403, 50278), (403, 50001), (404, 10003), (400, 50007)])
async def test_only_the_codes_that_mean_it_end_a_chat(show, server, status, code):
    """Opening a conversation with somebody who takes none is answered as a bad request."""
    server.fail_next = [DiscordError(status, code, "no")]
    with pytest.raises(ChatGoneError):
        await show(Text(text="x"))


async def test_a_refusal_nobody_knows_is_an_error_like_any_other(show, server):
    """It is tried a few times and then said, and what waits behind it goes on."""
    server.fail_next = [DiscordError(403, 59999, "something new")]
    with pytest.raises(discord.Forbidden):
        await show(Text(text="x"))


async def test_a_short_429_is_waited_for_by_the_library(show, server):
    """It knows Discord's buckets."""
    server.fail_next = [DiscordError(429, 0, "You are being rate limited.", retry_after=0.05, **{"global": False})]
    await show(Text(text="x"))
    assert server.texts() == ["x"]


async def test_a_long_429_goes_back_to_the_outbox(show, server):
    """Half a minute of waiting must not hold up everybody else."""
    server.fail_next = [DiscordError(429, 0, "You are being rate limited.", retry_after=90.0, **{"global": False})]
    with pytest.raises(RetryLaterError) as refused:
        await show(Text(text="x"))
    assert refused.value.seconds == pytest.approx(90, abs=1)
    await show(Text(text="y"), "other", user="3001")
    assert server.texts("3001") == ["y"]


async def test_before_the_login_a_delivery_waits(server, files, tmp_path):
    """The outbox may be faster than the connection."""
    front = make(server, tmp_path)
    with pytest.raises(RetryLaterError):
        await front.deliver(HERE, Text(text="x"), "k", None, files)
    await front.close()


async def test_stickers_are_files_for_a_server(show, server, files):
    """Discord lets no bot put them there; whoever manages a server can."""
    items = tuple(PictureItem(media=files.add(f"s{n}", picture(COLORS[n]))) for n in range(6))
    await show(Stickers(items=items, text="Here", title="Me"))
    first, second = server.shown()
    names = [item["filename"] for message in (first, second) for item in message["attachments"]]
    assert names == [f"{kind}-{n}.png" for kind in ("sticker", "emoji") for n in range(1, 7)]
    assert first["content"] == "Here"


async def test_taking_stickers_away_is_a_word(show, server):
    """There is no set on Discord that could be removed."""
    await show(Stickers(items=(), text="Gone", remove=True))
    assert server.texts() == ["Gone"]


async def test_a_large_file_comes_in_parts(show, server, files):
    """An export of many pictures is above ten megabytes; the person learns how to join the parts."""
    data = bytes(range(256)) * 100_000
    await show(Document(media=files.add("d", data, "application/zip"), name="data.zip", text="All"))
    (message,) = server.shown()
    assert b"".join(server.contents(message)) == data
    assert [item["filename"] for item in message["attachments"]] == ["data.zip.001", "data.zip.002", "data.zip.003"]
    assert "data.zip.001" in message["content"]


async def test_a_result_over_a_card_is_a_card(show, server, files):
    """Discord turns none back: a word in the place of pictures must be one too."""
    first = await show(album(files, 2, text="Done"), "a")
    receipt = await show(Text(text="Deleted", buttons=CANCEL), "b", first)
    (message,) = server.shown()
    assert (text_of(message), message["attachments"], receipt["card"]) == ("Deleted", [], True)


async def test_a_preview_is_sent_once(show, server, files):
    """Each upload costs; a status whose picture is the same keeps it."""
    shown = await show(Progress(job="7", text="Queued"), "a")
    for number in range(3):
        preview = files.add("p", picture())
        shown = await show(Progress(job="7", text=str(number), preview=preview), f"b{number}", shown)
    sent = [body for body in server.called("PATCH", shown["message"]) if "attachments" in body]
    assert len(sent) == 1
    assert len(server.shown()[0]["attachments"]) == 1


@pytest.mark.parametrize("locale", Translator().locales)
async def test_every_error_text_arrives_whole(show, server, locale):
    """Each sentence of the engine's errors, in each language, with whatever a gap may hold."""
    say = spoken()[0].words(locale)
    source = shipped()[locale]
    for key in re.findall(r"^((?:error|photo|sound|text)-[a-z0-9-]+) =", source, re.MULTILINE):
        sentence = say(key, **dict.fromkeys(re.findall(r"\{ \$(\w+)", source), 2))
        receipt = await show(Failure(text=sentence, trace="a1b2"), f"{locale} {key}")
        assert len(receipt["all"]) == 1
        assert server.messages[receipt["message"]]["content"].endswith("`a1b2`")


async def test_messages_are_taken_away(show, server, files):
    """A deleted picture is gone from the conversation; one that its reader deleted first is no error."""
    kept = await show(Text(text="stays"), key="a")
    gone = await show(album(files, 2, text="two"), key="b")
    for _ in range(2):
        await show(Removal(text="deleted", receipts=(gone,)), key="c")
    assert [message["id"] for message in server.shown()] == [kept["message"]]


async def test_what_arrived_before_a_process_died_is_taken_away(show, server, files):
    """Its person was erased meanwhile; nobody has heard the id, but the message carries what it was sent under."""
    kept = await show(Text(text="stays"), key="a")
    await show(album(files, 12, text="a dozen"), key="b")
    await show(Removal(text="deleted", late=("b",)), key="c")
    assert [message["id"] for message in server.shown()] == [kept["message"]]
