"""One person on two platforms: a one-time code from the first is typed on the second, and confirmed on the first.

Only a digest of the code is kept, for ten minutes; a newer code of the same person takes its place. A code that was
typed is used up: it has become the question of whoever typed it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from storage import strikes
from storage.database import Reading, Transaction
from storage.errors import OvertakenError

VALID_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody typed the code of ``account`` and asks to be one with it; ``keeps`` is "there" (``account``) or "here".

    ``address`` is the chat the code was made in, ``asker_address`` the one it was typed in.
    """

    account: str
    platform: str
    address: dict[str, Any]
    asker: str
    asker_name: str
    asker_platform: str
    asker_address: dict[str, Any]
    asker_locale: str
    keeps: str


async def open_(tx: Transaction, account: str, platform: str, code: str, address: dict[str, Any] | None = None) -> None:
    """Invite: whoever types ``code`` on another platform within `VALID_SECONDS` may ask to join this account."""
    await close(tx, account)
    row = {"account": account, "digest": _digest(code), "platform": platform, "expires": tx.now() + VALID_SECONDS}
    await tx.insert("links", {**row, "address": json.dumps(address or {})})


async def invited(rx: Reading, code: str, platform: str) -> str | None:
    """Return the account a code still valid belongs to, or None; on its own platform a code opens nothing."""
    return await rx.value(
        "SELECT account FROM links WHERE digest = ? AND platform <> ? AND asker IS NULL AND expires > ?",
        (_digest(code), platform, rx.now()),
    )


async def own(rx: Reading, code: str) -> str | None:
    """Return whose code this is, wherever it is typed."""
    return await rx.value("SELECT account FROM links WHERE digest = ?", (_digest(code),))


async def ask(
    tx: Transaction,
    account: str,
    asker: str,
    *,
    name: str,
    platform: str,
    address: dict[str, Any],
    locale: str,
    keeps: str,
) -> Request:
    """Turn the open invitation of ``account`` into the question of ``asker``; the code is worth nothing from now on.

    Raises `OvertakenError` where somebody else has asked since `invited`: the owner would say yes to the wrong one.
    """
    first = await tx.run(
        "UPDATE links SET digest = ?, asker = ?, asker_name = ?, asker_platform = ?, asker_address = ?, "
        "asker_locale = ?, keeps = ?, expires = ? WHERE account = ? AND asker IS NULL",
        (f"asked:{tx.new_id()}", asker, name, platform, json.dumps(address), locale, keeps, tx.now() + VALID_SECONDS,
         account),
    )  # fmt: skip
    if not first:
        raise OvertakenError
    found = await asked(tx, account)
    assert found is not None
    return found


def check(code: str, request: Request) -> str:
    """Return four digits by which whoever typed a code is told from somebody else who typed it first."""
    said = f"{code}:{request.account}:{request.asker}"
    return f"{int(hashlib.sha256(said.encode()).hexdigest(), 16) % 10_000:04d}"


async def asked(rx: Reading, account: str) -> Request | None:
    """Return the question about this account that waits for an answer, or None."""
    row = await rx.one(
        "SELECT account, platform, address, asker, asker_name, asker_platform, asker_address, asker_locale, keeps "
        "FROM links WHERE account = ? AND asker IS NOT NULL AND expires > ?",
        (account, rx.now()),
    )
    if row is None:
        return None
    values = dict(row)
    for column in ("address", "asker_address"):
        values[column] = json.loads(values[column])
    return Request(**values)


async def close(tx: Transaction, account: str) -> None:
    """Take the invitation of an account back."""
    await tx.run("DELETE FROM links WHERE account = ?", (account,))


async def join(tx: Transaction, stays: str, goes: str) -> None:
    """Make everyone who is ``goes`` be ``stays``, with what they have used of their day and the pause they are in.

    An allowance of an admin goes with them where ``stays`` has none.

    ``goes`` is left without anybody: the caller erases it.
    """
    await tx.alone()
    await tx.run("UPDATE users SET account = ? WHERE account = ?", (stays, goes))
    await tx.run("UPDATE ledger SET account = ? WHERE account = ?", (stays, goes))
    await tx.run("UPDATE strikes SET account = ? WHERE account = ?", (stays, goes))
    await tx.run(
        "UPDATE allowances SET account = ?1 WHERE account = ?2 "
        "AND NOT EXISTS (SELECT 1 FROM allowances WHERE account = ?1)",
        (stays, goes),
    )
    pauses = [each for each in [await strikes.paused_until(tx, one) for one in (stays, goes)] if each is not None]
    if pauses:
        await strikes.pause(tx, stays, max(pauses))
        await tx.run("DELETE FROM pauses WHERE account = ?", (goes,))
    await tx.run("DELETE FROM links WHERE account IN (?, ?)", (stays, goes))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
