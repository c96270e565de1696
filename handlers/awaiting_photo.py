"""A picture that comes for something else than learning a face: to be put into it, or for the clothes in it.

It often shows other people, so it is kept only while it is needed: until somebody has said what to do with it, and
`AFTERWARDS` after each drawing, so that "Again" finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engine.files import Media, reference
from handlers import reply_target, sounds
from handlers.context import RefusedError, Turn, Tx
from handlers.events import SentFile
from handlers.views import Text, View
from storage import media, seats, sessions
from storage.jobs import Job

WAITS = "picture"  # in a conversation's state: what the next picture is for
ALBUM = "album"  # there too: the album whose first picture was taken for that
PATIENCE = 1800.0  # seconds after which a picture is a selfie again
UNDECIDED, AFTERWARDS = seats.VALID_SECONDS, 3600.0  # seconds a picture is kept
PASSING = frozenset({"upload", "preview"})  # purposes of files that are kept that short; one's own pictures are not
PROBLEMS = {"too-large": "photo-too-large", "disk-full": "error-disk-full", "too-many": "files-too-many"}
PROBLEMS |= {
    "files-unreachable": "error-files-unreachable",
    "sticker": "photo-sticker",
    "not-an-image": "photo-not-an-image",
}


def wait(turn: Turn, purpose: str) -> None:
    """Take the next picture for ``purpose``, the name of a command."""
    turn.state[WAITS] = {"for": purpose, "at": turn.now}


def awaited(turn: Turn) -> str:
    """Return what the next picture is for, empty when it is a selfie like any other."""
    waits = turn.state.get(WAITS, {})
    return waits["for"] if waits and turn.now - waits["at"] < PATIENCE else ""


def stop_waiting(state: dict[str, Any]) -> None:
    """Let pictures be selfies again."""
    state.pop(WAITS, None)


async def found(tx: Tx, job: Job, *kept: str) -> None:
    """A picture was looked at and can be used: the next one is a selfie again, and this one waits for a decision.

    ``kept``: what else of the state was for the picture that was waited for.
    """
    state = await sessions.load(tx, job.account, job.place)
    for name in kept if WAITS in state else ():
        state.pop(name, None)
    stop_waiting(state)
    await sessions.save(tx, job.account, job.place, state)


async def with_command(turn: Turn, *, clips: bool = False) -> str | None:
    """Return the media id of the picture that came with a command, or that of the message it answers.

    ``clips``: a video will do too. Raises `RefusedError` for a file that is none or did not arrive.
    """
    if turn.files:
        return await taken(turn, turn.files[0], clips=clips)
    return await _answered(turn)


async def taken(turn: Turn, file: SentFile, *, clips: bool = False) -> str:
    """Return the media id of a picture that was sent; raises `RefusedError` when it did not arrive or is no picture."""
    if sounds.is_sound(file) and not (clips and sounds.is_clip(file)):
        raise RefusedError("photo-not-an-image")
    if file.media is None:
        raise RefusedError(PROBLEMS.get(file.problem, "selfies-not-looked"))
    await media.get(turn.tx, file.media, turn.account.id)  # raises for a file of somebody else
    if file.album:
        turn.state[ALBUM] = {"id": file.album, "told": False}
    return file.media


async def rest_of_album(turn: Turn, file: SentFile) -> list[View] | None:
    """Return the answer to the other pictures of an album whose first one was taken: they are no selfies.

    None for any other picture. It is said once; nothing of them is kept.
    """
    known = turn.state.get(ALBUM)
    if not file.album or known is None or known["id"] != file.album:
        return None
    if file.media is not None:
        await media.remove(turn.tx, turn.account.id, [file.media])
    turn.state[ALBUM] = {"id": file.album, "told": True}
    return [] if known["told"] else [Text(text=turn.say("picture-one-of-album"))]


async def keep(tx: Tx, account: str, paths: Iterable[Path], seconds: float) -> None:
    """Keep files named as `Media` so long from now; only those that are kept short anyway."""
    for row in await _passing(tx, account, paths):
        await media.keep_until(tx, row.id, account, tx.now() + seconds)


async def drop(tx: Tx, account: str, paths: Iterable[Path]) -> None:
    """Delete files nothing can be done with."""
    await media.remove(tx, account, [row.id for row in await _passing(tx, account, paths)])


async def is_kept(turn: Turn, path: Path) -> bool:
    """Say whether a picture is still there; one of the gallery always is."""
    named = reference(path)
    if not isinstance(named, Media):
        return True
    row = await media.find(turn.tx, named.id)
    return row is not None and row.account == turn.account.id


async def _passing(tx: Tx, account: str, paths: Iterable[Path]) -> list[media.Media]:
    named = [one for one in map(reference, paths) if isinstance(one, Media)]
    rows = [await media.find(tx, one.id) for one in named]
    return [row for row in rows if row is not None and row.account == account and row.purpose in PASSING]


async def _answered(turn: Turn) -> str | None:
    """Return the bot's own picture in the message this event answers, None when it shows none of this person."""
    found = await reply_target.pictures(turn)
    return found[1] if found is not None and await is_kept(turn, Media(found[1]).path) else None
