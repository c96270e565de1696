"""Master keys that can be changed, and lie elsewhere."""

from __future__ import annotations

import pytest

from storage import erasures, masters
from storage.errors import BrokenMasterKeyError
from storage.vault import Vault
from tests.storage.helpers import person


async def test_what_was_sealed_before_a_rotation_opens_after_it(db, vault, tmp_path):
    """A key somebody has seen must be replaceable without anybody losing a picture."""
    async with db.transaction() as tx:
        ann = await person(tx)
        kept = await vault.put(tx, ann, b"photo", purpose="portrait")
        before = await tx.value("SELECT wrapped_key FROM accounts")
    assert await vault.rotate(db) == 1
    again = Vault.open(tmp_path)
    async with db.reading() as rx:
        assert (await again.read(rx, kept.id, ann))[0] == b"photo"
        after = await rx.value("SELECT wrapped_key FROM accounts")
    assert (before[3], after[3]) == (1, 2)  # versions
    stolen = Vault(tmp_path, (tmp_path / "master.key").read_bytes()[masters.KEY_BYTES :])
    with pytest.raises(BrokenMasterKeyError):
        stolen._unwrap(ann, after)  # control: the old key alone opens nothing any more


async def test_a_rotation_that_was_killed_loses_nobody(db, vault, tmp_path):
    """Between the new key file and the commit every key is still wrapped with the old one."""
    async with db.transaction() as tx:
        ann = await person(tx)
        kept = await vault.put(tx, ann, b"photo", purpose="portrait")
    masters.add(vault._masters)
    again = Vault.open(tmp_path)
    async with db.reading() as rx:
        assert (await again.read(rx, kept.id, ann))[0] == b"photo"
    assert await again.rotate(db) == 1


async def test_keys_of_before_versions_still_open(db, vault):
    """A data folder of an earlier program has keys that name no version."""
    async with db.transaction() as tx:
        ann = await person(tx)
        kept = await vault.put(tx, ann, b"photo", purpose="portrait")
        await tx.run("UPDATE accounts SET wrapped_key = substr(wrapped_key, 5)")
    async with db.reading() as rx:
        assert (await vault.read(rx, kept.id, ann))[0] == b"photo"


async def test_the_erased_stay_erased_after_a_rotation(db, vault):
    """Their marks are keyed too: with another key nobody would recognise them in an old copy."""
    async with db.transaction() as tx:
        ann = await person(tx)
    mark = vault.mark(ann)
    await vault.rotate(db)
    assert vault.mark(ann) == mark
    async with db.transaction() as tx:
        await erasures.note(tx, [mark])
    assert await erasures.settle(db, vault.mark) == 1


def test_a_key_elsewhere_is_used_and_never_made_beside_data(tmp_path):
    """A secret that is not mounted must not be replaced by a fresh key that opens nothing."""
    elsewhere = tmp_path / "secrets" / "key"
    made = Vault.open(tmp_path / "data", elsewhere)
    assert not (tmp_path / "data" / "master.key").exists()
    assert Vault.open(tmp_path / "data", elsewhere).mark("a") == made.mark("a")
    (tmp_path / "data" / "portrait.sqlite").touch()  # nobody has sent a file yet
    elsewhere.unlink()
    with pytest.raises(BrokenMasterKeyError):
        Vault.open(tmp_path / "data", elsewhere)
