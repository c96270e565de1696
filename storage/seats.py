"""Who takes which face of a picture: its sender, or a guest who agreed to this one picture (paper 2.5.3).

    own
    open ──> asked ──> agreed ──> used ──> withdrawn
               └──> refused └────────────────^

A guest is whoever used the one-time code; only a digest of it is kept. From then on every step names the guest, so
nobody answers for another. An agreement is used by one drawing and lost with the guest's account or face.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from storage import media
from storage.database import Reading, Row, Transaction
from storage.errors import NoSuchSeatError

VALID_SECONDS = 12 * 3600.0
State = Literal["own", "open", "asked", "agreed", "refused", "used", "withdrawn"]
_COLUMNS = "id, job, account, face, host, state, guest, identity, name, drawing, expires"


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Face ``face`` of the picture job ``job`` looked at, sent by ``account``; ``drawing`` is the job it is lent to."""

    id: str
    job: str
    account: str
    face: int
    host: str
    state: State
    guest: str | None
    identity: str | None
    name: str
    drawing: str | None
    expires: float


async def take(tx: Transaction, job: str, account: str, face: int) -> None:
    """Put the sender at a face, and at no other of this picture."""
    await tx.run("DELETE FROM seats WHERE job = ? AND state = 'own'", (job,))
    await free(tx, job, face)
    await _add(tx, job, account, face, state="own")


async def invite(tx: Transaction, job: str, account: str, face: int, host: str, code: str) -> None:
    """Keep a face for whoever uses ``code`` within `VALID_SECONDS`, in place of whoever had it."""
    await free(tx, job, face)
    await _add(tx, job, account, face, state="open", host=host, digest=_digest(code))


async def free(tx: Transaction, job: str, face: int) -> None:
    """Take a face from whoever was to have it; what was already lent to a drawing stays written down."""
    await tx.run("DELETE FROM seats WHERE job = ? AND face = ? AND drawing IS NULL", (job, face))


async def invited(rx: Reading, code: str) -> Seat | None:
    """Return the seat a code still valid is for, or None."""
    row = await rx.one(
        f"SELECT {_COLUMNS} FROM seats WHERE digest = ? AND state = 'open' AND expires > ?", (_digest(code), rx.now())
    )
    return _seat(row) if row else None


async def ask(tx: Transaction, seat: str, guest: str, name: str) -> None:
    """Note who used the code, which is worth nothing from now on."""
    await tx.run(
        "UPDATE seats SET state = 'asked', digest = NULL, guest = ?, name = ? WHERE id = ? AND state = 'open'",
        (guest, name, seat),
    )


async def asked(rx: Reading, seat: str, guest: str) -> Seat:
    """Return a seat this very guest was asked about and has not answered. Raises `NoSuchSeatError`."""
    return await _one(rx, "id = ? AND guest = ? AND state = 'asked' AND expires > ?", (seat, guest, rx.now()))


async def agree(tx: Transaction, seat: str, guest: str, identity: str) -> None:
    """The guest lends a face. Raises `NoSuchSeatError` unless this very guest was asked and the time is not over."""
    await asked(tx, seat, guest)
    await tx.run("UPDATE seats SET state = 'agreed', identity = ? WHERE id = ?", (identity, seat))


async def refuse(tx: Transaction, seat: str, guest: str) -> None:
    """The guest says no. Raises `NoSuchSeatError` like `agree`."""
    await asked(tx, seat, guest)
    await tx.run("UPDATE seats SET state = 'refused' WHERE id = ?", (seat,))


async def withdraw(tx: Transaction, seat: str, guest: str) -> Seat:
    """The guest takes an agreement back, used or not; returns it as it was. Raises `NoSuchSeatError`."""
    before = await _one(tx, "id = ? AND guest = ? AND state IN ('agreed', 'used')", (seat, guest))
    await tx.run("UPDATE seats SET state = 'withdrawn' WHERE id = ?", (seat,))
    return before


async def remove_drawn_with(tx: Transaction, guest: str) -> None:
    """Delete what others drew with a face this person lent, and the messages that name them.

    With the account goes the note which pictures those are.
    """
    await tx.run(
        "DELETE FROM outbox WHERE sent IS NOT NULL AND EXISTS (SELECT 1 FROM seats WHERE guest = ? AND "
        "seats.account = outbox.account AND (outbox.key LIKE 'seat:%' OR outbox.thread = 'seats:' || seats.job))",
        (guest,),
    )
    rows = await tx.all("SELECT account, drawing FROM seats WHERE guest = ? AND drawing IS NOT NULL", (guest,))
    for row in rows:
        await media.remove_made(tx, row["account"], row["drawing"])


async def of(rx: Reading, job: str) -> list[Seat]:
    """Return who is to take which face of a picture, by face; what is over or was already drawn is left out."""
    rows = await rx.all(
        f"SELECT {_COLUMNS} FROM seats WHERE job = ? AND (state = 'own' OR (state IN ('open', 'asked', 'agreed', "
        "'refused') AND expires > ?)) ORDER BY face",
        (job, rx.now()),
    )
    return [_seat(row) for row in rows]


async def lent(rx: Reading, guest: str) -> list[Seat]:
    """Return what a guest has agreed to, newest first: still open, or drawn."""
    rows = await rx.all(
        f"SELECT {_COLUMNS} FROM seats WHERE guest = ? AND (state = 'used' OR (state = 'agreed' AND expires > ?)) "
        "ORDER BY id DESC",
        (guest, rx.now()),
    )
    return [_seat(row) for row in rows]


async def use(tx: Transaction, job: str, drawing: str) -> None:
    """Lend every agreed face of a picture to one drawing; the sender's own place is given up with it."""
    await tx.run(
        "UPDATE seats SET state = 'used', drawing = ? WHERE job = ? AND state = 'agreed' AND expires > ?",
        (drawing, job, tx.now()),
    )
    await tx.run("DELETE FROM seats WHERE job = ? AND state = 'own'", (job,))


async def sitting(rx: Reading, seat: str, account: str, drawing: str) -> Seat:
    """Return an agreement that holds for this drawing of this person. Raises `NoSuchSeatError` for every other."""
    values = (seat, account, drawing)
    return await _one(rx, "id = ? AND account = ? AND drawing = ? AND state = 'used' AND identity IS NOT NULL", values)


async def _add(tx: Transaction, job: str, account: str, face: int, **columns: str) -> None:
    known = {"id": tx.new_id(), "job": job, "account": account, "face": face, "expires": tx.now() + VALID_SECONDS}
    await tx.insert("seats", {"host": "", **known, **columns})


async def _one(rx: Reading, where: str, values: tuple[object, ...]) -> Seat:
    row = await rx.one(f"SELECT {_COLUMNS} FROM seats WHERE {where}", values)
    if row is None:
        raise NoSuchSeatError(values[0])
    return _seat(row)


def _seat(row: Row) -> Seat:
    return Seat(**dict(row))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
