"""The files of a job: unsealed into its scratch folder before it runs, sealed again when it is done.

A job row names files as ``media:<id>``, a learnt face as ``identity:<id>``, that of a guest who agreed as
``guest:<seat>``, a ready picture as ``template:<name>``, and what will be written as ``scratch:<name>``;
``training:<name>`` outlives the attempt, so that a training whose worker died goes on. Only fields that are paths are
read this way, so a style named "media:..." is just an odd style.
"""

from __future__ import annotations

import asyncio
import dataclasses
import mimetypes
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import BadPhoto, NoIdentity
from engine.requests import Request, Result
from engine.tasks.enrol.request import Enrol, NotEnoughPhotos
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem, PhotoVerdict
from engine.tasks.portrait.request import Portrait
from engine.tasks.stickers.request import Stickers
from engine.tasks.talk.request import BadSound, SoundProblem, Talk
from engine.tasks.template.request import GuestLeft, InspectTemplate, Template, TemplateGone
from engine.tasks.tryon.request import InspectGarment, TryOn
from engine.templates import Gallery
from storage import identities, seats
from storage import media as media_rows
from storage.database import Database, Transaction
from storage.errors import NoSuchAccount, NoSuchIdentity, NoSuchMedia, NoSuchSeat, Unreadable
from storage.files import full_disk_named, make_private_folder
from storage.media import Media
from storage.retention import TRAINING, Retention
from storage.vault import Key, Vault

PURPOSES = {
    "cleaned": "selfie",
    "file": "portrait",
    "raw": "raw",
    "identity": "adapter",
    "preview": "preview",
    "numbered": "preview",  # strangers are on it
}
PICTURES = {InspectTemplate: "template", Template: "template", InspectGarment: "photo", TryOn: "garment"}
"""Which field of a request is the picture it is about; without it there is nothing to do."""
SUFFIX = re.compile(r"\.[a-z0-9]{1,12}")


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What a result became: the same value with ``media:<id>`` paths, and the rows of the files sealed for it."""

    value: Any
    rows: tuple[Media, ...]
    folders: dict[str, dict[str, str]]  # field name of a folder -> {file name: media id}


class JobFiles:
    """Moves the files of jobs between the vault and scratch folders."""

    def __init__(self, db: Database, vault: Vault, scratch: Path, retention: Retention) -> None:
        self._db = db
        self._vault = vault
        self._root = scratch
        self._retention = retention
        self._gallery = Gallery()

    def scratch(self, job: str, token: int) -> Path:
        """Return the folder of one attempt at a job."""
        return self._root / f"{job}-{token}"

    async def clear(self, job: str, token: int, *, again: bool = False) -> None:
        """Remove the scratch folder of an attempt with everything in the clear.

        ``again`` keeps a half-finished training for the job's next attempt.
        """
        await asyncio.to_thread(shutil.rmtree, self.scratch(job, token), ignore_errors=True)
        if not again:
            await asyncio.to_thread(shutil.rmtree, self._training(job), ignore_errors=True)

    def _training(self, job: str) -> Path:
        return self._root / f"{job}{TRAINING}"

    async def bring_in(self, request: Request, account: str, scratch: Path) -> Request:
        """Unseal what a request names into ``scratch`` and return the request with real paths.

        Raises `NoIdentity`, `GuestLeft`, `NotEnoughPhotos`, `BadPhoto`, `TemplateGone` when an input was deleted
        meanwhile, `StorageFull`.
        """
        await asyncio.to_thread(make_private_folder, scratch)
        found: dict[Path, Path | None] = {}
        for _, path in paths_in(request):
            found[path] = await self._bring_one(str(path), account, scratch)
        if isinstance(request, Enrol):
            photos = tuple(photo for photo in request.photos if found[photo])
            if not photos:
                raise NotEnoughPhotos(usable=0, needed=1)
            request = dataclasses.replace(request, photos=photos)
        elif isinstance(request, InspectPhoto) and found[request.photo] is None:
            raise BadPhoto(PhotoProblem.BROKEN)
        elif isinstance(request, Stickers):
            pictures = tuple(picture for picture in request.pictures if found[picture])
            if not pictures:
                raise BadPhoto(PhotoProblem.BROKEN)
            request = dataclasses.replace(request, pictures=pictures)
        elif isinstance(request, Portrait):
            if request.scene_picture is not None and found[request.scene_picture] is None:
                raise TemplateGone
        elif isinstance(request, Talk):
            if found[request.portrait] is None:
                raise BadPhoto(PhotoProblem.BROKEN)
            if request.audio is not None and found[request.audio] is None:
                raise BadSound(SoundProblem.BROKEN)
            request = dataclasses.replace(request, text=await self._words(request.text, account))
        elif (field := PICTURES.get(type(request))) and found[getattr(request, field)] is None:
            raise TemplateGone
        return with_paths(request, lambda path: found[path])

    async def still_agreed(self, tx: Transaction, people: Iterable[str], account: str, job: str) -> bool:
        """Say whether every guest among the people of a job still lends their face to it."""
        try:
            for person in people:
                if person.startswith("guest:"):
                    await seats.sitting(tx, person.removeprefix("guest:"), account, job)
        except NoSuchSeat:
            return False
        return True

    async def take_out(self, value: Result | Any, account: str, key: Key, scratch: Path) -> Sealed:
        """Seal every file ``value`` names. The rows are still to be inserted; see `drop` if that fails.

        Raises `StorageFull` and leaves nothing then.
        """
        rows: list[Media] = []
        named: dict[Path, Path] = {}
        folders: dict[str, dict[str, str]] = {}
        try:
            for field, path in paths_in(value):
                if path in named or not _kept(field, value):
                    continue
                files = await asyncio.to_thread(_files_of, path, scratch)
                made = [await self._seal(file, field, account, key, rows) for file in files]
                if path.is_dir():
                    folders[field] = {file.name: each.id for file, each in zip(files, made, strict=True)}
                    named[path] = Path(f"{field}:")
                else:
                    named[path] = Path(f"media:{made[0].id}")
        except BaseException:
            await self.drop(rows)
            raise
        return Sealed(value=with_paths(value, named.get), rows=tuple(rows), folders=folders)

    async def drop(self, rows: list[Media] | tuple[Media, ...]) -> None:
        """Delete sealed files whose rows were not committed."""
        for row in rows:
            await self._vault.discard_file(row.id)

    async def _seal(self, file: Path, field: str, account: str, key: Key, rows: list[Media]) -> Media:
        data = await asyncio.to_thread(file.read_bytes)
        purpose = PURPOSES.get(field, "portrait")
        now = self._db.clock.now()
        row = Media(
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

    async def _bring_one(self, name: str, account: str, scratch: Path) -> Path | None:
        """Return the real path of one name, or None when a photo is gone."""
        scheme, _, rest = name.partition(":")
        if scheme == "scratch" and rest:
            return _inside(scratch, scratch / rest)
        if scheme == "training" and rest:
            folder = self._training(_job_of(scratch))
            await asyncio.to_thread(make_private_folder, folder)
            return _inside(folder, folder / rest)
        if scheme == "identity":
            return await self._bring_identity(rest, account, scratch / f"identity-{rest}")
        if scheme == "template":
            ready = self._gallery.get(rest)
            return ready.file if ready else None
        if scheme == "guest":
            return await self._bring_guest(rest, account, scratch)
        if scheme != "media":
            raise ValueError(f"a job may not name the path {name!r}")
        try:
            return await self._unseal(rest, account, scratch / "inputs", "")
        except (NoSuchMedia, Unreadable):
            return None

    async def _bring_guest(self, seat: str, account: str, scratch: Path) -> Path:
        """Unseal the face of a guest who agreed to this very job, with the guest's own key."""
        try:
            async with self._db.reading() as rx:
                lent = await seats.sitting(rx, seat, account, _job_of(scratch))
            return await self._bring_identity(str(lent.identity), str(lent.guest), scratch / f"guest-{seat}")
        except (NoSuchSeat, NoSuchAccount, NoIdentity):
            raise GuestLeft from None

    async def _bring_identity(self, identity: str, account: str, folder: Path) -> Path:
        try:
            async with self._db.reading() as rx:
                face = await identities.get(rx, identity, account)
            if not face.folder:
                raise NoIdentity
            for name, media in face.folder.items():
                await self._unseal(media, account, folder, name)
        except (NoSuchIdentity, NoSuchMedia, Unreadable):
            raise NoIdentity from None
        return folder

    async def _words(self, text: str, account: str) -> str:
        async with self._db.reading() as rx:
            return await self._vault.unseal_words(rx, account, text)

    async def _unseal(self, media: str, account: str, folder: Path, name: str) -> Path:
        async with self._db.reading() as rx:
            row = await media_rows.get(rx, media, account)
            key = await self._vault.key(rx, account)
        data = await self._vault.read_file(key, media)
        path = folder / (name or media + _suffix(row))
        await asyncio.to_thread(_write_private, path, data)
        return path


