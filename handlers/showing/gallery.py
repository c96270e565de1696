"""The gallery: what somebody had made, newest first, and one of it with everything that can be done with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.files import media_id
from engine.tasks.portrait.request import Portrait, Source
from engine.tasks.talk.request import Talk, TalkingClip
from handlers import actions, albums, folding, gallery, pages, speakers, work
from handlers.actions import button
from handlers.context import RefusedError, Turn
from handlers.jobs import job_kinds
from handlers.kinds import Rated
from handlers.showing.refusal import NotShownError
from handlers.views import Button, Pictures, Video
from storage import favourites, identities, jobs, media, selfies
from storage.jobs import Job

PAGE = 24
KINDS = ("all", "favourites", "videos")


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One entry: job ``number``, the picture of ``rank`` in it that stands for it, and how many more it has."""

    number: int
    rank: int
    picture: str
    title: str
    more: int
    favourite: bool
    video: bool


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """One page of the gallery; ``only`` is one of `KINDS`."""

    tiles: tuple[Tile, ...]
    only: str
    number: int
    last: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture of a job: ``before`` is the person's own photo to compare it with, "" where there is none."""

    rank: int
    media: str
    alt: str
    caption: str
    name: str
    before: str
    favourite: bool
    favour: Button | None


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one job came to. ``doing`` are the buttons used most, ``more`` the others the chat has under it."""

    number: int
    title: str
    text: str
    shots: tuple[Shot, ...]
    chosen: int
    video: str
    cover: str
    doing: tuple[Button, ...]
    more: tuple[Button, ...]
    newer: int | None
    older: int | None


async def show(turn: Turn, options: Mapping[str, str]) -> Gallery:
    """Return a ``page`` of the gallery, ``only`` favourites or videos where that is asked for."""
    only = options.get("only", "")
    only = only if only in KINDS else KINDS[0]
    tiles = [tile async for tile in _tiles(turn, only)]
    now = pages.page_of(tiles, pages.page_number(options.get("page", "1")), PAGE)
    return Gallery(tiles=tuple(now.shown), only=only, number=now.number, last=now.last, total=now.total)


async def _tiles(turn: Turn, only: str) -> AsyncIterator[Tile]:
    marked = {one.media for one in await favourites.of(turn.tx, turn.account.id)}
    kept = await _kept(turn)
    for job in await jobs.of(turn.tx, turn.account.id, limit=gallery.HISTORY):
        if job.state not in gallery.SHOWABLE:
            continue
        if job.kind == Talk.kind:
            if only != "favourites" and (tile := _clip(turn, job, kept)) is not None:
                yield tile
            continue
        if only == "videos":
            continue
        there = [(rank, one) for rank, one in _ranked(job) if one in kept and (only == "all" or one in marked)]
        for rank, one in there if only == "favourites" else there[:1]:
            yield _tile(turn, job, rank, one, len(there) - 1 if only == "all" else 0, one in marked)


async def _kept(turn: Turn) -> set[str]:
    return {one.id for one in await media.of(turn.tx, turn.account.id, "portrait", limit=gallery.HISTORY * 10)}


def _ranked(job: Job) -> Iterator[tuple[int, str]]:
    return ((rank, media_id(picture.file)) for rank, picture in enumerate(work.pictures(job), 1))


def _tile(turn: Turn, job: Job, rank: int, picture: str, more: int, favourite: bool) -> Tile:
    title = work.title(turn.deps, turn.say, job)
    return Tile(number=job.number, rank=rank, picture=picture, title=title, more=more, favourite=favourite, video=False)


def _clip(turn: Turn, job: Job, kept: set[str]) -> Tile | None:
    made = work.made(job, TalkingClip)
    if made is None or media_id(made.file) not in kept:
        return None
    cover = media_id(made.cover) if made.cover else ""
    return Tile(
        number=job.number,
        rank=1,
        picture=cover,
        title=work.what(turn.deps, turn.say, job),
        more=0,
        favourite=False,
        video=True,
    )


async def show_work(turn: Turn, options: Mapping[str, str]) -> Work:
    """Return what a job came to, as the chat shows it; ``picture`` is the rank of the one to look at.

    Raises `NotShownError`, the same for a job of somebody else and one that never was.
    """
    job = await _own(turn, options["number"])
    try:
        views = await gallery.show(turn, {"job": str(job.number)})
    except RefusedError as refused:
        reason = "missing" if refused.key == "show-unknown" else "gone"
        raise NotShownError(reason, turn.say(refused.key, **refused.data)) from None
    view = views[0]
    if not isinstance(view, (Pictures, Video)):
        raise NotShownError("gone", view.text)
    view = folding.unfolded(view)  # there is room for everything
    shots = await _shots(turn, job, view) if isinstance(view, Pictures) else ()
    newer, older = await _neighbours(turn, job)
    doing = await _doing(turn, job)
    known = {one.action for one in doing}
    # Favourites are marked picture by picture, and files are downloaded beside them.
    every = [one for row in view.buttons for one in row]
    others = [one for one in every if one.action not in known and _verb(one) not in ("fav", "files")]
    ranks = [shot.rank for shot in shots]
    wanted = pages.page_number(options.get("picture", "1"))
    return Work(
        number=job.number,
        title=work.title(turn.deps, turn.say, job) if shots else work.what(turn.deps, turn.say, job),
        text=view.text,
        shots=shots,
        chosen=wanted if wanted in ranks else (ranks[0] if ranks else 0),
        video=view.media if isinstance(view, Video) else "",
        cover=view.cover if isinstance(view, Video) else "",
        doing=doing,
        more=tuple(others),
        newer=newer,
        older=older,
    )


def _verb(button: Button) -> str:
    parsed = actions.parse(button.action)
    return parsed[0] if parsed else ""


async def _own(turn: Turn, number: str) -> Job:
    try:
        return await work.own(turn, number, "show-unknown")
    except RefusedError:
        raise NotShownError("missing") from None


async def _shots(turn: Turn, job: Job, view: Pictures) -> tuple[Shot, ...]:
    marked = {one.media for one in await favourites.of(turn.tx, turn.account.id)}
    drawn = {media_id(picture.file): (rank, picture) for rank, picture in enumerate(work.pictures(job), 1)}
    photos = await _photos(turn, job)
    own = not work.has_guest(job)
    style = work.asked(job, Portrait).style if job.kind == Portrait.kind else job.kind
    shots = []
    for item in view.items:
        rank, picture = drawn[item.media]
        favour = button(turn.say("button-favourite"), "fav", job.number, rank) if own else None
        shots.append(
            Shot(
                rank=rank,
                media=item.media,
                alt=item.alt,
                caption=_caption(turn, picture),
                name=f"{style}-{rank}.png",
                before=_before(photos, picture),
                favourite=item.media in marked,
                favour=favour,
            )
        )
    return tuple(shots)


def _caption(turn: Turn, picture: Rated) -> str:
    """Say how alike a picture is; of a photo in a new light that it is one."""
    source = getattr(picture, "source", Source.BASE)
    known = isinstance(source, Source) and source != Source.BASE
    return turn.say(f"source-{source}") if known else albums.alike(turn.say, picture)


async def _photos(turn: Turn, job: Job) -> Sequence[str]:
    """Return the person's own photos a job may have been made of, best first: those kept with the face, else sent."""
    faces = [face for face in await identities.of(turn.tx, turn.account.id) if face.id == job.identity]
    if not faces:
        return ()
    kept = {one.id for one in await media.of(turn.tx, turn.account.id, limit=gallery.HISTORY * 10)}
    folder = faces[0].folder
    of_face = [folder[name] for number in range(len(folder)) if (name := f"photo-{number}.jpg") in folder]
    sent = [str(one.media) for one in await selfies.accepted(turn.tx, faces[0].id)]
    return [one for one in (of_face or sent) if one in kept]


