"""Compiled blocks: the option reaches them, a picture is drawn at the start, and a missing compiler is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention import BasicTransformerBlock

from engine.bases.memory import MemoryPlan
from engine.diffusion import compiling
from engine.diffusion.acting import FACE
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import tiny

SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Stable Diffusion 1.5."""
    place = tmp_path_factory.mktemp("weights")
    tiny.write(place, "sd15")
    return place


def pipeline(folder: Path, *, told: bool = True, memory: MemoryPlan | None = None) -> PortraitPipeline:
    """Return a base that is told to compile."""
    settings = replace(tiny.settings(folder), compile=told)
    return PortraitPipeline(settings, tiny.small("sd15"), dtype=torch.float32, memory=memory)


def blocks(one: PortraitPipeline) -> list[bool]:
    """Say of each repeated block whether it is compiled, and of everything else whether it is not."""
    modules = one.pipe.unet.modules()
    return [(module._compiled_call_impl is not None) == isinstance(module, BasicTransformerBlock) for module in modules]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the compiler's own modules
def test_blocks_are_compiled_and_one_picture_is_drawn_before_anybody_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """The picture stays the same; a backend that changes nothing stands in for one that takes minutes.

    Drawn as nobody and with a face: to the compiler a block with an adapter in it is another block.
    """
    monkeypatch.setattr(compiling, "BACKEND", "eager")
    drawn: list[dict[str, float]] = []
    draw = PortraitPipeline.draw

    def noted(self: PortraitPipeline, shots: list[GenerationRequest], **more: object) -> list[np.ndarray]:
        drawn.append(self.acting._face)
        return draw(self, shots, **more)

    monkeypatch.setattr(PortraitPipeline, "draw", noted)
    plain = pipeline(folder, told=False)
    assert (plain.compiled, drawn) == (compiling.OFF, [])
    fast = pipeline(folder)
    assert (fast.compiled, drawn) == (compiling.COMPILED, [{}, {FACE: 1.0}])
    assert all(blocks(fast))
    assert fast.acting._face == {}
    fast.clear_face(seed=1)
    plain.clear_face(seed=1)
    for one in (fast, plain):
        one.use(face=1.0, style=None)
    assert np.abs(fast.draw([SHOT])[0].astype(int) - plain.draw([SHOT])[0]).max() <= 1
    with fast.training_face() as values:  # a training runs as if nothing were compiled
        assert all(value.requires_grad for value in values)


def test_a_missing_compiler_is_told_and_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """Nobody's start fails because of an option that only makes it faster; and nobody believes it acts."""
    asked: list[dict] = []

    def compile_blocks(self: UNet2DConditionModel, **named: object) -> None:
        asked.append(named)
        for module in self.modules():
            if isinstance(module, BasicTransformerBlock):
                module._compiled_call_impl = _no_compiler

    monkeypatch.setattr(UNet2DConditionModel, "compile_repeated_blocks", compile_blocks)
    with caplog.at_level(logging.WARNING):
        slow = pipeline(folder)
    assert asked == [{"backend": "inductor", "dynamic": True}]
    assert slow.compiled == "FileNotFoundError: no C++ compiler here"
    assert "ENGINE_COMPILE" in caplog.text
    assert "no C++ compiler here" in caplog.text
    assert not any(module._compiled_call_impl for module in slow.pipe.unet.modules())
    assert np.array_equal(slow.draw([SHOT])[0], pipeline(folder, told=False).draw([SHOT])[0])


def _no_compiler(*arguments: object, **named: object) -> None:
    try:
        raise FileNotFoundError("no C++ compiler here\nand more words")
    except FileNotFoundError as error:
        raise RuntimeError("backend='inductor' raised") from error


@pytest.mark.parametrize("storage", ["group", "small"])
def test_weights_that_come_by_layer_are_not_compiled(folder: Path, storage: str, caplog: pytest.LogCaptureFixture):
    """Said, not left out: what a block is compiled for would be taken from under it."""
    with caplog.at_level(logging.WARNING):
        one = pipeline(folder, memory=MemoryPlan(storage=storage))
    assert one.compiled == compiling.BY_LAYER
    assert compiling.BY_LAYER in caplog.text
