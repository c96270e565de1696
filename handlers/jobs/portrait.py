"""/portrait and every button that draws again: the same person, another seed, style or balance, in their own words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import EngineError, NoIdentityError
from engine.files import IdentityRef, Media, Scratch
from engine.tasks.portrait.request import (
    LIGHTS,
    POSE_PHOTO,
    SCENES,
    Expression,
    Framing,
    Portrait,
    Portraits,
    Shape,
    UnknownSceneError,
)
from engine.tasks.template.request import TemplateGoneError
from handlers import awaiting_photo, defaults, policy, portraits, posing, styles, wording, work
from handlers.actions import button
from handlers.commands import (
    DETAIL,
    JOB,
    NO,
    PHOTOS,
    REFINE,
    SHAPES,
    SHOWN,
    SIZES,
    STANCE,
    YES,
    Command,
    Entry,
    Parameter,
    Verb,
)
from handlers.context import Buttons, Deps, RefusedError, Turn, Tx, harmless, style_title
from handlers.events import SentFile
from handlers.jobs.enrol import relearn_row
from handlers.jobs.inspect import done_button, tally
from handlers.kinds import Ended, JobKind
from handlers.pages import page_number
from handlers.text import Words
from handlers.understanding import Meaning, place
from handlers.views import Text, View
from storage import identities, jobs
from storage.jobs import Job

SEEDS = 2**31
HISTORY = 1000  # jobs looked through for the newest portrait
WANTED = "wanted"  # in the state: what was said of a picture whose style was still to be chosen
PATIENCE = 600.0  # seconds for which that holds
_DRAWING = (
    Parameter(name="style", choices="styles"),
    Parameter(name="count", type="integer", least=1, most=10),
    Parameter(name="seed", type="integer", least=0, most=2**31 - 1),
    Parameter(name="face", type="number", least=0.5, most=1.3),
    Parameter(name="strength", type="number", least=0.0, most=1.0),
)
_CANVAS = (
    Parameter(name="expression", choices=tuple(Expression), named=True),
    Parameter(name="framing", choices=tuple(Framing), named=True),
    SHAPES,
    SIZES,
    DETAIL,
    SHOWN,
    STANCE,
    Parameter(name="scene", named=True),
    Parameter(name="light", choices=LIGHTS, named=True),
    Parameter(name="draw", choices=("auto", "canvas", "base"), named=True),
    Parameter(name="prompt", named=True, rest=True),
)
#: Fields of a portrait that an option says.
SAID: tuple[str, ...] = (
    *("style", "count", "seed", "face_weight", "style_weight", "expression", "framing", "shape", "side", "refine"),
    *("photos", "pose", "scene", "light", "draw", "prompt"),
)
PORTRAIT = Entry(name="portrait", cost=Portrait.kind, files=True, parameters=(*_DRAWING, *_CANVAS))


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/portrait STYLE [count] [seed] [a picture as the scene]: queue a job, or say what is in the way.

    Instead of a style's name, or beside it, there may be any words for what is to be seen.
    """
    typed = options.get("style", "")
    named = bool(typed) and turn.deps.styles.get(typed) is not None
    sentence = ", ".join(part for part in ("" if named else typed, options.get("prompt", "")) if part)
    if not sentence:
        return await _drawn(turn, options)
    given = {name: value for name, value in options.items() if name not in ("style", "prompt")}
    return await worded(turn, sentence, given | ({"style": typed} if named else {}))


async def worded(turn: Turn, sentence: str, given: Mapping[str, str] = MappingProxyType({})) -> list[View]:
    """Draw what a sentence asks for, and say what of it is drawn and what is not; ``given`` come before it.

    Raises `RefusedError` for words that may not be drawn by, and for those that name nothing there is.
    """
    meaning = wording.meaning_of(turn, sentence)
    style, options = wording.style_of(turn, meaning, sentence)
    options = {**options, **given}
    style = given.get("style") or style
    if not style and not wording.is_short(sentence):
        await keep(turn, meaning)
        return [*wording.not_here(turn, meaning), styles.choice(turn, turn.say("portrait-which"))]
    if style and not turn.deps.styles.usable(style):
        await keep(turn, meaning)
    options["style"] = style_named(turn, style or sentence)
    told = wording.answer(turn, meaning, options)
    options["prompt"] = await wording.sealed(turn, wording.prompt_of(turn, meaning).prompt)
    return [*told, *await _drawn(turn, options)]


async def keep(turn: Turn, meaning: Meaning) -> None:
    """Keep what a sentence says of a picture until its style is chosen, the words sealed."""
    prompt = await wording.sealed(turn, wording.prompt_of(turn, meaning).prompt)
    remember(turn, {**meaning.options, **({"prompt": prompt} if prompt else {})})


