"""Learning a face: Done, the training and what is known before it, what was understood and its corrections."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import EngineError, OtherBaseError
from engine.files import IdentityRef, Media, Scratch, Training
from engine.tasks.enrol.request import Enrol, EnrolInstant, Enrolled, NotEnoughPhotosError, UnderAgeError
from handlers import defaults, person, policy, work
from handlers.actions import button
from handlers.commands import PRESET, THOROUGHNESS, Command, Entry, Verb
from handlers.context import Buttons, Deps, RefusedError, Turn, Tx, style_title
from handlers.jobs import alive
from handlers.jobs.inspect import BEST, QUICK, close_batch, done_button, tally, who_rows
from handlers.kinds import Ended, JobKind, Made
from handlers.text import Words
from handlers.views import Button, Text, View
from storage import identities, rules, selfies
from storage.jobs import Job

AFTER_THE_REST = 1  # priority of a training: what its person can have drawn meanwhile goes first
OFFERED_TAGS = ("glasses", "smiling", "hat")  # to correct, also where no photo shows them
FIRST_STYLES = 4  # offered right after training
TRAIN = Entry(name="train", cost=Enrol.kind, parameters=(THOROUGHNESS,))


async def train(turn: Turn, options: dict[str, str] | None = None) -> list[View]:
    """/train [preset]: queue the training of the newest face, as thoroughly as is said or preferred."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        raise RefusedError("train-no-photos")
    return await train_face(turn, face, preset=(options or {}).get("preset", ""))


async def train_pressed(turn: Turn, face_id: str, preset: str = "") -> list[View]:
    """The Done buttons; an identity of somebody else does not exist for the presser (raises `NoSuchIdentityError`)."""
    if preset not in ("", QUICK, BEST):
        raise RefusedError("unknown-button")
    return await train_face(turn, await identities.get(turn.tx, face_id, turn.account.id), preset=preset)


async def relearn(turn: Turn, face_id: str) -> list[View]:
    """Learn a face anew from the photos at hand, new or not: on another base, or because somebody wants it."""
    return await train_face(turn, await identities.get(turn.tx, face_id, turn.account.id), anew=True)


async def train_face(turn: Turn, face: identities.Identity, *, anew: bool = False, preset: str = "") -> list[View]:
    """Queue the training, unless a reason speaks against it; raises `RefusedError` with the reason.

    Photos that were all learnt from before are such a reason, except ``anew``.
    """
    known = await tally(turn.tx, face.id)
    if face.state == "training":
        raise RefusedError("train-already")
    if known.waiting:
        raise RefusedError("train-still-looking", waiting=known.waiting, buttons=((done_button(turn.say, face.id),),))
    if known.under_age and not policy.may_train(known.accepted, known.under_age):
        raise RefusedError("selfies-under-age")
    good = await selfies.accepted(turn.tx, face.id)
    if not good:
        raise RefusedError("train-no-photos")
    if asked := who_rows(turn.say, await selfies.of(turn.tx, face.id), face):
        raise RefusedError("selfies-two-people", buttons=asked)
    if not anew and not _fresh(face, good):
        ways = (relearn_button(turn.say, face.id), button(turn.say("button-styles"), "styles", 1))
        raise RefusedError("train-nothing-new", buttons=(ways,))
    await alive.required(turn, face)
    request = _request(turn, face, good, preset, vouched=await rules.vouched(turn.tx, turn.account.id))
    status = await work.start(turn, request, identity=face.id, priority=AFTER_THE_REST)
    await identities.learn(turn.tx, face.id, status.job)
    if turn.deps.instant and face.trained is None:
        await _know_at_once(turn, face, request)
    close_batch(turn.state)
    thanks = [turn.say("train-queued", photos=len(good))]
    if len(good) < turn.deps.limits.photos_recommended:
        recommended = turn.deps.limits.photos_recommended
        thanks.append(turn.say("portrait-few-photos", photos=len(good), recommended=recommended))
    return [Text(text=turn.say.together(*thanks)), status]


async def _know_at_once(turn: Turn, face: identities.Identity, training: Enrol) -> None:
    """Queue, before a first training, what the photos alone tell: with that the person is drawn until it is done."""
    request = EnrolInstant(**{**vars(training), "instant": True, "work": None})
    with suppress(RefusedError):  # where a limit leaves no room for it, the training comes without
        await work.start(turn, request, identity=face.id)


