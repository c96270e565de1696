"""Every base in each type a GPU draws with: whatever was drawn before, the next job finds the base as it was."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager

import numpy as np
import pytest
import torch

from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline, pick_dtype
from tests.engine.diffusion import tiny

CONTROLS = {"sd15": ("openpose", "canny"), "sdxl": ("union",)}
SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)
MASK = np.zeros((tiny.SIDE, tiny.SIDE), np.float32)
MASK[16:48, 16:48] = 1


@pytest.fixture(
    scope="module", params=[(name, kind) for name in CONTROLS for kind in (*tiny.TYPES, "float16")], ids="-".join
)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base with its ControlNets (of XL one for all), in each type a card may have."""
    folder, (name, dtype) = tmp_path_factory.mktemp("weights"), request.param
    made = tiny.pipeline(folder, name, getattr(torch, dtype))
    for kind in CONTROLS[name]:
        tiny.write_control(folder, name, kind)
    return made


@pytest.fixture(scope="module")
def inpainter(pipeline: PortraitPipeline) -> Inpainter:
    """The same base under controls."""
    return Inpainter(pipeline, tiny.settings(pipeline.weights_folder, pipeline.family.name))


def _control(kind: str) -> Control:
    picture = np.random.default_rng(len(kind)).integers(0, 255, (tiny.SIDE, tiny.SIDE, 3)).astype(np.uint8)
    return Control(kind=kind, picture=picture)


def _types(pipeline: PortraitPipeline) -> dict[str, torch.dtype]:
    return {name: value.dtype for name, value in pipeline.pipe.unet.named_parameters()}


def test_a_portrait_is_drawn_after_an_inpaint_as_before_it(pipeline: PortraitPipeline, inpainter: Inpainter):
    """A pipeline made by a cast turned the shared UNet to float32, and every later job of that worker failed."""
    pipeline.clear_face(seed=1)
    before, types = pipeline.draw([SHOT])[0], _types(pipeline)
    posed = inpainter.draw([SHOT], _control("openpose"))[0]
    redrawn = inpainter.redraw([SHOT], before, MASK, [_control("openpose"), _control("canny")], strength=0.65)[0]
    assert np.array_equal(pipeline.draw([SHOT])[0], before)
    assert _types(pipeline) == types
    assert {value.dtype for value in pipeline.face_parameters().values()} == {torch.float32}
    assert pipeline.pipe.unet.conv_in.weight.dtype == pipeline.dtype
    assert posed.shape == redrawn.shape == before.shape
    assert not np.array_equal(posed, before)  # the control has a say
    edges = inpainter.draw([SHOT], dataclasses.replace(_control("openpose"), kind="canny"))[0]
    assert not np.array_equal(posed, edges)  # and its kind
    outside = np.abs(redrawn.astype(float) - inpainter.vae_roundtrip(before))[MASK == 0].mean()
    assert outside < np.abs(redrawn.astype(float) - before[::-1])[MASK == 0].mean()


def test_pictures_are_encoded_after_an_inpaint(pipeline: PortraitPipeline, inpainter: Inpainter):
    """The next enrolment begins with it; a picture comes back as it went in, but for what the autoencoder loses."""
    picture = pipeline.draw([SHOT])[0]
    before = pipeline.encode(picture[None])
    inpainter.draw([SHOT], _control("openpose"))
    after = pipeline.encode(picture[None])
    assert after.dtype == torch.float32
    assert torch.equal(before, after)
    assert inpainter.vae_roundtrip(picture).shape == picture.shape


def test_a_card_that_only_emulates_bfloat16_draws_in_float16(monkeypatch: pytest.MonkeyPatch):
    """Cards before 2020 answer yes to the usual question and compute it in many small steps. Each card is asked."""
    asked: list[int] = []

    @contextmanager
    def entered(device: torch.device):
        asked.append(device.index)
        yield

    def supported(including_emulation: bool = True) -> bool:
        return including_emulation or asked[-1] == 1

    monkeypatch.setattr(torch.cuda, "device", entered)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported)
    assert pick_dtype(torch.device("cuda:0")) == torch.float16
    assert pick_dtype(torch.device("cuda:1")) == torch.bfloat16
    assert pick_dtype(torch.device("cpu")) == torch.float32
