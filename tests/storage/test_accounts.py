"""People, and where their conversations stand."""

from __future__ import annotations

import pytest

from storage import accounts, audit, sessions
from storage.errors import NoSuchAccountError
from tests.storage.helpers import person


async def test_the_same_user_is_the_same_account(db):
    """Found, not made again."""
    async with db.transaction() as tx:
        assert await person(tx, "ann") == await person(tx, "ann") != await person(tx, "bob")


async def test_the_same_id_on_two_platforms_is_two_people(db):
    """User 7 of one platform has nothing to do with user 7 of another."""
    async with db.transaction() as tx:
        one = await accounts.find_or_create(tx, "telegram", "7")
        other = await accounts.find_or_create(tx, "discord", "7")
        assert one.id != other.id
        assert await accounts.users_of(tx, one.id) == [("telegram", "7")]


async def test_consent_has_a_version_and_a_time_and_can_be_taken_back(db, clock):
    """Proof of what was agreed to, and when."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await accounts.set_consent(tx, ann, "2026-11")
        given = await accounts.get(tx, ann)
        await accounts.set_consent(tx, ann, None)
        taken = await accounts.get(tx, ann)
    assert (given.consent, given.consent_at) == ("2026-11", clock.now())
    assert (taken.consent, taken.consent_at) == (None, None)


async def test_locale_and_role_are_remembered(db):
    """Both survive until changed."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await accounts.set_locale(tx, ann, "de")
        await accounts.ban(tx, ann)
        banned = await accounts.get(tx, ann)
        await accounts.unban(tx, ann)
        assert (banned.locale, banned.role, (await accounts.get(tx, ann)).role) == ("de", "banned", "user")


async def test_an_unknown_account_is_an_error(db):
    """A change that reaches nobody is not silently fine."""
    async with db.transaction() as tx:
        assert await accounts.find(tx, "fake", "nobody") is None
        with pytest.raises(NoSuchAccountError):
            await accounts.get(tx, "nobody")
        with pytest.raises(NoSuchAccountError):
            await accounts.set_locale(tx, "nobody", "de")


async def test_each_place_has_its_own_conversation(db):
    """What is said in one chat does not leak into another."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await sessions.save(tx, ann, "fake:1", {"step": "selfies"})
        assert await sessions.load(tx, ann, "fake:1") == {"step": "selfies"}
        assert await sessions.load(tx, ann, "fake:2") == {}


async def test_a_conversation_is_replaced_and_an_empty_one_leaves_no_row(db):
    """The newest state is the only one."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await sessions.save(tx, ann, "fake:1", {"step": "selfies"})
        await sessions.save(tx, ann, "fake:1", {"step": "done"})
        assert await sessions.load(tx, ann, "fake:1") == {"step": "done"}
        await sessions.save(tx, ann, "fake:1", {})
        assert await tx.value("SELECT count(*) FROM sessions") == 0


async def test_the_audit_says_who_did_what_newest_first(db):
    """An operator can look back."""
    async with db.transaction() as tx:
        await audit.note(tx, "admin", "pause")
        await audit.note(tx, "admin", "ban", "somebody", reason="flood")
        newest, oldest = await audit.recent(tx)
        assert (newest.action, newest.subject, newest.detail, oldest.action) == (
            "ban", "somebody", {"reason": "flood"}, "pause",
        )  # fmt: skip
        assert (await audit.last(tx, "pause", "resume")).action == "pause"
        assert await audit.last(tx, "resume") is None