def _before(photos: Sequence[str], picture: Rated) -> str:
    number = max(1, getattr(picture, "photo", 0))
    return photos[number - 1] if number <= len(photos) else (photos[0] if photos else "")


async def _doing(turn: Turn, job: Job) -> tuple[Button, ...]:
    """Return what is done most with a result: again, similar, make it talk, delete."""
    kind = job_kinds()[job.kind]
    if job.kind == Talk.kind:
        return (button(turn.say("button-delete"), "talkdelete", job.number, kind="danger"),)
    made = [button(turn.say("button-again"), kind.again, job.number, kind="go")] if kind.again else []
    if job.kind == Portrait.kind:
        made.append(button(turn.say("button-like"), "like", job.number))
    if speakers.can_speak(job, await jobs.of(turn.tx, turn.account.id, limit=200)):
        made.append(button(turn.say("button-talk"), "talk", job.number))
    return (*made, button(turn.say("button-delete"), "delete", job.number, kind="danger"))


async def _neighbours(turn: Turn, job: Job) -> tuple[int | None, int | None]:
    """Return the numbers of the entries of the gallery before and after a job."""
    numbers = [tile.number async for tile in _tiles(turn, KINDS[0])]
    if job.number not in numbers:
        return None, None
    at = numbers.index(job.number)
    return numbers[at - 1] if at else None, numbers[at + 1] if at + 1 < len(numbers) else None
