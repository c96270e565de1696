"""A stage for conversations: real database and vault, people who type and press, an engine that answers on cue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import EngineError
from engine.files import Media, Scratch, media_id
from engine.requests import from_json, read_request
from engine.tasks.enrol.request import Enrolled
from engine.tasks.inspect.request import PhotoVerdict
from engine.tasks.portrait.request import Portraits
from handlers import consent, ending, router
from handlers.context import Deps
from handlers.events import Command, Event, Pressed, Said, SentFile, Who
from handlers.jobs import job_kinds
from handlers.kinds import Made
from handlers.policy import Limits
from handlers.text import Translator
from handlers.views import Button, Choice, Document, Pictures, View
from storage import accounts, audit, identities, jobs, leases
from storage.blocks import Blocks
from storage.database import Database
from storage.jobs import Job
from storage.vault import Vault

LOOKS = {"gender": "woman", "age_band": "adult", "age": 34.2, "tags": ["glasses"]}
LANES = {"inspect": "look", "enrol": "device", "portrait": "device"}
SEED = 1000


@dataclass(frozen=True, kw_only=True)
class FakeStyle:
    """A style as the conversation knows it."""

    name: str
    picture: Path | None = None


class FakeStyles:
    """A style book in memory; titles are upper case in English and marked with the language elsewhere."""

    def __init__(
        self, names: tuple[str, ...] = ("cyberpunk", "oil", "noir", "watercolor", "snow-queen", "film")
    ) -> None:
        self._names = list(names)
        self.elsewhere: list[str] = []  # styles the base in use cannot draw
        self.pictured: set[str] = set()  # styles with a preview

    def all(self) -> dict[str, FakeStyle]:
        return {name: FakeStyle(name=name) for name in (*self._names, *self.elsewhere)}

    def names(self) -> list[str]:
        return list(self._names)

    def get(self, name: str) -> FakeStyle | None:
        plain = name.casefold().replace(" ", "-")
        return FakeStyle(name=plain) if plain in self._names else None

    def closest(self, name: str) -> list[str]:
        return [each for each in self._names if each[:2] == name.casefold()[:2]][:3]

    def info(self, name: str, language: str = "en") -> dict[str, object]:
        if name not in self.all():
            raise KeyError(name)
        return {
            "name": name,
            "title": name.upper(),
            "family": "drawn" if name == "oil" else "photo",
            "tags": ["neon"],
            "preview": f"{name}.jpg" if name in self.pictured else None,
        }

    def remove(self, name: str) -> None:
        self._names.remove(name)

    def usable(self, name: str) -> bool:
        return name in self._names

    def others(self) -> list[str]:
        return list(self.elsewhere)

    def families(self, language: str = "en") -> list[tuple[str, str, int]]:
        known = [self.info(name)["family"] for name in self._names]
        return [(family, family.upper(), known.count(family)) for family in dict.fromkeys(known)]


class Stage:
    """Everything around the conversation."""

    def __init__(self, db: Database, vault: Vault, **changes: Any) -> None:
        self.db, self.vault = db, vault
        self.styles = FakeStyles()
        self._seed = SEED
        known = {"styles": self.styles, "seed": self._next_seed, "limits": Limits(burst=1e9), "forget": vault.forget}
        known |= {"recall": vault.recall}
        known |= {"lend": vault.lend, "seal": vault.seal_words, "unsealing": vault.unsealing, "blocks": Blocks(vault)}
        known["unseal"] = vault.unseal_words
        known |= {"erased": vault.erased, "receipt": vault.receipt}
        self.deps = Deps(**{**known, "translator": Translator(), **changes})
        self.seen: list[View] = []  # every view anybody was shown

    def _next_seed(self) -> int:
        self._seed += 1
        return self._seed

    def person(self, user: str = "ann", **who: Any) -> Person:
        return Person(self, Who(platform="fake", user=user, address={"chat": f"chat-{user}"}, **who))

    async def handle(self, event: Event) -> list[View]:
        async with self.db.transaction() as tx:
            views = await router.handle(tx, event, self.deps)
        self.seen += views
        return views

    async def words_of(self, job: Job, name: str = "text") -> str:
        """Return what a portrait is to say, or to be drawn by (``prompt``), as its worker reads it."""
        async with self.db.reading() as rx:
            return await self.vault.unseal_words(rx, job.account, job.request[name])

    async def opened(self, job: Job) -> Any:
        """Return a job's request with what is sealed in its row made readable, as its worker gets it."""
        words, request = job_kinds()[job.kind].words, read_request(job.kind, job.request)
        assert words is not None

        async def unseal(text: str) -> str:
            async with self.db.reading() as rx:
                return await self.vault.unseal_words(rx, job.account, text)

        return await words(request, unseal)

    async def claim(self, lane: str) -> Job:
        async with self.db.transaction() as tx:
            job = await leases.claim(tx, lane, "worker", 60.0)
        assert job is not None, f"no job waits in the lane {lane}"
        return job

    async def look(self, **verdict: Any) -> list[View]:
        """Inspect the next photo and answer with a verdict."""
        job = await self.claim("look")
        known = {"problem": None, "quality": 0.8, "looks": LOOKS, "embedding": (0.5,) * 128, **verdict}
        async with self.db.transaction() as tx:
            kept = known["problem"] in (None, "other-person")
            cleaned = await self.sealed(tx, job, "selfie", "c.png") if kept else None
            return await self.finish(tx, job, from_json(PhotoVerdict, {**known, "cleaned": cleaned}))

    async def learn(self, **changes: Any) -> list[View]:
        """Train the next face."""
        return await self._enrolled("enrol", "face.safetensors", seconds=130.0, steps=100, **changes)

    async def know(self) -> list[View]:
        """Know the next face from its photos alone."""
        return await self._enrolled("instant", "selfie-0.png", seconds=2.0, steps=0, instant=True)

    async def _enrolled(self, kind: str, name: str, **facts: Any) -> list[View]:
        job = await self.claim("device")
        assert job.kind == kind
        known = {"identity": Scratch("identity").path, "base": "pocket", "looks": LOOKS, "loss": 0.1}
        known["photos"] = len(job.request["photos"])
        async with self.db.transaction() as tx:
            file = media_id(await self.sealed(tx, job, "adapter", name))
            result = from_json(Enrolled, {**known, **facts})
            return await self.finish(tx, job, result, folders={"identity": {name: file}})

    async def draw(
        self,
        likely: bool = True,
        withheld: int = 0,
        likeness: float = 0.73,
        notes: tuple[str, ...] = (),
        from_photos: bool = False,
        edition: str = "",
        seconds: float = 0.0,
        **facts: Any,
    ) -> list[View]:
        """Draw the next portraits, in so many ``seconds``; ``facts`` are said of every picture."""
        job = await self.claim("device")
        if seconds:  # a stage that is served has the real clock
            self.db.clock.time += seconds  # type: ignore[attr-defined]  # that of a test
        assert job.kind == "portrait"
        async with self.db.transaction() as tx:
            pictures = [
                {
                    "file": await self.sealed(tx, job, "portrait", "p.png"),
                    "raw": await self.sealed(tx, job, "raw", "p.png"),
                    "seed": job.request["seed"] + number,
                    "likeness": likeness - number / 100,
                    "likely": likely,
                    "fusion_note": notes[number] if notes else "",
                    **dict.fromkeys(("likeness_before_fusion", "distance", "distance_before_fusion"), 0.5),
                    **facts,
                }
                for number in range(job.request["count"] - withheld)
            ]
            weights = {"style_weight": 0.25, "face_weight": 1.0}
            said = {"withheld": withheld, "from_photos": from_photos, "edition": edition}
            drawn = {"pictures": pictures, "style": job.request["style"], "base": "pocket", **weights, **said}
            return await self.finish(tx, job, from_json(Portraits, drawn))

    async def fail(self, lane: str, code: str, **data: Any) -> list[View]:
        """End the next job of a lane without a result."""
        job = await self.claim(lane)
        async with self.db.transaction() as tx:
            error = EngineError.from_json({"code": code, "data": data})
            _, views = await ending.fail(tx, job, error, ending.Rendering(self.deps))
        self.seen += views
        return list(views)

    async def sealed(self, tx: Any, job: Job, purpose: str, name: str) -> Path:
        """Seal a file for a job's owner, with its own name in it; returns how its result names it."""
        data = name.partition(".")[0].encode()
        return Media((await self.vault.put(tx, job.account, data, purpose=purpose, name=name)).id).path

    async def finish(self, tx: Any, job: Job, result: Any, **folders: Any) -> list[View]:
        """End a job as the job store does, and take what is shown of it for delivered."""
        key = await self.vault.key(tx, job.account)
        made = Made(value=result, seal=key.seal, unseal=key.unseal, **folders)
        row, views = await ending.finish(tx, job, made, ending.Rendering(self.deps))
        if views:
            await jobs.move(tx, row.id, "done")
        self.seen += views
        return list(views)

    async def jobs(self, user: str = "ann") -> list[Job]:
        async with self.db.reading() as rx:
            account = await accounts.find(rx, "fake", user)
            return await jobs.of(rx, account.id) if account else []

    async def face(self, user: str = "ann") -> identities.Identity | None:
        async with self.db.reading() as rx:
            account = await accounts.find(rx, "fake", user)
            return await identities.newest(rx, account.id) if account else None

    async def audited(self) -> list[str]:
        async with self.db.reading() as rx:
            return [note.action for note in await audit.recent(rx)]


