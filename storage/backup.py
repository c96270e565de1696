"""Everything of a data folder in one file that only a passphrase opens: database, media, keys, the operator's styles.

    header   ``PBB1``, salt (16 bytes)
    frames   length (4 bytes), last or not (1 byte), AES-256-GCM of up to a megabyte of a TAR

Each frame is sealed with its number and whether it is the last, so none can be left out, moved or cut off unnoticed.
The passphrase is stretched with scrypt. Nothing in the clear is written but to the folder that is restored.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import shutil
import sqlite3
import struct
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage import masters
from storage.copies import RESTORING
from storage.errors import NotABackupError
from storage.files import make_private_folder, write_whole
from storage.masters import Place
from storage.own import FOLDER as OWN

MAGIC, SALT_BYTES, FRAME_BYTES = b"PBB1", 16, 2**20
FRAME = struct.Struct("<I?")
STRETCH = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}  # 32 MB and a tenth of a second a guess
ERASED, KEY = "erased.txt", "master.key"
CHAT = "local"  # folder of the key that signs the local chat's cookies: without it nobody finds their account again
PARTS = ("media", "styles", CHAT, OWN, KEY, ERASED)  # names in the archive, beside the database


class _Sealing(io.RawIOBase):
    """Seals what a TAR writes, frame by frame."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt = secrets.token_bytes(SALT_BYTES)
        out.write(MAGIC + salt)
        self._out, self._box = out, AESGCM(_stretched(passphrase, salt))
        self._waiting, self._number = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        while len(self._waiting) > FRAME_BYTES:
            self._frame(bytes(self._waiting[:FRAME_BYTES]), last=False)
            del self._waiting[:FRAME_BYTES]
        return len(data)

    def finish(self) -> None:
        """Write the last frame."""
        self._frame(bytes(self._waiting), last=True)

    def _frame(self, data: bytes, *, last: bool) -> None:
        sealed = self._box.encrypt(_nonce(self._number), data, _bound(last))
        self._out.write(FRAME.pack(len(sealed), last) + sealed)
        self._number += 1


def write(
    folder: Path,
    database: str,
    file: Path,
    passphrase: str,
    *,
    key: Place,
    styles: Path | None = None,
    media: Callable[[], Iterable[tuple[str, bytes]]] = tuple,
) -> int:
    """Back up a data folder into ``file``, whole or not at all; a bot may be running on it. Returns its bytes.

    ``media`` gives the sealed files that lie elsewhere, as names and bytes, asked for after the database was copied.
    The database is copied first, to where a start of the bot deletes what a kill left; a media file that is deleted
    meanwhile is left out, and its row with it at the next start. Raises `OSError`, also without a key.
    """
    part = file.with_name(file.name + ".part")
    handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out, _copied(folder, database) as copy:
            sealing = _Sealing(out, passphrase)
            with tarfile.open(fileobj=sealing, mode="w|") as archive:
                _put(archive, copy.read_bytes(), database)
                _put(archive, key.read_bytes(), KEY)
                _add(archive, folder / ERASED, ERASED)
                for root, name in _roots(folder, styles):
                    for path in sorted(root.rglob("*")) if root.is_dir() else ():
                        _add(archive, path, f"{name}/{path.relative_to(root).as_posix()}")
                for name, data in media():
                    _put(archive, data, f"media/{name[-2:]}/{name}")
            sealing.finish()
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return file.stat().st_size