def _fresh(face: identities.Identity, good: list[selfies.Selfie]) -> bool:
    """Say whether a training would learn anything: new photos or a correction since the last one."""
    if not face.folder or face.trained is None:
        return True
    return face.looks.get("changed", 0.0) > face.trained or any(one.created > face.trained for one in good)


def relearn_row(say: Words, job: Job, error: EngineError) -> Buttons:
    """Return the button that learns a face anew as the only row, where it was learnt on another base."""
    ours = error.code == OtherBaseError.code and job.identity is not None and not work.has_guest(job)
    return ((relearn_button(say, str(job.identity)),),) if ours else ()


def relearn_button(say: Words, face_id: str) -> Button:
    """Return the button that learns a face anew from the photos at hand."""
    return button(say("button-relearn"), "relearn", face_id)


def _request(turn: Turn, face: identities.Identity, good: list[selfies.Selfie], preset: str, *, vouched: bool) -> Enrol:
    corrections = face.looks.get("corrected", {})
    wished: dict[str, Any] = defaults.preferred(turn, TRAIN) | ({"preset": preset} if preset else {})
    return Enrol(
        **(wished if PRESET in turn.deps.abilities else {}),
        photos=tuple(Media(str(one.media)).path for one in good),
        identity=Scratch("identity").path,
        gender=corrections.get("gender"),
        age_band=corrections.get("age_band"),
        tags=tuple(corrections["tags"]) if "tags" in corrections else None,
        seed=turn.deps.seed(),
        work=Training("face").path,
        vouched=vouched,
    )