class Person:
    """Somebody in a chat."""

    def __init__(self, stage: Stage, who: Who) -> None:
        self.stage, self.who = stage, who

    async def types(self, line: str, **options: str) -> list[View]:
        """Type a command."""
        name, _, text = line.removeprefix("/").partition(" ")
        return await self.stage.handle(Command(who=self.who, name=name, text=text, options=options))

    async def says(self, text: str) -> list[View]:
        return await self.stage.handle(Said(who=self.who, text=text))

    async def presses(self, action: str, message: str = "") -> list[View]:
        return await self.stage.handle(Pressed(who=self.who, action=action, message=message))

    async def uploads(self) -> str:
        """Have a file sealed as the intake does; returns its media id."""
        async with self.stage.db.transaction() as tx:
            account = await accounts.find_or_create(tx, self.who.platform, self.who.user)
            return (await self.stage.vault.put(tx, account.id, b"photo", purpose="upload", name="me.jpg")).id

    async def sends(self, media: str | None = "", problem: str = "") -> list[View]:
        """Send a photo."""
        if media == "":
            media = await self.uploads()
        return await self.stage.handle(SentFile(who=self.who, media=media, mime="image/jpeg", problem=problem))

    async def agrees(self) -> list[View]:
        return await self.presses(f"v1:agree:{consent.VERSION}")

    async def teaches(self, photos: int = 5) -> None:
        """Go all the way to a learnt face."""
        await self.agrees()
        for _ in range(photos):
            await self.sends()
            await self.stage.look()
        await self.types("/train")
        await self.stage.learn()


def text_of(views: list[View]) -> str:
    """Return everything a person reads in views, buttons left out."""
    parts: list[str] = []
    for view in views:
        parts.append(view.text)
        if isinstance(view, Pictures):
            parts += [item.caption for item in view.items]
    return "\n".join(parts)


def buttons_of(views: list[View]) -> list[Button]:
    """Return every button in views, those behind More too."""
    found: list[Button] = []
    for view in views:
        if isinstance(view, Choice):
            found += view.options
        elif not isinstance(view, Document):
            found += [one for row in (*view.buttons, *getattr(view, "more", ())) for one in row]
    return found


def action_of(views: list[View], verb: str) -> str:
    """Return the action of the first button with that verb."""
    return next(one.action for one in buttons_of(views) if one.action.split(":")[1] == verb)


def verbs_of(views: list[View]) -> list[str]:
    """Return the verbs of all buttons."""
    return [one.action.split(":")[1] for one in buttons_of(views)]
