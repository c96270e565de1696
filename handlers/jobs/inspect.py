"""Selfies: sent one by one or as an album, a verdict on each, and the collection that grows from them."""

from __future__ import annotations

import bisect
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.errors import BadPhotoError, EngineError, JobCancelledError
from engine.files import Media, Scratch, media_id
from engine.requests import to_json
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem, PhotoVerdict, Scored
from handlers import majority, person, policy, work
from handlers.actions import button
from handlers.commands import PRESET, Command, Entry, Verb
from handlers.context import Buttons, Deps, RefusedError, Turn, Tx
from handlers.events import SentFile
from handlers.kinds import Ended, JobKind, Made, Unseal
from handlers.sentences import of_photo
from handlers.sounds import is_unreadable
from handlers.text import Words
from handlers.views import Button, Text, View
from storage import identities, media, rules, selfies, sessions
from storage.database import Reading
from storage.jobs import Job

BATCHES = "batches"  # in a conversation's state: the first photo of each batch
CLOSED = "closed"  # the next photo begins a batch
UNREAD = "unread"  # there too: why a file was refused last, and when
TOLD, ONE_ALBUM = "forwarded", 30.0  # there too: when a forwarded photo was refused; seconds an album may take
BATCHES_KEPT = 5
SHOWN = 10  # verdict lines in one message; an album has at most ten photos
NAME = "me"
QUICK, BEST = "quick", "best"  # beside the usual way of learning, where the base has more than one


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How an identity's photos stand."""

    accepted: int
    waiting: int
    under_age: int
    total: int


async def tally(tx: Tx, identity: str) -> Counts:
    """Count the photos of an identity by their verdict; whom an admin vouches for, none look under age."""
    photos = await selfies.of(tx, identity)
    refused = [] if await rules.owner_vouched(tx, identity) else photos
    return Counts(
        accepted=sum(photo.accepted for photo in photos),
        waiting=sum(not photo.looked for photo in photos),
        under_age=sum(photo.problem == PhotoProblem.UNDER_AGE for photo in refused),
        total=len(photos),
    )


