"""How LoRA files name their tensors, brought to one form: network part -> layer -> (down, up) with alpha folded in.

Read are the layouts of kohya's trainer (also with the layer names of the first Stable Diffusion code), of diffusers
(old and new) and of peft. Every tensor of a file must find its layer with the right shape: a file of which only a part
would fit is refused as a whole, before anything was changed.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.diffusion import coarse, products
from engine.diffusion.backbone.seam import DENOISERS
from engine.errors import BadAdapterError

PARTS = (*DENOISERS, "text_encoder", "text_encoder_2")
PRODUCT = r"hada_w[12]_[ab]|lokr_w[12](?:_[ab])?"  # LoHa and LoKr, see `engine.diffusion.products`
KOHYA = re.compile(rf"lora_(unet|te1|te2|te)_(.+?)\.(lora_down\.weight|lora_up\.weight|alpha|{PRODUCT})")
KOHYA_PARTS = {"te": "text_encoder", "te1": "text_encoder", "te2": "text_encoder_2"}
ROLE = re.compile(
    r"(.+?)\.(lora_A|lora_B|lora\.down|lora\.up|lora_linear_layer\.down|lora_linear_layer\.up|lora_down|lora_up|down|up)"
    r"(?:\.default|\.default_0)?\.weight"
)
LENGTH = re.compile(r"(.+?)\.(?:dora_scale|lora_magnitude_vector(?:\.default)?(?:\.weight)?)")
OLD_PROCESSOR = re.compile(r"\.processor\.to_(q|k|v|out)_lora$")
FIRST_CODE = re.compile(r"(input_blocks|output_blocks|middle_block)_(\d+)_?(\d+)?_?(.*)")
#: The first code's layers outside of its blocks.
FIRST_LAYERS = {
    "time_embed_0": "time_embedding_linear_1",
    "time_embed_2": "time_embedding_linear_2",
    "label_emb_0_0": "add_embedding_linear_1",
    "label_emb_0_2": "add_embedding_linear_2",
    "input_blocks_0_0": "conv_in",
    "out_2": "conv_out",
}
RESNET_NAMES = {
    "in_layers_0": "norm1",
    "in_layers_2": "conv1",
    "emb_layers_1": "time_emb_proj",
    "out_layers_0": "norm2",
    "out_layers_3": "conv2",
    "skip_connection": "conv_shortcut",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Layer:
    """One layer's two matrices, the scale of its alpha folded into ``up``.

    ``length`` is a DoRA's: whatever the product makes of a row of the weight, it is brought to that length.
    """

    down: Tensor  # (rank, in, ...)
    up: Tensor  # (out, rank, ...)
    length: Tensor | None = None  # (out,)

    @property
    def rank(self) -> int:
        """Return the inner size."""
        return self.down.shape[0]


def read(
    tensors: dict[str, Tensor], networks: dict[str, nn.Module], file: Path, metadata: dict[str, str] | None = None
) -> dict[str, dict[str, Layer]]:
    """Return part -> layer path -> `Layer` for every tensor of a LoRA file.

    ``networks`` holds the networks of the base by part. ``metadata`` and an ``adapter_config.json`` beside ``file``
    tell the alpha where no tensor does.

    Raises:
        BadAdapterError: ``unknown-keys``, ``other-base`` (a shape does not fit), ``truncated`` (half a pair) or
        ``dora`` (lengths of columns, or of some layers only).
    """
    paths = {part: _aliases(network) for part, network in networks.items()}
    found: dict[tuple[str, str], dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        part, path, role = _place(name, paths, networks, file)
        found.setdefault((part, path), {})[role] = tensor
    said = _alphas(file, metadata or {})
    layers: dict[str, dict[str, Layer]] = {}
    for (part, path), pair in found.items():
        layer = networks[part].get_submodule(path)
        if any(role.startswith(("hada_", "lokr_")) for role in pair):
            pair = pair | _multiplied(pair, file)  # its scale is in it already
            pair.pop("alpha", None)
            layers.setdefault(part, {})[path] = _fitted(layer, pair, len(pair["down"]), file)
            continue
        if "down" not in pair or "up" not in pair:
            raise BadAdapterError(file.name, "truncated")
        layers.setdefault(part, {})[path] = _fitted(layer, pair, said(part, path, len(pair["down"])), file)
    if not layers:
        raise BadAdapterError(file.name, "no-adapter")
    if any(len({layer.length is None for layer in found.values()}) > 1 for found in layers.values()):
        raise BadAdapterError(file.name, "dora")
    return layers


def named(tensors: dict[str, Tensor], networks: dict[str, nn.Module], file: Path) -> bool:
    """Say whether every tensor of a file names a layer as this module reads it."""
    paths = {part: _aliases(network) for part, network in networks.items()}
    try:
        for name in tensors:
            _place(name, paths, networks, file)
    except BadAdapterError:
        return False
    return True


def _aliases(network: nn.Module) -> dict[str, str]:
    """Return every way a file may write a layer's path -> the path: with dots or underscores, with "text_model" or not.

    Layers that already hold an adapter answer by their own name, not by their inner ones.
    """
    known = {}
    for path, layer in network.named_modules():
        if ".base_layer" in path or ".lora_" in path or not hasattr(layer, "weight"):
            continue
        plain = path.removeprefix("text_model.")
        for written in (plain, f"text_model.{plain}"):
            known[written] = known[written.replace(".", "_")] = path
    return known


def _place(
    name: str, paths: dict[str, dict[str, str]], networks: dict[str, nn.Module], file: Path
) -> tuple[str, str, str]:
    """Return (part, layer path, role) of one tensor; role is down, up, alpha or length."""
    main = next(part for part in DENOISERS if part in networks)
    if match := LENGTH.fullmatch(name):
        part, path, _ = _place(f"{match[1]}.alpha", paths, networks, file)
        return part, path, "length"
    if match := KOHYA.fullmatch(name):
        part, written = KOHYA_PARTS.get(match[1], main), match[2]
        role = match[3].removeprefix("lora_").removesuffix(".weight")
        candidates = [written]
        if part == main and (other := _from_first_code(written, networks[main])):
            candidates.append(other)
        return _known(part, candidates, role, paths, file)
    if name.startswith("diffusion_model."):  # of the first code, with dots
        stem, dot, tail = name.removeprefix("diffusion_model.").rpartition(".lora_")
        stem, role = (stem, "down" if tail.startswith(("A", "down")) else "up") if dot else (name[16:-6], "alpha")
        written = stem.replace(".", "_")
        return _known(main, [written, _from_first_code(written, networks[main])], role, paths, file)
    part, written = _split(name.removeprefix("base_model.model."), main)
    if written.endswith(".alpha"):
        return _known(part, [_modern(written.removesuffix(".alpha"))], "alpha", paths, file)
    if match := ROLE.fullmatch(written):
        role = "down" if match[2].endswith(("down", "A")) else "up"
        return _known(part, [_modern(match[1])], role, paths, file)
    raise BadAdapterError(file.name, "unknown-keys")


def _split(name: str, main: str) -> tuple[str, str]:
    for part in reversed(PARTS):  # text_encoder_2 before text_encoder
        if name.startswith(f"{part}."):
            return part, name.removeprefix(f"{part}.").removeprefix("base_model.model.")
    return main, name


def _modern(written: str) -> str:
    """``attn1.processor.to_out_lora`` of the first diffusers files is ``attn1.to_out.0`` today."""
    if match := OLD_PROCESSOR.search(written):
        written = written[: match.start()] + f".to_{match[1]}"
    return f"{written}.0" if written.endswith(".to_out") else written


def _known(
    part: str, candidates: list[str], role: str, paths: dict[str, dict[str, str]], file: Path
) -> tuple[str, str, str]:
    for written in candidates:
        if path := paths.get(part, {}).get(written):
            return part, path, role
    raise BadAdapterError(file.name, "unknown-keys")


def _from_first_code(written: str, network: nn.Module) -> str:
    """Turn ``input_blocks_4_1_transformer_blocks_0...`` into diffusers' name, by the base's own number of layers."""
    if written in FIRST_LAYERS:
        return FIRST_LAYERS[written]
    match = FIRST_CODE.fullmatch(written)
    if match is None:
        return ""
    block, first, second, rest = match[1], int(match[2]), int(match[3] or 0), match[4]
    layers = network.config.layers_per_block
    layers = layers if isinstance(layers, int) else layers[0]
    if block == "middle_block":
        place = ("mid_block_resnets_0", "mid_block_attentions_0", "mid_block_resnets_1")[min(first, 2)]
        attention = "attentions" in place
    elif block == "input_blocks":
        level, layer = divmod(first - 1, layers + 1)
        if layer == layers:
            return f"down_blocks_{level}_downsamplers_0_conv"
        attention = second == 1
        place = f"down_blocks_{level}_{'attentions' if attention else 'resnets'}_{layer}"
    else:
        level, layer = divmod(first, layers + 1)
        if rest == "conv":
            return f"up_blocks_{level}_upsamplers_0_conv"
        attention = second == 1
        place = f"up_blocks_{level}_{'attentions' if attention else 'resnets'}_{layer}"
    return f"{place}_{rest if attention else RESNET_NAMES.get(rest, rest)}"


def _alphas(file: Path, metadata: dict[str, str]) -> Callable[[str, str, int], float]:
    """Return (part, path, rank) -> alpha, from what diffusers or peft wrote beside the tensors; the rank if nothing."""
    said: dict[str, Any] = {}
    try:
        said = json.loads(metadata.get("lora_adapter_metadata", "{}"))
        beside = file.with_name("adapter_config.json")
        if not said and beside.is_file():
            told = json.loads(beside.read_text())
            said = {f"{part}.{key}": value for part in DENOISERS for key, value in told.items()}
    except ValueError:
        raise BadAdapterError(file.name, "not-safetensors") from None

    def alpha(part: str, path: str, rank: int) -> float:
        special = said.get(f"{part}.alpha_pattern") or {}
        told = float(special.get(path) or said.get(f"{part}.lora_alpha") or rank)
        # Rank-stabilised LoRA is scaled by alpha over the root of the rank: as much as this alpha over the rank.
        return told * math.sqrt(rank) if said.get(f"{part}.use_rslora") else told

    return alpha


def _multiplied(pair: dict[str, Tensor], file: Path) -> dict[str, Tensor]:
    """Return a LoHa's or a LoKr's tensors as those of a plain LoRA."""
    try:
        down, up = products.plain(pair)
    except (KeyError, RuntimeError):
        raise BadAdapterError(file.name, "truncated") from None
    return {"down": down, "up": up}


def _fitted(layer: nn.Module, pair: dict[str, Tensor], alpha: float, file: Path) -> Layer:
    """Check one pair against its layer and fold the scale in."""
    shape, down, up = coarse.shape_of(layer), pair["down"].float(), pair["up"].float()
    rank = down.shape[0]
    inside, outside = (rank, *shape[1:]), (shape[0], rank, *([1] * (len(shape) - 2)))
    if down.numel() != torch.Size(inside).numel() or up.numel() != torch.Size(outside).numel():
        raise BadAdapterError(file.name, "other-base")
    if "alpha" in pair:
        alpha = float(pair["alpha"]) or rank  # kohya writes 0 for "as the rank"
    length = pair["length"].float().flatten() if "length" in pair else None
    if length is not None and len(length) != shape[0]:
        raise BadAdapterError(file.name, "dora")
    return Layer(down=down.reshape(inside), up=up.reshape(outside) * (alpha / rank), length=length)
