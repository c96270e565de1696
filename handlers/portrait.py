"""/portrait and every button that draws again: the same person, another seed, style or balance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.requests import from_json
from engine.tasks.portrait.request import Expression, Framing, Portrait, Shape
from handlers import arriving, catalogue, defaults, enrol, policy, styles
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Refused, Turn, harmless
from handlers.views import View
from storage import identities, jobs

SEEDS = 2**31
HISTORY = 1000  # jobs looked through for the newest portrait


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/portrait STYLE [count] [seed] [a picture as the scene]: queue a job, or say what is in the way."""
    face = await known_face(turn)
    options = defaults.preferred(turn, Portrait.kind) | options
    wanted = options.get("style") or turn.account_state.get("style", "")
    if not wanted:
        return [styles.choice(turn, turn.say("portrait-which"))]
    request = Portrait(
        identity=Path(f"identity:{face.id}"),
        style=style_named(turn, wanted),
        out=Path("scratch:pictures"),
        count=_count(turn, options),
        seed=int(options["seed"]) % SEEDS if "seed" in options else turn.deps.seed(),
        face_weight=float(options["face"]) if "face" in options else None,
        style_weight=float(options["strength"]) if "strength" in options else None,
        scene_picture=await _scene_picture(turn),
        **_canvas(options),
    )
    return await queue(turn, face, request)


def _canvas(options: dict[str, str]) -> dict[str, Any]:
    """Return what was said of the picture: expression, framing, shape, size, detail, scene, and who draws."""
    kinds: dict[str, Callable[[str], Any]] = {"expression": Expression, "framing": Framing, "shape": Shape}
    kinds |= {"scene": lambda name: harmless(name).strip(), "draw": str, "refine": str}
    wish = {name: kind(options[name]) for name, kind in kinds.items() if name in options}
    return wish | ({"side": int(options["size"])} if "size" in options else {})


async def _scene_picture(turn: Turn) -> Path | None:
    """Return the picture that came with the command, or that it answers: it will stand behind the person."""
    if not turn.files:
        return None
    picture = f"media:{await arriving.taken(turn, turn.files[0])}"
    await arriving.keep(turn.tx, turn.account.id, [picture], arriving.UNDECIDED)
    return Path(picture)


async def known_face(turn: Turn) -> identities.Identity:
    """Return the person's newest learnt face, else the one known from photos while it is learnt.

    Raises `Refused` with the step that is missing.
    """
    faces = await identities.of(turn.tx, turn.account.id)
    known = [face for face in faces if face.trained is not None] or [face for face in faces if face.folder]
    if known:
        return known[-1]
    if not faces:
        raise Refused("portrait-before-training")
    face = faces[-1]
    if face.state == "training":
        raise Refused("portrait-training")
    accepted = (await enrol.tally(turn.tx, face.id)).accepted
    if not accepted:
        raise Refused("portrait-before-training")
    raise Refused("portrait-not-trained", accepted=accepted, buttons=((enrol.done_button(turn.say, face.id),),))


def style_named(turn: Turn, wanted: str) -> str:
    """Return the name of a style that can be drawn here; raises `Refused` with the closest names as buttons."""
    style = turn.deps.styles.get(wanted)
    if style is not None and turn.deps.styles.usable(style.name):
        return style.name
    closest = list(turn.deps.styles.closest(wanted))[:3]
    if not closest:
        raise Refused("portrait-unknown-style-none", name=harmless(wanted))
    row = tuple(styles.draw_button(turn, name) for name in closest)
    listed = turn.say.several([f"`{name}`" for name in closest])
    key = "portrait-unknown-style" if style is None else "portrait-style-elsewhere"
    raise Refused(key, name=harmless(wanted), closest=listed, buttons=(row,))


async def queue(turn: Turn, face: identities.Identity, request: Portrait) -> list[View]:
    """Queue the drawing and return its status message."""
    # Jobs of one face and style share the adapters that are already in place.
    affinity = f"{face.id}:{request.style}"
    return [await work.start(turn, request, identity=face.id, count=request.count, affinity=affinity)]


async def own_job(turn: Turn, number: str) -> jobs.Job:
    """Return a portrait job of this person by its number; raises `Refused` for any other."""
    job = await work.own(turn, number, "show-unknown")
    if job.kind != Portrait.kind:
        raise Refused("show-unknown", number=job.number)
    return job


async def again(turn: Turn, options: dict[str, str]) -> list[View]:
    """/again [job] [what to change]: the same wish with another seed, style, count or balance."""
    if "job" in options:
        job = await own_job(turn, options["job"])
    else:
        mine = await jobs.of(turn.tx, turn.account.id, limit=HISTORY)
        latest = next((job for job in mine if job.kind == Portrait.kind), None)
        if latest is None:
            raise Refused("again-none")
        job = latest
    return await _anew(turn, job, variation=None, **_changes(turn, job, options))


