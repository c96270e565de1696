"""A face's training may begin from an adapter that has learnt faces in general."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.training import beginning
from engine.weights import convert
from tests.engine.diffusion import tiny


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5 whose recipe begins somewhere."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


def _published(pipeline: PortraitPipeline, file: Path) -> Path:
    """Write an adapter of rank 2 with the names of the first diffusers files, as the published one has them."""
    generator, state = torch.Generator().manual_seed(1), {}
    for path, layer in pipeline.pipe.unet.named_modules():
        if path.endswith(("attn1.to_q", "attn2.to_v")):
            head, _, tail = path.rpartition(".")
            outside, inside = layer.weight.shape
            state[f"{head}.processor.{tail}_lora.down.weight"] = torch.randn((2, inside), generator=generator)
            state[f"{head}.processor.{tail}_lora.up.weight"] = torch.randn((outside, 2), generator=generator)
    save_file(state, file)
    return file


def test_a_fetched_beginning_acts_as_itself_in_the_slots(
    pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Rank 2 in slots of rank 4: drawn from the slots it is the picture that the file itself gives."""
    file = _published(pipeline, tmp_path / "start.safetensors")
    monkeypatch.setattr(convert, "converted", lambda folder, component, name: file)
    assert beginning.begin(pipeline, pipeline.family.face, 3) == "face-frombase"
    pipeline.use(face=1.0, style=None)
    slots = pipeline.draw([GenerationRequest(prompt="a woman", seed=1)])[0]
    pipeline.use(face=None, style=file, style_weight=1.0)
    itself = pipeline.draw([GenerationRequest(prompt="a woman", seed=1)])[0]
    pipeline.use(face=None, style=None)
    bare = pipeline.draw([GenerationRequest(prompt="a woman", seed=1)])[0]
    assert np.abs(slots.astype(int) - itself).max() <= 2
    assert np.abs(slots.astype(int) - bare).max() > 4


def test_without_it_a_training_begins_from_nothing(pipeline: PortraitPipeline):
    """Nobody must fetch it, and the answer says which it was; a recipe that names none asks for none."""
    assert beginning.begin(pipeline, pipeline.family.face, 3) == ""
    assert all(value.abs().max() == 0 for name, value in pipeline.face_parameters().items() if "lora_B" in name)
    assert beginning.begin(pipeline, replace(pipeline.family.face, warm_start=""), 3) == ""
