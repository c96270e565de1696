"""What the engine would answer about pictures somebody is put into, and about clothes."""

from __future__ import annotations

from typing import Any

from handlers.events import Command, SentFile
from handlers.views import View
from tests.handlers.stage import Person, Stage

PARTS = {"redrawn": ["face", "skin"], "stays": ["body", "background"]}


async def file_of(person: Person, **facts: Any) -> SentFile:
    """Return a picture this person sends."""
    known = {"media": await person.uploads(), "name": "party.jpg", "mime": "image/jpeg", **facts}
    return SentFile(who=person.who, **known)


async def sends_with(person: Person, name: str, **options: str) -> list[View]:
    """Send a picture with a command as its caption."""
    files = (await file_of(person),)
    return await person.stage.handle(Command(who=person.who, name=name, options=options, files=files))


async def sees_faces(stage: Stage, *problems: str) -> list[View]:
    """End the next look at a picture with one face for each problem, "" for one that can be redrawn."""
    job = await stage.claim("look")
    assert job.kind == "inspect-template"
    faces = [{"number": n, "box": [0.1, 0.1, 0.2, 0.2], "problem": one} for n, one in enumerate(problems, 1)]
    async with stage.db.transaction() as tx:
        kept = await stage.vault.put(tx, job.account, b"numbered", purpose="preview", name="numbered.png")
        return await stage._end(tx, job, {"faces": faces, "numbered": f"media:{kept.id}"})


async def sees_clothes(stage: Stage, kinds: tuple[str, ...] = ("top", "bottom"), **changes: Any) -> list[View]:
    """End the next look at clothes."""
    job = await stage.claim("look")
    assert job.kind == "inspect-garment"
    keep = job.request["keep"]
    garments = [
        {"number": n, "kind": kind, "box": [0, 0, 1, 1], "share": 0.2, "kept": not keep or n in keep}
        for n, kind in enumerate(kinds, 1)
    ]
    known = {"garments": garments, "worn": True, "face": True, "problem": "", "reason": "", **PARTS}
    squares = {"columns": 6, "rows": 8} if job.request["grid"] else {"columns": 0, "rows": 0}
    async with stage.db.transaction() as tx:
        kept = await stage.vault.put(tx, job.account, b"preview", purpose="preview", name="preview.png")
        return await stage._end(tx, job, {**known, **squares, "preview": f"media:{kept.id}", **changes})


async def draws(stage: Stage, *, likely: bool = True, **changes: Any) -> list[View]:
    """End the next drawing into a picture, or the next try-on."""
    job = await stage.claim("device")
    assert job.kind in ("template", "tryon")
    people = len(job.request.get("people", [0]))
    async with stage.db.transaction() as tx:
        pictures = []
        for number in range(job.request["count"]):
            kept = await stage.vault.put(tx, job.account, b"picture", purpose="portrait", name="p.png")
            each = [0.74 - number / 100] * people
            seed = job.request["seed"] + number
            pictures.append(
                {"file": f"media:{kept.id}", "seed": seed, "likeness": each[0], "each": each, "likely": likely}
            )
        return await stage._end(tx, job, {"pictures": pictures, "base": "pocket", "withheld": 0, **PARTS, **changes})
