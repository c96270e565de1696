"""The files of a job: unsealed into its scratch folder before it runs, sealed again when it is done.

A job row names files as `engine.files` says. Only fields that are paths are read this way, so a style named "media:..."
is just an odd style.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.ahead import Ahead
from engine import samples
from engine.errors import NoIdentityError
from engine.files import (
    Garment,
    GuestRef,
    IdentityRef,
    Media,
    PoseRef,
    Ready,
    Reference,
    Scratch,
    Training,
    paths_in,
    reference,
    with_paths,
)
from engine.requests import MalformedError, Request, Result, read_request
from engine.tasks.template.request import GuestLeftError
from engine.templates import Gallery
from handlers.jobs import job_kinds
from storage import identities, seats
from storage import media as media_rows
from storage.database import Database, Reading, Transaction
from storage.errors import NoSuchAccountError, NoSuchIdentityError, NoSuchMediaError, NoSuchSeatError, UnreadableError
from storage.files import full_disk_named, make_private_folder
from storage.jobs import Job
from storage.media import Media as MediaRow
from storage.retention import TRAINING, Retention
from storage.vault import Key, Vault, is_sealed

PURPOSES = {
    "cleaned": "selfie",
    "file": "portrait",
    "raw": "raw",
    "identity": "adapter",
    "preview": "preview",
    "numbered": "preview",  # strangers are on it
}
FEW = 4  # attempts
SUFFIX = re.compile(r"\.[a-z0-9]{1,12}")


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What a result became: the same value with ``media:<id>`` paths, and the rows of the files sealed for it."""

    value: Any
    rows: tuple[MediaRow, ...]
    folders: dict[str, dict[str, str]]  # field name of a folder -> {file name: media id}


