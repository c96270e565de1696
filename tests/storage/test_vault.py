"""What is sealed opens for its owner, in its place, and never again after /forget."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from storage import (
    accounts,
    audit,
    contacts,
    copies,
    erasures,
    favourites,
    identities,
    inbox,
    links,
    media,
    outbox,
    payments,
    presets,
    reports,
    rules,
    seats,
    selfies,
    sessions,
    strikes,
)
from storage.database import Database
from storage.errors import BrokenMasterKeyError, NoSuchAccountError, NoSuchMediaError, StorageFullError, UnreadableError
from storage.retention import sweep_at_start
from storage.vault import BETWEEN_SECONDS, Vault
from tests.storage.helpers import SQLITE, job_of, person, tables_with

SECRET = b"the face of ann, in the clear"


async def kept(db, vault, user="ann", data=SECRET):
    async with db.transaction() as tx:
        account = await person(tx, user)
        row = await vault.put(tx, account, data, purpose="selfie", name="a.png", mime="image/png")
    return account, row.id


def every_byte(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


async def test_a_file_comes_back_to_its_owner(db, vault):
    """Sealing loses nothing."""
    ann, photo = await kept(db, vault)
    async with db.reading() as rx:
        data, row = await vault.read(rx, photo, ann)
    assert (data, row.mime, row.bytes) == (SECRET, "image/png", len(SECRET))


async def test_nothing_lies_on_the_disk_in_the_clear(db, vault, tmp_path):
    """A stolen disk without the master key shows no face."""
    await kept(db, vault)
    assert SECRET not in every_byte(tmp_path)


async def test_somebody_elses_file_does_not_exist(db, vault):
    """The row is looked up among one's own."""
    _, photo = await kept(db, vault, "ann")
    bob, _ = await kept(db, vault, "bob")
    async with db.reading() as rx:
        with pytest.raises(NoSuchMediaError):
            await vault.read(rx, photo, bob)


async def test_a_file_does_not_open_with_another_key_or_under_another_name(db, vault):
    """Even a forged row or a swapped file gives nothing away: owner and id are part of the seal."""
    ann, photo = await kept(db, vault, "ann")
    bob, other = await kept(db, vault, "bob")
    ann2, second = await kept(db, vault, "ann", b"another")
    async with db.reading() as rx:
        with pytest.raises(UnreadableError):
            await vault.read_file(await vault.key(rx, bob), photo)
        sealed = vault.files.path(photo).read_bytes()
        vault.files.path(other).write_bytes(sealed)
        vault.files.path(second).write_bytes(sealed)
        with pytest.raises(UnreadableError):
            await vault.read(rx, other, bob)
        with pytest.raises(UnreadableError):
            await vault.read(rx, second, ann2)
        assert (await vault.read(rx, photo, ann))[0] == SECRET


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:10], lambda b: b"", lambda b: b[:-1] + b"\0"])
async def test_a_damaged_file_is_said_not_shown(db, vault, damage):
    """No bytes rather than wrong bytes."""
    ann, photo = await kept(db, vault)
    path = vault.files.path(photo)
    path.write_bytes(damage(path.read_bytes()))
    async with db.reading() as rx:
        with pytest.raises(UnreadableError):
            await vault.read(rx, photo, ann)


async def test_a_lost_file_is_a_missing_one(db, vault):
    """The operator deleted it by hand, say."""
    ann, photo = await kept(db, vault)
    vault.files.path(photo).unlink()
    async with db.reading() as rx:
        with pytest.raises(NoSuchMediaError):
            await vault.read(rx, photo, ann)


async def test_a_value_is_bound_to_its_place(db, vault):
    """The verdict on one photo cannot be moved to another."""
    async with db.transaction() as tx:
        key = await vault.key(tx, await person(tx))
    sealed = key.seal(b"{}", "selfie:1")
    assert key.unseal(sealed, "selfie:1") == b"{}"
    with pytest.raises(UnreadableError):
        key.unseal(sealed, "selfie:2")


