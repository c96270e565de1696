"""From discord.py's objects to plain inbox payloads, and from payloads to what a person did.

A payload keeps what happened, never the interaction's token: an interaction is dead after 15 minutes, and answers go
to the person's direct messages, where nobody else reads along. So everything counts as private, but for the commands
of `IN_PLACE`, which are about the server they are used in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from bot.frontends import attached
from bot.frontends.attached import Answered
from bot.frontends.discord import forms
from handlers.actions import action
from handlers.catalogue import COMMANDS
from handlers.events import Command, Pressed, Said, Who

IN_PLACE = ("post", "limit")
"""Commands that show or change something in a server; whoever may not write there uses them in vain."""
Json = dict[str, Any]
Place = tuple[int, int]  # channel and message


@dataclass(frozen=True, kw_only=True)
class Attached(attached.Attached):
    """A file in a payload that is still at Discord. ``message`` is where it hangs, when a message holds it."""

    id: str
    url: str
    message: Place | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing a person did: ``what`` with its ``files``, or files alone."""

    what: Command | Said | Pressed | None = None
    files: tuple[Attached, ...] = ()
    answered: Answered[Attached] | None = None


def of_message(message: discord.Message, locale: str, me: int) -> Json:
    """Return the payload of a direct message; ``me`` is the bot's own id."""
    reference = message.reference
    earlier = reference.resolved if reference is not None else None
    return {
        "kind": "message",
        "id": str(message.id),
        "channel": str(message.channel.id),
        "user": _user(message.author),
        "locale": locale,
        "text": message.content,
        "files": [*(_attachment(one) for one in message.attachments), *_forwarded(message)],
        "answered": _answered(earlier, me) if isinstance(earlier, discord.Message) else None,
    }


def of_interaction(interaction: discord.Interaction[Any], menus: dict[str, str], me: int) -> Json | None:
    """Return the payload of a command, a press or a form; None for what needs no answer.

    ``menus`` are the commands behind the names of message menus.
    """
    data: Any = interaction.data or {}
    payload: Json = {"user": _user(interaction.user), "locale": str(interaction.locale)}
    if interaction.type is discord.InteractionType.application_command:
        if data.get("type") == discord.AppCommandType.message.value:
            message = next(iter(data["resolved"]["messages"].values()))
            options: Json = {"name": menus[data["name"]], "options": {}, "files": [], "answered": _raw(message, me)}
            return {**payload, "kind": "command", **options}
        return {
            **payload,
            "kind": "command",
            "name": data["name"],
            **_options(data),
            **_where(interaction, data["name"]),
        }
    if interaction.type is discord.InteractionType.component:
        # A menu's own id means nothing; what was picked is the action.
        under = str(interaction.message.id) if interaction.message is not None else ""
        return {**payload, "kind": "press", "action": (data.get("values") or [data["custom_id"]])[0], "under": under}
    if interaction.type is discord.InteractionType.modal_submit:
        filled = forms.read(data)
        return {**payload, **filled} if filled is not None else None
    return None


def read(payload: Json) -> list[Heard]:
    """Turn a payload into what the person did."""
    user, place = payload["user"], payload.get("place", {})
    who = Who(
        platform="discord",
        user=user["id"],
        name=user["name"],
        locale=payload["locale"],
        private=not place,
        address={**place, "user": user["id"]},
    )
    if payload["kind"] == "press":
        return [Heard(what=Pressed(who=who, action=payload["action"], message=payload.get("under", "")))]
    files = _files(payload, who)
    if payload["kind"] == forms.SELFIES:
        return _selfies(payload, who, files)
    if payload["kind"] == "command":
        options = {name: value for name, value in payload["options"].items() if value}
        command = Command(who=who, name=payload["name"], options=options, about=payload.get("about", ""))
        return _command(command, payload, files)
    return _message(payload, who, files)


def _selfies(payload: Json, who: Who, files: tuple[Attached, ...]) -> list[Heard]:
    # The consent first: it opens what came with it.
    agreed = [Heard(what=Pressed(who=who, action=action("agree", payload["agreed"])))] if payload["agreed"] else []
    if not agreed and not files:
        return [Heard(what=Command(who=who, name="selfies"))]
    return [*agreed, *(Heard(files=(file,)) for file in files)]


