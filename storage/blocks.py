"""Faces that nobody may be drawn with here, because their owner said so (`/block me`).

What is kept is one mean of 128 numbers, sealed for the data folder instead of its owner, whose own key goes with
`/forget`, and keyed hashes of the users who may take it back. No name, photo or account: the list says that some face
is on it, and nothing else.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from storage import accounts, identities, selfies
from storage.database import Reading, Row, Transaction
from storage.vault import BLOCK, Vault

NUMBERS = 128
#: Distance below which a learnt face is taken for a blocked one: as `engine.faces.forbidden.BORDER`, which looks at
#: new pictures; `engine.lab.faces.blocked` measures both.
BORDER = 0.48
Face = tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """One blocked face, as an admin sees it."""

    number: int
    created: float


class Blocks:
    """The list of one data folder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def known(self, rx: Reading) -> tuple[Face, ...]:
        """Return every blocked face."""
        return tuple(self._open(row) for row in await rx.all("SELECT face FROM blocks ORDER BY number"))

    async def listed(self, rx: Reading) -> list[Block]:
        """Return the list, newest first, without the faces."""
        rows = await rx.all("SELECT number, created FROM blocks ORDER BY number DESC")
        return [Block(number=row["number"], created=row["created"]) for row in rows]

    async def of(self, rx: Reading, account: str) -> list[int]:
        """Return the numbers this person may take back, also one from before they were forgotten."""
        mine = {self._vault.owner_mark(*user) for user in await accounts.users_of(rx, account)}
        rows = await rx.all("SELECT number, owners FROM blocks ORDER BY number")
        return [row["number"] for row in rows if mine & set(json.loads(row["owners"]))]

    async def forbid(self, tx: Transaction, account: str) -> int | None:
        """Block the face a person's accepted photos show and delete what they taught of it; returns its number.

        None where no photo of theirs was accepted yet, so that nobody knows their face.
        """
        seen = [each for face in await identities.of(tx, account) for each in await self._faces(tx, face.id, account)]
        if not seen:
            return None
        for earlier in await self.of(tx, account):
            await self.remove(tx, earlier)
        face = _mean(seen)
        owners = [self._vault.owner_mark(*user) for user in await accounts.users_of(tx, account)]
        sealed = self._vault.seal_house(struct.pack(f"<{NUMBERS}f", *face), BLOCK)
        row = await tx.one(
            "INSERT INTO blocks (face, owners, created) VALUES (?, ?, ?) RETURNING number",
            (sealed, json.dumps(owners), tx.now()),
        )
        assert row is not None
        for learnt in await identities.of(tx, account):
            await identities.remove(tx, learnt.id, account)
        tx.signal("trash")
        return row["number"]

    async def remove(self, tx: Transaction, number: int) -> bool:
        """Take a face off the list; returns whether it was there."""
        return bool(await tx.run("DELETE FROM blocks WHERE number = ?", (number,)))

    async def bars(self, rx: Reading, job: str, identity: str | None) -> bool:
        """Say whether a job may not be done because a face it is drawn with is blocked, whoever taught it.

        Nothing of somebody else is deleted for a block: a photo of them is no proof that one is them.
        """
        listed = await self.known(rx)
        if not listed:
            return False
        lent = await rx.all("SELECT identity FROM seats WHERE drawing = ? AND identity IS NOT NULL", (job,))
        for each in {identity, *(row["identity"] for row in lent)} - {None}:
            account = await rx.value("SELECT account FROM identities WHERE id = ?", (each,))
            seen = await self._faces(rx, each, account) if account else []
            if seen and any(math.dist(_mean(seen), face) < BORDER for face in listed):
                return True
        return False

    async def _faces(self, rx: Reading, identity: str, account: str) -> list[Face]:
        """Return the face on each accepted photo of an identity."""
        key = await self._vault.key(rx, account)
        opened = [
            json.loads(key.unseal(one.verdict, selfies.sealed_as(one.id)))
            for one in await selfies.of(rx, identity)
            if one.accepted and one.verdict
        ]
        return [tuple(each["embedding"]) for each in opened if len(each.get("embedding") or ()) == NUMBERS]

    def _open(self, row: Row) -> Face:
        return struct.unpack(f"<{NUMBERS}f", self._vault.open_house(row["face"], BLOCK))


def _mean(faces: Sequence[Face]) -> Face:
    return tuple(sum(values) / len(values) for values in zip(*faces, strict=True))
