"""Face-LoRA training (paper 2.2): a person's photos into the face slots of the warm base."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from engine import weights
from engine.bases import GOOD, Recipe
from engine.diffusion.adapters import TEXT
from engine.diffusion.finite import once_more
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.resnet import Embedder
from engine.prompts import anybody, caption, prompt
from engine.tasks.inspect.request import Looks
from engine.training import presets
from engine.training.beginning import begin
from engine.training.dataset import Dataset, build, prior
from engine.training.judge import Judge
from engine.training.likeness import Likeness
from engine.training.loop import Trained, fit
from engine.training.prepare import Sample, shape_of
from engine.training.resume import STEPS_BETWEEN, Place
from engine.training.taught import Taught, taught

HELD_BACK_FROM = 5  # photos; with fewer, every one is needed to learn from
HELD_BACK = 5  # one photo in so many is kept from the training
JUDGED = 4  # pictures a candidate is judged by
UP = "lora_B"  # in the name of a slot: the half that begins at nothing
Look = Callable[[np.ndarray], Embedding | None]


def split(samples: list[Sample]) -> tuple[list[Sample], list[Sample]]:
    """Return (learnt, held back): one photo in five is kept to judge by, none where there are fewer than five."""
    able = [number for number, sample in enumerate(samples) if sample.embedding is not None]
    if len(samples) < HELD_BACK_FROM or len(able) < 2:
        return samples, []
    held = set(able[HELD_BACK - 1 :: HELD_BACK])
    learnt = [sample for number, sample in enumerate(samples) if number not in held]
    return learnt, [samples[number] for number in sorted(held)]


@once_more
def train(
    pipeline: PortraitPipeline,
    samples: list[Sample],
    looks: Looks,
    *,
    seed: int,
    steps: int | None,
    step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    look: Look | None = None,
    work: Path | None = None,
    every: int = STEPS_BETWEEN,
    preset: str = GOOD,
) -> tuple[dict[str, torch.Tensor], Trained]:
    """Learn one face and return the adapter's tensors with what the training says of itself.

    ``preset`` is quick, good or best, as the family has them. ``look`` returns the embedding of a drawn picture: with
    it, and enough photos, candidates are judged by likeness to photos kept from the training and the best is returned.
    ``work`` is a folder in which a killed training goes on,
    from what it writes there every ``every`` steps.

    Raises:
        JobCancelledError: ``cancelled`` returned True between two steps.
        NotANumberError: the base's numbers ran away, in full precision too.
        DeviceMemoryError: the device has too little memory for even the smallest plan.
        WeightMissingError: what this base learns with has not been fetched, see `engine.training.taught`.
    """
    school = taught(pipeline)
    recipe = pipeline.family.recipe(preset)
    lesson = prepared(pipeline, school, samples, looks, seed=seed, steps=steps, look=look, recipe=recipe)
    place = None if work is None else Place(folder=work, key=lesson.key, every=every)
    read = pipeline.reader(lesson.data.said)
    with school.learns(), pipeline.training_face() as values:
        told = fit(
            pipeline.backbone.denoiser,
            pipeline.backbone.objective(recipe.min_snr),
            values,
            lesson.data,
            steps=lesson.steps,
            batch=recipe.batch,
            rate=recipe.learning_rate,
            seed=seed,
            step=step,
            cancelled=cancelled,
            restarts=recipe.restarts,
            judge=lesson.judge,
            likeness=wanted_likeness(pipeline, recipe, [lesson]),
            place=place,
            whole=pipeline.whole,
            read=read,
            shares=shares_of(pipeline.face_parameters(), recipe),
        )
    return pipeline.face_tensors(), told


@dataclass(frozen=True, kw_only=True, eq=False)
class Lesson:
    """What one person is learnt from; ``key`` tells the training from every other."""

    data: Dataset
    steps: int
    judge: Judge | None
    key: str


def prepared(
    pipeline: PortraitPipeline,
    school: Taught,
    samples: list[Sample],
    looks: Looks,
    *,
    seed: int,
    steps: int | None,
    look: Look | None,
    recipe: Recipe,
    wears: int = 0,
) -> Lesson:
    """Fill the face slots with where a training begins, and return what it learns from.

    ``wears`` is the person's place among several who learn together, see `GenerationRequest.wears`.
    """
    family = pipeline.family
    learnt, held = split(samples) if look is not None else (samples, [])
    steps = steps or presets.steps(recipe, len(samples))
    start = begin(pipeline, recipe, seed)
    pipeline.use(face=None, style=None)  # a style may act on the text encoders, and the states are computed once
    captions = [caption(family, looks, sample.tags) for sample in learnt]
    data = build(pipeline, learnt, captions, seed)
    if recipe.prior_pictures:
        said, parts = anybody(family, looks), pipeline.backbone.parts(captions)
        data = data.joined(prior(pipeline, said, recipe.prior_pictures, recipe.prior_weight, seed, parts))
    measure = likeness_to(pipeline, school, learnt, held, looks, look, wears) if look is not None and held else None
    return Lesson(
        data=data,
        steps=steps,
        judge=Judge(measure, recipe.checkpoints, recipe.judged_from) if measure is not None else None,
        key=_key(pipeline, recipe, samples, looks, seed, steps, start),
    )


def wanted_likeness(pipeline: PortraitPipeline, recipe: Recipe, lessons: list[Lesson]) -> Likeness | None:
    """Return what judges faces in the loss; None where the recipe has none, or of nobody an embedding is known."""
    known = any(lesson.data.people is not None for lesson in lessons)
    return _likeness(pipeline) if recipe.likeness and known else None


def shares_of(slots: Iterable[str], recipe: Recipe) -> list[float] | None:
    """Return the part of the rate each slot moves by; None: all move alike.

    Those of the text encoder have their own rate, up halves ``up_rate`` times that of the down halves beside them.
    """
    if not recipe.text_rate and recipe.up_rate == 1:
        return None
    text = recipe.text_rate / recipe.learning_rate
    return [(text if name.startswith(TEXT) else 1.0) * (recipe.up_rate if UP in name else 1.0) for name in slots]


def _likeness(pipeline: PortraitPipeline) -> Likeness:
    """Return what says in the loss how far a face is from the person."""
    file = weights.path(pipeline.weights_folder, "embedder", "dlib_face_recognition_resnet_model_v1.dat")
    embedder = Embedder.load(file).to(pipeline.device)
    face, raw = pipeline.family.face, pipeline.backbone.raw
    vae = pipeline.pipe.vae
    return Likeness(autoencoder=vae, embedder=embedder, weight=face.likeness, raw=raw, rows=face.likeness_rows)


def likeness_to(
    pipeline: PortraitPipeline,
    school: Taught,
    learnt: list[Sample],
    held: list[Sample],
    looks: Looks,
    look: Look,
    wears: int = 0,
) -> Callable[[], float]:
    """Return what draws a few pictures with the slots as they are and measures them against the held-back photos."""
    family = pipeline.family
    target = np.mean([sample.embedding for sample in held], 0)
    known = [sample.embedding for sample in learnt if sample.embedding is not None]
    who = np.mean(known, 0) if known and family.person_tokens else None
    shapes = [shape_of(sample.mesh, family) for sample in learnt] if family.person_tokens else [None]
    kind = pipeline.quick
    shots = [
        GenerationRequest(
            prompt=prompt(family, looks),
            seed=number,
            embedding=who,
            geometry=shapes[number % len(shapes)],
            wears=wears,
        )
        for number in range(JUDGED)
    ]

    def measure() -> float:
        pipeline.backbone.denoiser.eval()
        try:
            with school.draws():
                pictures = pipeline.draw(shots, sampler=kind)
            seen = [look(picture) for picture in pictures]
        finally:
            pipeline.learn_on()
        return float(np.mean([NOBODY if one is None else distance(one, target) for one in seen]))

    return measure


def _key(
    pipeline: PortraitPipeline, recipe: Recipe, samples: list[Sample], looks: Looks, seed: int, steps: int, start: str
) -> str:
    """Return what tells one training from another: base and its edition, recipe, person, photos, seed."""
    family = pipeline.family
    told = hashlib.sha256(f"{family.name} {pipeline.edition} {recipe} {looks} {seed} {steps} {start}".encode())
    if recipe.up_rate != 1:  # else the key is that of what was begun before there was such a rate, and it goes on
        told.update(f" {recipe.up_rate}".encode())
    for sample in samples:
        told.update(" ".join(sample.tags).encode())
        told.update(np.ascontiguousarray(sample.picture).tobytes())
    return told.hexdigest()
