"""The job store over SQLite keeps the engine's contract, and the files of a job."""

from __future__ import annotations

import asyncio
import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.jobstore import SqliteJobStore
from engine.errors import BadPhotoError, DeviceMemoryError, DiskFullError, JobCancelledError, WorkerDiedError
from engine.files import paths_in, with_paths
from engine.queue.batching import Batching
from engine.queue.store import LeaseLostError
from engine.requests import Lane, Progress, to_json
from engine.tasks.enrol.request import Enrol, EnrolInstant, Enrolled, UnderAgeError
from engine.tasks.inspect.request import InspectPhoto, Looks, PhotoProblem, PhotoVerdict
from engine.tasks.portrait.request import UnknownStyleError
from engine.tasks.talk.request import Talk
from storage import durations, identities, jobs, ledger, media, outbox, selfies
from storage.blocks import Blocks
from storage.errors import NoSuchJobError, NoSuchMediaError
from storage.vault import Vault
from tests.bot.helpers import PlainRender, drawn, opened, portrait, write
from tests.engine.queue.store_suite import JobStoreSuite
from tests.storage.helpers import ManualClock, person, state_of

LEASE = 30.0
LOOKS = Looks(gender="woman", age_band="adult", age=34.0, tags=("glasses",))


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


class SuiteRig:
    """What the contract's own tests ask for, over a real database."""

    def __init__(self, rig):
        self.rig, self.store = rig, rig.store

    async def add(self, *, account="ada", due_in=0.0, cleaned="clean.png"):
        photo = await self.rig.keep(b"jpeg", account)
        request = InspectPhoto(photo=Path(f"media:{photo}"), cleaned=Path(f"scratch:{cleaned}"))
        return await enqueue(self.rig, request, account, due=self.rig.clock.now() + due_in)

    async def take_back(self, job):
        async with self.rig.db.transaction() as tx:
            await jobs.cancel(tx, job, (await jobs.get(tx, job)).account)

    async def state(self, job):
        return await state_of(self.rig.db, job)

    async def attempts_allowed(self):
        return jobs.ATTEMPTS

    def advance(self, seconds):
        self.rig.clock.advance(seconds)


class TestContract(JobStoreSuite):
    """Every promise of `engine.queue.store.JobStore`, the same tests the dictionary passes."""

    @pytest.fixture
    async def rig(self, tmp_path):
        async with opened(tmp_path, ManualClock()) as made:
            yield SuiteRig(made)


async def enqueue(rig, request, user="ann", **more):
    async with rig.db.transaction() as tx:
        job = await jobs.enqueue(
            tx,
            account=await person(tx, user),
            kind=request.kind,
            lane=request.lane,
            request=to_json(request),
            platform="fake",
            address={"chat": user},
            **more,
        )
    return job.id


async def inspection(rig, photo, user="ann", **more):
    return await enqueue(rig, InspectPhoto(photo=Path(f"media:{photo}"), cleaned=Path("scratch:c.png")), user, **more)


async def face_with_photo(rig, user="ann"):
    photo = await rig.keep(b"jpeg of " + user.encode(), user)
    async with rig.db.transaction() as tx:
        face = await identities.create(tx, await person(tx, user), "me")
        selfie = await selfies.add(tx, face.id, photo)
    return face, selfie, photo


async def learnt(rig, user="ann"):
    """A face with two trained files."""
    async with rig.db.transaction() as tx:
        account = await person(tx, user)
        face = await identities.create(tx, account, "me")
        files = {}
        for name in ("face.safetensors", "identity.json"):
            row = await rig.vault.put(tx, account, name.encode(), purpose="adapter", name=name)
            files[name] = row.id
        await identities.trained(tx, face.id, folder=files, base="pocket")
    return face.id


async def claim(rig, lane=Lane.LOOK):
    return await rig.store.claim(lane, "w1", LEASE)


def accepted(job, embedding=(0.25, 0.5), hash_="abcd"):
    cleaned = write(job.request.cleaned, b"cleaned")
    return PhotoVerdict(
        problem=None, cleaned=cleaned, quality=0.7, looks=LOOKS, embedding=embedding, perceptual_hash=hash_
    )


async def row_of(rig, job):
    async with rig.db.reading() as rx:
        return await jobs.get(rx, job)


async def media_of(rig, user="ann", purpose=None):
    async with rig.db.transaction() as tx:
        return await media.of(tx, await person(tx, user), purpose)


async def shown(rig, place="fake:ann"):
    async with rig.db.reading() as rx:
        return await outbox.first(rx, "fake", place)


# Inputs


async def test_a_claimed_photo_lies_in_the_clear_only_in_its_scratch_folder(rig):
    """A worker gets an ordinary file; nobody else can name it."""
    await inspection(rig, await rig.keep(b"jpeg"))
    job = await claim(rig)
    assert job.request.photo.read_bytes() == b"jpeg"
    assert job.request.photo.is_relative_to(job.scratch)
    assert job.request.cleaned == job.scratch / "c.png"
    assert job.scratch.stat().st_mode & 0o077 == 0 or not hasattr(job.scratch, "owner")


