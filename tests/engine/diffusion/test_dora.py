"""DoRA files: each row of a weight is turned and given a length of its own, as peft does; or the file is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.diffusion import adapters, merging
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadAdapterError
from tests.engine.diffusion import tiny

SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Stable Diffusion 1.5."""
    place = tmp_path_factory.mktemp("weights")
    tiny.write(place, "sd15")
    return place


def _file(pipeline: PortraitPipeline, file: Path, flavour: str, *, lengths: float = 1.5, spoil: str = "") -> Path:
    """Write a DoRA of two attention layers and a convolution; rows become ``lengths`` times as long as the base's."""
    unet, generator, state = pipeline.pipe.unet, torch.Generator().manual_seed(1), {}
    block = "mid_block.attentions.0"
    ends = (f"{block}.proj_in", f"{block}.transformer_blocks.0.attn1.to_q")
    for path in [path for path, _ in unet.named_modules() if path.endswith(ends)]:
        weight = getattr(unet.get_submodule(path), "base_layer", unet.get_submodule(path)).weight
        down = torch.randn((4, *weight.shape[1:]), generator=generator) / 4
        up = torch.randn((weight.shape[0], 4, *[1] * (weight.dim() - 2)), generator=generator)
        length = lengths * weight.detach().flatten(1).norm(dim=1)
        if flavour == "kohya":
            name = f"lora_unet_{path.replace('.', '_')}"
            state |= {
                f"{name}.lora_down.weight": down,
                f"{name}.lora_up.weight": up,
                f"{name}.alpha": torch.tensor(2.0),
            }
            state[f"{name}.dora_scale"] = length.reshape(-1, *[1] * (weight.dim() - 1))
        else:
            state |= {f"unet.{path}.lora_A.weight": down, f"unet.{path}.lora_B.weight": up}
            state[f"unet.{path}.lora_magnitude_vector"] = length
    if spoil == "some":
        state.popitem()
    elif spoil == "columns":
        state = {name: torch.ones(1, 32) if "dora" in name else value for name, value in state.items()}
    save_file({name: value.contiguous() for name, value in state.items()}, file)
    return file


@pytest.mark.parametrize("flavour", ["kohya", "diffusers"])
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_merged_and_beside_the_weights_it_draws_the_same(folder: Path, tmp_path: Path, flavour: str, share: float):
    """The merged one is ours, the other peft's own: two ways to one picture, and the base comes back."""
    drawn = []
    for merge in (True, False):
        pipeline = tiny.pipeline(folder, merge=merge)
        file = _file(pipeline, tmp_path / "style.safetensors", flavour)
        bare = pipeline.draw([SHOT])[0]
        pipeline.use(face=None, style=file, style_weight=share)
        drawn.append(pipeline.draw([SHOT])[0].astype(int))
        assert np.abs(drawn[-1] - bare).max() > 3
        pipeline.use(face=None, style=None)
        assert np.array_equal(pipeline.draw([SHOT])[0], bare)
    assert np.abs(drawn[0] - drawn[1]).max() <= 1


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_rows_get_their_length(folder: Path, tmp_path: Path, dtype: torch.dtype):
    """In half precision too; the control is the same file without its lengths."""
    pipeline = tiny.pipeline(folder, dtype=dtype, merge=True)
    file = _file(pipeline, tmp_path / "style.safetensors", "diffusers", lengths=2.0)
    (layers,) = adapters.read_file(pipeline.pipe, file).values()
    for path, layer in layers.items():
        module = pipeline.pipe.unet.get_submodule(path)
        own = getattr(module, "base_layer", module).weight.detach().float()
        rows = (own + merging.change(layer, own, 1.0)).flatten(1).norm(dim=1)
        assert torch.allclose(rows, 2 * own.flatten(1).norm(dim=1), rtol=0.02)
        plain = (own + merging.product(layer, own)).flatten(1).norm(dim=1)
        assert not torch.allclose(rows, plain, rtol=0.02)
    pipeline.use(face=None, style=file)
    assert pipeline.draw([SHOT])[0].std() > 0


@pytest.mark.parametrize("spoil", ["some", "columns"])
def test_what_peft_cannot_do_is_refused(folder: Path, tmp_path: Path, spoil: str):
    """Lengths of columns, and of some layers only: half of such a file would draw something else."""
    pipeline = tiny.pipeline(folder)
    file = _file(pipeline, tmp_path / "style.safetensors", "kohya" if spoil == "columns" else "diffusers", spoil=spoil)
    with pytest.raises(BadAdapterError) as caught:
        pipeline.use(face=None, style=file)
    assert caught.value.data["reason"] == "dora"
