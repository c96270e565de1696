"""One contract for every architecture: what drawing, adapters and training rely on, whatever network it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoPipelineForText2Image

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.diffusion.step_preview import predict_x0
from engine.errors import JobCancelledError
from engine.training import adapter, face_lora
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.training.people import LOOKS, samples

KINDS = [(name, kind) for name in ("pocket", "sd15", "sdxl", *tiny_flow.NAMES) for kind in tiny.TYPES]


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture, in what a processor and what a GPU keeps it in."""
    name, kind = request.param
    if name == "pocket":
        return tiny.pocket(tmp_path_factory.mktemp("weights"), tiny.TYPES[kind])
    make = tiny_flow.pipeline if name in tiny_flow.NAMES else tiny.pipeline
    return make(tmp_path_factory.mktemp("weights"), name, tiny.TYPES[kind])


def _shot(seed: int, prompt: str = "a portrait photo of a sks woman") -> GenerationRequest:
    return GenerationRequest(prompt=prompt, seed=seed)


def _apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other).max())


def test_one_seed_is_one_picture_in_any_batch(pipeline: PortraitPipeline):
    """A person's picture may not depend on whose else is drawn, nor on how long their words are."""
    pipeline.use(face=None, style=None)
    alone = pipeline.draw([_shot(7)])[0]
    beside = pipeline.draw([_shot(3, "a dog, and much more than that of it, in the rain"), _shot(7)])
    assert _apart(alone, beside[1]) <= tiny.ROUNDING[pipeline.dtype]
    assert _apart(alone, beside[0]) > 40
    assert alone.shape == (pipeline.family.side, pipeline.family.side, 3)


def test_words_matter(pipeline: PortraitPipeline):
    """States that never reached the denoiser would draw the same picture of everything."""
    assert _apart(*(pipeline.draw([_shot(7, words)])[0] for words in ("a woman", "a man in a red coat"))) > 0


def test_latents_and_pictures_are_each_others_way_back(pipeline: PortraitPipeline):
    """What is learnt and what is drawn lie in one space: scaled and raw cancel, and shapes are those of the noise."""
    picture = np.random.default_rng(1).integers(0, 255, (1, tiny.SIDE, tiny.SIDE, 3)).astype(np.uint8)
    latents = pipeline.encode(picture)
    assert latents.shape[1:] == pipeline.backbone.shape(tiny.SIDE, tiny.SIDE) == pipeline.noise([_shot(1)]).shape[1:]
    raw = pipeline.backbone.raw(latents)
    assert torch.allclose(pipeline.backbone.scaled(raw), latents, atol=1e-4)
    assert pipeline.decode(latents).shape == picture.shape


def test_the_guess_on_the_way_ends_in_the_picture(pipeline: PortraitPipeline):
    """After the last step what the base believes in is what it drew: a preview shows no other picture."""
    pipeline.use(face=None, style=None)
    with predict_x0(pipeline.pipe.scheduler) as guess:
        (made,) = list(pipeline._formed([_shot(5)], pipeline.family.sampler, lambda pipe, index, when, values: values))
        seen = pipeline._underway(guess.latents, [_shot(5)])[0]
    assert seen.shape == made.shape
    if pipeline.backbone.part == "transformer":  # the other schedules end a little before the picture
        assert torch.allclose(seen.float(), made.float(), atol=0.05 if pipeline.dtype == torch.bfloat16 else 1e-3)


def test_it_stops_between_two_steps(pipeline: PortraitPipeline):
    """Whoever takes a job back does not wait for the picture."""
    heard: list[tuple[int, int]] = []
    with pytest.raises(JobCancelledError):
        pipeline.draw([_shot(1)], step=lambda *told: heard.append(told), cancelled=lambda: len(heard) == 1)
    assert heard == [(1, pipeline.family.sampler.steps)]


@pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight")  # slower, where autocast meets float32
def test_a_face_is_learnt_and_drawn_by_other_tools(
    pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Twelve steps lower the loss; the file is in the published layout, and diffusers' own loader draws the same."""
    quick = replace(
        pipeline.family.face, learning_rate=5e-3
    )  # in twelve steps a usual rate moves less than chance does
    monkeypatch.setattr(pipeline, "family", replace(pipeline.family, face=quick))
    pipeline.use(face=None, style=None)
    bare = pipeline.draw([_shot(2)])[0]
    learn = {"steps": 12, "step": lambda *_: None, "cancelled": lambda: False}
    tensors, told = face_lora.train(pipeline, samples(3), LOOKS, seed=4, **learn)
    objective = pipeline.backbone.objective(pipeline.family.face.min_snr)
    assert _loss(pipeline, objective, tensors) < _loss(pipeline, objective, None)
    assert np.array_equal(pipeline.draw([_shot(2)])[0], bare)  # nobody's face is left in it
    pipeline.load_face_lora(tensors)
    pipeline.use(face=1.0, style=None)
    drawn = pipeline.draw([_shot(2)])[0]
    pipeline.use(face=None, style=None)
    file = tmp_path / "face.safetensors"
    adapter.write(file, tensors, pipeline.family, {"steps": told.steps}, part=pipeline.backbone.part)
    pipeline.use(face=None, style=file)  # read as a style is: by the names in the file
    assert _apart(pipeline.draw([_shot(2)])[0], drawn) <= 5 + tiny.ROUNDING[pipeline.dtype]
    pipeline.use(face=None, style=None)
    pipe = AutoPipelineForText2Image.from_pretrained(
        pipeline.family.path(pipeline.weights_folder), local_files_only=True, dtype=pipeline.dtype
    )
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = pipeline.pipe.scheduler
    pipe.load_lora_weights(file)
    sampler = pipeline.family.sampler
    seen = pipe(
        **pipeline.pipe_kwargs([_shot(2)]), num_inference_steps=sampler.steps, height=tiny.SIDE,
        width=tiny.SIDE, latents=pipeline.backbone.begun(pipeline.noise([_shot(2)])), output_type="np",
        **pipeline.backbone.asked(sampler.guidance),
    ).images[0]  # fmt: skip
    assert np.abs(seen * 255 - drawn).max() < 5 + tiny.ROUNDING[pipeline.dtype]


@torch.no_grad()
def _loss(pipeline: PortraitPipeline, objective, tensors: dict[str, torch.Tensor] | None) -> float:
    """Return the mean error on the pictures that were learnt, over the same noise and moments each time."""
    from engine.prompts import caption
    from engine.training.dataset import build

    seen = samples(3)
    data = build(pipeline, seen, [caption(pipeline.family, LOOKS, one.tags) for one in seen], 4)
    if tensors is not None:
        pipeline.load_face_lora(tensors)
    pipeline.use(face=None if tensors is None else 1.0, style=None)
    generator = torch.Generator().manual_seed(9)
    noise = torch.randn(data.latents.shape, generator=generator)
    times = objective.times(len(noise), generator)
    noisy = objective.noised(data.latents, noise, times).to(pipeline.dtype)
    said = objective.ask(pipeline.backbone.denoiser, noisy, times, data.states, data.added).float()
    pipeline.use(face=None, style=None)
    return float(((said - objective.target(data.latents, noise, times)) ** 2).mean())
