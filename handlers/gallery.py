"""What was made before: /gallery, /show, the files as they are, deleting, reporting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.errors import EngineError
from engine.requests import kinds
from engine.tasks.enrol.request import EnrolInstant
from engine.tasks.inspect.request import InspectPhoto
from engine.tasks.portrait.request import Portrait
from engine.tasks.stickers.request import Stickers
from engine.tasks.talk.request import Speak
from engine.tasks.template.request import InspectTemplate, Template
from engine.tasks.tryon.request import InspectGarment, TryOn
from handlers import jobs as work
from handlers import portrait, redrawn, results
from handlers.actions import button
from handlers.context import Buttons, Refused, Turn, harmless
from handlers.views import Document, PictureItem, Pictures, Text, View
from storage import audit, jobs, media, reports
from storage.errors import NoSuchMedia

PAGE = 5
SHOWABLE = frozenset({"rendered", "delivering", "done"})
PASSING = {each.kind for each in (EnrolInstant, InspectPhoto, InspectTemplate, InspectGarment, Speak, Stickers)}
SHOWN = kinds().keys() - PASSING  # what a person asked for as a job
DRAWN = redrawn.KINDS | {Portrait.kind}
REASON = 300  # characters of a report


async def gallery(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/gallery: the newest portraits."""
    return [await page(turn, 1)]