async def test_what_an_attempt_left_in_the_clear_goes_with_the_next_ones_end(rig):
    """Where an end cannot be written, as on a full disk, nobody clears up; the job runs again after its lease."""
    await inspection(rig, await rig.keep(b"jpeg"))
    first = await claim(rig)
    other = write(rig.store._files.scratch(f"{first.id}x", 1) / "other.png", b"of another job")
    rig.clock.advance(LEASE + 1)
    second = await claim(rig)
    assert second.id == first.id
    assert first.scratch.is_dir(), "the control"
    await rig.store.complete(second, accepted(second))
    assert not first.scratch.exists()
    assert not second.scratch.exists()
    assert other.exists()


async def test_a_claimed_portrait_has_its_identity_folder(rig):
    """Every trained file under its own name."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    found = {path.name: path.read_bytes() for path in job.request.identity.iterdir()}
    assert found == {"face.safetensors": b"face.safetensors", "identity.json": b"identity.json"}


async def test_a_name_from_a_stranger_gives_a_harmless_file_name(rig):
    """A photo called ``../../x.sh;rm`` must not choose where it is written."""
    await inspection(rig, await rig.keep(b"jpeg", name="../../../etc/x.sh;rm -rf", mime="image/png"))
    job = await claim(rig)
    assert job.request.photo.resolve().is_relative_to(job.scratch.resolve())
    assert job.request.photo.suffix == ".png"


async def test_words_that_look_like_a_file_are_left_alone(rig):
    """Only paths are read as files: a style typed as ``media:...`` opens nothing."""
    photo = await rig.keep(b"jpeg")
    await enqueue(rig, portrait(await learnt(rig), style=f"media:{photo}"))
    assert (await claim(rig, Lane.DEVICE)).request.style == f"media:{photo}"


@pytest.mark.parametrize("user", ["bob", "nobody"])
async def test_a_job_cannot_read_somebody_elses_file(rig, user):
    """A forged id in a request ends the job; the worker never sees the bytes."""
    photo = await rig.keep(b"jpeg of ann", "ann")
    job = await inspection(rig, photo, user)
    assert await claim(rig) is None
    assert (await row_of(rig, job)).error["code"] == "bad-photo"


async def test_a_job_cannot_use_somebody_elses_face(rig):
    """The identity is looked up among the job's owner's own."""
    face = await learnt(rig, "ann")
    job = await enqueue(rig, portrait(face), "bob")
    assert await claim(rig, Lane.DEVICE) is None
    assert (await row_of(rig, job)).error["code"] == "no-identity"


@pytest.mark.parametrize("path", ["scratch:../../master.key", "/etc/passwd", "media:../master.key", "scratch:"])
async def test_a_job_cannot_name_a_path_outside(rig, path):
    """A request row is data: whatever it says, nothing outside the scratch folder is read or written."""
    request = InspectPhoto(photo=Path(f"media:{await rig.keep(b'jpeg')}"), cleaned=Path(path))
    job = await enqueue(rig, request)
    claimed = await claim(rig)
    assert claimed is None or claimed.request.cleaned is None
    if claimed is None:
        assert (await row_of(rig, job)).state == "failed"


async def test_a_row_this_program_cannot_read_does_not_stop_the_line(rig):
    """A kind from a newer version fails; the next job runs."""
    broken = await inspection(rig, await rig.keep(b"jpeg"), "ann")
    async with rig.db.transaction() as tx:
        await tx.run("UPDATE jobs SET kind = 'hologram' WHERE id = ?", (broken,))
    fine = await inspection(rig, await rig.keep(b"jpeg", "bob"), "bob")
    assert (await claim(rig)).id == fine
    assert await state_of(rig.db, broken) == "failed"


async def test_a_training_goes_on_with_the_photos_that_are_left(rig):
    """One photo expired meanwhile; with none left the person is told."""
    kept, gone = await rig.keep(b"one"), await rig.keep(b"two")
    async with rig.db.transaction() as tx:
        await media.remove(tx, await person(tx), [gone])
    some = await enqueue(rig, Enrol(photos=(Path(f"media:{gone}"), Path(f"media:{kept}")), identity=Path("scratch:i")))
    none = await enqueue(rig, Enrol(photos=(Path(f"media:{gone}"),), identity=Path("scratch:i")))
    job = await claim(rig, Lane.DEVICE)
    assert (job.id, [photo.read_bytes() for photo in job.request.photos]) == (some, [b"one"])
    assert await claim(rig, Lane.DEVICE) is None
    assert (await row_of(rig, none)).error["code"] == "not-enough-photos"


@pytest.mark.parametrize("typed", ["hello", "sealed:aGVsbG8", "sealed: nonsense ä"])
async def test_a_worker_reads_sealed_words(rig, typed):
    """The row holds nothing readable; whatever a person types is what is said, also the mark of sealed words."""
    photo = await rig.keep(b"portrait")
    async with rig.db.transaction() as tx:
        words = await rig.vault.seal_words(tx, await person(tx), typed)
    wish = Talk(portrait=Path(f"media:{photo}"), out=Path("scratch:t"), text=words, language="en", voice="auto", seed=1)
    row = await row_of(rig, await enqueue(rig, wish))
    assert typed not in json.dumps(row.request)
    assert (await claim(rig, Lane.DEVICE)).request.text == typed


async def test_a_training_whose_worker_died_goes_on_and_leaves_nothing_in_the_end(rig):
    """What was learnt so far outlives the attempt, in the clear only as long as there will be another."""
    photo = await rig.keep(b"one")
    work = Path("training:face")
    await enqueue(rig, Enrol(photos=(Path(f"media:{photo}"),), identity=Path("scratch:i"), work=work))
    job = await claim(rig, Lane.DEVICE)
    job.request.work.mkdir()
    (job.request.work / "half").write_bytes(b"learnt")
    await rig.store.fail(job, WorkerDiedError())
    assert not job.scratch.exists()
    rig.clock.advance(1000)
    again = await claim(rig, Lane.DEVICE)
    assert (again.request.work / "half").read_bytes() == b"learnt"
    await rig.store.release(again)
    rig.clock.advance(1000)
    last = await claim(rig, Lane.DEVICE)
    assert (last.request.work / "half").exists()
    await rig.store.fail(last, UnderAgeError())
    assert not last.request.work.parent.exists()


async def test_a_forgotten_persons_half_learnt_face_goes_too(rig):
    """It is a face like a finished one."""
    photo = await rig.keep(b"one")
    work = Path("training:face")
    await enqueue(rig, Enrol(photos=(Path(f"media:{photo}"),), identity=Path("scratch:i"), work=work))
    job = await claim(rig, Lane.DEVICE)
    job.request.work.mkdir()
    async with rig.db.transaction() as tx:
        await rig.vault.forget(tx, await person(tx))
    with pytest.raises(LeaseLostError):
        await rig.store.heartbeat(job, LEASE)
    assert not job.request.work.parent.exists()


async def test_a_photo_is_compared_with_those_accepted_before_it_is_looked_at(rig):
    """Also within an album, where all inspections were queued before the first verdict."""
    face, first, photo = await face_with_photo(rig)
    async with rig.db.transaction() as tx:
        second = await selfies.add(tx, face.id, photo)
    await inspection(rig, await rig.keep(b"one"), identity=face.id, selfie=first.id)
    await inspection(rig, await rig.keep(b"two"), identity=face.id, selfie=second.id)
    job = await claim(rig)
    assert job.request.known_embeddings == ()
    await rig.store.complete(job, accepted(job))
    job = await claim(rig)
    assert job.request.known_embeddings == ((0.25, 0.5),)
    assert job.request.known_hashes == ("abcd",)


# Results


async def test_a_verdict_reaches_the_photo_sealed_and_leaves_no_number_in_the_job(rig, tmp_path):
    """An embedding is a face: it is in no row and no file in the clear."""
    face, selfie, photo = await face_with_photo(rig)
    await inspection(rig, photo, identity=face.id, selfie=selfie.id)
    job = await claim(rig)
    await rig.store.complete(job, accepted(job, embedding=(0.123456789, 0.987654321), hash_="feedbeef"))
    async with rig.db.reading() as rx:
        seen = await selfies.get(rx, selfie.id)
        key = await rig.vault.key(rx, face.account)
    verdict = json.loads(key.unseal(seen.verdict, f"selfie:{selfie.id}"))
    assert verdict["embedding"] == [0.123456789, 0.987654321]
    assert (seen.accepted, seen.quality) == (True, 0.7)
    assert (await row_of(rig, job.id)).result["embedding"] == []
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"0.123456789" not in everything
    assert b"feedbeef" not in everything


async def test_the_upload_goes_and_the_cleaned_photo_stays(rig):
    """What is kept has no place, time or camera in it."""
    face, selfie, photo = await face_with_photo(rig)
    await inspection(rig, photo, identity=face.id, selfie=selfie.id)
    job = await claim(rig)
    await rig.store.complete(job, accepted(job))
    [row] = await media_of(rig)
    assert (row.purpose, row.expires > rig.clock.now()) == ("selfie", True)
    assert not rig.vault.files.path(photo).exists()
    assert not job.scratch.exists()


async def test_an_upload_that_could_not_be_deleted_goes_with_the_next_job_that_ends(rig, monkeypatch):
    """A disk that fails for a moment must not keep a photo in its place until the next hour."""
    face, selfie, photo = await face_with_photo(rig)
    for _ in range(2):
        await inspection(rig, photo, identity=face.id, selfie=selfie.id)
    job, other = await claim(rig), await claim(rig)

    async def broken(db):
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patched:
        patched.setattr(rig.vault, "empty_trash", broken)
        with pytest.raises(OSError, match="no"):
            await rig.store.complete(job, accepted(job))
    assert rig.vault.files.path(photo).exists()
    await rig.store.release(other)
    assert not rig.vault.files.path(photo).exists()


async def test_a_refused_photo_is_not_kept_at_all(rig):
    """Neither as it came nor cleaned."""
    face, selfie, photo = await face_with_photo(rig)
    await inspection(rig, photo, identity=face.id, selfie=selfie.id)
    job = await claim(rig)
    cleaned = write(job.request.cleaned, b"cleaned")
    await rig.store.complete(job, PhotoVerdict(problem=PhotoProblem.BLURRED, cleaned=cleaned))
    assert await media_of(rig) == []
    async with rig.db.reading() as rx:
        assert (await selfies.get(rx, selfie.id)).problem == "blurred"


async def test_portraits_are_sealed_and_named_in_the_result(rig):
    """The picture a person gets is the picture that was drawn."""
    await enqueue(rig, portrait(await learnt(rig)), units=60.0)
    job = await claim(rig, Lane.DEVICE)
    rig.clock.advance(12)
    await rig.store.complete(job, drawn(job, 2))
    row = await row_of(rig, job.id)
    name = row.result["pictures"][1]["file"].removeprefix("media:")
    async with rig.db.reading() as rx:
        assert (await rig.vault.read(rx, name, row.account))[0] == b"finished 1"
        assert await ledger.used(rx, row.account) == 12
    assert len(await media_of(rig, purpose="portrait")) == len(await media_of(rig, purpose="raw")) == 2
    assert (row.state, (await shown(rig)).view["text"]) == ("rendered", "portrait ready")


async def test_a_training_makes_the_face_ready(rig):
    """Each file of the folder is one sealed file, restored as a folder for the next portrait."""
    face, _, photo = await face_with_photo(rig)
    await enqueue(rig, Enrol(photos=(Path(f"media:{photo}"),), identity=Path("scratch:face")), identity=face.id)
    job = await claim(rig, Lane.DEVICE)
    write(job.request.identity / "face.safetensors", b"weights")
    write(job.request.identity / "best.png", b"best")
    done = Enrolled(identity=job.request.identity, base="pocket", looks=LOOKS, photos=1, steps=9, seconds=1, loss=0.1)
    await rig.store.complete(job, done)
    async with rig.db.reading() as rx:
        learnt_face = await identities.get(rx, face.id, face.account)
    assert (learnt_face.state, sorted(learnt_face.folder)) == ("ready", ["best.png", "face.safetensors"])
    assert (await row_of(rig, job.id)).result["identity"] == f"identity:{face.id}"
    await enqueue(rig, portrait(face.id))
    job = await claim(rig, Lane.DEVICE)
    assert (job.request.identity / "face.safetensors").read_bytes() == b"weights"


async def test_a_killed_training_leaves_what_is_known_from_photos_until_it_is_done(rig):
    """Photos, portraits, training, in this order; the bot dies in the training, and nothing is lost."""
    face, _, photo = await face_with_photo(rig)
    wish = {"photos": (Path(f"media:{photo}"),), "identity": Path("scratch:face")}
    await enqueue(rig, Enrol(**wish), identity=face.id, priority=1)
    await enqueue(rig, EnrolInstant(**wish), identity=face.id)
    await _learnt(rig, b"known from photos", kind="instant")
    await enqueue(rig, portrait(face.id), identity=face.id)
    job = await claim(rig, Lane.DEVICE)
    assert (job.request.identity / "told").read_bytes() == b"known from photos"
    await rig.store.complete(job, drawn(job))
    assert (await claim(rig, Lane.DEVICE)).request.kind == "enrol"
    await rig.store.recover()
    async with rig.db.reading() as rx:
        assert (await identities.get(rx, face.id, face.account)).folder
    await _learnt(rig, b"learnt", kind="enrol")
    async with rig.db.reading() as rx:
        assert (await identities.get(rx, face.id, face.account)).edition == "first"
    assert [row.name for row in await media_of(rig, purpose="adapter")] == ["told"]
    await enqueue(rig, portrait(face.id), identity=face.id)
    job = await claim(rig, Lane.DEVICE)
    assert (job.request.identity / "told").read_bytes() == b"learnt"


async def _learnt(rig, what, *, kind):
    """Do the next job of the device, which is to be of this kind."""
    job = await claim(rig, Lane.DEVICE)
    assert job.request.kind == kind
    write(job.request.identity / "told", what)
    facts = {"base": "pocket", "edition": "first", "looks": LOOKS, "photos": 1, "steps": 9, "seconds": 1, "loss": 0.1}
    await rig.store.complete(job, Enrolled(identity=job.request.identity, instant=job.request.instant, **facts))


async def test_a_result_that_cannot_be_shown_is_not_stored_either(tmp_path):
    """All or nothing: no state, no row, no file; the job can be done again."""
    async with opened(tmp_path, ManualClock()) as rig:
        rig.store = SqliteJobStore(rig.db, rig.vault, rig.scratch, PlainRender(broken=ValueError("no words")))
        await enqueue(rig, portrait(await learnt(rig)))
        before = sorted((tmp_path / "media").rglob("*"))
        job = await claim(rig, Lane.DEVICE)
        with pytest.raises(ValueError, match="no words"):
            await rig.store.complete(job, drawn(job))
        files = [path for path in sorted((tmp_path / "media").rglob("*")) if path.is_file() or path in before]
        assert files == before
        assert await state_of(rig.db, job.id) == "running"
        assert await shown(rig) is None


async def test_a_result_may_not_name_a_file_outside_its_scratch_folder(rig, tmp_path):
    """A worker that was tricked cannot send the master key to a chat."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    made = drawn(job)
    stolen = with_paths(made, lambda path: tmp_path / "master.key" if path.name == "0.png" else path)
    with pytest.raises(ValueError, match="own scratch folder"):
        await rig.store.complete(job, stolen)
    assert await media_of(rig, purpose="portrait") == []