async def wished(turn: Turn, meaning: Meaning) -> list[View]:
    """Ask for the style of what a sentence says of a picture, or draw it in the one a person prefers."""
    prompt = await wording.sealed(turn, wording.prompt_of(turn, meaning).prompt)
    return await _drawn(turn, {**meaning.options, "prompt": prompt})


def remember(turn: Turn, options: Mapping[str, str], seconds: float = PATIENCE) -> None:
    """Keep what was said of a picture until its style is chosen, or its photo comes; a ``prompt`` is sealed."""
    turn.state[WANTED] = {"options": dict(options), "at": turn.now, "for": seconds}


async def _drawn(turn: Turn, options: dict[str, str]) -> list[View]:
    """Queue what was asked for; a ``prompt`` is sealed, or nothing."""
    face = await known_face(turn)
    options = defaults.preferred(turn, PORTRAIT) | _known_scene(turn, options)
    wanted = options.get("style") or turn.account_state.get("style", "")
    if not wanted:
        remember(turn, options)
        return [styles.choice(turn, turn.say("portrait-which"))]
    request = Portrait(
        identity=IdentityRef(face.id).path,
        style=style_named(turn, wanted),
        out=Scratch("pictures").path,
        count=_count(turn, options),
        seed=int(options["seed"]) % SEEDS if "seed" in options else turn.deps.seed(),
        face_weight=float(options["face"]) if "face" in options else None,
        style_weight=float(options["strength"]) if "strength" in options else None,
        scene_picture=None if options.get("pose") == POSE_PHOTO else await _scene_picture(turn),
        prompt=options.get("prompt", ""),
        **_canvas(options),
    )
    views = await queue(turn, face, request)
    if posing.waits(turn, request):
        remember(turn, options | {"style": request.style}, awaiting_photo.PATIENCE)
    return views if request.scene_picture is None else [*views, Text(text=turn.say("portrait-scene-picture"))]


def _known_scene(turn: Turn, options: dict[str, str]) -> dict[str, str]:
    """Return the options with the name of a scene that exists, also where it was called by another word.

    Raises `RefusedError` with near names at once: after the queue it would have cost a wait. Each is one press away,
    with everything else that was said.
    """
    wanted = options.get("scene", "").strip().casefold().replace(" ", "_").replace("-", "_")
    if not wanted or wanted in SCENES:
        return {**options, "scene": wanted} if wanted else options
    if called := place(options["scene"]):
        return {**options, "scene": called}
    closest: list[str] = UnknownSceneError(wanted, list(SCENES)).data["closest"]
    remember(turn, {name: value for name, value in options.items() if name != "scene"})
    row = tuple(button(name.replace("_", " "), "scene", name) for name in closest)
    listed = turn.say.several([f"`{name}`" for name in closest])
    raise RefusedError("error-unknown-scene", name=harmless(options["scene"]), closest=listed, buttons=(row,))


async def _in_scene(turn: Turn, name: str) -> list[View]:
    """A near name of a scene was pressed: what was asked for, there; else the last portrait."""
    if name not in SCENES:
        raise RefusedError("unknown-button")
    kept = _kept(turn)
    return await (_drawn if kept else again)(turn, {**kept, "scene": name})


def too_many(turn: Turn, options: Mapping[str, str]) -> list[View]:
    """Say how many pictures there will be, where somebody asks for more than that."""
    most = turn.deps.limits.pictures_most
    return [Text(text=turn.say("said-most", most=most))] if int(options.get("count") or 0) > most else []


def _canvas(options: dict[str, str]) -> dict[str, Any]:
    """Return what was said of the picture, from its expression to who draws it."""
    kinds: dict[str, Callable[[str], Any]] = {"expression": Expression, "framing": Framing, "shape": Shape}
    kinds |= {"scene": lambda name: harmless(name).strip(), "draw": str}
    kinds |= {"refine": str, "light": str, "pose": str, "photos": lambda said: said == YES}
    wish = {name: kind(options[name]) for name, kind in kinds.items() if name in options}
    return wish | ({"side": int(options["size"])} if options.get("size") else {})


async def _pose_arrived(turn: Turn, event: SentFile) -> list[View]:
    """The photo whose pose was asked for: with it goes what was said of the picture before.

    Until a pose was read the next photo is such a one too: it may show anybody, and is no selfie.
    """
    return await _drawn(replace(turn, files=(event,)), {**_kept(turn), "pose": POSE_PHOTO})