async def me(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/me: what was understood about the person, with buttons to correct it."""
    face = await identities.newest(turn.tx, turn.account.id)
    known = await tally(turn.tx, face.id) if face else None
    if face is None or known is None or not face.looks:
        raise RefusedError("me-none")
    say = turn.say
    lines = [say("me-looks", looks=person.describe(say, face.looks)), say("me-photos", accepted=known.accepted)]
    if held := person.tags(face.looks):
        names = [say(f"tag-{_slug(tag)}") for tag in held]
        lines.append(say("me-tags", tags=say.several(names, "list-and")))
    return [Text(text=say.together(*lines), buttons=_corrections(say, face.id, face.looks))]


async def correct(turn: Turn, face_id: str, what: str, value: str) -> list[View]:
    """A correction of gender or age band; it wins over every photo, in the next training too."""
    tag = value.replace("-", " ")
    allowed = {"gender": person.GENDERS, "age_band": person.AGE_BANDS, "tag": tuple(map(_slug, person.TAGS))}
    if value not in allowed.get(what, ()):
        raise RefusedError("unknown-button")
    face = await identities.get(turn.tx, face_id, turn.account.id)
    change = {"tags": person.toggled(face.looks, tag)} if what == "tag" else {what: value}
    corrections = {**face.looks.get("corrected", {}), **change}
    looks = {**face.looks, "corrected": corrections, "changed": turn.now}
    await identities.set_looks(turn.tx, face.id, looks)
    shown = person.corrected(looks)
    if "gender" not in shown or "age_band" not in shown:
        raise RefusedError("me-none")
    who = turn.say(f"looks-{shown['gender']}-{shown['age_band']}")
    text = turn.say("me-corrected", who=who)
    if face.folder:
        text = f"{text} {turn.say('me-retrain')}"
    buttons = ((done_button(turn.say, face.id),), *_corrections(turn.say, face.id, looks))
    return [Text(text=text, buttons=buttons)]


def _slug(tag: str) -> str:
    return tag.replace(" ", "-")


def _corrections(say: Words, face: str, looks: dict[str, Any]) -> Buttons:
    now = person.corrected(looks)

    def offer(what: str, value: str) -> Button:
        mark = "✓ " if now.get(what) == value else ""
        return button(mark + say(f"button-{value}"), "correct", face, what, value)

    genders = tuple(offer("gender", value) for value in person.GENDERS)
    ages = tuple(offer("age_band", value) for value in person.AGE_BANDS)
    held = person.tags(looks)
    # Tags belong to a photo, not to the person (paper 2.1.2): a wrong one spoils the caption it is learnt with.
    offered = dict.fromkeys([*held, *looks.get("tags", []), *OFFERED_TAGS])
    tags = [
        button(("✓ " if tag in held else "") + say(f"tag-{_slug(tag)}"), "correct", face, "tag", _slug(tag))
        for tag in offered
        if tag in person.TAGS
    ]
    return genders, ages, *(tuple(tags[at : at + 3]) for at in range(0, len(tags), 3))


def _inputs(request: Enrol, gone: Callable[[Path], bool]) -> Enrol:
    """A training goes on with the photos that are left."""
    photos = tuple(photo for photo in request.photos if not gone(photo))
    if not photos:
        raise NotEnoughPhotosError(usable=0, needed=1)
    return replace(request, photos=photos)


async def _keep(tx: Tx, job: Job, made: Made) -> Enrolled:
    """Give the face its files."""
    enrolled: Enrolled = made.value
    if job.identity is None:  # erased meanwhile
        return enrolled
    folder = made.folders["identity"]
    if enrolled.instant:
        await identities.known_from_photos(tx, job.identity, folder=folder, base=enrolled.base)
    else:
        await identities.trained(tx, job.identity, folder=folder, base=enrolled.base, edition=enrolled.edition)
    return replace(enrolled, identity=IdentityRef(job.identity).path)


async def _learnt(ended: Ended, enrolled: Enrolled) -> list[View]:
    say, photos, recommended = ended.say, enrolled.photos, ended.deps.limits.photos_recommended
    looks = enrolled.looks
    lines = [
        say("train-done", minutes=round(enrolled.seconds / 60), photos=photos),
        say("train-understood", who=say(f"looks-{looks.gender}-{looks.age_band}")),
    ]
    if photos < recommended:
        lines.append(say("portrait-few-photos", photos=photos, recommended=recommended))
    return [Text(text="\n".join(lines), buttons=_first_styles(ended.deps, say))]


async def _known_at_once(ended: Ended, _enrolled: Enrolled) -> list[View]:
    """Offer portraits while the training goes on; nothing where it was done first, or the face was erased."""
    faces = await identities.of(ended.tx, ended.job.account)
    if not any(face.id == ended.job.identity and face.trained is None for face in faces):
        return []
    return [Text(text=ended.say("instant-ready"), buttons=_first_styles(ended.deps, ended.say))]


async def _not_known_at_once(ended: Ended, error: EngineError) -> list[View]:
    """Nothing: the training is what was asked for; it says what is wrong with the photos."""
    return []


def _first_styles(deps: Deps, say: Words) -> Buttons:
    names = list(deps.styles.names())[:FIRST_STYLES]
    draw = [button(say("button-portrait", style=style_title(deps, say, name)), "portrait", name) for name in names]
    rows = [tuple(draw[at : at + 2]) for at in range(0, len(draw), 2)]
    return (*rows, (button(say("button-styles"), "styles", 1),))


def _next_steps(say: Words, job: Job, error: EngineError) -> Buttons:
    if anew := relearn_row(say, job, error):
        return anew
    if not job.identity or error.code == UnderAgeError.code:
        return ()
    retry = button(say("button-again-train"), "done", job.identity, kind="go")
    return ((retry, button(say("button-selfies"), "selfies")),)


JOBS = (
    JobKind(
        request=Enrol,
        commands=(
            Command(entry=TRAIN, run=train),
            Command(entry=Entry(name="me"), run=me),
        ),
        verbs={
            "done": Verb(run=train_pressed, least=1, most=2),
            "relearn": Verb(run=relearn, least=1, most=1),
            "looks": Verb(run=me),
            "correct": Verb(run=correct, least=3, most=3),
        },
        cost=lambda limits, count: limits.training_seconds,
        paced=True,
        sort=lambda request: request.preset,
        size=lambda request: len(request.photos),
        most=lambda limits: limits.trainings_per_day,
        inputs=_inputs,
        keep=_keep,
        finished=_learnt,
        next_steps=_next_steps,
    ),
    JobKind(
        request=EnrolInstant,
        cost=lambda limits, count: limits.picture_seconds,
        size=lambda request: len(request.photos),
        inputs=_inputs,
        keep=_keep,
        finished=_known_at_once,
        failed=_not_known_at_once,
        quiet=True,
        passing=True,
    ),
)
