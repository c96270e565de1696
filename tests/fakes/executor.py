"""An engine that needs no models: every photo is good, training is quick, portraits are coloured squares."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from engine.errors import JobCancelledError
from engine.queue.executor import OnProgress
from engine.queue.store import ClaimedJob
from engine.requests import Progress, Result
from engine.tasks.enrol.request import Enrol, Enrolled
from engine.tasks.inspect.request import InspectPhoto, Looks, PhotoVerdict
from engine.tasks.portrait.request import Picture, Portrait, Portraits
from engine.tasks.stickers.request import CutOut, Stickers
from engine.tasks.talk.request import Speak, Spoken, Talk, TalkingClip
from engine.tasks.template.request import InspectTemplate, Redrawn, Template, Templated, TemplateFace, TemplateFaces
from engine.tasks.tryon.request import Garment, Garments, InspectGarment, Part, TriedOn, TryOn
from engine.templates.layout import load
from tests.fakes.intake import picture

LOOKS = Looks(gender="woman", age_band="adult", age=34.0)
REDRAWN, STAYS = (Part.FACE, Part.SKIN), (Part.BODY, Part.BACKGROUND)
COLORS = ("red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "gray", "orange")


class FakeExecutor:
    """Implements `engine.queue.executor.Executor`. Jobs of the kinds in ``held`` wait until `release` or a cancel.

    ``edition`` is that of the base it says it learns and draws with, "" for a worker that does not say.
    """

    slots = 1

    def __init__(self, *held: str, edition: str = "") -> None:
        self._held, self._edition = set(held), edition
        self._free = asyncio.Event()
        self.began: list[str] = []
        self.forgot = 0

    def release(self) -> None:
        """Let held jobs go on."""
        self._held.clear()
        self._free.set()

    async def start(self) -> None:
        """Nothing to bring up."""

    async def close(self) -> None:
        """Nothing to end."""

    async def forget(self) -> None:
        """Count that somebody was erased."""
        self.forgot += 1

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Do a job."""
        request = job.request
        self.began.append(request.kind)
        if not isinstance(request, InspectPhoto):
            on_progress(Progress(stage="draw", done=1, total=4, seconds_left=60.0))
        if request.kind in self._held:
            await self._wait(cancel)
        if isinstance(request, InspectPhoto):
            return _look(request)
        if isinstance(request, Stickers):
            return _cut(request)
        if isinstance(request, InspectTemplate):
            return _faces(request)
        if isinstance(request, InspectGarment):
            return _clothes(request)
        if isinstance(request, (Template, TryOn)):
            return _redraw(request)
        if isinstance(request, Talk):
            return _talk(request)
        if isinstance(request, Speak):
            return _speak(request)
        made = _learn(request) if isinstance(request, Enrol) else _draw(request)
        return replace(made, edition=self._edition)

    async def _wait(self, cancel: asyncio.Event) -> None:
        waits = [asyncio.create_task(self._free.wait()), asyncio.create_task(cancel.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if cancel.is_set():
            raise JobCancelledError


def _look(request: InspectPhoto) -> PhotoVerdict:
    request.cleaned.parent.mkdir(parents=True, exist_ok=True)
    request.cleaned.write_bytes(picture())
    return PhotoVerdict(
        problem=None,
        cleaned=request.cleaned,
        quality=0.9,
        looks=LOOKS,
        embedding=(0.1,) * 128,
        perceptual_hash=f"{len(request.known_hashes):016x}",
    )


def _learn(request: Enrol) -> Enrolled:
    request.identity.mkdir(parents=True, exist_ok=True)
    for name, data in (("face.safetensors", b"adapter"), ("best.png", picture())):
        (request.identity / name).write_bytes(data)
    (request.identity / "identity.json").write_text(json.dumps({"base": "pocket"}))
    return Enrolled(
        identity=request.identity,
        base="pocket",
        looks=LOOKS,
        photos=len(request.photos),
        steps=1,
        seconds=60.0,
        loss=0.1,
        instant=request.instant,
    )


def _talk(request: Talk) -> TalkingClip:
    """Return a real MP4 of half a second: grey, with a hum."""
    import numpy as np

    from engine.talking import video
    from engine.talking.sound import Sound

    request.out.mkdir(parents=True, exist_ok=True)
    hum = np.sin(np.arange(24_000) / 20, dtype=np.float32) / 10
    frames = (np.full((64, 64, 3), 90, np.uint8) for _ in range(12))
    name = "talk-note.mp4" if request.note else "talk.mp4"
    clip = video.write(frames, Sound(played=hum), request.out / name, fps=25)
    preview = video.gif(clip, request.out / "talk.gif") if request.gif else None
    return TalkingClip(
        file=clip.path,
        gif=preview,
        seconds=clip.seconds,
        width=64,
        height=64,
        fps=25,
        voice=request.voice,
        cover=video.cover(clip, request.out / "cover.jpg"),
    )


def _speak(request: Speak) -> Spoken:
    import numpy as np

    from engine.talking import video
    from engine.talking.sound import Sound

    request.out.parent.mkdir(parents=True, exist_ok=True)
    video.write_voice(Sound(played=np.sin(np.arange(24_000) / 20, dtype=np.float32) / 10), request.out)
    return Spoken(file=request.out, voice=request.voice, seconds=0.5)


def _cut(request: Stickers) -> CutOut:
    request.out.mkdir(parents=True, exist_ok=True)
    made = []
    for number, each in enumerate(request.pictures):
        with Image.open(each) as opened:
            opened.convert("RGBA").resize((512, 512)).save(request.out / f"{number}.webp", "WEBP")
        made.append(request.out / f"{number}.webp")
    return CutOut(stickers=tuple(made))


def _faces(request: InspectTemplate) -> TemplateFaces:
    """See one face in a tall picture, two in a wide one; a ready template has the places its layout says."""
    ready = request.template.suffix == ".toml"
    if ready:
        count = load(request.template).faces
    else:
        with Image.open(request.template) as opened:
            count = 2 if opened.width > opened.height else 1
    request.numbered.parent.mkdir(parents=True, exist_ok=True)
    request.numbered.write_bytes(picture("orange"))
    faces = tuple(TemplateFace(number=n, box=(0.1, 0.1, 0.4, 0.4)) for n in range(1, count + 1))
    return TemplateFaces(faces=faces, numbered=request.numbered, places=ready)


def _clothes(request: InspectGarment) -> Garments:
    request.preview.parent.mkdir(parents=True, exist_ok=True)
    request.preview.write_bytes(picture("orange"))
    kept = request.keep or (1, 2)
    return Garments(
        garments=tuple(
            Garment(number=n, kind=kind, box=(0.0, 0.0, 1.0, 1.0), share=0.3, kept=n in kept)
            for n, kind in enumerate(("top", "bottom"), 1)
        ),
        preview=request.preview,
        worn=True,
        face=True,
        redrawn=REDRAWN,
        stays=STAYS,
        columns=6 if request.grid else 0,
        rows=8 if request.grid else 0,
    )


def _redraw(request: Template | TryOn) -> Templated | TriedOn:
    """Colour a picture; a face nobody learnt is no file, so whoever is missing ends the job."""
    people = request.people if isinstance(request, Template) else (request.identity,)
    for person in people:
        (person / "face.safetensors").read_bytes()
    request.out.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(request.count):
        file = request.out / f"{number}.png"
        file.write_bytes(picture(COLORS[number], (512, 512)))
        each = (0.8 - number / 100,) * len(people)
        made.append(
            Redrawn(
                file=file,
                seed=request.seed + number,
                likeness=each[0],
                each=each,
                each_before_fusion=each,
                likely=True,
            )
        )
    known = {"pictures": tuple(made), "base": "pocket", "width": 512, "height": 512}
    if isinstance(request, Template):
        return Templated(**known)
    return TriedOn(**known, redrawn=REDRAWN, stays=STAYS, background=request.background)


def _draw(request: Portrait) -> Portraits:
    request.out.mkdir(parents=True, exist_ok=True)
    pictures = []
    for number in range(request.count):
        file, raw = request.out / f"{number}.png", request.out / f"{number}-raw.png"
        for path in (file, raw):
            Path(path).write_bytes(picture(COLORS[number], (512, 512)))
        pictures.append(
            Picture(
                file=file,
                raw=raw,
                seed=request.seed + number,
                likeness=0.9 - number / 100,
                likeness_before_fusion=0.7,
                distance=0.4,
                distance_before_fusion=0.5,
                likely=True,
            )
        )
    return Portraits(pictures=tuple(pictures), style=request.style, base="pocket", style_weight=0.25, face_weight=1.0)