async def _scene_picture(turn: Turn) -> Path | None:
    """Return the picture that came with the command, or that it answers: it will stand behind the person."""
    if not turn.files:
        return None
    picture = Media(await awaiting_photo.taken(turn, turn.files[0])).path
    await awaiting_photo.keep(turn.tx, turn.account.id, [picture], awaiting_photo.UNDECIDED)
    return picture


async def known_face(turn: Turn) -> identities.Identity:
    """Return the person's newest learnt face, else the one known from photos while it is learnt.

    Raises `RefusedError` with the step that is missing.
    """
    faces = await identities.of(turn.tx, turn.account.id)
    known = [face for face in faces if face.trained is not None] or [face for face in faces if face.folder]
    if known:
        return known[-1]
    if not faces:
        raise RefusedError("portrait-before-training")
    face = faces[-1]
    if face.state == "training":
        raise RefusedError("portrait-training")
    accepted = (await tally(turn.tx, face.id)).accepted
    if not accepted:
        raise RefusedError("portrait-before-training")
    raise RefusedError("portrait-not-trained", accepted=accepted, buttons=((done_button(turn.say, face.id),),))


def style_named(turn: Turn, wanted: str) -> str:
    """Return the name of a style that can be drawn here; raises `RefusedError` with the closest names as buttons."""
    style = turn.deps.styles.get(wanted)
    if style is not None and turn.deps.styles.usable(style.name):
        return style.name
    closest = styles.alike(turn, style.name) if style is not None else list(turn.deps.styles.closest(wanted))[:3]
    if not closest:
        raise RefusedError("portrait-unknown-style-none", name=harmless(wanted))
    row = tuple(styles.draw_button(turn, name) for name in closest)
    listed = turn.say.several([f"`{name}`" for name in closest])
    key = "portrait-unknown-style" if style is None else "portrait-style-elsewhere"
    raise RefusedError(key, name=harmless(wanted), closest=listed, buttons=(row,))


async def queue(turn: Turn, face: identities.Identity, request: Portrait) -> list[View]:
    """Queue the drawing and return its status message; a pose of several people, or of a photo, is looked at before.

    Raises `RefusedError` for a pose of a canvas.
    """
    if request.posed and request.draw == "canvas":
        raise RefusedError("portrait-pose-canvas", name="draw=canvas")
    if posing.asks(request):
        return await posing.ask(turn, request)
    # Jobs of one face and style share the adapters that are already in place.
    affinity = f"{face.id}:{request.style}"
    return [await work.start(turn, request, identity=face.id, count=request.count, affinity=affinity)]


async def own_job(turn: Turn, number: str) -> jobs.Job:
    """Return a portrait job of this person by its number; raises `RefusedError` for any other."""
    return await work.own_of(turn, number, Portrait)


async def drawing(turn: Turn, number: str | None) -> jobs.Job:
    """Return a portrait of this person by its number, else their newest; those of several people in a pose are such.

    Raises `RefusedError` for any other, and where there is none.
    """
    if number is not None:
        job = await work.own(turn, number, "show-unknown")
        return job if posing.is_together(job) else await own_job(turn, number)
    last = await newest(turn)
    if last is None:
        raise RefusedError("again-none")
    return last


async def newest(turn: Turn) -> jobs.Job | None:
    """Return what this person had drawn last, of themselves or of several people in a pose; None for nothing."""
    mine = await jobs.of(turn.tx, turn.account.id, limit=HISTORY)
    return next((job for job in mine if job.kind == Portrait.kind or posing.is_together(job)), None)


async def again(turn: Turn, options: dict[str, str]) -> list[View]:
    """/again [job] [what to change]: the same wish with another seed, style, count or balance."""
    job = await drawing(turn, options.get("job"))
    words: dict[str, str] = {}
    if options.get("prompt"):
        words["prompt"] = await wording.changed(turn, posing.wish_of(job).prompt, options["prompt"])
    return await _anew(turn, job, variation=None, **_changes(turn, job, options), **words)


def _changes(turn: Turn, job: jobs.Job, options: dict[str, str]) -> dict[str, Any]:
    """Return what is to be drawn differently; a new style brings its own weights unless they are named."""
    changed: dict[str, Any] = {"seed": int(options["seed"]) % SEEDS if "seed" in options else turn.deps.seed()}
    if "style" in options:
        changed["style"] = style_named(turn, options["style"])
        if changed["style"] != posing.wish_of(job).style:
            changed |= {"style_weight": None, "face_weight": None}
    if "count" in options:
        changed["count"] = _count(turn, options)
    weights = {"face": "face_weight", "strength": "style_weight"}
    if "pose" in options:
        changed |= {"bodies": (), "hands": (), "joints": ""}  # another pose than the one that was read
    options = _known_scene(turn, options)
    changed |= _canvas(options) | ({"scene_picture": None} if "scene" in options else {})
    return changed | {field: float(options[name]) for name, field in weights.items() if name in options}


