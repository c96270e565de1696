"""Every file and biometric value of a person, sealed with a key of their own.

    master.key (`storage.masters`)  wraps  accounts.wrapped_key  seals  media/xx/<id> and the verdicts on photos

The files lie in the data folder, or in a store of objects, which only ever sees them sealed (`storage.sealed`).
AES-256-GCM throughout. What is sealed is bound to its owner and place by the associated data, so a file of one person
never opens as another's, nor under another id. Destroying the wrapped key makes everything of a person unreadable,
also in backups of the ``media`` folder.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from storage import beforehand, erasures, masters, own, rules, seats, spent, strikes
from storage import media as media_rows
from storage.database import Database, Reading, Transaction
from storage.errors import (
    BrokenMasterKeyError,
    FilesFirstError,
    NoSuchAccountError,
    StoreUnreachableError,
    UnreadableError,
)
from storage.files import full_disk_named, make_private_folder, write_whole
from storage.masters import KEY_BYTES, Masters, Place
from storage.media import Media
from storage.sealed import FolderFiles, SealedFiles
from storage.sealing import seal, unseal

log = logging.getLogger(__name__)

MAGIC = b"PBV1"
SEALED, WORDS = "sealed:", "words"
RECEIPT_BYTES = 10  # of a receipt: sixteen letters
BETWEEN_SECONDS = 3600.0  # more than any pause between a sealed file and its row
FORGOTTEN = "forgotten"  # the topic for whoever holds something of people in memory: one of them was erased
MEDIA = "media"  # the folder of sealed files
STORE_MARK = "store.txt"  # in a data folder: in which store its sealed files are (`storage.belonging`)
BLOCK = "block"  # what `storage.blocks` seals for the data folder
VERSIONED_HOUSE = b"PBH"  # begins what is sealed for the data folder


@dataclass(frozen=True, kw_only=True)
class Key:
    """The open key of one account; never stored, never logged."""

    account: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key(account={self.account!r})"

    def seal(self, data: bytes, label: str) -> bytes:
        """Encrypt ``data`` for the place ``label``, e.g. ``selfie:<id>``."""
        return seal(self.secret, data, self._bound(label))

    def unseal(self, sealed: bytes, label: str) -> bytes:
        """Decrypt what `seal` made for the same owner and place. Raises `UnreadableError`."""
        return unseal(self.secret, sealed, self._bound(label))

    def _bound(self, label: str) -> bytes:
        return f"{self.account}/{label}".encode()


def words_sealed(words: str, seal: Callable[[bytes, str], bytes]) -> str:
    """Return words sealed by ``seal``, which is `Key.seal` of whose they are, as `Vault.unseal_words` opens them."""
    return SEALED + base64.b64encode(seal(words.encode(), WORDS)).decode()


def is_sealed(words: str) -> bool:
    """Say whether words may be what `words_sealed` made; others are stored as they were said."""
    return words.startswith(SEALED)


class Vault:
    """Keys under one data folder, and the sealed ``files`` there or elsewhere; made by `Vault.open`."""

    def __init__(
        self,
        folder: Path,
        master: bytes | Masters,
        write: Callable[[Path, bytes], None] = write_whole,
        files: SealedFiles | None = None,
    ) -> None:
        self.folder = folder
        self.files: SealedFiles = FolderFiles(folder / MEDIA, write) if files is None else files
        path = folder / "master.key"
        self._masters = master if isinstance(master, Masters) else Masters(path=path, keys=(master,))
        self._begun: dict[str, float] = {}  # files that were sealed here lately, by a clock that nobody sets

    @classmethod
    def open(cls, folder: Path, key: Place | None = None, files: SealedFiles | None = None) -> Vault:
        """Open the vault of a data folder; the first time, make its master key.

        ``key``: where that lies, None in the folder itself; one elsewhere is never made beside an existing database.
        ``files``: where the sealed files lie, None in the folder.
        Raises `BrokenMasterKeyError`.
        """
        make_private_folder(folder)
        own = folder / "master.key"
        found = masters.read(own if key is None else key, make=key is None or not _begun(folder))
        if key is None:
            own.chmod(0o600)
        return cls(folder, found, files=files)

    async def rotate(self, db: Database) -> int:
        """Wrap every account's key with a fresh master key; returns how many. Killed in between, do it again.

        Raises `OSError` where the key file cannot be written.
        """
        self._masters = await asyncio.to_thread(masters.add, self._masters)
        async with db.transaction() as tx:
            rows = await tx.all("SELECT id, wrapped_key FROM accounts WHERE wrapped_key IS NOT NULL")
            fresh = [(self._wrapped(row["id"], self._unwrap(row["id"], row["wrapped_key"])), row["id"]) for row in rows]
            await tx.run_many("UPDATE accounts SET wrapped_key = ? WHERE id = ?", fresh)
            rows_of_house = await tx.all("SELECT number, face FROM blocks")
            again = [(self.seal_house(self.open_house(r["face"], BLOCK), BLOCK), r["number"]) for r in rows_of_house]
            await tx.run_many("UPDATE blocks SET face = ? WHERE number = ?", again)
        await asyncio.to_thread(own.reseal, self._masters, self.folder)
        await db.scrub()
        return len(rows)

    def keep_own(self, name: str, data: bytes) -> None:
        """Seal a secret of the bot itself, not of a person. Raises `StorageFullError`."""
        with full_disk_named():
            own.keep(self._masters, self.folder, name, data)

    def own(self, name: str) -> bytes | None:
        """Return a secret of the bot itself, None where there is none. Raises `UnreadableError`."""
        return own.read(self._masters, self.folder, name)

    async def key(self, rx: Reading, account: str) -> Key:
        """Return the key of an account, made at its first use inside a `Transaction`.

        Raises `NoSuchAccountError` for an account without a key outside a transaction, `BrokenMasterKeyError`.
        """
        row = await rx.one("SELECT wrapped_key FROM accounts WHERE id = ?", (account,))
        if row is None:
            raise NoSuchAccountError(account)
        if row["wrapped_key"] is not None:
            return Key(account=account, secret=self._unwrap(account, row["wrapped_key"]))
        if not isinstance(rx, Transaction):
            raise NoSuchAccountError(account)
        secret = secrets.token_bytes(KEY_BYTES)
        wrapped = self._wrapped(account, secret)
        first = await rx.run(
            "UPDATE accounts SET wrapped_key = ? WHERE id = ? AND wrapped_key IS NULL", (wrapped, account)
        )
        return Key(account=account, secret=secret) if first else await self.key(rx, account)

    async def seal_file(self, key: Key, media: str, data: bytes) -> None:
        """Write a sealed file, whole or not at all. Needs no transaction, so do it before one.

        Raises `StorageFullError`, `StoreUnreachableError`; what a store has then, if anything, is swept.
        """
        sealed = await asyncio.to_thread(key.seal, data, f"media:{media}")
        self._begin(media)
        await self.files.write(media, MAGIC + sealed)

    def _begin(self, media: str) -> None:
        now = time.monotonic()
        while self._begun and now - next(iter(self._begun.values())) > BETWEEN_SECONDS:
            del self._begun[next(iter(self._begun))]
        self._begun[media] = now

    async def read_file(self, key: Key, media: str) -> bytes:
        """Return the bytes of a sealed file. Raises `NoSuchMediaError`, `UnreadableError`, `StoreUnreachableError`."""
        return await self.open_file(key, media, await self.files.read(media))

    async def open_file(self, key: Key, media: str, sealed: bytes) -> bytes:
        """Return the bytes of a file that was read. Raises `UnreadableError`, `StoreUnreachableError`."""
        if not sealed.startswith(MAGIC):
            if self.files.remote:  # a page of whatever stands before the store is no reason to give a file up
                raise StoreUnreachableError("what it gives back is nothing that was sealed")
            raise UnreadableError(media)
        return await asyncio.to_thread(key.unseal, sealed[len(MAGIC) :], f"media:{media}")

    async def put(
        self,
        tx: Transaction,
        account: str,
        data: bytes,
        *,
        purpose: str,
        name: str = "",
        mime: str = "application/octet-stream",
        expires: float | None = None,
    ) -> Media:
        """Seal ``data`` and insert its row. For small files on a disk: the writer waits while that works."""
        media = Media(
            id=tx.new_id(), account=account, purpose=purpose, name=name, mime=mime, bytes=len(data), created=tx.now(),
            expires=expires,
        )  # fmt: skip
        await self.seal_file(await self.key(tx, account), media.id, data)
        await media_rows.add(tx, media)
        return media

    async def read(self, rx: Reading, media: str, account: str) -> tuple[bytes, Media]:
        """Return (bytes, row) of a person's own file. Raises `NoSuchMediaError`, `UnreadableError`."""
        row = await media_rows.get(rx, media, account)
        return await self.read_file(await self.key(rx, account), media), row

    async def unsealing(self, tx: Transaction, account: str) -> Callable[[bytes, str], bytes]:
        """Return what opens what is sealed in the tables for a person, by its label."""
        return (await self.key(tx, account)).unseal

    async def seal_words(self, tx: Transaction, account: str, words: str) -> str:
        """Return words somebody wrote as text nobody else can read; `unseal_words` opens it."""
        return words_sealed(words, (await self.key(tx, account)).seal)

    async def unseal_words(self, rx: Reading, account: str, words: str) -> str:
        """Return what `seal_words` sealed for the same person; what was stored unsealed comes back as it is.

        Raises `UnreadableError`.
        """
        if not is_sealed(words):
            return words
        try:
            sealed = base64.b64decode(words.removeprefix(SEALED), validate=True)
        except ValueError:
            return words  # somebody typed the mark themselves, before words were sealed
        return (await self.key(rx, account)).unseal(sealed, WORDS).decode()

    def seal_house(self, data: bytes, label: str) -> bytes:
        """Encrypt what belongs to this data folder and to nobody in it, under the newest master key."""
        return self._masters.tagged(seal(_house(self._masters.keys[0]), data, label.encode()), VERSIONED_HOUSE)

    def open_house(self, sealed: bytes, label: str) -> bytes:
        """Decrypt what `seal_house` made. Raises `UnreadableError`, `BrokenMasterKeyError`."""
        master, bare = self._masters.of_tagged(sealed, VERSIONED_HOUSE)
        return unseal(_house(master), bare, label.encode())

    def owner_mark(self, platform: str, user: str) -> str:
        """Return what is kept of a platform's user who blocked their face: a hash under a key only this folder has."""
        return hmac.new(self._masters.oldest, f"owner:{platform}:{user}".encode(), hashlib.sha256).hexdigest()

    async def lend(self, tx: Transaction, media: str, owner: str, reader: str, expires: float) -> str:
        """Give another person a copy of a small file, sealed for them; returns its media id.

        Raises `NoSuchMediaError`, and `FilesFirstError` where the copy has to be made before ``tx``.
        """
        if not self.files.remote:
            data, row = await self.read(tx, media, owner)
            copy = await self.put(tx, reader, data, purpose=row.purpose, name=row.name, mime=row.mime, expires=expires)
            return copy.id
        await media_rows.get(tx, media, owner)
        rows = beforehand.taken((media, owner, reader))
        if rows is None:
            raise FilesFirstError(lambda: self._lending(tx.database, media, owner, reader, expires))
        await media_rows.add(tx, rows[0])
        return rows[0].id

    @asynccontextmanager
    async def _lending(self, db: Database, media: str, owner: str, reader: str, expires: float) -> AsyncIterator[None]:
        """Have the copy `lend` wants sealed while the block runs."""
        async with db.transaction() as tx:
            row, keys = await media_rows.get(tx, media, owner), [await self.key(tx, each) for each in (owner, reader)]
            copy = replace(row, id=tx.new_id(), account=reader, created=tx.now(), expires=expires)
        await self.seal_file(keys[1], copy.id, await self.read_file(keys[0], media))
        async with beforehand.ready(self.discard_files, (media, owner, reader), [copy]):
            yield

    async def forget(self, tx: Transaction, account: str) -> None:
        """Delete a person: key, rows, files, and every trace in the database files and copies, after the commit.

        Pictures others drew with a face this person lent go too. A banned person stays banned, who pauses goes on
        pausing, and what was refused within a day goes on counting: a bare account with a new id remains, without a key
        and without anything personal. What was used of the day goes on counting, too, under a mark (`storage.spent`).
        """
        await tx.alone()  # what others write about them meanwhile would not be found
        role = await tx.value("SELECT role FROM accounts WHERE id = ?", (account,))
        if role is None:
            raise NoSuchAccountError(account)
        users = await tx.all("SELECT platform, user FROM users WHERE account = ?", (account,))
        pause, counted = await strikes.paused_until(tx, account), await strikes.of(tx, account)
        used = await spent.of(tx, account)
        await seats.remove_drawn_with(tx, account)
        await erasures.erase(tx, account, self.mark(account), self._receipt_mark(self.receipt(account)))
        await spent.keep(tx, [self.spent_mark(row["platform"], row["user"]) for row in users], used)
        if role == "banned" or pause is not None or counted:
            bare = await self._keep_bare(tx, [(row["platform"], row["user"]) for row in users], role, pause)
            await strikes.carry(tx, bare, counted)
            await rules.set_allowance(tx, bare, used.get("allowance", (None,))[0])
        tx.signal("trash")
        tx.signal(FORGOTTEN)
        database = tx.database

        async def finish() -> None:
            await self.settle(database)
            await database.scrub()  # the key is nowhere by then, however long a store of files keeps us waiting
            await self._empty_trash_or_later(database)
            await database.scrub()

        tx.after_commit(finish)

    async def recall(self, tx: Transaction, account: str) -> None:
        """Count for an account what its person used within a day as another one, before they were erased."""
        for row in await tx.all("SELECT platform, user FROM users WHERE account = ?", (account,)):
            await spent.recall(tx, self.spent_mark(row["platform"], row["user"]), account)

    def spent_mark(self, platform: str, user: str) -> str:
        """Return what is kept of a platform's user until their day is over: a hash under a key only this folder has."""
        return hmac.new(self._masters.oldest, f"spent:{platform}:{user}".encode(), hashlib.sha256).hexdigest()

    async def settle(self, db: Database) -> None:
        """Make sure that nobody who was erased is in the database, or in a copy of it."""
        if await erasures.settle(db, self.mark):
            await self._empty_trash_or_later(db)

    def mark(self, account: str) -> str:
        """Return what is kept of an erased account's id: its hash under a key only this folder has."""
        return hmac.new(self._masters.oldest, f"erased:{account}".encode(), hashlib.sha256).hexdigest()

    def receipt(self, account: str) -> str:
        """Return the code an erased person takes along: whoever has it can ask whether the account is gone.

        Nobody finds the account by it, and nobody the code by what is kept of it.
        """
        made = hmac.new(self._masters.oldest, f"receipt:{account}".encode(), hashlib.sha256).digest()
        return base64.b32encode(made[:RECEIPT_BYTES]).decode()

    async def erased(self, rx: Reading, receipt: str) -> float | None:
        """Return when the account behind a receipt was erased (Unix seconds), None for a code that is no receipt."""
        return await erasures.day_of(rx, self._receipt_mark(receipt))

    def _receipt_mark(self, receipt: str) -> str:
        return hmac.new(self._masters.oldest, f"given:{receipt}".encode(), hashlib.sha256).hexdigest()

    async def _keep_bare(self, tx: Transaction, users: list[tuple[str, str]], role: str, pause: float | None) -> str:
        bare = tx.new_id()
        kept = "banned" if role == "banned" else "user"
        await tx.run("INSERT INTO accounts (id, created, role) VALUES (?, ?, ?)", (bare, tx.now(), kept))
        if pause is not None:
            await strikes.pause(tx, bare, pause)
        rows = [(platform, user, bare) for platform, user in users]
        await tx.run_many("INSERT INTO users (platform, user, account) VALUES (?, ?, ?)", rows)
        return bare

    async def empty_trash(self, db: Database) -> int:
        """Delete the files whose rows are gone; returns how many. Raises `StoreUnreachableError`: later, then."""
        async with db.reading() as rx:
            names = [row["media"] for row in await rx.all("SELECT media FROM trash")]
        if not names:
            return 0
        await self.files.delete(names)
        async with db.transaction() as tx:
            await tx.run_many("DELETE FROM trash WHERE media = ?", [(name,) for name in names])
        return len(names)

    async def _empty_trash_or_later(self, db: Database) -> None:
        """Delete the files whose rows are gone, or leave that to the next hour: their key is gone already."""
        try:
            await self.empty_trash(db)
        except StoreUnreachableError as error:
            log.warning("the store of sealed files does not answer (%s): what is deleted goes within the hour", error)

    async def discard_files(self, media: Sequence[str]) -> None:
        """Delete sealed files whose rows were never committed; what a store keeps of them meanwhile is swept."""
        if not media:
            return
        try:
            await self.files.delete(media)
        except StoreUnreachableError:
            log.warning("%d sealed files nobody needs stay in their store until the next sweep", len(media))

    async def sweep(self, db: Database, *, sole: bool | None = None) -> int:
        """Delete files without a row: left by a crash between file and commit. Returns how many.

        As the ``sole`` process of those that share a database, before it serves: all of them; None: it is, where the
        database is its own. Where somebody may be between the two, only those of more than `BETWEEN_SECONDS` ago, of
        this process's own by a clock nobody sets: one that was set, or a sleep of the machine, would make them old.
        """
        await self.empty_trash(db)
        entries = [entry async for entry in self.files.entries()]
        async with db.reading() as rx:  # asked afterwards: what comes in meanwhile was not seen
            known = {row["id"] for row in await rx.all("SELECT id FROM media")}
        before = None if (not db.shared if sole is None else sole) else time.time() - BETWEEN_SECONDS
        if before is not None:
            since = time.monotonic() - BETWEEN_SECONDS
            known.update(name for name, begun in self._begun.items() if begun > since)
        orphans = [
            entry.name for entry in entries if entry.name not in known and (before is None or entry.changed < before)
        ]
        if orphans:
            await self.files.delete(orphans)
        return len(orphans)

    async def check(self, rx: Reading) -> None:
        """Make sure the master key is the one this database was written with. Raises `BrokenMasterKeyError`."""
        row = await rx.one("SELECT id, wrapped_key FROM accounts WHERE wrapped_key IS NOT NULL LIMIT 1")
        if row is not None:
            self._unwrap(row["id"], row["wrapped_key"])

    def _wrapped(self, account: str, secret: bytes) -> bytes:
        return self._masters.tagged(seal(self._masters.keys[0], secret, _wrapping(account)))

    def _unwrap(self, account: str, wrapped: bytes) -> bytes:
        master, bare, _ = self._masters.of(wrapped)
        try:
            return unseal(master, bare, _wrapping(account))
        except UnreadableError:
            raise BrokenMasterKeyError(self._masters.path) from None


def _begun(folder: Path) -> bool:
    """Say whether somebody's data may lie in a folder already."""
    return any((folder / name).exists() for name in (MEDIA, STORE_MARK)) or any(folder.glob("*.sqlite"))


def _house(master: bytes) -> bytes:
    return hmac.new(master, b"house", hashlib.sha256).digest()


def _wrapping(account: str) -> bytes:
    return f"account:{account}".encode()
