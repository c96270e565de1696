"""What was refused to a person for its content, and the pause that follows too much of it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Transaction

DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One person: ``platform:user`` of each of their users, refusals within a day, until when they pause (or None)."""

    people: tuple[str, ...]
    strikes: int
    until: float | None


async def add(tx: Transaction, account: str, kind: str) -> int:
    """Count one refusal; returns how many there were within a day."""
    await tx.insert("strikes", {"account": account, "kind": kind, "at": tx.now()})
    return await count(tx, account)


async def count(rx: Reading, account: str) -> int:
    """Return how many refusals there were within a day."""
    since = rx.now() - DAY_SECONDS
    return await rx.value("SELECT count(*) FROM strikes WHERE account = ? AND at > ?", (account, since))


async def of(rx: Reading, account: str) -> list[tuple[str, float]]:
    """Return (kind, when) of each refusal within a day."""
    since = rx.now() - DAY_SECONDS
    rows = await rx.all("SELECT kind, at FROM strikes WHERE account = ? AND at > ? ORDER BY at", (account, since))
    return [(row["kind"], row["at"]) for row in rows]


async def carry(tx: Transaction, account: str, counted: list[tuple[str, float]]) -> None:
    """Hold refusals against an account that were counted for the one before it."""
    await tx.run_many("INSERT INTO strikes (account, kind, at) VALUES (?, ?, ?)", [(account, *one) for one in counted])


async def pause(tx: Transaction, account: str, until: float) -> None:
    """Let a person ask for nothing until then; what was counted so far is spent."""
    await tx.run("DELETE FROM strikes WHERE account = ?", (account,))
    await tx.run("DELETE FROM pauses WHERE account = ?", (account,))
    await tx.insert("pauses", {"account": account, "until": until})


async def paused_until(rx: Reading, account: str) -> float | None:
    """Return when a person's pause ends, None where there is none."""
    return await rx.value("SELECT until FROM pauses WHERE account = ? AND until > ?", (account, rx.now()))


async def pardon(tx: Transaction, account: str) -> bool:
    """Forget what was counted and end the pause; returns whether there was anything."""
    strikes = await tx.run("DELETE FROM strikes WHERE account = ?", (account,))
    return bool(await tx.run("DELETE FROM pauses WHERE account = ?", (account,)) + strikes)


async def standings(rx: Reading, limit: int) -> list[Standing]:
    """Return those with the most refusals within a day and those who pause, the newest pause first."""
    rows = await rx.all(
        "SELECT account, max(until) AS until, sum(strikes) AS strikes FROM ("
        "SELECT account, NULL AS until, count(*) AS strikes FROM strikes WHERE at > ?1 GROUP BY account "
        "UNION ALL SELECT account, until, 0 FROM pauses WHERE until > ?2) AS standing "
        "GROUP BY account ORDER BY until DESC NULLS LAST, strikes DESC LIMIT ?3",
        (rx.now() - DAY_SECONDS, rx.now(), limit),
    )
    return [
        Standing(people=await _people(rx, row["account"]), strikes=row["strikes"], until=row["until"]) for row in rows
    ]


async def tidy(tx: Transaction) -> None:
    """Delete what no longer counts, and whom only that kept after `storage.vault.Vault.forget`."""
    await tx.run(
        "DELETE FROM accounts WHERE (id IN (SELECT account FROM pauses WHERE until <= ?1) "
        "OR id IN (SELECT account FROM strikes WHERE at <= ?2)) AND role = 'user' "
        "AND wrapped_key IS NULL AND consent IS NULL AND id NOT IN (SELECT account FROM sessions) "
        "AND id NOT IN (SELECT account FROM pauses WHERE until > ?1) "
        "AND id NOT IN (SELECT account FROM strikes WHERE at > ?2)",
        (tx.now(), tx.now() - DAY_SECONDS),
    )
    await tx.run("DELETE FROM strikes WHERE at <= ?", (tx.now() - DAY_SECONDS,))
    await tx.run("DELETE FROM pauses WHERE until <= ?", (tx.now(),))


async def _people(rx: Reading, account: str) -> tuple[str, ...]:
    rows = await rx.all("SELECT platform, user FROM users WHERE account = ? ORDER BY platform, user", (account,))
    return tuple(f"{row['platform']}:{row['user']}" for row in rows)
