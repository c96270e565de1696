"""What the header of a LoRA file tells without any of its tensors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.errors import BadAdapterError
from engine.styles import adapter_file
from tests.engine.styles.files import attention, lora_file


@pytest.mark.parametrize(
    ("names", "flavour"),
    [
        ("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_{}.weight", "kohya"),
        ("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_{}.weight", "diffusers"),
        ("base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_{}.weight", "peft"),
    ],
)
def test_flavour_and_base_are_read_from_the_names(tmp_path: Path, names: str, flavour: str):
    """The operator need not know which program wrote a file, nor for which base."""
    ends = ("down", "up") if flavour == "kohya" else ("A", "B")
    file = lora_file(tmp_path / "x.safetensors", {names.format(ends[0]): (4, 768), names.format(ends[1]): (320, 4)})
    seen = adapter_file.read(file)
    assert (seen.flavour, seen.cross_width, seen.has_text) == (flavour, 768, False)


def test_a_text_encoder_part_is_seen(tmp_path: Path):
    """It goes into another network than the rest."""
    name = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"
    assert adapter_file.read(lora_file(tmp_path / "x.safetensors", {name: (4, 768)})).has_text


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def _text(file: Path) -> None:
    file.write_text("this is a web page, not a model" * 20)


def _no_json(file: Path) -> None:
    file.write_bytes((16).to_bytes(8, "little") + b"{" * 40)


def _huge(file: Path) -> None:
    file.write_bytes((2**62).to_bytes(8, "little") + b"{}")


def _list(file: Path) -> None:
    said = json.dumps([1, 2]).encode()
    file.write_bytes(len(said).to_bytes(8, "little") + said)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_cut, "truncated"),
        (_text, "not-safetensors"),
        (_no_json, "not-safetensors"),
        (_huge, "not-safetensors"),
        (_list, "not-safetensors"),
        (Path.unlink, "missing"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, spoil, reason: str):
    """A half-copied or wrong file is the usual accident."""
    file = lora_file(tmp_path / "x.safetensors", {"unet.a.to_q.lora_A.weight": (4, 8)})
    spoil(file)
    with pytest.raises(BadAdapterError) as caught:
        adapter_file.read(file)
    assert caught.value.data == {"file": "x.safetensors", "reason": reason}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a.hada_t1", "unsupported"), ("a.dora_scale", "no-adapter"), ("conv_in.weight", "no-adapter")],
)
def test_what_is_no_plain_lora_is_refused(tmp_path: Path, name: str, reason: str):
    """Half of such a file would load and draw something else than its maker saw."""
    with pytest.raises(BadAdapterError) as caught:
        adapter_file.read(lora_file(tmp_path / "x.safetensors", {name: (4, 8)}))
    assert caught.value.data["reason"] == reason


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"unet.mid_block.norm_extra.w_norm": (4,)}, "unknown-keys"),
        ({"bundle_emb.cat.string_to_param.*": (2, 768)}, "unknown-keys"),
        ({"unet.a.to_q.lora_A.weight": (0, 8)}, "rank-zero"),
        ({"lora_unet_a_to_q.dora_scale": (1, 8)}, "dora"),
    ],
)
def test_what_would_fail_for_a_person_is_told_to_the_operator(tmp_path: Path, more: dict, reason: str):
    """Beside good pairs too: such files used to be listed as usable."""
    file = lora_file(tmp_path / "x.safetensors", attention(768) | more)
    with pytest.raises(BadAdapterError) as caught:
        adapter_file.read(file)
    assert caught.value.data["reason"] == reason
    alpha = "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.alpha"
    assert adapter_file.read(lora_file(file, attention(768) | {alpha: ()})).cross_width == 768, "the control"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_a_number_that_is_none_is_found_in_any_precision(tmp_path: Path, kind: torch.dtype, value: float):
    """One of them makes every picture black. The control: the largest numbers there are."""
    file, most = tmp_path / "x.safetensors", torch.finfo(kind).max
    weights = torch.linspace(-1, 1, 32).to(kind).reshape(4, 8)
    weights[0, 0], weights[3, 7] = most, -most
    save_file({"a.lora_A.weight": weights, "a.alpha": torch.tensor(1.0, dtype=kind)}, file)
    assert adapter_file.finite(file)
    save_file({"a.lora_A.weight": weights, "a.alpha": torch.tensor(value, dtype=kind)}, file)
    assert not adapter_file.finite(file)
    weights[2, 3] = value
    save_file({"a.lora_A.weight": weights}, file)
    assert not adapter_file.finite(file)


@pytest.mark.parametrize(
    ("names", "metadata", "family"),
    [
        (["transformer.single_transformer_blocks.0.attn.to_q"], {}, "FLUX"),
        (["lora_unet_double_blocks_0_img_attn_qkv"], {}, "FLUX"),
        (["a.to_q"], {"modelspec.architecture": "flux-1-dev/lora"}, "FLUX"),
        (["a.to_q"], {"modelspec.architecture": "qwen-2.1/lora"}, "Qwen-Image 2.1"),
        (["a.to_q"], {"ss_base_model_version": "sd_v2_768_v"}, "Stable Diffusion 2"),
        (["unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k"], {}, "Stable Diffusion 2"),
        (["a.to_q"], {"ss_base_model_version": "sdxl_base_v1-0"}, ""),
        (["a.to_q"], {"modelspec.architecture": "stable-diffusion-v1/lora"}, ""),
    ],
)
def test_the_family_of_a_file_is_named(tmp_path: Path, names: list[str], metadata: dict[str, str], family: str):
    """Write pocket, sd15, ... for auto: that is wrong advice for a file of another kind of model."""
    shapes = {f"{name}.lora_{end}.weight": (1024, 1024) for name in names for end in ("A", "B")}
    assert adapter_file.read(lora_file(tmp_path / "x.safetensors", shapes, metadata)).foreign == family


@pytest.mark.parametrize(
    ("names", "width", "metadata", "flow"),
    [
        (["diffusion_model.noise_refiner.0.attention.to_q"], 3840, {}, "z-image"),
        (["transformer.layers.3.attention.to_q"], 3840, {}, "z-image"),
        (["transformer.transformer_blocks.0.img_mlp.net.2"], 3072, {}, "qwen-image"),
        (["lora_unet_transformer_blocks_0_txt_mod_1"], 3072, {}, "qwen-image"),
        (["lora_unet_layers_3_attention_to_q"], 3840, {}, "z-image"),
        (["a.to_q"], 8, {"ss_base_model_version": "zimage"}, "z-image"),
        (["a.to_q"], 8, {"architecture": "flux2-klein"}, "flux2-klein"),
        (["transformer.single_transformer_blocks.19.attn.to_qkv_mlp_proj"], 3072, {}, "flux2-klein"),
        (["diffusion_model.double_blocks.4.img_attn.qkv"], 3072, {}, "flux2-klein"),
        (["diffusion_model.double_blocks.5.img_attn.qkv"], 3072, {}, ""),  # FLUX.1 has as wide ones, and more
        (["transformer.single_transformer_blocks.20.attn.to_qkv_mlp_proj"], 3072, {}, ""),
        (["diffusion_model.double_blocks.4.img_attn.qkv"], 4096, {}, ""),  # klein 9B
        (["diffusion_model.double_blocks.4.img_attn.qkv"], 3072, {"ss_base_model_version": "flux1"}, ""),
    ],
)
def test_the_flow_family_of_a_file_is_told_by_its_names_and_widths(
    tmp_path: Path, names: list[str], width: int, metadata: dict[str, str], flow: str
):
    """A style for Z-Image or klein is one here; of the other bases of FLUX it is still said that they are others."""
    shapes = {
        f"{name}.lora_{end}.weight": size for name in names for end, size in (("A", (4, width)), ("B", (width, 4)))
    }
    seen = adapter_file.read(lora_file(tmp_path / "x.safetensors", shapes, metadata))
    assert (seen.flow, seen.foreign) == (flow, "" if flow else "FLUX")


@pytest.mark.parametrize("name", ["lora_unet_a_to_q.dora_scale", "unet.a.to_q.lora_magnitude_vector"])
def test_a_dora_over_rows_is_taken(tmp_path: Path, name: str):
    """As peft and diffusers write it, and kohya's trainer where it was told so."""
    shape = (8, 1) if "dora" in name else (8,)
    adapter_file.read(lora_file(tmp_path / "x.safetensors", attention(768) | {name: shape}))