async def test_a_key_never_shows_itself(db, vault):
    """A key in a log line would be as good as the photos."""
    async with db.transaction() as tx:
        key = await vault.key(tx, await person(tx))
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


async def test_a_key_is_made_only_when_something_may_be_written(db, vault):
    """A reading of somebody without files finds no key."""
    async with db.transaction() as tx:
        ann = await person(tx)
    async with db.reading() as rx:
        with pytest.raises(NoSuchAccountError):
            await vault.key(rx, ann)


def test_the_master_key_is_made_once_and_private(tmp_path):
    """A second start opens what the first sealed; nobody else reads it."""
    Vault.open(tmp_path)
    first = (tmp_path / "master.key").read_bytes()
    Vault.open(tmp_path)
    assert (tmp_path / "master.key").read_bytes() == first
    assert len(first) == 32
    if os.name == "posix":
        assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_master_key_is_refused(tmp_path):
    """Going on would seal new photos with half a key."""
    (tmp_path / "master.key").write_bytes(b"short")
    with pytest.raises(BrokenMasterKeyError):
        Vault.open(tmp_path)


async def test_a_foreign_master_key_is_noticed(db, vault, tmp_path):
    """A database restored without its key says so at the start."""
    await kept(db, vault)
    (tmp_path / "master.key").unlink()
    async with db.reading() as rx:
        await vault.check(rx)
        with pytest.raises(BrokenMasterKeyError):
            await Vault.open(tmp_path).check(rx)


async def test_a_full_disk_is_named_and_leaves_no_row(db, tmp_path):
    """The person hears "disk full" and nothing half-written remains."""

    def full(path, data):
        raise OSError(errno.ENOSPC, "no space left")

    with pytest.raises(StorageFullError):
        await kept(db, Vault(tmp_path, b"k" * 32, write=full))
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0


async def everything_of(db, vault, user):
    """Make a row in every table that can hold something of a person."""
    account, photo = await kept(db, vault, user, SECRET + user.encode())
    async with db.transaction() as tx:
        await sessions.save(tx, account, "fake:1", {"said": "private words of " + user})
        face = await identities.create(tx, account, "face of " + user)
        selfie = await selfies.add(tx, face.id, photo)
        key = await vault.key(tx, account)
        verdict = key.seal(b"embedding of " + user.encode(), f"selfie:{selfie.id}")
        await tx.run("UPDATE selfies SET verdict = ? WHERE id = ?", (verdict, selfie.id))
        job = await job_of(tx, account, identity=face.id, units=5, request={"prompt": "private prompt of " + user})
        await outbox.put(
            tx, key=f"k{user}", platform="fake", address={"chat": 1}, account=account, job=job.id,
            view={"text": "private answer to " + user},
        )  # fmt: skip
        await inbox.add(tx, "fake", user, {"text": "private update of " + user})
        update = await tx.value("SELECT id FROM inbox WHERE update_id = ?", (user,))
        await inbox.handled(tx, update, account, kept=True)
        await favourites.add(tx, account, photo, job.id)
        await presets.save(tx, account, "private preset of " + user, {"style": "ink"})
        await links.open_(tx, account, "fake", "CODE" + user)
        await contacts.met(tx, "fake", user, {"chat": "private chat of " + user}, "en")
        await reports.add(tx, account, job.number, "private report of " + user)
        await seats.invite(tx, job.id, account, 1, "host name of " + user, "SEAT" + user)
        await rules.set_allowance(tx, account, 60.0)
        await rules.post(tx, account, "fake:group")
    return account, photo, key


