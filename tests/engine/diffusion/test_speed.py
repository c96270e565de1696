"""An accelerator's layout and numbers change no picture, and ControlNets make room when it is needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers.models.attention_processor import AttnProcessor2_0

from engine.bases.memory import MemoryPlan
from engine.diffusion import portions, speed
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import tiny

SHOT = GenerationRequest(prompt="a portrait photo of a man", seed=4)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5 with one ControlNet."""
    folder = tmp_path_factory.mktemp("weights")
    made = tiny.pipeline(folder)
    tiny.write_control(folder, "sd15", "openpose")
    return made


def test_channels_last_draws_the_same_picture(pipeline: PortraitPipeline):
    """Only the order in memory differs; names, shapes and values stay."""
    before = pipeline.draw([SHOT])[0].astype(int)
    for network in pipeline.networks:
        speed.channels_last(network)
    weight = pipeline.pipe.unet.conv_in.weight
    assert weight.is_contiguous(memory_format=torch.channels_last)
    assert not weight.is_contiguous()
    assert np.abs(pipeline.draw([SHOT])[0] - before).max() <= 1


def test_attention_is_the_fused_one(pipeline: PortraitPipeline):
    """diffusers chooses it by itself; should it ever stop, pictures would take gigabytes more."""
    kinds = {type(one) for one in pipeline.pipe.unet.attn_processors.values()}
    assert kinds == {AttnProcessor2_0}


def test_a_processor_is_left_as_it_is():
    """What was measured there is not faster so, and settings of the whole process would change other models."""
    network = torch.nn.Conv2d(4, 4, 3)
    before = torch.backends.cudnn.benchmark
    speed.tune(torch.device("cpu"), [network])
    assert network.weight.is_contiguous()
    assert torch.backends.cudnn.benchmark == before


def test_controlnets_are_given_back_before_less_is_done_at_once(pipeline: PortraitPipeline, tmp_path: Path):
    """They are kept for the next template only: memory that ran out takes them first, and they come again."""
    inpainter = Inpainter(pipeline, tiny.settings(pipeline._weights))
    picture = np.zeros((tiny.SIDE, tiny.SIDE, 3), np.uint8)
    control = Control(kind="openpose", picture=picture)
    first = inpainter.draw([SHOT], control)[0]
    assert inpainter._nets
    pipeline.memory, calls = MemoryPlan(draw=4), []

    def work(part: list[int]) -> list[int]:
        calls.append(len(part))
        if len(calls) < 3:
            raise torch.OutOfMemoryError
        return list(part)

    assert portions.in_portions(pipeline, "draw", [1, 2, 3, 4], work) == [1, 2, 3, 4]
    assert calls == [4, 4, 2, 2]  # with everything given back once more, then half as many
    assert not inpainter._nets
    assert np.array_equal(inpainter.draw([SHOT], control)[0], first)
