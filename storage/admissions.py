"""Who may use a bot that is not for everybody, and the codes by which an admin lets somebody in."""

from __future__ import annotations

from storage.database import Reading, Transaction
from storage.logins import digest

INVITED_SECONDS = 7 * 24 * 3600.0


async def is_admitted(rx: Reading, account: str) -> bool:
    """Say whether somebody was let in."""
    return await rx.value("SELECT 1 FROM admitted WHERE account = ?", (account,)) is not None


async def admit(tx: Transaction, account: str) -> None:
    """Let somebody in."""
    await tx.insert("admitted", {"account": account, "at": tx.now()}, ignore=True)


async def dismiss(tx: Transaction, account: str) -> bool:
    """Take that back; returns whether they were in."""
    return bool(await tx.run("DELETE FROM admitted WHERE account = ?", (account,)))


async def invite(tx: Transaction, code: str) -> None:
    """Keep a code that lets one person in."""
    await tx.run("DELETE FROM invitations WHERE expires <= ?", (tx.now(),))
    await tx.insert("invitations", {"digest": digest(code), "expires": tx.now() + INVITED_SECONDS})


async def use_invitation(tx: Transaction, code: str) -> bool:
    """Use a code up; False for one that is unknown, old or used."""
    used = await tx.run("DELETE FROM invitations WHERE digest = ? AND expires > ?", (digest(code), tx.now()))
    return bool(used)
