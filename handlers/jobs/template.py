"""/inpaint: a picture somebody sends, or one of the gallery, with their face in it (paper 2.5).

    picture ──look──> one face that can be redrawn: it becomes theirs at once
                      several: the numbered picture, and who goes where (`handlers.guests`) ──> draw

A picture mostly shows strangers. Their faces are found and replaced, never compared or learnt, and the picture is
deleted soon after the drawing (`handlers.awaiting_photo`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import EngineError, UnsafePictureError
from engine.files import GuestRef, IdentityRef, Media, PoseRef, Scratch
from engine.requests import Lane
from engine.tasks.template.request import (
    FewerDrawnError,
    GuestLeftError,
    InspectTemplate,
    Template,
    Templated,
    TemplateFaces,
    TemplateGoneError,
)
from handlers import albums, awaiting_photo, folding, guests, posing, ready, work
from handlers.actions import button
from handlers.commands import Command, Entry, Parameter, Verb
from handlers.context import Buttons, RefusedError, Turn, Tx
from handlers.events import SentFile
from handlers.jobs import portrait
from handlers.jobs.enrol import relearn_row
from handlers.kinds import Ended, JobKind
from handlers.text import Words
from handlers.views import Pictures, Text, View
from storage import jobs, seats
from storage.jobs import Job

NAME = "inpaint"
VARIANTS = 2
OF_THE_SEED = frozenset({FewerDrawnError.code, UnsafePictureError.code})  # errors of what was drawn from it


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/inpaint with a picture, in answer to one, of a ready one, or alone: then the next picture is the one."""
    await portrait.known_face(turn)
    if "template" in options:
        return await chosen(turn, options["template"])
    picture = await awaiting_photo.with_command(turn)
    if picture is not None:
        return await look_at(turn, Media(picture).path)
    awaiting_photo.wait(turn, NAME)
    return [Text(text=turn.say("inpaint-prompt"), buttons=ready.row(turn))]


async def chosen(turn: Turn, name: str) -> list[View]:
    """A ready picture was chosen."""
    await portrait.known_face(turn)
    return await look_at(turn, ready.path(ready.named(turn, name).name))


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """The picture that was waited for."""
    return await look_at(turn, Media(await awaiting_photo.taken(turn, event)).path)


