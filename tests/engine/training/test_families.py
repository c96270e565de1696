"""Every base is trained and drawn with: tiny random networks of the true architectures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoPipelineForText2Image
from safetensors import safe_open
from safetensors.torch import load_file

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.styles import adapter_file
from engine.training import adapter, face_lora, style_lora
from engine.training.loop import rate_at
from engine.training.style_lora import StylePhoto
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples


@pytest.fixture(scope="module", params=tiny.KINDS, ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture, in each type."""
    return tiny.each(tmp_path_factory.mktemp("weights"), request.param)


def _train(pipeline: PortraitPipeline, count: int = 3, **options):
    return face_lora.train(
        pipeline, samples(count), LOOKS, seed=4, steps=4, step=lambda *_: None, cancelled=lambda: False, **options
    )


def _draw(pipeline: PortraitPipeline, face: float | None = None, style: Path | None = None) -> np.ndarray:
    pipeline.use(face=face, style=style, style_weight=1.0)
    return pipeline.draw([GenerationRequest(prompt="a portrait photo of a sks woman", seed=2)])[0]


def test_a_face_is_learnt_drawn_and_read_by_other_tools(pipeline: PortraitPipeline, tmp_path: Path):
    """The file in standard layout says what it is, and diffusers' own loader draws the same picture with it."""
    bare = _draw(pipeline)
    tensors, told = _train(pipeline)
    assert told.steps == told.kept == 4
    drawn = _draw(pipeline, face=1.0)
    assert not np.array_equal(drawn, bare)
    assert np.array_equal(_draw(pipeline), bare)
    file = tmp_path / "face.safetensors"
    adapter.write(file, tensors, pipeline.family, {"trigger": "sks", "steps": told.steps})
    with safe_open(file, framework="pt") as opened:
        said = opened.metadata()
    assert (said["base"], said["trigger"]) == (pipeline.family.name, "sks")
    assert said["commercial_use_of_base"] == ("yes" if pipeline.family.commercial else "no")
    assert json.loads(said["recipe"])["rank"] == 4
    assert adapter_file.read(file).flavour == "diffusers"
    pipe = AutoPipelineForText2Image.from_pretrained(
        pipeline.family.path(pipeline._weights), local_files_only=True, dtype=pipeline.dtype
    )
    pipe.scheduler = pipeline.pipe.scheduler
    pipe.set_progress_bar_config(disable=True)
    pipe.load_lora_weights(file)
    shot = GenerationRequest(prompt="a portrait photo of a sks woman", seed=2)
    sampler = pipeline.family.sampler
    seen = pipe(
        **pipeline.pipe_kwargs([shot]), num_inference_steps=sampler.steps, guidance_scale=sampler.guidance,
        height=tiny.SIDE, width=tiny.SIDE, latents=pipeline.noise([shot]), output_type="np",
    ).images[0]  # fmt: skip
    assert np.abs(seen * 255 - drawn).max() < 5 + tiny.ROUNDING[pipeline.dtype]  # half precision of the file