async def test_a_completed_job_shows_nothing_older(rig):
    """Progress that was still waiting would be edited over the result."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    await rig.store.progress(job, Progress(stage="draw", done=1, total=4))
    await rig.store.complete(job, drawn(job))
    async with rig.db.reading() as rx:
        assert await outbox.waiting_progress(rx, "fake", "fake:ann") == []


async def test_a_result_that_comes_after_the_cancel_is_thrown_away(rig):
    """The person was told that it stops; pictures that come anyway would be a surprise."""
    await enqueue(rig, portrait(await learnt(rig)), units=60.0)
    job = await claim(rig, Lane.DEVICE)
    account = (await row_of(rig, job.id)).account
    async with rig.db.transaction() as tx:
        await jobs.cancel(tx, job.id, account)
    await rig.store.complete(job, drawn(job))
    assert await state_of(rig.db, job.id) == "cancelled"
    assert await media_of(rig, purpose="portrait") == []
    async with rig.db.reading() as rx:
        assert await ledger.used(rx, account) == 0
    assert not job.scratch.exists()


@pytest.mark.parametrize("stopped", [True, False])
async def test_a_face_that_is_erased_while_its_photo_is_looked_at_has_its_end(rig, stopped):
    """What was read of the job when it was handed out still names the face; its end goes by what is there now."""
    face, selfie, photo = await face_with_photo(rig)
    job_id = await inspection(rig, photo, identity=face.id, selfie=selfie.id)
    job = await claim(rig)
    verdict = accepted(job)
    async with rig.db.transaction() as tx:
        if stopped:
            await identities.remove(tx, face.id, face.account)
        else:  # as one that was unused for long
            await tx.run("DELETE FROM identities WHERE id = ?", (face.id,))
    await rig.store.complete(job, verdict)
    assert await state_of(rig.db, job_id) == ("cancelled" if stopped else "rendered")
    assert not job.scratch.exists()
    if stopped:
        assert await media_of(rig, purpose="selfie") == []


async def _two_together(rig, units=500.0):
    """Two people's portraits claimed together."""
    await enqueue(rig, portrait(await learnt(rig)), units=units)
    await enqueue(rig, portrait(await learnt(rig, "bob")), "bob", units=units)
    first = await claim(rig, Lane.DEVICE)
    return first, await rig.store.claim_mates(first, "w1", LEASE, Batching(alike=lambda _: True))


