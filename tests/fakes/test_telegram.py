"""The fake Bot API refuses what the real one refuses, as an unmodified client library sees it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, error

from tests.fakes.intake import picture
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    """The fake."""
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def bot(server: FakeTelegram) -> AsyncIterator[Bot]:
    """A plain client."""
    async with Bot(server.token, base_url=server.url + "/bot", base_file_url=server.url + "/file/bot") as made:
        yield made


def board(data: str) -> InlineKeyboardMarkup:
    """Return one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data=data)]])


async def test_texts_captions_and_buttons_have_limits(bot):
    """4096, 1024 and 64."""
    for call in (
        lambda: bot.send_message(42, "x" * 4097),
        lambda: bot.send_message(42, "😀" * 2049),
        lambda: bot.send_message(42, " "),
        lambda: bot.send_photo(42, picture(), caption="x" * 1025),
        lambda: bot.send_message(42, "x", reply_markup=board("x" * 65)),
    ):
        with pytest.raises(error.BadRequest):
            await call()


async def test_albums_have_two_to_ten_of_one_kind(bot):
    """Photos do not mix with documents."""
    photo, document = InputMediaPhoto(picture()), InputMediaDocument(b"x", filename="x.bin")
    for media in ([photo], [photo] * 11, [photo, document]):
        with pytest.raises(error.BadRequest):
            await bot.send_media_group(42, media)
    assert len(await bot.send_media_group(42, [photo] * 10)) == 10


async def test_an_edit_that_changes_nothing_is_refused(bot):
    """Text, buttons and picture alike."""
    message = await bot.send_message(42, "same", reply_markup=board("a"))
    with pytest.raises(error.BadRequest, match="not modified"):
        await message.edit_text("same", reply_markup=board("a"))
    await message.edit_text("same", reply_markup=board("b"))
    with pytest.raises(error.BadRequest, match="no caption"):
        await message.edit_caption("x")
    await message.edit_media(InputMediaPhoto(picture()))
    with pytest.raises(error.BadRequest, match="no text"):
        await message.edit_text("x")
    with pytest.raises(error.BadRequest, match="not modified"):
        await message.edit_media(InputMediaPhoto(picture()))


async def test_a_press_is_answered_once(bot, server):
    """An unknown or repeated answer is an error."""
    message = await bot.send_message(42, "x", reply_markup=board("a"))
    query = server.user_press({"chat": {"id": 42}, "message_id": message.message_id}, "x")
    await bot.answer_callback_query(query)
    for wrong in (query, "unknown"):
        with pytest.raises(error.BadRequest, match="query id is invalid"):
            await bot.answer_callback_query(wrong)


async def test_what_is_no_photo_or_has_the_wrong_shape_is_refused(bot):
    """At most 10,000 pixels around and 20:1."""
    for data in (b"no picture", picture(size=(2100, 100)), picture(size=(9000, 1001))):
        with pytest.raises(error.BadRequest):
            await bot.send_photo(42, data)


async def test_too_many_messages_are_refused_for_a_while(bot, server):
    """As the real server does, with the time to wait."""
    server.limits = True
    for number in range(20):
        await bot.send_message(-100, str(number))
    with pytest.raises(error.RetryAfter):
        await bot.send_message(-100, "one too many")


async def test_unknown_methods_replies_and_chats_are_errors(bot, server):
    """Nothing succeeds silently."""
    with pytest.raises(error.TelegramError, match=r"[Nn]ot [Ff]ound"):
        await bot.get_my_name()
    with pytest.raises(error.BadRequest, match="replied not found"):
        await bot.send_message(42, "x", reply_to_message_id=99)
    server.blocked.add(42)
    with pytest.raises(error.Forbidden):
        await bot.send_message(42, "x")


async def test_photos_lose_their_metadata_and_documents_do_not(bot, server):
    """The reason why documents are the better selfies."""
    data = picture(kind="JPEG", note="home")
    photo, document = server.user_photo(data), server.user_document(data)
    assert b"home" not in server.content(photo)
    assert server.content(document) == data