def _message(payload: Json, who: Who, files: tuple[Attached, ...]) -> list[Heard]:
    text = payload["text"].strip()
    if text.startswith("/") and text[1:2].isalnum():
        name, *rest = text[1:].split(maxsplit=1)
        command = Command(who=who, name=name.lower(), text=rest[0] if rest else "")
        if not files or _takes_files(command.name):
            return _command(command, payload, files)
    if files:
        return [Heard(files=(file,), answered=_answer(payload, who, True)) for file in files]
    return [Heard(what=Said(who=who, text=text), answered=_answer(payload, who, False))]


def _command(command: Command, payload: Json, files: tuple[Attached, ...]) -> list[Heard]:
    takes = _takes_files(command.name)
    answered = _answer(payload, command.who, takes)
    if takes:
        return [Heard(what=command, files=files, answered=answered)]
    # The command first: it opens the flow its files belong to.
    return [Heard(what=command, answered=answered), *(Heard(files=(file,)) for file in files)]


def _takes_files(name: str) -> bool:
    return name in COMMANDS and COMMANDS[name].files


def _answer(payload: Json, who: Who, takes_files: bool) -> Answered[Attached] | None:
    known = payload.get("answered")
    if not known:
        return None
    place = (int(known["channel"]), int(known["message"]))
    # The bot's own pictures lie in storage, as they were made.
    wanted = known["files"][:1] if takes_files and not known["own"] else []
    files = [_file(item, who, known["text"], place) for item in wanted]
    return Answered(message=known["message"], own=known["own"], text=known["text"], file=files[0] if files else None)


def _files(payload: Json, who: Who) -> tuple[Attached, ...]:
    place = (int(payload["channel"]), int(payload["id"])) if payload["kind"] == "message" else None
    text = payload.get("text", "")
    return tuple(_file(item, who, text if n == 0 else "", place) for n, item in enumerate(payload["files"]))


def _file(item: Json, who: Who, caption: str, place: Place | None) -> Attached:
    return Attached(
        who=who,
        id=item["id"],
        url=item["url"],
        name=item["name"],
        mime=item["mime"] or "application/octet-stream",
        declared_bytes=item["bytes"],
        caption=caption,
        seconds=float(item.get("seconds") or 0.0),
        message=place,
        forwarded=bool(item.get("forwarded")),
    )


def _where(interaction: discord.Interaction[Any], name: str) -> Json:
    """Return the place of a command that is about a server: the server is the chat, the channel where it is shown."""
    allowed = interaction.permissions
    if name not in IN_PLACE or interaction.guild_id is None or not (allowed.send_messages and allowed.attach_files):
        return {}
    channel = str(interaction.channel_id)
    return {"place": {"chat": str(interaction.guild_id), "channel": channel, "group": True}}


def _options(data: Json) -> Json:
    options, files = {}, []
    known = data.get("resolved", {}).get("attachments", {})
    for option in data.get("options", []):
        item = known.get(str(option["value"]))
        if option["type"] == discord.AppCommandOptionType.attachment.value and item is not None:
            files.append(forms.attachment(item))
        else:
            options[option["name"]] = str(option["value"])
    return {"options": options, "files": files}


def _answered(message: discord.Message, me: int) -> Json:
    return {
        "message": str(message.id),
        "channel": str(message.channel.id),
        "own": message.author.id == me,
        "text": message.content,
        "files": [*(_attachment(one) for one in message.attachments), *_forwarded(message)],
    }


def _raw(message: Json, me: int) -> Json:
    """Return the same of a message as Discord sends it with a menu."""
    return {
        "message": message["id"],
        "channel": message["channel_id"],
        "own": message["author"]["id"] == str(me),
        "text": message.get("content", ""),
        "files": [forms.attachment(item) for each in (message, *_snapshots(message)) for item in _files_in(each)],
    }


def _snapshots(message: Json) -> list[Json]:
    """Return the messages that were forwarded in a raw one."""
    return [each["message"] for each in message.get("message_snapshots", []) if "message" in each]


def _files_in(message: Json) -> list[Json]:
    return list(message.get("attachments", []))


def _attachment(one: discord.Attachment) -> Json:
    return {
        "id": str(one.id),
        "name": one.filename,
        "mime": one.content_type,
        "bytes": one.size,
        "url": one.url,
        "seconds": one.duration or 0.0,
    }


def _forwarded(message: discord.Message) -> list[Json]:
    """Return the files of messages that were forwarded in this one."""
    return [{**_attachment(one), "forwarded": True} for each in message.message_snapshots for one in each.attachments]


def _user(user: discord.abc.User) -> Json:
    return {"id": str(user.id), "name": user.display_name}
