"""Learn a face: paper 2.1 (data processing) and 2.2 (training), in the paper's order."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.bases import Family, likeness
from engine.bases.teaching import require
from engine.canvas.expressions import GRIMACE, shown, usual
from engine.diffusion import loading
from engine.faces import images, verdict
from engine.faces.attributes import Attributes
from engine.faces.registry import Faces
from engine.faces.types import Mesh
from engine.identity import ADAPTER, Identity, keep_meshes
from engine.models import Models
from engine.requests import Progress
from engine.tasks.enrol.request import Enrol, Enrolled, NotEnoughPhotosError, UnderAgeError
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait.request import Expression
from engine.tasks.shared import kept
from engine.training.loop import Trained
from engine.training.prepare import HEAD_BASE, Sample, sample_of, shape_of
from engine.trim import trim

if TYPE_CHECKING:
    from engine.tasks.enrol.instant_preview import InstantPreview

SELFIES_KEPT = 8
MIEN = 0.5  # of a photo's quality, which lies in 0..1, that a calm face counts beside it
NOTHING = Trained(steps=0, first_loss=0.0, last_loss=0.0, seconds=0.0)  # what an instant identity was trained


def run(
    request: Enrol, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Enrolled:
    """Learn the person on ``request.photos`` and write the identity folder.

    A base that knows somebody by their photos draws a first picture before the training begins, which travels with the
    progress. With ``request.instant`` nothing is trained: the photos alone are the identity.

    Raises:
        NotEnoughPhotosError: no photo shows a usable face.
        UnderAgeError: all photos together look like somebody under 18.
        JobCancelledError: the owner took the job back.
        WeightMissingError: what this base learns with has not been fetched.
    """
    lesson = prepared(request, models, progress)
    told = NOTHING if request.instant else _train(lesson, models, progress, cancelled)
    return learnt(lesson, models, told)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """What was read of somebody's photos: ``samples`` of all; ``best`` and their ``photos``, those that are kept."""

    request: Enrol
    samples: list[Sample]
    best: list[Sample]
    photos: list[Path]
    looks: Looks
    began: float = field(default_factory=time.monotonic)


def prepared(request: Enrol, models: Models, progress: Callable[[Progress], None]) -> Lesson:
    """2.1: look at every photo.

    Raises:
        NotEnoughPhotosError, UnderAgeError, WeightMissingError: as `run`.
    """
    began = time.monotonic()
    faces, family = models.faces, models.family
    if not request.instant:
        require(family, models.settings.weights)  # before the photos are looked at, not after
    samples, ages, order, used = [], [], [], []
    for number, photo in enumerate(request.photos):
        progress(Progress(stage="preparing", done=number, total=len(request.photos)))
        read = _read(faces, faces.load(photo), None if request.instant else family.side)
        if read is not None:
            samples.append(read[0])
            ages.append(read[1])
            order.append(read[2])
            used.append(photo)
    trim()
    if not samples:
        raise NotEnoughPhotosError(0, 1)
    seen = [sample.tags for sample in samples]
    looks = _looks(faces, ages, seen, request)
    samples = [replace(sample, tags=tags) for sample, tags in zip(samples, _said(seen, request.tags), strict=True)]
    ranked = _ranked(order, _miens([sample.mesh for sample in samples]))
    best, photos = [samples[k] for k in ranked], [used[k] for k in ranked]
    return Lesson(request=request, samples=samples, best=best, photos=photos, looks=looks, began=began)


def learnt(lesson: Lesson, models: Models, told: Trained) -> Enrolled:
    """Write the identity folder, beside the adapter, and say what became of the training."""
    request, family, faces = lesson.request, models.family, models.faces
    edition = loading.edition(family, models.settings.weights)
    _keep(request, family, edition, lesson.best, lesson.looks, told)
    kept.keep(request.identity, lesson.photos)
    return Enrolled(
        identity=request.identity,
        base=family.name,
        looks=lesson.looks,
        photos=len(lesson.samples),
        steps=told.steps,
        seconds=time.monotonic() - lesson.began,
        loss=told.last_loss,
        backends={**faces.backends, "identity": "photos" if request.instant else "adapter"}
        | ({} if request.instant else {"optimiser": told.optimiser}),
        instant=request.instant,
        held_back=_held_back(lesson.samples, told),
        kept_step=told.kept,
        resumed_at=told.resumed,
        edition=edition,
    )