@SQLITE
async def test_after_forget_nothing_of_a_person_can_be_read(db, vault, tmp_path):
    """Rows, files, key, in the database, its log and its copies: gone; the other person's are untouched."""
    ann, photo, key = await everything_of(db, vault, "ann")
    bob, other, _ = await everything_of(db, vault, "bob")
    async with db.reading() as rx:
        wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
        verdict = await rx.value(
            "SELECT verdict FROM selfies JOIN media ON media.id = upload WHERE account = ?", (ann,)
        )
    await copies.make(db)
    before = every_byte(tmp_path)
    assert wrapped in before
    assert verdict in before
    assert b"private words of ann" in before

    async with db.transaction() as tx:
        await vault.forget(tx, ann)

    after = every_byte(tmp_path)
    for trace in (wrapped, key.secret, verdict, ann.encode(), photo.encode(), b"of ann", b"to ann"):
        assert trace not in after
    assert not vault.files.path(photo).exists()
    async with db.reading() as rx:
        with pytest.raises(NoSuchAccountError):
            await vault.key(rx, ann)
        with pytest.raises(NoSuchMediaError):
            await vault.read(rx, photo, ann)
        assert (await vault.read(rx, other, bob))[0] == SECRET + b"bob"
    assert b"private words of bob" in after


async def told_to_an_admin(tx, key, view, account):
    await outbox.put(tx, key=key, view=view, platform="fake", address={"chat": "root"}, account=account)


@SQLITE
async def test_what_an_admin_was_told_names_nobody_who_was_forgotten(db, vault, tmp_path):
    """The words of a report and its author go with the author; what is still to be sent is not sent."""
    words = "1. fake:ann, about fake:bob: the words of a report"
    async with db.transaction() as tx:
        ann, bob = await person(tx), await person(tx, "bob")
        view = {"kind": "pictures", "text": words, "items": [{"media": "m", "alt": words}]}
        await told_to_an_admin(tx, "sent", view, bob)
        await outbox.sent(tx, await tx.value("SELECT max(id) FROM outbox"), {"message": 1})
        await told_to_an_admin(tx, "waits", view, bob)
        await told_to_an_admin(tx, "other", {"kind": "text", "text": "fake:bob"}, bob)
        await inbox.add(tx, "fake", "1", {"message": {"text": "/ban fake:ann"}}, "root", "root")
        await inbox.handled(tx, await tx.value("SELECT max(id) FROM inbox"), bob, kept=True)
    await copies.make(db)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    assert b"words of a report" not in every_byte(tmp_path)
    assert b"fake:ann" not in every_byte(tmp_path)
    async with db.reading() as rx:
        views = {row["key"]: json.loads(row["view"]) for row in await rx.all("SELECT key, view FROM outbox")}
    assert views == {"sent": {"kind": "text", "text": "–"}, "other": {"kind": "text", "text": "fake:bob"}}


@SQLITE
async def test_nobody_else_is_blanked_whose_id_begins_alike(db, vault, tmp_path):
    """``fake:1`` stands in ``fake:12`` and ``afake:1``; those are other people. In the copies, too."""
    others = ["Report by fake:12", "fake:1-a", "notfake:1", "fake:21: x", "see fake:1_b"]
    named = ["Report by fake:1.", "的fake:1的", "line\nfake:1: x", "(fake:1, fake:12)"]
    async with db.transaction() as tx:
        ann, bob = await person(tx, "1"), await person(tx, "12")
        for number, text in enumerate(others + named):
            await told_to_an_admin(tx, str(number), {"kind": "text", "text": text}, bob)
            await outbox.sent(tx, number + 1, {"message": number})
    await copies.make(db)
    async with db.transaction() as tx:
        assert [row.view["text"] for row in await outbox.naming(tx, ann)] == named
        await vault.forget(tx, ann)
    copy = next((tmp_path / "copies").glob("*.sqlite"))
    for path in (copy, db.path):
        with contextlib.closing(sqlite3.connect(path)) as connection:
            rows = [json.loads(row[0])["text"] for row in connection.execute("SELECT view FROM outbox ORDER BY id")]
        assert rows == [*others, *["–"] * len(named)], path


