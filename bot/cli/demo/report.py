"""What the demo leaves behind: pictures, a contact sheet, the conversation and every number as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.cli.demo.sheet import Band, Cell, draw_sheet
from engine.files import media_id
from engine.tasks.portrait.request import Source
from storage.jobs import Job

Media = Callable[[str], Awaitable[tuple[bytes, str]]]
REPORT, SHEET, SMALL_SHEET, TRANSCRIPT = "report.json", "contact.png", "contact.jpg", "transcript.txt"
DIGITS = 4
#: What a picture is, in words.
WHAT = {
    Source.PHOTO: "the person's own photo in a new light",
    Source.MOVED: "the person's own photo in a new light, with another expression",
    Source.REDRAWN: "the person's own photo, its face redrawn by the learnt face",
    Source.BASE: "drawn by the learnt face",
}


class Report:
    """Collects one demo into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[str] = []
        self._began = time.monotonic()
        self.seconds: dict[str, float] = {}
        self.photos: list[dict[str, Any]] = []
        self.learning: dict[str, Any] = {}
        self.portraits_made: list[dict[str, Any]] = []
        self.alone: list[dict[str, Any]] = []
        self.control: list[dict[str, Any]] = []
        self.backends: dict[str, str] = {}
        self.base = ""

    def clear(self) -> None:
        """Delete what an earlier demo wrote here, and nothing else."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            for name in json.loads((self._folder / REPORT).read_text("utf-8"))["files"]:
                (self._folder / Path(name).name).unlink(missing_ok=True)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(time.monotonic() - began, 2)

    async def photo(self, name: str, job: Job, media: Media) -> None:
        """Note the verdict on a photo and keep an accepted one as the bot cleaned it: upright, without metadata."""
        result = job.result or {}
        accepted = job.state == "done" and result.get("problem") is None
        cleaned = await _bytes(media, result["cleaned"]) if accepted else b""
        kept = self._keep(f"selfie-{len(self.photos) + 1}.png", cleaned) if accepted else None
        self.backends |= result.get("backends", {})
        self.photos.append(
            {
                "file": kept,
                "sent_as": name,
                "accepted": accepted,
                "problem": result.get("problem"),
                "quality": _rounded(result.get("quality")),
                "seconds": _rounded(result.get("seconds")),
            }
        )

    def training(self, job: Job) -> None:
        """Note what was learnt, and how."""
        result = job.result or {}
        self.backends |= result.get("backends", {})
        self.base = result.get("base", "")
        names = ("base", "photos", "steps", "loss", "seconds", "looks")
        self.learning = {name: _rounded(result.get(name)) for name in names} | {"seed": job.request.get("seed")}

    async def portraits(self, job: Job, media: Media, shelf: str) -> None:
        """Note and keep the pictures of a job, each as it was finished and as the base drew it.

        ``shelf``: "portraits" as people get them, "alone" by the learnt face without a photo, "control" without it.
        """
        result = job.result or {}
        self.backends |= result.get("backends", {})
        kept = {"portraits": self.portraits_made, "alone": self.alone, "control": self.control}[shelf]
        for rank, picture in enumerate(result.get("pictures", ()), 1):
            name = f"{'' if shelf == 'portraits' else f'{shelf}-'}{result['style']}-{rank}"
            source = Source(picture.get("source", Source.BASE))
            raw = picture["raw"] != picture["file"]
            facts = {key: _rounded(value) for key, value in picture.items() if key not in ("file", "raw")}
            kept.append(
                {
                    "style": result["style"],
                    "file": self._keep(f"{name}.png", await _bytes(media, picture["file"])),
                    "raw": self._keep(f"{name}-raw.png", await _bytes(media, picture["raw"])) if raw else None,
                    "what": WHAT[source] if shelf != "control" else "drawn without the learnt face",
                    **facts,
                    "source": source.value,
                    "style_weight": result.get("style_weight"),
                    "face_weight": None if shelf == "control" else result.get("face_weight"),
                    "job_seconds": _rounded(result.get("seconds")),
                }
            )

    @property
    def learnt(self) -> bool:
        """Whether the learnt face, drawing alone, beats the control before face fusion: the mean over all pictures.

        A portrait made of a photo is like the person whatever was learnt, so it does not count.
        """
        return bool(self.alone and self.control) and self.mean("alone") > self.mean("control")

    def mean(self, shelf: str, name: str = "likeness_before_fusion") -> float:
        """Return the mean of a number over the ``alone`` or ``control`` pictures."""
        values = [picture[name] for picture in getattr(self, shelf)]
        return sum(values) / len(values) if values else 0.0

    def contact_sheet(self) -> None:
        """Draw one picture of everything: the selfies, the portraits, what the face draws alone, and the control."""
        good = [Cell(self._folder / photo["file"]) for photo in self.photos if photo["accepted"]]
        bands = [
            Band("Selfies", tuple(good), max(10, len(good))),
            Band("Portraits: " + " / ".join(self._kinds()), tuple(map(self._cell, self.portraits_made)), 3),
            Band("Drawn by the learnt face alone", tuple(map(self._alike, self.alone)), 8),
            Band("Control: the same seeds without the learnt face", tuple(map(self._alike, self.control)), 8),
        ]
        if shown := [band for band in bands if band.cells]:
            draw_sheet(shown, self._folder / SHEET)
            self._files += [SHEET, SMALL_SHEET]

    def _kinds(self) -> list[str]:
        return list(dict.fromkeys(one["what"] for one in self.portraits_made))

    def write(self, transcript: str) -> None:
        """Write the conversation and the numbers."""
        (self._folder / TRANSCRIPT).write_text(transcript + "\n", "utf-8")
        self._files += [TRANSCRIPT, REPORT]
        (self._folder / REPORT).write_text(json.dumps(self.to_json(), indent=2) + "\n", "utf-8")

    def to_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        names = ("likeness_before_fusion", "likeness")
        return {
            "learnt": self.learnt,
            "mean": {
                "alone": {name: _rounded(self.mean("alone", name)) for name in names},
                "control": {name: _rounded(self.mean("control", name)) for name in names},
            },
            "seconds": self.seconds | {"total": round(time.monotonic() - self._began, 2)},
            "machine": {"cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version()},
            "base": self.base,
            "backends": dict(sorted(self.backends.items())),
            "photos": self.photos,
            "training": self.learning,
            "portraits": self.portraits_made,
            "alone": self.alone,
            "control": self.control,
            "files": self._files,
        }

    def summary(self) -> str:
        """Say in a few lines what came out."""
        before, after = self.mean("alone"), self.mean("alone", "likeness")
        photos = sum(one["source"] != Source.BASE for one in self.portraits_made)
        control = self.mean("control")
        verdict = "The face was learnt." if self.learnt else "The face was NOT learnt: the control is as good."
        total = round(time.monotonic() - self._began)
        return "\n".join(
            (
                f"\n{verdict}",
                f"  portraits                     {len(self.portraits_made):6}   ({photos} made of own photos)",
                f"  likeness before face fusion   {before:6.1%}   (mean of {len(self.alone)} drawn by the face alone)",
                f"  control without the face      {control:6.1%}   (mean of {len(self.control)}, same seeds)",
                f"  likeness after face fusion    {after:6.1%}",
                f"  {total // 60} min {total % 60} s in all; pictures and numbers in {self._folder}: {SHEET}, {REPORT}",
                "",
            )
        )

    def _cell(self, picture: dict[str, Any]) -> Cell:
        return Cell(self._folder / picture["file"], picture["style"])

    def _alike(self, picture: dict[str, Any]) -> Cell:
        return Cell(self._folder / picture["file"], f"{picture['style']}  {picture['likeness']:.0%}")

    def _keep(self, name: str, data: bytes) -> str:
        (self._folder / name).write_bytes(data)
        self._files.append(name)
        return name


async def _bytes(media: Media, path: str) -> bytes:
    return (await media(media_id(path)))[0]


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, DIGITS) if isinstance(value, float) else value
