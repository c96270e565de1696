"""Face-LoRA training (paper 2.2) of several waiting people at once: what each gets alone, for less than the sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.bases import GOOD, Recipe
from engine.bases.memory import LEARNS
from engine.diffusion import mixed
from engine.diffusion.acting import FACE
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import EngineError, JobCancelledError, NotANumberError
from engine.tasks.inspect.request import Looks
from engine.training import gang
from engine.training.face_lora import Lesson, Look, prepared, shares_of, wanted_likeness
from engine.training.gang import Member
from engine.training.loop import Trained
from engine.training.prepare import Sample
from engine.training.resume import STEPS_BETWEEN, Place
from engine.training.taught import Taught, taught

Learnt = tuple[dict[str, torch.Tensor], Trained]


@dataclass(frozen=True, kw_only=True, eq=False)
class Pupil:
    """One person to learn; all as `engine.training.face_lora.train` takes it.

    ``left`` hears of their end when it comes, while the others go on.
    """

    samples: list[Sample]
    looks: Looks
    seed: int
    step: Callable[[int, int], None]
    cancelled: Callable[[], bool]
    steps: int | None = None
    look: Look | None = None
    work: Path | None = None
    left: Callable[[Learnt | EngineError], None] = lambda end: None
    every: int = STEPS_BETWEEN


def able(pipeline: PortraitPipeline) -> bool:
    """Say whether this base learns several people at once: its text encoder is not learnt, weights lie whole."""
    return not pipeline.family.face.text_rate and pipeline.memory.storage in LEARNS


def train_together(
    pipeline: PortraitPipeline, pupils: Sequence[Pupil], *, preset: str = GOOD
) -> list[Learnt | EngineError]:
    """Learn several faces and return what came of each: tensors and account, or the error of their own training.

    Raises:
        ValueError: this base cannot, see `able`, or these people's rows cannot stand in one batch.
        DeviceMemoryError: not even one person's batch fits; alone, it would be cut up.
        WeightMissingError: what this base learns with has not been fetched.
    """
    if not able(pipeline):
        raise ValueError("this base learns one person at a time")
    school, recipe = taught(pipeline), pipeline.family.recipe(preset)
    lessons: list[Lesson] = []
    begun: list[dict[str, torch.Tensor]] = []
    ends: dict[int, Learnt | EngineError] = {}
    present: list[int] = []  # whose place among those who learn is their place here
    try:
        for number, pupil in enumerate(pupils):
            if pupil.cancelled():
                ends[number] = JobCancelledError()
                continue
            try:
                lesson = prepared(
                    pipeline, school, pupil.samples, pupil.looks, seed=pupil.seed, steps=pupil.steps, look=pupil.look,
                    recipe=recipe, wears=len(present),
                )  # fmt: skip
            except NotANumberError as error:  # a photo of theirs, and nobody else's
                ends[number] = error
                continue
            lessons.append(lesson)
            begun.append({name: value.clone() for name, value in pipeline.face_parameters().items()})
            present.append(number)
    finally:
        pipeline.clear_face()
    if present:
        told = _learnt(pipeline, [pupils[number] for number in present], lessons, begun, school, recipe)
        ends |= dict(zip(present, told, strict=True))
    return [ends[number] for number in range(len(pupils))]


def _learnt(
    pipeline: PortraitPipeline,
    pupils: Sequence[Pupil],
    lessons: list[Lesson],
    begun: list[dict[str, torch.Tensor]],
    school: Taught,
    recipe: Recipe,
) -> list[Learnt | EngineError]:
    """Learn from ``lessons``, each from the slots in ``begun`` on."""
    with school.learns(), mixed.learning(pipeline, len(pupils)) as stacked:
        for number, slots in enumerate(begun):
            stacked.fill(number, slots)

        def learnt(number: int, end: Trained | EngineError) -> Learnt | EngineError:
            return end if isinstance(end, EngineError) else (_tensors(stacked.person(number)), end)

        ends = gang.fit(
            pipeline.backbone.denoiser,
            pipeline.backbone.objective(recipe.min_snr),
            stacked,
            [
                Member(
                    data=lesson.data,
                    steps=lesson.steps,
                    seed=pupil.seed,
                    step=pupil.step,
                    cancelled=pupil.cancelled,
                    judge=lesson.judge,
                    place=Place(folder=pupil.work, key=lesson.key, every=pupil.every) if pupil.work else None,
                )
                for pupil, lesson in zip(pupils, lessons, strict=True)
            ],
            batch=recipe.batch,
            rate=recipe.learning_rate,
            restarts=recipe.restarts,
            likeness=wanted_likeness(pipeline, recipe, lessons),
            whole=pipeline.whole,
            left=lambda number, end: pupils[number].left(learnt(number, end)),
            shares=shares_of(stacked.person(0), recipe),
        )
        return [learnt(number, end) for number, end in enumerate(ends)]


def _tensors(slots: dict[str, torch.nn.Parameter]) -> dict[str, torch.Tensor]:
    """Return a copy of one person's slots, named as `PortraitPipeline.face_tensors` names them."""
    return {name.replace(f".{FACE}.", "."): value.detach().to("cpu", copy=True) for name, value in slots.items()}
