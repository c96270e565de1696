"""A pose that has to be looked at first: of several people, each of whom is asked, or of a photo somebody sends.

    /portrait noir pose=couple ──look──> who goes where (`handlers.guests`) ──> draw, as into any picture of several
    /portrait noir pose=photo  ──look──> one person: drawn at once; several: as above

Of a photo only the joints are kept, sealed for whoever sent it: it is deleted as soon as they are read, whatever comes
of it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from engine.files import IdentityRef, Media, PoseRef, Scratch, reference
from engine.requests import Lane, from_json, to_json
from engine.tasks.portrait.request import POSE_PHOTO, TOGETHER, Portrait
from engine.tasks.template.request import InspectTemplate, Template, TemplateFaces
from handlers import awaiting_photo, work
from handlers.context import RefusedError, Turn, Tx
from handlers.kinds import Made
from handlers.views import Text, View
from storage import jobs
from storage.jobs import Job
from storage.vault import words_sealed

Posed = TypeVar("Posed", Portrait, Template)
WAITS_FOR = "pose"  # what a picture is awaited for
#: Of a portrait: what the look keeps under names of its own, and what the pose takes the place of.
_APART = frozenset({"identity", "out", "style", "shape", "prompt", "pose", "pose_picture", "scene_picture"})
_APART |= {"bodies", "hands", "ratio", "joints", "forbidden"}


def asks(request: Portrait) -> bool:
    """Say whether somebody has to be asked, or a photo looked at, before a portrait can be drawn."""
    return request.pose in (*TOGETHER, POSE_PHOTO)


def waits(turn: Turn, request: Portrait) -> bool:
    """Say whether the photo whose pose a portrait takes is still to come."""
    return request.pose == POSE_PHOTO and awaiting_photo.awaited(turn) == WAITS_FOR


async def ask(turn: Turn, request: Portrait) -> list[View]:
    """Look at the pose of a portrait; for that of a photo wait for one, where none came with the command."""
    if request.pose != POSE_PHOTO:
        return [await _look(turn, request, PoseRef(request.pose).path)]
    picture = await awaiting_photo.with_command(turn)
    if picture is None:
        awaiting_photo.wait(turn, WAITS_FOR)
        return [Text(text=turn.say("pose-prompt"))]
    return [await _look(turn, request, Media(picture).path)]


async def _look(turn: Turn, request: Portrait, path: Path) -> View:
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise RefusedError("quota-queue", most=turn.deps.limits.queued_jobs)
    await awaiting_photo.keep(turn.tx, turn.account.id, [path], awaiting_photo.UNDECIDED)
    asked = InspectTemplate(
        template=path,
        numbered=Scratch("numbered.png").path,
        pose=request.pose,
        style=request.style,
        shape=request.shape,
        prompt=request.prompt,
        asked=_asked(request),
    )
    return await work.waiting(turn.tx, await work.enqueue(turn, asked, identity=None), turn.deps, turn.say)


def _asked(request: Portrait) -> dict[str, Any]:
    return {name: value for name, value in to_json(request).items() if name not in _APART}


def is_together(job: Job) -> bool:
    """Say whether a job draws several people in a pose, each as themselves."""
    return job.kind == Template.kind and bool(job.request.get("style"))


def wish_of(job: Job) -> Portrait:
    """Return what a portrait was asked for as, also one that became a picture of several people.

    Of a pose that was read in a photo only that is left: another photo is asked for.
    """
    if not is_together(job):
        return work.asked(job, Portrait)
    seen = work.asked(job, Template)
    weight = None if seen.face_weight == Template.face_weight else seen.face_weight
    return Portrait(
        identity=seen.people[0],
        style=seen.style,
        out=seen.out,
        count=seen.count,
        seed=seen.seed,
        face_weight=weight,
        shape=seen.shape,
        prompt=seen.prompt,
        pose=reference(seen.template).id,
    )


def of_one(look: InspectTemplate, seen: TemplateFaces, identity: str, count: int, seed: int) -> Portrait:
    """Return the portrait a look at a pose was asked for, of the only person in it: all that was said of it holds."""
    plain = {"count": count, "seed": seed, **look.asked, "identity": IdentityRef(identity).path}
    plain |= {"out": Scratch("pictures").path, "style": look.style, "shape": look.shape, "prompt": look.prompt}
    read = {"bodies": seen.bodies, "hands": seen.hands, "ratio": seen.ratio, "joints": seen.joints}
    return from_json(Portrait, {**plain, **read})


async def keep(_tx: Tx, _job: Job, made: Made) -> TemplateFaces:
    """Return what was seen for the job's row: how somebody stands in a photo is theirs, and sealed for who sent it."""
    seen: TemplateFaces = made.value
    if not seen.bodies:
        return seen
    told = json.dumps({"bodies": seen.bodies, "hands": seen.hands})
    faces = tuple(replace(face, box=()) for face in seen.faces)
    return replace(seen, faces=faces, bodies=(), hands=(), joints=words_sealed(told, made.seal))


async def opened(request: Posed, unseal: Callable[[str], Awaitable[str]]) -> Posed:
    """Return a request with the joints that `keep` sealed, as it runs."""
    if not request.joints:
        return request
    told = json.loads(await unseal(request.joints))
    bodies, hands = (tuple(tuple(row) for row in told[name]) for name in ("bodies", "hands"))
    return replace(request, joints="", bodies=bodies, hands=hands)
