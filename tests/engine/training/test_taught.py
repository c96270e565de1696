"""A base of few steps learns as a slow one, and draws as what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.bases.teaching import require
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadAdapterError, WeightCorruptError, WeightMissingError
from engine.training import face_lora
from engine.training.taught import taught
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.training.people import LOOKS, samples

ADAPTER, SLOW = "z-image-turbo-training-adapter", "base-flux2-klein-base-4b"
FILE = "zimage_turbo_training_adapter_v2.safetensors"
SHOT = GenerationRequest(prompt="a photo of a woman", seed=3)


def _turbo(folder: Path, layer: str = "layers.0.attention.to_q") -> PortraitPipeline:
    """Return a tiny Turbo with its training adapter, as its trainer names the layers."""
    pipeline = tiny_flow.pipeline(folder, "z-image")
    pipeline.family = replace(pipeline.family, taught_with=ADAPTER)
    (folder / ADAPTER).mkdir()
    random = torch.Generator().manual_seed(1)
    tensors = {"lora_A": torch.randn(2, 48, generator=random), "lora_B": torch.randn(48, 2, generator=random)}
    save_file({f"diffusion_model.{layer}.{end}.weight": v for end, v in tensors.items()}, folder / ADAPTER / FILE)
    tiny.record(folder / ADAPTER)
    return pipeline


def _klein(folder: Path) -> PortraitPipeline:
    """Return a tiny distilled klein beside the base it was distilled from."""
    pipeline = tiny_flow.pipeline(folder, "flux2-klein")
    torch.manual_seed(8)
    from engine.selftest import flows

    flows.write(folder / SLOW, "flux2-klein", tiny=True, build=lambda build, seed: build())
    tiny.record(folder / SLOW)
    pipeline.family = replace(pipeline.family, taught_on=SLOW)
    return pipeline


@pytest.mark.parametrize("make", [_turbo, _klein])
def test_it_learns_as_another_and_draws_as_itself(tmp_path: Path, make):
    """In the middle of a training too: a candidate is judged by what will be drawn. To the bit, before and after."""
    pipeline = make(tmp_path)
    before = pipeline.draw([SHOT])[0]
    school = taught(pipeline)
    with school.learns():
        slow = pipeline.draw([SHOT])[0]
        with school.draws():
            assert np.array_equal(pipeline.draw([SHOT])[0], before)
        assert np.array_equal(pipeline.draw([SHOT])[0], slow)
    assert not np.array_equal(slow, before), "the control: something else learnt"
    assert np.array_equal(pipeline.draw([SHOT])[0], before)
    with pytest.raises(RuntimeError), school.learns():
        raise RuntimeError
    assert np.array_equal(pipeline.draw([SHOT])[0], before)


def test_what_learns_is_the_base_with_the_adapter(tmp_path: Path):
    """With weight 1: by hand, the product of its two matrices more."""
    pipeline = _turbo(tmp_path)
    layer = pipeline.backbone.denoiser.layers[0].attention.to_q.base_layer
    plain = layer.weight.detach().clone()
    from safetensors.torch import load_file

    down, up = load_file(tmp_path / ADAPTER / FILE).values()
    with taught(pipeline).learns():
        assert torch.allclose(layer.weight, plain + up @ down, atol=1e-5)


def test_a_style_of_the_job_before_is_not_learnt_on(tmp_path: Path):
    """It is merged into the very weights that are read: every face learnt after a painting would be a painted one."""
    pipeline, style = _turbo(tmp_path), tmp_path / "style.safetensors"
    layer = pipeline.backbone.denoiser.layers[0].attention.to_q.base_layer
    with taught(pipeline).learns():
        expected = layer.weight.detach().clone()
    random = torch.Generator().manual_seed(5)
    tensors = {"lora_A": torch.randn(2, 48, generator=random), "lora_B": torch.randn(48, 2, generator=random)}
    save_file({f"transformer.layers.0.attention.to_q.{end}.weight": v for end, v in tensors.items()}, style)
    plain = layer.weight.detach().clone()
    pipeline.use(face=None, style=style)
    assert not torch.equal(layer.weight, plain), "the control: it is in the weights"
    with taught(pipeline).learns():
        assert torch.equal(layer.weight, expected)
    assert torch.equal(layer.weight, plain)


@pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight")
def test_a_face_learnt_so_is_another_than_one_learnt_on_few_steps(tmp_path: Path):
    """And the judge's pictures in between are those of the base that draws: it saw more than one candidate."""
    pipeline = _turbo(tmp_path)
    learn = {"seed": 4, "steps": 4, "step": lambda *_: None, "cancelled": lambda: False}
    seen: list[np.ndarray] = []
    looking = {"look": lambda picture: seen.append(picture) or np.zeros(128, np.float32)}
    taught_face, told = face_lora.train(pipeline, samples(6), LOOKS, **learn, **looking)
    assert len(told.scores) >= 2
    pipeline.family = replace(pipeline.family, taught_with="")
    plain_face, _ = face_lora.train(pipeline, samples(6), LOOKS, **learn, **looking)
    assert any(not torch.equal(value, plain_face[name]) for name, value in taught_face.items())


def test_what_is_missing_is_told_before_anything_is_learnt(tmp_path: Path):
    """By name and with the command; so is an adapter of another base."""
    pipeline = tiny_flow.pipeline(tmp_path, "z-image")
    pipeline.family = replace(pipeline.family, taught_with=ADAPTER)
    for ask in (lambda: taught(pipeline), lambda: require(pipeline.family, tmp_path)):
        with pytest.raises(WeightMissingError) as caught:
            ask()
        assert caught.value.data == {"component": ADAPTER, "how": f"python -m bot weights fetch {ADAPTER}"}
    require(replace(pipeline.family, taught_with=""), tmp_path)
    with pytest.raises(BadAdapterError):
        taught(_turbo(tmp_path, "layers.7.attention.to_q"))
    other = _klein(tmp_path)
    other.family = replace(other.family, taught_on="base-z-image")
    tiny_flow.write(tmp_path, "z-image", "base-z-image") if not (tmp_path / "base-z-image").exists() else None
    with pytest.raises(WeightCorruptError):
        taught(other)
