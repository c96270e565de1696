"""What somebody used of their day goes on counting when they are erased: nobody begins a day anew by that.

Kept is a keyed hash of each of their platform users (`storage.vault.Vault.spent_mark`), and beside it when they used
how much: kinds and device seconds of jobs, times of reports, wrong codes and series of movements, and an allowance
an admin gave them. It goes to the account they begin next, and is deleted once nothing of it counts any more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from storage import ledger, rules, sessions
from storage.database import Reading, Transaction

DAY_SECONDS = 24 * 3600.0
ALLOWANCE_SECONDS = 90 * DAY_SECONDS  # an admin's decision, as long as what it was about
REPORTS, WRONG_CODES, MOVEMENTS = "reported", "link-tries", "alive-codes"
COUNTED = (REPORTS, WRONG_CODES, MOVEMENTS)  # in a person's state everywhere: when


async def of(rx: Reading, account: str) -> dict[str, Any]:
    """Return what an account has used within a day, empty for nothing."""
    state, since = await sessions.load(rx, account, sessions.EVERYWHERE), rx.now() - DAY_SECONDS
    times = {name: [at for at in state.get(name, ()) if at > since] for name in COUNTED}
    used: dict[str, Any] = {name: found for name, found in times.items() if found}
    if charged := await ledger.charged(rx, account):
        used["jobs"] = charged
    if (allowance := await rules.allowance(rx, account)) is not None:
        used["allowance"] = [allowance, rx.now()]
    return used


async def keep(tx: Transaction, marks: Sequence[str], used: dict[str, Any]) -> None:
    """Keep what was used under marks that name nobody."""
    if not used:
        return
    times = [at for name in COUNTED for at in used.get(name, ())] + [at for _, _, at in used.get("jobs", ())]
    ends = [at + DAY_SECONDS for at in times]
    if "allowance" in used:
        ends.append(used["allowance"][1] + ALLOWANCE_SECONDS)
    rows = [(mark, json.dumps(used), max(ends)) for mark in marks]
    await tx.run_many(
        "INSERT INTO spent (mark, used, expires) VALUES (?, ?, ?) "
        "ON CONFLICT (mark) DO UPDATE SET used = excluded.used, expires = excluded.expires",
        rows,
    )


async def recall(tx: Transaction, mark: str, account: str) -> None:
    """Count what was kept under a mark for the account somebody has now."""
    found = await tx.value("SELECT used FROM spent WHERE mark = ? AND expires > ?", (mark, tx.now()))
    if found is None:
        return
    await tx.run("DELETE FROM spent WHERE mark = ?", (mark,))
    used = json.loads(found)
    await ledger.carry(tx, account, [(kind, units, at) for kind, units, at in used.get("jobs", ())])
    state = await sessions.load(tx, account, sessions.EVERYWHERE)
    await sessions.save(tx, account, sessions.EVERYWHERE, counted_on(state, used))
    if "allowance" in used:
        await rules.set_allowance(tx, account, used["allowance"][0])


def counted_on(state: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return a person's state with what was counted in another one added to it."""
    added = {name: sorted({*state.get(name, ()), *before[name]}) for name in COUNTED if before.get(name)}
    return {**state, **added}


async def tidy(tx: Transaction) -> None:
    """Delete what no longer counts."""
    await tx.run("DELETE FROM spent WHERE expires <= ?", (tx.now(),))
