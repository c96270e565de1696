"""Prompts longer than a text encoder reads: all of it counts, and a short one is what diffusers makes of it."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion import texts
from engine.diffusion.painter import Painter, Shot
from tests.engine.diffusion import tiny

SHORT = "a portrait photo of a young woman"
LONG = ", ".join([SHORT, *(f"man woman smiling {number}" for number in range(30))])


@pytest.fixture(scope="module", params=["sd15", "sdxl"])
def painter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Painter:
    """A tiny base of each architecture."""
    return tiny.painter(tmp_path_factory.mktemp("weights"), request.param)


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_a_short_prompt_is_what_the_pipeline_makes_of_it(painter: Painter, kind: torch.dtype):
    """Every picture of before stays as it was, in any precision: states and pooled states to the bit."""
    encoders = [
        getattr(painter.pipe, name) for name in ("text_encoder", "text_encoder_2") if hasattr(painter.pipe, name)
    ]
    for encoder in encoders:
        encoder.to(kind)
    told = painter.pipe.encode_prompt(
        prompt=SHORT, device=painter.device, num_images_per_prompt=1, do_classifier_free_guidance=False
    )
    states, pooled = texts.encode(painter.pipe, [SHORT], painter.device)
    assert torch.equal(states, told[0])
    if painter.family.xl:
        assert torch.equal(pooled, told[2])
    for encoder in encoders:
        encoder.to(torch.float32)


def test_the_end_of_a_long_prompt_counts(painter: Painter):
    """What stood behind the 77th token used to be cut without a word."""
    assert texts.parts(painter.pipe, [LONG]) > 1
    one, other = (texts.encode(painter.pipe, [f"{LONG}, {end}"], painter.device)[0] for end in ("glasses", "smile"))
    room = painter.pipe.tokenizer.model_max_length
    assert one.shape[1] % room == 0
    assert (one - other).abs().max() > 1e-3
    assert torch.equal(one[:, :room], other[:, :room]), (
        "the control: the first part, all that used to be read, is equal"
    )


def test_a_long_prompt_draws_another_picture_than_its_beginning(painter: Painter):
    """Down to the pixels, and with a long negative prompt too."""
    painter.use(face=None, style=None)
    shots = [Shot(prompt=LONG, seed=1), Shot(prompt=f"{LONG}, glasses", seed=1)]
    drawn = [painter.draw([shot])[0] for shot in shots]
    assert not np.array_equal(*drawn)
    unlike = [painter.draw([Shot(prompt=SHORT, negative=said, seed=1)])[0] for said in (LONG, f"{LONG}, glasses", "")]
    assert not np.array_equal(unlike[0], unlike[1])
    assert not np.array_equal(unlike[0], unlike[2])


def test_prompts_of_one_call_get_as_many_states(painter: Painter):
    """A long prompt beside a short one, or beside a short negative, is one call of the network."""
    said = painter.conditions([Shot(prompt=LONG, seed=1), Shot(prompt=SHORT, seed=1)])
    assert said["prompt_embeds"].shape == said["negative_prompt_embeds"].shape
    assert len(painter.draw([Shot(prompt=LONG, seed=1), Shot(prompt=SHORT, seed=2)])) == 2


def test_prompts_of_any_length_steer_a_redrawing(tmp_path: Path, painter: Painter):
    """Templates and clothes take their words from the same place."""
    more = {"pooled_prompt_embeds", "negative_pooled_prompt_embeds"} if painter.family.xl else set()
    assert set(painter.conditions([Shot(prompt=LONG, seed=1)])) == {"prompt_embeds", "negative_prompt_embeds"} | more


def test_last_layers_are_left_out_as_if_they_were_not_there(painter: Painter, monkeypatch: pytest.MonkeyPatch):
    """For a base that learnt to read so: the states are those of an encoder that has a layer less."""
    usual, _ = texts.encode(painter.pipe, [SHORT], painter.device)
    skipped, _ = texts.encode(painter.pipe, [SHORT], painter.device, skip=1)
    for end in ("", "_2") if painter.family.xl else ("",):
        encoder = copy.deepcopy(getattr(painter.pipe, f"text_encoder{end}"))
        inner = getattr(encoder, "text_model", encoder).encoder
        inner.layers = inner.layers[:-1]
        monkeypatch.setattr(painter.pipe, f"text_encoder{end}", encoder)
    expected, _ = texts.encode(painter.pipe, [SHORT], painter.device)
    monkeypatch.undo()
    assert torch.allclose(skipped, expected, atol=1e-5)
    assert not torch.allclose(skipped, usual, atol=1e-2)
    monkeypatch.setattr(painter, "family", replace(painter.family, clip_skip=1))
    assert torch.equal(painter.states([SHORT], [None], [None]), skipped)