def test_a_style_is_learnt_and_used_beside_a_face(pipeline: PortraitPipeline, tmp_path: Path):
    """Paper 2.3: both at once; the style's own trigger stands in its file."""
    photos = [StylePhoto(picture=_square(sample.picture), caption="a brass portrait") for sample in samples(4)]
    file = tmp_path / "brass.safetensors"
    told = style_lora.train(pipeline, photos, file, seed=1, trigger="brass")
    assert told.steps >= 4
    _train(pipeline)
    both, face, style = _draw(pipeline, 1.0, file), _draw(pipeline, 1.0), _draw(pipeline, None, file)
    assert not np.array_equal(both, face)
    assert not np.array_equal(both, style)
    assert adapter_file.read(file).metadata["trigger"] == "brass"


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_what_is_learnt_does_not_depend_on_who_drew_before(tmp_path: Path, kind: torch.dtype):
    """The style of the last portrait still acts on the text encoders when a training begins, in any precision."""
    pipeline = tiny.pipeline(tmp_path)
    for part in (pipeline.pipe.unet, pipeline.pipe.vae, pipeline.pipe.text_encoder):
        part.to(kind)
    pipeline.dtype = kind
    for value in pipeline.face_parameters().values():
        value.data = value.data.float()
    file = tiny.write_text_style(pipeline, tmp_path / "words.safetensors")
    photos = [StylePhoto(picture=_square(sample.picture), caption="a brass portrait") for sample in samples(3)]
    learnt = []
    for before in (None, file):
        pipeline.use(face=None, style=before)
        learnt.append(_train(pipeline)[0])
        pipeline.use(face=None, style=before)
        style_lora.train(pipeline, photos, tmp_path / "brass.safetensors", seed=1, steps=4)
        learnt[-1] |= load_file(tmp_path / "brass.safetensors")
    assert all(torch.equal(learnt[1][name], value) for name, value in learnt[0].items())
    pipeline.use(face=None, style=None)
    plain = pipeline.read(["a woman"]).states
    pipeline.use(face=None, style=file)  # the control: this style does change what is read
    assert (pipeline.read(["a woman"]).states - plain).abs().max() > 0.1


def _square(picture: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(picture[: tiny.SIDE, : tiny.SIDE])


def test_the_best_candidate_by_held_back_photos_is_returned(pipeline: PortraitPipeline):
    """Six photos: one is kept from the training, and judges."""
    distances = iter([0.1] * 4 + [0.9] * 4)

    def look(picture: np.ndarray) -> np.ndarray:
        return held.embedding + next(distances) / np.sqrt(128)

    held = face_lora.split(samples(6))[1][0]
    _, told = _train(pipeline, 6, look=look)
    assert [step for step, _ in told.scores] == [2, 4]
    assert told.kept == 2
    assert told.scores[0][1] == pytest.approx(0.1, abs=1e-6)


def test_few_photos_are_all_learnt():
    """With four nothing can be spared."""
    four = samples(4)
    assert face_lora.split(four) == (four, [])
    learnt, held = face_lora.split(samples(10))
    assert (len(learnt), len(held)) == (8, 2)


def test_prior_pictures_are_learnt_beside_the_photos(pipeline: PortraitPipeline):
    """An option of the recipe: the adapter differs, and the base's own pictures stay what they were."""
    with_prior = tiny.pipeline(pipeline._weights, pipeline.family.name, pipeline.dtype)
    with_prior.family = replace(pipeline.family, face=replace(pipeline.family.face, prior_pictures=2))
    bare = _draw(with_prior)
    one, other = _train(pipeline)[0], _train(with_prior)[0]
    assert any(not torch.equal(one[name], other[name]) for name in one)
    assert np.array_equal(_draw(with_prior), bare)


def test_a_base_in_half_precision_is_trained_by_an_adapter_in_full(pipeline: PortraitPipeline):
    """bfloat16 halves the memory of the base; what moves by small steps needs float32."""
    half = tiny.pipeline(pipeline._weights, pipeline.family.name, torch.bfloat16)
    tensors, told = _train(half)
    assert {value.dtype for value in tensors.values()} == {torch.float32}
    assert half.pipe.unet.conv_in.weight.dtype == torch.bfloat16
    assert told.last_loss == told.last_loss  # a number
    assert any(value.abs().max() > 0 for name, value in tensors.items() if "lora_B" in name)


def test_the_rate_follows_a_cosine_with_restarts():
    """Paper 2.2: four arcs, each from the full rate down; one arc where the recipe has no restarts."""
    rates = [rate_at(number, 400, 4) for number in range(400)]
    assert rates[100] == pytest.approx(1.0)
    assert rates[99] < 0.06
    once = [rate_at(number, 400) for number in range(400)]
    assert once[20:] == sorted(once[20:], reverse=True)
