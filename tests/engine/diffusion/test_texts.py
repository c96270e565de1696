"""Prompts longer than a text encoder reads: all of it counts, and a short one is what diffusers makes of it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion import texts
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import tiny

SHORT = "a portrait photo of a young woman"
LONG = ", ".join([SHORT, *(f"man woman smiling {number}" for number in range(30))])


@pytest.fixture(scope="module", params=["sd15", "sdxl"])
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"), request.param)


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_a_short_prompt_is_what_the_pipeline_makes_of_it(pipeline: PortraitPipeline, kind: torch.dtype):
    """Every picture of before stays as it was, in any precision: states and pooled states to the bit."""
    encoders = [
        getattr(pipeline.pipe, name) for name in ("text_encoder", "text_encoder_2") if hasattr(pipeline.pipe, name)
    ]
    for encoder in encoders:
        encoder.to(kind)
    told = pipeline.pipe.encode_prompt(
        prompt=SHORT, device=pipeline.device, num_images_per_prompt=1, do_classifier_free_guidance=False
    )
    states, pooled = texts.encode(pipeline.pipe, [SHORT], pipeline.device)
    assert torch.equal(states, told[0])
    if pipeline.family.xl:
        assert torch.equal(pooled, told[2])
    for encoder in encoders:
        encoder.to(torch.float32)


def test_the_end_of_a_long_prompt_counts(pipeline: PortraitPipeline):
    """What stood behind the 77th token used to be cut without a word."""
    assert texts.parts(pipeline.pipe, [LONG]) > 1
    one, other = (texts.encode(pipeline.pipe, [f"{LONG}, {end}"], pipeline.device)[0] for end in ("glasses", "smile"))
    room = pipeline.pipe.tokenizer.model_max_length
    assert one.shape[1] % room == 0
    assert (one - other).abs().max() > 1e-3
    assert torch.equal(one[:, :room], other[:, :room]), (
        "the control: the first part, all that used to be read, is equal"
    )


def test_a_long_prompt_draws_another_picture_than_its_beginning(pipeline: PortraitPipeline):
    """Down to the pixels, and with a long negative prompt too."""
    pipeline.use(face=None, style=None)
    shots = [GenerationRequest(prompt=LONG, seed=1), GenerationRequest(prompt=f"{LONG}, glasses", seed=1)]
    drawn = [pipeline.draw([shot])[0] for shot in shots]
    assert not np.array_equal(*drawn)
    unlike = [
        pipeline.draw([GenerationRequest(prompt=SHORT, negative=said, seed=1)])[0]
        for said in (LONG, f"{LONG}, glasses", "")
    ]
    assert not np.array_equal(unlike[0], unlike[1])
    assert not np.array_equal(unlike[0], unlike[2])


def test_prompts_of_one_call_get_as_many_states(pipeline: PortraitPipeline):
    """A long prompt beside a short one, or beside a short negative, is one call of the network."""
    said = pipeline.pipe_kwargs([GenerationRequest(prompt=LONG, seed=1), GenerationRequest(prompt=SHORT, seed=1)])
    assert said["prompt_embeds"].shape == said["negative_prompt_embeds"].shape
    assert len(pipeline.draw([GenerationRequest(prompt=LONG, seed=1), GenerationRequest(prompt=SHORT, seed=2)])) == 2


def test_prompts_of_any_length_steer_a_redrawing(tmp_path: Path, pipeline: PortraitPipeline):
    """Templates and clothes take their words from the same place."""
    more = {"pooled_prompt_embeds", "negative_pooled_prompt_embeds"} if pipeline.family.xl else set()
    told = pipeline.pipe_kwargs([GenerationRequest(prompt=LONG, seed=1)])
    assert set(told) == {"prompt_embeds", "negative_prompt_embeds"} | more


def test_last_layers_are_left_out_as_if_they_were_not_there(
    pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch
):
    """For a base that learnt to read so: the states are those of an encoder that has a layer less."""
    usual, _ = texts.encode(pipeline.pipe, [SHORT], pipeline.device)
    skipped, _ = texts.encode(pipeline.pipe, [SHORT], pipeline.device, skip=1)
    for end in ("", "_2") if pipeline.family.xl else ("",):
        encoder = copy.deepcopy(getattr(pipeline.pipe, f"text_encoder{end}"))
        inner = getattr(encoder, "text_model", encoder).encoder
        inner.layers = inner.layers[:-1]
        monkeypatch.setattr(pipeline.pipe, f"text_encoder{end}", encoder)
    expected, _ = texts.encode(pipeline.pipe, [SHORT], pipeline.device)
    monkeypatch.undo()
    assert torch.allclose(skipped, expected, atol=1e-5)
    assert not torch.allclose(skipped, usual, atol=1e-2)
    monkeypatch.setattr(pipeline, "family", replace(pipeline.family, clip_skip=1))
    assert torch.equal(pipeline.read([SHORT]).states, skipped)
