"""Everything the bot holds about a person, as archives of ordinary files they can open without the bot."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from bot.core.archive import Slice, plan
from storage import (
    accounts,
    admissions,
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
from storage.database import Transaction
from storage.media import Media
from storage.retention import Retention
from storage.vault import Key, Vault

NAME, PART = "my-data.zip", "my-data-{number}-of-{count}.zip"
ABOUT = "about.json"
MOST_BYTES = 200_000_000  # of one archive where the platform sets no limit: it is made in memory
MOST = 10_000  # rows of one kind
WORDS = ("text", "prompt")  # fields of a request that hold what somebody wrote
TOLD_OF_A_JOB = ("own", "kind", "state", "created", "finished", "request", "result")


class Exporter:
    """Makes archives; `export` is what ``handlers.context.Deps.export`` asks for."""

    def __init__(self, vault: Vault, retention: Retention, limits: Mapping[str, int] | None = None) -> None:
        """``limits``: the largest file each platform takes, in bytes; may be filled in later."""
        self._vault = vault
        self._retention = retention
        self._limits = limits or {}

    async def export(self, tx: Transaction, account: str, platform: str = "") -> list[str]:
        """Gather an account's rows and files into sealed archives the platform takes; returns their media ids.

        One archive is in memory at a time.
        """
        rows = [row for row in await media.of(tx, account, limit=MOST) if row.purpose != "export"]
        key = await self._vault.key(tx, account)
        about = json.dumps(await self._about(tx, account), indent=2, ensure_ascii=False).encode()
        files = [(ABOUT, "", len(about)), *((_path(row), row.id, row.bytes) for row in rows)]
        archives = plan(files, min(MOST_BYTES, self._limits.get(platform, MOST_BYTES)))
        made = []
        for number, slices in enumerate(archives, 1):
            data = await asyncio.to_thread(_archive, await self._contents(slices, key, about))
            name = NAME if len(archives) == 1 else PART.format(number=number, count=len(archives))
            expires = self._retention.expiry("export", tx.now())
            row = await self._vault.put(
                tx, account, data, purpose="export", name=name, mime="application/zip", expires=expires
            )
            made.append(row.id)
        return made

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
        sealed = [name for name in WORDS if request.get(name)]
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
