"""A pose that has to be looked at first: of several people, each of whom is asked, or of a photo somebody sends.

    /portrait noir pose=couple ──look──> who goes where (`handlers.guests`) ──> draw, as into any picture of several
    /portrait noir pose=photo  ──look──> one person: drawn at once; several: as above

Of a photo only the joints are kept: it is deleted as soon as they are read, whatever comes of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.files import IdentityRef, Media, PoseRef, Scratch
from engine.requests import Lane, from_json, to_json
from engine.tasks.portrait.request import POSE_PHOTO, TOGETHER, Portrait
from engine.tasks.template.request import InspectTemplate, TemplateFaces
from handlers import awaiting_photo, work
from handlers.context import RefusedError, Turn
from handlers.views import Text, View
from storage import jobs

WAITS_FOR = "pose"  # what a picture is awaited for
#: Of a portrait: what the look keeps under names of its own, and what the pose takes the place of.
_APART = frozenset({"identity", "out", "style", "shape", "prompt", "pose", "pose_picture", "scene_picture"})
_APART |= {"bodies", "ratio", "forbidden"}


def asks(request: Portrait) -> bool:
    """Say whether somebody has to be asked, or a photo looked at, before a portrait can be drawn."""
    return request.pose in (*TOGETHER, POSE_PHOTO)


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


def of_one(look: InspectTemplate, seen: TemplateFaces, identity: str, count: int, seed: int) -> Portrait:
    """Return the portrait a look at a pose was asked for, of the only person in it: all that was said of it holds."""
    plain = {"count": count, "seed": seed, **look.asked, "identity": IdentityRef(identity).path}
    plain |= {"out": Scratch("pictures").path, "style": look.style, "shape": look.shape, "prompt": look.prompt}
    return from_json(Portrait, {**plain, "bodies": seen.bodies, "ratio": seen.ratio})
