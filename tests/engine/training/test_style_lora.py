"""Learning a style: a killed training goes on; a finished style is made smaller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.bases.memory import MemoryPlan
from engine.diffusion import compiling
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import DeviceMemoryError
from engine.training import style_lora
from engine.training.loop import Trained
from engine.training.style_lora import StylePhoto, shrink
from tests.engine.diffusion import tiny

NOTHING = {"steps": 0, "first_loss": 0.0, "last_loss": 0.0, "seconds": 0.0}


def _layer(rank: int, kernel: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    return {
        "conv.lora_A.weight": torch.randn(rank, 6, kernel, kernel),
        "conv.lora_B.weight": torch.randn(10, rank, 1, 1),
    }


def _product(state: dict[str, torch.Tensor]) -> torch.Tensor:
    return state["conv.lora_B.weight"].flatten(1) @ state["conv.lora_A.weight"].flatten(1)


def test_the_full_rank_is_exact():
    """The two new factors say the same as the old ones, in shapes that load as before."""
    state = _layer(4, 3)
    small = shrink(state, 4)
    assert {name: value.shape for name, value in small.items()} == {name: value.shape for name, value in state.items()}
    assert torch.allclose(_product(small), _product(state), atol=1e-4)


def test_a_smaller_rank_keeps_the_largest_part():
    """No other adapter of that rank is nearer: the error is the singular values left out."""
    state = _layer(4, 1)
    sizes = torch.linalg.svdvals(_product(state))
    error = torch.linalg.norm(_product(shrink(state, 2)) - _product(state))
    assert torch.allclose(error, sizes[2:4].norm(), rtol=1e-3)
    assert shrink(state, 2)["conv.lora_A.weight"].shape == (2, 6, 1, 1)


@pytest.mark.parametrize("storage", ["group", "small"])
def test_weights_that_are_not_all_there_are_not_learnt_upon(tmp_path: Path, storage: str):
    """As for a face: memory is short, and that is said, before a layer is touched; not an error of a layer's place."""
    pipeline = tiny.pipeline(tmp_path, "sd15", torch.bfloat16, memory=MemoryPlan(storage=storage))
    with pytest.raises(DeviceMemoryError):
        _learn(pipeline, tmp_path / "brass.safetensors", tmp_path / "work")
    assert not any(f".{style_lora.ADAPTER}." in name for name, _ in pipeline.pipe.unet.named_parameters())


def test_a_style_is_learnt_as_if_nothing_were_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A compiled block would be compiled anew for its training, backward pass and all, and again for its end."""
    acts: list[str] = []

    @contextmanager
    def uncompiled(state: str) -> Iterator[None]:
        acts.append(state)
        yield
        acts.append("over")

    monkeypatch.setattr(compiling, "uncompiled", uncompiled)
    monkeypatch.setattr(style_lora, "fit", lambda *_, **__: acts.append("learnt") or Trained(**NOTHING))
    pipeline = tiny.pipeline(tmp_path, "sd15")
    pipeline.compiled = compiling.COMPILED
    _learn(pipeline, tmp_path / "brass.safetensors", tmp_path / "work")
    assert acts == [compiling.COMPILED, "learnt", "over"]


class _KilledError(Exception):
    """Stands for the end of the process."""


def _learn(pipeline: PortraitPipeline, file: Path, work: Path, last: int = 0) -> Trained:
    rng = np.random.default_rng(1)
    pictures = [rng.integers(0, 255, (tiny.SIDE, tiny.SIDE, 3), np.uint8) for _ in range(3)]
    photos = [StylePhoto(picture=picture, caption="a portrait photo of a man, brass") for picture in pictures]

    def step(done: int, total: int) -> None:
        if done == last:
            raise _KilledError

    return style_lora.train(pipeline, photos, file, seed=4, steps=4, step=step, work=work, every=2)


@pytest.mark.slow
def test_an_interrupted_style_ends_as_it_would_have_ended(tmp_path: Path):
    """As a face does (test_resume kills a real process): the file is equal to the bit, and the checkpoint is gone."""
    pipeline = tiny.pipeline(tmp_path / "weights")
    with pytest.raises(_KilledError):
        _learn(pipeline, tmp_path / "no.safetensors", tmp_path / "work", last=3)
    assert not (tmp_path / "no.safetensors").exists()
    resumed = _learn(pipeline, tmp_path / "resumed.safetensors", tmp_path / "work")
    whole = _learn(pipeline, tmp_path / "whole.safetensors", tmp_path / "other")
    assert (resumed.resumed, whole.resumed) == (2, 0)
    one, other = (load_file(tmp_path / f"{name}.safetensors") for name in ("resumed", "whole"))
    assert all(torch.equal(one[name], other[name]) for name in other)
    assert list((tmp_path / "work").iterdir()) == []