def _job_of(scratch: Path) -> str:
    return scratch.name.rpartition("-")[0]


def paths_in(value: Any, field: str = "") -> Iterator[tuple[str, Path]]:
    """Walk (field name, path) of every path in a request, result or progress."""
    if isinstance(value, Path):
        yield field, value
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from paths_in(getattr(value, each.name), each.name)
    elif isinstance(value, tuple):
        for item in value:
            yield from paths_in(item, field)


def with_paths(value: Any, renamed: Callable[[Path], Path | None]) -> Any:
    """Return ``value`` with each path replaced by ``renamed(path)``."""
    if isinstance(value, Path):
        return renamed(value)
    if dataclasses.is_dataclass(value):
        fields = {each.name: with_paths(getattr(value, each.name), renamed) for each in dataclasses.fields(value)}
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(with_paths(item, renamed) for item in value)
    return value


def _kept(field: str, value: Any) -> bool:
    """A refused photo is not kept, not even cleaned."""
    return not (field == "cleaned" and isinstance(value, PhotoVerdict) and value.problem is not None)


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


def _suffix(row: Media) -> str:
    """Return a harmless file ending: names come from strangers."""
    ending = Path(row.name).suffix.lower()
    return ending if SUFFIX.fullmatch(ending) else mimetypes.guess_extension(row.mime) or ""


def _write_private(path: Path, data: bytes) -> None:
    with full_disk_named():
        make_private_folder(path.parent)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
