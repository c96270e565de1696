"""The bot's own secrets, such as the key it signs pictures with: files below ``own``, sealed under the master key.

Each says which version of the master key sealed it, so a rotation may be killed at any line and goes on.
"""

from __future__ import annotations

from pathlib import Path

from storage.errors import UnreadableError
from storage.files import write_whole
from storage.masters import Masters
from storage.sealing import seal, unseal

FOLDER = "own"
MAGIC = b"PBO1"


def keep(masters: Masters, folder: Path, name: str, data: bytes) -> None:
    """Seal ``data`` as ``name`` below a data folder. Raises `OSError`."""
    sealed = MAGIC + bytes([masters.version]) + seal(masters.keys[0], data, _bound(name))
    write_whole(folder / FOLDER / name, sealed)


def read(masters: Masters, folder: Path, name: str) -> bytes | None:
    """Return what was kept as ``name``, None where nothing was. Raises `UnreadableError`."""
    try:
        sealed = (folder / FOLDER / name).read_bytes()
    except FileNotFoundError:
        return None
    version = sealed[len(MAGIC)] if sealed.startswith(MAGIC) and len(sealed) > len(MAGIC) else 0
    if not 0 < version <= masters.version:
        raise UnreadableError(name)
    return unseal(masters.keys[-version], sealed[len(MAGIC) + 1 :], _bound(name))


def reseal(masters: Masters, folder: Path) -> None:
    """Seal everything anew under the newest master key. Raises `OSError`."""
    for path in sorted((folder / FOLDER).glob("*")):
        if not path.name.endswith(".part") and (data := read(masters, folder, path.name)) is not None:
            keep(masters, folder, path.name, data)


def _bound(name: str) -> bytes:
    return f"own:{name}".encode()
