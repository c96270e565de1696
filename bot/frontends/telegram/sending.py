"""One planned message to Telegram, as a new message or as an edit of an earlier one."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any

import httpx
from telegram import (
    InlineKeyboardMarkup,
    InputFile,
    InputMedia,
    InputMediaAnimation,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Message as Sent
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.frontends.telegram.compose import Album, File, Message, Step
from bot.frontends.telegram.text import keyboard, question, render
from handlers.events import Address

log = logging.getLogger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NO_NOTES = ("voice_messages_forbidden", "video_messages_forbidden")  # a person's own setting: a video is welcome
NOT_THERE = ("message to delete not found", "message_id_invalid", "message identifier")
AT_ONCE = 100  # messages Telegram deletes in one request
UNCHANGED = ("message is not modified",)
UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")
EMPTY = bytes.fromhex(  # a grey PNG of 64 x 64
    "89504e470d0a1a0a0000000d49484452000000400000004008000000008f022e020000002a4944415478daedcc411100"
    "000c0220fb27339621f6db4100d2a308040281402010080402814020f81e0c040a80b5918e434f0000000049454e44ae"
    "426082"
)


class NotThereError(Exception):
    """The message whose words and buttons were to change has been deleted."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a message goes and what it answers to."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None
    patience: float | None = None  # see `limiter`
    username: str = ""  # of the bot, where a button leads to it

    @classmethod
    def of(cls, address: Address, **more: Any) -> Target:
        """Read the address a front end put into an event."""
        return cls(chat=address["chat"], thread=address.get("thread"), **more)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments every send method takes."""
        reply = None
        if self.reply_to is not None:
            reply = ReplyParameters(self.reply_to, allow_sending_without_reply=True)
        return {
            "chat_id": self.chat,
            "message_thread_id": self.thread,
            "reply_parameters": reply,
            "rate_limit_args": self.patience,
        }


async def send(bot: ExtBot[Any], step: Step, target: Target) -> list[int]:
    """Send one step as new messages and return their ids."""
    if isinstance(step, Album):
        media: Any = [_media(file, *render(file.caption)) for file in step.files]  # a mixed list is what Telegram takes
        sent = await bot.send_media_group(media=media, **target.arguments())
        return [message.message_id for message in sent]
    text, looks = render(step.text, step.finish_at)
    markup = question(step.ask) if step.ask else keyboard(step.buttons, target.username)
    more = {"reply_markup": markup, **target.arguments()}
    if step.file is None:
        return [_id(await bot.send_message(text=text, entities=looks, link_preview_options=NO_PREVIEW, **more))]
    upload = InputFile(step.file.data, filename=step.file.name)
    if step.file.kind == "video_note":
        try:
            return [_id(await bot.send_video_note(video_note=upload, **note_shape(step.file), **more))]
        except BadRequest as refused:
            if not refused.message.lower().startswith(NO_NOTES):
                raise
            upload = InputFile(step.file.data, filename=step.file.name)
            return [_id(await bot.send_video(video=upload, supports_streaming=True, **shape(step.file), **more))]
    more |= {"caption": text, "caption_entities": looks}
    if step.file.kind == "photo":
        return [_id(await bot.send_photo(photo=upload, **more))]
    if step.file.kind == "video":
        return [_id(await bot.send_video(video=upload, supports_streaming=True, **shape(step.file), **more))]
    if step.file.kind == "animation":
        return [_id(await bot.send_animation(animation=upload, **shape(step.file), **more))]
    return [_id(await bot.send_document(document=upload, **more))]


async def edit(bot: ExtBot[Any], step: Message, target: Target, message: int, has_media: bool) -> bool:
    """Turn an earlier message into ``step``; False when it is gone and cannot be edited.

    An edit to what is already shown is a success: that is what makes a repeated delivery harmless.
    """
    text, looks = render(step.text, step.finish_at)
    more: dict[str, Any] = {
        "chat_id": target.chat,
        "message_id": message,
        "reply_markup": keyboard(step.buttons, target.username),
        "rate_limit_args": target.patience,
    }
    try:
        if step.file is not None:
            await bot.edit_message_media(media=_media(step.file, text, looks), **more)
        elif has_media:
            await bot.edit_message_caption(caption=text, caption_entities=looks, **more)
        else:
            await bot.edit_message_text(text=text, entities=looks, link_preview_options=NO_PREVIEW, **more)
    except BadRequest as refused:
        reason = refused.message.lower()
        if reason.startswith(UNEDITABLE):
            return False
        if not reason.startswith(UNCHANGED):
            raise
    return True


async def unchanged(bot: ExtBot[Any], target: Target, message: int, buttons: InlineKeyboardMarkup | None) -> bool:
    """Say whether a message of the bot has just these buttons; raises `BadRequest` for one that has none to edit."""
    try:
        await bot.edit_message_reply_markup(target.chat, message, reply_markup=buttons, rate_limit_args=target.patience)
    except BadRequest as refused:
        if not refused.message.lower().startswith(UNCHANGED):
            raise
        return True
    return False


async def take_away(bot: ExtBot[Any], chat: int, messages: list[int], text: str) -> None:
    """Delete messages of the bot; of one that is too old for that, the picture and the words are replaced."""
    for part in (messages[at : at + AT_ONCE] for at in range(0, len(messages), AT_ONCE)):
        try:
            await bot.delete_messages(chat, part)
        except BadRequest:
            for message in part:
                await _without(bot, chat, message, text)


async def _without(bot: ExtBot[Any], chat: int, message: int, text: str) -> None:
    """Delete one message, else empty it; one that is gone already is fine."""
    try:
        await bot.delete_message(chat, message)
    except BadRequest as refused:
        if refused.message.lower().startswith(NOT_THERE):
            return
        try:
            await bot.edit_message_media(InputMediaPhoto(EMPTY, caption=text), chat, message)
        except BadRequest:
            await _as_text(bot, chat, message, text)


async def _as_text(bot: ExtBot[Any], chat: int, message: int, text: str) -> None:
    try:
        await bot.edit_message_text(text, chat, message)
    except BadRequest as refused:  # a video note, or a message its reader has deleted: nothing more can be done
        log.info("a message could not be taken away", extra={"reason": refused.message})


def had_no_effect(failure: TelegramError) -> bool:
    """Say whether a request certainly changed nothing: the server refused it, or never heard it."""
    if isinstance(failure, NetworkError) and not isinstance(failure, BadRequest):
        return isinstance(failure.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return True


def shape(file: File) -> dict[str, Any]:
    """Return what Telegram wants to know of a video or animation; what nobody knows is left to its own reading."""
    known = {"width": file.width, "height": file.height, "duration": math.ceil(file.seconds), "thumbnail": file.cover}
    return {name: value for name, value in known.items() if value}


def note_shape(file: File) -> dict[str, Any]:
    """Return the same of a video note, which is a square of ``length``."""
    known = shape(file)
    length = {"length": known.pop("width")} if "width" in known else {}
    return {name: value for name, value in known.items() if name != "height"} | length


def _media(file: File, text: str, looks: Any) -> InputMedia:
    more = {"caption": text or None, "caption_entities": looks, "filename": file.name}
    if file.kind == "photo":
        return InputMediaPhoto(file.data, **more)
    if file.kind == "video":
        return InputMediaVideo(file.data, supports_streaming=True, **shape(file), **more)
    if file.kind == "animation":
        return InputMediaAnimation(file.data, **shape(file), **more)
    return InputMediaDocument(file.data, **more)


def _id(message: Sent) -> int:
    return message.message_id
