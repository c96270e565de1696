"""Everything in one file, and back."""

from __future__ import annotations

import pytest

from storage import backup
from storage.database import Database
from storage.errors import NotABackupError
from storage.retention import sweep_at_start
from storage.vault import Vault
from tests.storage.helpers import person

NAME, WORDS = "portrait.sqlite", "correct horse battery"


async def filled(folder):
    """Make a data folder with Ann's and Bob's photos; returns {user: (account, media)}."""
    vault, people = Vault.open(folder), {}
    async with Database.open(folder / NAME) as db, db.transaction() as tx:
        for user in ("ann", "bob"):
            account = await person(tx, user)
            kept = await vault.put(tx, account, user.encode() * 700_000, purpose="portrait")
            people[user] = (account, kept.id)
    return people


def write(folder, file, **more):
    return backup.write(folder, NAME, file, WORDS, key=folder / "master.key", **more)


def read(file, folder, words=WORDS, **more):
    backup.read(file, folder, NAME, words, key=folder / "master.key", **more)


async def test_a_backup_brings_everything_back(tmp_path):
    """Key, database, media and the operator's styles; the bot needs nothing else."""
    people = await filled(tmp_path / "data")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "mine.toml").write_text("x = 1")
    write(tmp_path / "data", tmp_path / "b", styles=tmp_path / "styles")
    read(tmp_path / "b", tmp_path / "new", styles=tmp_path / "new-styles")
    assert (tmp_path / "new-styles" / "mine.toml").read_text() == "x = 1"
    vault = Vault.open(tmp_path / "new")
    async with Database.open(tmp_path / "new" / NAME) as db, db.reading() as rx:
        for user, (account, kept) in people.items():
            assert (await vault.read(rx, kept, account))[0] == user.encode() * 700_000


async def test_who_chatted_in_a_browser_is_known_again_after_a_restore(tmp_path):
    """Their cookie is all that says who they are; signed with another key it would be a stranger's, their face lost."""
    await filled(tmp_path / "data")
    (tmp_path / "data" / "local").mkdir()
    (tmp_path / "data" / "local" / "cookie.key").write_text("signs")
    (tmp_path / "data" / "scratch").mkdir()
    (tmp_path / "data" / "scratch" / "between").write_text("steps")
    write(tmp_path / "data", tmp_path / "b")
    read(tmp_path / "b", tmp_path / "new")
    key = tmp_path / "new" / "local" / "cookie.key"
    assert key.read_text() == "signs"
    assert key.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "new" / "scratch").exists()


async def test_whoever_was_erased_since_stays_erased(tmp_path):
    """The backup still holds them, key and all: their mark beside it takes them out again."""
    people = await filled(tmp_path / "data")
    write(tmp_path / "data", tmp_path / "b")
    account, kept = people["ann"]
    vault = Vault.open(tmp_path / "data")
    async with Database.open(tmp_path / "data" / NAME) as db, db.transaction() as tx:
        await vault.forget(tx, account)
    (tmp_path / "data" / NAME).unlink()  # the disk lost it; erased.txt is still there
    read(tmp_path / "b", tmp_path / "data")
    vault = Vault.open(tmp_path / "data")
    async with Database.open(tmp_path / "data" / NAME) as db:
        async with db.reading() as rx:
            assert await rx.value("SELECT count(*) FROM accounts") == 2  # control: the backup did hold her
        await vault.settle(db)
        async with db.reading() as rx:
            assert [row["id"] for row in await rx.all("SELECT id FROM accounts")] == [people["bob"][0]]
    assert not vault.files.path(kept).exists()


async def test_nobody_reads_or_changes_a_backup_without_the_passphrase(tmp_path):
    """It leaves the machine. A wrong word, a flipped bit and a cut end are refused, and nothing is put into place."""
    await filled(tmp_path / "data")
    write(tmp_path / "data", tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    assert b"SQLite" not in whole
    assert b"annann" not in whole
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    frame = backup.FRAME.size + backup.FRAME_BYTES + 16
    for content in (bytes(flipped), whole[:-1], whole[: 20 + frame], b"PBB1", b"else", whole + b""):
        (tmp_path / "bad").write_bytes(content)
        with pytest.raises(NotABackupError):
            read(tmp_path / "bad", tmp_path / "new", words=WORDS if content != whole else "another passphrase")
        assert list((tmp_path / "new").iterdir()) == []


async def test_a_folder_with_a_database_is_not_overwritten(tmp_path):
    """The newer truth wins over the older one, always."""
    await filled(tmp_path / "data")
    write(tmp_path / "data", tmp_path / "b")
    with pytest.raises(FileExistsError):
        read(tmp_path / "b", tmp_path / "data")


async def test_what_is_restored_is_its_users_alone(tmp_path):
    """Media, key and database are nobody else's to read; the folder of a key elsewhere stays as the operator has it."""
    people = await filled(tmp_path / "data")
    write(tmp_path / "data", tmp_path / "b")
    place = tmp_path / "etc"
    place.mkdir()
    place.chmod(0o755)
    backup.read(tmp_path / "b", tmp_path / "new", NAME, WORDS, key=place / "master.key")
    kept = Vault.open(tmp_path / "new", place / "master.key").files.path(people["ann"][1])
    for path in (kept, place / "master.key", tmp_path / "new" / NAME):
        assert path.stat().st_mode & 0o777 == 0o600
    assert place.stat().st_mode & 0o777 == 0o755


async def test_a_key_that_was_rotated_since_stays_and_another_is_set_aside(tmp_path):
    """Overwritten, what only it opens would be lost for ever; and a mounted secret cannot be written at all."""
    await filled(tmp_path / "data")
    write(tmp_path / "data", tmp_path / "b")
    old = (tmp_path / "data" / "master.key").read_bytes()
    for name, there, after in (("rotated", b"n" * 32 + old, b"n" * 32 + old), ("another", b"x" * 32, old)):
        key = tmp_path / name
        key.write_bytes(there)
        backup.read(tmp_path / "b", tmp_path / f"new-{name}", NAME, WORDS, key=key)
        assert key.read_bytes() == after
    assert [path.read_bytes() for path in tmp_path.glob("another.*")] == [b"x" * 32]


async def test_a_backup_without_a_key_is_refused(tmp_path):
    """Nobody could open a picture of it, and that would be noticed on the day it is needed."""
    await filled(tmp_path / "data")
    (tmp_path / "data" / "master.key").unlink()
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "data", tmp_path / "b")
    assert not list(tmp_path.glob("b*"))
    assert not list((tmp_path / "data" / "copies").iterdir())


async def test_nothing_of_a_killed_backup_or_restore_outlives_a_start(tmp_path):
    """Each is a copy of the database that erasing somebody does not reach."""
    await filled(tmp_path / "data")
    (tmp_path / "data" / "restoring-x").mkdir()
    (tmp_path / "data" / "restoring-x" / NAME).write_bytes(b"ann")
    with backup._copied(tmp_path / "data", NAME) as copy:
        assert copy.exists()
        async with Database.open(tmp_path / "data" / NAME) as db:
            await sweep_at_start(db, Vault.open(tmp_path / "data"), tmp_path / "data" / "scratch")
        assert not copy.exists()
    assert not (tmp_path / "data" / "restoring-x").exists()
