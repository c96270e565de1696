"""What people do, in one closed set. A front end turns its platform's update into one of these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Address = dict[str, Any]
"""Where an answer goes: JSON, understood by one front end, valid for weeks (a chat id, never an interaction)."""


@dataclass(frozen=True, kw_only=True)
class Who:
    """The person behind an event."""

    platform: str  # "telegram", "discord", "local"
    user: str  # the platform's own id, as text
    name: str = ""
    locale: str = "en"
    private: bool = True  # False in groups and servers: nothing biometric happens there
    address: Address = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file arrived. ``media`` is the id under which storage keeps its bytes; ``declared_bytes`` what was claimed.

    ``media`` is None when the platform refused to hand the file over (``problem`` says why: "too-large"). ``seconds``
    is how long the platform says a recording or video is, 0 where it does not.
    """

    who: Who
    media: str | None
    name: str = ""
    mime: str = ""
    declared_bytes: int = 0
    caption: str = ""
    problem: str = ""
    seconds: float = 0.0
    reply: Reply | None = None
    album: str = ""  # the platform's name of the pictures that were sent in one go
    forwarded: bool = False  # it was sent before, by somebody else or elsewhere


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The message that something answers.

    ``message`` is the platform's own id of it; where ``own`` says that the bot wrote it, `storage.outbox.shown_as`
    knows what it showed. ``file`` is what somebody's message held; only a command that takes files gets it.
    """

    message: str
    own: bool
    text: str = ""
    file: SentFile | None = None


@dataclass(frozen=True, kw_only=True)
class Command:
    """``/name`` with its arguments, already split by the catalogue's parameters where the platform can.

    ``files`` came with it (a picture with the command as its caption, an attachment), if the catalogue says that the
    command takes files; any other command's file arrives as a `SentFile` of its own. ``source`` is the platform's id of
    the message it stands in, ``edited`` says that it was changed after it had been sent.
    """

    who: Who
    name: str
    text: str = ""  # everything after the name
    options: dict[str, str] = field(default_factory=dict)
    files: tuple[SentFile, ...] = ()
    reply: Reply | None = None
    source: str = ""
    edited: bool = False
    about: str = ""  # the job a form was opened for, by the number its button carries


@dataclass(frozen=True, kw_only=True)
class Said:
    """Plain text without a command; ``source`` and ``edited`` as in `Command`."""

    who: Who
    text: str
    reply: Reply | None = None
    source: str = ""
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A button. ``action`` is what `views.Button` carried: at most 64 bytes, meaning kept in the database.

    ``message`` is the platform's own id of the message it is under.
    """

    who: Who
    action: str
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Reacted:
    """A sign put on a message of the bot's, or taken off it: ``liked`` says whether a friendly one is there now."""

    who: Who
    message: str
    liked: bool


@dataclass(frozen=True, kw_only=True)
class Paid:
    """An invoice was paid: its ``payload``, the platform's name of the payment, and how many Stars it was."""

    who: Who
    payload: str
    charge: str
    stars: int


Event = Command | Said | SentFile | Pressed | Reacted | Paid
