"""Pictures their owner wants to keep. A favourite's file does not expire; a deleted file is no favourite any more."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Transaction
from storage.errors import NoSuchMediaError

GRACE_SECONDS = 24 * 3600.0  # a picture that is no favourite any more is not gone at once


@dataclass(frozen=True, kw_only=True)
class Favourite:
    """One picture, and the job that made it."""

    media: str
    job: str
    added: float


async def add(tx: Transaction, account: str, media: str, job: str) -> bool:
    """Keep a picture until its owner deletes it; False: it was a favourite. Raises `NoSuchMediaError`."""
    row = await tx.one("SELECT expires FROM media WHERE id = ? AND account = ?", (media, account))
    if row is None:
        raise NoSuchMediaError(media)
    values = {"account": account, "media": media, "job": job, "added": tx.now(), "expires": row["expires"]}
    if not await tx.insert("favourites", values, ignore=True):
        return False
    await tx.run("UPDATE media SET expires = NULL WHERE id = ?", (media,))
    return True


async def remove(tx: Transaction, account: str, media: str) -> bool:
    """Let a picture go the way of the others; False: it was no favourite."""
    row = await tx.one("DELETE FROM favourites WHERE account = ? AND media = ? RETURNING expires", (account, media))
    if row is None:
        return False
    expires = None if row["expires"] is None else max(row["expires"], tx.now() + GRACE_SECONDS)
    await tx.run("UPDATE media SET expires = ? WHERE id = ? AND account = ?", (expires, media, account))
    return True


async def of(rx: Reading, account: str) -> list[Favourite]:
    """Return a person's favourites, newest first."""
    rows = await rx.all(
        "SELECT media, job, added FROM favourites WHERE account = ? ORDER BY added DESC, media DESC", (account,)
    )
    return [Favourite(**dict(row)) for row in rows]
