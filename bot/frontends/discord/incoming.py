"""From discord.py's objects to plain inbox payloads, and from payloads to events.

A payload keeps what happened, never the interaction's token: an interaction is dead after 15 minutes, and answers go
to the person's direct messages, where nobody else reads along. So everything here counts as private.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord

from handlers.events import Command, Event, Pressed, Said, Who

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file in a payload that is still at Discord. ``message`` is (channel, message) when a message holds it."""

    who: Who
    id: str
    url: str
    name: str
    mime: str
    declared_bytes: int
    caption: str = ""
    message: tuple[int, int] | None = None


def of_message(message: discord.Message, locale: str) -> Json:
    """Return the payload of a direct message."""
    return {
        "kind": "message",
        "id": str(message.id),
        "channel": str(message.channel.id),
        "user": _user(message.author),
        "locale": locale,
        "text": message.content,
        "files": [
            {"id": str(a.id), "name": a.filename, "mime": a.content_type, "bytes": a.size, "url": a.url}
            for a in message.attachments
        ],
    }


def of_interaction(interaction: discord.Interaction[Any]) -> Json | None:
    """Return the payload of a command or a press; None for what needs no answer."""
    data: Any = interaction.data or {}
    payload: Json = {"user": _user(interaction.user), "locale": str(interaction.locale)}
    if interaction.type is discord.InteractionType.application_command:
        return {**payload, "kind": "command", "name": data["name"], **_options(data)}
    if interaction.type is discord.InteractionType.component:
        # A menu's own id means nothing; what was picked is the action.
        return {**payload, "kind": "press", "action": (data.get("values") or [data["custom_id"]])[0]}
    return None


def read(payload: Json) -> list[Event | Attached]:
    """Turn a payload into what the person did."""
    user = payload["user"]
    who = Who(
        platform="discord",
        user=user["id"],
        name=user["name"],
        locale=payload["locale"],
        private=True,
        address={"user": user["id"]},
    )
    if payload["kind"] == "press":
        return [Pressed(who=who, action=payload["action"])]
    if payload["kind"] == "command":
        # The command first: it opens the flow its files belong to.
        return [Command(who=who, name=payload["name"], options=payload["options"]), *_files(payload, who)]
    return _message(payload, who)


def _message(payload: Json, who: Who) -> list[Event | Attached]:
    text = payload["text"].strip()
    files = _files(payload, who)
    if text.startswith("/") and text[1:2].isalnum() and not files:
        name, *rest = text[1:].split(maxsplit=1)
        return [Command(who=who, name=name.lower(), text=rest[0] if rest else "")]
    return list(files) or [Said(who=who, text=text)]


def _files(payload: Json, who: Who) -> list[Attached]:
    place = (int(payload["channel"]), int(payload["id"])) if payload["kind"] == "message" else None
    return [
        Attached(
            who=who,
            id=item["id"],
            url=item["url"],
            name=item["name"],
            mime=item["mime"] or "application/octet-stream",
            declared_bytes=item["bytes"],
            caption=payload.get("text", "") if number == 0 else "",
            message=place,
        )
        for number, item in enumerate(payload["files"])
    ]


def _options(data: Json) -> Json:
    options, files = {}, []
    known = data.get("resolved", {}).get("attachments", {})
    for option in data.get("options", []):
        item = known.get(str(option["value"]))
        if option["type"] == discord.AppCommandOptionType.attachment.value and item is not None:
            mime = item.get("content_type")
            files.append(
                {"id": item["id"], "name": item["filename"], "mime": mime, "bytes": item["size"], "url": item["url"]}
            )
        else:
            options[option["name"]] = str(option["value"])
    return {"options": options, "files": files}


def _user(user: discord.abc.User) -> Json:
    return {"id": str(user.id), "name": user.display_name}
