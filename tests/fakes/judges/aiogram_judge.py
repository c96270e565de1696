"""aiogram parses every answer into strict models."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MenuButtonWebApp,
    Message,
    WebAppInfo,
)
from aiogram.utils.web_app import check_webapp_signature

from bot.frontends.local.login import initdata
from tests.fakes.intake import picture
from tests.fakes.telegram import FakeTelegram

BOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Cancel", callback_data="v1:cancel:1")]])


def upload(data: bytes, name: str) -> BufferedInputFile:
    """Return a file to send."""
    return BufferedInputFile(data, name)


async def answer_with_everything(message: Message, bot: Bot) -> dict[str, object]:
    """Use every method the product uses, on the photo of a person."""
    remote = await bot.get_file(message.photo[-1].file_id)
    data = (await bot.download_file(remote.file_path)).read()
    status = await message.answer("queued", reply_markup=BOARD)
    await status.edit_text("half", reply_markup=BOARD)
    photo = InputMediaPhoto(media=upload(data, "a.jpg"), caption="done")
    result = await status.edit_media(photo, reply_markup=BOARD)
    captioned = await result.edit_caption(caption="Done", reply_markup=BOARD)
    album = await status.reply_media_group([photo, InputMediaPhoto(media=upload(picture(), "b.png"))])
    video = await message.answer_video(upload(b"mp4", "v.mp4"))
    note = await message.answer_video_note(upload(b"mp4", "n.mp4"))
    voice = await message.answer_voice(upload(b"OggS", "o.ogg"))
    document = await message.answer_document(upload(b"x", "x.bin"))
    await bot.set_my_commands([BotCommand(command="start", description="Begin")], language_code="de")
    await bot.set_chat_menu_button(
        menu_button=MenuButtonWebApp(text="App", web_app=WebAppInfo(url="https://portraits.example.org/miniapp"))
    )
    return {
        "caption": captioned.caption,
        "album": len({one.media_group_id for one in album}),
        "reply": album[0].reply_to_message.message_id == status.message_id,
        "kinds": all((video.video, note.video_note, voice.voice, document.document)),
    }


async def test_aiogram_understands_every_answer():
    """Photo in; text, edits, album, video, note, voice, document and menu out; voice and press in."""
    async with FakeTelegram() as server:
        bot = Bot(server.token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
        seen: dict[str, object] = {}
        dispatcher = Dispatcher()

        @dispatcher.message(F.photo)
        async def photo(message: Message) -> None:
            seen.update(await answer_with_everything(message, bot))

        @dispatcher.message(F.voice)
        async def voice(message: Message) -> None:
            seen["seconds"] = message.voice.duration

        @dispatcher.callback_query()
        async def press(query: CallbackQuery) -> None:
            seen["action"] = query.data
            await query.answer("ok")

        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=2))
        server.user_photo(picture(size=(600, 800)))
        await server.until(lambda: "de" in server.commands)
        server.user_voice(b"OggS")
        query = server.user_press(next(m for m in server.shown() if "reply_markup" in m), "Cancel")
        await server.until(lambda: query in server.answered)
        await dispatcher.stop_polling()
        await asyncio.gather(polling, return_exceptions=True)
        await bot.session.close()
    expected = {"caption": "Done", "album": 1, "reply": True, "kinds": True, "seconds": 2, "action": "v1:cancel:1"}
    assert seen == expected


def test_aiogram_believes_what_we_believe_of_a_mini_app():
    """Another library's reading of Telegram's signature; and neither believes a changed field."""
    fields = {"auth_date": "1800000000", "user": '{"id": 5, "first_name": "Ann"}', "signature": "ed", "query_id": "A"}
    words = urlencode({**fields, "hash": initdata.signature(fields, "12345:token")})
    assert check_webapp_signature("12345:token", words)
    assert initdata.read(words, "12345:token", 1_800_000_000.0).user == "5"
    assert not check_webapp_signature("12345:token", words.replace("Ann", "Eve"))
