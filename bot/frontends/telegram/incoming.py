"""From a raw Telegram update (a dictionary, as it lies in the inbox) to what a person did, before a file is fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.frontends import attached
from bot.frontends.attached import Answered
from handlers.actions import ANONYMOUS
from handlers.catalogue import COMMANDS
from handlers.events import Address, Command, Paid, Pressed, Reacted, Said, Who

FILE_KINDS = ("animation", "document", "video", "video_note", "voice", "audio", "sticker")
"""Order matters: an animation also comes as a document."""
NAMES = {
    "photo": ("photo.jpg", "image/jpeg"),
    "animation": ("animation.mp4", "video/mp4"),
    "document": ("document", "application/octet-stream"),
    "video": ("video.mp4", "video/mp4"),
    "video_note": ("video-note.mp4", "video/mp4"),
    "voice": ("voice.ogg", "audio/ogg"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "sticker": ("sticker.webp", "image/webp"),
}
EDITED_SECONDS = 600  # after which a changed message is history
UNFRIENDLY = frozenset("👎💩🤮🤬🖕😡😢💔😭🥱😴🤡😨😱🌚")  # reactions that are no praise
UNREADABLE = ("location", "venue", "contact", "poll", "dice", "story", "game")
"""Things a person can send that say nothing to this bot; answered like a line nobody understands."""


@dataclass(frozen=True, kw_only=True)
class Attached(attached.Attached):
    """A file in an update that is still at Telegram."""

    file_id: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing a person did: ``what`` alone, a ``file`` alone, or a command with its file."""

    what: Command | Said | Pressed | Reacted | Paid | None = None
    file: Attached | None = None
    answered: Answered[Attached] | None = None


def address_of(message: dict[str, Any]) -> Address:
    """Return where answers to a message go: the chat, and the topic in a forum."""
    address: Address = {"chat": message["chat"]["id"]}
    if message["chat"]["type"] != "private":
        address["group"] = True
    if message.get("is_topic_message"):
        address["thread"] = message["message_thread_id"]
    return address


def read(update: dict[str, Any], username: str, me: int) -> list[Heard]:
    """Turn one update into what the person did; ``username`` and ``me`` are the bot's own name and id.

    In groups only what is meant for the bot counts: its commands, replies to it and its buttons.
    """
    if press := update.get("callback_query"):
        return _press(press)
    if reaction := update.get("message_reaction"):
        return _reaction(reaction)
    message, edited = update.get("message") or _edited(update), "edited_message" in update
    if message and _is_anonymous(message):
        return _anonymous(message, username)
    if not message or message.get("from", {"is_bot": True}).get("is_bot"):
        return []
    who = _who(message["from"], message)
    if paid := message.get("successful_payment"):
        return [Heard(what=_paid(who, paid))]
    said = message.get("text") or message.get("caption") or ""
    command, others = _command(who, said, username, message, edited)
    if others or (not who.private and command is None and not _replies_to(message, me)):
        return []
    takes_files = command is not None and command.name in COMMANDS and COMMANDS[command.name].files
    answered = _answered(message, me, who, takes_files)
    if file := _attached(message, who):
        # A picture is a selfie whatever it is called, unless its caption is a command that wants one. One whose caption
        # was changed has been taken already: then the caption alone is news, and nothing that was said before.
        if edited and command is not None:
            command = replace(command, edited=False)
        if edited and not takes_files:
            return [Heard(what=command, answered=answered)] if command is not None else []
        taken = Heard(what=command if takes_files else None, file=file, answered=answered)
        heard = command is not None and not takes_files and command.name in COMMANDS
        # An album captioned /train: its photos are selfies, and what is said of them is heard as well.
        return [taken, Heard(what=command, answered=answered)] if heard else [taken]
    if command is not None:
        return [Heard(what=command, answered=answered)]
    if "text" in message or any(kind in message for kind in UNREADABLE):
        source = str(message["message_id"])
        line = Said(who=who, text=message.get("text", ""), source=source, edited=edited)
        return [Heard(what=line, answered=answered)]
    return []


def _paid(who: Who, paid: dict[str, Any]) -> Paid:
    # An invoice can be forwarded and paid in a group: what it buys, or gives back, is the payer's own all the same.
    here = replace(who, private=True, address={"chat": int(who.user)})
    return Paid(
        who=here,
        payload=paid["invoice_payload"],
        charge=paid["telegram_payment_charge_id"],
        stars=paid["total_amount"],
    )


