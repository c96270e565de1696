"""/verify: whose work is named to whom."""

from __future__ import annotations

import pytest

from engine.tasks.verify.request import Verified, Verify
from handlers.events import Command, SentFile
from handlers.views import Progress, Text
from storage import accounts, jobs, media
from tests.handlers.stage import text_of


async def asks(person, mime: str = "image/jpeg", name: str = "") -> list:
    """Send a picture with the command as its caption."""
    file = SentFile(who=person.who, media=await person.uploads(), mime=mime, name=name)
    return await person.stage.handle(Command(who=person.who, name="verify", files=(file,)))


async def answered(stage, **result) -> str:
    """Let the engine look and return what is said."""
    job = await stage.claim("look")
    assert job.kind == Verify.kind
    async with stage.db.transaction() as tx:
        [view] = await stage.finish(tx, job, Verified(**result))
        file = job.request["file"].removeprefix("media:")
        assert await media.find(tx, file) is None  # what was sent is not kept
    assert isinstance(view, Text)
    return view.text


@pytest.fixture
async def number(stage, ann):
    """What the mark of a picture of Ann's carries."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 1")
    await stage.draw()
    return jobs.short((await stage.jobs())[0].id)


async def test_an_owner_learns_which_job_it_was(stage, ann, number):
    """They can look it up and draw it again."""
    [status] = await asks(ann)
    assert isinstance(status, Progress)
    job = next(one for one in await stage.jobs() if one.kind == "portrait")
    assert await answered(stage, marked=True, number=number) == f"Made here: your job {job.own}, portraits, OIL."


async def test_somebody_else_learns_only_that_it_was_made_here(stage, ann, number):
    """Neither a name nor a number: whoever finds a picture must not find a person. Nobody has to agree first."""
    bob = stage.person("bob")
    await asks(bob)
    said = await answered(stage, marked=True, number=number)
    assert said == "This was made here. I tell nobody who made it."


@pytest.mark.parametrize("named", [True, False], ids=["named in the settings", "given the role"])
async def test_an_admin_learns_the_job_too(stage, ann, number, named):
    """Somebody has to answer a complaint."""
    root = stage.person("root")
    await asks(root)
    if named:
        stage.deps = type(stage.deps)(**{**vars(stage.deps), "admins": frozenset({"fake:root"})})
    else:
        async with stage.db.transaction() as tx:
            await accounts.set_role(tx, (await accounts.find(tx, "fake", "root")).id, "admin")
    assert "Made here: job" in await answered(stage, marked=True, number=number)


@pytest.mark.parametrize("number_read", [None, 0, 12345])
async def test_a_mark_of_no_known_job_accuses_nobody(stage, ann, number_read):
    """Erased, unreadable, or of another bot."""
    await asks(ann)
    assert "cannot match it to a job" in await answered(stage, marked=True, number=number_read)


async def test_no_mark_is_no_proof(stage, ann):
    """What the file says of itself is told, and that anybody can write that."""
    await asks(ann)
    plain = await answered(stage, marked=False)
    assert "proves nothing" in plain
    await asks(ann)
    said = await answered(stage, marked=False, says=True)
    assert said.startswith(plain)
    assert "Anybody can write" in said


async def test_a_clip_can_be_asked_about_and_a_sound_cannot(stage, ann):
    """A clip carries the mark in its frames; a sound has none."""
    assert isinstance((await asks(ann, "video/mp4"))[0], Progress)
    await asks(ann, "audio/ogg")
    assert len(await stage.jobs()) == 1


async def test_alone_it_waits_for_the_next_picture(stage, ann):
    """The one after that is a selfie again."""
    await ann.agrees()
    assert "/verify" in text_of(await ann.types("/verify"))
    await ann.sends()
    await ann.sends()
    assert [job.kind for job in await stage.jobs()] == ["inspect", "verify"]


async def test_a_flood_of_questions_is_bounded(stage, ann):
    """Each is a second of a processor."""
    answers = [text_of(await asks(ann)) for _ in range(stage.deps.limits.queued_jobs + 1)]
    assert len(await stage.jobs()) == stage.deps.limits.queued_jobs
    assert answers[-1] != answers[0]


async def test_a_picture_of_the_bot_that_was_answered_stays(stage, ann, tmp_path):
    """The numbered picture of a template is still needed for what it was shown for."""
    await ann.agrees()
    file = await ann.uploads()
    async with stage.db.transaction() as tx:
        await tx.run("UPDATE media SET purpose = 'preview' WHERE id = ?", (file,))
    await stage.handle(
        Command(who=ann.who, name="verify", files=(SentFile(who=ann.who, media=file, mime="image/png"),))
    )
    job = await stage.claim("look")
    async with stage.db.transaction() as tx:
        await stage.finish(tx, job, Verified(marked=False))
        assert await media.find(tx, file) is not None
