"""Into a ready template: people enter as their own cut-out photos, relit, behind what the template draws in front.

Nothing is redrawn of a face, so nothing of the base is needed. A place nobody takes stays empty where people stand
together; where each has a window, whoever is there is seen in it too, on another photo.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.canvas.easel import Seen, choose
from engine.canvas.types import Subject
from engine.errors import BadPhotoError, JobCancelledError, UnsafePictureError
from engine.faces import templates
from engine.faces.embed import NOBODY, SAME_PERSON, SIDE_OF_BOX, distance, likeness
from engine.faces.images import save_clean
from engine.faces.registry import Faces
from engine.faces.types import CHIN, OVAL, RGB, Face
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety.nudity import NUDE
from engine.safety.origin import EDITED
from engine.safety.provenance import save_labelled
from engine.tasks.portrait.request import Expression, Source
from engine.tasks.shared import kept
from engine.tasks.template.request import (
    InspectTemplate,
    NobodyPlacedError,
    NoShouldersError,
    NoSuchFaceError,
    Redrawn,
    Template,
    Templated,
    TemplateFace,
    TemplateFaces,
)
from engine.templates.body import head_size
from engine.templates.gallery import HERE
from engine.templates.layout import Layout, load
from engine.trim import trim

ENDING = ".toml"
CHEST = 1.6  # head sizes below the chin that are enough to stand in the open
PHOTOS = 4  # made ready for one picture, of all people together: some 90 MB each


def are_in(template: Path) -> bool:
    """Say whether a template is one of the gallery's layouts; whatever else a file is called, it is a picture."""
    return template.suffix == ENDING and template.resolve().parent == HERE.resolve()


def inspect(request: InspectTemplate) -> TemplateFaces:
    """Number the places of a ready template on its picture. Raises `DiskFullError`."""
    layout = load(request.template)
    shown = np.asarray(Image.open(request.template.with_suffix(".jpg")).convert("RGB"))
    height, width = shown.shape[:2]
    boxes = {number: layout.head(number) for number in range(1, layout.faces + 1)}
    spots = [
        templates.Spot(
            number=number, face=Face(box=np.array(box, np.float32) * [width, height, width, height], score=1.0)
        )
        for number, box in boxes.items()
    ]
    save_clean(templates.numbered(shown, spots), request.numbered)
    faces = tuple(TemplateFace(number=number, box=tuple(map(float, box))) for number, box in boxes.items())
    return TemplateFaces(faces=faces, numbered=request.numbered, places=True)


