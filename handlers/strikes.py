"""What was refused for its content is counted; who asks for too much of it has to pause, and is told so.

A refusal for content is any error with a code in `CODES`, wherever it comes from: the worker (`handlers.ending`), or a
handler that looked at the words first (`handlers.router`).
"""

from __future__ import annotations

from handlers.context import Deps, RefusedError, Turn, Tx
from handlers.text import Words
from storage import audit, strikes

CODES = frozenset({"content-refused"})
HOUR = 3600.0


def is_strike(code: str) -> bool:
    """Say whether a refusal counts: by the code of an error, or the key of the sentence that says it."""
    return code.removeprefix("error-") in CODES or code.startswith("content-")


async def count(tx: Tx, account: str, code: str, deps: Deps, say: Words) -> str:
    """Count one refusal; returns what is to be said of it, nothing while there are few."""
    limits = deps.limits
    if not limits.strikes or await strikes.paused_until(tx, account) is not None:
        return ""
    if await strikes.add(tx, account, code) < limits.strikes:
        return ""
    await strikes.pause(tx, account, tx.now() + limits.strike_hours * HOUR)
    await audit.note(tx, account, "strikes", account)
    return say("strikes-pause", hours=round(limits.strike_hours))


async def require_none(turn: Turn) -> None:
    """Raise `RefusedError` for somebody who pauses."""
    until = await strikes.paused_until(turn.tx, turn.account.id)
    if until is not None:
        raise RefusedError("strikes-paused", hours=max(1, round((until - turn.now) / HOUR + 0.5)))
