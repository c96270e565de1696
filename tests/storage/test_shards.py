"""Shards are shared by the processes that are there; each is one's, and whoever lost one cannot say it has it."""

from __future__ import annotations

import pytest

from storage import shards

LEASE, TOTAL = 10.0, 7


async def turn(db, owner, most=TOTAL, total=TOTAL):
    async with db.transaction(shards.PART) as tx:
        return (await shards.turn(tx, owner, total, LEASE, most=most)).mine


async def test_one_alone_has_them_all(db):
    """And keeps them under the same tokens."""
    assert await turn(db, "a/1") == dict.fromkeys(range(TOTAL), 1)
    assert await turn(db, "a/1") == dict.fromkeys(range(TOTAL), 1)


async def test_who_comes_gets_a_share_and_nobody_has_the_same(db):
    """The first gives up what is beyond its share in its own turn, and the other takes it in its."""
    await turn(db, "a/1")
    assert await turn(db, "b/1") == {}
    first = await turn(db, "a/1")
    other = await turn(db, "b/1")
    assert (len(first), len(other)) == (4, 3)
    assert first.keys() | other.keys() == set(range(TOTAL))
    assert set(other.values()) == {2}


async def test_what_a_dead_process_had_is_the_others_when_its_lease_is_over(db, clock):
    """Not before: it may only be slow."""
    for _ in range(2):
        first, other = await turn(db, "a/1"), await turn(db, "b/1")
    clock.advance(LEASE / 2)
    assert await turn(db, "b/1") == other
    clock.advance(LEASE / 2 + 1)
    assert set(await turn(db, "b/1")) == set(range(TOTAL))
    async with db.transaction() as tx:
        assert not any([await shards.heard(tx, shard, token) for shard, token in first.items()]), "it wakes up"
    assert await turn(db, "a/1") == {}


async def test_of_those_who_give_up_others_are_told_when_somebody_is_connected(db):
    """Until then the one who had it hears it on: nobody would else, for as long as a connection takes."""
    before = await turn(db, "a/1")
    await turn(db, "b/1")
    after = await turn(db, "a/1")
    parted = {shard: token for shard, token in before.items() if shard not in after}
    async with db.reading() as rx:
        assert await shards.others_hear(rx, parted) == set()
    taken = await turn(db, "b/1")
    async with db.transaction() as tx:
        assert await shards.heard(tx, 4, taken[4])
    async with db.reading() as rx:
        assert await shards.others_hear(rx, parted) == {4}


async def test_few_are_taken_at_a_time(db):
    """Each has to identify, one after another."""
    assert len(await turn(db, "a/1", most=2)) == 2
    assert len(await turn(db, "a/1", most=2)) == 4


async def test_who_is_killed_and_starts_again_does_not_wait_for_its_own_lease(db):
    """Its name was another, and its number is its alone."""
    await turn(db, "bot-1/old")
    await turn(db, "bot-11/other")
    async with db.transaction() as tx:
        await shards.leave(tx, "bot-1")
    assert set(await turn(db, "bot-1/new")) == set(range(4))
    assert await turn(db, "bot-11/other") != {}


@pytest.mark.parametrize("total", [3, 9])
async def test_another_count_is_another_set(db, total):
    """DISCORD_SHARDS was changed."""
    await turn(db, "a/1")
    assert set(await turn(db, "a/1", most=9, total=total)) == set(range(total))


async def test_when_somebody_identified_is_known_by_bucket(db, clock):
    """Discord takes one in five seconds in each."""
    async with db.transaction() as tx:
        await shards.identify(tx, 1)
        clock.advance(3)
        await shards.identify(tx, 1)
    async with db.reading() as rx:
        assert [await shards.identified(rx, bucket) for bucket in (0, 1)] == [0.0, clock.now()]