async def test_pictures_of_another_who_was_forgotten_are_still_taken_away(db, vault):
    """Two people of one group may go on the same day, while the platform is out of reach."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await sessions.save(tx, ann, "fake:group", {"x": 1})
        row = {"platform": "fake", "address": {"chat": "group"}, "view": {"kind": "removal"}}
        await outbox.put(tx, key="removal", fleeting=True, **row)
        await outbox.put(tx, key="other", **row)
        await vault.forget(tx, ann)
        assert [row["key"] for row in await tx.all("SELECT key FROM outbox")] == ["removal"]


async def test_forget_reaches_every_table_with_an_account(db, vault):
    """A table added later and forgotten here would fail this."""
    ann, _, _ = await everything_of(db, vault, "ann")
    async with db.transaction() as tx:
        await tx.insert("turns", {"account": ann, "lane": "look", "served": 1})
        await tx.insert("strikes", {"account": ann, "kind": "words", "at": tx.now() - 2 * strikes.DAY_SECONDS})
        await tx.insert("vouched", {"account": ann, "at": tx.now()})
        await tx.insert("admitted", {"account": ann, "at": tx.now()})
        await tx.insert("web_links", {"digest": "d", "account": ann, "expires": tx.now() + 60})
        await tx.insert("pauses", {"account": ann, "until": tx.now() - 1})
        await payments.offer(tx, ann, 5, {})
        owned = await tables_with(tx, "account")
        filled = {table: await tx.value(f"SELECT count(*) FROM {table} WHERE account = ?", (ann,)) for table in owned}
        assert all(filled.values()), filled
        await vault.forget(tx, ann)
        left = {table: await tx.value(f"SELECT count(*) FROM {table}") for table in (*owned, "selfies", "accounts")}
        # A picture shown in a group still counts there; whose it was is gone.
        assert left.pop("posts") == 1
        assert await tx.value("SELECT account FROM posts") is None
    assert not any(left.values()), left


@SQLITE
async def test_no_key_remains_between_the_rows_of_many_people(db, vault, tmp_path):
    """Pages of a large table are split and merged; nothing of a deleted key may stay behind in them."""
    people, wrapped = [], []
    async with db.transaction() as tx:
        for user in range(300):
            people.append(await person(tx, f"user {user}"))
            await vault.key(tx, people[-1])
        wrapped = [row["wrapped_key"] for row in await tx.all("SELECT wrapped_key FROM accounts ORDER BY id")]
    await db.scrub()
    assert all(key in every_byte(tmp_path) for key in wrapped)
    for account in people[::3]:
        async with db.transaction() as tx:
            await vault.forget(tx, account)
            tx.actions.clear()
    await db.scrub()
    left = every_byte(tmp_path)
    assert [index for index, key in enumerate(wrapped) if key in left] == [n for n in range(300) if n % 3]


async def test_a_person_who_returns_is_a_stranger(db, vault):
    """A new account, a new key, no consent."""
    ann, _ = await kept(db, vault)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
        again = await accounts.find_or_create(tx, "fake", "ann")
    assert again.id != ann
    assert again.consent is None


async def test_a_banned_person_stays_banned_and_is_otherwise_forgotten(db, vault):
    """/forget is no way around a ban."""
    ann, _ = await kept(db, vault)
    async with db.transaction() as tx:
        await accounts.set_consent(tx, ann, "v1")
        await accounts.ban(tx, ann)
        await vault.forget(tx, ann)
        left = await accounts.find(tx, "fake", "ann")
        assert (left.role, left.consent) == ("banned", None)
        assert await tx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,)) is None
        assert await media.of(tx, ann) == []


async def test_what_is_lent_is_a_copy_the_reader_can_open(db, vault):
    """Sealed anew: it stays readable when its owner's key is gone, and nobody else's file can be lent."""
    ann, photo = (await kept(db, vault, "ann", SECRET))[:2]
    bob = (await kept(db, vault, "bob", b"other"))[0]
    async with db.transaction() as tx:
        copy = await vault.lend(tx, photo, ann, bob, tx.now() + 60)
        with pytest.raises(NoSuchMediaError):
            await vault.lend(tx, photo, bob, bob, tx.now() + 60)
        await vault.forget(tx, ann)
    async with db.reading() as rx:
        assert (await vault.read(rx, copy, bob))[0] == SECRET


async def test_a_forget_that_is_rolled_back_destroys_nothing(db, vault):
    """Files go only when their rows are surely gone."""
    ann, photo = await kept(db, vault)

    async def fails() -> None:
        async with db.transaction() as tx:
            await vault.forget(tx, ann)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await fails()
    async with db.reading() as rx:
        assert (await vault.read(rx, photo, ann))[0] == SECRET


@SQLITE
async def test_a_crash_right_after_the_commit_is_made_up_for_at_the_next_start(db, vault, tmp_path):
    """The key is gone with the commit; the start sweeps the files and the log."""
    ann, photo = await kept(db, vault)
    async with db.reading() as rx:
        wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
        tx.actions.clear()  # what a kill leaves undone
    assert vault.files.path(photo).exists()
    assert wrapped in every_byte(tmp_path)
    async with Database.open(db.path) as later:
        await vault.sweep(later)
    assert not vault.files.path(photo).exists()
    assert wrapped not in every_byte(tmp_path)


async def test_a_file_whose_row_is_about_to_come_outlives_a_clock_that_is_set(db, vault, monkeypatch):
    """By the hourly sweep's clock all files are hours old then, also one that is being kept. Control: an orphan."""
    ann, _ = await kept(db, vault)
    async with db.reading() as rx:
        key = await vault.key(rx, ann)
    await vault.seal_file(key, "between", SECRET)
    await vault.files.write("orphan", SECRET)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 2 * BETWEEN_SECONDS)
    assert await vault.sweep(db, sole=False) == 1
    assert vault.files.path("between").exists()
    assert not vault.files.path("orphan").exists()
    monkeypatch.setattr("storage.vault.BETWEEN_SECONDS", 0.0)  # long after
    assert await vault.sweep(db, sole=False) == 1