def run(
    request: Template, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Templated:
    """Put ``request.people`` into the places of a ready template, most alike first.

    Raises:
        NobodyPlacedError: no person was named, or not as many places as people.
        NoSuchFaceError: the template has no such place, or it was given twice.
        NoIdentityError: nothing has been learnt about a person.
        NoShouldersError: somebody would stand in the open, and their photos end at the neck or cut the head off.
        BadPhotoError: nothing can be made of any photo of somebody.
        UnsafePictureError: the nudity check refuses every result.
        JobCancelledError: the owner took the job back.
    """
    from engine.templates.draw import draw, fits  # drawing, where only places are numbered, is not loaded

    began, faces, layout = time.monotonic(), models.faces, load(request.template)
    numbers = _numbers(layout, request)
    people = [Identity.load(folder) for folder in request.people]
    standing = any(window.places for window in layout.windows)
    total = len(people) + request.count

    def step(done: int) -> None:
        if cancelled():
            raise JobCancelledError
        progress(Progress(stage="composing", done=done, total=total))

    ready: dict[int, list[Subject]] = {}
    for done, (number, folder, identity) in enumerate(zip(numbers, request.people, people, strict=True)):
        step(done)
        photos = _subjects(models, folder, identity, max(1, PHOTOS // len(people)), standing=standing)
        ready[number] = [photo for photo in photos if fits(layout, numbers, number, photo)]
        if not ready[number]:
            raise NoShouldersError(number)
    made = []
    for variant in range(request.count):
        step(len(people) + variant)
        turned = {number: photos[variant % len(photos) :] + photos[: variant % len(photos)]
                  for number, photos in ready.items()}  # fmt: skip
        seed = request.seed + variant
        drawn = draw(layout, turned, seed=seed, side=-1 if variant % 2 else 1)
        apart = tuple(
            _apart(faces, drawn.rgb, drawn.faces.get(number), identity)
            for number, identity in zip(numbers, people, strict=True)
        )
        made.append((seed, drawn.rgb, apart))
    trim()
    return _result(request, models, made, time.monotonic() - began)


def _numbers(layout: Layout, request: Template) -> tuple[int, ...]:
    """Return the place of each person; one person and no place named: the first."""
    if not request.people:
        raise NobodyPlacedError
    numbers = request.places or ((1,) if len(request.people) == 1 else ())
    if len(numbers) != len(request.people):
        raise NobodyPlacedError
    wrong = next((n for n in numbers if not 1 <= n <= layout.faces or numbers.count(n) > 1), None)
    if wrong is not None:
        raise NoSuchFaceError(wrong, layout.faces)
    return numbers


def _subjects(models: Models, folder: Path, identity: Identity, most: int, *, standing: bool) -> list[Subject]:
    """Return up to ``most`` good and different photos of a person, made ready, best first.

    Where people are ``standing`` in the open, photos that show shoulders and chest come first.
    """
    chosen = choose(models.easel.look(kept.photos(folder, identity)), Expression.AS_IS)
    if standing:
        chosen.sort(key=lambda one: -min(_chest(one), CHEST))
    ready: list[Subject] = []
    refused: BadPhotoError | None = None
    for one in chosen[:most]:
        try:
            ready.append(models.easel.subject(one))
        except BadPhotoError as error:
            refused = refused or error
    if not ready and refused is not None:
        raise refused
    return ready


def _chest(seen: Seen) -> float:
    """Return how much a photo shows below the chin, in sizes of the head."""
    mesh = seen.face.mesh
    return float(seen.rgb.shape[0] - mesh.points[CHIN, 1]) / head_size(mesh)


def _apart(faces: Faces, rgb: RGB, points: NDArray[np.float32] | None, identity: Identity) -> float:
    """Return how far the face at ``points`` (478, 2) is from the person; `NOBODY` where it is not seen."""
    if points is None:
        return NOBODY
    oval = points[list(OVAL)]
    middle, half = (oval.min(0) + oval.max(0)) / 2, SIDE_OF_BOX * float(np.ptp(oval[:, 1])) / 2
    box = np.concatenate([middle - half, middle + half]).astype(np.float32)
    return distance(faces.embedder.embed(rgb, Face(box=box, score=1.0)), identity.centre)


def _result(
    request: Template, models: Models, made: Sequence[tuple[int, RGB, tuple[float, ...]]], seconds: float
) -> Templated:
    """Rank the variants by their least alike face and write those that may be shown."""
    faces = models.faces
    safe = sorted((one for one in made if faces.nude(one[1]) < NUDE), key=lambda one: max(one[2]))
    if not safe:
        raise UnsafePictureError
    request.out.mkdir(parents=True, exist_ok=True)
    pictures = []
    for rank, (seed, rgb, apart) in enumerate(safe):
        file = request.out / f"template-{rank}.png"
        save_labelled(rgb, file, facts={"seed": seed, "task": "template"}, origin=EDITED)
        each = tuple(likeness(one) for one in apart)
        pictures.append(
            Redrawn(
                file=file,
                seed=seed,
                likeness=min(each),
                each=each,
                each_before_fusion=each,
                likely=max(apart) < SAME_PERSON,
                source=Source.PHOTO,
            )
        )
    height, width = safe[0][1].shape[:2]
    return Templated(
        pictures=tuple(pictures),
        base=models.family.name,
        width=width,
        height=height,
        withheld=len(made) - len(safe),
        backends=dict(faces.backends),
        seconds=seconds,
    )
