"""What was made before: /gallery, /show, the files as they are, deleting, reporting."""

from __future__ import annotations

from dataclasses import replace

from engine.requests import Portrait
from handlers import jobs as work
from handlers import portrait, results
from handlers.actions import button
from handlers.context import Refused, Turn, harmless
from handlers.views import Document, Text, View
from storage import audit, jobs, media
from storage.errors import NoSuchMedia

PAGE = 5
SHOWABLE = frozenset({"rendered", "delivering", "done"})
REASON = 300  # characters of a report


async def gallery(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/gallery: the newest portraits."""
    return [await page(turn, 1)]


async def page(turn: Turn, number: int) -> Text:
    """Return one page of a person's finished portraits, newest first."""
    everything = await jobs.of(turn.tx, turn.account.id, limit=portrait.HISTORY)
    made = [job for job in everything if job.kind == Portrait.kind and job.state in SHOWABLE and job.result]
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
    return Text(text="\n".join(lines), buttons=(*rows, tuple(paging)) if paging else rows)


def _line(turn: Turn, job: jobs.Job) -> str:
    pictures = (job.result or {})["pictures"]
    return turn.say(
        "gallery-line",
        number=job.number,
        style=turn.style_title((job.result or {})["style"]),
        count=len(pictures),
        percent=round(pictures[0]["likeness"] * 100),
    )


async def show(turn: Turn, options: dict[str, str]) -> list[View]:
    """/show N: a finished job and its buttons again."""
    job = await portrait.own_job(turn, options["job"])
    return [results.portraits(job, await _kept(turn, job), turn.deps, turn.say)]


async def files(turn: Turn, number: str) -> list[View]:
    """As files: every picture untouched by the platform."""
    job = await portrait.own_job(turn, number)
    result = await _kept(turn, job)
    style = turn.style_title(result["style"])
    return [
        Document(
            media=results.media_id(picture["file"]),
            name=f"{result['style']}-{job.number}-{rank}.png",
            text=turn.say("files-text", style=style, seed=str(picture["seed"])),
        )
        for rank, picture in enumerate(result["pictures"], 1)
    ]


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures: the same job's, one by one."""
    job = await portrait.own_job(turn, number)
    shown = results.portraits(job, await _kept(turn, job), turn.deps, turn.say)
    text, unsure = turn.say("apart-text", number=job.number), turn.say("apart-unsure")
    return [replace(shown, text=text, unsure=unsure, buttons=(), apart=None)]


async def delete_ask(turn: Turn, number: str) -> list[View]:
    """Delete: ask once more."""
    job = await portrait.own_job(turn, number)
    yes = button(turn.say("button-delete-yes"), "erase", job.number, kind="danger")
    return [
        Text(text=turn.say("delete-ask", number=job.number), buttons=((yes, button(turn.say("button-no"), "keep")),))
    ]


async def delete(turn: Turn, number: str) -> list[View]:
    """Delete the pictures of a job, the raw ones too."""
    job = await portrait.own_job(turn, number)
    named = [picture[key] for picture in (job.result or {}).get("pictures", []) for key in ("file", "raw")]
    await media.remove(turn.tx, turn.account.id, map(results.media_id, named))
    return [Text(text=turn.say("delete-done", number=job.number))]


async def report(turn: Turn, options: dict[str, str]) -> list[View]:
    """/report and the Report button: a note for the people who run the bot."""
    about = options.get("job", "")
    reason = harmless(options.get("reason", ""), REASON)
    if not about and not reason:
        return [Text(text=turn.say("report-ask"))]
    subject = f"job {(await work.own(turn, about, 'show-unknown')).number}" if about else ""
    await audit.note(turn.tx, turn.account.id, "report", subject, reason=reason)
    return [Text(text=turn.say("report-thanks"))]


async def _kept(turn: Turn, job: jobs.Job) -> dict:
    """Return a job's result with the pictures that are still stored; raises `Refused` when none is."""
    again = ((button(turn.say("button-again"), "again", job.number),),)
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