@SQLITE
async def test_a_copy_forgets_too_when_the_program_died_right_after_the_commit(db, vault, tmp_path):
    """The wrapped key in a copy opens the verdicts in it, and they hold the numbers of a face."""
    ann, _, key = await everything_of(db, vault, "ann")
    await everything_of(db, vault, "bob")
    async with db.reading() as rx:
        wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
    await copies.make(db)
    (tmp_path / "copies" / "half.sqlite.part").write_bytes(wrapped)  # a copy that was being written
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
        tx.actions.clear()  # what a kill leaves undone
    assert wrapped in every_byte(tmp_path / "copies")
    async with Database.open(db.path) as later:
        await sweep_at_start(later, vault, tmp_path / "scratch")
    left = every_byte(tmp_path)
    assert [trace for trace in (wrapped, key.secret, ann.encode(), b"of ann") if trace in left] == []
    assert b"private words of bob" in every_byte(tmp_path / "copies")


@SQLITE
async def test_an_older_database_that_is_put_back_forgets_them_again(db, vault, tmp_path):
    """What was erased since the copy was made stays erased: its own table knows nothing of it, the file beside does."""
    ann, _ = await kept(db, vault)
    bob, _ = await kept(db, vault, "bob")
    old = tmp_path / "put-away.sqlite"  # a place the program does not know
    await db.copy(old)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    restored = tmp_path / "restored"
    restored.mkdir()
    for name in ("master.key", erasures.FILE):
        shutil.copy(tmp_path / name, restored)
    shutil.copy(old, restored / "portrait.sqlite")
    again = Vault.open(restored)
    async with Database.open(restored / "portrait.sqlite") as later:
        await sweep_at_start(later, again, restored / "scratch")
        async with later.reading() as rx:
            assert [row["id"] for row in await rx.all("SELECT id FROM accounts")] == [bob]
            assert await rx.value("SELECT count(*) FROM trash") == 0


