"""Teaching the bot a face: selfies one by one or as an album, a verdict on each, Done, corrections, training."""

from __future__ import annotations

import bisect
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem
from handlers import catalogue, defaults, person, policy
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Buttons, Deps, Refused, Turn, Tx
from handlers.events import SentFile
from handlers.text import Words
from handlers.views import Button, Text, View
from storage import identities, media, selfies

BATCHES = "batches"  # in a conversation's state: the first photo of each batch
CLOSED = "closed"  # the next photo begins a batch
BATCHES_KEPT = 5
SHOWN = 10  # verdict lines in one message; an album has at most ten photos
PROBLEMS = frozenset(PhotoProblem)
NAME = "me"
AFTER_THE_REST = 1  # priority of a training: what its person can have drawn meanwhile goes first
QUICK, BEST = "quick", "best"  # beside the usual way of learning, where the base has more than one
OFFERED_TAGS = ("glasses", "smiling", "hat")  # to correct, also where no photo shows them


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How an identity's photos stand."""

    accepted: int
    waiting: int
    under_age: int
    total: int


async def tally(tx: Tx, identity: str) -> Tally:
    """Count the photos of an identity by their verdict."""
    photos = await selfies.of(tx, identity)
    return Tally(
        accepted=sum(photo.accepted for photo in photos),
        waiting=sum(not photo.looked for photo in photos),
        under_age=sum(photo.problem == PhotoProblem.UNDER_AGE for photo in photos),
        total=len(photos),
    )


