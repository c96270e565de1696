"""Into a template picture: paper 2.5, its two inferences, and 2.5.3, several people.

Where the base is the embedded one the person's own pixels take the place of both inferences (`ownface`), and so they do
on one that cannot be steered, where an edit model may take their place (`edited`); on others they are the fusion after
both. Drawn, it goes like this. For each person and the face of the template they take:
text-to-image under bones alone, so that the person's own proportions appear; their 68 landmarks laid onto the
template's by an affine map; inpainting of the template's face under those landmarks and the edges around it; face
fusion. Then every face is put into the picture.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.bases import Family
from engine.canvas.swap.judge import Verdict
from engine.diffusion import controls
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest
from engine.errors import BadPhotoError, OtherBaseError, UnsafePictureError
from engine.faces import forbidden, fuse, landmarks, templates
from engine.faces.frames import Frame
from engine.faces.framing import geometry
from engine.faces.regions import Mask
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh, Points
from engine.identity import Identity
from engine.models import Models
from engine.prompts import prompt
from engine.requests import Progress
from engine.safety.lettering import unwritten
from engine.safety.nudity import NUDE
from engine.safety.provenance import says_origin, words_on
from engine.tasks.portrait.request import Source
from engine.tasks.shared import editing
from engine.tasks.shared.identity_lora import load_identity_lora
from engine.tasks.shared.person import distance_to
from engine.tasks.shared.person import selfies as kept_selfies
from engine.tasks.shared.written import written
from engine.tasks.template import places, posing, together
from engine.tasks.template.edited import edited
from engine.tasks.template.ownface import Put, put
from engine.tasks.template.request import (
    NobodyPlacedError,
    NoFaceInTemplateError,
    NoSuchFaceError,
    SpoiltError,
    Template,
    Templated,
    UnfitFaceError,
)
from engine.tasks.template.square import FINE, Square, enlarged, laid, masks, settled

POSED = 4  # pictures drawn under bones alone, of which the most alike gives the landmarks
LEAST_OWN = (Source.BASE, Source.MOVED, Source.PHOTO)  # what a picture is called by, of all that is in it
CANNY_SCALE = 0.2  # strength of the edges beside that of the landmarks, as published


@dataclass(frozen=True, kw_only=True, eq=False)
class _Redrawn:
    """One square as the base redrew it, ``picture`` of the base's own side."""

    seed: int
    picture: RGB
    distance: float


@dataclass(frozen=True, kw_only=True, eq=False)
class _Made:
    """One finished square."""

    seed: int
    picture: RGB
    distance: float
    distance_before_fusion: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """One variant of the whole picture; distances to the people in the order of the request."""

    picture: RGB
    seed: int
    distances: tuple[float, ...]
    distances_before_fusion: tuple[float, ...]
    shown: tuple[Mask, ...] = ()  # (height, width) each: where a person's face is seen
    touched: Mask | None = None  # (height, width), above 0 where anything changed; None: where `shown` is
    source: Source = Source.BASE
    photos: tuple[int, ...] = ()  # the number of the photo each person's own pixels are of
    verdicts: tuple[Verdict, ...] = ()
    failed: int = 0  # photos of one person that were tried beside those shown, and came out badly
    wanted: tuple[Points, ...] = ()  # (68, 2) each: the landmarks it was drawn under, in pixels of the picture


@dataclass(kw_only=True)
class _Work:
    """What every step needs."""

    request: Template
    faces: Faces
    inpainter: Inpainter
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    total: int
    done: int = 0
    began: float = field(default_factory=time.monotonic)

    def step(self, count: int = 1) -> None:
        self.done += count
        left = (time.monotonic() - self.began) / self.done * (self.total - self.done)
        self.progress(Progress(stage="drawing", done=self.done, total=self.total, seconds_left=left))

    def show(self, name: str, picture: np.ndarray) -> None:
        """Write one stage for `studio inpaint --debug`."""
        if self.request.debug is not None:
            self.request.debug.mkdir(parents=True, exist_ok=True)
            Image.fromarray(picture).save(self.request.debug / f"{name}.png")


