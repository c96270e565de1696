"""Faces: one row per face a person teaches, from the first photo to the trained adapter."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from storage import jobs
from storage.database import Reading, Row, Transaction
from storage.errors import NoSuchIdentityError

State = Literal["collecting", "training", "ready", "failed"]
_COLUMNS = "id, account, name, state, looks, base, edition, folder, created, trained"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A learnt or growing face.

    ``base`` and ``edition``: what it was learnt on; of older faces no edition is known. ``folder``: file name -> media
    id of what it is drawn with. While ``trained`` is None that is what is known from the photos alone, or nothing yet.
    """

    id: str
    account: str
    name: str
    state: State
    looks: dict[str, Any] = field(default_factory=dict)
    base: str | None = None
    edition: str | None = None
    folder: dict[str, str] = field(default_factory=dict)
    created: float = 0.0
    trained: float | None = None


async def create(tx: Transaction, account: str, name: str) -> Identity:
    """Begin a face."""
    made = Identity(id=tx.new_id(), account=account, name=name, state="collecting", created=tx.now())
    await tx.run(
        "INSERT INTO identities (id, account, name, state, created) VALUES (?, ?, ?, ?, ?)",
        (made.id, account, name, made.state, made.created),
    )
    return made


async def get(rx: Reading, identity: str, account: str) -> Identity:
    """Return a face if it belongs to ``account``. Raises `NoSuchIdentityError`."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM identities WHERE id = ? AND account = ?", (identity, account))
    if row is None:
        raise NoSuchIdentityError(identity)
    return _identity(row)


async def of(rx: Reading, account: str) -> list[Identity]:
    """Return a person's faces, oldest first."""
    rows = await rx.all(f"SELECT {_COLUMNS} FROM identities WHERE account = ? ORDER BY created, id", (account,))
    return [_identity(row) for row in rows]


async def newest(rx: Reading, account: str, state: State | None = None) -> Identity | None:
    """Return a person's newest face, in ``state`` if given, or None."""
    found = [each for each in await of(rx, account) if state is None or each.state == state]
    return found[-1] if found else None


async def set_state(tx: Transaction, identity: str, state: State) -> None:
    """Move a face to another state."""
    await tx.run("UPDATE identities SET state = ? WHERE id = ?", (state, identity))


async def learn(tx: Transaction, identity: str, job: str) -> None:
    """Let a job learn a face: it is free again when that job ends, see `storage.jobs.move`."""
    await tx.run("UPDATE identities SET state = 'training', learning = ? WHERE id = ?", (job, identity))


async def set_looks(tx: Transaction, identity: str, looks: dict[str, Any]) -> None:
    """Write what was understood about the person, or the owner's correction of it."""
    await tx.run("UPDATE identities SET looks = ? WHERE id = ?", (json.dumps(looks), identity))


async def rename(tx: Transaction, identity: str, name: str) -> None:
    """Give a face another name."""
    await tx.run("UPDATE identities SET name = ? WHERE id = ?", (name, identity))


async def trained(
    tx: Transaction,
    identity: str,
    *,
    folder: dict[str, str],
    base: str,
    edition: str = "",
    looks: dict[str, Any] | None = None,
) -> None:
    """Make a face ready with its new files; those of an earlier training are deleted."""
    await _drop_folder(tx, identity)
    await tx.run(
        "UPDATE identities SET state = 'ready', learning = NULL, folder = ?, base = ?, edition = ?, trained = ? "
        "WHERE id = ?",
        (json.dumps(folder), base, edition or None, tx.now(), identity),
    )
    if looks is not None:
        await set_looks(tx, identity, looks)


async def alive(rx: Reading, identity: str) -> float | None:
    """Return when a face was last shown to be its owner's, None where it never was."""
    at: float | None = await rx.value("SELECT alive FROM identities WHERE id = ?", (identity,))
    return at


async def set_alive(tx: Transaction, identity: str, at: float) -> None:
    """Note when the face of the photos taken by then was shown to be its owner's."""
    await tx.run("UPDATE identities SET alive = ? WHERE id = ?", (at, identity))


async def known_from_photos(tx: Transaction, identity: str, *, folder: dict[str, str], base: str) -> None:
    """Give a face files to be drawn with until it is trained; too late for that, they are deleted. Its state stays."""
    untrained = await tx.value("SELECT 1 FROM identities WHERE id = ? AND trained IS NULL", (identity,))
    if not untrained:
        await tx.run_many("DELETE FROM media WHERE id = ?", [(each,) for each in folder.values()])
        tx.signal("trash")
        return
    await _drop_folder(tx, identity)
    await tx.run("UPDATE identities SET folder = ?, base = ? WHERE id = ?", (json.dumps(folder), base, identity))


async def remove(tx: Transaction, identity: str, account: str) -> None:
    """Delete a face with its photos and files; jobs about it are cancelled. Raises `NoSuchIdentityError`."""
    await get(tx, identity, account)
    await jobs.cancel_identity(tx, identity)
    await _drop_folder(tx, identity)
    await tx.run(
        "DELETE FROM media WHERE id IN (SELECT upload FROM selfies WHERE identity = ?1 "
        "UNION SELECT media FROM selfies WHERE identity = ?1)",
        (identity,),
    )
    await tx.run("DELETE FROM identities WHERE id = ?", (identity,))


async def expire(tx: Transaction, *, unused: float, unlearnt: float) -> int:
    """Delete faces nothing was drawn with since ``unused``; returns how many.

    One that was never learnt goes with its photos: when the newest is older than ``unlearnt``, for what was read from
    them (embeddings) is as personal as they are.
    """
    rows = await tx.all(
        "SELECT id, account FROM identities WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.identity = identities.id "
        "AND jobs.state IN ('queued', 'running', 'rendered', 'delivering')) AND (coalesce(used, trained, created) < ?1 "
        "OR (folder = '{}' AND max(created, coalesce((SELECT max(created) FROM selfies "
        "WHERE identity = identities.id), 0)) < ?2))",
        (unused, unlearnt),
    )
    for row in rows:
        await remove(tx, row["id"], row["account"])
    return len(rows)


async def _drop_folder(tx: Transaction, identity: str) -> None:
    await tx.run(
        "DELETE FROM media WHERE id IN (SELECT value FROM identities, json_each(identities.folder) "
        "WHERE identities.id = ?)",
        (identity,),
    )
    tx.signal("trash")


def _identity(row: Row) -> Identity:
    return Identity(**{**dict(row), "looks": json.loads(row["looks"]), "folder": json.loads(row["folder"])})