async def _charged(rig, job):
    async with rig.db.reading() as rx:
        return await rx.value("SELECT sum(units) FROM ledger WHERE job = ?", (job.id,))


async def test_who_is_drawn_beside_others_is_charged_their_part(rig):
    """The worker's time is counted once, whatever there is in its batch: a day's share is no smaller in a crowd."""
    first, mates = await _two_together(rig)
    rig.clock.advance(100)
    for job in (first, *mates):
        await rig.store.complete(job, drawn(job, 1))
    assert [await _charged(rig, job) for job in (first, *mates)] == [50, 50]
    async with rig.db.reading() as rx:
        assert len(await durations.recent(rx, "portrait")) == 2


async def test_who_made_way_for_others_is_charged_for_their_own_seconds(rig):
    """A training that lay aside for forty of its hundred seconds; the others pay for theirs."""
    await enqueue(rig, portrait(await learnt(rig)), units=500.0)
    job = await claim(rig, Lane.DEVICE)
    rig.clock.advance(100)
    await rig.store.complete(replace(job, aside=40.0), drawn(job, 1))
    assert await _charged(rig, job) == 60


async def test_who_was_beside_others_and_runs_again_alone_is_charged_for_all(rig):
    """The first attempt ended without a word to the store, as where the database was away."""
    first, _ = await _two_together(rig)
    rig.clock.advance(LEASE + 1)
    await rig.store.recover("w1")
    again = await claim(rig, Lane.DEVICE)
    assert again.id == first.id
    rig.clock.advance(100)
    await rig.store.complete(again, drawn(again, 1))
    assert await _charged(rig, again) == 100