async def ask(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/selfies: say what to send, or how the collection stands."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        return [Text(text=turn.say("selfies-ask"))]
    if face.state == "training":
        raise Refused("selfies-training")
    known = await tally(turn.tx, face.id)
    if face.trained is not None:
        return [Text(text=turn.say("selfies-ask-more", accepted=known.accepted))]
    if known.total == 0:
        return [Text(text=turn.say("selfies-ask"))]
    return [await collection(turn.tx, turn.deps, turn.say, face, None)]


async def photo(turn: Turn, event: SentFile) -> list[View]:
    """A file came: look at it if it may be a selfie. The verdict follows as a job's result.

    Says nothing when an earlier photo of the same album is still looked at.
    """
    if event.media is None:
        return [Text(text=problem_sentence(turn.say, event.problem))]
    return await look_at(turn, [event.media])


async def look_at(turn: Turn, uploads: list[str]) -> list[View]:
    """Queue an inspection of each upload and show the collection; photos that came before the consent end here too."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        face = await identities.create(turn.tx, turn.account.id, NAME)
    if face.state == "training":
        raise Refused("selfies-training")
    if face.state == "failed":
        await identities.set_state(turn.tx, face.id, "collecting")
    room = turn.deps.limits.photos_most - (await tally(turn.tx, face.id)).total
    if room <= 0:
        raise Refused("selfies-full", most=turn.deps.limits.photos_most, buttons=((done_button(turn.say, face.id),),))
    for upload in uploads[:room]:
        await media.get(turn.tx, upload, turn.account.id)  # raises for a file of somebody else
        selfie = await selfies.add(turn.tx, face.id, upload)
        _open_batch(turn.state, selfie.id)
        request = InspectPhoto(photo=Path(f"media:{upload}"), cleaned=Path("scratch:cleaned.png"))
        await work.enqueue(turn, request, identity=face.id, selfie=selfie.id)
    batch = batch_of(turn.state, selfie.id)
    if len(uploads) == 1 and await _verdict_due(turn.tx, face.id, selfie.id, batch):
        return []  # an album is one edit per verdict, not two per photo
    return [await collection(turn.tx, turn.deps, turn.say, face, batch)]


async def _verdict_due(tx: Tx, face: str, selfie: str, batch: Batch) -> bool:
    """Say whether an earlier photo of the batch is still looked at: its verdict will show this one in the message."""
    return any(not one.looked and one.id != selfie and _within(batch, one.id) for one in await selfies.of(tx, face))


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The photos sent in one go, from ``first`` up to, not including, ``next``: their verdicts share one message."""

    first: str
    next: str | None = None


def close_batch(state: dict[str, Any]) -> None:
    """The person did something else: the next photo begins a new message, so that it is not edited far above."""
    if state.get(BATCHES):
        state[CLOSED] = True


def _open_batch(state: dict[str, Any], selfie: str) -> None:
    if not state.get(BATCHES) or state.pop(CLOSED, False):
        state[BATCHES] = [*state.get(BATCHES, []), selfie][-BATCHES_KEPT:]


def batch_of(state: dict[str, Any], selfie: str) -> Batch:
    """Return the batch a photo belongs to; one whose start is no longer known is a batch by itself."""
    starts = state.get(BATCHES, [])
    index = bisect.bisect_right(starts, selfie) - 1
    if index < 0:
        return Batch(first=selfie, next=starts[0] if starts else None)
    return Batch(first=starts[index], next=starts[index + 1] if index + 1 < len(starts) else None)


async def collection(tx: Tx, deps: Deps, say: Words, face: identities.Identity, batch: Batch | None) -> Text:
    """Return the counter, the verdicts of a batch (None: of all photos) and what to do next, as one message.

    Every call with the same batch edits the same message.
    """
    photos = await selfies.of(tx, face.id)
    known = await tally(tx, face.id)
    numbered = [(number, one) for number, one in enumerate(photos, 1) if batch is None or _within(batch, one.id)]
    lines = [say("selfies-status", accepted=known.accepted)]
    if (hidden := len(numbered) - SHOWN) > 0:
        lines.append(say("selfies-earlier", count=hidden))
    lines += [_line(say, number, one) for number, one in numbered[-SHOWN:]]
    lines.append("")
    lines += _advice(say, deps, known, face.looks)
    thread = f"selfies:{batch.first}" if batch else ""
    return Text(text="\n".join(lines), buttons=_buttons(say, deps, face.id, known), thread=thread)


def _within(batch: Batch, selfie: str) -> bool:
    return batch.first <= selfie and (batch.next is None or selfie < batch.next)


def _line(say: Words, number: int, one: selfies.Selfie) -> str:
    if not one.looked:
        return say("selfies-line-look", number=number)
    if one.problem is None:
        return say("selfies-line-good", number=number)
    return say("selfies-line-bad", number=number, sentence=problem_sentence(say, one.problem))


def problem_sentence(say: Words, problem: str) -> str:
    """Say why a photo is refused and what to try; also for what failed before anybody could look."""
    if problem == "disk-full":
        return say("error-disk-full")
    if problem == "too-many":
        return say("files-too-many")
    return say(f"photo-{problem}" if problem in PROBLEMS else "selfies-not-looked")


def _advice(say: Words, deps: Deps, known: Tally, looks: dict[str, Any]) -> list[str]:
    if known.waiting:
        return [say("selfies-looking", waiting=known.waiting)]
    if known.under_age and not policy.may_train(known.accepted, known.under_age):
        return [say("selfies-under-age")]
    if known.accepted == 0:
        return [say("selfies-none")]
    lines = [say("selfies-understood", looks=person.describe(say, looks))] if looks else []
    recommended = deps.limits.photos_recommended
    if known.accepted < recommended:
        return [*lines, say("selfies-few", accepted=known.accepted, recommended=recommended)]
    return [*lines, say("selfies-enough")]


def _buttons(say: Words, deps: Deps, face: str, known: Tally) -> Buttons:
    if known.accepted == 0 or not policy.may_train(known.accepted, known.under_age):
        return ()
    others = (QUICK, BEST) if catalogue.PRESET in deps.abilities else ()
    ways = tuple(button(say(f"button-done-{preset}"), "done", face, preset) for preset in others)
    rows = ((done_button(say, face),), ways, (button(say("button-correct"), "looks"),))
    return tuple(row for row in rows if row)


def done_button(say: Words, face: str) -> Button:
    """Return the button that ends the collection and begins the training."""
    return button(say("button-done"), "done", face, kind="go")


async def train(turn: Turn, options: dict[str, str] | None = None) -> list[View]:
    """/train [preset]: queue the training of the newest face, as thoroughly as is said or preferred."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        raise Refused("train-no-photos")
    return await train_face(turn, face, preset=(options or {}).get("preset", ""))


async def train_pressed(turn: Turn, face_id: str, preset: str = "") -> list[View]:
    """The Done buttons; an identity of somebody else does not exist for the presser (raises `NoSuchIdentity`)."""
    if preset not in ("", QUICK, BEST):
        raise Refused("unknown-button")
    return await train_face(turn, await identities.get(turn.tx, face_id, turn.account.id), preset=preset)


async def relearn(turn: Turn, face_id: str) -> list[View]:
    """Learn a face anew from the photos at hand, new or not: on another base, or because somebody wants it."""
    return await train_face(turn, await identities.get(turn.tx, face_id, turn.account.id), anew=True)


async def train_face(turn: Turn, face: identities.Identity, *, anew: bool = False, preset: str = "") -> list[View]:
    """Queue the training, unless a reason speaks against it; raises `Refused` with the reason.

    Photos that were all learnt from before are such a reason, except ``anew``.
    """
    known = await tally(turn.tx, face.id)
    if face.state == "training":
        raise Refused("train-already")
    if known.waiting:
        raise Refused("train-still-looking", waiting=known.waiting, buttons=((done_button(turn.say, face.id),),))
    if known.under_age and not policy.may_train(known.accepted, known.under_age):
        raise Refused("selfies-under-age")
    good = await selfies.accepted(turn.tx, face.id)
    if not good:
        raise Refused("train-no-photos")
    if not anew and not _fresh(face, good):
        ways = (relearn_button(turn.say, face.id), button(turn.say("button-styles"), "styles", 1))
        raise Refused("train-nothing-new", buttons=(ways,))
    request = _request(turn, face, good, preset)
    status = await work.start(turn, request, identity=face.id, priority=AFTER_THE_REST)
    await identities.learn(turn.tx, face.id, status.job)
    if turn.deps.instant and face.trained is None:
        await _know_at_once(turn, face, request)
    close_batch(turn.state)
    thanks = [turn.say("train-queued", photos=len(good))]
    if len(good) < turn.deps.limits.photos_recommended:
        recommended = turn.deps.limits.photos_recommended
        thanks.append(turn.say("portrait-few-photos", photos=len(good), recommended=recommended))
    return [Text(text=" ".join(thanks)), status]


async def _know_at_once(turn: Turn, face: identities.Identity, training: Enrol) -> None:
    """Queue, before a first training, what the photos alone tell: with that the person is drawn until it is done."""
    request = EnrolInstant(**{**vars(training), "instant": True, "work": None})
    with suppress(Refused):  # where a limit leaves no room for it, the training comes without
        await work.start(turn, request, identity=face.id)


def _fresh(face: identities.Identity, good: list[selfies.Selfie]) -> bool:
    """Say whether a training would learn anything: new photos or a correction since the last one."""
    if not face.folder or face.trained is None:
        return True
    return face.looks.get("changed", 0.0) > face.trained or any(one.created > face.trained for one in good)


def relearn_button(say: Words, face_id: str) -> Button:
    """Return the button that learns a face anew from the photos at hand."""
    return button(say("button-relearn"), "relearn", face_id)


def _request(turn: Turn, face: identities.Identity, good: list[selfies.Selfie], preset: str) -> Enrol:
    corrections = face.looks.get("corrected", {})
    wished: dict[str, Any] = defaults.preferred(turn, "train") | ({"preset": preset} if preset else {})
    return Enrol(
        **(wished if catalogue.PRESET in turn.deps.abilities else {}),
        photos=tuple(Path(f"media:{one.media}") for one in good),
        identity=Path("scratch:identity"),
        gender=corrections.get("gender"),
        age_band=corrections.get("age_band"),
        tags=tuple(corrections["tags"]) if "tags" in corrections else None,
        seed=turn.deps.seed(),
        work=Path("training:face"),
    )


async def me(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/me: what was understood about the person, with buttons to correct it."""
    face = await identities.newest(turn.tx, turn.account.id)
    known = await tally(turn.tx, face.id) if face else None
    if face is None or known is None or not face.looks:
        raise Refused("me-none")
    say = turn.say
    lines = [say("me-looks", looks=person.describe(say, face.looks)), say("me-photos", accepted=known.accepted)]
    if held := person.tags(face.looks):
        names = [say(f"tag-{_slug(tag)}") for tag in held]
        lines.append(say("me-tags", tags=say.several(names, "list-and")))
    return [Text(text=" ".join(lines), buttons=_corrections(say, face.id, face.looks))]


async def correct(turn: Turn, face_id: str, what: str, value: str) -> list[View]:
    """A correction of gender or age band; it wins over every photo, in the next training too."""
    tag = value.replace("-", " ")
    allowed = {"gender": person.GENDERS, "age_band": person.AGE_BANDS, "tag": tuple(map(_slug, person.TAGS))}
    if value not in allowed.get(what, ()):
        raise Refused("unknown-button")
    face = await identities.get(turn.tx, face_id, turn.account.id)
    change = {"tags": person.toggled(face.looks, tag)} if what == "tag" else {what: value}
    corrections = {**face.looks.get("corrected", {}), **change}
    looks = {**face.looks, "corrected": corrections, "changed": turn.now}
    await identities.set_looks(turn.tx, face.id, looks)
    shown = person.corrected(looks)
    if "gender" not in shown or "age_band" not in shown:
        raise Refused("me-none")
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
