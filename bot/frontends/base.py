"""The seam between the bot and a chat platform: one way in (`Intake`), one way out (`FrontEnd.deliver`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from handlers.events import Address, Event, Who
from handlers.views import View


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a platform can show; numbers are its hard limits."""

    edit_seconds: float  # between two edits of one message
    upload_bytes: int
    download_bytes: int
    group_edit_seconds: float | None = None  # in an address marked ``group``; None: the same everywhere
    keeps_nothing: bool = False  # a conversation is shown again from what is stored of it here
    many: bool = False  # several processes can serve it at once
    waits: bool = False  # where another process serves it, this one waits until it may

    def pause_at(self, address: Address) -> float:
        """Return the least seconds between two edits of one message at an address."""
        slow = self.group_edit_seconds if address.get("group") else None
        return self.edit_seconds if slow is None else slow


OUT_OF_REACH = "files-unreachable"  # why a file was not kept: where they lie does not answer just now
UPLOAD_BYTES = 20 * 1024 * 1024  # a larger file is refused by its declared size, before a byte is fetched


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came from the platform, before anyone looked at it."""

    name: str
    mime: str
    data: bytes


class Intake(Protocol):
    """Where a front end puts what it hears. Implemented in ``bot/core/intake.py``."""

    async def accept(
        self, platform: str, update_id: str, payload: dict[str, Any], chat: str = "", sender: str = ""
    ) -> None:
        """Commit one raw update to the inbox; acknowledge it to the platform only after this returns.

        The same ``(platform, update_id)`` twice is one update. ``chat`` is the platform's name of the conversation:
        updates of one chat are handled strictly in order, different chats side by side. Leave it out only when the
        platform has a single conversation. ``sender``: who wrote, where a chat has several people. What somebody
        sends beyond all measure is dropped here. Called for several updates at once it commits them together.
        """

    async def refuses(self, who: Who, size: int) -> str:
        """Say why a file of ``size`` declared bytes is not fetched; "" for a welcome one.

        "banned", "not-welcome" (see `handlers.admission`), "too-many", or `OUT_OF_REACH`: not in vain, again and again.
        """

    async def keep(self, who: Who, upload: Upload) -> str:
        """Seal an uploaded file under its sender's key and return its media id.

        Raises `NotKeptError` for a file above `UPLOAD_BYTES`, a full disk, a store out of reach (`OUT_OF_REACH`: best
        asked again later), or what `refuses` says. Let it pass through
        `FrontEnd.events`: the inbox then hands the handler a `SentFile` with ``media`` None and the problem.
        """

    async def media(self, who: Who, media: str) -> tuple[bytes, str]:
        """Return (bytes, mime) of a media file if it belongs to this person or to everybody; else raises `KeyError`."""


class FrontEnd(Protocol):
    """A chat platform."""

    name: str
    capabilities: Capabilities

    async def run(self, intake: Intake) -> None:
        """Listen until cancelled. Reconnects by itself; raises only when going on is pointless (bad token)."""

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn one raw inbox payload into events, downloading files on the way. May be called again after a crash."""

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Show ``view`` at ``address`` exactly once for ``key`` and return the receipt (message ids, JSON).

        ``previous`` is the receipt of the message this one replaces (edited in place where the platform allows).
        Raises `RetryLaterError` to be asked again, `ElsewhereError` where another process should be,
        `ChatGoneError` when this person can no longer be reached,
        `TooLargeError` for a file the
        platform does not take, `NotAllowedError` for a picture where only words are welcome.
        """


class Files(Protocol):
    """Reads the media a view names."""

    async def read(self, media: str) -> tuple[bytes, str, str]:
        """Return (bytes, mime, file name)."""


class NotKeptError(Exception):
    """A file could not be taken in; ``problem`` is "too-large", "disk-full", "banned", "too-many" or `OUT_OF_REACH`."""

    def __init__(self, who: Who, upload: Upload, problem: str) -> None:
        self.who, self.name, self.mime, self.bytes = who, upload.name, upload.mime, len(upload.data)
        self.problem = problem
        super().__init__(f"{problem}: {self.bytes} bytes")


class RetryLaterError(Exception):
    """Not now: the platform asked to wait ``seconds``, or the network failed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"again in {seconds:.1f} s")


class ElsewhereError(RetryLaterError):
    """Not here: another process may have the only way to this person. This one leaves them to it for ``seconds``."""


class FilesAwayError(RetryLaterError):
    """Not now: where files lie does not answer. ``who`` sent one, and may be told that it waits."""

    def __init__(self, seconds: float, who: Who) -> None:
        self.who = who
        super().__init__(seconds)


class ChatGoneError(Exception):
    """The chat no longer exists or the person blocked the bot; nothing more is sent there."""


class NotAllowedError(Exception):
    """A chat where the bot may write but not send this kind of message: its admins decide that."""


class TooLargeError(Exception):
    """A file has more ``bytes`` than the ``most`` the platform takes."""

    def __init__(self, size: int, most: int) -> None:
        self.bytes, self.most = size, most
        super().__init__(f"{size} bytes, the limit is {most}")


class FatalError(Exception):
    """Going on is pointless until the operator acts: a bad token, a second program on the same bot.

    ``reason`` is one sentence for the operator and never holds the token.
    """

    def __init__(self, platform: str, reason: str) -> None:
        self.platform, self.reason = platform, reason
        super().__init__(f"{platform}: {reason}")