def _edited(update: dict[str, Any]) -> Any:
    """Return a message whose words were changed soon after it was sent; also a moving location is called edited."""
    message = update.get("edited_message")
    if not message or not (message.get("text") or message.get("caption")):
        return None
    return message if message.get("edit_date", 0) - message.get("date", 0) <= EDITED_SECONDS else None


def _reaction(reaction: dict[str, Any]) -> list[Heard]:
    """Return what somebody thinks of a message in their own chat; in a group it is not theirs to keep."""
    if reaction["chat"]["type"] != "private" or "user" not in reaction:
        return []
    new = [one.get("emoji", "") for one in reaction.get("new_reaction", ())]
    liked = any(sign not in UNFRIENDLY for sign in new)
    who = _who(reaction["user"], reaction)
    return [Heard(what=Reacted(who=who, message=str(reaction["message_id"]), liked=liked))]


def _is_anonymous(message: dict[str, Any]) -> bool:
    """Say whether an admin speaks in the name of the group."""
    return message.get("sender_chat", {}).get("id") == message.get("chat", {}).get("id", object())


def _anonymous(message: dict[str, Any], username: str) -> list[Heard]:
    """Answer a command of somebody who hides who they are: nothing can be done for nobody, but it can be said."""
    who = _who(message["from"], message)
    said = message.get("text") or message.get("caption") or ""
    command, others = _command(who, said, username, message)
    if others or command is None or command.name not in COMMANDS:
        return []
    return [Heard(what=Pressed(who=who, action=ANONYMOUS))]


def _press(press: dict[str, Any]) -> list[Heard]:
    if "message" not in press or "data" not in press:
        return []  # an inline message or a game: none of ours
    who, under = _who(press["from"], press["message"]), str(press["message"]["message_id"])
    return [Heard(what=Pressed(who=who, action=press["data"], message=under))]


def _who(sender: dict[str, Any], message: dict[str, Any]) -> Who:
    return Who(
        platform="telegram",
        user=str(sender["id"]),
        name=sender.get("first_name", ""),
        locale=sender.get("language_code") or "en",
        private=message["chat"]["type"] == "private",
        address=address_of(message),
    )


def _command(
    who: Who, said: str, username: str, message: dict[str, Any], edited: bool = False
) -> tuple[Command | None, bool]:
    # Returns the command, and whether the line is a command for another bot of the group.
    if not said.startswith("/") or not said[1:2].isalnum():
        return None, False
    head, *rest = said[1:].split(maxsplit=1)
    name, _, bot = head.partition("@")
    if bot and bot.lower() != username.lower():
        return None, True
    text, source = rest[0].strip() if rest else "", str(message["message_id"])
    return Command(who=who, name=name.lower(), text=text, source=source, edited=edited), False


def _replies_to(message: dict[str, Any], me: int) -> bool:
    return message.get("reply_to_message", {}).get("from", {}).get("id") == me


def _answered(message: dict[str, Any], me: int, who: Who, takes_files: bool) -> Answered[Attached] | None:
    earlier = message.get("reply_to_message")
    if not earlier:
        return None
    own = _replies_to(message, me)
    return Answered(
        message=str(earlier["message_id"]),
        own=own,
        text=earlier.get("text") or earlier.get("caption") or "",
        # The bot's own pictures lie in storage, untouched by the platform.
        file=_attached(earlier, who) if takes_files and not own else None,
    )


def _attached(message: dict[str, Any], who: Who) -> Attached | None:
    sizes = message.get("photo") or message.get("live_photo", {}).get("photo")  # of one that moves, the still
    kind = "photo" if sizes else next((k for k in FILE_KINDS if k in message), None)
    if kind is None:
        return None
    item = max(sizes, key=lambda size: size["width"] * size["height"]) if sizes else message[kind]
    name, mime = NAMES[kind]
    return Attached(
        who=who,
        file_id=item["file_id"],
        name=item.get("file_name") or name,
        mime=item.get("mime_type") or mime,
        declared_bytes=item.get("file_size") or 0,
        caption=message.get("caption", ""),
        seconds=float(item.get("duration") or 0),
        album=message.get("media_group_id", ""),
        forwarded="forward_origin" in message or "forward_date" in message,
        sticker=kind == "sticker",
    )