async def page(turn: Turn, number: int) -> Text | Pictures:
    """Return one page of a person's finished portraits, newest first, with the best picture of each job."""
    everything = await jobs.of(turn.tx, turn.account.id, limit=portrait.HISTORY)
    made = [job for job in everything if job.kind in DRAWN and job.state in SHOWABLE and job.result]
    kept = [job for job in made if (job.result or {}).get("pictures")]
    if not kept:
        return Text(text=turn.say("gallery-empty"), buttons=((button(turn.say("button-styles"), "styles", 1),),))
    number = max(1, min(number, -(-len(kept) // PAGE)))
    start = (number - 1) * PAGE
    shown = kept[start : start + PAGE]
    counts = {"from": start + 1, "to": start + len(shown), "total": len(kept)}
    lines = [turn.say("gallery-title", **counts), *(_line(turn, job) for job in shown)]
    rows = tuple((button(turn.say("gallery-show", number=job.number), "show", job.number),) for job in shown)
    paging = [
        button(turn.say(label), "gallery", target)
        for label, target in (("button-back", number - 1), ("button-more", number + 1))
        if 1 <= target <= -(-len(kept) // PAGE)
    ]
    text, buttons = "\n".join(lines), (*rows, tuple(paging)) if paging else rows
    items = [item for job in shown if (item := await _cover(turn, job))]
    if not items:
        return Text(text=text, buttons=buttons)
    apart = button(turn.say("button-apart", count=len(items)), "galleryall", number) if len(items) > 1 else None
    return Pictures(items=tuple(items), text=text, buttons=buttons, apart=apart)


async def covers(turn: Turn, number: int) -> list[View]:
    """The pictures of a page, one by one."""
    shown = await page(turn, number)
    if isinstance(shown, Text):
        return [shown]
    return [replace(shown, unsure=turn.say("apart-unsure"), buttons=(), apart=None)]


async def _cover(turn: Turn, job: jobs.Job) -> PictureItem | None:
    """Return the best picture of a job that is still stored."""
    style = work.title(turn.deps, turn.say, job)
    for rank, picture in enumerate((job.result or {})["pictures"], 1):
        file = results.media_id(picture["file"])
        if await media.find(turn.tx, file) is not None:
            caption = turn.say("favourites-caption", number=job.number, rank=rank, style=style)
            return PictureItem(media=file, caption=caption, alt=turn.say("portrait-alt", style=style))
    return None


def _line(turn: Turn, job: jobs.Job) -> str:
    pictures = (job.result or {})["pictures"]
    return turn.say(
        "gallery-line",
        number=job.number,
        style=work.title(turn.deps, turn.say, job),
        count=len(pictures),
        percent=round(pictures[0]["likeness"] * 100),
    )


async def show(turn: Turn, options: dict[str, str]) -> list[View]:
    """/show N: any job of one's own again, however it ended, with the buttons it has now."""
    job = await work.own(turn, options["job"], "show-unknown")
    if job.kind not in SHOWN:
        raise Refused("show-unknown", number=job.number)
    if job.state in ("queued", "running"):
        return [await _under_way(turn, job)]
    if job.state == "cancelled":
        return [_cancelled(turn, job)]
    if job.state not in SHOWABLE or not job.result:
        return await results.failed(turn.tx, job, job.error or {"code": EngineError.code}, turn.deps)
    if job.kind in DRAWN:
        return [await results.pictures(turn.tx, job, await _kept(turn, job), turn.deps, turn.say)]
    if not await _files_kept(turn, job.result):
        raise Refused("show-gone", number=job.number)
    return await results.rendered(turn.tx, job, job.result, turn.deps)


async def _under_way(turn: Turn, job: jobs.Job) -> Text:
    """Return how a job stands as a message of its own: the status message may be far above."""
    status = await results.progress(turn.tx, job, job.progress or {}, turn.deps)
    return Text(text="\n".join(part for part in (status.text, status.finish_text) if part), buttons=status.buttons)


def _cancelled(turn: Turn, job: jobs.Job) -> Text:
    return Text(text=turn.say("cancel-done", number=job.number), buttons=_again(turn, job))


def _again(turn: Turn, job: jobs.Job) -> Buttons:
    verb = {Portrait.kind: "again", Template.kind: "reinpaint", TryOn.kind: "rewear"}.get(job.kind, "")
    return ((button(turn.say("button-again"), verb, job.number),),) if verb else ()


async def _files_kept(turn: Turn, value: Any) -> bool:
    """Say whether every file a result names is still stored."""
    if isinstance(value, dict):
        return all([await _files_kept(turn, each) for each in value.values()])
    if isinstance(value, list):
        return all([await _files_kept(turn, each) for each in value])
    if isinstance(value, str) and value.startswith("media:"):
        return await media.find(turn.tx, results.media_id(value)) is not None
    return True


async def _own_drawn(turn: Turn, number: str) -> jobs.Job:
    """Return a job of this person that draws pictures; raises `Refused` for any other."""
    job = await work.own(turn, number, "show-unknown")
    if job.kind not in DRAWN:
        raise Refused("show-unknown", number=job.number)
    return job


async def files(turn: Turn, number: str) -> list[View]:
    """As files: every picture untouched by the platform."""
    job = await _own_drawn(turn, number)
    result = await _kept(turn, job)
    style = work.title(turn.deps, turn.say, job)
    return [
        Document(
            media=results.media_id(picture["file"]),
            name=f"{result.get('style', job.kind)}-{job.number}-{rank}.png",
            text=turn.say("files-text", style=style, seed=str(picture["seed"])),
        )
        for rank, picture in enumerate(result["pictures"], 1)
    ]


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures: the same job's, one by one."""
    job = await _own_drawn(turn, number)
    shown = await results.pictures(turn.tx, job, await _kept(turn, job), turn.deps, turn.say)
    text, unsure = turn.say("apart-text", number=job.number), turn.say("apart-unsure")
    return [replace(shown, text=text, unsure=unsure, buttons=(), apart=None)]


async def delete_ask(turn: Turn, number: str) -> list[View]:
    """Delete: ask once more."""
    job = await _own_drawn(turn, number)
    yes = button(turn.say("button-delete-yes"), "erase", job.number, kind="danger")
    return [
        Text(text=turn.say("delete-ask", number=job.number), buttons=((yes, button(turn.say("button-no"), "keep")),))
    ]


async def delete(turn: Turn, number: str) -> list[View]:
    """Delete the pictures of a job, the raw ones too."""
    job = await _own_drawn(turn, number)
    pictures = (job.result or {}).get("pictures", [])
    named = [picture[key] for picture in pictures for key in ("file", "raw") if key in picture]
    await media.remove(turn.tx, turn.account.id, map(results.media_id, named))
    return [Text(text=turn.say("delete-done", number=job.number))]


async def report(turn: Turn, options: dict[str, str]) -> list[View]:
    """/report and the Report button: a note for the people who run the bot."""
    about = options.get("job", "")
    reason = harmless(options.get("reason", ""), REASON)
    if not about and not reason:
        return [Text(text=turn.say("report-ask"))]
    number = (await work.own(turn, about, "show-unknown")).number if about else None
    await reports.add(turn.tx, turn.account.id, number, reason)
    await audit.note(turn.tx, turn.account.id, "report", f"job {number}" if number else "")
    return [Text(text=turn.say("report-thanks"))]


async def _kept(turn: Turn, job: jobs.Job) -> dict:
    """Return a job's result with the pictures that are still stored; raises `Refused` when none is."""
    again = _again(turn, job)
    if job.state not in SHOWABLE or not job.result:
        raise Refused("show-unfinished", number=job.number)
    kept = []
    for picture in job.result["pictures"]:
        try:
            await media.get(turn.tx, results.media_id(picture["file"]), turn.account.id)
        except NoSuchMedia:
            continue
        kept.append(picture)
    if not kept:
        raise Refused("show-gone", number=job.number, buttons=again)
    return {**job.result, "pictures": kept}