async def look_at(turn: Turn, path: Path) -> list[View]:
    """Look whose faces are there; what is seen follows as the job's result."""
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise RefusedError("quota-queue", most=turn.deps.limits.queued_jobs)
    await awaiting_photo.keep(turn.tx, turn.account.id, [path], awaiting_photo.UNDECIDED)
    request = InspectTemplate(template=path, numbered=Scratch("numbered.png").path)
    job = await work.enqueue(turn, request, identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def _looked(ended: Ended, result: TemplateFaces) -> list[View]:
    """The faces are known: draw where there is nothing to ask, else ask who goes where."""
    tx, job, say = ended.tx, ended.job, ended.say
    free = guests.able(job)
    if (pose := work.asked(job, InspectTemplate)).pose:
        await awaiting_photo.found(tx, job, portrait.WANTED)
        await awaiting_photo.drop(tx, job.account, [pose.template])  # nothing but the joints is kept
        if len(free) == 1:
            return await _alone_in_pose(ended, result)
    if not free:
        await awaiting_photo.drop(tx, job.account, [work.asked(job, InspectTemplate).template, result.numbered])
        reasons = dict.fromkeys(say(f"template-{face.problem}") for face in result.faces)
        return [Text(text="\n".join([say("inpaint-unfit", count=len(result.faces)), *reasons]))]
    await awaiting_photo.found(tx, job)
    await awaiting_photo.keep(tx, job.account, [result.numbered], awaiting_photo.UNDECIDED)
    if len(free) > 1:
        return [guests.who(job, say, await seats.of(tx, job.id))]
    turn = await work.turn_after(tx, job, ended.deps, say)
    await seats.take(tx, job.id, job.account, free[0])
    seen = say("inpaint-place") if result.places else say("inpaint-found", count=len(result.faces), face=free[0])
    try:
        return [Text(text=seen), *await draw(turn, str(job.number))]
    except RefusedError as refused:
        later = ((button(say("button-draw"), "putin", job.number),),)
        return [Text(text=say(refused.key, **refused.data), buttons=refused.buttons or later)]


async def _alone_in_pose(ended: Ended, result: TemplateFaces) -> list[View]:
    """One person is in a pose that was read: draw whoever sent it, now or when they press."""
    tx, job, say = ended.tx, ended.job, ended.say
    await awaiting_photo.drop(tx, job.account, [result.numbered])
    turn = await work.turn_after(tx, job, ended.deps, say)
    try:
        return [Text(text=say("pose-read")), *await _posed(turn, job)]
    except RefusedError as refused:
        later = ((button(say("button-draw"), "putin", job.number),),)
        text = "\n".join([say("pose-read"), say(refused.key, **refused.data)])
        return [Text(text=text, buttons=refused.buttons or later)]


async def _posed(turn: Turn, look: Job) -> list[View]:
    """Draw the portrait a pose of one person was read for."""
    face = await portrait.known_face(turn)
    usual = turn.deps.limits.pictures, turn.deps.seed()
    asked = posing.of_one(work.asked(look, InspectTemplate), guests.seen(look), face.id, *usual)
    return await portrait.queue(turn, face, asked)


async def draw(turn: Turn, number: str) -> list[View]:
    """Draw now: everybody who has a place by this moment, the sender and guests who agreed."""
    look = await guests.own_look(turn, number)
    looked = work.asked(look, InspectTemplate)
    if looked.pose and _alone(look):
        return await _posed(turn, look)
    template = PoseRef(looked.pose).path if looked.pose else looked.template
    await _kept(turn, template)
    taken = [seat for seat in await seats.of(turn.tx, look.id) if seat.state in guests.DECIDED]
    if not taken:
        raise RefusedError("inpaint-nobody")
    own = await portrait.known_face(turn) if any(seat.state == "own" for seat in taken) else None
    people = [IdentityRef(own.id) if own and seat.state == "own" else GuestRef(seat.id) for seat in taken]
    request = Template(
        template=template,
        people=tuple(person.path for person in people),
        places=tuple(seat.face for seat in taken),
        out=Scratch("pictures").path,
        count=min(VARIANTS, looked.asked.get("count", VARIANTS)),
        seed=await _seed(turn, look),
        face_weight=_weight(looked),
        style=looked.style,
        shape=looked.shape,
        prompt=looked.prompt,
        bodies=guests.seen(look).bodies,
        hands=guests.seen(look).hands,
        ratio=guests.seen(look).ratio,
        joints=guests.seen(look).joints,
    )
    return [await _start(turn, request, own.id if own else None, look.id)]


async def _seed(turn: Turn, look: Job) -> int:
    """Return what a picture is drawn from: once the seed that was asked for with its pose, else new luck."""
    said: int | None = work.asked(look, InspectTemplate).asked.get("seed")
    mine = await jobs.of(turn.tx, look.account, limit=portrait.HISTORY)
    after = (job for job in work.of_kind(mine, Template) if job.number > look.number)
    drawn = (work.asked(job, Template).seed for job in after if _is_used(job))
    return turn.deps.seed() if said is None or said in drawn else said


def _is_used(job: Job) -> bool:
    """Say whether a seed was tried: drawn from, or refused for what came of it, which would come of it again."""
    return job.state not in jobs.WITHOUT_RESULT or (job.error or {}).get("code") in OF_THE_SEED


def _weight(look: InspectTemplate) -> float:
    said: float | None = look.asked.get("face_weight")
    return Template.face_weight if said is None else said


async def _start(turn: Turn, request: Template, identity: str | None, look: str | None) -> View:
    count = request.count * len(request.people)
    status = await work.start(turn, request, identity=identity, count=count, affinity=NAME)
    await awaiting_photo.keep(turn.tx, turn.account.id, [request.template], awaiting_photo.UNDECIDED)
    if look is not None:
        await seats.use(turn.tx, look, status.job)
    return status


async def redo(turn: Turn, number: str) -> list[View]:
    """Again: the same places with new luck. What a guest lent was for one drawing."""
    job = await own_job(turn, number)
    if work.has_guest(job):
        raise RefusedError("inpaint-again-guest", buttons=await faces_row(turn, job))
    wish = work.asked(job, Template)
    await _kept(turn, wish.template)
    face = await portrait.known_face(turn)
    fresh = replace(wish, people=(IdentityRef(face.id).path,), out=Scratch("pictures").path, seed=turn.deps.seed())
    return [await _start(turn, fresh, face.id, None)]


async def faces(turn: Turn, number: str) -> list[View]:
    """Other people, other faces: the numbered picture again."""
    job = await own_job(turn, number)
    look = await look_of(turn.tx, job)
    if look is None or not await awaiting_photo.is_kept(turn, guests.seen(look).numbered):
        raise RefusedError("inpaint-gone")
    await _kept(turn, work.asked(job, Template).template)
    return [guests.who(look, turn.say, await seats.of(turn.tx, look.id))]


async def own_job(turn: Turn, number: str) -> Job:
    """Return a drawing of this person by its number; raises `RefusedError` for any other job."""
    return await work.own_of(turn, number, Template)


async def look_of(tx: Tx, job: Job) -> Job | None:
    """Return the newest finished look at the picture a job draws into."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    return _look_among(mine, job)


async def faces_row(turn: Turn, job: Job) -> tuple[Any, ...]:
    """Return the button back to the numbered picture, as the only row, where there is one."""
    if await look_of(turn.tx, job) is None:
        return ()
    return ((button(turn.say("button-faces"), "faces", job.number),),)


async def _settle(tx: Tx, job: Job) -> None:
    """A drawing has ended: the picture and its numbered copy go soon."""
    look = await look_of(tx, job)
    paths = [work.asked(job, Template).template, *([guests.seen(look).numbered] if look else [])]
    await awaiting_photo.keep(tx, job.account, paths, awaiting_photo.AFTERWARDS)


async def _kept(turn: Turn, path: Path) -> None:
    if not await awaiting_photo.is_kept(turn, path):
        raise RefusedError("inpaint-gone")


def _look_among(mine: list[Job], job: Job) -> Job | None:
    looks = work.of_kind(mine, InspectTemplate, done=True)
    return next((one for one in looks if _is_of(one, job)), None)


def _is_of(look: Job, job: Job) -> bool:
    """Say whether a job draws into the picture of a look; one pose is drawn in many ways, and in many photos' bones."""
    seen, drawn = work.asked(look, InspectTemplate), work.asked(job, Template)
    if not seen.pose:
        return seen.template == drawn.template
    same = (seen.style, seen.shape, seen.prompt) == (drawn.style, drawn.shape, drawn.prompt)
    read = guests.seen(look)
    alike = (read.bodies, read.joints) == (drawn.bodies, drawn.joints)
    return same and alike and PoseRef(seen.pose).path == drawn.template


def _inputs(request: Template | InspectTemplate, gone: Callable[[Path], bool]) -> Template | InspectTemplate:
    if gone(request.template):
        raise TemplateGoneError
    return request


async def _finished(ended: Ended, result: Templated) -> list[View]:
    await _settle(ended.tx, ended.job)
    return [await _album(ended, result)]


async def _over(tx: Tx, job: Job, _error: EngineError) -> None:
    await _settle(tx, job)


async def _not_looked_at(tx: Tx, job: Job, _error: EngineError) -> None:
    await awaiting_photo.drop(tx, job.account, [work.asked(job, InspectTemplate).template])


async def _album(ended: Ended, result: Templated) -> Pictures:
    """Return the variants of a picture with faces put in."""
    job, say = ended.job, ended.say
    guest, number, look = work.has_guest(job), job.number, await look_of(ended.tx, job)
    lines = [say("template-guest")] if guest else []
    shown = albums.drawn_into(job, result, say, lines, work.asked(job, Template).places)
    first = [] if guest else [button(say("button-again"), "reinpaint", number, kind="go")]
    first += [button(say("button-faces"), "faces", number)] if look else []
    first += albums.often(say, number, guest=guest, alone=_alone(look) and not guest)
    first += [button(say("button-keep-preset"), "keepas", number)] if posing.is_together(job) else []
    rest, seeds = (albums.last_row(say, number),), albums.seeds(say, result.pictures)
    return replace(shown, **folding.folded(say, number, folding.in_pairs(first), rest, seeds))


def _alone(look: Job | None) -> bool:
    return look is not None and len(guests.seen(look).faces) == 1


async def _words(request: Template, unseal: Callable[[str], Awaitable[str]]) -> Template:
    return await posing.opened(replace(request, prompt=await unseal(request.prompt)), unseal)


def _speaks(job: Job, others: list[Job]) -> bool:
    """Nobody else is made to speak: the face must be the person's own and the only one."""
    return bool(job.result) and not work.has_guest(job) and _alone(_look_among(others, job))


def _next_steps(say: Words, job: Job, error: EngineError) -> Buttons:
    if anew := relearn_row(say, job, error):
        return anew
    if error.code == GuestLeftError.code or work.has_guest(job):
        return ((button(say("button-faces"), "faces", job.number),),)
    return ((button(say("button-again"), "reinpaint", job.number),),)


JOBS = (
    JobKind(
        request=Template,
        commands=(
            Command(
                entry=Entry(
                    name="inpaint",
                    cost=Template.kind,
                    files=True,
                    parameters=(Parameter(name="template", rest=True),),
                ),
                run=command,
            ),
            Command(entry=Entry(name="accept", parameters=(Parameter(name="code"),)), run=guests.command),
        ),
        verbs={
            "template": Verb(run=chosen, least=1, most=1),
            "templates": Verb(run=ready.page, least=1, most=1),
            "templatesall": Verb(run=ready.apart, least=1, most=1),
            "putin": Verb(run=draw, least=1, most=1),
            "reinpaint": Verb(run=redo, least=1, most=1),
            "faces": Verb(run=faces, least=1, most=1),
            "seat": Verb(run=guests.seat, least=2, most=2),
            "unseat": Verb(run=guests.unseat, least=2, most=2),
            "invite": Verb(run=guests.invite, least=1, most=2),
            "sit": Verb(run=guests.sit, least=2, most=2),
            "unsit": Verb(run=guests.unsit, least=1, most=1),
        },
        arrived={NAME: arrived},
        cost=lambda limits, count: limits.template_seconds * count,
        sort=lambda request: f"{request.draw}-posed" if request.style else request.draw,
        size=lambda request: request.count * len(request.people),
        words=_words,
        most=lambda limits: limits.templates_per_day,
        inputs=_inputs,
        finished=_finished,
        next_steps=_next_steps,
        over=_over,
        album=_album,
        again="reinpaint",
        speaks=_speaks,
    ),
    JobKind(
        request=InspectTemplate, inputs=_inputs, keep=posing.keep, finished=_looked, over=_not_looked_at, passing=True
    ),
)
