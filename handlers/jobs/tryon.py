"""/tryon: a person in the clothes of a picture (paper 3.1).

    picture ──look──> the clothes found, numbered: keep or drop each, point at what is missing or too much ──> draw

Every correction is a new look at the same picture, so what is shown is what is kept. Pictures come and go as those of
`handlers.jobs.template` do.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from engine.errors import EngineError
from engine.files import IdentityRef, Media, Scratch, media_id
from engine.requests import Lane
from engine.tasks.portrait.request import plain
from engine.tasks.template.request import TemplateGoneError
from engine.tasks.tryon.request import Background, Garment, Garments, InspectGarment, Part, Tap, TriedOn, TryOn
from handlers import albums, awaiting_photo, clothes, folding, wording, work
from handlers.actions import action, button
from handlers.commands import Command, Entry, Parameter, Verb
from handlers.context import Buttons, RefusedError, Turn, Tx
from handlers.events import SentFile
from handlers.jobs import portrait
from handlers.jobs.enrol import relearn_row
from handlers.kinds import Ended, JobKind
from handlers.text import Words
from handlers.views import Choice, Failure, PictureItem, Pictures, Text, View
from storage import jobs
from storage.jobs import Job

NAME = "tryon"
WISH, MEND = "tryon", "mend"  # in a conversation's state: the background asked for, the look that is corrected
VARIANTS = 2
PREVIEW = Scratch("preview.png").path
SIGNS = ("more", "less")  # the garment is larger, or smaller, than what was found
PLACE, MOST_TAPS = re.compile(r"\d{6}"), 40
SQUARES = re.compile(r"[a-z]\d{1,2}(?:[\s,;]+[a-z]\d{1,2})*", re.IGNORECASE)


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/tryon with a picture of clothes, in answer to one, or alone: then the next picture is the one."""
    await portrait.known_face(turn)
    turn.state[WISH] = await _wish(turn, options)
    picture = await awaiting_photo.with_command(turn)
    if picture is not None:
        return await _look(turn, InspectGarment(photo=Media(picture).path, preview=PREVIEW))
    awaiting_photo.wait(turn, NAME)
    return [Text(text=turn.say("tryon-prompt"), buttons=clothes.row(turn))]


async def chosen(turn: Turn, name: str) -> list[View]:
    """Clothes of the gallery were chosen."""
    await portrait.known_face(turn)
    return await _look(turn, InspectGarment(photo=clothes.path(clothes.named(turn, name)), preview=PREVIEW))


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """The picture that was waited for."""
    picture = await awaiting_photo.taken(turn, event)
    return await _look(turn, InspectGarment(photo=Media(picture).path, preview=PREVIEW))


async def _wish(turn: Turn, options: dict[str, str]) -> dict[str, str]:
    """Return the background somebody named; a word of the presets, in any case or the reader's language, is one.

    Other words are sealed: the conversation and the job are kept.
    """
    wanted = options.get("background", "") or options.get("scene", "")
    if wanted:
        wording.require(turn, wanted)
    known = {turn.say(f"background-{one}").casefold(): one.value for one in Background}
    known |= {one.value: one.value for one in Background}
    if wanted.casefold() in known:
        return {"background": known[wanted.casefold()]}
    if options.get("background"):
        names = [f"`{one}`" for one in Background]
        raise RefusedError("tryon-background-unknown", known=turn.say.several(names))
    return {"scene": await wording.sealed(turn, plain(wanted))} if wanted else {}


