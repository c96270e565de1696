"""Where sealed bytes lie: in the data folder, or (`storage.s3`) in a store of objects. Neither ever sees them open.

A file goes by the id of its row, is whole or absent, and is written before its row and deleted after it. So whatever is
killed in between leaves a file without a row, which `storage.vault.Vault.sweep` finds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from storage.errors import NoSuchMediaError
from storage.files import full_disk_named, write_whole

PART = ".part"  # ends the name of a file that is being written (`storage.files.write_whole`)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file that is there. ``changed``: Unix seconds, by the clock of whoever keeps it."""

    name: str
    bytes: int
    changed: float


class SealedFiles(Protocol):
    """Keeps sealed files. Whatever is asked may raise `StoreUnreachableError` where they lie elsewhere."""

    remote: ClassVar[bool]  # not on this machine's disk

    async def write(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all; one of that name is replaced. Raises `StorageFullError`."""

    async def read(self, name: str) -> bytes:
        """Return a file. Raises `NoSuchMediaError`."""

    async def delete(self, names: Sequence[str]) -> None:
        """Delete files; those that are not there are no error."""

    def entries(self) -> AsyncIterator[Entry]:
        """Yield every file there is."""

    @property
    def silent(self) -> bool:
        """Whether whatever is asked just now would be refused at once: there was no answer."""

    @property
    def away(self) -> float:
        """Return for how many seconds nobody has answered; 0.0 where all is well, as far as is known."""

    async def probe(self) -> None:
        """Ask again where nobody answered and it is time, so that no question of a person has to find it out."""


class FolderFiles:
    """Files in folders by the last letters of their names, which are random, so the folders fill evenly."""

    remote: ClassVar[bool] = False
    silent, away = False, 0.0

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None] = write_whole) -> None:
        self.folder = folder
        self._write_whole = write

    def path(self, name: str) -> Path:
        """Return where a file lies; a half-written one beside what it was to become."""
        return self.folder / name.removesuffix(PART)[-2:] / name

    async def write(self, name: str, data: bytes) -> None:
        """See `SealedFiles.write`."""
        await asyncio.to_thread(self._write, name, data)

    async def read(self, name: str) -> bytes:
        """See `SealedFiles.read`."""
        try:
            return await asyncio.to_thread(self.path(name).read_bytes)
        except FileNotFoundError:
            raise NoSuchMediaError(name) from None

    async def delete(self, names: Sequence[str]) -> None:
        """See `SealedFiles.delete`."""
        await asyncio.to_thread(self._delete, names)

    async def entries(self) -> AsyncIterator[Entry]:
        """See `SealedFiles.entries`; half-written files are among them."""
        for entry in await asyncio.to_thread(lambda: list(self._entries())):
            yield entry

    async def probe(self) -> None:
        """A disk is there, or each who asks it is told so."""

    def _write(self, name: str, data: bytes) -> None:
        with full_disk_named():
            self._write_whole(self.path(name), data)

    def _delete(self, names: Sequence[str]) -> None:
        for name in names:
            self.path(name).unlink(missing_ok=True)

    def _entries(self) -> list[Entry]:
        found = []
        for path in self.folder.glob("*/*"):
            try:
                about = path.stat()
            except FileNotFoundError:
                continue  # deleted since it was listed
            found.append(Entry(name=path.name, bytes=about.st_size, changed=about.st_mtime))
        return found