def read(file: Path, folder: Path, database: str, passphrase: str, *, key: Place, styles: Path | None = None) -> None:
    """Restore a backup into a data folder without a database.

    Nothing is put into place before the whole file has proved itself. Marks of erased people that are in the folder
    stay and are joined with those of the backup: `storage.vault.Vault.settle` then erases whoever they name.
    Raises `NotABackupError` for another file, a wrong passphrase or a damaged one, and `FileExistsError`.
    """
    if (folder / database).exists():
        raise FileExistsError(folder / database)
    make_private_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=RESTORING) as name:
        between = Path(name)
        with file.open("rb") as source:
            opening = _Opening(source, passphrase)
            with tarfile.open(fileobj=opening, mode="r|") as archive:
                for entry in archive:
                    content = archive.extractfile(entry) if _harmless(entry, database) else None
                    if content is not None:
                        target = between / entry.name
                        target.parent.mkdir(parents=True, exist_ok=True)
                        with os.fdopen(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
                            shutil.copyfileobj(content, out)
            opening.read()  # to the last frame: what was cut off must not pass for whole
        if not (between / database).exists() or not (between / KEY).exists():
            raise NotABackupError(file)
        _place(between, folder, database, key, styles)


class _Opening(io.RawIOBase):
    """Reads the TAR out of sealed frames."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._source = source
        if source.read(len(MAGIC)) != MAGIC:
            raise NotABackupError(source.name)
        self._box = AESGCM(_stretched(passphrase, source.read(SALT_BYTES)))
        self._waiting, self._frames = bytearray(), self._opened()

    def readable(self) -> bool:
        return True

    def read(self, count: int = -1) -> bytes:
        while count < 0 or len(self._waiting) < count:
            data = next(self._frames, None)
            if data is None:
                break
            self._waiting += data
        taken = bytes(self._waiting) if count < 0 else bytes(self._waiting[:count])
        del self._waiting[: len(taken)]
        return taken

    def _opened(self) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            head = self._source.read(FRAME.size)
            if len(head) < FRAME.size:
                raise NotABackupError(self._source.name)  # it was cut off
            size, last = FRAME.unpack(head)
            try:
                yield self._box.decrypt(_nonce(number), self._source.read(size), _bound(last))
            except (InvalidTag, ValueError, OverflowError):
                raise NotABackupError(self._source.name) from None
            number += 1


def _roots(folder: Path, styles: Path | None) -> list[tuple[Path, str]]:
    """Return the folders of many files, with their names in a backup."""
    own = [(folder / name, name) for name in ("media", CHAT, OWN)]
    return [*own, *([(styles, "styles")] if styles is not None else [])]


def _place(between: Path, folder: Path, database: str, key: Place, styles: Path | None) -> None:
    """Move what was restored into place; the database last, so that a restore that was killed can be done again."""
    marks = {mark for path in (between / ERASED, folder / ERASED) if path.exists() for mark in path.read_text().split()}
    if marks:
        write_whole(folder / ERASED, "".join(f"{mark}\n" for mark in sorted(marks)).encode())
    for root, name in _roots(folder, styles):
        for path in _files(between / name):
            target = root / path.relative_to(between / name)
            target.parent.mkdir(parents=True, exist_ok=True) if root == styles else make_private_folder(target.parent)
            path.replace(target) if name == "media" else _write_open(target, path)
    _place_key(key, (between / KEY).read_bytes())
    (between / database).chmod(0o600)
    if hasattr(os, "sync"):
        os.sync()  # the database says that all the others are there
    (between / database).replace(folder / database)


def _place_key(path: Place, keys: bytes) -> None:
    """Write the master keys of a backup; one that was rotated since opens it too and stays, another is set aside."""
    there = path.read_bytes() if path.exists() else b""
    if there.endswith(keys):
        return  # also where it cannot be written, as in a mounted secret
    if not keys.endswith(there) and isinstance(path, Path):
        write_whole(path.with_name(f"{path.name}.{int(path.stat().st_mtime)}"), there, close=False)
    masters.write(path, keys)  # a keyring keeps the other one itself


def _write_open(target: Path, source: Path) -> None:
    write_whole(target, source.read_bytes(), close=False)


def _files(root: Path) -> Iterable[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def _harmless(entry: tarfile.TarInfo, database: str) -> bool:
    """Say whether an entry is a plain file where a backup has one."""
    first = entry.name.split("/")[0]
    plain = ".." not in entry.name.split("/") and "\\" not in entry.name
    return entry.isfile() and (first in PARTS or entry.name == database) and plain


@contextmanager
def _copied(folder: Path, database: str) -> Iterator[Path]:
    """Copy the database into ``copies``, whose unfinished files a start of the bot deletes, and take it away again."""
    target = folder / "copies" / f"backup-{secrets.token_hex(4)}.part"
    make_private_folder(target.parent)
    connection = sqlite3.connect(folder / database)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
        yield target
    finally:
        connection.close()
        target.unlink(missing_ok=True)


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    try:
        data = path.read_bytes() if path.is_file() and not path.name.endswith(".part") else None
    except FileNotFoundError:
        return  # deleted since it was listed: its owner took it away
    if data is not None:
        _put(archive, data, name)


def _put(archive: tarfile.TarFile, data: bytes, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, **STRETCH)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(last: bool) -> bytes:
    return MAGIC + bytes([last])