async def test_those_who_are_ready_keep_their_lease_while_their_mates_are_made_ready(rig, monkeypatch):
    """The files of each take their time, and the dispatcher's own heartbeat begins when all are there."""
    for who in ("ann", "bob", "cyd"):
        await enqueue(rig, portrait(await learnt(rig, who)), who)
    first, prepare, late = await claim(rig, Lane.DEVICE), rig.store._prepare, []

    async def slowly(row):
        rig.clock.advance(0.2)  # two of them are more than the lease
        until = rig.clock.now() + 0.3
        for _ in range(3000):
            if (await row_of(rig, first.id)).lease == until:
                break
            await asyncio.sleep(0.02)
        else:
            late.append(row.id)
        return await prepare(row)

    monkeypatch.setattr(rig.store, "_prepare", slowly)
    await rig.store.claim_mates(first, "w1", 0.3, Batching(alike=lambda _: True))
    assert late == []


async def test_a_mate_that_cannot_even_be_given_back_leaves_the_others(rig, monkeypatch):
    """Its trouble is its own: the others run, and it comes back with its lease."""
    await enqueue(rig, portrait(await learnt(rig)))
    for who in ("bob", "cyd"):
        await enqueue(rig, portrait(await learnt(rig, who)), who)
    first, prepare = await claim(rig, Lane.DEVICE), rig.store._prepare

    async def broken(taken):
        if taken.row.address == {"chat": "bob"}:
            raise OSError("locked")
        return await prepare(taken)

    monkeypatch.setattr(rig.store, "_prepare", broken)
    mates = await rig.store.claim_mates(first, "w1", LEASE, Batching(alike=lambda _: True))
    assert [(await row_of(rig, mate.id)).address for mate in mates] == [{"chat": "cyd"}]


