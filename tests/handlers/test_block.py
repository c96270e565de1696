"""Somebody forbids their face: it is gone everywhere, stays forbidden after /forget, and is theirs to allow again."""

from __future__ import annotations

import json

import pytest

from storage import identities
from storage.blocks import Blocks
from tests.handlers.stage import text_of, verbs_of

OTHER = tuple(-0.5 if number % 2 else 0.5 for number in range(128))  # another face than everybody's in these tests


async def blocked(stage) -> int:
    async with stage.db.reading() as rx:
        return len(await Blocks(stage.vault).known(rx))


async def faces_of(stage, user: str) -> int:
    async with stage.db.reading() as rx:
        account = await rx.value("SELECT account FROM users WHERE user = ?", (user,))
        return len(await identities.of(rx, account))


async def test_a_blocked_face_is_gone_where_its_owner_taught_it(stage, ann, bob):
    """Asked once more first. What others taught stays theirs: a photo of somebody is no proof of being them."""
    await ann.teaches(photos=2)
    await bob.teaches(photos=2)
    assert "block" in verbs_of(await ann.types("/block me"))
    assert await blocked(stage) == 0
    assert "blocked here" in text_of(await ann.presses("v1:block"))
    assert await blocked(stage) == 1
    assert [await faces_of(stage, user) for user in ("ann", "bob")] == [0, 1]


async def test_nothing_is_drawn_with_a_blocked_face_whoever_taught_it(stage, ann, bob):
    """Bob's face is the same in these tests, Cleo's is another; allowed again, Bob's draws as before."""
    cleo = stage.person("cleo")
    await ann.teaches(photos=2)
    await bob.teaches(photos=2)
    await cleo.agrees()
    await cleo.sends()
    await stage.look(embedding=OTHER)
    blocks = Blocks(stage.vault)

    async def barred(user: str) -> bool:
        face = await stage.face(user)
        async with stage.db.reading() as rx:
            return await blocks.bars(rx, "no job", face.id)

    assert not await barred("bob")
    await ann.presses("v1:block")
    assert (await barred("bob"), await barred("cleo")) == (True, False)
    await ann.presses("v1:unblock")
    assert not await barred("bob")


async def test_a_face_nobody_knows_cannot_be_blocked(stage, ann):
    """Without a photo there is nothing to recognise; what to do is said."""
    await ann.agrees()
    said = await ann.presses("v1:block")
    assert "Send a selfie first" in text_of(said)
    assert verbs_of(said) == ["selfies"]
    assert await blocked(stage) == 0


async def test_a_block_outlives_forget_and_is_still_its_owners(stage, ann, bob):
    """On purpose, and said; by another user it cannot be taken back, by the same one it can."""
    await ann.teaches(photos=2)
    await ann.presses("v1:block")
    assert "Your block stays" in text_of(await ann.presses("v1:forget"))
    assert await blocked(stage) == 1
    assert "not blocked a face here" in text_of(await bob.presses("v1:unblock"))
    assert await blocked(stage) == 1
    assert "may be used again" in text_of(await ann.types("/block undo"))
    assert await blocked(stage) == 0


async def test_the_list_names_nobody(stage, ann, tmp_path):
    """In the tables there is neither the account nor the face in the clear; an admin sees number and day."""
    await ann.teaches(photos=2)
    await ann.presses("v1:block")
    async with stage.db.reading() as rx:
        row = await rx.one("SELECT * FROM blocks")
        account = await rx.value("SELECT account FROM users WHERE user = 'ann'")
    assert account not in str(tuple(row))
    assert "ann" not in json.loads(row["owners"])[0]
    assert row["face"].find(b"\x00\x00\x00\x3f" * 4) == -1  # 0.5, as the face of these tests is
    admin = stage.person("root")
    stage.deps = type(stage.deps)(**{**vars(stage.deps), "admins": frozenset({"root"})})
    said = text_of(await admin.types("/blocked"))
    assert "Blocked faces: 1" in said
    assert "fake:ann" not in said
    assert "removed from the list" in text_of(await admin.types("/unblock 1"))
    assert await blocked(stage) == 0


async def test_a_block_opens_after_the_master_key_was_rotated(stage, ann):
    """Rotation wraps it anew with the newest key, or it would be lost with the old one."""
    await ann.teaches(photos=2)
    await ann.presses("v1:block")
    async with stage.db.reading() as rx:
        before = await rx.value("SELECT face FROM blocks")
        [face] = await Blocks(stage.vault).known(rx)
    await stage.vault.rotate(stage.db)
    async with stage.db.reading() as rx:
        after = await rx.value("SELECT face FROM blocks")
        assert await Blocks(stage.vault).known(rx) == (face,)
    assert before != after
    assert (before[3], after[3]) == (1, 2)  # the version of the key


@pytest.mark.parametrize("who", ["ann", "bob"])
async def test_who_is_banned_may_still_block_their_face(stage, ann, bob, who):
    """A ban takes nobody's face away from them."""
    person = stage.person(who)
    await person.teaches(photos=1)
    async with stage.db.transaction() as tx:
        await tx.run("UPDATE accounts SET role = 'banned'")
    await person.presses("v1:block")
    assert await blocked(stage) == 1
