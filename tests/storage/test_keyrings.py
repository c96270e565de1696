"""The master key in the system's keyring: made once, rotated there, and said in one sentence where there is none."""

from __future__ import annotations

import pytest

from storage import masters
from storage.database import Database
from storage.errors import BrokenMasterKeyError
from storage.keyrings import SERVICE, KeyringPlace, NoKeyringError
from storage.vault import Vault
from tests.storage.helpers import ManualClock, person


class Keyring:
    """A keyring in memory, with the two calls of the package `keyring` that are used."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service, user):
        return self.entries.get((service, user))

    def set_password(self, service, user, password):
        self.entries[service, user] = password


class Locked(Keyring):
    """Nobody is logged in."""

    def get_password(self, service, user):
        raise RuntimeError("the secret is hunter2")


async def test_the_key_lies_in_the_keyring_and_nowhere_else(tmp_path):
    """What was sealed opens again after a restart and after a rotation; the data folder holds no key."""
    ring = Keyring()
    place = KeyringPlace(tmp_path, ring)
    async with Database.open(tmp_path / "p.sqlite", clock=ManualClock()) as db:
        # The first key of a folder may be made where nothing was sealed yet.
        masters.read(place, make=True)
        vault = Vault.open(tmp_path, place)
        async with db.transaction() as tx:
            ann = await person(tx)
            photo = await vault.put(tx, ann, b"photo", purpose="selfie")
        await vault.rotate(db)
        again = Vault.open(tmp_path, KeyringPlace(tmp_path, ring))
        async with db.reading() as rx:
            assert (await again.read(rx, photo.id, ann))[0] == b"photo"
    assert not (tmp_path / "master.key").exists()
    assert len(masters.read(place, make=False).keys) == 2
    assert list(ring.entries) == [(SERVICE, str(tmp_path))]


def test_another_key_is_set_aside_and_not_lost(tmp_path):
    """A restore brings a key of its own."""
    ring = Keyring()
    place = KeyringPlace(tmp_path, ring)
    masters.write(place, b"a" * 32)
    masters.write(place, b"b" * 32)
    assert place.read_bytes() == b"b" * 32
    assert len(ring.entries) == 2


def test_two_bots_of_one_user_have_two_keys(tmp_path):
    """The entry carries the name of the data folder."""
    ring = Keyring()
    for name in ("one", "two"):
        masters.read(KeyringPlace(tmp_path / name, ring), make=True)
    assert len(set(ring.entries.values())) == 2


def test_a_keyring_that_cannot_be_used_is_said_without_its_words(tmp_path):
    """No silent fallback to a file, and nothing a keyring says reaches a log."""
    place = KeyringPlace(tmp_path, Locked())
    with pytest.raises(NoKeyringError) as refused:
        masters.read(place, make=True)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert not any(tmp_path.iterdir())


def test_a_damaged_entry_is_named(tmp_path):
    """As a damaged file is."""
    ring = Keyring()
    ring.set_password(SERVICE, str(tmp_path), "not base64 ***")
    with pytest.raises(BrokenMasterKeyError, match="keyring"):
        masters.read(KeyringPlace(tmp_path, ring), make=False)
