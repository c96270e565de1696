"""Whose the sealed files in a store are, and where those of a data folder lie: neither may be taken for another's.

A sweep deletes what it has no row for. So a store carries a mark only its own bot's master key opens, and a data folder
the address of its store.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import (
    BrokenMasterKeyError,
    FilesElsewhereError,
    ForeignStoreError,
    NotMovedError,
    UnreadableError,
)
from storage.files import write_whole
from storage.sealed import FolderFiles
from storage.vault import MEDIA, STORE_MARK, Vault

if TYPE_CHECKING:
    from storage.s3 import S3Files

LABEL = "store"


def address_of(folder: Path) -> str:
    """Return where the sealed files of a data folder lie, empty: in the folder."""
    mark = folder / STORE_MARK
    return mark.read_text("utf-8").strip() if mark.exists() else ""


def require(folder: Path, address: str) -> None:
    """Make sure that the sealed files of a folder lie where the settings say; ``address`` empty: in the folder.

    Raises `FilesElsewhereError`, and `NotMovedError` where some are in the folder that should be in the store.
    """
    require_address(folder, address)
    if address and (count := count_in(folder)):
        raise NotMovedError(folder / MEDIA, count)


def require_address(folder: Path, address: str) -> None:
    """Make sure that the sealed files of a folder lie nowhere but there, or in it. Raises `FilesElsewhereError`."""
    known = address_of(folder)
    if known and known != address:
        raise FilesElsewhereError(folder, known)


def belong(folder: Path, address: str) -> None:
    """Mark a folder: its sealed files lie at ``address``; empty: in the folder again."""
    if address:
        write_whole(folder / STORE_MARK, f"{address}\n".encode())
    else:
        (folder / STORE_MARK).unlink(missing_ok=True)


async def claim(vault: Vault, store: S3Files) -> None:
    """Make sure that a store can be used and is this bot's, and mark it.

    Raises `StoreUnreachableError`, `StoreKeepsVersionsError`, `ForeignStoreError`.
    """
    await store.examine()
    mark = await store.owner()
    if mark is None:
        async for _ in store.entries():
            raise ForeignStoreError(store.bucket.address)  # files, and nothing says whose
        await store.own(vault.seal_house(LABEL.encode(), LABEL))
        return
    try:
        vault.open_house(mark, LABEL)
    except (UnreadableError, BrokenMasterKeyError):
        raise ForeignStoreError(store.bucket.address) from None


def count_in(folder: Path) -> int:
    """Return how many sealed files lie in a data folder."""
    return sum(1 for _ in (folder / MEDIA).glob("*/*"))


async def move_in(folder: Path, vault: Vault, store: S3Files) -> int:
    """Move the sealed files of a folder into a store; returns how many. Killed at any line, do it again.

    Until all are there the folder's are those that count; only then do they go. Raises as `claim`, and `OSError`.
    """
    await claim(vault, store)
    here = FolderFiles(folder / MEDIA)
    names = {entry.name async for entry in here.entries()}
    for name in sorted(names):
        await store.write(name, await here.read(name))
    there = {entry.name async for entry in store.entries()}
    if missing := names - there:
        raise NotMovedError(folder / MEDIA, len(missing))
    belong(folder, store.bucket.address)
    await here.delete(sorted(names))
    return len(names)


async def move_out(folder: Path, vault: Vault, store: S3Files) -> int:
    """Move the sealed files of a store into a folder; returns how many. Killed at any line, do it again.

    The folder says where they are until the store has none: else nobody would know of those a kill left there.
    Raises as `claim`, `OSError` and `StorageFullError`.
    """
    await claim(vault, store)
    here = FolderFiles(folder / MEDIA)
    there = sorted([entry.name async for entry in store.entries()])
    for name in there:
        await here.write(name, await store.read(name))
    await store.delete(there)
    await store.disown()
    belong(folder, "")
    return len(there)
