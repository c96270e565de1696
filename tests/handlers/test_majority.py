"""Who the photos are of."""

from __future__ import annotations

import json
import random

import pytest

from handlers.majority import CHOSEN, EVEN, groups, settle
from storage import identities, media, selfies
from storage.retention import DAY, Retention, tidy
from tests.bot.helpers import opened
from tests.storage.helpers import ManualClock, person

RULES = Retention()
LOOKS = {
    "ann": {"gender": "woman", "age_band": "adult", "age": 30.0, "tags": []},
    "bob": {"gender": "man", "age_band": "adult", "age": 40.0, "tags": []},
}
CENTRES = {"ann": 0.0, "bob": 0.09}  # of 128 numbers: 1.02 apart, as strangers are


def embedding(who: str, seed: int) -> list[float]:
    """Return 128 numbers about 0.43 from another photo of the same person, which is the median of LFW."""
    noise = random.Random(seed)
    return [CENTRES[who] + noise.gauss(0, 0.027) for _ in range(128)]


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


class Photos:
    """A face and its photos, each looked at as the job store does."""

    def __init__(self, rig):
        self.rig, self.ids = rig, []

    async def begin(self):
        async with self.rig.db.transaction() as tx:
            self.account = await person(tx)
            self.face = (await identities.create(tx, self.account, "me")).id
        return self

    async def add(self, who: str, problem: str | None = None) -> None:
        """Look at one photo; ``problem`` is what the look alone would say."""
        self.rig.clock.advance(1)
        async with self.rig.db.transaction() as tx:
            key = await self.rig.vault.key(tx, self.account)
            expires = RULES.expiry("selfie", tx.now())
            kept = await self.rig.vault.put(tx, self.account, b"photo", purpose="selfie", expires=expires)
            photo = await selfies.add(tx, self.face, None)
            verdict = {"embedding": embedding(who, len(self.ids)), "looks": LOOKS[who], "quality": 0.5}
            sealed = key.seal(json.dumps(verdict).encode(), f"selfie:{photo.id}")
            await selfies.looked(tx, photo.id, problem=problem, quality=0.5, media=kept.id, verdict=sealed)
            await settle(tx, self.face, self.account, key.unseal)
        self.ids.append(photo.id)

    async def taken(self) -> list[bool]:
        async with self.rig.db.reading() as rx:
            return [one.accepted for one in await selfies.of(rx, self.face)]

    async def looks(self):
        async with self.rig.db.reading() as rx:
            return (await identities.get(rx, self.face, self.account)).looks


async def test_a_wrong_first_selfie_does_not_lock_its_owner_out(rig):
    """All five right photos were refused as "another person", because a friend's came first."""
    photos = await Photos(rig).begin()
    await photos.add("bob")
    await photos.add("ann", "other-person")
    assert await photos.taken() == [True, False]
    for _ in range(4):
        await photos.add("ann", "other-person")
    assert await photos.taken() == [False] + [True] * 5
    assert (await photos.looks())["gender"] == "woman"


async def test_what_is_set_aside_goes_after_a_day_and_what_is_taken_after_all_stays(rig):
    """A stranger's photo is nobody's to keep; the owner's must not vanish with it."""
    photos = await Photos(rig).begin()
    await photos.add("bob")
    for _ in range(2):
        await photos.add("ann", "other-person")
    rig.clock.advance(DAY + 10)
    await tidy(rig.db, rig.vault, RULES)
    async with rig.db.reading() as rx:
        kept = [one.media is not None for one in await selfies.of(rx, photos.face)]
    assert kept == [False, True, True]


async def test_one_stranger_among_many_changes_nothing(rig):
    """The control: the photos of the person stay taken, whatever else is sent."""
    photos = await Photos(rig).begin()
    for _ in range(4):
        await photos.add("ann")
    await photos.add("bob", "other-person")
    assert await photos.taken() == [True] * 4 + [False]
    assert EVEN not in await photos.looks()


async def test_two_who_are_even_are_asked_about(rig):
    """Nobody can know which of two is whose account; until the answer the first stays."""
    photos = await Photos(rig).begin()
    await photos.add("ann")
    await photos.add("bob", "other-person")
    looks = await photos.looks()
    assert looks[EVEN] == photos.ids[1]
    assert await photos.taken() == [True, False]
    async with rig.db.transaction() as tx:
        await identities.set_looks(tx, photos.face, {**looks, CHOSEN: photos.ids[1]})
        await settle(tx, photos.face, photos.account, (await rig.vault.key(tx, photos.account)).unseal)
    assert await photos.taken() == [False, True]
    assert EVEN not in await photos.looks()
    await photos.add("ann", "other-person")
    await photos.add("ann", "other-person")
    assert await photos.taken() == [False, True, False, False]  # the owner's word outweighs the number


async def test_photos_whose_files_have_expired_still_say_who_it_is(rig):
    """A face learnt two months ago must not be handed to whoever is on the next photo."""
    photos = await Photos(rig).begin()
    for _ in range(3):
        await photos.add("ann")
    async with rig.db.transaction() as tx:
        await media.remove(tx, photos.account, [one.id for one in await media.of(tx, photos.account)])
    await photos.add("bob", "other-person")
    assert await photos.taken() == [True, True, True, False]


def test_groups_are_people():
    """Measured on synthetic embeddings at the distances of LFW: same 0.43, strangers 1.0."""
    people = ["ann", "bob", "bob", "ann", "bob"]
    found = groups([embedding(who, seed) for seed, who in enumerate(people)])
    assert found == [[1, 2, 4], [0, 3]]
