"""What a button carries: ``v1:<verb>:<argument>:...``, at most 64 bytes, the strictest platform's limit.

An action holds no state and no secret: a job's number, a style's name. Whatever it names is looked up again among the
presser's own rows when it is pressed, so a forged or copied action reaches nothing of anybody else.
"""

from __future__ import annotations

from typing import Literal

from handlers.views import Button

VERSION = "v1"
PRIVATE = "v1:private"  # opens the private chat with the bot, by a link where the platform has one
ANONYMOUS = "v1:anonymous"  # what a front end hears where somebody hides who they are
LIMIT = 64  # bytes of callback data on Telegram; Discord allows 100 characters


def action(verb: str, *arguments: object) -> str:
    """Return the action of a button; raises `ValueError` when it does not fit into 64 bytes."""
    made = ":".join([VERSION, verb, *map(str, arguments)])
    if len(made.encode()) > LIMIT:
        raise ValueError(f"action of {len(made.encode())} bytes, the limit is {LIMIT}: {made}")
    return made


def fits(verb: str, *arguments: object) -> bool:
    """Say whether `action` would accept these arguments."""
    return len(":".join([VERSION, verb, *map(str, arguments)]).encode()) <= LIMIT


def parse(text: str) -> tuple[str, list[str]] | None:
    """Split an action into verb and arguments; None when it is none of ours."""
    version, _, rest = text.partition(":")
    if version != VERSION or not rest or len(text.encode()) > LIMIT:
        return None
    verb, *arguments = rest.split(":")
    return verb, arguments


def button(label: str, verb: str, *arguments: object, kind: Literal["plain", "go", "danger"] = "plain") -> Button:
    """Make a button from a finished label and an action."""
    return Button(label=label, action=action(verb, *arguments), kind=kind)


def copies(label: str, text: str) -> Button:
    """Make a button that puts a text onto the clipboard."""
    return Button(label=label, action=action("copy"), copy=text)
