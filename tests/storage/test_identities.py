"""Faces, their photos and their files."""

from __future__ import annotations

import pytest

from storage import identities, jobs, leases, media, selfies
from storage.errors import NoSuchIdentityError
from tests.storage.helpers import job_of, person


async def kept(tx, vault, account, name="x.png"):
    return (await vault.put(tx, account, b"bytes of " + name.encode(), purpose="selfie", name=name)).id


async def test_a_face_belongs_to_one_person(db):
    """Another person's id opens nothing."""
    async with db.transaction() as tx:
        ann, bob = await person(tx, "ann"), await person(tx, "bob")
        face = await identities.create(tx, ann, "me")
        assert (await identities.get(tx, face.id, ann)).name == "me"
        with pytest.raises(NoSuchIdentityError):
            await identities.get(tx, face.id, bob)
        with pytest.raises(NoSuchIdentityError):
            await identities.remove(tx, face.id, bob)


async def test_the_newest_face_of_a_state_is_found(db):
    """What "my portrait" means when somebody taught two faces."""
    async with db.transaction() as tx:
        ann = await person(tx)
        first = await identities.create(tx, ann, "one")
        second = await identities.create(tx, ann, "two")
        await identities.trained(tx, first.id, folder={"face.safetensors": "m"}, base="pocket")
        assert (await identities.newest(tx, ann)).id == second.id
        assert (await identities.newest(tx, ann, "ready")).id == first.id
        assert await identities.newest(tx, ann, "failed") is None


async def test_a_verdict_replaces_the_upload(db, vault):
    """The photo as it came, with its place and time inside, is not kept."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        upload, cleaned = await kept(tx, vault, ann), await kept(tx, vault, ann)
        selfie = await selfies.add(tx, face.id, upload)
        await selfies.looked(tx, selfie.id, problem=None, quality=0.7, media=cleaned, verdict=b"sealed")
        seen = await selfies.get(tx, selfie.id)
        assert (seen.accepted, seen.media, seen.upload, seen.verdict) == (True, cleaned, None, b"sealed")
        assert [row.id for row in await media.of(tx, ann)] == [cleaned]


async def test_accepted_photos_come_best_first_and_others_not_at_all(db, vault):
    """Training takes these and only these."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        made = {}
        for name, problem, quality in (("low", None, 0.2), ("bad", "blurred", 0.9), ("high", None, 0.8)):
            made[name] = await selfies.add(tx, face.id, None)
            cleaned = None if problem else await kept(tx, vault, ann)
            await selfies.looked(tx, made[name].id, problem=problem, quality=quality, media=cleaned, verdict=b"")
        await selfies.add(tx, face.id, None)  # not looked at yet
        assert [each.id for each in await selfies.accepted(tx, face.id)] == [made["high"].id, made["low"].id]


async def test_a_new_training_drops_the_files_of_the_old_one(db, vault):
    """Only the newest adapter of a face exists."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        old, new = await kept(tx, vault, ann), await kept(tx, vault, ann)
        await identities.trained(tx, face.id, folder={"face.safetensors": old}, base="pocket")
        await identities.trained(tx, face.id, folder={"face.safetensors": new}, base="pocket")
        assert [row.id for row in await media.of(tx, ann)] == [new]
        assert (await identities.get(tx, face.id, ann)).folder == {"face.safetensors": new}


async def test_what_is_known_from_photos_serves_until_the_training_and_not_after_it(db, vault):
    """A training replaces it with its files; what comes after the training is deleted at once."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        await identities.set_state(tx, face.id, "training")
        early, learnt, late = [await kept(tx, vault, ann) for _ in range(3)]
        await identities.known_from_photos(tx, face.id, folder={"selfie-0.png": early}, base="pocket")
        known = await identities.get(tx, face.id, ann)
        assert (known.state, known.folder, known.trained) == ("training", {"selfie-0.png": early}, None)
        await identities.trained(tx, face.id, folder={"face.safetensors": learnt}, base="pocket")
        await identities.known_from_photos(tx, face.id, folder={"selfie-0.png": late}, base="pocket")
        assert (await identities.get(tx, face.id, ann)).folder == {"face.safetensors": learnt}
        assert [row.id for row in await media.of(tx, ann)] == [learnt]


async def test_a_removed_face_takes_everything_with_it(db, vault):
    """Photos, trained files, queued jobs: gone; a running job is asked to stop."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        selfie = await selfies.add(tx, face.id, await kept(tx, vault, ann))
        await identities.trained(tx, face.id, folder={"a": await kept(tx, vault, ann)}, base="pocket")
        running = await job_of(tx, ann, identity=face.id)
        await leases.claim(tx, "device", "w1", 30)
        queued = await job_of(tx, ann, identity=face.id)
        await identities.remove(tx, face.id, ann)
        assert await media.of(tx, ann) == []
        assert await selfies.get(tx, selfie.id) is None
        assert (await jobs.get(tx, queued.id)).state == "cancelled"
        assert (await jobs.get(tx, running.id)).cancel


@pytest.mark.parametrize(
    ("folder", "end", "expected"),
    [({}, "failed", "failed"), ({}, "cancelled", "collecting"), ({"a": "m"}, "failed", "ready")],
)
async def test_a_training_that_ends_without_result_gives_the_face_back(db, folder, end, expected):
    """A face learnt before stays usable when teaching it again fails."""
    async with db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        if folder:
            await identities.trained(tx, face.id, folder=folder, base="pocket")
        job = await job_of(tx, ann, identity=face.id)
        await identities.learn(tx, face.id, job.id)
        await jobs.move(tx, job.id, end)
        assert (await identities.get(tx, face.id, ann)).state == expected
