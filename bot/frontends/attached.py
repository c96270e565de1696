"""A file that is still at its platform, and how it is taken in: the same rules on every platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.frontends.base import OUT_OF_REACH, FilesAwayError, Intake, NotKeptError, Upload
from handlers.events import SentFile, Who
from handlers.sounds import is_unreadable

OUT_OF_REACH_SECONDS = 10.0  # until a file is fetched again that could not be kept


@dataclass(frozen=True, kw_only=True)
class Attached:
    """What an update says of a file; platforms add how it is fetched."""

    who: Who
    name: str
    mime: str
    declared_bytes: int
    caption: str = ""
    seconds: float = 0.0
    album: str = ""
    forwarded: bool = False  # somebody else sent it first, or the person did elsewhere
    sticker: bool = False


File = TypeVar("File", bound=Attached)


@dataclass(frozen=True, kw_only=True)
class Answered(Generic[File]):
    """The message a person answered, or picked a command from the menu of."""

    message: str
    own: bool  # written by the bot
    text: str = ""
    file: File | None = None


class NotFetchedError(Exception):
    """A file the platform does not hand over; ``problem`` is "too-large" or "unavailable"."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


async def take_in(item: Attached, intake: Intake, limit: int, download: Callable[[], Awaitable[bytes]]) -> SentFile:
    """Fetch a file and keep it, or say why not.

    Nothing is fetched outside a private chat, nor what is declared larger than ``limit`` bytes or is plainly neither
    picture nor sound, nor from somebody who is banned or has sent too much already. ``download`` raises
    `NotFetchedError` for this file alone, and `RetryLaterError` to be asked again.
    """
    if not item.who.private:
        return sent(item, None, "not-private")
    if item.sticker:
        return sent(item, None, "sticker")
    if is_unreadable(item.mime, item.name):
        return sent(item, None, "not-an-image")
    if item.declared_bytes > limit:
        return sent(item, None, "too-large")
    if problem := await intake.refuses(item.who, item.declared_bytes):
        if problem == OUT_OF_REACH:
            raise FilesAwayError(OUT_OF_REACH_SECONDS, item.who)
        return sent(item, None, problem)
    try:
        data = await download()
        return sent(item, await intake.keep(item.who, Upload(name=item.name, mime=item.mime, data=data)))
    except NotKeptError as refused:
        if refused.problem == OUT_OF_REACH:  # the platform still has it
            raise FilesAwayError(OUT_OF_REACH_SECONDS, item.who) from refused
        return sent(item, None, refused.problem)
    except NotFetchedError as refused:  # said of this file alone: an update may hold others
        return sent(item, None, refused.problem)


def sent(item: Attached, media: str | None, problem: str = "") -> SentFile:
    """Return the event of a file."""
    return SentFile(
        who=item.who,
        media=media,
        name=item.name,
        mime=item.mime,
        declared_bytes=item.declared_bytes,
        caption=item.caption,
        seconds=item.seconds,
        album=item.album,
        forwarded=item.forwarded,
        problem=problem,
    )
