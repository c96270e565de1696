"""Everything the bot holds about a person, as archives of ordinary files they can open without the bot."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any

from bot.core.archive import Slice, plan
from storage import (
    accounts,
    admissions,
    beforehand,
    contacts,
    favourites,
    identities,
    jobs,
    ledger,
    logins,
    media,
    presets,
    reports,
    seats,
    selfies,
)
from storage.database import Database, Transaction
from storage.errors import FilesFirstError
from storage.media import Media
from storage.retention import Retention
from storage.vault import Key, Vault

NAME, PART = "my-data.zip", "my-data-{number}-of-{count}.zip"
ABOUT = "about.json"
MOST_BYTES = 200_000_000  # of one archive where the platform sets no limit: it is made in memory
MOST = 10_000  # rows of one kind
WORDS = ("text", "prompt", "scene")  # fields of a request that hold what somebody wrote
JOINTS = "joints"  # of a request or a result: how people stand in a photo somebody sent
TOLD_OF_A_JOB = ("own", "kind", "state", "created", "finished", "request", "result")


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """What goes into the archives of one person, and the row each is to have; its bytes are known once it is made."""

    key: Key
    about: bytes
    archives: list[list[Slice]]
    rows: tuple[Media, ...]


class Exporter:
    """Makes archives; `export` is what ``handlers.context.Deps.export`` asks for."""

    def __init__(self, vault: Vault, retention: Retention, limits: Mapping[str, int] | None = None) -> None:
        """``limits``: the largest file each platform takes, in bytes; may be filled in later."""
        self._vault = vault
        self._retention = retention
        self._limits = limits or {}

    async def export(self, tx: Transaction, account: str, platform: str = "") -> list[str]:
        """Gather an account's rows and files into sealed archives the platform takes; returns their media ids.

        One archive is in memory at a time. Raises `FilesFirstError` where they have to be made before ``tx``.
        """
        if not self._vault.files.remote:
            rows = await self._archived(await self._gathered(tx, account, platform), [])
        elif (sealed := beforehand.taken((account, platform))) is None:
            raise FilesFirstError(lambda: self._beforehand(tx.database, account, platform))
        else:
            rows = [*sealed]
        for row in rows:
            await media.add(tx, row)
        return [row.id for row in rows]

    @asynccontextmanager
    async def _beforehand(self, db: Database, account: str, platform: str) -> AsyncIterator[None]:
        """Have the archives `export` wants sealed while the block runs."""
        async with db.transaction(f"account:{account}") as tx:
            gathered = await self._gathered(tx, account, platform)
        rows: list[Media] = []
        try:
            await self._archived(gathered, rows)
        except Exception:
            await self._vault.discard_files([row.id for row in rows])
            raise
        async with beforehand.ready(self._vault.discard_files, (account, platform), rows):
            yield

    async def _gathered(self, tx: Transaction, account: str, platform: str) -> _Gathered:
        """Return what goes into which archive; no file is opened."""
        held = [row for row in await media.of(tx, account, limit=MOST) if row.purpose != "export"]
        about = json.dumps(await self._about(tx, account), indent=2, ensure_ascii=False).encode()
        files = [(ABOUT, "", len(about)), *((_path(row), row.id, row.bytes) for row in held)]
        archives = plan(files, min(MOST_BYTES, self._limits.get(platform, MOST_BYTES)))
        names = (
            [NAME]
            if len(archives) == 1
            else [PART.format(number=n + 1, count=len(archives)) for n in range(len(archives))]
        )
        blank = Media(
            id="", account=account, purpose="export", name="", mime="application/zip", bytes=0, created=tx.now(),
            expires=self._retention.expiry("export", tx.now()),
        )  # fmt: skip
        rows = tuple(replace(blank, id=tx.new_id(), name=name) for name in names)
        return _Gathered(key=await self._vault.key(tx, account), about=about, archives=archives, rows=rows)

    async def _archived(self, gathered: _Gathered, rows: list[Media]) -> list[Media]:
        """Seal the archives; each one's row is in ``rows`` before, so that whoever fails knows what there may be."""
        for slices, row in zip(gathered.archives, gathered.rows, strict=True):
            contents = await self._contents(slices, gathered.key, gathered.about)
            data = await asyncio.to_thread(_archive, contents)
            rows.append(replace(row, bytes=len(data)))
            await self._vault.seal_file(gathered.key, row.id, data)
        return rows

    async def _contents(self, slices: Iterable[Slice], key: Key, about: bytes) -> dict[str, bytes]:
        """Return entry name -> bytes."""
        found = {}
        for each in slices:
            data = await self._vault.read_file(key, each.source) if each.source else about
            found[each.name] = data[each.start : each.end]
        return found

    async def _about(self, tx: Transaction, account: str) -> dict[str, object]:
        """Return the rows: who, which faces with every verdict, which jobs, what was used."""
        key = await self._vault.key(tx, account)
        faces = []
        for face in await identities.of(tx, account):
            photos = [
                {
                    "photo": photo.media,
                    "problem": photo.problem,
                    "quality": photo.quality,
                    "verdict": json.loads(key.unseal(photo.verdict, f"selfie:{photo.id}")) if photo.verdict else None,
                }
                for photo in await selfies.of(tx, face.id)
            ]
            faces.append({**asdict(face), "photos": photos})
        told = [
            {**{name: getattr(job, name) for name in TOLD_OF_A_JOB}, "mark": job.id[-jobs.SHORT :]}
            for job in await jobs.of(tx, account, MOST)
        ]
        for each in told:
            each["request"] = await self._readable(tx, account, each["request"])
            if each["result"]:
                each["result"] = await self._readable(tx, account, each["result"])
        kept = [asdict(one) for one in await presets.of(tx, account)]
        return {
            "account": asdict(await accounts.get(tx, account)),
            "platforms": await accounts.users_of(tx, account),
            "faces": faces,
            "jobs": told,
            "favourites": [one.media for one in await favourites.of(tx, account)],
            "presets": [{**one, "wish": await self._readable(tx, account, one["wish"])} for one in kept],
            "reports": [_report(one) for one in await reports.of(tx, account)],
            "face_lent": [_lent(one) for one in await seats.lent(tx, account)],
            "chats": [asdict(one) for one in await contacts.of(tx, account)],
            "web": await _web(tx, account),
            "was_let_in": await admissions.is_admitted(tx, account),
            "device_seconds_today": await ledger.used(tx, account),
        }

    async def _readable(self, tx: Transaction, account: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was asked for with the person's own words unsealed."""
        sealed = [name for name in (*WORDS, JOINTS) if request.get(name)]
        words = {name: await self._vault.unseal_words(tx, account, request[name]) for name in sealed}
        return {**request, **words}


async def _web(tx: Transaction, account: str) -> dict[str, object]:
    """Return the names somebody signs in to the web app under, and their browsers; nothing that opens anything."""
    users = [user for platform, user in await accounts.users_of(tx, account) if platform == logins.PLATFORM]
    names = [one.name for user in users if (one := await logins.name_of(tx, user)) is not None]
    browsers = [
        {"browser": one.agent, "way": one.way, "created": one.created, "seen": one.seen}
        for one in await logins.of_account(tx, account)
    ]
    return {"names": names, "browsers": browsers}


def _lent(one: seats.Seat) -> dict[str, object]:
    """Return what somebody agreed to; of whoever asked only the name they gave."""
    return {"to": one.host, "state": one.state, "face": one.face}


def _path(row: Media) -> str:
    """Return where a file lies in the archive; its own name may be missing, repeated or somebody's path."""
    return f"{row.purpose}/{row.id}-{PurePath(row.name.replace(chr(92), '/')).name}".rstrip("-")


def _archive(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files that are compressed already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _report(one: reports.Report) -> dict[str, object]:
    # Whose picture it was is that person's, not the reporter's.
    return {"job": one.job, "reason": one.reason, "at": one.at, "settled": one.settled}
