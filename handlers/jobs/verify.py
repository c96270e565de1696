"""/verify: was this picture or clip made here? Its owner and the admins learn by which job, others only that it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.errors import BadPhotoError, EngineError
from engine.files import Media, media_id
from engine.requests import Lane
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.verify.request import Verified, Verify
from handlers import admin, awaiting_photo, consent, work
from handlers.commands import Command, Entry
from handlers.context import RefusedError, Turn, Tx
from handlers.events import SentFile, Who
from handlers.kinds import Ended, JobKind
from handlers.views import Text, View
from storage import accounts, jobs, media
from storage.jobs import Job

NAME = "verify"


async def command(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/verify with a picture or clip, in answer to one, or alone: then the next picture is the one."""
    file = await awaiting_photo.with_command(turn, clips=True)
    if file is not None:
        return await _look(turn, file)
    if consent.given(turn):  # before it a picture that comes by itself waits unopened
        awaiting_photo.wait(turn, NAME)
    return [Text(text=turn.say("verify-prompt"))]


async def arrived(turn: Turn, event: SentFile) -> list[View]:
    """The picture that was waited for."""
    file = await awaiting_photo.taken(turn, event)
    awaiting_photo.stop_waiting(turn.state)
    return await _look(turn, file)


async def _look(turn: Turn, file: str) -> list[View]:
    if len(await jobs.open_of(turn.tx, turn.account.id, lane=Lane.LOOK)) >= turn.deps.limits.queued_jobs:
        raise RefusedError("quota-queue", most=turn.deps.limits.queued_jobs)
    job = await work.enqueue(turn, Verify(file=Media(file).path), identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


def _inputs(request: Verify, gone: Callable[[Path], bool]) -> Verify:
    if gone(request.file):
        raise BadPhotoError(PhotoProblem.BROKEN)
    return request


async def _finished(ended: Ended, result: Verified) -> list[View]:
    await _drop(ended.tx, ended.job)
    say = ended.say
    if not result.marked:
        lines = [say("verify-nothing")] + ([say("verify-says")] if result.says else [])
        return [Text(text="\n".join(lines))]
    made = await jobs.by_short(ended.tx, result.number) if result.number else None
    if made is None:
        return [Text(text=say("verify-alike"))]
    mine = made.account == ended.job.account
    if not mine and not await _is_admin(ended):
        return [Text(text=say("verify-here"))]
    what = work.what(ended.deps, say, made)
    return [Text(text=say("verify-yours" if mine else "verify-job", number=made.own, what=what))]


async def _is_admin(ended: Ended) -> bool:
    account = await accounts.get(ended.tx, ended.job.account)
    users = await accounts.users_of(ended.tx, account.id)
    people = [Who(platform=platform, user=user, address={}) for platform, user in users]
    return any(admin.is_admin(ended.deps, who, account.role) for who in people)


async def _over(tx: Tx, job: Job, _error: EngineError) -> None:
    await _drop(tx, job)


async def _drop(tx: Tx, job: Job) -> None:
    """Delete what was sent to be looked at; a picture of the bot's own that was answered stays."""
    path = work.asked(job, Verify).file
    row = await media.find(tx, media_id(path))
    if row is not None and row.purpose == "upload":
        await awaiting_photo.drop(tx, job.account, [path])


JOBS = (
    JobKind(
        request=Verify,
        commands=(Command(entry=Entry(name=NAME, files=True, consent=False), run=command),),
        arrived={NAME: arrived},
        inputs=_inputs,
        finished=_finished,
        over=_over,
        passing=True,
    ),
)
