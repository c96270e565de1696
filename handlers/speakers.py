"""Which of a person's pictures can be made to speak."""

from __future__ import annotations

from dataclasses import dataclass

from engine.files import media_id
from handlers import reply_target, work
from handlers.context import Turn
from handlers.jobs import job_kinds
from storage import jobs, media
from storage.jobs import Job

OLDER = 4  # portraits of earlier jobs offered beside those of the last one


@dataclass(frozen=True, kw_only=True)
class Face:
    """A portrait that can be made to speak: picture ``rank`` (from 1) of a job, whose owner calls it ``own``."""

    number: int
    own: int
    rank: int
    media: str
    style: str  # what was drawn, in the reader's language
    identity: str | None
    count: int  # pictures of that job


async def offered(turn: Turn) -> list[Face]:
    """Return the portraits that can speak: all of the newest job, then the best of some earlier ones."""
    found: list[Face] = []
    older = 0
    mine = await jobs.of(turn.tx, turn.account.id, limit=200)
    for job in mine:
        if not can_speak(job, mine) or older > OLDER:
            continue
        faces = await _faces(turn, job)
        found += faces if older == 0 else faces[:1]
        older += bool(faces)
    return found


def can_speak(job: Job, mine: list[Job]) -> bool:
    """Say whether the face in a job's pictures is the person's own and the only one: nobody else is made to speak.

    ``mine`` are the person's jobs, among them the look at the picture somebody was put into.
    """
    kind = job_kinds().get(job.kind)
    return kind is not None and kind.speaks is not None and kind.speaks(job, mine)


async def _faces(turn: Turn, job: Job) -> list[Face]:
    ids = [media_id(picture.file) for picture in work.pictures(job)]
    kept = {each.id for each in await media.of(turn.tx, turn.account.id, "portrait")}
    return [
        Face(
            number=job.number,
            own=job.own,
            rank=rank,
            media=one,
            style=work.title(turn.deps, turn.say, job),
            identity=job.identity,
            count=len(ids),
        )
        for rank, one in enumerate(ids, 1)
        if one in kept
    ]


async def face_of(turn: Turn, number: str, rank: str) -> Face | None:
    """Return picture ``rank`` of a job, None where it cannot speak."""
    job = await work.own(turn, number, "show-unknown")
    mine = await jobs.of(turn.tx, turn.account.id, limit=200)
    faces = await _faces(turn, job) if can_speak(job, mine) else []
    return next((face for face in faces if str(face.rank) == rank), None)


async def answered(turn: Turn) -> Face | None:
    """Return the portrait in the message this event answers, None when it shows none."""
    found = await reply_target.pictures(turn)
    if found is None:
        return None
    items, wanted = found
    faces = [face for face in await _everything(turn) if face.media in items]
    return next((face for face in faces if face.media == wanted), faces[0] if faces else None)


async def _everything(turn: Turn) -> list[Face]:
    mine = await jobs.of(turn.tx, turn.account.id, limit=200)
    return [face for job in mine if can_speak(job, mine) for face in await _faces(turn, job)]