async def test_a_full_disk_while_sealing_is_a_passing_error(rig, tmp_path):
    """The engine hears `DiskFullError`, the job is tried again, nothing half-written stays."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    made, count = drawn(job), len(list((tmp_path / "media").rglob("*")))

    def full(path, data):
        raise OSError(errno.ENOSPC, "no space left")

    store = SqliteJobStore(rig.db, Vault(tmp_path, Vault.open(tmp_path)._masters, full), rig.scratch, rig.render)
    with pytest.raises(DiskFullError):
        await store.complete(job, made)
    await store.fail(job, DiskFullError())
    assert await state_of(rig.db, job.id) == "queued"
    assert len(list((tmp_path / "media").rglob("*"))) == count


# Failures


async def test_a_lasting_error_is_said_at_once_and_costs_nothing(rig):
    """The seconds come back; the person reads why."""
    job_id = await enqueue(rig, portrait(await learnt(rig)), units=60.0)
    job = await claim(rig, Lane.DEVICE)
    await rig.store.fail(job, UnknownStyleError("inc", ["ink"]))
    row = await row_of(rig, job_id)
    assert (row.state, row.error["data"]["closest"]) == ("failed", ["ink"])
    assert (await shown(rig)).view["text"] == "portrait unknown-style"
    async with rig.db.reading() as rx:
        assert await ledger.used(rx, row.account) == 0


async def test_nothing_is_said_while_an_error_may_pass(rig):
    """Only the last attempt is a failure."""
    await enqueue(rig, portrait(await learnt(rig)))
    for _ in range(jobs.ATTEMPTS):
        assert await shown(rig) is None
        rig.clock.advance(1000)
        await rig.store.fail(await claim(rig, Lane.DEVICE), DeviceMemoryError())
    assert (await shown(rig)).view["text"] == "portrait out-of-memory"


async def test_a_job_whose_owners_die_is_ended_with_a_sentence(rig):
    """Three bots killed by the same job: it fails, and the line goes on."""
    job_id = await enqueue(rig, portrait(await learnt(rig)))
    for _ in range(jobs.ATTEMPTS):
        assert await claim(rig, Lane.DEVICE) is not None
        rig.clock.advance(LEASE + 1)
    assert await claim(rig, Lane.DEVICE) is None
    assert await state_of(rig.db, job_id) == "failed"
    assert (await shown(rig)).view["text"] == "portrait worker-died"
    assert not list(rig.store._files.scratch(job_id, 1).parent.glob(f"{job_id}-*")), "nothing is left in the clear"


async def test_a_photo_that_could_not_be_looked_at_says_why(rig):
    """It does not stay "being looked at" for ever."""
    face, selfie, photo = await face_with_photo(rig)
    for error, expected in ((BadPhotoError("broken"), "broken"), (JobCancelledError(), "cancelled")):
        await inspection(rig, photo, identity=face.id, selfie=selfie.id)
        await rig.store.fail(await claim(rig), error)
        async with rig.db.reading() as rx:
            assert (await selfies.get(rx, selfie.id)).problem == expected


async def test_a_recovered_start_claims_at_once(rig):
    """The person does not wait for the lease of a process that was killed."""
    job_id = await inspection(rig, await rig.keep(b"jpeg"))
    await claim(rig)
    assert await rig.store.recover() == 1
    assert (await claim(rig)).id == job_id


# Progress


async def test_a_persons_progress_is_written_with_a_preview_they_own(rig):
    """A sealed file like any other, and not one per step."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    for done in (1, 2, 3):
        preview = write(job.scratch / "preview.png", b"preview %d" % done)
        await rig.store.progress(job, Progress(stage="draw", done=done, total=4, preview=preview))
    [row] = await media_of(rig, purpose="preview")
    assert row.expires == rig.clock.now() + 3600
    async with rig.db.reading() as rx:
        [waiting] = await outbox.waiting_progress(rx, "fake", "fake:ann")
    assert (waiting.view["text"], (await row_of(rig, job.id)).progress["done"]) == ("draw 3", 3)


