"""Device seconds are charged once and corrected once."""

from __future__ import annotations

from storage import ledger
from tests.storage.helpers import person

HOUR = 3600


async def test_a_settled_job_costs_what_it_took(db):
    """The reservation is only a guess."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await ledger.reserve(tx, ann, "job", "enrol", 60)
        await ledger.settle(tx, "job", 42)
        assert await ledger.used(tx, ann) == 42


async def test_only_the_first_end_of_a_job_counts(db):
    """A refund after a settlement, or a second one, would be money from nowhere."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await ledger.reserve(tx, ann, "job", "enrol", 60)
        await ledger.settle(tx, "job", 42)
        await ledger.refund(tx, "job")
        await ledger.settle(tx, "job", 10)
        assert await ledger.used(tx, ann) == 42


async def test_a_job_without_reservation_costs_nothing(db):
    """A look at a photo is free."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await ledger.settle(tx, "job", 42)
        assert await ledger.used(tx, ann) == 0


async def test_use_is_counted_over_the_last_day(db, clock):
    """What was spent yesterday at this time is free again."""
    async with db.transaction() as tx:
        ann, bob = await person(tx, "ann"), await person(tx, "bob")
        await ledger.reserve(tx, ann, "one", "enrol", 60)
        clock.advance(20 * HOUR)
        await ledger.reserve(tx, ann, "two", "portrait", 5)
        clock.advance(5 * HOUR)
        assert await ledger.used(tx, ann) == 5
        assert await ledger.used(tx, ann, kind="enrol") == 0
        assert await ledger.used(tx, bob) == 0


async def test_a_late_refund_never_makes_the_use_negative(db, clock):
    """A correction leaves the window together with its reservation."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await ledger.reserve(tx, ann, "one", "enrol", 60)
        clock.advance(25 * HOUR)
        await ledger.refund(tx, "one")
        assert await ledger.used(tx, ann) == 0
