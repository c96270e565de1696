"""After /forget, killed wherever it was: no byte of the person in the data, its copies, the log or a temporary folder.

`test_forget_killed` kills at every line of storage. Here the whole bot is killed, with everything it writes beside its
database: a log that says all it can, temporary files, a home folder, what a front end notes.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import json
import os
import random
import sqlite3
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from PIL import Image

from tests.examples import TORTURE
from tests.fakes.telegram import FakeTelegram
from tests.torture.findings import busy, tables
from tests.torture.people import OnTelegram
from tests.torture.victim import Victim

WORDS = "ultraviolet hippopotamus"  # what somebody wrote
NAME = "Zaphirabelle"
UNTIL = 60.0  # seconds until everything is over


class Teller(OnTelegram):
    """Somebody with a name, whose photos no two pixels share, and who writes what they want."""

    def __init__(self, server: FakeTelegram, uid: int) -> None:
        super().__init__(server, uid, itertools.count(1), 1)
        self.photos = [_noise(uid + number) for number in range(2)]

    async def shows_selfies(self) -> None:
        """As files: then the bytes are the person's own, not re-encoded by the platform."""
        for number, photo in enumerate(self.photos):
            self._server.user_document(photo, f"{NAME}-{number}.jpg", uid=self.uid)

    async def wants_portraits(self) -> None:
        """In words of their own."""
        await self.types(f"/portrait cyberpunk 2 prompt={WORDS}")

    async def forgets(self) -> None:
        """Ask to be forgotten and press Yes."""
        await self.types("/forget")
        await self.server.until(lambda: self.offers("button-forget"))
        await self.presses("button-forget")


class NamedTelegram(FakeTelegram):
    """Tells everybody's name."""

    def user(self, uid: int = 42, language: str = "en") -> dict[str, Any]:
        return {**super().user(uid, language), "first_name": NAME, "username": f"{NAME}{uid}"}


def _noise(seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (640, 640, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=60)
    return out.getvalue()


def traces(folder: Path, person: Teller) -> dict[str, bytes]:
    """Return what must not be left of somebody: read while they are there."""
    with tables(folder) as db:
        (account,) = db.execute("SELECT account FROM users WHERE user = ?", (person.user,)).fetchone()
        media = [row[0] for row in db.execute("SELECT id FROM media WHERE account = ?", (account,))]
    embedding = (0.1,) * 16  # the stand-in for the engine sees the same in everybody
    found = {f"photo {number}": data[9000:9064] for number, data in enumerate(person.photos)}
    found |= {f"file {number}": name.encode() for number, name in enumerate(media)}
    return found | {
        "id": person.user.encode(), "name": NAME.encode(), "words": WORDS.encode(), "account": account.encode(),
        "embedding": struct.pack("<16f", *embedding), "embedding, double": struct.pack("<16d", *embedding),
        "embedding, written": json.dumps(embedding)[1:-1].encode(),
    }  # fmt: skip


def left(places: list[Path], needles: dict[str, bytes]) -> list[str]:
    """Return which traces are in which files."""
    # A folder of a bot at work may go meanwhile: walking passes over it, where `rglob` would fail.
    inside = [Path(parent, name) for place in places for parent, _, names in os.walk(place) for name in names]
    files = [*(place for place in places if place.is_file()), *sorted(inside)]
    found = []
    for path in files:
        with contextlib.suppress(FileNotFoundError):
            data = path.read_bytes() if path.is_file() else b""
            found += [f"{name} in {path.name}" for name, needle in needles.items() if needle in data]
    return found


def copied(folder: Path) -> None:
    """Copy the database, as happens every night."""
    target = folder / "copies" / f"portrait-{int(time.time())}.sqlite"
    target.parent.mkdir(exist_ok=True)
    with (
        contextlib.closing(sqlite3.connect(folder / "portrait.sqlite")) as live,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)


async def _erased(folder: Path, person: Teller) -> None:
    async with asyncio.timeout(UNTIL):
        while not _is_over(folder, person):  # noqa: ASYNC110 - another process writes what is waited for
            await asyncio.sleep(0.2)


def _is_over(folder: Path, person: Teller) -> bool:
    """Say whether somebody is unknown, their files are gone, and nothing waits to be sent."""
    if busy(folder, person) != "no account":
        return False
    with tables(folder) as db:
        rows = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("trash", "media")]
        waiting = db.execute("SELECT count(*) FROM outbox WHERE sent IS NULL AND failed IS NULL").fetchone()[0]
    return not any(rows) and not waiting


MOMENTS: dict[str, Callable[[NamedTelegram, Victim, random.Random], float]] = {
    "the press is heard": lambda telegram, victim, chance: telegram.after.update(answercallbackquery=victim.kill) or 5,
    "the answer has arrived": lambda telegram, victim, chance: telegram.after.update(sendmessage=victim.kill) or 5,
    "pictures are taken away": lambda telegram, victim, chance: telegram.after.update(deletemessages=victim.kill) or 5,
    "any": lambda telegram, victim, chance: chance.uniform(0.0, 0.15),
    "any other": lambda telegram, victim, chance: chance.uniform(0.0, 0.15),
}


# Under torture all of them; else one that is sure to be between two writes, and one that nobody has chosen.
TRIED = list(MOMENTS) if settings.get_current_profile_name() == TORTURE else ["the answer has arrived", "any"]


@pytest.mark.slow
async def test_no_byte_is_left_anywhere_however_forget_was_killed(tmp_path):
    """Several people, one after the other, whose bot dies at another moment each; before it, traces are there."""
    data, log, home, temp = (tmp_path / name for name in ("data", "bot.log", "home", "temp"))
    for folder in (home, temp, tmp_path / "styles"):
        folder.mkdir()
    log.touch()
    chance = random.Random(11)
    async with NamedTelegram() as telegram, contextlib.AsyncExitStack() as stack:
        overrides = {
            "DATA_DIR": str(data), "STYLES_DIR": str(tmp_path / "styles"), "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url, "TELEGRAM_FILE_URL": telegram.url, "LOCAL_CHAT": "no",
            "LOG_LEVEL": "debug",
        }  # fmt: skip
        victim = Victim(overrides, log, environment={"TMPDIR": str(temp), "HOME": str(home)})
        stack.push_async_callback(victim.stop)
        await victim.start()
        for number, moment in enumerate(TRIED):
            person = Teller(telegram, 987_654_321_000 + number)
            await person.life()
            needles = traces(data, person)
            copied(data)
            there = {one.partition(" in ")[0] for one in left([data], needles)}
            assert {"id", "account", "file 0"} <= there, "the control"
            await person.forgets()
            seconds = MOMENTS[moment](telegram, victim, chance)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(victim.gone(), seconds)
            telegram.after.clear()
            victim.kill()
            await victim.gone()
            await victim.start()
            await _erased(data, person)
            await asyncio.sleep(1.0)  # what is done after the commit of the erasure
            assert left([data, log, home, temp], needles) == [], moment
            assert not [m for m in telegram.shown(person.uid) if "photo" in m], moment