async def test_a_preview_stays_until_the_next_one(rig):
    """Progress that is replaced before anybody saw it must not take the picture with it."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)

    async def shown(done, name=None):
        preview = write(job.scratch / name, name.encode()) if name else None
        await rig.store.progress(job, Progress(stage="draw", done=done, total=4, preview=preview))
        async with rig.db.reading() as rx:
            [waiting] = await outbox.waiting_progress(rx, "fake", "fake:ann")
        return waiting.view["preview"]

    first = await shown(1, "a.png")
    assert first
    assert await shown(2) == first
    assert await shown(3, "b.png") == first  # too soon for another
    rig.clock.advance(10)
    assert await shown(4, "a.png") == first  # nothing new
    second = await shown(4, "b.png")
    assert second != first
    assert len(await media_of(rig, purpose="preview")) == 2


async def test_those_who_wait_hear_that_the_queue_moved(rig):
    """The status message of the next job is edited when one before it begins, and only if it reads differently."""
    face = await learnt(rig)
    await enqueue(rig, portrait(face))
    second = await enqueue(rig, portrait(face))
    async with rig.db.transaction() as tx:
        status = {"kind": "progress", "job": second, "text": "place 2"}
        await outbox.put(
            tx, key="s", platform="fake", address={"chat": "ann"}, view=status, job=second, thread=second
        )  # fmt: skip
    await claim(rig, Lane.DEVICE)
    async with rig.db.reading() as rx:
        assert [row.view["text"] for row in await outbox.waiting_progress(rx, "fake", "fake:ann")] == ["waiting"]


# Forgetting


async def test_a_job_of_a_forgotten_person_is_lost_and_its_clear_files_go(rig):
    """The worker is told at its next heartbeat; its scratch folder does not outlive that."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    made = drawn(job)
    async with rig.db.transaction() as tx:
        await rig.vault.forget(tx, await person(tx))
    with pytest.raises(LeaseLostError):
        await rig.store.heartbeat(job, LEASE)
    assert not job.scratch.exists()
    with pytest.raises(LeaseLostError):
        await rig.store.complete(job, made)
    async with rig.db.reading() as rx:
        with pytest.raises(NoSuchJobError):
            await jobs.get(rx, job.id)
        assert await rx.value("SELECT count(*) FROM media") == 0


async def test_waiting_ends_when_a_retry_becomes_due(rig):
    """Nobody enqueues anything then: the store has to know the moment itself."""
    await inspection(rig, await rig.keep(b"jpeg"))
    await rig.store.fail(await claim(rig), WorkerDiedError())
    rig.clock.advance(1000)
    rig.db.signals.event(jobs.lane_topic("look")).clear()
    async with rig.db.transaction() as tx:
        await tx.run("UPDATE jobs SET due = ?", (rig.clock.now() + 0.01,))
    await asyncio.wait_for(rig.store.wait(Lane.LOOK, 600), 60)
    rig.clock.advance(1)
    assert await claim(rig) is not None


def test_paths_are_found_and_replaced_wherever_they_are():
    """In tuples, nested results and empty fields."""
    request = Enrol(photos=(Path("a"), Path("b")), identity=Path("c"))
    assert list(paths_in(request)) == [("photos", Path("a")), ("photos", Path("b")), ("identity", Path("c"))]
    moved = with_paths(request, lambda path: Path("x") / path)
    assert moved == Enrol(photos=(Path("x/a"), Path("x/b")), identity=Path("x/c"))
    verdict = PhotoVerdict(problem=None)
    assert with_paths(verdict, Path) == verdict
    emptied = with_paths(request, lambda path: None if path.name == "c" else path)
    assert (emptied.photos, emptied.identity) == (request.photos, None)


async def test_a_file_of_one_person_is_not_found_by_another(rig):
    """The seam front ends use for previews."""
    photo = await rig.keep(b"jpeg", "ann")
    async with rig.db.transaction() as tx:
        bob = await person(tx, "bob")
        with pytest.raises(NoSuchMediaError):
            await rig.vault.read(tx, photo, bob)