async def redo(turn: Turn, number: str) -> list[View]:
    """The Again button: new luck."""
    return await _anew(turn, await own_job(turn, number), seed=turn.deps.seed(), variation=None)


async def like(turn: Turn, number: str) -> list[View]:
    """More like the best: its noise, with a share of fresh noise in each picture."""
    job = await own_job(turn, number)
    done = work.made(job, Portraits)
    if done is None or not done.pictures:
        raise RefusedError("show-gone", number=job.own, buttons=((button(turn.say("button-again"), "again", number),),))
    return await _anew(turn, job, seed=done.pictures[0].seed, variation=policy.VARIATION)


async def restyle_ask(turn: Turn, number: str, page: str = "1") -> list[View]:
    """Other style, same seed: which one?"""
    job = await own_job(turn, number)
    return [styles.choice(turn, turn.say("portrait-which"), job=job.number, page=page_number(page))]


async def restyle(turn: Turn, number: str, style: str) -> list[View]:
    """The same seeds in another style, with that style's own weights."""
    job = await own_job(turn, number)
    return await _anew(turn, job, style=style_named(turn, style), style_weight=None, face_weight=None)


async def closer(turn: Turn, number: str) -> list[View]:
    """Closer to me: the same seeds, a stronger face."""
    job = await own_job(turn, number)
    asked, done = work.asked(job, Portrait), work.made(job, Portraits)
    now = _weight(asked.face_weight, done.face_weight if done else None, policy.FACE_WEIGHT)
    stronger = policy.nudged(now, policy.WEIGHT_STEP, policy.FACE_WEIGHTS)
    if stronger <= now:
        raise RefusedError("at-limit-face")
    return await _anew(turn, job, face_weight=stronger)


async def mien(turn: Turn, number: str, expression: str) -> list[View]:
    """Another expression: the same photos, light and scene, another face on them."""
    job = await own_job(turn, number)
    if expression not in list(Expression):
        raise RefusedError("unknown-button")
    return await _anew(turn, job, expression=Expression(expression))


async def bolder(turn: Turn, number: str) -> list[View]:
    """More style: the same seeds, a stronger style."""
    job = await own_job(turn, number)
    asked, done = work.asked(job, Portrait), work.made(job, Portraits)
    now = _weight(asked.style_weight, done.style_weight if done else None, policy.STYLE_WEIGHT)
    stronger = policy.nudged(now, policy.WEIGHT_STEP, policy.STYLE_WEIGHTS)
    if stronger <= now:
        raise RefusedError("at-limit-style")
    return await _anew(turn, job, style_weight=stronger)


async def finer(turn: Turn, number: str) -> list[View]:
    """Finer face: the same seeds, the face drawn again at the base's full size."""
    if REFINE not in turn.deps.abilities:
        raise RefusedError("argument-not-here", name=REFINE)
    return await _anew(turn, await own_job(turn, number), refine="face")


async def by_photos(turn: Turn, number: str) -> list[View]:
    """With my photos too: the same seeds, the base sees the photos beside what it learnt."""
    if PHOTOS not in turn.deps.abilities:
        raise RefusedError("argument-not-here", name=PHOTOS)
    return await _anew(turn, await own_job(turn, number), photos=True)


def _weight(asked: float | None, used: float | None, usual: float) -> float:
    """Return the weight a job was drawn with: what was asked for, else what the engine says it used."""
    return next((value for value in (asked, used) if value is not None), usual)


async def _anew(turn: Turn, job: jobs.Job, **changes: Any) -> list[View]:
    """Queue an earlier wish with some changes; always with the face this person has now."""
    face = await known_face(turn)
    wish = posing.wish_of(job)
    if turn.deps.styles.get(changes.get("style", wish.style)) is None:
        style_named(turn, wish.style)  # the style was removed since: say so, with names that exist
    if wish.scene_picture is not None and not await awaiting_photo.is_kept(turn, wish.scene_picture):
        changes = {"scene_picture": None, **changes}  # it was kept for an hour: the style's own scene again
    fresh = replace(wish, identity=IdentityRef(face.id).path, out=Scratch("pictures").path, **changes)
    views = await queue(turn, face, fresh)
    if posing.waits(turn, fresh):
        said = {name: value for name in SAID if (value := getattr(fresh, name)) is not None}
        # What was usual then, not what is preferred now.
        remember(turn, said_of({"side": "", **said}), awaiting_photo.PATIENCE)
    return views


