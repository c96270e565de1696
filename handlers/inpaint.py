"""/inpaint: a picture somebody sends, or one of the gallery, with their face in it (paper 2.5).

    picture ──look──> one face that can be redrawn: it becomes theirs at once
                      several: the numbered picture, and who goes where (`handlers.seating`) ──> draw

A picture mostly shows strangers. Their faces are found and replaced, never compared or learnt, and the picture is
deleted soon after the drawing (`handlers.arriving`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.requests import Lane, from_json
from engine.tasks.template.request import InspectTemplate, Template
from handlers import arriving, portrait, ready, seating
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Deps, Refused, Turn, Tx
from handlers.events import SentFile
from handlers.text import Words
from handlers.views import Text, View
from storage import jobs, seats
from storage.jobs import Job

NAME = "inpaint"
VARIANTS = 2


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/inpaint with a picture, in answer to one, of a ready one, or alone: then the next picture is the one."""
    await portrait.known_face(turn)
    if "template" in options:
        return await chosen(turn, options["template"])
    picture = await arriving.with_command(turn)
    if picture is not None:
        return await look_at(turn, f"media:{picture}")
    arriving.wait(turn, NAME)
    return [Text(text=turn.say("inpaint-prompt"), buttons=ready.row(turn))]


async def chosen(turn: Turn, name: str) -> list[View]:
    """A ready picture was chosen."""
    await portrait.known_face(turn)
    return await look_at(turn, ready.path(ready.named(turn, name).name))


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """The picture that was waited for."""
    return await look_at(turn, f"media:{await arriving.taken(turn, event)}")


async def look_at(turn: Turn, path: str) -> list[View]:
    """Look whose faces are there; what is seen follows as the job's result."""
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise Refused("quota-queue", most=turn.deps.limits.queued_jobs)
    await arriving.keep(turn.tx, turn.account.id, [path], arriving.UNDECIDED)
    request = InspectTemplate(template=Path(path), numbered=Path("scratch:numbered.png"))
    job = await work.enqueue(turn, request, identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def looked(tx: Tx, job: Job, result: dict[str, Any], deps: Deps, say: Words) -> list[View]:
    """The faces are known: draw where there is nothing to ask, else ask who goes where."""
    faces, free = result["faces"], seating.able(job)
    if not free:
        await arriving.drop(tx, job.account, [job.request["template"], result["numbered"]])
        reasons = dict.fromkeys(say(f"template-{face['problem']}") for face in faces)
        return [Text(text="\n".join([say("inpaint-unfit", count=len(faces)), *reasons]))]
    await arriving.found(tx, job)
    await arriving.keep(tx, job.account, [result["numbered"]], arriving.UNDECIDED)
    if len(free) > 1:
        return [seating.who(job, say, await seats.of(tx, job.id))]
    turn = await work.turn_after(tx, job, deps, say)
    await seats.take(tx, job.id, job.account, free[0])
    try:
        return [Text(text=say("inpaint-found", count=len(faces), face=free[0])), *await draw(turn, str(job.number))]
    except Refused as refused:
        later = ((button(say("button-draw"), "putin", job.number),),)
        return [Text(text=say(refused.key, **refused.data), buttons=refused.buttons or later)]


async def draw(turn: Turn, number: str) -> list[View]:
    """Draw now: everybody who has a place by this moment, the sender and guests who agreed."""
    look = await seating.own_look(turn, number)
    await _kept(turn, look.request["template"])
    taken = [seat for seat in await seats.of(turn.tx, look.id) if seat.state in seating.DECIDED]
    if not taken:
        raise Refused("inpaint-nobody")
    own = await portrait.known_face(turn) if any(seat.state == "own" for seat in taken) else None
    people = [f"identity:{own.id}" if own and seat.state == "own" else f"guest:{seat.id}" for seat in taken]
    request = Template(
        template=Path(look.request["template"]),
        people=tuple(map(Path, people)),
        places=tuple(seat.face for seat in taken),
        out=Path("scratch:pictures"),
        count=VARIANTS,
        seed=turn.deps.seed(),
    )
    return [await _start(turn, request, own.id if own else None, look.id)]


async def _start(turn: Turn, request: Template, identity: str | None, look: str | None) -> View:
    count = request.count * len(request.people)
    status = await work.start(turn, request, identity=identity, count=count, affinity=NAME)
    await arriving.keep(turn.tx, turn.account.id, [str(request.template)], arriving.UNDECIDED)
    if look is not None:
        await seats.use(turn.tx, look, status.job)
    return status


async def redo(turn: Turn, number: str) -> list[View]:
    """Again: the same places with new luck. What a guest lent was for one drawing."""
    job = await own_job(turn, number)
    if work.has_guest(job):
        raise Refused("inpaint-again-guest", buttons=await faces_row(turn, job))
    await _kept(turn, job.request["template"])
    face = await portrait.known_face(turn)
    wish: Template = from_json(Template, job.request)
    people = (Path(f"identity:{face.id}"),)
    fresh = replace(wish, people=people, out=Path("scratch:pictures"), seed=turn.deps.seed())
    return [await _start(turn, fresh, face.id, None)]


async def faces(turn: Turn, number: str) -> list[View]:
    """Other people, other faces: the numbered picture again."""
    job = await own_job(turn, number)
    look = await look_of(turn.tx, job)
    if look is None or not await arriving.is_kept(turn, (look.result or {})["numbered"]):
        raise Refused("inpaint-gone")
    await _kept(turn, job.request["template"])
    return [seating.who(look, turn.say, await seats.of(turn.tx, look.id))]


async def own_job(turn: Turn, number: str) -> Job:
    """Return a drawing of this person by its number; raises `Refused` for any other job."""
    job = await work.own(turn, number, "show-unknown")
    if job.kind != Template.kind:
        raise Refused("show-unknown", number=job.number)
    return job


async def look_of(tx: Tx, job: Job) -> Job | None:
    """Return the newest finished look at the picture a job draws into."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    looks = [one for one in mine if one.kind == InspectTemplate.kind and one.result]
    return next((one for one in looks if one.request["template"] == job.request["template"]), None)


async def faces_row(turn: Turn, job: Job) -> tuple[Any, ...]:
    """Return the button back to the numbered picture, as the only row, where there is one."""
    if await look_of(turn.tx, job) is None:
        return ()
    return ((button(turn.say("button-faces"), "faces", job.number),),)


async def settle(tx: Tx, job: Job) -> None:
    """A drawing has ended: the picture and its numbered copy go soon."""
    look = await look_of(tx, job)
    paths = [job.request["template"], *([(look.result or {})["numbered"]] if look else [])]
    await arriving.keep(tx, job.account, paths, arriving.AFTERWARDS)


async def _kept(turn: Turn, path: str) -> None:
    if not await arriving.is_kept(turn, path):
        raise Refused("inpaint-gone")
