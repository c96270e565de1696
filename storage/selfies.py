"""Photos sent for an identity, each with its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Row, Transaction

_COLUMNS = "id, identity, upload, media, problem, looked, quality, verdict, created, judged"


@dataclass(frozen=True, kw_only=True)
class Selfie:
    """One photo. ``verdict`` is JSON sealed with the owner's key (label ``selfie:<id>``): it holds the embedding."""

    id: str
    identity: str
    upload: str | None  # media id of the photo as it came; None once looked at
    media: str | None  # media id of the cleaned photo, when accepted
    problem: str | None
    looked: bool
    quality: float
    verdict: bytes | None
    created: float
    judged: float | None = None  # when it was last taken for another person's, or for its owner's after all

    @property
    def accepted(self) -> bool:
        """Looked at and good to learn from."""
        return self.looked and self.problem is None


async def add(tx: Transaction, identity: str, upload: str | None) -> Selfie:
    """Note a photo that is still to be looked at."""
    selfie = tx.new_id()
    await tx.run(
        "INSERT INTO selfies (id, identity, upload, created) VALUES (?, ?, ?, ?)",
        (selfie, identity, upload, tx.now()),
    )
    found = await get(tx, selfie)
    assert found is not None
    return found


async def get(rx: Reading, selfie: str) -> Selfie | None:
    """Return one photo, or None."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM selfies WHERE id = ?", (selfie,))
    return _selfie(row) if row else None


async def of(rx: Reading, identity: str) -> list[Selfie]:
    """Return all photos of an identity, oldest first."""
    rows = await rx.all(f"SELECT {_COLUMNS} FROM selfies WHERE identity = ? ORDER BY created, id", (identity,))
    return [_selfie(row) for row in rows]


async def accepted(rx: Reading, identity: str) -> list[Selfie]:
    """Return the photos good to learn from, best first; those whose file has expired are left out."""
    return sorted(
        (each for each in await of(rx, identity) if each.accepted and each.media), key=lambda each: -each.quality
    )


async def looked(
    tx: Transaction, selfie: str, *, problem: str | None, quality: float, media: str | None, verdict: bytes
) -> None:
    """Write the verdict on a photo; the upload is no longer needed and its file is deleted."""
    await tx.run(
        "UPDATE selfies SET looked = 1, problem = ?, quality = ?, media = ?, verdict = ? WHERE id = ?",
        (problem, quality, media, verdict, selfie),
    )
    await tx.run("DELETE FROM media WHERE id = (SELECT upload FROM selfies WHERE id = ?)", (selfie,))
    tx.signal("trash")


def sealed_as(selfie: str) -> str:
    """Return the label a photo's verdict is sealed under."""
    return f"selfie:{selfie}"


async def judge(tx: Transaction, selfie: str, problem: str | None) -> None:
    """Change what a photo that was looked at is refused for, None to take it after all."""
    await tx.run(
        "UPDATE selfies SET problem = ?, judged = ? WHERE id = ? AND looked = 1 "
        "AND coalesce(problem, '') <> coalesce(?, '')",
        (problem, tx.now(), selfie, problem),
    )


async def give_up(tx: Transaction, selfie: str, problem: str) -> None:
    """Refuse a photo that was accepted; its file is deleted."""
    await tx.run("UPDATE selfies SET problem = ? WHERE id = ?", (problem, selfie))
    await tx.run("DELETE FROM media WHERE id = (SELECT media FROM selfies WHERE id = ?)", (selfie,))
    tx.signal("trash")


async def refused(tx: Transaction, selfie: str, problem: str) -> None:
    """Write that a photo could not be looked at."""
    await tx.run("UPDATE selfies SET looked = 1, problem = ? WHERE id = ?", (problem, selfie))


async def remove(tx: Transaction, selfie: str) -> None:
    """Delete a photo with its files."""
    await tx.run(
        "DELETE FROM media WHERE id IN (SELECT upload FROM selfies WHERE id = ? UNION SELECT media FROM selfies "
        "WHERE id = ?)",
        (selfie, selfie),
    )
    await tx.run("DELETE FROM selfies WHERE id = ?", (selfie,))
    tx.signal("trash")


def _selfie(row: Row) -> Selfie:
    return Selfie(**{**dict(row), "looked": bool(row["looked"])})
