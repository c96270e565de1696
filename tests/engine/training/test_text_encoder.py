"""The text encoder learnt too, where the recipe says so: at a rate of its own, in the same file, and off again."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.bases.memory import MemoryPlan
from engine.diffusion.adapters import TEXT
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.training import adapter, face_lora, optimiser
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

SHOT = GenerationRequest(prompt="a portrait photo of a ohwx woman", seed=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Stable Diffusion 1.5."""
    place = tmp_path_factory.mktemp("weights")
    tiny.write(place, "sd15")
    return place


def _painter(
    folder: Path, rate: float, dtype: torch.dtype = torch.float32, memory: MemoryPlan | None = None
) -> PortraitPipeline:
    small = tiny.small("sd15")
    family = replace(small, face=replace(small.face, text_rate=rate, learning_rate=1e-2))
    return PortraitPipeline(tiny.settings(folder), family, dtype=dtype, memory=memory)


def _train(pipeline: PortraitPipeline) -> dict[str, torch.Tensor]:
    told = {"seed": 4, "steps": 4, "step": lambda *_: None, "cancelled": lambda: False}
    return face_lora.train(pipeline, samples(3), LOOKS, **told)[0]


def _read(pipeline: PortraitPipeline) -> torch.Tensor:
    return pipeline.read([SHOT.prompt]).states


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_words_are_learnt_with_the_face_and_forgotten_with_it(folder: Path, tmp_path: Path, dtype: torch.dtype):
    """The file holds both parts and draws the same when it is put in again; without it the base is as it was."""
    pipeline = _painter(folder, 1e-2, dtype)
    bare, picture = _read(pipeline), pipeline.draw([SHOT])[0]
    tensors = _train(pipeline)
    ends = [name for name in tensors if name.startswith(TEXT) and "lora_B" in name]
    assert ends
    assert all(float(tensors[name].abs().max()) > 0 for name in ends)
    assert torch.equal(_read(pipeline), bare)
    pipeline.use(face=1.0, style=None)
    learnt, drawn = _read(pipeline), pipeline.draw([SHOT])[0].astype(int)
    assert float((learnt - bare).abs().max()) > 0.01
    adapter.write(tmp_path / "face.safetensors", tensors, pipeline.family, {})
    pipeline.clear_face()
    pipeline.load_face_lora(load_file(tmp_path / "face.safetensors"))
    pipeline.use(face=1.0, style=None)
    assert np.abs(pipeline.draw([SHOT])[0] - drawn).max() <= 5 + tiny.ROUNDING[dtype]  # half precision of the file
    pipeline.use(face=None, style=None)
    assert np.array_equal(pipeline.draw([SHOT])[0], picture)


@pytest.mark.slow
def test_a_face_without_words_leaves_the_text_encoder_alone(folder: Path):
    """Learnt before somebody switched it on; and by the recipe as it is shipped nothing of words is learnt."""
    plain = _painter(folder, 0.0)
    tensors = _train(plain)
    assert not any(name.startswith(TEXT) for name in tensors)
    pipeline = _painter(folder, 1e-2)
    bare = _read(pipeline)
    pipeline.load_face_lora(tensors)
    pipeline.use(face=1.0, style=None)
    assert torch.equal(_read(pipeline), bare)
    plain.use(face=1.0, style=None)
    assert np.array_equal(pipeline.draw([SHOT])[0], plain.draw([SHOT])[0])


def test_text_moves_at_its_own_rate():
    """Five times slower or faster: what it is told, whatever the schedule makes of the rate."""
    values = [torch.nn.Parameter(torch.zeros(3)) for _ in range(3)]
    groups = optimiser.grouped(values, [1.0, 1.0, 0.1])
    assert [len(group["params"]) for group in groups] == [2, 1]
    made, _ = optimiser.build(groups, 1.0, device=torch.device("cpu"))
    for group in made.param_groups:
        group["lr"] = 0.01 * group[optimiser.SHARE]
    for value in values:
        value.grad = torch.ones(3)
    made.step()
    assert float(values[0].detach()[0]) == pytest.approx(-0.01, rel=1e-3)
    assert float(values[2].detach()[0]) == pytest.approx(-0.001, rel=1e-3)


def test_without_the_memory_for_it_words_stay_and_the_log_says_so(folder: Path, caplog: pytest.LogCaptureFixture):
    """A text encoder that waits elsewhere cannot be learnt; the face is, all the same."""
    pipeline = _painter(folder, 1e-2, memory=MemoryPlan(storage="offload"))
    with caplog.at_level(logging.WARNING):
        assert pipeline.reader(["a woman"]) is None
    assert "text encoder" in caplog.text
