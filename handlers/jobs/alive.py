"""Showing that a face is one's own: movements nobody knew beforehand, in a fresh video or one photo for each.

An operator may require it (``LIVENESS=required``): then nothing is learnt before. It counts for the photos accepted
by then; later ones ask for it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.errors import EngineError
from engine.files import Media, media_id
from engine.tasks.alive.request import Alive, Lively, Movement
from handlers import awaiting_photo, work
from handlers.actions import button
from handlers.commands import Command, Entry, Verb
from handlers.context import RefusedError, Turn, Tx
from handlers.events import SentFile
from handlers.kinds import Ended, JobKind, Unseal
from handlers.policy import DAY_SECONDS
from handlers.sounds import is_sound
from handlers.views import Button, Text, View
from storage import identities, media, selfies, spent
from storage.database import Reading
from storage.jobs import Job

NAME = "alive"
CODE = "alive"  # in a conversation's state: the movements asked for, when, and the photos sent for them so far
DRAWN = spent.MOVEMENTS  # in a person's state everywhere: when codes were drawn for them
CODES_A_DAY = 6  # of 36 there are
LENGTH = 3  # movements
FRESH = 600.0  # seconds a code is worth something
MOVEMENTS = tuple(Movement)


async def command(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/alive: name the movements and wait for what shows them."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None or not await selfies.accepted(turn.tx, face.id):
        raise RefusedError("train-no-photos")
    code, at = _code(turn)
    await media.remove(turn.tx, turn.account.id, turn.state.get(CODE, {}).get("photos", ()))
    turn.state[CODE] = {"code": [str(one) for one in code], "at": at, "photos": []}
    awaiting_photo.wait(turn, NAME)
    steps = [f"{number}. {turn.say(f'alive-{one}')}" for number, one in enumerate(code, 1)]
    return [Text(text="\n".join([turn.say("alive-ask", minutes=round(FRESH / 60)), *steps]))]


def _code(turn: Turn) -> tuple[tuple[Movement, ...], float]:
    """Return the movements to ask for, and since when: the same as long as they are fresh, else new ones.

    Raises `RefusedError` after `CODES_A_DAY`: whoever has a recording of somebody could ask until its movements come.
    """
    asked = turn.state.get(CODE, {})
    if asked and turn.now - asked["at"] <= FRESH:
        return tuple(Movement(one) for one in asked["code"]), asked["at"]
    drawn_at = [at for at in turn.account_state.get(DRAWN, ()) if turn.now - DAY_SECONDS < at <= turn.now]
    if len(drawn_at) >= CODES_A_DAY:
        raise RefusedError("alive-enough", most=CODES_A_DAY)
    turn.account_state[DRAWN] = [*drawn_at, turn.now]
    return drawn(turn.deps.seed()), turn.now


def drawn(seed: int) -> tuple[Movement, ...]:
    """Return `LENGTH` movements, none twice in a row."""
    code: list[Movement] = []
    for _ in range(LENGTH):
        free = [one for one in MOVEMENTS if not code or one != code[-1]]
        seed, place = divmod(seed, len(free))
        code.append(free[place])
    return tuple(code)


def awaits(turn: Turn, event: SentFile) -> bool:
    """Say whether a video is what was asked for."""
    return is_sound(event) and awaiting_photo.awaited(turn) == NAME


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """A video, or a photo of the series, came: look at it once all are there."""
    asked = turn.state.get(CODE, {})
    if not asked or turn.now - asked["at"] > FRESH:
        await _leave(turn, event, asked)
        awaiting_photo.stop_waiting(turn.state)
        raise RefusedError("alive-late", buttons=((_again(turn),),))
    if event.media is None or event.forwarded:
        await _leave(turn, event)
        raise RefusedError("photo-forwarded" if event.forwarded else "selfies-not-looked")
    await media.get(turn.tx, event.media, turn.account.id)  # raises for a file of somebody else
    photos = [event.media] if is_sound(event) else [*asked["photos"], event.media]
    if not is_sound(event) and len(photos) < len(asked["code"]):
        turn.state[CODE] = {**asked, "photos": photos}
        awaiting_photo.wait(turn, NAME)
        return [Text(text=turn.say("alive-next", left=len(asked["code"]) - len(photos)))]
    turn.state.pop(CODE)
    awaiting_photo.stop_waiting(turn.state)
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        raise RefusedError("train-no-photos")
    code = tuple(Movement(one) for one in asked["code"])
    request = Alive(files=tuple(Media(one).path for one in photos), code=code)
    job = await work.enqueue(turn, request, identity=face.id)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def _leave(turn: Turn, event: SentFile, asked: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Delete what is not looked at: a file that came too late or was passed on, and the photos before it."""
    files = [one for one in (event.media, *asked.get("photos", ())) if one is not None]
    await media.remove(turn.tx, turn.account.id, files)
    if asked:
        turn.state.pop(CODE, None)


async def required(turn: Turn, face: identities.Identity) -> None:
    """Raise `RefusedError` where the operator wants the face shown first and it was not, or not for these photos."""
    if not turn.deps.liveness:
        return
    shown = await identities.alive(turn.tx, face.id)
    good = await selfies.accepted(turn.tx, face.id)
    if shown is None or any(max(one.created, one.judged or 0.0) > shown for one in good):
        raise RefusedError("alive-needed", buttons=((_again(turn),),))


def _again(turn: Turn) -> Button:
    return button(turn.say("button-alive"), NAME, kind="go")


async def _known(rx: Reading, job: Job, request: Alive, unseal: Unseal) -> Alive:
    """Add whom the accepted photos show, which is sealed until then."""
    if not job.identity:
        return request
    rows = [one for one in await selfies.of(rx, job.identity) if one.accepted and one.verdict]
    opened = [json.loads(unseal(one.verdict or b"", selfies.sealed_as(one.id))) for one in rows]
    return replace(request, known_embeddings=tuple(tuple(one["embedding"]) for one in opened if one["embedding"]))


async def _finished(ended: Ended, result: Lively) -> list[View]:
    await _drop(ended.tx, ended.job)
    say = ended.say
    if result.problem is None and ended.job.identity is not None:
        began = ended.job.started or ended.job.created  # what was taken since was not compared
        await identities.set_alive(ended.tx, ended.job.identity, began)
        done = button(say("button-done"), "done", ended.job.identity, kind="go")
        return [Text(text=say("alive-done"), buttons=((done,),))]
    again = button(say("button-alive"), NAME, kind="go")
    return [Text(text=say(f"alive-no-{result.problem or 'face'}"), buttons=((again,),))]


async def _over(tx: Tx, job: Job, _error: EngineError) -> None:
    await _drop(tx, job)


async def _drop(tx: Tx, job: Job) -> None:
    """Nothing of what was sent is kept, whatever it showed."""
    files = [media_id(Path(file)) for file in work.asked(job, Alive).files]
    await media.remove(tx, job.account, files)


JOBS = (
    JobKind(
        request=Alive,
        commands=(Command(entry=Entry(name=NAME), run=command),),
        verbs={NAME: Verb(run=command)},
        arrived={NAME: arrived},
        known=_known,
        finished=_finished,
        over=_over,
        passing=True,
    ),
)
