"""Portraits: paper 2.3 (LoRA fusion, inference) and 2.4 (template face, face fusion, ranking, final size)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from safetensors.torch import load_file

from engine import bases, weights
from engine.diffusion.forming import Preview
from engine.diffusion.painter import Painter, Shot
from engine.errors import StyleNotHere, UnknownStyle, UnsafePicture
from engine.faces import fuse
from engine.faces.embed import SAME_PERSON, distance, likeness
from engine.faces.registry import Faces
from engine.identity import ADAPTER, Identity
from engine.models import Models
from engine.requests import Picture, Portrait, Portraits, Progress
from engine.safety.nudity import NUDE
from engine.safety.provenance import save_labelled
from engine.styles import ADAPTERS, Style, StyleBook
from engine.styles.book import hub_file, standing
from engine.styles.looks import LOOKS
from engine.training.face_lora import prompt

NOBODY = 1.0  # distance given to a picture without a detectable face: it ranks last


@dataclass(eq=False)
class _Candidate:
    """One drawn picture on its way to the person."""

    seed: int
    drawn: np.ndarray  # (side, side, 3) as the base drew it
    distance: float
    finished: np.ndarray | None = None
    finished_distance: float = NOBODY
    fusion: float = 0.0
    fusion_note: str = ""


@dataclass
class _Clock:
    """Seconds per step of the work."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began


