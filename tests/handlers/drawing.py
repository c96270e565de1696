"""What the engine would answer about pictures somebody is put into, and about clothes."""

from __future__ import annotations

from typing import Any

from engine.requests import from_json, kinds
from engine.tasks.template.request import TemplateFaces
from engine.tasks.tryon.request import Garments
from handlers.events import Command, SentFile
from handlers.views import View
from storage.jobs import Job
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


async def sees_faces(stage: Stage, *problems: str, places: bool = False) -> list[View]:
    """End the next look at a picture with one face for each problem, "" for one that can be redrawn.

    ``places``: it is a ready template.
    """
    job = await stage.claim("look")
    assert job.kind == "inspect-template"
    faces = [{"number": n, "box": [0.1, 0.1, 0.2, 0.2], "problem": one} for n, one in enumerate(problems, 1)]
    async with stage.db.transaction() as tx:
        numbered = await stage.sealed(tx, job, "preview", "numbered.png")
        return await stage.finish(
            tx, job, from_json(TemplateFaces, {"faces": faces, "numbered": numbered, "places": places})
        )


async def sees_clothes(stage: Stage, pieces: tuple[str, ...] = ("top", "bottom"), **changes: Any) -> list[View]:
    """End the next look at clothes."""
    job = await stage.claim("look")
    assert job.kind == "inspect-garment"
    keep = job.request["keep"]
    garments = [
        {"number": n, "kind": kind, "box": [0, 0, 1, 1], "share": 0.2, "kept": not keep or n in keep}
        for n, kind in enumerate(pieces, 1)
    ]
    known = {"garments": garments, "worn": True, "face": True, "problem": "", "reason": "", **PARTS}
    squares = {"columns": 6, "rows": 8} if job.request["grid"] else {"columns": 0, "rows": 0}
    async with stage.db.transaction() as tx:
        preview = await stage.sealed(tx, job, "preview", "preview.png")
        return await stage.finish(tx, job, from_json(Garments, {**known, **squares, "preview": preview, **changes}))


async def draws(stage: Stage, *, likely: bool = True, **changes: Any) -> list[View]:
    """End the next drawing into a picture, or the next try-on."""
    job = await stage.claim("device")
    assert job.kind in ("template", "tryon")
    people = len(job.request.get("people", [0]))
    async with stage.db.transaction() as tx:
        pictures = []
        for number in range(job.request["count"]):
            each = [0.74 - number / 100] * people
            facts = {"seed": job.request["seed"] + number, "likeness": each[0], "each": each, "likely": likely}
            file = await stage.sealed(tx, job, "portrait", "p.png")
            pictures.append({"file": file, "each_before_fusion": each, **facts})
        known = {"pictures": pictures, "base": "pocket", "width": 512, "height": 512, "background": "keep", **PARTS}
        return await stage.finish(tx, job, from_json(job_result(job), {**known, **changes}))


def job_result(job: Job) -> type:
    """Return the type of what a job makes."""
    return kinds()[job.kind].result