async def test_a_worker_is_told_what_to_stamp_pictures_with(rig):
    """The number leads back to this job and to no other; the label is in its owner's language."""
    german = await inspection(rig, await rig.keep(b"jpeg"), locale="de")
    await inspection(rig, await rig.keep(b"jpeg"))
    first, second = await claim(rig), await claim(rig)
    async with rig.db.reading() as rx:
        assert (await jobs.by_short(rx, first.stamp.number)).id == german
    assert (first.stamp.language, second.stamp.language) == ("de", "en")
    assert first.stamp.number != second.stamp.number


async def test_a_look_knows_the_blocked_faces_and_a_blocked_face_draws_nothing(rig):
    """The list is given to the worker with the job, never stored with it; whoever taught the face gets a sentence."""
    blocks, numbers = Blocks(rig.vault), (0.5,) * 128
    async with rig.db.transaction() as tx:
        ann = await person(tx, "ann")
        face = await identities.create(tx, ann, "me")
        photo = await selfies.add(tx, face.id, None)
        key = await rig.vault.key(tx, ann)
        sealed = key.seal(json.dumps({"embedding": numbers}).encode(), selfies.sealed_as(photo.id))
        await selfies.looked(tx, photo.id, problem=None, quality=1.0, media=None, verdict=sealed)
        bob = await person(tx, "bob")
        other = await identities.create(tx, bob, "me")
        theirs = await selfies.add(tx, other.id, None)
        bobs = (await rig.vault.key(tx, bob)).seal(json.dumps({"embedding": numbers}).encode(), f"selfie:{theirs.id}")
        await selfies.looked(tx, theirs.id, problem=None, quality=1.0, media=None, verdict=bobs)
        await blocks.forbid(tx, ann)
    await inspection(rig, await rig.keep(b"jpeg"), "ann")
    look = await claim(rig, Lane.LOOK)
    assert look.request.forbidden == (numbers,)
    async with rig.db.reading() as rx:
        assert (await jobs.get(rx, look.id)).request["forbidden"] == []
    job = await enqueue(rig, portrait(other.id), user="bob", identity=other.id)
    assert await claim(rig, Lane.DEVICE) is None
    async with rig.db.reading() as rx:
        assert (await jobs.get(rx, job)).error["code"] == "blocked-face"


@pytest.mark.parametrize("hours", [2, -2])
async def test_a_clock_that_is_set_while_a_job_runs_costs_nobody_their_day(rig, hours):
    """The job took a moment: its owner is not charged two hours, nor given back more than was reserved."""
    async with rig.db.transaction() as tx:
        face = await identities.create(tx, await person(tx), "me")
        row = await rig.vault.put(tx, await person(tx), b"weights", purpose="adapter", name="face.safetensors")
        await identities.trained(tx, face.id, folder={"face.safetensors": row.id}, base="pocket")
    job = await enqueue(rig, portrait(face.id), identity=face.id, units=60.0)
    held = await claim(rig, Lane.DEVICE)
    rig.clock.advance(hours * 3600)
    await rig.store.complete(held, drawn(held, 1))
    async with rig.db.reading() as rx:
        assert 0 <= await rx.value("SELECT sum(units) FROM ledger WHERE job = ?", (job,)) < 60


async def test_a_job_keeps_the_writer_for_a_few_visits(rig, monkeypatch):
    """Each visit to the database's thread is a wait on a busy machine, and four pictures take no more than one."""
    connection, visits = rig.db._writer.connection, []
    visit = connection.visit

    async def counted(call):
        visits.append(call)
        return await visit(call)

    monkeypatch.setattr(connection, "visit", counted)
    face = await learnt(rig)
    completing = []
    for count in (1, 4):
        await enqueue(rig, portrait(face))
        visits.clear()
        job = await claim(rig, Lane.DEVICE)
        told = 3 if count == 1 else 0  # the first time who waits is told that the queue moved
        assert len(visits) <= 1 + told
        visits.clear()
        await rig.store.heartbeat(job, LEASE)
        assert len(visits) == 1
        visits.clear()
        await rig.store.complete(job, drawn(job, count))
        completing.append(len(visits))
    assert completing[1] <= completing[0] <= 12


async def test_a_claim_asks_the_reader_nothing_where_nobody_is_blocked(rig, monkeypatch):
    """The blocked faces come with the job: another visit to a thread is another wait, in front of every job."""
    face = await learnt(rig)
    await enqueue(rig, portrait(face))
    readings = []
    reading = rig.db.reading
    monkeypatch.setattr(rig.db, "reading", lambda: readings.append(1) or reading())
    monkeypatch.setattr(rig.store._files, "load_inputs", _as_they_are)
    assert await claim(rig, Lane.DEVICE) is not None
    assert readings == []


async def _as_they_are(request, account, scratch):
    return request
