"""Which database a data folder belongs to: the files of another one's people would be swept away as nobody's."""

from __future__ import annotations

from pathlib import Path

from storage.errors import ForeignFolderError
from storage.files import write_whole

MARK = "postgresql.txt"


def belong(folder: Path, identity: str) -> None:
    """Mark a folder as this database's. Raises `ForeignFolderError` where it is another's, or has one itself."""
    mark = folder / MARK
    if any(folder.glob("*.sqlite")) or (mark.exists() and mark.read_text("ascii").strip() != identity):
        raise ForeignFolderError(folder)
    if not mark.exists():
        write_whole(mark, f"{identity}\n".encode())


def is_a_servers(folder: Path) -> bool:
    """Say whether a folder belongs to a database on a server."""
    return (folder / MARK).exists()
