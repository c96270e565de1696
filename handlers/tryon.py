"""/tryon: a person in the clothes of a picture (paper 3.1).

    picture ──look──> the clothes found, numbered: keep or drop each, point at what is missing or too much ──> draw

Every correction is a new look at the same picture, so what is shown is what is kept. Pictures come and go as those of
`handlers.inpaint` do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.requests import Lane, from_json
from engine.tasks.tryon.request import Background, InspectGarment, Tap, TryOn
from handlers import arriving, portrait
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Deps, Refused, Turn, Tx
from handlers.events import SentFile
from handlers.text import Words
from handlers.views import Button, Choice, Failure, PictureItem, Pictures, Text, View
from storage import jobs
from storage.jobs import Job

NAME = "tryon"
WISH, MEND = "tryon", "mend"  # in a conversation's state: the background asked for, the look that is corrected
VARIANTS = 2
SIGNS = ("more", "less")  # the garment is larger, or smaller, than what was found
SQUARES = re.compile(r"[a-z]\d{1,2}(?:[\s,;]+[a-z]\d{1,2})*", re.IGNORECASE)


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/tryon with a picture of clothes, in answer to one, or alone: then the next picture is the one."""
    await portrait.known_face(turn)
    turn.state[WISH] = _wish(turn, options)
    picture = await arriving.with_command(turn)
    if picture is not None:
        return await _look(turn, InspectGarment(photo=Path(f"media:{picture}"), preview=Path()))
    arriving.wait(turn, NAME)
    return [Text(text=turn.say("tryon-prompt"))]


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """The picture that was waited for."""
    picture = await arriving.taken(turn, event)
    return await _look(turn, InspectGarment(photo=Path(f"media:{picture}"), preview=Path()))


def _wish(turn: Turn, options: dict[str, str]) -> dict[str, str]:
    """Return the background somebody named; a word of the presets, in any case or the reader's language, is one."""
    wanted = options.get("background", "") or options.get("scene", "")
    known = {turn.say(f"background-{one}").casefold(): one.value for one in Background}
    known |= {one.value: one.value for one in Background}
    if wanted.casefold() in known:
        return {"background": known[wanted.casefold()]}
    if options.get("background"):
        names = [f"`{one}`" for one in Background]
        raise Refused("tryon-background-unknown", known=turn.say.several(names))
    return {"scene": wanted} if wanted else {}


