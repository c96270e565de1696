"""Nothing is kept longer than it is needed."""

from __future__ import annotations

import dataclasses
import os

import pytest

from storage import accounts, copies, identities, inbox, jobs, leases, media, outbox, selfies, sessions, strikes
from storage.errors import NoSuchJobError
from storage.retention import DAY, HOUR, TRAINING, Retention, drop_trainings, sweep_at_start, tidy
from tests.storage.helpers import SQLITE, job_of, new_job, person, state_of

RULES = Retention()


async def put(db, vault, clock, purpose):
    async with db.transaction() as tx:
        ann = await person(tx)
        return await vault.put(tx, ann, b"x", purpose=purpose, expires=RULES.expiry(purpose, clock.now()))


@pytest.mark.parametrize("purpose", ["upload", "selfie", "portrait", "raw", "preview", "export"])
async def test_a_file_is_deleted_when_its_time_is_over(db, vault, clock, purpose):
    """Not before, and the file itself, not only its row."""
    row = await put(db, vault, clock, purpose)
    clock.time = row.expires - 1
    await tidy(db, vault, RULES)
    assert vault.files.path(row.id).exists()
    clock.time = row.expires
    await tidy(db, vault, RULES)
    assert not vault.files.path(row.id).exists()
    async with db.reading() as rx:
        assert await media.find(rx, row.id) is None


async def learnt_face(db, vault, clock):
    """Return (account, face, file) of a learnt face with one file."""
    row = await put(db, vault, clock, "adapter")
    async with db.transaction() as tx:
        face = await identities.create(tx, row.account, "me")
        await identities.trained(tx, face.id, folder={"selfie-0.png": row.id}, base="pocket")
    return row.account, face.id, row.id


async def test_a_learnt_face_outlives_the_photos_but_not_a_year_without_use(db, vault, clock):
    """The consent promises both: its photos are kept to draw from, and a face nobody uses goes with them."""
    _, _, file = await learnt_face(db, vault, clock)
    clock.advance(364 * DAY)
    await tidy(db, vault, RULES)
    assert vault.files.path(file).exists()
    clock.advance(2 * DAY)
    await tidy(db, vault, RULES)
    assert not vault.files.path(file).exists()
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM identities") == 0


async def test_drawing_with_a_face_keeps_it(db, vault, clock):
    """Each use begins the year anew, and an open job never loses its face."""
    account, face, file = await learnt_face(db, vault, clock)
    clock.advance(300 * DAY)
    async with db.transaction() as tx:
        job = await job_of(tx, account, identity=face)
    clock.advance(400 * DAY)
    await tidy(db, vault, RULES)
    assert vault.files.path(file).exists()  # its job is still open
    async with db.transaction() as tx:
        await jobs.move(tx, job.id, "cancelled")
    await tidy(db, vault, RULES)
    assert not vault.files.path(file).exists()


