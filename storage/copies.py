"""Copies of the database: made before a migration and nightly. `storage.erasures` takes erased people out of them."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from storage.database import Database

KEPT = 7
RESTORING = "restoring-"  # begins the name of a folder in which a backup is opened


async def make(db: Database, keep: int = KEPT) -> Path:
    """Copy the database into ``copies/`` beside it and drop the oldest beyond ``keep``. Raises `StorageFullError`."""
    folder = db.path.parent / "copies"
    target = folder / f"{db.path.stem}-{int(db.clock.now())}.sqlite"
    await db.copy(target)
    await asyncio.to_thread(_drop_oldest, folder, f"{db.path.stem}-[0-9]*.sqlite", keep)
    return target


def _drop_oldest(folder: Path, pattern: str, keep: int) -> None:
    for old in sorted(folder.glob(pattern))[:-keep]:
        old.unlink()


async def drop_unfinished(folder: Path) -> None:
    """Delete what a kill left of a copy, or of a restore: nobody would erase a person from it."""
    for part in await asyncio.to_thread(lambda: list(folder.glob("*.part"))):
        await asyncio.to_thread(part.unlink, missing_ok=True)
    for begun in await asyncio.to_thread(lambda: list(folder.parent.glob(f"{RESTORING}*"))):
        await asyncio.to_thread(shutil.rmtree, begun, ignore_errors=True)
