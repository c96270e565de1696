"""Portraits: paper 2.3 (LoRA fusion, inference) and 2.4 (template face, face fusion, ranking, final size)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine import bases, weights
from engine.bases import FAST
from engine.bases import likeness as ways
from engine.diffusion import choosing, sizes
from engine.diffusion.choosing import Drawn
from engine.diffusion.step_preview import SHARE, Preview
from engine.errors import UnsafePictureError
from engine.faces import fuse
from engine.faces.embed import NOBODY, SAME_PERSON, likeness
from engine.faces.face_quality import eyes_usually_match, large_enough, preference, whole
from engine.faces.registry import Faces
from engine.identity import Identity
from engine.models import Models
from engine.prompts import negative, prompt
from engine.requests import Progress
from engine.safety import content
from engine.safety.nudity import NUDE
from engine.safety.provenance import save_labelled
from engine.styles import ADAPTERS, Style, StyleBook
from engine.styles.book import hub_file, standing
from engine.styles.looks import LOOKS
from engine.styles.style import DRAWN, PAINTED, PHOTO
from engine.tasks.portrait import canvas, posed, weight_search
from engine.tasks.portrait.mates import on_canvas, sampler
from engine.tasks.portrait.request import (
    Picture,
    Portrait,
    Portraits,
    Shape,
    StyleNotHereError,
    UnknownStyleError,
    WeightTrial,
)
from engine.tasks.shared.identity_lora import condition, load_identity_lora
from engine.tasks.shared.person import distance_to
from engine.tasks.shared.person import selfies as kept_selfies

if TYPE_CHECKING:
    from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline

LEAST_SIDE = 512  # pixels of a finished picture's longer side, where nothing is asked for
TRIED = 2  # pictures of each setting of the weights
#: Manner of a style -> how much of its colours and flatness face fusion puts back; None: no photo's face belongs there.
KEEP_STYLE = {PHOTO: 0.0, PAINTED: 1.0, DRAWN: None}
NOT_IN_A_DRAWING = "drawn"  # `Picture.fusion_note`


@dataclass(eq=False)
class _Candidate:
    """One drawn picture on its way to the person."""

    origin: Drawn
    distance: float
    whole: bool = True  # one face with matching eyes
    finished: np.ndarray | None = None
    finished_distance: float = NOBODY
    fusion: float = 0.0
    fusion_note: str = ""

    @property
    def seed(self) -> int:
        """The seed it was drawn from."""
        return self.origin.seed

    @property
    def drawn(self) -> np.ndarray:
        """Return it as the base drew it, (height, width, 3); while it is judged, as far as that has been decoded."""
        return self.origin.picture


@dataclass
class Clock:
    """Seconds per step of the work."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count the seconds of the block as those of a step."""
        began = time.monotonic()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began