def run(
    request: Portrait, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Portraits:
    """Draw ``request.count`` portraits of a learnt person, most alike first.

    Raises:
        NoIdentity: nothing has been learnt in ``request.identity``.
        UnknownStyle: there is no such style.
        UnsafePicture: the nudity check kept every picture back.
        Cancelled: the owner took the job back.
    """
    identity = Identity.load(request.identity)
    book = StyleBook(models.settings.styles)
    style = book.get(request.style)
    if style is None:
        raise UnknownStyle(request.style, book.closest(request.style))
    painter, faces, clock = models.painter, models.faces, _Clock()
    request.out.mkdir(parents=True, exist_ok=True)
    with clock.step("draw"):
        drawn = _draw(request, models, identity, style, progress, cancelled)
    with clock.step("rank"):
        candidates = [_Candidate(seed, picture, _distance(faces, picture, identity)) for seed, picture in drawn]
        candidates.sort(key=lambda c: c.distance)
    safe, withheld = _safe(faces, candidates)
    chosen = safe[: request.count]
    selfies = _selfies(request, faces, identity, style) if request.fuse_face and request.use_face_lora else []
    for number, candidate in enumerate(chosen):
        progress(Progress(stage="finishing", done=number, total=len(chosen)))
        with clock.step("enlarge"):
            candidate.finished = faces.upscale(candidate.drawn, request.side)
        with clock.step("fuse"):
            if selfies:
                _fuse(faces, candidate, selfies)
        candidate.finished_distance = _distance(faces, candidate.finished, identity)
    places = faces.order([c.finished for c in chosen], [c.finished_distance for c in chosen], [s.rgb for s in selfies])
    chosen = [chosen[place] for place in places]
    with clock.step("save"):
        pictures = tuple(_save(request, number, candidate) for number, candidate in enumerate(chosen))
    face_weight, style_weight = _weights(request, painter, style)
    return Portraits(
        pictures=pictures,
        style=style.name,
        base=painter.family.name,
        style_weight=style_weight,
        face_weight=face_weight,
        withheld=withheld,
        backends=dict(faces.backends),
        seconds=clock.seconds,
    )


def warm(models: Models) -> None:
    """Load the base ahead of the first job."""
    _ = models.painter


def _weights(request: Portrait, painter: Painter, style: Style) -> tuple[float, float]:
    """(face, style) multipliers: the request's, else the style's own (paper 2.3)."""
    face = style.face_weight if request.face_weight is None else request.face_weight
    weight = style.weight(painter.family.name) if request.style_weight is None else request.style_weight
    return face, weight


def _adapter(models: Models, style: Style, family: bases.Family) -> Path | None:
    """Return the style's LoRA file, a shipped or fetched one after its checksum; None where it is drawn from words.

    Raises:
        StyleNotHere: this base can draw the style neither with an adapter nor from words.
        WeightCorrupt: the file does not have its checksum.
    """
    folder = models.settings.weights
    known = standing(style, family, folder)
    if not known.drawable:
        raise StyleNotHere(style.title(), family.name, known.how)
    if not known.adapter:
        return None
    if fetched := hub_file(style, family):
        return weights.path(folder, *fetched, manifest=ADAPTERS)
    file = style.adapter(family.name, family.architecture)
    return file if style.own else weights.path(folder, f"{family.name}-styles", file.name)


def _draw(
    request: Portrait,
    models: Models,
    identity: Identity,
    style: Style,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> list[tuple[int, np.ndarray]]:
    """2.3: both adapters together; seeds count up from the request's."""
    painter, family = models.painter, models.painter.family
    adapter = _adapter(models, style, family)
    face_weight, style_weight = _weights(request, painter, style)
    if request.use_face_lora:
        painter.put_face(load_file(request.identity / ADAPTER))
    painter.use(
        face=face_weight if request.use_face_lora else None,
        style=adapter,
        style_weight=style_weight,
    )
    words = (
        style.words if family.small_vocabulary else style.text(identity.looks.gender, with_adapter=adapter is not None)
    )
    text = prompt(family, identity.looks, words, trigger=request.use_face_lora)
    shots = []
    for number in range(request.count * family.candidates):
        seed = request.seed + number
        person = _person(identity, seed) if family.person_tokens and request.use_face_lora else (None, None)
        near = None if request.variation is None else (request.seed, request.variation)
        shots.append(Shot(prompt=text, seed=seed, near=near, embedding=person[0], geometry=person[1]))
    began = time.monotonic()
    faces, facts = models.faces, {"style": request.style}
    preview = Preview(request.out, lambda rgb: faces.nude(rgb) < NUDE, facts)

    def step(done: int, total: int) -> None:
        left = (time.monotonic() - began) / done * (total - done)
        progress(Progress(stage="drawing", done=done, total=total, seconds_left=left, preview=preview.file))

    pictures = painter.draw(shots, step=step, cancelled=cancelled, preview=preview)
    return [(shot.seed, picture) for shot, picture in zip(shots, pictures, strict=True)]


def _person(identity: Identity, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return embedding and geometry tokens: the person's centre, and the pose of one of their photos, by seed."""
    shape = np.asarray(identity.geometry[seed % len(identity.geometry)], np.float32)
    return identity.centre, shape


def _distance(faces: Faces, picture: np.ndarray, identity: Identity) -> float:
    embedding = faces.embed(picture)
    return NOBODY if embedding is None else distance(embedding, identity.centre)


def _safe(faces: Faces, candidates: list[_Candidate]) -> tuple[list[_Candidate], int]:
    """Return what may be shown, and how many pictures the nudity check kept back."""
    safe = [candidate for candidate in candidates if faces.nude(candidate.drawn) < NUDE]
    if candidates and not safe:
        raise UnsafePicture
    return safe, len(candidates) - len(safe)


def _selfies(request: Portrait, faces: Faces, identity: Identity, style: Style) -> list[fuse.Selfie]:
    """2.4, template face: the person's photos, best first, in the style's look where the style is a filter."""
    look, found = LOOKS.get(style.look, lambda rgb: rgb), []
    for name in identity.selfies:
        photo = faces.load(request.identity / name)
        mesh = faces.mesh(photo)
        if mesh is not None:
            found.append(fuse.Selfie(rgb=look(photo), mesh=mesh))
    return found


def _fuse(faces: Faces, candidate: _Candidate, selfies: list[fuse.Selfie]) -> None:
    """2.4, face fusion; a picture in which no face can be matched stays as it is."""
    fused = faces.fuse(candidate.finished, selfies)
    if fused is not None:
        candidate.finished, candidate.fusion, candidate.fusion_note = fused.picture, fused.strength_used, fused.note


def _save(request: Portrait, number: int, candidate: _Candidate) -> Picture:
    file, raw = request.out / f"portrait-{number}.png", request.out / f"raw-{number}.png"
    facts = {"seed": candidate.seed, "style": request.style}
    save_labelled(candidate.finished, file, facts=facts)
    save_labelled(candidate.drawn, raw, facts=facts)
    return Picture(
        file=file,
        raw=raw,
        seed=candidate.seed,
        likeness=likeness(candidate.finished_distance),
        likeness_before_fusion=likeness(candidate.distance),
        distance=candidate.finished_distance,
        distance_before_fusion=candidate.distance,
        likely=candidate.finished_distance < SAME_PERSON,
        fusion=candidate.fusion,
        fusion_note=candidate.fusion_note,
    )