class JobFiles:
    """Moves the files of jobs between the vault and scratch folders."""

    def __init__(self, db: Database, vault: Vault, scratch: Path, retention: Retention) -> None:
        self._db = db
        self._vault = vault
        self._root = scratch
        self._retention = retention
        self._gallery = Gallery()
        self.ahead = Ahead(lambda name: vault.files.read(name))

    def scratch(self, job: str, token: int) -> Path:
        """Return the folder of one attempt at a job."""
        return self._root / f"{job}-{token}"

    async def make(self, scratch: Path) -> None:
        """Make the folder of an attempt. Raises `StorageFullError`."""
        await asyncio.to_thread(_make_folder, scratch)

    async def clear(self, job: str, token: int, *, again: bool = False) -> None:
        """Remove the scratch folders of an attempt and those before it, with everything in the clear.

        One before may be left where its end could not be written, as on a full disk. ``again`` keeps a half-finished
        training for the job's next attempt.
        """
        await asyncio.to_thread(self._clear, job, token, again)

    def _clear(self, job: str, token: int, again: bool) -> None:
        for attempt in self._attempts(job, token):
            _remove(attempt)
        if not again:
            _remove(self._training(job))

    def _attempts(self, job: str, token: int) -> list[Path]:
        """Return where the attempts up to this one may lie: named one by one where they are few, which costs no look
        at everybody's folders.
        """
        if token <= FEW:
            return [self.scratch(job, each) for each in range(1, token + 1)]
        found = [(path, path.name.rpartition("-")[2]) for path in self._root.glob(f"{job}-*")]
        return [path for path, number in found if number.isdigit() and int(number) <= token]

    def _training(self, job: str) -> Path:
        return self._root / f"{job}{TRAINING}"

    async def load_inputs(self, request: Request, account: str, scratch: Path) -> Request:
        """Unseal what a request names into ``scratch``, see `make`, and return the request with real paths.

        Raises `NoIdentityError`, `GuestLeftError`, whatever its kind ends with where an input was deleted meanwhile,
        and `StorageFullError`.
        """
        found: dict[Path, Path | None] = {}
        for _, path in paths_in(request):
            found[path] = await self._bring_one(reference(path), account, scratch)
        inputs = job_kinds()[request.kind].inputs
        if inputs is not None:
            request = inputs(request, lambda path: found[path] is None)
        if (words := job_kinds()[request.kind].words) is not None:
            request = await words(request, lambda text: self._words(text, account))
        return with_paths(request, lambda path: found[path])

    async def still_agreed(self, tx: Transaction, job: Job) -> bool:
        """Say whether every guest among the people of a job still lends their face to it."""
        if f"{GuestRef.scheme}:" not in json.dumps(job.request):  # most jobs: they need not be read for it
            return True
        named = [reference(path) for _, path in paths_in(read_request(job.kind, job.request))]
        try:
            for guest in (each for each in named if isinstance(each, GuestRef)):
                await seats.sitting(tx, guest.id, job.account, job.id)
        except NoSuchSeatError:
            return False
        return True

    async def take_out(self, value: Result | Any, account: str, key: Key, scratch: Path) -> Sealed:
        """Seal every file ``value`` names. The rows are still to be inserted; see `drop` if that fails.

        Raises `StorageFullError` and leaves nothing then.
        """
        rows: list[MediaRow] = []
        named: dict[Path, Path] = {}
        folders: dict[str, dict[str, str]] = {}
        try:
            for field, path in paths_in(value):
                if path in named:
                    continue
                files = await asyncio.to_thread(_files_of, path, scratch)
                made = [await self._seal(file, field, account, key, rows) for file in files]
                if path.is_dir():
                    folders[field] = {file.name: each.id for file, each in zip(files, made, strict=True)}
                    named[path] = Scratch(field).path  # whoever keeps it says where it is now
                else:
                    named[path] = Media(made[0].id).path
        except BaseException:
            await self.drop(rows)
            raise
        return Sealed(value=with_paths(value, named.get), rows=tuple(rows), folders=folders)

    async def drop(self, rows: list[MediaRow] | tuple[MediaRow, ...]) -> None:
        """Delete sealed files whose rows were not committed."""
        await self._vault.discard_files([row.id for row in rows])

    async def _seal(self, file: Path, field: str, account: str, key: Key, rows: list[MediaRow]) -> MediaRow:
        data = await asyncio.to_thread(file.read_bytes)
        purpose = PURPOSES.get(field, "portrait")
        now = self._db.clock.now()
        row = MediaRow(
            id=self._db.ids.new(),
            account=account,
            purpose=purpose,
            name=file.name,
            mime=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
            bytes=len(data),
            created=now,
            expires=self._retention.expiry(purpose, now),
        )
        rows.append(row)
        await self._vault.seal_file(key, row.id, data)
        return row

    async def _bring_one(self, named: Reference, account: str, scratch: Path) -> Path | None:
        """Return the real path of what a request names, or None when a file is gone."""
        match named:
            case Scratch(id=name):
                return _fresh(scratch, name)
            case Training(id=name):
                folder = self._training(_job_of(scratch))
                await asyncio.to_thread(make_private_folder, folder)
                return _inside(folder, folder / name)
            case IdentityRef(id=name):
                return await self._bring_identity(name, account, scratch / f"identity-{name}")
            case Ready(id=name):
                ready = self._gallery.get(name)
                return ready.source if ready else None
            case PoseRef(id=name):
                return scratch / f"{name}{PoseRef.ending}"
            case Garment(id=name):
                return samples.garment(name)
            case GuestRef(id=name):
                return await self._bring_guest(name, account, scratch)
        try:
            return await self._unseal(named.id, account, scratch / "inputs", "")
        except (NoSuchMediaError, UnreadableError):
            return None

    async def _bring_guest(self, seat: str, account: str, scratch: Path) -> Path:
        """Unseal the face of a guest who agreed to this very job, with the guest's own key."""
        try:
            async with self._db.reading() as rx:
                lent = await seats.sitting(rx, seat, account, _job_of(scratch))
            return await self._bring_identity(str(lent.identity), str(lent.guest), scratch / f"guest-{seat}")
        except (NoSuchSeatError, NoSuchAccountError, NoIdentityError):
            raise GuestLeftError from None

    async def _bring_identity(self, identity: str, account: str, folder: Path) -> Path:
        try:
            async with self._db.reading() as rx:
                face = await identities.get(rx, identity, account)
            if not face.folder:
                raise NoIdentityError
            for name, media in face.folder.items():
                await self._unseal(media, account, folder, name)
        except (NoSuchIdentityError, NoSuchMediaError, UnreadableError):
            raise NoIdentityError from None
        return folder

    async def _words(self, text: str, account: str) -> str:
        if not is_sealed(text):  # most wishes are empty: nothing need be looked up
            return text
        async with self._db.reading() as rx:
            return await self._vault.unseal_words(rx, account, text)

    async def _unseal(self, media: str, account: str, folder: Path, name: str) -> Path:
        async with self._db.reading() as rx:
            row = await media_rows.get(rx, media, account)
            key = await self._vault.key(rx, account)
        data = await self._opened(key, media)
        path = folder / (name or media + _suffix(row))
        await asyncio.to_thread(_write_private, path, data)
        return path

    async def _opened(self, key: Key, media: str) -> bytes:
        sealed = await self.ahead.take(media)
        if sealed is None:
            return await self._vault.read_file(key, media)
        return await self._vault.open_file(key, media, sealed)

    async def named_by(self, rx: Reading, job: Job) -> list[MediaRow]:
        """Return the rows of the person's own files that a waiting job will read; none where it cannot be read.

        A guest's face is not among them: it is nobody's to fetch before its drawing.
        """
        try:
            paths = [path for _, path in paths_in(read_request(job.kind, job.request))]
            names = [name for path in paths for name in await self._media_of(rx, reference(path), job.account)]
            return [await media_rows.get(rx, name, job.account) for name in names]
        except (MalformedError, ValueError, NoSuchIdentityError, NoSuchMediaError):
            return []

    async def _media_of(self, rx: Reading, named: Reference, account: str) -> list[str]:
        match named:
            case Media(id=name):
                return [name]
            case IdentityRef(id=name):
                return list((await identities.get(rx, name, account)).folder.values())
        return []