def run(
    request: Template, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Templated:
    """Put ``request.people`` into the faces ``request.places`` of a template, most alike first.

    Raises:
        NoFaceInTemplateError: nobody is seen in the template.
        NobodyPlacedError: no person was named, or not as many places as people.
        NoSuchFaceError: a place is not among the template's faces, or was given twice.
        UnfitFaceError: a face is turned away or too small to be redrawn.
        NoIdentityError: nothing has been learnt about a person.
        SpoiltError: no means make a good picture of a face.
        UnsafePictureError: the nudity check refuses the template or every result.
        BlockedFaceError: somebody in the template has forbidden their face.
        JobCancelledError: the owner took the job back.
        FewerDrawnError, UnknownStyleError, ...: as `together.drawn`, for people who are drawn in a pose first.
    """
    if places.are_in(request.template):
        return places.run(request, models, progress, cancelled)
    began, faces = time.monotonic(), models.faces
    if posing.is_drawn(request.template):
        template, request = together.drawn(request, models, progress, cancelled)
        made = draw(request, models, template, progress, cancelled)
        return _result(request, models, template, made, time.monotonic() - began)
    template = faces.load(request.template)
    if says_origin(request.template):  # a ready picture: beside its label a new one would be doubled
        template = unwritten(template, words_on(request.template))
    if faces.nude(template) >= NUDE:
        raise UnsafePictureError
    forbidden.require_none(faces, template, request.forbidden)  # it may have been blocked since the look at it
    drawn = draw(request, models, template, progress, cancelled)
    return _result(request, models, template, drawn, time.monotonic() - began)


def draw(
    request: Template,
    models: Models,
    template: RGB,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> list[Drawn]:
    """Return ``request.count`` pictures of the people in ``template``, neither checked nor labelled nor written.

    ``template`` (height, width, 3) uint8 RGB takes the place of the file; raises what `run` raises.
    """
    faces = models.faces
    people = [Identity.load(folder) for folder in request.people]
    chosen = _chosen(templates.spots(faces, template), request)
    if ways := editing.ways(request.draw, models.family, models.settings.edits):
        return _exchanged(request, models, template, people, chosen, ways, progress, cancelled)
    return _redrawn_all(request, models, template, people, chosen, progress, cancelled)


def _exchanged(
    request: Template,
    models: Models,
    template: RGB,
    people: list[Identity],
    chosen: list[templates.Spot],
    ways: Sequence[str],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> list[Drawn]:
    """Put everybody in, by the first of ``ways`` that makes a good picture of them: by own pixels, or by an edit model.

    As many variants as whoever has the most good ones.
    """
    each: list[list[Put]] = []
    for number, (folder, identity, spot) in enumerate(zip(request.people, people, chosen, strict=True)):
        progress(Progress(stage="composing", done=number, total=len(people)))
        each.append(_put(request, models, template, spot.face, folder, identity, ways, cancelled))
    return [_variant(request, template, [good[k % len(good)] for good in each], k) for k in range(max(map(len, each)))]


def _put(
    request: Template,
    models: Models,
    template: RGB,
    face: Face,
    folder: Path,
    identity: Identity,
    ways: Sequence[str],
    cancelled: Callable[[], bool],
) -> list[Put]:
    """Return the good pictures of one person by the first way that has any; raises what the first way raises."""
    refused: SpoiltError | BadPhotoError | OtherBaseError | None = None
    for way in ways:
        try:
            if way == editing.OWN:
                return put(models, template, face, folder, identity, request.count, cancelled)
            return edited(request, models, template, face, folder, identity, cancelled)
        except (SpoiltError, BadPhotoError, OtherBaseError) as error:
            refused = refused or error
    assert refused is not None  # there was a way
    raise refused


def _variant(request: Template, template: RGB, parts: list[Put], number: int) -> Drawn:
    picture, (height, width) = template.copy(), template.shape[:2]
    claimed = np.zeros((height, width), np.float32)
    for part in parts:
        part.onto(picture, claimed)
    least = next(one for one in LEAST_OWN if any(part.source is one for part in parts))
    return Drawn(
        picture=picture,
        seed=request.seed + number,
        distances=tuple(part.verdict.distance for part in parts),
        distances_before_fusion=tuple(part.before for part in parts),
        shown=tuple(part.whole(part.made.face, height, width) for part in parts),
        touched=claimed,
        wanted=tuple(part.wanted for part in parts),
        source=least,
        photos=tuple(part.photo for part in parts),
        verdicts=tuple(part.verdict for part in parts),
        failed=max(part.failed for part in parts),
    )


def _redrawn_all(
    request: Template,
    models: Models,
    template: RGB,
    people: list[Identity],
    chosen: list[templates.Spot],
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> list[Drawn]:
    """Draw everybody's face by both inferences, then fuse: their own pixels where that is good."""
    faces = models.faces
    work = _Work(
        request=request,
        faces=faces,
        inpainter=models.inpainter,
        progress=progress,
        cancelled=cancelled,
        total=len(people) * (1 + request.count * models.pipeline.family.candidates),
    )
    pictures = [template] * request.count
    made: list[list[_Made]] = []
    shown, wanted = [], []
    for number, (folder, identity, spot) in enumerate(zip(request.people, people, chosen, strict=True)):
        worn = load_identity_lora(models.pipeline, folder, identity)
        models.pipeline.use(face=request.face_weight if worn else None, style=None)
        square = Square.of(template, spot.face.mesh, Frame.of(spot.face.mesh, models.pipeline.family, FINE))
        best, mask, points = _redrawn(work, f"{number + 1}", folder, identity, square)
        made.append(best)
        shown.append(square.frame.share(mask, *template.shape[:2]))
        wanted.append(points)
        pictures = [square.frame.put(picture, one.picture, mask) for picture, one in zip(pictures, best, strict=True)]
    drawn = [
        Drawn(
            picture=picture,
            seed=each[0].seed,
            distances=tuple(one.distance for one in each),
            distances_before_fusion=tuple(one.distance_before_fusion for one in each),
            shown=tuple(shown),
            wanted=tuple(wanted),
        )
        for picture, each in zip(pictures, zip(*made, strict=True), strict=True)
    ]
    if request.draw == "base":
        return drawn
    return [_fused(request, models, one, people, chosen, cancelled) for one in drawn]


def _fused(
    request: Template,
    models: Models,
    drawn: Drawn,
    people: list[Identity],
    chosen: list[templates.Spot],
    cancelled: Callable[[], bool],
) -> Drawn:
    """2.4: the person's own pixels on each drawn face; where that is not good, or no nearer, it stays as drawn."""
    parts: dict[int, Put] = {}
    for number, (folder, identity, spot) in enumerate(zip(request.people, people, chosen, strict=True)):
        mesh = models.faces.meshes.fit(drawn.picture, spot.face.mesh.box)
        if mesh is None:
            continue
        face = Face(box=mesh.box, score=1.0, mesh=mesh)
        try:
            (best, *_) = put(models, drawn.picture, face, folder, identity, 1, cancelled)
        except (SpoiltError, BadPhotoError):
            continue
        if best.verdict.distance < drawn.distances[number]:
            parts[number] = best
    if not parts:
        return drawn
    made = _variant(request, drawn.picture, list(parts.values()), 0)
    shown, distances = list(drawn.shown), list(drawn.distances)
    for number, part in parts.items():
        shown[number] = np.maximum(shown[number], part.whole(part.made.face, *drawn.picture.shape[:2]))
        distances[number] = part.verdict.distance
    touched = np.maximum.reduce([made.touched, *drawn.shown])
    fused = replace(drawn, picture=made.picture, shown=tuple(shown), touched=touched, distances=tuple(distances))
    if len(parts) < len(people):  # the least own of its faces says what a picture is
        return fused
    return replace(fused, source=made.source, photos=made.photos, verdicts=made.verdicts)


def _chosen(found: list[templates.Spot], request: Template) -> list[templates.Spot]:
    """2.5.3: who goes where; one person and no place named means the largest face that can be redrawn."""
    if not found:
        raise NoFaceInTemplateError
    if not request.people:
        raise NobodyPlacedError
    if not request.places and len(request.people) == 1:
        able = [spot for spot in found if not spot.problem]
        return [max(able or found, key=lambda spot: spot.face.side)] if able else [_able(found[0])]
    if len(request.places) != len(request.people):
        raise NobodyPlacedError
    by_number = {spot.number: spot for spot in found}
    wrong = next((n for n in request.places if n not in by_number or request.places.count(n) > 1), None)
    if wrong is not None:
        raise NoSuchFaceError(wrong, len(found))
    return [_able(by_number[number]) for number in request.places]


def _able(spot: templates.Spot) -> templates.Spot:
    if spot.problem:
        raise UnfitFaceError(spot.number, spot.problem)
    return spot


def _redrawn(
    work: _Work, name: str, folder: Path, identity: Identity, square: Square
) -> tuple[list[_Made], Mask, Points]:
    """Return ``count`` finished squares of one face, most alike first, where they show, and the warped landmarks.

    The landmarks are in pixels of the whole template.
    """
    selfies = kept_selfies(work.faces, folder, identity)
    own = _first_inference(work, name, identity, square, selfies)
    wanted = landmarks.apply(landmarks.affine(landmarks.sixty_eight(own), square.six), landmarks.sixty_eight(own))
    wide, edges_out, mask = masks(square, wanted)
    work.show(f"{name}-template", square.picture)
    work.show(f"{name}-mask", (wide * 255).astype(np.uint8))
    work.show(f"{name}-blend", (mask * 255).astype(np.uint8))
    drawn = _second_inference(work, name, identity, square, own, wanted, wide, edges_out)
    drawn.sort(key=lambda one: one.distance)
    made = [_finished(work, identity, square, selfies, mask, one) for one in drawn[: work.request.count]]
    made.sort(key=lambda one: one.distance)
    for number, one in enumerate(made):
        work.show(f"{name}-finished-{number}", one.picture)
    return made, mask, square.frame.back(wanted)


def _first_inference(work: _Work, name: str, identity: Identity, square: Square, selfies: list[fuse.Selfie]) -> Mesh:
    """2.5.1: draw the person under the template's bones alone, fuse, and return the mesh of the most alike face.

    Where no drawn face can be read, or the base cannot be steered, the person's best photo gives the proportions.
    """
    family = work.inpainter.pipeline.family
    if not work.inpainter.steers:
        work.step()
        return _of_a_photo(square, selfies)
    small = family.side / FINE
    bones = _bones(family, square, small)
    work.show(f"{name}-bones", bones)
    text = prompt(family, identity.looks, word=identity.trigger)
    who = identity.centre if family.person_tokens else None
    shots = [GenerationRequest(prompt=text, seed=work.request.seed + k, embedding=who) for k in range(POSED)]
    pose = Control(kind="openpose", picture=bones)
    drawn = work.inpainter.draw(shots, pose, sampler=work.inpainter.pipeline.quick, cancelled=work.cancelled)
    work.step()
    for number, picture in enumerate(drawn):
        work.show(f"{name}-posed-{number}", picture)
    nearest = min(drawn, key=lambda picture: distance_to(work.faces, picture, identity))
    large = cv2.resize(nearest, (FINE, FINE), interpolation=cv2.INTER_CUBIC)
    fused = work.faces.fuse(large, selfies, person=identity.centre)
    picture = large if fused is None else fused.picture
    work.show(f"{name}-posed-fused", picture)
    mesh = work.faces.mesh(picture)
    return _of_a_photo(square, selfies) if mesh is None else mesh


def _of_a_photo(square: Square, selfies: list[fuse.Selfie]) -> Mesh:
    """Return the mesh of the photo that suits the template best, the template's own where there is none."""
    return selfies[fuse.choose(square.mesh, selfies)].mesh if selfies else square.mesh


def _bones(family: Family, square: Square, small: float) -> RGB:
    """Return the template's bones (side, side, 3) as the family's ControlNet learnt them; ``small`` of `FINE`."""
    picture = controls.blank(family.side, family.side)
    if family.own_bones:
        return controls.draw_head(picture, square.frame.points(landmarks.bones(square.mesh)) * small)
    joints, seen = landmarks.bust(square.mesh)
    return controls.draw_body(picture, square.frame.points(joints) * small, seen)


def _second_inference(
    work: _Work,
    name: str,
    identity: Identity,
    square: Square,
    own: Mesh,
    wanted: Points,
    wide: Mask,
    edges_out: Mask,
) -> list[_Redrawn]:
    """2.5.2: inpaint under the warped landmarks and the edges outside the face."""
    pipeline = work.inpainter.pipeline
    side, family = pipeline.family.side, pipeline.family
    small = side / FINE
    matrix = landmarks.affine(landmarks.sixty_eight(own), square.six)
    pose = _bones(family, square, small)
    controls.draw_face(pose, wanted * small, landmarks.apply(matrix, landmarks.pupils(own)) * small)
    picture = cv2.resize(square.picture, (side, side), interpolation=cv2.INTER_AREA)
    hole = cv2.resize(wide, (side, side), interpolation=cv2.INTER_AREA)
    keep = cv2.resize(edges_out, (side, side), interpolation=cv2.INTER_AREA) < 0.5
    edges = controls.canny(picture, keep)
    work.show(f"{name}-landmarks", pose)
    work.show(f"{name}-edges", edges)
    shape = _shape(own, matrix, square, side) if family.person_tokens else None
    who = identity.centre if family.person_tokens else None
    text = prompt(family, identity.looks, word=identity.trigger)
    drawn = []
    for k in range(work.request.count * family.candidates):
        shot = GenerationRequest(prompt=text, seed=work.request.seed + k, embedding=who, geometry=shape)
        (redrawn,) = work.inpainter.redraw(
            [shot],
            picture,
            hole,
            [Control(kind="openpose", picture=pose), Control(kind="canny", picture=edges, scale=CANNY_SCALE)],
            strength=work.request.strength,
            sampler=family.kind(work.request.sampler),
            cancelled=work.cancelled,
        )
        work.show(f"{name}-redrawn-{k}", redrawn)
        apart = distance_to(work.faces, laid(picture, redrawn, hole), identity)
        drawn.append(_Redrawn(seed=shot.seed, picture=redrawn, distance=apart))
        work.step()
    return drawn


def _shape(own: Mesh, matrix: np.ndarray, square: Square, side: int) -> np.ndarray:
    """Return the geometry token: the person's proportions in the template's pose, with the template's expression."""
    points = landmarks.apply(matrix, own.points[:, :2]) * (side / FINE)
    return geometry(points, np.eye(2, 3), side, square.mesh.blendshapes)


def _finished(
    work: _Work, identity: Identity, square: Square, selfies: list[fuse.Selfie], mask: Mask, one: _Redrawn
) -> _Made:
    """2.4 on the redrawn square, then the autoencoder's error is given back along the mask's border."""
    faces, drawn = work.faces, one.picture
    large = enlarged(faces, square.frame, drawn)
    fused = faces.fuse(large, selfies, person=identity.centre)
    picture = large if fused is None else fused.picture
    finished = settled(work.inpainter, square, picture, mask, len(drawn))
    return _Made(
        seed=one.seed,
        picture=finished,
        distance=distance_to(faces, laid(square.picture, finished, mask), identity),
        distance_before_fusion=one.distance,
    )


def _result(request: Template, models: Models, template: RGB, drawn: list[Drawn], seconds: float) -> Templated:
    """Rank the variants by their least alike face and write those that may be shown."""
    faces = models.faces
    safe = [one for one in drawn if faces.nude(one.picture) < NUDE]
    if not safe:
        raise UnsafePictureError
    request.out.mkdir(parents=True, exist_ok=True)
    safe.sort(key=lambda one: max(one.distances))
    drawn_first = posing.is_drawn(request.template)  # the people in it by one seed: that draws all of this again
    return Templated(
        pictures=tuple(
            written(
                one.picture,
                request.out / f"template-{rank}.png",
                task="template",
                seed=request.seed if drawn_first else one.seed,
                distances=one.distances,
                before=one.distances_before_fusion,
                source=one.source,
                photos=one.photos,
                drawn=drawn_first,
            )
            for rank, one in enumerate(safe)
        ),
        base=models.family.name,
        width=template.shape[1],
        height=template.shape[0],
        withheld=len(drawn) - len(safe),
        spoilt=min(max(0, request.count - len(drawn)), max(one.failed for one in drawn)),
        backends=dict(faces.backends),
        seconds=seconds,
        from_photos=any(one.source is Source.BASE for one in safe)
        and any(Identity.load(folder).instant for folder in request.people),
    )
