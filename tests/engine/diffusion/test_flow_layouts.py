"""LoRA files of the flow families as their trainers publish them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.diffusion import adapters
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import BadAdapterError
from tests.engine.diffusion import tiny, tiny_flow

TOLD = {
    "z-image": {"ss_base_model_version": "zimage"},
    "flux2-klein": {"architecture": "flux2-klein"},
    "qwen-image": {"ss_base_model_version": "qwen_image"},
}
RANK = 2


@pytest.fixture(scope="module", params=tiny_flow.NAMES)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each flow architecture."""
    return tiny_flow.pipeline(tmp_path_factory.mktemp("weights"), request.param)


def _pairs(pipeline: PortraitPipeline) -> dict[str, tuple[Tensor, Tensor]]:
    """Return path -> (down, up) of the attention over pictures."""
    ends = {"z-image": ("to_q", "to_k", "to_v", "to_out.0"), "flux2-klein": ("attn.to_q", "attn.to_k", "attn.to_v")}
    ends["qwen-image"] = ends["z-image"]
    random, made = torch.Generator().manual_seed(1), {}
    known = dict(pipeline.backbone.denoiser.named_modules())
    for path, layer in known.items():
        if path.endswith(ends[pipeline.family.name]) and hasattr(layer, "weight"):
            outside, inside = layer.weight.shape
            down = torch.randn(RANK, inside, generator=random)
            made[path] = down, torch.randn(outside, RANK, generator=random)
    return made


def _diffusers(pairs: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    return {
        f"transformer.{path}.lora_{end}.weight": value
        for path, pair in pairs.items()
        for end, value in zip("AB", pair, strict=True)
    }


def _toolkit(pairs: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """As ai-toolkit writes them: klein with the names of its makers, one layer for query, key and value."""
    if not any("transformer_blocks" in path for path in pairs) or any("to_out" in path for path in pairs):
        return {name.replace("transformer.", "diffusion_model.", 1): v for name, v in _diffusers(pairs).items()}
    made = {}
    for path, (down, _) in pairs.items():
        if not path.endswith("to_q"):
            continue
        number = path.split(".")[1]
        three = [pairs[path.removesuffix("to_q") + end] for end in ("to_q", "to_k", "to_v")]
        made[f"diffusion_model.double_blocks.{number}.img_attn.qkv.lora_A.weight"] = down
        made[f"diffusion_model.double_blocks.{number}.img_attn.qkv.lora_B.weight"] = torch.cat([up for _, up in three])
    return made


def _kohya(pairs: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """With underscores, and an alpha of half the rank."""
    made = {}
    for name, value in _toolkit(pairs).items():
        path, end = name.removeprefix("diffusion_model.").split(".lora_")
        stem = f"lora_unet_{path.replace('.', '_')}"
        made[f"{stem}.lora_{'down' if end.startswith('A') else 'up'}.weight"] = value
        made[f"{stem}.alpha"] = torch.tensor(RANK / 2)
    return made


@pytest.mark.parametrize(("layout", "scale"), [(_diffusers, 1.0), (_toolkit, 1.0), (_kohya, 0.5)])
def test_published_layouts_are_read(pipeline: PortraitPipeline, tmp_path: Path, layout, scale: float):
    """Each says the same product of every layer; diffusers', ai-toolkit's and kohya's names."""
    pairs, file = _pairs(pipeline), tmp_path / "x.safetensors"
    if pipeline.family.name == "flux2-klein" and layout is not _diffusers:  # query, key and value share what goes in
        down = {path.rpartition(".")[0]: pair[0] for path, pair in pairs.items() if path.endswith("to_q")}
        pairs = {path: (down[path.rpartition(".")[0]], up) for path, (_, up) in pairs.items()}
    save_file({k: v.contiguous() for k, v in layout(pairs).items()}, file, metadata=TOLD[pipeline.family.name])
    found = adapters.read_file(pipeline.pipe, file)["transformer"]
    assert found.keys() == pairs.keys()
    for path, (down, up) in pairs.items():
        assert torch.allclose(found[path].up @ found[path].down, scale * up @ down, atol=1e-4)


def test_a_file_of_another_family_is_refused_whole(pipeline: PortraitPipeline, tmp_path: Path):
    """Of a UNet, of the other flow family, and one with names nobody gave."""
    other = min(set(tiny_flow.NAMES) - {pipeline.family.name})
    weights = {"lora_A": torch.ones(2, 8), "lora_B": torch.ones(8, 2)}
    for path, told in (
        ("transformer.a.b", TOLD[other]),
        ("unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k", {}),
        ("transformer.layers.99.nothing", TOLD[pipeline.family.name]),
    ):
        file = tmp_path / "x.safetensors"
        save_file({f"{path}.{end}.weight": value for end, value in weights.items()}, file, metadata=told)
        with pytest.raises(BadAdapterError) as caught:
            adapters.read_file(pipeline.pipe, file)
        assert caught.value.data["reason"] in ("other-base", "unknown-keys")


def test_a_flow_file_does_not_reach_a_unet(tmp_path: Path):
    """The other way round."""
    file = tmp_path / "x.safetensors"
    save_file({"layers.0.attention.to_q.lora_A.weight": torch.ones(2, 8)}, file)
    with pytest.raises(BadAdapterError) as caught:
        adapters.read_file(tiny.pipeline(tmp_path).pipe, file)
    assert caught.value.data["reason"] == "other-base"