async def _look(turn: Turn, request: InspectGarment) -> list[View]:
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise RefusedError("quota-queue", most=turn.deps.limits.queued_jobs)
    await _kept(turn, request.photo)
    await awaiting_photo.keep(turn.tx, turn.account.id, [request.photo], awaiting_photo.UNDECIDED)
    job = await work.enqueue(turn, replace(request, preview=PREVIEW), identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def _looked(ended: Ended, result: Garments) -> list[View]:
    """The clothes are found: show them, or say at once why nothing could be drawn."""
    tx, job, say = ended.tx, ended.job, ended.say
    if result.problem:
        await awaiting_photo.drop(tx, job.account, [work.asked(job, InspectGarment).photo, result.preview])
        return [Failure(text=say(f"error-{result.problem}", reason=result.reason), trace=job.id)]
    await awaiting_photo.found(tx, job)
    await awaiting_photo.keep(tx, job.account, [result.preview], awaiting_photo.UNDECIDED)
    return [_shown(job, say)]


def _seen(look: Job) -> Garments:
    """Return what a finished look at clothes saw."""
    result = work.made(look, Garments)
    assert result is not None
    return result


def _shown(look: Job, say: Words) -> Pictures:
    result = _seen(look)
    flat = Part.CLOTHES in result.redrawn
    lines = [say("tryon-flat" if flat else "tryon-found", count=len(result.garments))]
    lines += [f"{'✓' if one.kept else '✗'} {_name(say, one)}" for one in result.garments]
    lines += honest(result, say)
    if work.asked(look, InspectGarment).grid:
        lines = [say("tryon-squares", last=_last_square(result))]
    item = PictureItem(media=media_id(result.preview), alt=say("tryon-found-alt"))
    tap = action("tap", look.number)
    return Pictures(items=(item,), text="\n".join(lines), buttons=_buttons(look, say), tap=tap)


def _last_square(result: Garments) -> str:
    return f"{chr(64 + result.columns)}{result.rows}"


def honest(result: Garments | TriedOn, say: Words) -> list[str]:
    """Say what is drawn anew and what stays as it is in the picture; worn clothes always do."""
    said = {"tryon-redrawn": result.redrawn, "tryon-stays": result.stays}
    named = {key: [say(f"part-{part}") for part in parts] for key, parts in said.items()}
    return [say(key, parts=say.several(parts, "list-and")) for key, parts in named.items() if parts]


def _name(say: Words, garment: Garment) -> str:
    return say("tryon-garment", number=garment.number, kind=garment.kind)


def _buttons(look: Job, say: Words) -> Buttons:
    number, garments = look.number, _seen(look).garments
    first = (button(say("button-wear"), "wear", number, kind="go"), button(say("button-backdrop"), "backdrop", number))
    mend = tuple(button(say(f"button-{sign}-garment"), "mend", number, sign) for sign in SIGNS)
    signs = {True: "✓", False: "✗"}
    each = [button(f"{signs[one.kept]} {_name(say, one)}", "garment", number, one.number) for one in garments]
    rows = [tuple(each[at : at + 3]) for at in range(0, len(each), 3)] if len(each) > 1 else []
    return (first, *rows, mend)


async def own_look(turn: Turn, number: str) -> Job:
    """Return this person's finished look at clothes by its number; raises `RefusedError` for any other job."""
    return await work.own_of(turn, number, InspectGarment, done=True)


async def toggle(turn: Turn, number: str, garment: str) -> list[View]:
    """Keep a garment, or drop it: then it is drawn anew like everything else."""
    look = await own_look(turn, number)
    found = {str(one.number): one for one in _seen(look).garments}
    if garment not in found:
        raise RefusedError("unknown-button")
    keep = tuple(one.number for name, one in found.items() if one.kept != (name == garment))
    if not keep:
        raise RefusedError("tryon-nothing-kept")
    return await _look(turn, replace(work.asked(look, InspectGarment), keep=keep, grid=False))


async def mend(turn: Turn, number: str, sign: str) -> list[View]:
    """More or less of the garment: show the picture with squares, to be named."""
    if sign not in SIGNS:
        raise RefusedError("unknown-button")
    look = await own_look(turn, number)
    views = await _look(turn, replace(work.asked(look, InspectGarment), grid=True))
    turn.state[MEND] = {"sign": sign, "photo": look.request["photo"], "at": turn.now}
    return views


async def tapped(turn: Turn, number: str, *places: str) -> list[View]:
    """Places of the picture were pointed at: what is there joins the clothes, or leaves them where it is among them."""
    if not all(PLACE.fullmatch(place) for place in places):
        raise RefusedError("unknown-button")
    look = await own_look(turn, number)
    taps = [Tap(x=int(place[:3]) / 1000, y=int(place[3:]) / 1000, add=None) for place in places]
    request = work.asked(look, InspectGarment)
    return await _look(turn, replace(request, taps=(*request.taps, *taps)[-MOST_TAPS:], grid=False))


def waits_for_places(turn: Turn, text: str) -> bool:
    """Say whether a line names squares of the picture that was shown with them."""
    at = turn.state.get(MEND, {}).get("at", 0.0)
    return turn.now - at < awaiting_photo.PATIENCE and SQUARES.fullmatch(text.strip()) is not None


async def said(turn: Turn, text: str) -> list[View] | None:
    """The squares were named: look again, corrected. None for a line that names none, or that nobody waits for."""
    if not waits_for_places(turn, text):
        return None
    wanted = turn.state[MEND]
    look = await _grid_of(turn, wanted["photo"])
    result = _seen(look)
    taps = []
    for square in re.split(r"[\s,;]+", text.strip().upper()):
        column, row = ord(square[0]) - ord("A"), int(square[1:]) - 1
        if not (column < result.columns and 0 <= row < result.rows):
            raise RefusedError("tryon-no-square", name=square, last=_last_square(result))
        x, y = (column + 0.5) / result.columns, (row + 0.5) / result.rows
        taps.append(Tap(x=round(x, 4), y=round(y, 4), add=wanted["sign"] == "more"))
    turn.state.pop(MEND)
    request = work.asked(look, InspectGarment)
    return await _look(turn, replace(request, taps=(*request.taps, *taps), grid=False))


async def _grid_of(turn: Turn, photo: str) -> Job:
    mine = await jobs.of(turn.tx, turn.account.id, limit=portrait.HISTORY)
    squared = [job for job in work.of_kind(mine, InspectGarment, done=True) if job.request["grid"]]
    look = next((job for job in squared if job.request["photo"] == photo), None)
    if look is None:
        raise RefusedError("tryon-still-looking")
    return look


async def backdrops(turn: Turn, number: str) -> list[View]:
    """Which background? The answer draws."""
    look = await own_look(turn, number)
    options = tuple(button(turn.say(f"background-{one}"), "wear", look.number, one) for one in Background)
    return [Choice(text=turn.say("tryon-backdrop"), options=options)]


async def draw(turn: Turn, number: str, background: str = "") -> list[View]:
    """Draw what the picture of a look shows."""
    if background not in ("", *Background):
        raise RefusedError("unknown-button")
    look = await own_look(turn, number)
    face, wish = await portrait.known_face(turn), turn.state.get(WISH, {})
    seen = work.asked(look, InspectGarment)
    request = TryOn(
        garment=seen.photo,
        identity=IdentityRef(face.id).path,
        out=Scratch("pictures").path,
        keep=seen.keep,
        taps=seen.taps,
        background=Background(background or wish.get("background", Background.KEEP)),
        scene="" if background else wish.get("scene", ""),
        count=VARIANTS,
        seed=turn.deps.seed(),
    )
    return await _start(turn, request, face.id)


async def redo(turn: Turn, number: str) -> list[View]:
    """Again: the same clothes with new luck."""
    job, face = await own_job(turn, number), await portrait.known_face(turn)
    wish = work.asked(job, TryOn)
    identity = IdentityRef(face.id).path
    return await _start(
        turn, replace(wish, identity=identity, out=Scratch("pictures").path, seed=turn.deps.seed()), face.id
    )


async def back(turn: Turn, number: str) -> list[View]:
    """Back from a result to the clothes that were found."""
    job = await own_job(turn, number)
    look = await look_of(turn.tx, job)
    if look is None or not await awaiting_photo.is_kept(turn, _seen(look).preview):
        raise RefusedError("inpaint-gone")
    await _kept(turn, work.asked(job, TryOn).garment)
    return [_shown(look, turn.say)]


async def own_job(turn: Turn, number: str) -> Job:
    """Return a try-on of this person by its number; raises `RefusedError` for any other job."""
    return await work.own_of(turn, number, TryOn)


async def look_of(tx: Tx, job: Job) -> Job | None:
    """Return the newest look at the clothes of a try-on that says what it kept."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    looks = [one for one in work.of_kind(mine, InspectGarment, done=True) if not one.request["grid"]]
    return next((one for one in looks if one.request["photo"] == job.request["garment"]), None)


async def _settle(tx: Tx, job: Job) -> None:
    """A try-on has ended: the picture and what was shown of it go soon."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    photo = work.asked(job, TryOn).garment
    looks = [one for one in work.of_kind(mine, InspectGarment) if one.request["photo"] == str(photo)]
    shown = [_seen(one).preview for one in looks if one.result]
    await awaiting_photo.keep(tx, job.account, [photo, *shown], awaiting_photo.AFTERWARDS)


async def _start(turn: Turn, request: TryOn, identity: str) -> list[View]:
    await _kept(turn, request.garment)
    status = await work.start(turn, request, identity=identity, count=request.count, affinity=NAME)
    await awaiting_photo.keep(turn.tx, turn.account.id, [request.garment], awaiting_photo.UNDECIDED)
    return [status]


async def _kept(turn: Turn, path: Path) -> None:
    if not await awaiting_photo.is_kept(turn, path):
        raise RefusedError("inpaint-gone")


async def _words(request: TryOn, unseal: Callable[[str], Awaitable[str]]) -> TryOn:
    return replace(request, scene=await unseal(request.scene))


def _inputs(request: TryOn, gone: Callable[[Path], bool]) -> TryOn:
    if gone(request.garment):
        raise TemplateGoneError
    return request


def _look_inputs(request: InspectGarment, gone: Callable[[Path], bool]) -> InspectGarment:
    if gone(request.photo):
        raise TemplateGoneError
    return request


async def _finished(ended: Ended, result: TriedOn) -> list[View]:
    await _settle(ended.tx, ended.job)
    return [await _album(ended, result)]


async def _over(tx: Tx, job: Job, _error: EngineError) -> None:
    await _settle(tx, job)


async def _not_looked_at(tx: Tx, job: Job, _error: EngineError) -> None:
    await awaiting_photo.drop(tx, job.account, [work.asked(job, InspectGarment).photo])


async def _album(ended: Ended, result: TriedOn) -> Pictures:
    """Return the variants of a try-on, with what was kept and what not."""
    job, say, number = ended.job, ended.say, ended.job.number
    shown = albums.drawn_into(job, result, say, honest(result, say), ())
    first = [button(say("button-again"), "rewear", number, kind="go"), button(say("button-clothes"), "clothes", number)]
    first += albums.often(say, number, guest=False, alone=True)
    rest, seeds = (albums.last_row(say, number),), albums.seeds(say, result.pictures)
    return replace(shown, **folding.folded(say, number, folding.in_pairs(first), rest, seeds))


def _next_steps(say: Words, job: Job, error: EngineError) -> Buttons:
    if anew := relearn_row(say, job, error):
        return anew
    again = button(say("button-again"), "rewear", job.number)
    return ((again, button(say("button-clothes"), "clothes", job.number)),)


JOBS = (
    JobKind(
        request=TryOn,
        commands=(
            Command(
                entry=Entry(
                    name="tryon",
                    cost=TryOn.kind,
                    files=True,
                    parameters=(
                        Parameter(name="background", choices=tuple(Background)),
                        Parameter(name="scene", rest=True),
                    ),
                ),
                run=command,
            ),
        ),
        verbs={
            "dress": Verb(run=chosen, least=1, most=1),
            "wardrobe": Verb(run=clothes.page, least=1, most=1),
            "wardrobeall": Verb(run=clothes.apart, least=1, most=1),
            "garment": Verb(run=toggle, least=2, most=2),
            "mend": Verb(run=mend, least=2, most=2),
            "tap": Verb(run=tapped, least=2, most=8),
            "backdrop": Verb(run=backdrops, least=1, most=1),
            "wear": Verb(run=draw, least=1, most=2),
            "rewear": Verb(run=redo, least=1, most=1),
            "clothes": Verb(run=back, least=1, most=1),
        },
        arrived={NAME: arrived},
        said=said,
        cost=lambda limits, count: limits.tryon_seconds * count,
        most=lambda limits: limits.tryons_per_day,
        inputs=_inputs,
        words=_words,
        finished=_finished,
        next_steps=_next_steps,
        over=_over,
        album=_album,
        again="rewear",
        speaks=lambda job, others: bool(job.result),
    ),
    JobKind(request=InspectGarment, inputs=_look_inputs, finished=_looked, over=_not_looked_at, passing=True),
)
