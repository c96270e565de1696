"""Wishes people gave a name: a style with its count and weights."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading, Row, Transaction

_COLUMNS = "id, name, wish, created"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One wish. ``id`` is what a button carries."""

    id: int
    name: str
    wish: dict[str, Any]
    created: float


async def save(tx: Transaction, account: str, name: str, wish: dict[str, Any]) -> None:
    """Keep a wish; one of the same name is replaced."""
    await tx.run(
        "INSERT INTO presets (account, name, wish, created) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (account, name) DO UPDATE SET wish = excluded.wish, created = excluded.created",
        (account, name, json.dumps(wish), tx.now()),
    )


async def of(rx: Reading, account: str) -> list[Preset]:
    """Return a person's presets by name."""
    rows = await rx.all(f"SELECT {_COLUMNS} FROM presets WHERE account = ? ORDER BY name", (account,))
    return [_preset(row) for row in rows]


async def remove(tx: Transaction, account: str, preset: int) -> bool:
    """Delete a preset of this person; False when there is none."""
    return bool(await tx.run("DELETE FROM presets WHERE id = ? AND account = ?", (preset, account)))


def _preset(row: Row) -> Preset:
    return Preset(**{**dict(row), "wish": json.loads(row["wish"])})
