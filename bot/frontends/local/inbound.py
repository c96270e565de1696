"""What a person did on the page, as the raw inbox payload and back as events.

A payload is ``{"user", "name", "locale", "act", ...}`` with ``act`` one of ``say``, ``press``, ``form``,
``file``. Files are
sealed into storage before the payload is written, so handling it twice downloads and keeps nothing twice.
"""

from __future__ import annotations

from typing import Any

from handlers.events import Address, Command, Event, Pressed, Said, SentFile, Who

TEXT_LIMIT = 4000  # characters of one message


def said(user: str, locale: str, text: str) -> dict[str, Any]:
    """Return the payload of a typed line, command or not."""
    return {"user": user, "locale": locale, "act": "say", "text": text.strip()[:TEXT_LIMIT]}


def pressed(user: str, locale: str, action: str, label: str = "", message: str = "") -> dict[str, Any]:
    """Return the payload of a pressed button; ``message`` is the name of the one it is under."""
    return {"user": user, "locale": locale, "act": "press", "action": action, "label": label, "under": message}


def filled(user: str, locale: str, about: str, options: dict[str, str]) -> dict[str, Any]:
    """Return the payload of a form; ``about`` is what its view says of it."""
    return {"user": user, "locale": locale, "act": "form", "about": about, "options": options}


def sent_file(
    user: str, locale: str, *, media: str | None, name: str, mime: str, size: int, problem: str = ""
) -> dict[str, Any]:
    """Return the payload of an uploaded file; ``media`` None means it was refused, ``problem`` says why."""
    payload = {"user": user, "locale": locale, "act": "file", "media": media, "file": name, "mime": mime}
    return payload | {"bytes": size, "problem": problem}


def person(platform: str, user: str, locale: str = "en") -> Who:
    """Return the person behind a browser or a script; their address is all that is needed to answer weeks later."""
    address: Address = {"chat": user}
    return Who(platform=platform, user=user, locale=locale, private=True, address=address)


def events(platform: str, payload: dict[str, Any]) -> list[Event]:
    """Turn one payload into events; raises `ValueError` for an act nobody knows."""
    who = person(platform, payload["user"], payload.get("locale", "en"))
    act = payload["act"]
    if act == "press":
        return [Pressed(who=who, action=payload["action"], message=payload.get("under", ""))]
    if act == "file":
        return [_file(who, payload)]
    if act == "form":
        name, _, about = payload["about"].partition(":")
        options = {field: value for field, value in payload["options"].items() if value}
        return [Command(who=who, name=name, options=options, about=about)]
    if act != "say":
        raise ValueError(f"unknown act {act!r}")
    text = payload["text"]
    if not text:
        return []
    if text.startswith("/") and len(text) > 1:
        name, _, rest = text[1:].partition(" ")
        return [Command(who=who, name=name.lower(), text=rest.strip())]
    return [Said(who=who, text=text)]


def _file(who: Who, payload: dict[str, Any]) -> SentFile:
    return SentFile(
        who=who,
        media=payload["media"],
        name=payload["file"],
        mime=payload["mime"],
        declared_bytes=payload["bytes"],
        problem=payload["problem"],
    )
