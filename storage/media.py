"""What is known about each sealed file. The bytes lie in `storage.vault`, which is also the way in and out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from storage.database import Reading, Row, Transaction
from storage.errors import NoSuchMediaError

_NAMED = re.compile(r"media:([0-9a-z]+)")
_COLUMNS = "id, account, purpose, name, mime, bytes, created, expires"


@dataclass(frozen=True, kw_only=True)
class Media:
    """One file of one person. ``purpose``: upload, selfie, adapter, portrait, raw, preview, export."""

    id: str
    account: str
    purpose: str
    name: str
    mime: str
    bytes: int
    created: float
    expires: float | None = None  # None: kept until the owner deletes it


async def add(tx: Transaction, media: Media) -> None:
    """Insert the row of a file that is already sealed."""
    tx.insert_soon("media", asdict(media))


async def get(rx: Reading, media: str, account: str) -> Media:
    """Return a file's row if it belongs to ``account``. Raises `NoSuchMediaError`."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM media WHERE id = ? AND account = ?", (media, account))
    if row is None:
        raise NoSuchMediaError(media)
    return _media(row)


async def find(rx: Reading, media: str) -> Media | None:
    """Return a file's row whoever owns it: for the program's own errands, never for a person's request."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM media WHERE id = ?", (media,))
    return _media(row) if row else None


async def of(rx: Reading, account: str, purpose: str | None = None, limit: int = 1000) -> list[Media]:
    """Return a person's files, newest first."""
    rows = await rx.all(
        f"SELECT {_COLUMNS} FROM media WHERE account = ? AND (CAST(? AS TEXT) IS NULL OR purpose = ?) "
        "ORDER BY created DESC, id DESC LIMIT ?",
        (account, purpose, purpose, limit),
    )
    return [_media(row) for row in rows]


async def gone(rx: Reading, names: Collection[str]) -> set[str]:
    """Return those of ``names`` that are no file's any more, whoever it was of."""
    if not names:
        return set()
    rows = await rx.all(f"SELECT id FROM media WHERE id IN ({', '.join('?' for _ in names)})", tuple(names))
    return set(names) - {row["id"] for row in rows}


async def keep_until(tx: Transaction, media: str, account: str, expires: float | None) -> None:
    """Change when a file is deleted; None keeps it until the owner deletes it. Raises `NoSuchMediaError`."""
    if not await tx.run("UPDATE media SET expires = ? WHERE id = ? AND account = ?", (expires, media, account)):
        raise NoSuchMediaError(media)


async def remove(tx: Transaction, account: str, media: Iterable[str]) -> None:
    """Delete rows of this person; the files go with `Vault.empty_trash`, soon after the commit or hourly."""
    await tx.run_many("DELETE FROM media WHERE id = ? AND account = ?", [(each, account) for each in media])
    tx.signal("trash")


async def remove_made(tx: Transaction, account: str, job: str) -> None:
    """Delete the files a job of this person came to, what was made from them since, and archives that may hold them."""
    await remove(tx, account, await made_by(tx, account, job))


async def made_by(rx: Reading, account: str, job: str) -> list[str]:
    """Return the ids of what `remove_made` deletes."""
    results = [await rx.value("SELECT result FROM jobs WHERE id = ? AND account = ?", (job, account))]
    gone: set[str] = set()
    while results:
        found = set(_NAMED.findall(results.pop() or "")) - gone
        gone |= found
        for one in found:
            made = await rx.all(
                "SELECT result FROM jobs WHERE account = ? AND instr(request, ?) > 0", (account, f"media:{one}")
            )
            results += [row["result"] for row in made]
    return [*gone, *(one.id for one in await of(rx, account, purpose="export"))]


def _media(row: Row) -> Media:
    return Media(**dict(row))