async def _look(turn: Turn, request: InspectGarment) -> list[View]:
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise Refused("quota-queue", most=turn.deps.limits.queued_jobs)
    await _kept(turn, str(request.photo))
    await arriving.keep(turn.tx, turn.account.id, [str(request.photo)], arriving.UNDECIDED)
    job = await work.enqueue(turn, replace(request, preview=Path("scratch:preview.png")), identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def looked(tx: Tx, job: Job, result: dict[str, Any], deps: Deps, say: Words) -> list[View]:
    """The clothes are found: show them, or say at once why nothing could be drawn."""
    if result["problem"]:
        await arriving.drop(tx, job.account, [job.request["photo"], result["preview"]])
        return [Failure(text=say(f"error-{result['problem']}", reason=result["reason"]), trace=job.id)]
    await arriving.found(tx, job)
    await arriving.keep(tx, job.account, [result["preview"]], arriving.UNDECIDED)
    return [_shown(job, say)]


def _shown(look: Job, say: Words) -> Pictures:
    result = look.result or {}
    lines = [say("tryon-found", count=len(result["garments"]))]
    lines += [f"{'✓' if one['kept'] else '✗'} {_name(say, one)}" for one in result["garments"]]
    lines += honest(result, say)
    if look.request["grid"]:
        lines = [say("tryon-squares", last=f"{chr(64 + result['columns'])}{result['rows']}")]
    item = PictureItem(media=result["preview"].removeprefix("media:"), alt=say("tryon-found-alt"))
    return Pictures(items=(item,), text="\n".join(lines), buttons=_buttons(look, say))


def honest(result: dict[str, Any], say: Words) -> list[str]:
    """Say what is drawn anew and what stays as it is in the picture; the clothes always do."""

    def parts(key: str) -> str:
        return say.several([say(f"part-{part}") for part in result[key]], "list-and")

    keys = {"redrawn": "tryon-redrawn", "stays": "tryon-stays"}
    return [say(key, parts=parts(field)) for field, key in keys.items() if result[field]]


def _name(say: Words, garment: dict[str, Any]) -> str:
    return say("tryon-garment", number=garment["number"], kind=garment["kind"])


def _buttons(look: Job, say: Words) -> tuple[tuple[Button, ...], ...]:
    number, garments = look.number, (look.result or {})["garments"]
    first = (button(say("button-wear"), "wear", number, kind="go"), button(say("button-backdrop"), "backdrop", number))
    mend = tuple(button(say(f"button-{sign}-garment"), "mend", number, sign) for sign in SIGNS)
    signs = {True: "✓", False: "✗"}
    each = [button(f"{signs[one['kept']]} {_name(say, one)}", "garment", number, one["number"]) for one in garments]
    rows = [tuple(each[at : at + 3]) for at in range(0, len(each), 3)] if len(each) > 1 else []
    return (first, *rows, mend)


async def own_look(turn: Turn, number: str) -> Job:
    """Return this person's finished look at clothes by its number; raises `Refused` for any other job."""
    job = await work.own(turn, number, "show-unknown")
    if job.kind != InspectGarment.kind or not job.result:
        raise Refused("show-unknown", number=job.number)
    return job


async def toggle(turn: Turn, number: str, garment: str) -> list[View]:
    """Keep a garment, or drop it: then it is drawn anew like everything else."""
    look = await own_look(turn, number)
    found = {str(one["number"]): one for one in (look.result or {})["garments"]}
    if garment not in found:
        raise Refused("unknown-button")
    keep = tuple(one["number"] for name, one in found.items() if one["kept"] != (name == garment))
    if not keep:
        raise Refused("tryon-nothing-kept")
    return await _look(turn, replace(from_json(InspectGarment, look.request), keep=keep, grid=False))


async def mend(turn: Turn, number: str, sign: str) -> list[View]:
    """More or less of the garment: show the picture with squares, to be named."""
    if sign not in SIGNS:
        raise Refused("unknown-button")
    look = await own_look(turn, number)
    views = await _look(turn, replace(from_json(InspectGarment, look.request), grid=True))
    turn.state[MEND] = {"sign": sign, "photo": look.request["photo"], "at": turn.now}
    return views


def waits_for_places(turn: Turn, text: str) -> bool:
    """Say whether a line names squares of the picture that was shown with them."""
    at = turn.state.get(MEND, {}).get("at", 0.0)
    return turn.now - at < arriving.PATIENCE and SQUARES.fullmatch(text.strip()) is not None


async def said(turn: Turn, text: str) -> list[View]:
    """The squares were named: look again, corrected."""
    wanted = turn.state[MEND]
    look = await _grid_of(turn, wanted["photo"])
    result = look.result or {}
    taps = []
    for square in re.split(r"[\s,;]+", text.strip().upper()):
        column, row = ord(square[0]) - ord("A"), int(square[1:]) - 1
        if not (column < result["columns"] and 0 <= row < result["rows"]):
            raise Refused("tryon-no-square", name=square, last=f"{chr(64 + result['columns'])}{result['rows']}")
        x, y = (column + 0.5) / result["columns"], (row + 0.5) / result["rows"]
        taps.append(Tap(x=round(x, 4), y=round(y, 4), add=wanted["sign"] == "more"))
    turn.state.pop(MEND)
    request = from_json(InspectGarment, look.request)
    return await _look(turn, replace(request, taps=(*request.taps, *taps), grid=False))


async def _grid_of(turn: Turn, photo: str) -> Job:
    mine = await jobs.of(turn.tx, turn.account.id, limit=portrait.HISTORY)
    squared = [job for job in mine if job.kind == InspectGarment.kind and job.request["grid"] and job.result]
    look = next((job for job in squared if job.request["photo"] == photo), None)
    if look is None:
        raise Refused("tryon-still-looking")
    return look


async def backdrops(turn: Turn, number: str) -> list[View]:
    """Which background? The answer draws."""
    look = await own_look(turn, number)
    options = tuple(button(turn.say(f"background-{one}"), "wear", look.number, one) for one in Background)
    return [Choice(text=turn.say("tryon-backdrop"), options=options)]


async def draw(turn: Turn, number: str, background: str = "") -> list[View]:
    """Draw what the picture of a look shows."""
    if background not in ("", *Background):
        raise Refused("unknown-button")
    look = await own_look(turn, number)
    face, wish = await portrait.known_face(turn), turn.state.get(WISH, {})
    seen: InspectGarment = from_json(InspectGarment, look.request)
    request = TryOn(
        garment=seen.photo,
        identity=Path(f"identity:{face.id}"),
        out=Path("scratch:pictures"),
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
    wish: TryOn = from_json(TryOn, job.request)
    identity = Path(f"identity:{face.id}")
    return await _start(
        turn, replace(wish, identity=identity, out=Path("scratch:pictures"), seed=turn.deps.seed()), face.id
    )


async def clothes(turn: Turn, number: str) -> list[View]:
    """Back from a result to the clothes that were found."""
    job = await own_job(turn, number)
    look = await look_of(turn.tx, job)
    if look is None or not await arriving.is_kept(turn, (look.result or {})["preview"]):
        raise Refused("inpaint-gone")
    await _kept(turn, job.request["garment"])
    return [_shown(look, turn.say)]


async def own_job(turn: Turn, number: str) -> Job:
    """Return a try-on of this person by its number; raises `Refused` for any other job."""
    job = await work.own(turn, number, "show-unknown")
    if job.kind != TryOn.kind:
        raise Refused("show-unknown", number=job.number)
    return job


async def look_of(tx: Tx, job: Job) -> Job | None:
    """Return the newest look at the clothes of a try-on that says what it kept."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    looks = [one for one in mine if one.kind == InspectGarment.kind and one.result and not one.request["grid"]]
    return next((one for one in looks if one.request["photo"] == job.request["garment"]), None)


async def settle(tx: Tx, job: Job) -> None:
    """A try-on has ended: the picture and what was shown of it go soon."""
    mine = await jobs.of(tx, job.account, limit=portrait.HISTORY)
    photo = job.request["garment"]
    looks = [one for one in mine if one.kind == InspectGarment.kind and one.request["photo"] == photo]
    shown = [one.result["preview"] for one in looks if one.result]
    await arriving.keep(tx, job.account, [photo, *shown], arriving.AFTERWARDS)


async def _start(turn: Turn, request: TryOn, identity: str) -> list[View]:
    await _kept(turn, str(request.garment))
    status = await work.start(turn, request, identity=identity, count=request.count, affinity=NAME)
    await arriving.keep(turn.tx, turn.account.id, [str(request.garment)], arriving.UNDECIDED)
    return [status]


async def _kept(turn: Turn, path: str) -> None:
    if not await arriving.is_kept(turn, path):
        raise Refused("inpaint-gone")
