"""Which process hears which shard of a platform: under a lease, with a token that rises each time one is taken.

Each process takes a `turn` again and again: it renews what it has, gives up what is beyond its share and takes what
nobody has. A share is as many as everybody else's, or one more, in the order of their names; a process that falls
silent is none of them when its lease is over, and what it had is anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Transaction

PART = "shards"  # the part of transactions in which turns are taken, one after another


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a process has after its turn: ``mine`` is shard -> token. ``processes``: among which all are shared."""

    mine: dict[int, int]
    processes: int


async def turn(tx: Transaction, owner: str, total: int, lease_seconds: float, *, most: int) -> Turn:
    """Take a turn among those who share ``total`` shards; at most ``most`` new ones are taken in it."""
    until = tx.now() + lease_seconds
    await tx.run(
        "INSERT INTO hearers (owner, lease) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET lease = excluded.lease",
        (owner, until),
    )
    await tx.run("DELETE FROM hearers WHERE lease < ?", (tx.now(),))
    await _number(tx, total)
    await tx.run("UPDATE shards SET lease = ? WHERE owner = ?", (until, owner))
    everybody = [row["owner"] for row in await tx.all("SELECT owner FROM hearers ORDER BY owner")]
    mine = await held(tx, owner)
    share = total // len(everybody) + (everybody.index(owner) < total % len(everybody))
    for shard in sorted(mine)[share:]:
        await let_go(tx, shard, mine.pop(shard))
    if len(mine) < share:
        mine |= await _take(tx, owner, until, min(most, share - len(mine)))
    return Turn(mine=mine, processes=len(everybody))


async def held(rx: Reading, owner: str) -> dict[int, int]:
    """Return what a process has: shard -> token."""
    rows = await rx.all("SELECT shard, token FROM shards WHERE owner = ? ORDER BY shard", (owner,))
    return {row["shard"]: row["token"] for row in rows}


async def let_go(tx: Transaction, shard: int, token: int) -> None:
    """Give a shard up; nothing where somebody else has it by now."""
    await tx.run("UPDATE shards SET owner = NULL, lease = 0, heard = 0 WHERE shard = ? AND token = ?", (shard, token))


async def heard(tx: Transaction, shard: int, token: int) -> bool:
    """Write that the owner of a shard is connected; False where it is not theirs any more."""
    return bool(
        await tx.run("UPDATE shards SET heard = 1 WHERE shard = ? AND token = ? AND owner IS NOT NULL", (shard, token))
    )


async def others_hear(rx: Reading, tokens: dict[int, int]) -> set[int]:
    """Return those shards that somebody has taken after ``tokens`` and is connected to."""
    rows = await rx.all("SELECT shard, token FROM shards WHERE heard = 1 AND owner IS NOT NULL")
    return {row["shard"] for row in rows if row["token"] > tokens.get(row["shard"], row["token"])}


async def leave(tx: Transaction, process: str) -> None:
    """Give up all that a process had under any name ``<process>/...``: it ends, or was killed and starts again."""
    rows = await tx.all("SELECT owner FROM shards WHERE owner IS NOT NULL UNION SELECT owner FROM hearers")
    for owner in (row["owner"] for row in rows if row["owner"].partition("/")[0] == process):
        await tx.run("UPDATE shards SET owner = NULL, lease = 0, heard = 0 WHERE owner = ?", (owner,))
        await tx.run("DELETE FROM hearers WHERE owner = ?", (owner,))


async def identified(rx: Reading, bucket: int) -> float:
    """Return when somebody last identified in a bucket of the limit, in Unix seconds; 0.0: never."""
    return float(await rx.value("SELECT at FROM identifies WHERE bucket = ?", (bucket,)) or 0.0)


async def identify(tx: Transaction, bucket: int) -> None:
    """Write that somebody identifies now."""
    await tx.run(
        "INSERT INTO identifies (bucket, at) VALUES (?, ?) ON CONFLICT (bucket) DO UPDATE SET at = excluded.at",
        (bucket, tx.now()),
    )


async def _number(tx: Transaction, total: int) -> None:
    known = {row["shard"] for row in await tx.all("SELECT shard FROM shards")}
    for shard in set(range(total)) - known:
        await tx.run("INSERT INTO shards (shard) VALUES (?)", (shard,))
    await tx.run("DELETE FROM shards WHERE shard >= ?", (total,))


async def _take(tx: Transaction, owner: str, until: float, count: int) -> dict[int, int]:
    free = await tx.all(
        "SELECT shard, token FROM shards WHERE owner IS NULL OR lease < ? ORDER BY shard LIMIT ?", (tx.now(), count)
    )
    for row in free:
        await tx.run(
            "UPDATE shards SET owner = ?, token = ?, lease = ?, heard = 0 WHERE shard = ?",
            (owner, row["token"] + 1, until, row["shard"]),
        )
    return {row["shard"]: row["token"] + 1 for row in free}
