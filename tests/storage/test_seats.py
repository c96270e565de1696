"""Who takes which face: a guest's yes is theirs alone, for one drawing, and can be taken back."""

from __future__ import annotations

import pytest

from storage import identities, seats
from storage.errors import NoSuchSeatError
from storage.retention import Retention, tidy
from tests.storage.helpers import job_of, person


@pytest.fixture
async def invited(db):
    """Ann has kept face 2 of a picture for Bob, who has used the code: (ann, bob, look, seat)."""
    async with db.transaction() as tx:
        ann, bob = await person(tx), await person(tx, "bob")
        look = await job_of(tx, ann, kind="inspect-template", lane="look")
        await seats.invite(tx, look.id, ann, 2, "Ann", "CODE")
        seat = await seats.invited(tx, "CODE")
        await seats.ask(tx, seat.id, bob, "Bob")
    return ann, bob, look.id, seat.id


async def face_of(tx, account):
    """Return the id of a new face."""
    return (await identities.create(tx, account, "me")).id


async def drawing_of(tx, account):
    """Return the id of a new job that draws."""
    return (await job_of(tx, account, kind="template")).id


async def agreed(tx, bob, seat):
    """Let Bob say yes."""
    await seats.agree(tx, seat, bob, await face_of(tx, bob))


async def test_a_code_opens_one_seat_once(db, invited):
    """Whoever finds it later, or reads the database, gets nothing."""
    async with db.transaction() as tx:
        assert await seats.invited(tx, "CODE") is None
        rows = [tuple(row) for row in await tx.all("SELECT * FROM seats")]
    assert "CODE" not in repr(rows)


async def test_nobody_answers_for_a_guest(db, invited):
    """Neither who asked nor a third person, whatever they name."""
    ann, _, _, seat = invited
    async with db.transaction() as tx:
        for other in (ann, await person(tx, "eve")):
            with pytest.raises(NoSuchSeatError):
                await seats.agree(tx, seat, other, await face_of(tx, other))
            with pytest.raises(NoSuchSeatError):
                await seats.refuse(tx, seat, other)
            with pytest.raises(NoSuchSeatError):
                await seats.withdraw(tx, seat, other)


async def test_an_agreement_holds_for_one_drawing_of_one_person(db, invited):
    """A second drawing, another job and another person find nobody sitting there."""
    ann, bob, look, seat = invited
    async with db.transaction() as tx:
        await agreed(tx, bob, seat)
        first, second = await drawing_of(tx, ann), await drawing_of(tx, ann)
        await seats.use(tx, look, first)
        await seats.use(tx, look, second)
        assert (await seats.sitting(tx, seat, ann, first)).guest == bob
        for account, drawing in ((ann, second), (bob, first)):
            with pytest.raises(NoSuchSeatError):
                await seats.sitting(tx, seat, account, drawing)
        assert await seats.of(tx, look) == []


async def test_an_unanswered_or_refused_seat_is_never_lent(db, invited):
    """Only a yes counts."""
    ann, bob, look, seat = invited
    async with db.transaction() as tx:
        drawing = await drawing_of(tx, ann)
        await seats.use(tx, look, drawing)
        await seats.refuse(tx, seat, bob)
        await seats.use(tx, look, drawing)
        with pytest.raises(NoSuchSeatError):
            await seats.sitting(tx, seat, ann, drawing)
        with pytest.raises(NoSuchSeatError):
            await seats.agree(tx, seat, bob, await face_of(tx, bob))


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_yes_can_be_taken_back(db, invited, moment):
    """Before it is used and after."""
    ann, bob, look, seat = invited
    async with db.transaction() as tx:
        await agreed(tx, bob, seat)
        drawing = await drawing_of(tx, ann)
        if moment == "after":
            await seats.use(tx, look, drawing)
        await seats.withdraw(tx, seat, bob)
        await seats.use(tx, look, drawing)
        with pytest.raises(NoSuchSeatError):
            await seats.sitting(tx, seat, ann, drawing)
        assert await seats.lent(tx, bob) == []


@pytest.mark.parametrize("lost", ["account", "face"])
async def test_with_the_guest_or_their_face_the_agreement_goes(db, vault, invited, lost):
    """Somebody who is forgotten is in no picture that is still to be drawn."""
    ann, bob, look, seat = invited
    async with db.transaction() as tx:
        face = await face_of(tx, bob)
        await seats.agree(tx, seat, bob, face)
        drawing = await drawing_of(tx, ann)
        await seats.use(tx, look, drawing)
        await (vault.forget(tx, bob) if lost == "account" else identities.remove(tx, face, bob))
        with pytest.raises(NoSuchSeatError):
            await seats.sitting(tx, seat, ann, drawing)


async def test_what_nobody_answered_in_time_is_over_and_deleted(db, vault, clock, invited):
    """A picture is not held ready for days."""
    _, bob, look, seat = invited
    clock.advance(seats.VALID_SECONDS)
    async with db.transaction() as tx:
        with pytest.raises(NoSuchSeatError):
            await seats.asked(tx, seat, bob)
        assert await seats.of(tx, look) == []
    await tidy(db, vault, Retention())
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM seats") == 0


async def test_a_sender_has_one_place_in_a_picture(db, invited):
    """Sitting down elsewhere frees the first; a guest's place that is taken is a guest's no more."""
    ann, bob, look, seat = invited
    async with db.transaction() as tx:
        await seats.take(tx, look, ann, 1)
        await seats.take(tx, look, ann, 2)
        [own] = await seats.of(tx, look)
        assert (own.face, own.state, own.guest) == (2, "own", None)
        with pytest.raises(NoSuchSeatError):
            await seats.asked(tx, seat, bob)
