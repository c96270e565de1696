"""A job store, an inbox and a delivery over one database, with views as plain as possible."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.core.delivery import Delivery
from bot.core.intake import Inbox
from bot.core.jobstore import SqliteJobStore
from bot.frontends.base import Capabilities
from engine.tasks.portrait.request import Picture, Portrait, Portraits
from handlers.events import Said, Who
from handlers.views import Failure, Progress, Text
from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import ManualClock, person

LIMITS = Capabilities(edit_seconds=3.0, upload_bytes=10**7, download_bytes=10**7)


class PlainRender:
    """Says what happened in three words."""

    def __init__(self, broken: Exception | None = None) -> None:
        self.broken = broken
        self.staged = False  # whether progress names its stage, as the conversation does

    async def rendered(self, tx, job, result):
        if self.broken:
            raise self.broken
        return [Text(text=f"{job.kind} ready")]

    async def failed(self, tx, job, error):
        return [Failure(text=f"{job.kind} {error.code}")]

    async def progressed(self, tx, job, progress):
        text = "waiting" if progress is None else f"{progress.stage} {progress.done}"
        told = {"stage": progress.stage, "done": progress.done / 100} if progress and self.staged else {}
        preview = str(progress.preview) if progress and progress.preview else None
        return [Progress(job=job.id, text=text, preview=preview, **told)]


def sorry(locale, trace):
    """The apology of these tests."""
    return Failure(text=f"sorry ({locale})", trace=trace)


@dataclass
class FakeFrontEnd:
    """A platform that remembers what is on its screen: message id -> view, and every delivery in order.

    ``trouble`` holds what the next deliveries raise instead of showing anything; None shows. Several chats are served
    at once, and which is first is left to chance: ``troubled`` names the one that meets the trouble.
    """

    name: str = "fake"
    capabilities: Capabilities = LIMITS
    screen: dict[int, Any] = field(default_factory=dict)
    deliveries: list[tuple[str, Any]] = field(default_factory=list)
    trouble: list[Exception | None] = field(default_factory=list)
    troubled: str | None = None
    hurdles: list[Exception | None] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    async def run(self, intake):
        raise NotImplementedError("these tests fill the inbox themselves")

    async def events(self, payload, intake):
        if self.hurdles and (hurdle := self.hurdles.pop(0)):
            raise hurdle
        return [Said(who=who(payload.get("user", "ann")), text=payload["text"])]

    async def deliver(self, address, view, key, previous, files):
        met = self.troubled is None or address["chat"] == self.troubled
        if met and self.trouble and (trouble := self.trouble.pop(0)):
            raise trouble
        message = previous["message"] if previous else self.seen.setdefault(key, len(self.screen) + 1)
        self.screen[message] = view
        self.deliveries.append((key, view))
        return {"message": message}

    @property
    def texts(self) -> list[str]:
        """What a person reads, from top to bottom."""
        return [view.text for _, view in sorted(self.screen.items())]


def who(user: str = "ann") -> Who:
    """A person on the fake platform, in a chat of their own."""
    return Who(platform="fake", user=user, address={"chat": user})


@dataclass
class Rig:
    """Everything between a front end and the engine, over one database."""

    db: Database
    vault: Vault
    clock: ManualClock
    folder: Path
    render: PlainRender = field(default_factory=PlainRender)
    front: FakeFrontEnd = field(default_factory=FakeFrontEnd)

    def __post_init__(self):
        self.scratch = self.folder / "scratch"
        self.store = SqliteJobStore(self.db, self.vault, self.scratch, self.render)
        self.inbox = Inbox(self.db, self.vault, sorry)
        self.delivery = Delivery(self.db, self.vault, sorry)
        self.fronts = {"fake": self.front}

    async def deliver(self):
        """Send what is due."""
        await self.delivery.drain(self.fronts)

    async def keep(self, data: bytes, user: str = "ann", **facts: Any) -> str:
        """Seal a file of a person and return its media id."""
        async with self.db.transaction() as tx:
            values = {"purpose": "upload", "name": "a.jpg", "mime": "image/jpeg", **facts}
            return (await self.vault.put(tx, await person(tx, user), data, **values)).id


@asynccontextmanager
async def opened(folder: Path, clock: ManualClock):
    """A rig over a fresh or an existing folder."""
    async with Database.open(folder / "portrait.sqlite", clock=clock) as db:
        yield Rig(db=db, vault=Vault.open(folder), clock=clock, folder=folder)


def portrait(identity, **changes):
    """A request as the conversation makes it."""
    values = {"identity": Path(f"identity:{identity}"), "style": "ink", "out": Path("scratch:out")}
    return Portrait(**{**values, **changes})


def write(path, data):
    """Write a file as a worker would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def drawn(job, count=1):
    """What a worker leaves of a portrait job."""
    out = job.request.out
    pictures = [
        Picture(
            file=write(out / f"{n}.png", b"finished %d" % n),
            raw=write(out / f"{n}-raw.png", b"raw %d" % n),
            seed=n, likeness=0.8, likeness_before_fusion=0.7, distance=0.4, distance_before_fusion=0.5, likely=True,
        )
        for n in range(count)
    ]  # fmt: skip
    return Portraits(pictures=tuple(pictures), style="ink", base="pocket", style_weight=0.25, face_weight=1.0)