def _make_folder(path: Path) -> None:
    with full_disk_named():
        make_private_folder(path)


def _job_of(scratch: Path) -> str:
    return scratch.name.rpartition("-")[0]


def _files_of(path: Path, scratch: Path) -> list[Path]:
    """Return the files behind a path of a result; nothing outside the scratch folder is ever taken."""
    path = _inside(scratch, path)
    if path.is_dir():
        return sorted(_inside(scratch, file) for file in path.iterdir() if file.is_file())
    return [path]


def _inside(scratch: Path, path: Path) -> Path:
    if not path.resolve().is_relative_to(scratch.resolve()):
        raise ValueError("a job may only name files of its own scratch folder")
    return path


def _fresh(scratch: Path, name: str) -> Path:
    """Return a place in a folder made just now: no link can lead elsewhere there, so nothing need be looked up."""
    path = scratch / name
    if not f"{os.path.normpath(path)}{os.sep}".startswith(f"{scratch}{os.sep}"):
        raise ValueError("a job may only name files of its own scratch folder")
    return path


def _remove(folder: Path) -> None:
    """Remove a folder and all in it, as far as that can be done; most jobs never had the one of a training."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def _suffix(row: MediaRow) -> str:
    """Return a harmless file ending: names come from strangers."""
    ending = Path(row.name).suffix.lower()
    return ending if SUFFIX.fullmatch(ending) else mimetypes.guess_extension(row.mime) or ""


def _write_private(path: Path, data: bytes) -> None:
    with full_disk_named():
        make_private_folder(path.parent)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