def _changes(turn: Turn, job: jobs.Job, options: dict[str, str]) -> dict[str, Any]:
    """Return what is to be drawn differently; a new style brings its own weights unless they are named."""
    changed: dict[str, Any] = {"seed": int(options["seed"]) % SEEDS if "seed" in options else turn.deps.seed()}
    if "style" in options:
        changed["style"] = style_named(turn, options["style"])
        if changed["style"] != job.request["style"]:
            changed |= {"style_weight": None, "face_weight": None}
    if "count" in options:
        changed["count"] = _count(turn, options)
    weights = {"face": "face_weight", "strength": "style_weight"}
    changed |= _canvas(options) | ({"scene_picture": None} if "scene" in options else {})
    return changed | {field: float(options[name]) for name, field in weights.items() if name in options}


async def redo(turn: Turn, number: str) -> list[View]:
    """The Again button: new luck."""
    return await _anew(turn, await own_job(turn, number), seed=turn.deps.seed(), variation=None)


async def like(turn: Turn, number: str) -> list[View]:
    """More like the best: its noise, with a share of fresh noise in each picture."""
    job = await own_job(turn, number)
    pictures = (job.result or {}).get("pictures", [])
    if not pictures:
        raise Refused("show-gone", number=job.number, buttons=((button(turn.say("button-again"), "again", number),),))
    return await _anew(turn, job, seed=pictures[0]["seed"], variation=policy.VARIATION)


async def restyle_ask(turn: Turn, number: str, page: str = "1") -> list[View]:
    """Other style, same seed: which one?"""
    job = await own_job(turn, number)
    return [styles.choice(turn, turn.say("portrait-which"), job=job.number, page=int(page) if page.isdecimal() else 1)]


async def restyle(turn: Turn, number: str, style: str) -> list[View]:
    """The same seeds in another style, with that style's own weights."""
    job = await own_job(turn, number)
    return await _anew(turn, job, style=style_named(turn, style), style_weight=None, face_weight=None)


async def closer(turn: Turn, number: str) -> list[View]:
    """Closer to me: the same seeds, a stronger face."""
    job = await own_job(turn, number)
    now = _weight(job, "face_weight", policy.FACE_WEIGHT)
    stronger = policy.nudged(now, policy.WEIGHT_STEP, policy.FACE_WEIGHTS)
    if stronger <= now:
        raise Refused("at-limit-face")
    return await _anew(turn, job, face_weight=stronger)


async def mien(turn: Turn, number: str, expression: str) -> list[View]:
    """Another expression: the same photos, light and scene, another face on them."""
    job = await own_job(turn, number)
    if expression not in list(Expression):
        raise Refused("unknown-button")
    return await _anew(turn, job, expression=Expression(expression))


async def bolder(turn: Turn, number: str) -> list[View]:
    """More style: the same seeds, a stronger style."""
    job = await own_job(turn, number)
    now = _weight(job, "style_weight", policy.STYLE_WEIGHT)
    stronger = policy.nudged(now, policy.WEIGHT_STEP, policy.STYLE_WEIGHTS)
    if stronger <= now:
        raise Refused("at-limit-style")
    return await _anew(turn, job, style_weight=stronger)


async def finer(turn: Turn, number: str) -> list[View]:
    """Finer face: the same seeds, the face drawn again at the base's full size."""
    if catalogue.REFINE not in turn.deps.abilities:
        raise Refused("argument-not-here", name=catalogue.REFINE)
    return await _anew(turn, await own_job(turn, number), refine="face")


def _weight(job: jobs.Job, name: str, usual: float) -> float:
    """Return the weight a job was drawn with: what was asked for, else what the engine says it used."""
    asked = job.request.get(name)
    used = (job.result or {}).get(name)
    return float(next((value for value in (asked, used) if value is not None), usual))


async def _anew(turn: Turn, job: jobs.Job, **changes: Any) -> list[View]:
    """Queue an earlier wish with some changes; always with the face this person has now."""
    face = await known_face(turn)
    wish: Portrait = from_json(Portrait, job.request)
    if turn.deps.styles.get(changes.get("style", wish.style)) is None:
        style_named(turn, wish.style)  # the style was removed since: say so, with names that exist
    if wish.scene_picture is not None and not await arriving.is_kept(turn, str(wish.scene_picture)):
        changes = {"scene_picture": None, **changes}  # it was kept for an hour: the style's own scene again
    fresh = replace(wish, identity=Path(f"identity:{face.id}"), out=Path("scratch:pictures"), **changes)
    return await queue(turn, face, fresh)


def _count(turn: Turn, options: dict[str, str]) -> int:
    asked = options.get("count") or turn.account_state.get("pictures") or turn.deps.limits.pictures
    return policy.count_within(int(asked), turn.deps.limits)
