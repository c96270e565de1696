"""One person on two platforms: a one-time code from the first is typed on the second.

Only a digest of the code is kept, for ten minutes; a newer code of the same person takes its place.
"""

from __future__ import annotations

import hashlib

from storage.database import Reading, Transaction

VALID_SECONDS = 600.0


async def open_(tx: Transaction, account: str, platform: str, code: str) -> None:
    """Invite: whoever types ``code`` on another platform within `VALID_SECONDS` may join this account."""
    await tx.run(
        "INSERT INTO links (account, digest, platform, expires) VALUES (?, ?, ?, ?) ON CONFLICT (account) DO UPDATE "
        "SET digest = excluded.digest, platform = excluded.platform, expires = excluded.expires",
        (account, _digest(code), platform, tx.now() + VALID_SECONDS),
    )


async def invited(rx: Reading, code: str) -> str | None:
    """Return the account a code still valid belongs to, or None."""
    return await rx.value("SELECT account FROM links WHERE digest = ? AND expires > ?", (_digest(code), rx.now()))


async def close(tx: Transaction, account: str) -> None:
    """Take the invitation of an account back."""
    await tx.run("DELETE FROM links WHERE account = ?", (account,))


async def join(tx: Transaction, stays: str, goes: str) -> None:
    """Make everyone who is ``goes`` be ``stays``, with what they have used of their day.

    ``goes`` is left without anybody: the caller erases it.
    """
    await tx.run("UPDATE users SET account = ? WHERE account = ?", (stays, goes))
    await tx.run("UPDATE ledger SET account = ? WHERE account = ?", (stays, goes))
    await tx.run("DELETE FROM links WHERE account IN (?, ?)", (stays, goes))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
