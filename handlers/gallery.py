"""What was made before: /gallery, /show, the files as they are, deleting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.errors import EngineError
from engine.files import media_id, sealed_in
from engine.requests import Progress, from_json, kinds, read_result
from engine.tasks.portrait.request import Source
from handlers import ending, folding, pages, removal, wording, work
from handlers.actions import button
from handlers.context import Buttons, RefusedError, Turn
from handlers.jobs import job_kinds
from handlers.kinds import Ended, Rated
from handlers.views import Document, PictureItem, Pictures, Text, Video, View
from handlers.views import from_json as view_from_json
from storage import jobs, media, outbox
from storage.errors import NoSuchMediaError

PAGE = 5
RESULTS = frozenset({"portrait", "raw"})  # purposes of files that jobs make and people keep
SHOWABLE = frozenset({"rendered", "delivering", "done"})
HISTORY = 1000  # jobs looked through


async def gallery(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/gallery: the newest portraits."""
    return [await page(turn, 1)]


async def page(turn: Turn, number: int) -> Text | Pictures:
    """Return one page of a person's finished portraits, newest first, with the best picture of each job."""
    everything = await jobs.of(turn.tx, turn.account.id, limit=HISTORY)
    kept = [job for job in everything if job.state in SHOWABLE and work.pictures(job)]
    if not kept:
        return Text(text=turn.say("gallery-empty"), buttons=((button(turn.say("button-styles"), "styles", 1),),))
    now = pages.page_of(kept, number, PAGE)
    lines = [turn.say("gallery-title", **now.counts), *(_line(turn, job) for job in now.shown)]
    rows = tuple((button(turn.say("gallery-show", number=job.own), "show", job.number),) for job in now.shown)
    beside = pages.neighbours(turn.say, now, "gallery")
    text, buttons = "\n".join(lines), (*rows, beside) if beside else rows
    items = [item for job in now.shown if (item := await _cover(turn, job))]
    if not items:
        return Text(text=text, buttons=buttons)
    apart = button(turn.say("button-apart", count=len(items)), "galleryall", now.number) if len(items) > 1 else None
    return Pictures(items=tuple(items), text=text, buttons=buttons, apart=apart)


async def covers(turn: Turn, number: int) -> list[View]:
    """The pictures of a page, one by one."""
    return pages.one_by_one(turn, await page(turn, number))


async def _cover(turn: Turn, job: jobs.Job) -> PictureItem | None:
    """Return the best picture of a job that is still stored."""
    style = work.title(turn.deps, turn.say, job)
    for rank, picture in enumerate(work.pictures(job), 1):
        file = media_id(picture.file)
        if await media.find(turn.tx, file) is not None:
            caption = turn.say("favourites-caption", number=job.own, rank=rank, style=style)
            return PictureItem(media=file, caption=caption, alt=turn.say("portrait-alt", style=style))
    return None


def _line(turn: Turn, job: jobs.Job) -> str:
    """Say what a job made; a photo in a new light is the person, so how alike it is says nothing."""
    pictures = work.pictures(job)
    edited = getattr(pictures[0], "source", Source.BASE) != Source.BASE
    return turn.say(
        "gallery-line-edited" if edited else "gallery-line",
        number=job.own,
        style=work.title(turn.deps, turn.say, job),
        count=len(pictures),
        percent=round(pictures[0].likeness * 100),
    )


async def show(turn: Turn, options: dict[str, str]) -> list[View]:
    """/show N: any job of one's own again, however it ended, with the buttons it has now."""
    job = await work.own(turn, options["job"], "show-unknown")
    kind = job_kinds().get(job.kind)
    if kind is None or kind.passing:
        raise RefusedError("show-unknown", number=job.own)
    if job.state in ("queued", "running"):
        return [await _under_way(turn, job)]
    if job.state == "cancelled":
        return [_cancelled(turn, job)]
    if job.state not in SHOWABLE or not job.result:
        error = EngineError.from_json(job.error) if job.error else EngineError()
        return await ending.failure(_ended(turn, job), error)
    if kind.album is not None:
        return [await _album(turn, job)]
    result = read_result(kinds()[job.kind].result.kind, job.result)
    if not await _files_kept(turn, result):
        raise RefusedError("show-gone", number=job.own)
    return await kind.finished(_ended(turn, job), result)


async def unfold(turn: Turn, number: str) -> list[View]:
    """The More button: show everything that can be done with a result, in the message it is under.

    Where nobody knows any more which message that is, the result is shown once more.
    """
    row = await outbox.shown_as(turn.tx, turn.place, turn.message) if turn.message else None
    if row is None or row.account != turn.account.id:
        shown = await show(turn, {"job": number})
        opened = [view for view in shown if isinstance(view, Pictures | Video)]
        others = [view for view in shown if not isinstance(view, Pictures | Video)]
        return [*[await _in_words(turn, number, folding.unfolded(view)) for view in opened], *others]
    view = view_from_json(row.view)
    if not isinstance(view, Pictures | Video) or not view.more:
        return []  # it is unfolded already
    whole = await _in_words(turn, number, folding.unfolded(view))
    return [replace(whole, thread=await outbox.thread_of(turn.tx, row))]


