"""A small bot that kills itself with SIGKILL at its n-th crossing of a boundary. Started by ``test_crash_storage``.

    python -m tests.e2e.crash_child FOLDER STORY KILL_AT START [ENDPOINT]

It lives through ``STORY`` from the start, like a bot that was restarted, and prints each boundary it crosses. KILL_AT 0
never kills. START is the Unix time its clock shows, ENDPOINT where its files are kept, if not in FOLDER.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from engine.requests import Lane, Progress, to_json
from handlers.views import Progress as Status
from storage import identities, jobs
from storage.files import write_whole
from storage.retention import sweep_at_start
from storage.s3 import Bucket, S3Files
from storage.vault import Vault
from tests.bot.helpers import FakeFrontEnd, Rig, drawn, opened, portrait
from tests.fakes.s3 import FakeS3
from tests.storage.helpers import ManualClock, job_of, person


class Boundaries:
    """Counts crossings and kills at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.crossed = 0

    def cross(self, name: str) -> None:
        self.crossed += 1
        print(name, flush=True)
        if self.crossed == self.kill_at:
            # Where there is no SIGKILL, SIGTERM ends a process as abruptly.
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def statement(self, sql: str) -> None:
        # Inside a transaction every point is the same: nothing is committed. So: before each commit, and after it.
        if sql.startswith(("BEGIN", "COMMIT")):
            self.cross(sql)


class FileFrontEnd(FakeFrontEnd):
    """A platform whose screen outlives the bot. It knows no idempotency key: only an edit may safely be repeated."""

    def __init__(self, file: Path, boundaries: Boundaries) -> None:
        super().__init__()
        self.file, self.boundaries = file, boundaries

    async def deliver(self, address, view, key, previous, files):
        self.boundaries.cross(f"before {view.text!r} arrives")
        screen = json.loads(self.file.read_text()) if self.file.exists() else {}
        message = str(previous["message"] if previous else len(screen) + 1)
        screen[message] = view.text
        write_whole(self.file, json.dumps(screen).encode())
        self.boundaries.cross(f"after {view.text!r} arrived")
        return {"message": message}


async def handle(tx, event):
    """A person asks for a portrait."""
    account = await person(tx, event.who.user)
    face = await identities.newest(tx, account)
    job = await job_of(tx, account, request=to_json(portrait(face.id)), address=event.who.address, units=60.0)
    return [Status(job=job.id, text="waiting")]


async def draw(rig, boundaries) -> None:
    """Be the engine: claim, report, finish."""
    while (job := await rig.store.claim(Lane.DEVICE, f"bot {os.getpid()}", 30.0)) is not None:
        boundaries.cross("claimed")
        await rig.store.progress(job, Progress(stage="draw", done=50, total=100))
        rig.clock.advance(10)
        await rig.deliver()
        made = drawn(job, 2)
        boundaries.cross("drawn")
        await rig.store.complete(job, made)
        await rig.deliver()


class CrossingFiles(S3Files):
    """Files in a store, with a boundary before and after each effect."""

    boundaries = Boundaries(0)

    async def write(self, name, data):
        self.boundaries.cross("before a file is sealed")
        await super().write(name, data)
        self.boundaries.cross("after a file is sealed")

    async def delete(self, names):
        self.boundaries.cross("before files are deleted")
        await super().delete(names)
        self.boundaries.cross("after files are deleted")


@asynccontextmanager
async def rig_of(folder: Path, clock: ManualClock, endpoint: str):
    """A rig whose files are in a store; without ``endpoint`` in the folder."""
    async with opened(folder, clock) as rig:
        if endpoint:
            bucket = Bucket(
                name=FakeS3.bucket, prefix=folder.name, endpoint=endpoint, region=FakeS3.region, key=FakeS3.key,
                secret=FakeS3.secret,
            )  # fmt: skip
            rig = Rig(db=rig.db, vault=Vault.open(folder, files=CrossingFiles(bucket)), clock=clock, folder=folder)
        yield rig


async def live(folder: Path, story: str, kill_at: int, start: float, endpoint: str = "") -> None:
    """Start as the bot does, hear the update (again), and do what is to be done."""
    boundaries = Boundaries(kill_at)
    async with rig_of(folder, ManualClock(start), endpoint) as rig:
        rig.fronts["fake"] = rig.front = FileFrontEnd(folder / "screen.json", boundaries)
        if endpoint:
            rig.vault.files.boundaries = boundaries
        else:
            rig.vault.files._write_whole = lambda path, data: _written(path, data, boundaries)
        await sweep_at_start(rig.db, rig.vault, rig.scratch)
        await rig.db.trace(boundaries.statement)
        await rig.store.recover()
        if story == "forget":
            await forget(rig, boundaries)
        else:
            await rig.inbox.accept("fake", "1", {"text": "draw me", "user": "ann"}, chat="ann")
            boundaries.cross("acknowledged")
            await rig.inbox.drain(rig.fronts, handle)
            await rig.deliver()
            await draw(rig, boundaries)
        await rig.db.trace(None)


async def forget(rig, boundaries) -> None:
    """Forget ann, unless that is done."""
    async with rig.db.transaction() as tx:
        if await tx.value("SELECT count(*) FROM media"):
            await rig.vault.forget(tx, await person(tx))
    boundaries.cross("forgotten")


def _written(path: Path, data: bytes, boundaries: Boundaries) -> None:
    boundaries.cross("before a file is sealed")
    write_whole(path, data)
    boundaries.cross("after a file is sealed")


async def prepare(folder: Path, endpoint: str = "") -> None:
    """Make a folder in which ann is known and her face is learnt."""
    async with rig_of(folder, ManualClock(), endpoint) as rig, rig.db.transaction() as tx:
        ann = await person(tx)
        face = await identities.create(tx, ann, "me")
        row = await rig.vault.put(tx, ann, b"weights", purpose="adapter", name="face.safetensors")
        await identities.trained(tx, face.id, folder={"face.safetensors": row.id}, base="pocket")


async def afterwards(folder: Path) -> dict[str, object]:
    """Read what the crashes have left: rows, files, the platform's screen."""
    async with opened(folder, ManualClock()) as rig, rig.db.reading() as rx:
        states = await jobs.counts(rx)
        known = {row["id"] for row in await rx.all("SELECT id FROM media")}
        entries = [tuple(row) for row in await rx.all("SELECT entry, units FROM ledger ORDER BY id")]
        waiting = await rx.value("SELECT count(*) FROM inbox WHERE handled IS NULL")
        accounts = await rx.value("SELECT count(*) FROM accounts")
    files = {path.name for path in (folder / "media").glob("*/*")}
    scratch = [path for path in (folder / "scratch").rglob("*") if path.is_file()]
    screen = folder / "screen.json"
    return {
        "jobs": states, "media": known, "files": files, "scratch": scratch, "ledger": entries, "waiting": waiting,
        "screen": list(json.loads(screen.read_text()).values()) if screen.exists() else [], "accounts": accounts,
    }  # fmt: skip


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), *sys.argv[5:6]))
