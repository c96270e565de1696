"""LoHa, LoKr, rank-stabilised LoRA and the first code's outer layers: used as their makers meant them, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from engine.diffusion import adapters, products
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import BadAdapterError
from tests.engine.diffusion import tiny

LAYER = "mid_block.attentions.0.transformer_blocks.0.attn2.to_k"


@pytest.fixture(scope="module", params=["sd15", "sdxl"])
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"), request.param)


def _some(*shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)))


def test_a_loha_is_exactly_the_lora_it_is_written_as():
    """Its elementwise product has at most the square of its rank."""
    told = {
        "hada_w1_a": _some(10, 3),
        "hada_w1_b": _some(3, 8),
        "hada_w2_a": _some(10, 3) + 1,
        "hada_w2_b": _some(3, 8),
    }
    down, up = products.plain(told | {"alpha": torch.tensor(1.5)})
    meant = (told["hada_w1_a"] @ told["hada_w1_b"]) * (told["hada_w2_a"] @ told["hada_w2_b"]) * 0.5
    assert torch.allclose(up @ down, meant, atol=1e-5)


@pytest.mark.parametrize("kernel", [(), (3, 3)])
@pytest.mark.parametrize("split", [False, True])
def test_a_lokr_is_exactly_the_lora_it_is_written_as(kernel: tuple[int, ...], split: bool):
    """A Kronecker product, of a convolution too; its alpha counts only where a factor is a product itself."""
    first, whole = _some(2, 4), _some(5, 3, *kernel)
    told = {"lokr_w1": first, "alpha": torch.tensor(1.0)}
    if split:
        a, b = _some(5, 2), _some(2, 3, *kernel)
        told |= {"lokr_w2_a": a, "lokr_w2_b": b}
        whole = (a @ b.flatten(1)).reshape(5, 3, *kernel) * 0.5
    else:
        told["lokr_w2"] = whole
    down, up = products.plain(told)
    meant = torch.einsum("oi,pqk->opiqk", first, whole.reshape(5, 3, -1)).reshape(10, -1)
    assert torch.allclose(up @ down, meant, atol=1e-5)


def _change(pipeline: PortraitPipeline, file: Path) -> torch.Tensor:
    """Return what a file adds to the layer, as it acts in the network."""
    states = _some(1, 2, pipeline.pipe.unet.get_submodule(LAYER).in_features)
    pipeline.use(face=None, style=None)
    before = pipeline.pipe.unet.get_submodule(LAYER)(states)
    pipeline.use(face=None, style=file)
    after = pipeline.pipe.unet.get_submodule(LAYER)(states)  # an adapter may have put another layer in its place
    pipeline.use(face=None, style=None)
    return (after - before).detach()


def test_loha_and_lokr_files_act_in_the_network(pipeline: PortraitPipeline, tmp_path: Path):
    """They used to be refused whole."""
    width, out = (pipeline.pipe.unet.get_submodule(LAYER).weight.shape[at] for at in (1, 0))
    stem = f"lora_unet_{LAYER.replace('.', '_')}"
    loha = {"hada_w1_a": _some(out, 2), "hada_w1_b": _some(2, width), "hada_w2_a": _some(out, 2)}
    loha |= {"hada_w2_b": _some(2, width) + 1}
    lokr = {"lokr_w1": _some(2, 4), "lokr_w2": _some(out // 2, width // 4)}
    meant = {
        "loha": (loha["hada_w1_a"] @ loha["hada_w1_b"]) * (loha["hada_w2_a"] @ loha["hada_w2_b"]),
        "lokr": torch.kron(lokr["lokr_w1"], lokr["lokr_w2"]),
    }
    for name, told in (("loha", loha), ("lokr", lokr)):
        file = tmp_path / f"{name}.safetensors"
        save_file({f"{stem}.{key}": value.contiguous() for key, value in told.items()}, file)
        assert torch.allclose(_change(pipeline, file), _some(1, 2, width) @ meant[name].T, rtol=1e-3, atol=1e-2), name


@pytest.mark.parametrize("stabilised", [False, True])
def test_the_scale_of_a_rank_stabilised_lora_is_honoured(pipeline: PortraitPipeline, tmp_path: Path, stabilised: bool):
    """Alpha over the root of the rank: at rank 4 twice as much as without, at 64 eight times."""
    out, width = pipeline.pipe.unet.get_submodule(LAYER).weight.shape
    down, up = _some(4, width), _some(out, 4)
    told = {"unet.r": 4, "unet.lora_alpha": 4, "unet.use_rslora": stabilised}
    file = tmp_path / f"{stabilised}.safetensors"
    state = {f"unet.{LAYER}.lora_A.weight": down, f"unet.{LAYER}.lora_B.weight": up}
    save_file(state, file, metadata={"lora_adapter_metadata": json.dumps(told)})
    meant = _some(1, 2, width) @ (up @ down).T * (2.0 if stabilised else 1.0)
    assert torch.allclose(_change(pipeline, file), meant, atol=1e-3)


def test_the_first_codes_names_with_dots_and_its_outer_layers_are_known(pipeline: PortraitPipeline, tmp_path: Path):
    """Files of today's trainers begin with ``diffusion_model.``; some also train the embedding of time."""
    embed = pipeline.pipe.unet.time_embedding.linear_1.weight
    state = {
        "diffusion_model.time_embed.0.lora_A.weight": _some(2, embed.shape[1]),
        "diffusion_model.time_embed.0.lora_B.weight": _some(embed.shape[0], 2),
        "diffusion_model.time_embed.0.alpha": torch.tensor(2.0),
        "diffusion_model.out.2.lora_down.weight": _some(2, *pipeline.pipe.unet.conv_out.weight.shape[1:]),
        "diffusion_model.out.2.lora_up.weight": _some(pipeline.pipe.unet.conv_out.weight.shape[0], 2, 1, 1),
    }
    save_file(state, tmp_path / "x.safetensors")
    found = adapters.read_file(pipeline.pipe, tmp_path / "x.safetensors")
    assert set(found["unet"]) == {"time_embedding.linear_1", "conv_out"}


def test_numbers_that_are_none_are_refused_before_a_picture_turns_black(pipeline: PortraitPipeline, tmp_path: Path):
    """Fetched adapters are not looked into by the bot's own process: the worker looks again."""
    out, width = pipeline.pipe.unet.get_submodule(LAYER).weight.shape
    down = _some(4, width)
    down[0, 0] = torch.inf
    save_file(
        {f"unet.{LAYER}.lora_A.weight": down, f"unet.{LAYER}.lora_B.weight": _some(out, 4)}, tmp_path / "x.safetensors"
    )
    with pytest.raises(BadAdapterError) as caught:
        pipeline.use(face=None, style=tmp_path / "x.safetensors")
    assert caught.value.data["reason"] == "not-finite"