async def _in_words(turn: Turn, number: str, view: Pictures | Video) -> Pictures | Video:
    """Return a result with the words it was drawn by; they are unsealed for whoever looks, and not before."""
    job = await work.own(turn, number, "show-unknown")
    words = await wording.readable(turn, job.request.get("prompt", ""))
    if not words:
        return view
    text = "\n".join(part for part in (view.text, turn.say("more-words", words=words)) if part)
    return replace(view, text=text, secrets=(words,))


def _ended(turn: Turn, job: jobs.Job) -> Ended:
    return Ended(tx=turn.tx, job=job, deps=turn.deps, say=turn.say)


async def _album(turn: Turn, job: jobs.Job) -> Pictures:
    """Return the pictures of a job that are still stored; raises `RefusedError` when none is."""
    album = job_kinds()[job.kind].album
    assert album is not None
    return await album(_ended(turn, job), await _kept(turn, job))


async def _under_way(turn: Turn, job: jobs.Job) -> Text:
    """Return how a job stands as a message of its own: the status message may be far above."""
    known = from_json(Progress, job.progress) if job.progress else Progress(stage="other", done=0, total=1)
    status = await ending.progress(turn.tx, job, known, turn.deps)
    return Text(text="\n".join(part for part in (status.text, status.finish_text) if part), buttons=status.buttons)


def _cancelled(turn: Turn, job: jobs.Job) -> Text:
    key = "cancel-by-operator" if job.stopped else "cancel-done"
    return Text(text=turn.say(key, number=job.own), buttons=_again(turn, job))


def _again(turn: Turn, job: jobs.Job) -> Buttons:
    kind = job_kinds().get(job.kind)
    verb = kind.again if kind is not None else ""
    return ((button(turn.say("button-again"), verb, job.number),),) if verb else ()


async def _files_kept(turn: Turn, result: Any) -> bool:
    """Say whether every file a result names is still stored."""
    return all([await media.find(turn.tx, name) is not None for name in sealed_in(result)])


async def _own_drawn(turn: Turn, number: str) -> jobs.Job:
    """Return a job of this person that draws pictures; raises `RefusedError` for any other."""
    job = await work.own(turn, number, "show-unknown")
    kind = job_kinds().get(job.kind)
    if kind is None or kind.album is None:
        raise RefusedError("show-unknown", number=job.own)
    return job


async def files(turn: Turn, number: str) -> list[View]:
    """As files: every picture untouched by the platform."""
    job = await _own_drawn(turn, number)
    result = await _kept(turn, job)
    style = work.title(turn.deps, turn.say, job)
    return [
        Document(
            media=media_id(picture.file),
            name=f"{getattr(result, 'style', job.kind)}-{job.own}-{rank}.png",
            text=turn.say("files-text", style=style, seed=str(picture.seed)),
        )
        for rank, picture in enumerate(result.pictures, 1)
    ]


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures: the same job's, one by one."""
    job = await _own_drawn(turn, number)
    shown = await _album(turn, job)
    text, unsure = turn.say("apart-text", number=job.own), turn.say("apart-unsure")
    return [replace(shown, text=text, unsure=unsure, buttons=(), apart=None)]


async def delete_ask(turn: Turn, number: str) -> list[View]:
    """Delete: ask once more."""
    job = await _own_drawn(turn, number)
    yes = button(turn.say("button-delete-yes"), "erase", job.number, kind="danger")
    text = turn.say("delete-ask", number=job.own)
    if await _made_from(turn, job):
        text = turn.say.together(text, turn.say("delete-ask-more"))
    return [Text(text=text, buttons=((yes, button(turn.say("button-no"), "keep")),))]


async def delete(turn: Turn, number: str) -> list[View]:
    """Delete the pictures of a job, the raw ones too, and what was made from them: a clip shows the same face."""
    job = await _own_drawn(turn, number)
    more = await _made_from(turn, job)
    files = [*sealed_in(tuple(work.pictures(job))), *more]
    gone = turn.say("delete-done", number=job.own)
    await removal.take_away(turn.tx, await outbox.showing(turn.tx, turn.account.id, files), gone)
    await media.remove(turn.tx, turn.account.id, files)
    return [Text(text=turn.say.together(gone, turn.say("delete-done-more") if more else ""))]


async def _made_from(turn: Turn, job: jobs.Job) -> list[str]:
    """Return the files of clips and pictures that were made from a job's pictures and are still stored."""
    own = set(sealed_in(tuple(work.pictures(job))))
    made = set(await media.made_by(turn.tx, turn.account.id, job.id)) - own
    kept = [await media.find(turn.tx, name) for name in sorted(made)]
    return [row.id for row in kept if row is not None and row.purpose in RESULTS]


async def _kept(turn: Turn, job: jobs.Job) -> Any:
    """Return a job's result with the pictures that are still stored; raises `RefusedError` when none is."""
    if job.state not in SHOWABLE or not job.result:
        raise RefusedError("show-unfinished", number=job.own)
    result = read_result(kinds()[job.kind].result.kind, job.result)
    kept = tuple([picture for picture in result.pictures if await _stored(turn, picture)])
    if not kept:
        raise RefusedError("show-gone", number=job.own, buttons=_again(turn, job))
    return replace(result, pictures=kept)


async def _stored(turn: Turn, picture: Rated) -> bool:
    try:
        await media.get(turn.tx, media_id(picture.file), turn.account.id)
    except NoSuchMediaError:
        return False
    return True