def run(
    request: Portrait, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Portraits:
    """Draw ``request.count`` portraits of a learnt person, most alike first.

    Raises:
        PoseNotHereError, NoPoseError: this base is steered by no pose, or nobody shows the one that was asked for.
        NoIdentityError: nothing has been learnt in ``request.identity``.
        OtherBaseError: it was learnt on another base.
        StyleNotHereError: the base in use cannot draw the style.
        BadAdapterError: the style's file is damaged.
        UnknownStyleError: there is no such style.
        UnknownSceneError, BadPhotoError: as `engine.tasks.portrait.canvas.run`, where their own photo is put into the
        style.
        ContentRefusedError: the person's own words may not be drawn by.
        UnsafePictureError: the nudity check kept every picture back.
        JobCancelledError: the owner took the job back.
    """
    identity, style = opened(request, models)
    if not request.posed and on_canvas(request, style, models.family):
        return canvas.run(request, models, progress, cancelled, style)
    clock = Clock()
    request.out.mkdir(parents=True, exist_ok=True)
    with clock.step("prepare"):
        scene = Setting(request, models, identity, style)
    if request.adapt:
        with clock.step("weigh"):
            scene.adapt(progress, cancelled)
    with clock.step("draw"):
        drawn = _draw(scene, progress, cancelled)
    return finished(scene, drawn, clock, progress, cancelled)


def opened(request: Portrait, models: Models) -> tuple[Identity, Style]:
    """Return who is to be drawn, and in which style.

    Raises:
        ContentRefusedError, NoIdentityError, UnknownStyleError, PoseNotHereError: as `run`.
    """
    content.require(request.prompt, content.DRAW, own=content.own(models.settings.content))
    identity = Identity.load(request.identity)
    book = StyleBook(models.settings.styles)
    style = book.get(request.style)
    if style is None:
        raise UnknownStyleError(request.style, book.closest(request.style))
    posed.require(request, models, models.family)
    return identity, style


def finished(
    scene: Setting,
    drawn: Sequence[Drawn],
    clock: Clock,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> Portraits:
    """Rank what was drawn and bring the best, decoded in full, to their final size and face (paper 2.4).

    Raises:
        UnsafePictureError, JobCancelledError: as `run`.
    """
    request, identity, faces = scene.request, scene.identity, scene.models.faces
    toy = scene.family.small_vocabulary  # only its adapters learnt the filters in `engine.styles.looks`
    selfies = (
        kept_selfies(faces, request.identity, identity, LOOKS.get(scene.style.look) if toy else None)
        if request.use_face_lora
        else []
    )
    with clock.step("rank"):
        candidates = [_Candidate(one, distance_to(faces, one.picture, identity)) for one in drawn]
        if not request.use_face_lora or eyes_usually_match(selfie.mesh for selfie in selfies):
            for candidate in candidates:
                candidate.whole = whole(faces.faces(large_enough(candidate.drawn)))
        candidates.sort(key=lambda c: preference(whole=c.whole, distance=c.distance))
    safe, withheld = _safe(faces, candidates)
    with clock.step("draw"):
        chosen, withheld_later = _decoded(scene, safe)
    choosing.drop(drawn)
    for number, candidate in enumerate(chosen):
        progress(Progress(stage="finishing", done=number, total=len(chosen)))
        with clock.step("enlarge"):
            candidate.finished = scene.enlarged(candidate.drawn, candidate.seed, cancelled)
        with clock.step("fuse"):
            if selfies and request.fuse_face:
                _fuse(faces, candidate, selfies, identity, 0.0 if toy else KEEP_STYLE[scene.style.is_in])
        candidate.finished_distance = distance_to(faces, candidate.finished, identity)
    places = faces.order([c.finished for c in chosen], [c.finished_distance for c in chosen], (s.rgb for s in selfies))
    chosen = [chosen[place] for place in places]
    with clock.step("save"):
        pictures = tuple(_save(request, number, candidate) for number, candidate in enumerate(chosen))
    return Portraits(
        pictures=pictures,
        style=scene.style.name,
        base=scene.family.name,
        style_weight=scene.style_weight,
        face_weight=scene.face_weight,
        withheld=withheld + withheld_later,
        backends={**faces.backends, **scene.backends},
        seconds=clock.seconds,
        tried=scene.tried,
        from_photos=identity.instant,
        edition=scene.pipeline.edition,
        learnt_on=identity.edition,
    )


def warm(models: Models) -> None:
    """Load ahead of the first job what draws it: the base, or on a small one what cuts people out of their photos."""
    if models.family.small_vocabulary:
        canvas.warm(models)
    else:
        _ = models.pipeline


def _weights(request: Portrait, pipeline: PortraitPipeline, style: Style) -> tuple[float, float]:
    """(face, style) multipliers: the request's, else the style's own (paper 2.3)."""
    face = style.face_weight if request.face_weight is None else request.face_weight
    weight = style.weight(pipeline.family.name) if request.style_weight is None else request.style_weight
    return face, weight


def style_adapter(models: Models, style: Style, family: bases.Family) -> Path | None:
    """Return the style's LoRA file, a shipped or fetched one after its checksum; None where it is drawn from words.

    Raises:
        StyleNotHereError: this base can draw the style neither with an adapter nor from words.
        WeightCorruptError: the file does not have its checksum.
    """
    folder = models.settings.weights
    known = standing(style, family, folder)
    if not known.drawn:
        raise StyleNotHereError(style.title(), family.name, known.how)
    if not known.adapter:
        return None
    if fetched := hub_file(style, family):
        return weights.path(folder, *fetched, manifest=ADAPTERS)
    file = style.adapter(family.name, family.architecture)
    return file if style.own else weights.path(folder, f"{family.name}-styles", file.name)


class Setting:
    """What is drawn and how: the person put in, the style found, the two weights, the words."""

    def __init__(self, request: Portrait, models: Models, identity: Identity, style: Style) -> None:
        self.request, self.models, self.identity, self.style = request, models, identity, style
        self.pipeline, self.family = models.pipeline, models.pipeline.family
        self.adapter = style_adapter(models, style, self.family)
        self.face_weight, self.style_weight = _weights(request, self.pipeline, style)
        self.worn = request.use_face_lora and load_identity_lora(self.pipeline, request.identity, identity)
        asked = request.use_face_lora and (self.family.person_tokens or request.photos or not self.worn)
        self.condition = condition(self.pipeline, models.faces, request.identity, identity) if asked else None
        self.shows = self.condition is not None and self.condition.name == ways.REFERENCES and not self.worn
        self.tried: tuple[WeightTrial, ...] = ()
        self.sampler = sampler(request, models.settings, self.family)
        self.shape = Shape.SQUARE if self.family.square_only else request.shape
        self.refine: str = "none" if self.family.square_only else request.refine  # its own square is all it can draw
        self.pose = posed.posed(request, models, sizes.size(self.family, self.shape))
        if self.pose is not None and self.refine != "hires":
            self.refine = "faces"  # of whole bodies they are small
        self.backends = {
            "identity": "adapter" if self.worn else "photos" if request.use_face_lora else "nobody",
            "style": "adapter" if self.adapter else "words",
            "sampler": self.sampler,
            "shape": self.shape.value,
            "refine": self.refine,
            **({"pose": request.pose or "photo"} if self.pose is not None else {}),
            **({"likeness": self.condition.name} if self.condition is not None else {}),
            **({"compiled": self.pipeline.compiled} if models.settings.compile else {}),
            **({"judged": self.family.preview_decoder} if self.judges_small else {}),
        }

    @property
    def judges_small(self) -> bool:
        """Say whether candidates are judged through a small decoder, see `engine.diffusion.choosing`."""
        return self.family.candidates > 1 and self.pipeline.preview_decoder is not None

    def use(self, face: float | None, style: float) -> None:
        """Put both adapters on with the given weights; ``face`` None leaves the person's off."""
        self.pipeline.use(face=face if self.worn else None, style=self.adapter, style_weight=style)

    def shots(self) -> list[GenerationRequest]:
        """Return every picture to draw; seeds count up from the request's."""
        return [self.shot(self.request.seed + number) for number in range(self.request.count * self.family.candidates)]

    def preview(self, beside: int = 1) -> Preview:
        """Return what keeps a look at a picture that is being drawn, with so many people's at once."""
        faces, facts = self.models.faces, {"style": self.request.style}
        return Preview(self.request.out, lambda rgb: faces.nude(rgb) < NUDE, facts, share=SHARE / beside)

    def shot(self, seed: int, *, person: bool = True) -> GenerationRequest:
        """Return one picture to draw; without ``person`` it is of nobody in particular."""
        from engine.diffusion.pipeline import GenerationRequest

        request, identity = self.request, self.identity
        person = person and request.use_face_lora
        subject = identity.looks.gender
        words = self.style.text(subject, with_adapter=self.adapter is not None, own=bool(request.prompt))
        words = self.style.words if self.family.small_vocabulary else words
        manner = self.style.is_in
        text = prompt(
            self.family,
            identity.looks,
            words,
            trigger=person and self.worn,
            word=identity.trigger,
            manner=manner,
            own=request.prompt,
            shown=person and self.shows,
        )
        text = text if self.pose is None else self.pose.said(text)
        unwanted = negative(self.family, manner, self.style.negative)
        near = None if request.variation is None else (request.seed, request.variation)
        size = sizes.size(self.family, self.shape)
        shot = GenerationRequest(prompt=text, negative=unwanted, size=size, seed=seed, near=near)
        return self.condition.shown(shot, seed) if person and self.condition is not None else shot

    def enlarged(self, drawn: np.ndarray, seed: int, cancelled: Callable[[], bool]) -> np.ndarray:
        """Return a drawn picture in its final shape and size, refined where that is wanted."""
        from engine.tasks.portrait import refine

        faces, how = self.models.faces, self.refine
        side = self.request.side or max(LEAST_SIDE, *drawn.shape[:2])
        picture = sizes.exact(drawn, self.shape)

        def refined(rgb: np.ndarray) -> np.ndarray:
            shot = self.shot(seed)
            return refine.refined(self.pipeline, faces, shot, rgb, how, sampler=self.sampler, cancelled=cancelled)

        picture = faces.upscale(refined(drawn) if how == "hires" else picture, side)
        return refined(picture) if how in ("face", "faces") else sizes.exact(picture, self.shape)

    def adapt(self, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> None:
        """Try weights around the usual ones and keep the best."""
        seeds = [self.request.seed + number for number in range(TRIED)]
        quick = self.family.samplers.get(FAST)
        sampler = FAST if quick is not None and not quick.adapter else self.sampler

        def draw(face: float | None, style: float) -> list[np.ndarray]:
            self.use(face, style)
            shots = [self.shot(seed, person=face is not None) for seed in seeds]
            return self.pipeline.draw(shots, sampler=sampler, cancelled=cancelled)

        def alike(pictures: list[np.ndarray]) -> float:
            faces = self.models.faces
            return float(np.mean([likeness(distance_to(faces, picture, self.identity)) for picture in pictures]))

        def step(done: int, total: int) -> None:
            progress(Progress(stage="trying", done=done, total=total))

        found = weight_search.choose(
            draw,
            alike,
            self.pipeline.encode,
            self.face_weight,
            self.style_weight,
            has_face=self.worn,
            has_style=self.adapter is not None,
            step=step,
        )
        self.face_weight, self.style_weight, self.tried = found.face, found.style, found.tried


def _draw(scene: Setting, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> list[Drawn]:
    """2.3: both adapters together."""
    pipeline = scene.pipeline
    scene.use(scene.face_weight, scene.style_weight)
    shots, preview = scene.shots(), scene.preview()
    began = time.monotonic()

    def step(done: int, total: int) -> None:
        left = (time.monotonic() - began) / done * (total - done)
        progress(Progress(stage="drawing", done=done, total=total, seconds_left=left, preview=preview.file))

    by = pipeline if scene.pose is None else scene.models.inpainter
    told: dict[str, object] = {"preview": preview} if scene.pose is None else {"control": scene.pose.control}
    told |= {"step": step, "cancelled": cancelled, "sampler": scene.sampler}
    return choosing.drawn(by, shots, scene.request.count, pipeline, **told)


def _safe(faces: Faces, candidates: list[_Candidate]) -> tuple[list[_Candidate], int]:
    """Return what may be shown, and how many pictures the nudity check kept back."""
    safe = [candidate for candidate in candidates if faces.nude(candidate.drawn) < NUDE]
    if candidates and not safe:
        raise UnsafePictureError
    return safe, len(candidates) - len(safe)


def _decoded(scene: Setting, safe: Sequence[_Candidate]) -> tuple[list[_Candidate], int]:
    """Return the best as they will be sent, and how many the nudity check kept back of what only now was decoded whole.

    For each of these the next best is taken: what was judged through the small decoder is judged again as it is.
    """
    faces, wanted = scene.models.faces, scene.request.count
    chosen: list[_Candidate] = []
    withheld, waiting = 0, list(safe)
    while waiting and len(chosen) < wanted:
        room = wanted - len(chosen)
        part, waiting = waiting[:room], waiting[room:]
        sketched = [candidate for candidate in part if candidate.origin.latent is not None]
        choosing.whole(scene.pipeline, [candidate.origin for candidate in sketched])
        nude = [candidate for candidate in sketched if faces.nude(candidate.drawn) >= NUDE]
        for candidate in sketched:
            candidate.distance = distance_to(faces, candidate.drawn, scene.identity)
        withheld += len(nude)
        chosen += [candidate for candidate in part if candidate not in nude]
    if safe and not chosen:
        raise UnsafePictureError
    return chosen, withheld


def _fuse(
    faces: Faces, candidate: _Candidate, selfies: list[fuse.Selfie], identity: Identity, keep_style: float | None
) -> None:
    """2.4, face fusion; a picture in which no face can be matched stays as it is, and so does what is drawn.

    Whether it came nearer is judged by the person as they are, not by their photos behind a filter.
    """
    if keep_style is None:
        candidate.fusion_note = NOT_IN_A_DRAWING
        return
    fused = faces.fuse(candidate.finished, selfies, keep_style=keep_style, person=identity.centre)
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