def _train(
    lesson: Lesson, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Trained:
    """2.2: a first picture at once, then the training; writes the adapter."""
    from engine.training import face_lora  # the base and all it needs: where nothing is trained, it is not loaded

    request = lesson.request
    with first_picture(lesson, models, progress, cancelled) as instant:
        tensors, told = face_lora.train(
            models.pipeline,
            lesson.samples,
            lesson.looks,
            seed=request.seed,
            steps=request.steps,
            step=Pace(progress, instant),
            cancelled=cancelled,
            look=models.faces.embed,
            work=request.work,
            preset=request.preset,
        )
    write_adapter(lesson, models, tensors, told)
    return told


@contextmanager
def first_picture(
    lesson: Lesson, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Iterator[InstantPreview]:
    """Draw somebody by their photos where the base can; what travels with the progress is gone after the block.

    Raises:
        JobCancelledError: as `run`.
    """
    from engine.tasks.enrol.instant_preview import InstantPreview

    request, pipeline = lesson.request, models.pipeline
    request.identity.mkdir(parents=True, exist_ok=True)
    instant = InstantPreview(request.identity)
    try:
        if likeness.here(pipeline.family, pipeline.weights_folder, faceid=pipeline.faceid):
            instant.draw(models.faces, pipeline, lesson.best, lesson.looks, request.seed, cancelled)
            progress(Progress(stage="instant", done=0, total=1, preview=instant.file))
        yield instant
    finally:
        instant.drop()


def write_adapter(lesson: Lesson, models: Models, tensors: dict[str, Any], told: Trained) -> None:
    """Write what was learnt into the identity folder."""
    from engine.training import adapter

    request, pipeline = lesson.request, models.pipeline
    facts = {
        "trigger": pipeline.family.trigger,
        "seed": request.seed,
        "photos": len(lesson.samples),
        **_facts(pipeline.family, request.preset, told),
    }
    adapter.write(request.identity / ADAPTER, tensors, pipeline.family, facts, part=pipeline.backbone.part)


def _held_back(samples: list[Sample], told: Trained) -> int:
    """Return how many photos the training was judged by."""
    if not told.scores:
        return 0
    from engine.training import face_lora

    return len(face_lora.split(samples)[1])


def _facts(family: Family, preset: str, told: Trained) -> dict[str, object]:
    recipe = vars(family.recipe(preset))
    return {**recipe, "steps": told.steps, "kept_step": told.kept, "optimiser": told.optimiser}


def _read(faces: Faces, rgb: np.ndarray, side: int | None) -> tuple[Sample, Attributes, float] | None:
    """2.1.1 and 2.1.2 for one photo: (sample, attributes, quality), or None where no face is found any more.

    Only a training asks where the head is: of pictures of so large a ``side``; None: nothing is learnt.
    """
    face = faces.largest(rgb)
    if face is None or face.mesh is None:
        return None
    sample = sample_of(faces, rgb, face, parse=side is not None, side=side or HEAD_BASE)
    return sample, faces.attributes(rgb, face, sample.embedding), faces.quality(rgb, face)


def _miens(meshes: list[Mesh]) -> list[float]:
    """Return 0..1 for each photo: how far people would show it of themselves."""
    own = usual(meshes)
    return [shown(mesh, Expression.AS_IS, own) for mesh in meshes]


def _ranked(quality: list[float], miens: list[float]) -> list[int]:
    """Return the places of the photos that are kept, best first.

    Of more than are kept those go on which people would show of themselves: a grimace may be as sharp as any.
    """
    worth = [(mien >= GRIMACE, good + MIEN * mien) for good, mien in zip(quality, miens, strict=True)]
    chosen = sorted(range(len(worth)), key=lambda place: worth[place], reverse=True)[:SELFIES_KEPT]
    return sorted(chosen, key=lambda place: quality[place], reverse=True)


def _looks(faces: Faces, seen: list[Attributes], said: list[tuple[str, ...]], request: Enrol) -> Looks:
    """Sum what every photo says (paper 2.1.2); the owner's own word wins, but never over the age check.

    A tag is said of the person when more than half of the photos show it.
    """
    summed = faces.looks(seen, _common(said))
    if verdict.of_age(summed, vouched=request.vouched) is not None:
        raise UnderAgeError
    return Looks(
        gender=request.gender or summed.gender,
        age_band=request.age_band or summed.age_band,
        age=summed.age,
        tags=summed.tags if request.tags is None else request.tags,
        grown=summed.grown,
    )


def _common(kept: list[tuple[str, ...]]) -> list[str]:
    return [tag for tag, count in Counter(tag for tags in kept for tag in tags).items() if 2 * count > len(kept)]


def _said(kept: list[tuple[str, ...]], owners: tuple[str, ...] | None) -> list[tuple[str, ...]]:
    """Return the tags of each photo's caption: what was seen on it, corrected by the owner where they said so.

    What they took away was on no photo, what they added and nothing saw was on all of them.
    """
    if owners is None:
        return kept
    common = set(_common(kept))
    wrong, unseen = common - set(owners), [tag for tag in owners if not any(tag in tags for tags in kept)]
    return [(*(tag for tag in tags if tag not in wrong), *unseen) for tags in kept]


def _keep(request: Enrol, family: Family, edition: str, samples: list[Sample], looks: Looks, told: Trained) -> Identity:
    names, shapes = [], []
    request.identity.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(samples):
        name = f"selfie-{number}.png"
        images.save_clean(sample.picture, request.identity / name)
        shapes.append(shape_of(sample.mesh, family))
        names.append(name)
    keep_meshes(request.identity, [sample.mesh for sample in samples])
    identity = Identity(
        base=family.name,
        looks=looks,
        trigger=family.trigger,
        selfies=tuple(names),
        embeddings=tuple(tuple(map(float, s.embedding)) for s in samples if s.embedding is not None),
        geometry=tuple(tuple(map(float, shape)) for shape in shapes),
        steps=told.steps,
        seed=request.seed,
        seconds=told.seconds,
        loss=told.last_loss,
        instant=request.instant,
        edition="" if request.instant else edition,
    )
    identity.save(request.identity)
    return identity


class Pace:
    """Turn training steps into progress with the time left, at most once a second."""

    def __init__(self, progress: Callable[[Progress], None], instant: InstantPreview) -> None:
        self._progress, self._instant = progress, instant
        self._began: float | None = None
        self._said = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Hear of a step."""
        now = time.monotonic()
        if self._began is None:
            self._began = now  # the first step also warms up; it would spoil the estimate
            self._first = done
        if now - self._said < 1 and done < total:
            return
        self._said = now
        moved = done - self._first
        left = (now - self._began) / moved * (total - done) if moved else None
        preview = self._instant.file
        self._progress(Progress(stage="training", done=done, total=total, seconds_left=left, preview=preview))
