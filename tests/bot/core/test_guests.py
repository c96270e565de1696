"""A guest's face reaches a worker only while they agree, and a picture only if they still do at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core import assets, outgoing
from bot.core.delivery import StoredFiles
from engine.requests import Lane
from engine.styles import StyleBook
from engine.tasks.template.request import InspectTemplate, Redrawn, Template, Templated, TemplateFace, TemplateFaces
from engine.templates import Gallery
from handlers.views import Progress, Text
from storage import identities, jobs, media, outbox, seats
from storage.errors import NoSuchMediaError
from tests.bot.core.test_jobstore import claim, enqueue, learnt, media_of, row_of
from tests.bot.helpers import opened, write
from tests.storage.helpers import ManualClock, person


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


async def lends(rig, *, agrees=True):
    """Ann's picture with a place Bob agreed to take; returns (look, seat)."""
    await learnt(rig, "ann")
    face = await learnt(rig, "bob")
    look = await enqueue(rig, InspectTemplate(template=Path("template:duo"), numbered=Path("scratch:n.png")))
    async with rig.db.transaction() as tx:
        ann, bob = await person(tx), await person(tx, "bob")
        await seats.invite(tx, look, ann, 2, "Ann", "CODE")
        seat = await seats.invited(tx, "CODE")
        await seats.ask(tx, seat.id, bob, "Bob")
        if agrees:
            await seats.agree(tx, seat.id, bob, face)
        await jobs.cancel(tx, look, ann)
    return look, seat.id


async def drawing(rig, seat, user="ann"):
    """Queue a drawing with the guest of a seat; returns its id."""
    request = Template(
        template=Path("template:duo"), people=(Path(f"guest:{seat}"),), places=(2,), out=Path("scratch:out"), count=1
    )
    return await enqueue(rig, request, user)


async def used(rig, look, drawn):
    """Lend what was agreed to a drawing, as the conversation does."""
    async with rig.db.transaction() as tx:
        await seats.use(tx, look, drawn)


async def takes_back(rig, seat):
    """Let Bob change his mind."""
    async with rig.db.transaction() as tx:
        await seats.withdraw(tx, seat, await person(tx, "bob"))


async def forgets(rig):
    """Let Bob be forgotten."""
    async with rig.db.transaction() as tx:
        await rig.vault.forget(tx, await person(tx, "bob"))


async def unlearns(rig):
    """Let Bob delete his face."""
    async with rig.db.transaction() as tx:
        bob = await person(tx, "bob")
        [face] = await identities.of(tx, bob)
        await identities.remove(tx, face.id, bob)


LEAVING = {
    "takes back": takes_back,
    "is forgotten": lambda rig, seat: forgets(rig),
    "unlearns": lambda rig, seat: unlearns(rig),
}


def made(job):
    """Leave a drawing as a worker does."""
    file = write(job.request.out / "0.png", b"both")
    one = Redrawn(file=file, seed=1, likeness=0.7, each=(0.7,), each_before_fusion=(0.6,), likely=True)
    return Templated(pictures=(one,), base="pocket", width=8, height=8)


async def test_an_agreed_guest_is_unsealed_for_the_drawing_and_gone_after_it(rig):
    """With the guest's own key, into the scratch folder alone."""
    look, seat = await lends(rig)
    drawn = await drawing(rig, seat)
    await used(rig, look, drawn)
    job = await claim(rig, Lane.DEVICE)
    [folder] = job.request.people
    assert (folder / "face.safetensors").read_bytes() == b"face.safetensors"
    assert job.request.template == Gallery().get("duo").source
    await rig.store.complete(job, made(job))
    assert not folder.exists()
    assert (await row_of(rig, drawn)).state == "rendered"
    assert [row.purpose for row in await media_of(rig, "ann", "portrait")] == ["portrait"]


@pytest.mark.parametrize("who", LEAVING)
async def test_a_guest_who_left_before_the_job_is_never_unsealed(rig, who):
    """One sentence, nothing drawn."""
    look, seat = await lends(rig)
    drawn = await drawing(rig, seat)
    await used(rig, look, drawn)
    await LEAVING[who](rig, seat)
    assert await claim(rig, Lane.DEVICE) is None
    assert (await row_of(rig, drawn)).error == {"code": "guest-left", "data": {}}


@pytest.mark.parametrize("who", LEAVING)
async def test_what_was_drawn_while_a_guest_left_is_thrown_away(rig, who):
    """Between claim and result: no row, no file, a sentence."""
    look, seat = await lends(rig)
    drawn = await drawing(rig, seat)
    await used(rig, look, drawn)
    job = await claim(rig, Lane.DEVICE)
    await LEAVING[who](rig, seat)
    sealed = set(rig.folder.rglob("*"))
    await rig.store.complete(job, made(job))
    assert (await row_of(rig, drawn)).error["code"] == "guest-left"
    assert await media_of(rig, "ann", "portrait") == []
    assert {path for path in set(rig.folder.rglob("*")) - sealed if path.is_file()} == set()
    assert not job.scratch.exists()