async def test_what_was_read_from_photos_goes_with_them_where_no_face_was_learnt(db, vault, clock):
    """An embedding is as personal as the photo it was taken from."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
    clock.advance(20 * DAY)
    async with db.transaction() as tx:
        photo = await selfies.add(tx, face.id, None)
        await selfies.looked(tx, photo.id, problem=None, quality=1.0, media=None, verdict=b"sealed")
    clock.advance(29 * DAY)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await selfies.get(rx, photo.id)  # the newest photo decides
    clock.advance(2 * DAY)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await selfies.get(rx, photo.id) is None


def test_a_purpose_is_never_mistaken_for_another_rule():
    """``messages`` is a rule, not a purpose of a file."""
    assert RULES.expiry("messages", 0.0) is None
    assert {field.name for field in dataclasses.fields(Retention)} > {"upload", "selfie"}


async def test_the_upload_of_a_refused_photo_goes_at_the_next_tidy(db, vault, clock):
    """Nobody needs a photo that cannot be used."""
    row = await put(db, vault, clock, "upload")
    async with db.transaction() as tx:
        face = await identities.create(tx, row.account, "me")
        selfie = await selfies.add(tx, face.id, row.id)
        await selfies.refused(tx, selfie.id, "worker-died")
    await tidy(db, vault, RULES)
    assert not vault.files.path(row.id).exists()


async def test_a_result_nobody_could_be_given_expires(db, vault, clock):
    """The bot was blocked for two weeks, say: the pictures are not kept for ever."""
    job = await new_job(db)
    async with db.transaction() as tx:
        claimed = await leases.claim(tx, "device", "w1", 30)
        await jobs.move(tx, job.id, "rendered", token=claimed.token, rendered=clock.now())
        await outbox.put(tx, key="k", platform="fake", address={"chat": 1}, view={}, job=job.id)
    clock.advance(RULES.undelivered + 1)
    await tidy(db, vault, RULES)
    assert await state_of(db, job.id) == "expired"
    async with db.reading() as rx:
        assert await outbox.first(rx, "fake", "fake:1") is None


async def test_messages_that_were_given_up_are_deleted_as_well(db, vault, clock):
    """What nobody could be shown is somebody's words all the same, and was kept as long as their account."""
    async with db.transaction() as tx:
        ann = await person(tx)
        for key in ("given up", "waits"):
            await outbox.put(tx, key=key, platform="fake", address={"chat": key}, view={}, account=ann)
        await outbox.fail_place(tx, "fake:given up", "gone")
    for days, left in ((RULES.messages - 1, ["given up", "waits"]), (2, ["waits"])):
        clock.advance(days)
        await tidy(db, vault, RULES)
        async with db.reading() as rx:
            assert [row["key"] for row in await rx.all("SELECT key FROM outbox ORDER BY id")] == left


async def test_old_messages_are_deleted_but_not_those_of_an_open_job(db, vault, clock):
    """The status message of a job that still runs is edited into its result."""
    async with db.transaction() as tx:
        ann = await person(tx)
        job = await job_of(tx, ann)
        for key, of_job in (("old", None), ("status", job.id)):
            await outbox.put(tx, key=key, platform="fake", address={"chat": 1}, view={}, job=of_job, account=ann)
        await tx.run("UPDATE outbox SET sent = ?, receipt = '{}'", (clock.now(),))
        await inbox.add(tx, "fake", "done", {})
        await inbox.add(tx, "fake", "open", {})
        await inbox.handled(tx, 1, ann)
    clock.advance(RULES.messages + 1)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert [row["key"] for row in await rx.all("SELECT key FROM outbox")] == ["status"]
        assert [row["update_id"] for row in await rx.all("SELECT update_id FROM inbox")] == ["open"]


async def test_rows_of_ended_jobs_are_deleted_in_the_end(db, vault, clock):
    """What somebody once asked for is nobody's business after a season; open jobs stay."""
    ended, still = await new_job(db), await new_job(db)
    async with db.transaction() as tx:
        await jobs.move(tx, ended.id, "cancelled")
    clock.advance(RULES.jobs + 1)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        with pytest.raises(NoSuchJobError):
            await jobs.get(rx, ended.id)
        assert (await jobs.get(rx, still.id)).state == "queued"


async def test_a_start_removes_what_a_crash_left(db, vault, clock, tmp_path):
    """Clear files in scratch folders, sealed files without a row; what has a row stays."""
    row = await put(db, vault, clock, "portrait")
    scratch = tmp_path / "scratch"
    (scratch / "job-1" / "inputs").mkdir(parents=True)
    (scratch / "job-1" / "inputs" / "face.png").write_bytes(b"clear")
    await vault.files.write("orphan", b"x")  # by the process that is gone
    if db.shared:  # a file of this moment may be another process's: `tests/bot/core/test_shared.py`
        os.utime(vault.files.path("orphan"), (0, 0))
    await sweep_at_start(db, vault, scratch)
    assert list(scratch.iterdir()) == []
    assert not vault.files.path("orphan").exists()
    assert vault.files.path(row.id).exists()