async def ask(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/selfies: say what to send, or how the collection stands."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        return [Text(text=turn.say("selfies-ask"))]
    if face.state == "training":
        raise RefusedError("selfies-training")
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
    if event.media is not None and is_unreadable(event.mime, event.name):
        await media.remove(turn.tx, turn.account.id, [event.media])
        event = replace(event, media=None, problem=PhotoProblem.NOT_AN_IMAGE)
    if event.media is None:
        return _once(turn, event.problem)
    if (refused := await forwarded(turn, event)) is not None:
        return refused
    return await look_at(turn, [event.media])


def _once(turn: Turn, problem: str) -> list[View]:
    """Say why a file is not looked at; of several in a row, once."""
    before, turn.state[UNREAD] = turn.state.get(UNREAD), {"problem": problem, "at": turn.now}
    same = before is not None and before["problem"] == problem and turn.now - before["at"] < ONE_ALBUM
    return [] if same else [Text(text=of_photo(turn.say, problem))]


async def forwarded(turn: Turn, event: SentFile) -> list[View] | None:
    """Return the answer to a photo somebody passed on, None for any other: it may be anybody's face.

    Nothing of it is kept; of several in a row it is said once.
    """
    if not event.forwarded:
        return None
    if event.media is not None:
        await media.remove(turn.tx, turn.account.id, [event.media])
    before, turn.state[TOLD] = turn.state.get(TOLD, 0.0), turn.now
    return [] if turn.now - before < ONE_ALBUM else [Text(text=of_photo(turn.say, PhotoProblem.FORWARDED))]


async def look_at(turn: Turn, uploads: list[str]) -> list[View]:
    """Queue an inspection of each upload and show the collection; photos that came before the consent end here too."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        face = await identities.create(turn.tx, turn.account.id, NAME)
    if face.state == "training":
        raise RefusedError("selfies-training")
    if face.state == "failed":
        await identities.set_state(turn.tx, face.id, "collecting")
    room = turn.deps.limits.photos_most - (await tally(turn.tx, face.id)).total
    if room <= 0:
        raise RefusedError(
            "selfies-full", most=turn.deps.limits.photos_most, buttons=((done_button(turn.say, face.id),),)
        )
    vouched = await rules.vouched(turn.tx, turn.account.id)
    for upload in uploads[:room]:
        await media.get(turn.tx, upload, turn.account.id)  # raises for a file of somebody else
        selfie = await selfies.add(turn.tx, face.id, upload)
        _open_batch(turn.state, selfie.id)
        request = InspectPhoto(photo=Media(upload).path, cleaned=Scratch("cleaned.png").path, vouched=vouched)
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
    asked = () if known.waiting else who_rows(say, photos, face)
    lines += [say("selfies-two-people")] if asked else _advice(say, deps, known, face.looks)
    thread = f"selfies:{batch.first}" if batch else ""
    return Text(text="\n".join(lines), buttons=asked or _buttons(say, deps, face.id, known), thread=thread)


def who_rows(say: Words, photos: list[selfies.Selfie], face: identities.Identity) -> Buttons:
    """Return a button for each of two people who are on as many photos; none where it is clear who is learnt."""
    numbers = {one.id: number for number, one in enumerate(photos, 1)}
    mine = next((one.id for one in photos if one.accepted), None)
    other = face.looks.get(majority.EVEN)
    still = any(one.id == other and one.problem == PhotoProblem.OTHER_PERSON and one.media for one in photos)
    if not still or mine is None:
        return ()
    both = sorted((numbers[each], each) for each in (mine, str(other)))
    return tuple((button(say("button-this-is-me", number=number), "iam", face.id, each),) for number, each in both)


async def this_is_me(turn: Turn, face_id: str, selfie: str) -> list[View]:
    """The answer to "which of the two are you?": that person is learnt, the photos of the other are set aside."""
    face = await identities.get(turn.tx, face_id, turn.account.id)
    if turn.deps.unsealing is None or selfie not in {one.id for one in await selfies.of(turn.tx, face.id)}:
        raise RefusedError("unknown-button")
    if face.state == "training":
        raise RefusedError("selfies-training")
    await identities.set_looks(turn.tx, face.id, {**face.looks, majority.CHOSEN: selfie})
    unseal = await turn.deps.unsealing(turn.tx, turn.account.id)
    await majority.settle(turn.tx, face.id, turn.account.id, unseal)
    face = await identities.get(turn.tx, face_id, turn.account.id)
    return [await collection(turn.tx, turn.deps, turn.say, face, None)]


def _within(batch: Batch, selfie: str) -> bool:
    return batch.first <= selfie and (batch.next is None or selfie < batch.next)


def _line(say: Words, number: int, one: selfies.Selfie) -> str:
    if not one.looked:
        return say("selfies-line-look", number=number)
    if one.problem is None:
        return say("selfies-line-good", number=number)
    return say("selfies-line-bad", number=number, sentence=of_photo(say, one.problem))


def _advice(say: Words, deps: Deps, known: Counts, looks: dict[str, Any]) -> list[str]:
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


def _buttons(say: Words, deps: Deps, face: str, known: Counts) -> Buttons:
    if known.accepted == 0 or not policy.may_train(known.accepted, known.under_age):
        return ()
    others = (QUICK, BEST) if PRESET in deps.abilities else ()
    ways = tuple(button(say(f"button-done-{preset}"), "done", face, preset) for preset in others)
    rows = ((done_button(say, face),), ways, (button(say("button-correct"), "looks"),))
    return tuple(row for row in rows if row)


def done_button(say: Words, face: str) -> Button:
    """Return the button that ends the collection and begins the training."""
    return button(say("button-done"), "done", face, kind="go")


def _inputs(request: InspectPhoto, gone: Callable[[Path], bool]) -> InspectPhoto:
    if gone(request.photo):
        raise BadPhotoError(PhotoProblem.BROKEN)
    return request


async def _known(rx: Reading, job: Job, request: InspectPhoto, unseal: Unseal) -> InspectPhoto:
    """Add what is known of the other photos, as of now: an album's photos are looked at one after the other."""
    if not job.identity:
        return request
    photos = [each for each in await selfies.of(rx, job.identity) if each.id != job.selfie]
    # Verdicts hold embeddings and hashes, so they are sealed in the table and never part of a job row.
    opened = [(one, json.loads(unseal(one.verdict, selfies.sealed_as(one.id)))) for one in photos if one.verdict]
    seen = [verdict for one, verdict in opened if one.accepted]
    hashed = [verdict for verdict in seen if verdict["perceptual_hash"]]
    aged = [verdict for one, verdict in opened if one.problem in (None, PhotoProblem.UNDER_AGE)]
    return replace(
        request,
        known_embeddings=tuple(tuple(verdict["embedding"]) for verdict in seen if verdict["embedding"]),
        known_hashes=tuple(verdict["perceptual_hash"] for verdict in hashed),
        known_sides=tuple(float(verdict.get("side") or 0.0) for verdict in hashed),
        scores=tuple(score for verdict in aged if (score := _scored(verdict)) is not None),
    )


def _scored(verdict: dict[str, Any]) -> Scored | None:
    """Return how grown up a photo looked and of whom; None where an older program judged it."""
    score = (verdict.get("looks") or {}).get("grown")
    return None if score is None else Scored(grown=score, embedding=tuple(verdict["embedding"]))


def _leaves(verdict: PhotoVerdict) -> PhotoVerdict:
    """A refused photo is not kept, not even cleaned; but for one of another person, see `handlers.majority`."""
    return verdict if verdict.problem in (None, PhotoProblem.OTHER_PERSON) else replace(verdict, cleaned=None)


async def _keep(tx: Tx, job: Job, made: Made) -> PhotoVerdict:
    """Write a verdict into its photo's row; what tells one person from another is left out of the job's."""
    verdict: PhotoVerdict = made.value
    if job.selfie is not None:
        plain = to_json(verdict)
        await selfies.looked(
            tx,
            job.selfie,
            problem=plain["problem"],
            quality=verdict.quality,
            media=media_id(verdict.cleaned) if verdict.cleaned else None,
            verdict=made.seal(json.dumps(plain).encode(), selfies.sealed_as(job.selfie)),
        )
        if verdict.replaces and job.identity is not None:
            await _give_way(tx, job.identity, job.selfie, verdict.replaces, made.unseal)
        if job.identity is not None:
            await majority.settle(tx, job.identity, job.account, made.unseal)
    return replace(verdict, embedding=(), perceptual_hash="")


async def _give_way(tx: Tx, identity: str, larger: str, known: str, unseal: Unseal) -> None:
    """Let a small copy of a photo go now that the photo itself is here; its file is deleted."""
    for one in await selfies.of(tx, identity):
        if one.id == larger or not one.accepted or not one.verdict:
            continue
        if json.loads(unseal(one.verdict, selfies.sealed_as(one.id)))["perceptual_hash"] == known:
            await selfies.give_up(tx, one.id, PhotoProblem.DUPLICATE)


async def _over(tx: Tx, job: Job, error: EngineError) -> None:
    if job.selfie is not None:
        await selfies.refused(tx, job.selfie, error.data.get("reason", error.code))


async def _verdict(ended: Ended, _verdict: PhotoVerdict) -> list[View]:
    """Show the collection."""
    if ended.job.identity is None or ended.job.selfie is None:
        return []  # the owner erased the face while it was looked at
    return [await _collected(ended)]


async def _not_looked(ended: Ended, error: EngineError) -> list[View]:
    if ended.job.identity is None or ended.job.selfie is None or error.code == JobCancelledError.code:
        return []
    return [await _collected(ended)]


async def _collected(ended: Ended) -> Text:
    job = ended.job
    face = await identities.get(ended.tx, str(job.identity), job.account)
    state = await sessions.load(ended.tx, job.account, job.place)
    return await collection(ended.tx, ended.deps, ended.say, face, batch_of(state, str(job.selfie)))


JOBS = (
    JobKind(
        request=InspectPhoto,
        commands=(Command(entry=Entry(name="selfies"), run=ask),),
        verbs={"selfies": Verb(run=ask), "iam": Verb(run=this_is_me, least=2, most=2)},
        inputs=_inputs,
        known=_known,
        leaves=_leaves,
        keep=_keep,
        finished=_verdict,
        failed=_not_looked,
        over=_over,
        quiet=True,
        passing=True,
    ),
)
