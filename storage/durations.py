"""What jobs took on this machine, by kind and sort: the newest of each, kept when the jobs themselves are gone.

A sort is a path from what changes the length most to what changes it least, such as ``auto/none/oil``. Nobody is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Transaction

KEPT = 12  # of each sort: a machine's pace changes with its base and its settings
LEAST = 2  # of a sort, to be believed without its neighbours
LONGEST = 3600.0  # seconds; what seems to have run longer tells of a clock that was set, not of the machine


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A job of some ``size``, in whatever its kind counts, took so many ``seconds``."""

    size: int
    seconds: float


def add(tx: Transaction, kind: str, sort: str, duration: Duration) -> None:
    """Keep what a job took; one that took no time, or hours, is not believed."""
    if not 0.0 <= duration.seconds <= LONGEST:
        return
    tx.run_soon(
        "INSERT INTO durations (kind, sort, size, seconds) VALUES (?, ?, ?, ?)",
        (kind, sort, duration.size, duration.seconds),
    )
    tx.run_soon(
        "DELETE FROM durations WHERE kind = ? AND sort = ? AND number <= (SELECT number FROM durations "
        "WHERE kind = ? AND sort = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
        (kind, sort, kind, sort, KEPT),
    )


async def recent(rx: Reading, kind: str, sort: str = "") -> list[Duration]:
    """Return the newest durations of a sort, newest first; where there are few, those of all like it up the path."""
    found: list[Duration] = []
    for level in _levels(sort):
        rows = await rx.all(
            "SELECT size, seconds FROM durations WHERE kind = ?1 AND (?2 = '' OR sort = ?2 OR (sort > ?2 || '/' "
            "AND sort < ?2 || '0')) ORDER BY number DESC LIMIT ?3",
            (kind, level, KEPT),
        )
        found = [Duration(size=row["size"], seconds=row["seconds"]) for row in rows]
        if len(found) >= LEAST:
            break
    return found


def _levels(sort: str) -> list[str]:
    """Return a path and everything above it: ``a/b``, ``a``, and the empty one."""
    levels = [sort]
    while sort:
        sort = sort.rpartition("/")[0]
        levels.append(sort)
    return levels