async def test_what_is_kept_of_an_erased_person_names_nobody(db, vault, tmp_path):
    """A keyed hash and a day; the same account under another key has another mark."""
    ann, _ = await kept(db, vault)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    async with db.reading() as rx:
        rows = await rx.all("SELECT * FROM erased")
    marks = {row["mark"] for row in rows}
    assert vault.mark(ann) in marks
    assert len(marks) == 2, "the account's and its receipt's"
    assert not any(ann in mark or vault.receipt(ann) in mark for mark in marks)
    assert Vault(tmp_path, b"k" * 32).mark(ann) not in marks
    assert set((tmp_path / erasures.FILE).read_text().split()) == marks


async def test_a_receipt_says_when_its_account_was_erased_and_nothing_before(db, vault, tmp_path):
    """It outlives a database that is put back, and the code of somebody who is still here proves nothing."""
    ann, _ = await kept(db, vault)
    receipt = vault.receipt(ann)
    async with db.reading() as rx:
        assert await vault.erased(rx, receipt) is None
    async with db.transaction() as tx:
        at = tx.now()
        await vault.forget(tx, ann)
    async with db.reading() as rx:
        assert await vault.erased(rx, receipt) == at
        assert await vault.erased(rx, ann) is None, "an id is no receipt"
        assert await Vault(tmp_path, b"k" * 32).erased(rx, receipt) is None


async def test_the_audit_no_longer_names_who_was_erased(db, vault):
    """Neither who did something nor to whom; that it was done stays."""
    async with db.transaction() as tx:
        ann, bob = await person(tx), await person(tx, "bob")
        await audit.note(tx, ann, "consent")
        await audit.note(tx, bob, "ban", ann)
        await audit.note(tx, bob, "linked", "", other=ann)
        await vault.forget(tx, ann)
        notes = await audit.recent(tx)
    assert [(one.actor, one.action, one.subject) for one in reversed(notes)] == [
        ("somebody", "consent", ""),
        (bob, "ban", "somebody"),
        (bob, "linked", ""),
    ]
    assert all(ann not in str(one.detail) for one in notes)


@SQLITE
async def test_a_banned_person_is_forgotten_in_copies_too(db, vault, tmp_path):
    """The ban goes on under another id, so that the erased one can be looked for everywhere."""
    ann, _ = await kept(db, vault)
    async with db.transaction() as tx:
        await accounts.ban(tx, ann)
    await copies.make(db)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    assert ann.encode() not in every_byte(tmp_path)
    async with db.reading() as rx:
        assert (await accounts.find(rx, "fake", "ann")).role == "banned"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_was_open_to_everybody_is_closed(tmp_path):
    """It was made by hand or by another program; keys and faces lie in it from now on. A shared one is left alone."""
    for mode, wanted in ((0o777, 0o700), (0o1777, 0o1777)):
        folder = tmp_path / oct(mode)
        folder.mkdir()
        folder.chmod(mode)
        Vault.open(folder)
        assert folder.stat().st_mode & 0o7777 == wanted


@SQLITE
async def test_two_who_leave_at_the_same_moment_are_both_noted_beside_the_database(db, vault, tmp_path, monkeypatch):
    """One would take the other's half-written file: that erasure would end in an error, its log not cut."""
    replace = Path.replace

    def slowly(path, target):
        time.sleep(0.05)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", slowly)
    async with db.transaction() as tx:
        await erasures.note(tx, ["a" * 64, "b" * 64])
    await asyncio.gather(vault.settle(db), vault.settle(db))
    assert (tmp_path / erasures.FILE).read_text().split() == ["a" * 64, "b" * 64]