async def test_whoever_starts_alone_removes_what_all_the_others_left(db, vault, clock, tmp_path):
    """Of several processes that share a server some never start again: nothing of theirs may stay in the clear."""
    row = await put(db, vault, clock, "portrait")
    mine, gone = tmp_path / "scratch" / "1", tmp_path / "scratch" / "2"
    for folder in (mine, gone):
        (folder / "job-1").mkdir(parents=True)
        (folder / "job-1" / "face.png").write_bytes(b"clear")
    async with db.reading() as rx:
        await vault.seal_file(await vault.key(rx, row.account), "orphan", b"x")
    if db.shared:
        await sweep_at_start(db, vault, mine)
        assert [*(tmp_path / "scratch").rglob("face.png")] == [gone / "job-1" / "face.png"], "they may be running"
        assert vault.files.path("orphan").exists()
    await sweep_at_start(db, vault, mine, sole=True)
    assert [*(tmp_path / "scratch").rglob("*.png")] == []
    assert not vault.files.path("orphan").exists()
    assert vault.files.path(row.id).exists()


async def test_a_training_that_ended_elsewhere_does_not_stay_here(db, tmp_path):
    """Another process may have taken it over; what goes on stays."""
    open_, ended = await new_job(db), await new_job(db, "bob")
    async with db.transaction() as tx:
        await jobs.move(tx, ended.id, "cancelled")
    for job in (open_, ended):
        (tmp_path / "scratch" / f"{job.id}{TRAINING}" / "face").mkdir(parents=True)
    await drop_trainings(db, tmp_path / "scratch")
    await drop_trainings(db, tmp_path / "none")
    assert [path.name for path in (tmp_path / "scratch").iterdir()] == [f"{open_.id}{TRAINING}"]


async def test_a_training_goes_on_after_a_start_and_no_other_clear_file_stays(db, vault, tmp_path):
    """Half an hour of learning is not begun again because the bot was; a job that ended leaves nothing."""
    open_, ended = await new_job(db), await new_job(db, "bob")
    async with db.transaction() as tx:
        await jobs.move(tx, ended.id, "cancelled")
    scratch = tmp_path / "scratch"
    for name in (f"{open_.id}{TRAINING}", f"{ended.id}{TRAINING}", f"{open_.id}-1"):
        (scratch / name).mkdir(parents=True)
        (scratch / name / "state.safetensors").write_bytes(b"x")
    await sweep_at_start(db, vault, scratch)
    assert [path.name for path in scratch.iterdir()] == [f"{open_.id}{TRAINING}"]
    assert len(list(scratch.rglob("state.safetensors"))) == 1


@SQLITE
async def test_only_the_newest_copies_are_kept(db, clock):
    """Nightly copies do not fill the disk."""
    made = []
    for _ in range(4):
        made.append(await copies.make(db, keep=2))
        clock.advance(24 * HOUR)
    assert sorted(made[0].parent.iterdir()) == made[-2:]


@pytest.mark.parametrize("hours", [23, 25])
async def test_a_photo_set_aside_has_its_day_from_then(db, vault, clock, hours):
    """Whoever presses the wrong "this is me" can take it back, also for photos that were sent days before."""
    row = await put(db, vault, clock, "selfie")
    async with db.transaction() as tx:
        face = await identities.create(tx, row.account, "me")
        photo = await selfies.add(tx, face.id, None)
        await selfies.looked(tx, photo.id, problem=None, quality=1.0, media=row.id, verdict=b"")
    clock.advance(3 * DAY)
    async with db.transaction() as tx:
        await selfies.judge(tx, photo.id, "other-person")
    clock.advance((hours - 1) * HOUR)
    async with db.transaction() as tx:
        await selfies.judge(tx, photo.id, "other-person")  # with every verdict all photos are grouped anew
    clock.advance(HOUR)
    await tidy(db, vault, RULES)
    assert vault.files.path(row.id).exists() == (hours < 24)


async def test_whom_only_a_pause_kept_is_gone_after_it(db, vault, clock):
    """/forget leaves a bare account to somebody who pauses, and no longer; whoever came back keeps theirs."""
    async with db.transaction() as tx:
        for user in ("ann", "bob"):
            account = await person(tx, user)
            await strikes.pause(tx, account, clock.now() + DAY)
            await vault.forget(tx, account)
        await sessions.save(tx, await person(tx, "bob"), "fake:1", {"x": 1})
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await accounts.find(rx, "fake", "ann") is not None
    clock.advance(DAY + 1)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await accounts.find(rx, "fake", "ann") is None
        assert await accounts.find(rx, "fake", "bob") is not None