def said_of(wish: Mapping[str, Any]) -> dict[str, str]:
    """Return fields of a portrait as the options of `command` they came from; a ``prompt`` stays as it is."""
    names = {"face_weight": "face", "style_weight": "strength", "side": "size"}
    typed = {True: YES, False: NO}
    return {names.get(name, name): typed[it] if isinstance(it, bool) else str(it) for name, it in wish.items()}


def _count(turn: Turn, options: dict[str, str]) -> int:
    asked = options.get("count") or turn.account_state.get("pictures") or turn.deps.limits.pictures
    return policy.count_within(int(asked), turn.deps.limits)


async def _draw(turn: Turn, style: str) -> list[View]:
    """A style was pressed: with it goes what was said of the picture before."""
    return await _drawn(turn, {**_kept(turn), "style": style})


def _kept(turn: Turn) -> dict[str, str]:
    """Return what was said of a picture a little while ago and not drawn yet."""
    kept = turn.state.pop(WANTED, {})
    return dict(kept["options"]) if kept and turn.now - kept["at"] < kept.get("for", PATIENCE) else {}


async def _which(turn: Turn, number: str) -> list[View]:
    """One page of the question which style."""
    return [styles.choice(turn, turn.say("portrait-which"), page=page_number(number))]


async def _words(request: Portrait, unseal: Callable[[str], Awaitable[str]]) -> Portrait:
    return await posing.opened(replace(request, prompt=await unseal(request.prompt)), unseal)


def _sort(request: Portrait) -> str:
    """Return what changes the length of a drawing: who draws it, how often, and then its style."""
    said = {"-tried": request.adapt, "-photos": request.photos, "-posed": request.posed}
    more = "".join(name for name, there in said.items() if there)
    return f"{request.draw}/{request.refine}{more}/{request.style}"


def _title(deps: Deps, say: Words, job: Job) -> str:
    return style_title(deps, say, work.asked(job, Portrait).style)


def _inputs(request: Portrait, gone: Callable[[Path], bool]) -> Portrait:
    if request.scene_picture is not None and gone(request.scene_picture):
        raise TemplateGoneError
    return request


async def _finished(ended: Ended, result: Portraits) -> list[View]:
    await _settle(ended.tx, ended.job)
    return [await portraits.album(ended, result)]


async def _over(tx: Tx, job: Job, _error: EngineError) -> None:
    await _settle(tx, job)


async def _settle(tx: Tx, job: Job) -> None:
    """The picture that was to stand behind them is kept for another try."""
    picture = work.asked(job, Portrait).scene_picture
    if picture is not None:
        await awaiting_photo.keep(tx, job.account, [picture], awaiting_photo.AFTERWARDS)


def _next_steps(say: Words, job: Job, error: EngineError) -> Buttons:
    if anew := relearn_row(say, job, error):
        return anew
    if error.code == NoIdentityError.code:
        return ((button(say("button-selfies"), "selfies"),),)
    again = button(say("button-again"), "again", job.number, kind="go")
    return ((again, button(say("button-styles"), "styles", 1)),)


JOBS = (
    JobKind(
        request=Portrait,
        commands=(
            Command(entry=PORTRAIT, run=command),
            Command(entry=Entry(name="again", cost=Portrait.kind, parameters=(JOB, *_DRAWING, *_CANVAS)), run=again),
        ),
        verbs={
            "portrait": Verb(run=_draw, least=1, most=1),
            "scene": Verb(run=_in_scene, least=1, most=1),
            "pick": Verb(run=_which, least=1, most=1),
            "again": Verb(run=redo, least=1, most=1),
            "like": Verb(run=like, least=1, most=1),
            "restyle": Verb(run=restyle_ask, least=1, most=2),
            "style": Verb(run=restyle, least=2, most=2),
            "closer": Verb(run=closer, least=1, most=1),
            "mien": Verb(run=mien, least=2, most=2),
            "bolder": Verb(run=bolder, least=1, most=1),
            "finer": Verb(run=finer, least=1, most=1),
            "photosalso": Verb(run=by_photos, least=1, most=1),
        },
        title=_title,
        cost=lambda limits, count: limits.picture_seconds * count,
        sort=_sort,
        most=lambda limits: limits.portraits_per_day,
        inputs=_inputs,
        words=_words,
        finished=_finished,
        next_steps=_next_steps,
        over=_over,
        album=portraits.album,
        arrived={posing.WAITS_FOR: _pose_arrived},
        again="again",
        speaks=lambda job, others: bool(job.result),
    ),
)