async def test_an_agreement_is_worth_nothing_in_another_job(rig):
    """Neither a second drawing, nor a drawing of somebody else, nor one nobody agreed to."""
    look, seat = await lends(rig)
    first, second, stolen = await drawing(rig, seat), await drawing(rig, seat), await drawing(rig, seat, "eve")
    await used(rig, look, first)
    while await claim(rig, Lane.DEVICE):
        pass
    assert [(await row_of(rig, one)).state for one in (first, second, stolen)] == ["running", "failed", "failed"]


async def test_a_guest_who_only_was_asked_is_never_unsealed(rig):
    """Whatever the job row says."""
    look, seat = await lends(rig, agrees=False)
    drawn = await drawing(rig, seat)
    await used(rig, look, drawn)
    assert await claim(rig, Lane.DEVICE) is None
    assert (await row_of(rig, drawn)).error["code"] == "guest-left"


async def test_a_crash_while_drawing_asks_for_the_agreement_again(rig):
    """The next attempt unseals the guest anew, or not at all."""
    look, seat = await lends(rig)
    drawn = await drawing(rig, seat)
    await used(rig, look, drawn)
    await claim(rig, Lane.DEVICE)
    await rig.store.recover()
    job = await claim(rig, Lane.DEVICE)
    assert (job.token, job.attempt) == (2, 1)  # the bot died, which is no fault of the job
    await rig.store.recover()
    await takes_back(rig, seat)
    assert await claim(rig, Lane.DEVICE) is None
    assert (await row_of(rig, drawn)).error["code"] == "guest-left"


async def test_a_template_that_was_deleted_ends_its_job_with_a_sentence(rig):
    """No worker is bothered with a picture that is not there."""
    photo = await rig.keep(b"party")
    looking = await enqueue(rig, InspectTemplate(template=Path(f"media:{photo}"), numbered=Path("scratch:n.png")))
    async with rig.db.transaction() as tx:
        await media.remove(tx, await person(tx), [photo])
    assert await claim(rig) is None
    assert (await row_of(rig, looking)).error["code"] == "template-gone"


async def test_the_numbered_picture_is_kept_no_longer_than_a_preview(rig):
    """Strangers are on it."""
    photo = await rig.keep(b"party")
    await enqueue(rig, InspectTemplate(template=Path(f"media:{photo}"), numbered=Path("scratch:n.png")))
    job = await claim(rig)
    face = TemplateFace(number=1, box=(0.0, 0.0, 1.0, 1.0))
    await rig.store.complete(job, TemplateFaces(faces=(face,), numbered=write(job.request.numbered, b"1")))
    assert [row.purpose for row in await media_of(rig, "ann") if row.id != photo] == ["preview"]


async def test_everybody_may_see_a_ready_picture_and_nothing_else_by_that_name(rig):
    """They belong to the program."""
    files = StoredFiles(rig.db, rig.vault, None)
    data, mime, name = await files.read("template:duo")
    assert (data[:2], mime, name) == (b"\xff\xd8", "image/jpeg", "duo.jpg")
    for wrong in ("template:../../secret", "template:", "template:nobody"):
        with pytest.raises(NoSuchMediaError):
            await assets.read(wrong)


async def test_the_previews_of_styles_are_read_the_same_way(rig, tmp_path):
    """The operator's own too; a style without one, or one just taken away, is no picture."""
    (tmp_path / "own.toml").write_text('[brass]\nprompt = "brass"\npreview = "brass.png"\n')
    (tmp_path / "brass.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    files = StoredFiles(rig.db, rig.vault, None, StyleBook(tmp_path))
    assert (await files.read("style:noir"))[1:] == ("image/jpeg", "noir.jpg")
    assert (await files.read("style:brass"))[1:] == ("image/png", "brass.png")
    (tmp_path / "brass.png").unlink()
    for wrong in ("style:../../secret", "style:viking", "style:brass"):
        with pytest.raises(NoSuchMediaError):
            await files.read(wrong)


async def test_a_job_that_goes_on_from_a_look_has_a_status_message_of_its_own(rig):
    """The look's message becomes the sentence; the drawing's progress edits the drawing's message."""
    look, seat = await lends(rig)
    drawn = await drawing(rig, seat)
    async with rig.db.transaction() as tx:
        looked = replace(await jobs.get(tx, look), state="rendered")
        await outgoing.results(tx, [Text(text="one face"), Progress(job=drawn, text="queued")], looked)
        rows = await tx.all("SELECT job, thread, class FROM outbox WHERE job IN (?, ?) ORDER BY id", (look, drawn))
    assert [tuple(row) for row in rows][-2:] == [
        (look, look, outbox.MessageKind.RESULT),
        (drawn, drawn, outbox.MessageKind.ANSWER),
    ]
