"""Adapters of the warm base: put in whole or not at all, switched by multiplier, taken out without a trace.

An adapter may have a part in the UNet and parts in the text encoders. Everything is read and checked before the first
layer is touched, and a failure while it is put in is rolled back.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, inject_adapter_in_model, set_peft_model_state_dict
from peft.tuners.tuners_utils import BaseTunerLayer
from safetensors import SafetensorError, safe_open
from torch import nn

from engine.diffusion import coarse, lora_keys
from engine.diffusion.backbone import denoiser, told_by
from engine.errors import BadAdapterError
from engine.styles import adapter_file

TEXT = "text_encoder."
TEXT_TARGETS = ("q_proj", "k_proj", "v_proj", "out_proj")  # CLIP's attention


def networks(pipe: object) -> dict[str, nn.Module]:
    """Return the networks of a pipeline an adapter may have a part in."""
    found = {part: getattr(pipe, part, None) for part in lora_keys.PARTS}
    return {part: network for part, network in found.items() if network is not None}


def slots(pipe: Any, name: str) -> dict[str, nn.Parameter]:
    """Return the tensors of an adapter by path: of the denoiser, and of the text encoder with that in front."""
    found = {path: value for path, value in denoiser(pipe).named_parameters() if f".{name}." in path}
    text = getattr(pipe, "text_encoder", None)
    told = text.named_parameters() if text is not None else ()
    return found | {f"{TEXT}{path}": value for path, value in told if f".{name}." in path}


def put_in(pipe: object, file: Path, name: str) -> bool:
    """Load a LoRA file of any known layout as adapter ``name``; it is there but switched off.

    Returns whether it is a DoRA, which gives rows of the weights a length of their own.

    Raises:
        BadAdapterError: the file is damaged or does not fit; nothing was changed.
    """
    layers = read_file(pipe, file)
    known = networks(pipe)
    try:
        with several_adapters_are_meant():
            for part, found in layers.items():
                _inject(known[part], name, found)
    except Exception:
        take_out(pipe, name)
        raise
    return any(layer.length is not None for part in layers.values() for layer in part.values())


def read_file(pipe: object, file: Path) -> dict[str, dict[str, lora_keys.Layer]]:
    """Return what a LoRA file holds for this pipeline; raises `BadAdapterError`."""
    seen = adapter_file.read(file)
    flow = told_by(denoiser(pipe))
    if seen.foreign or (seen.flow and seen.flow != flow):
        raise BadAdapterError(file.name, "other-base")
    try:
        with safe_open(file, framework="pt") as opened:
            tensors = {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118 - no mapping
    except SafetensorError:
        raise BadAdapterError(file.name, "not-safetensors") from None
    if not all(bool(value.isfinite().all()) for value in tensors.values() if value.is_floating_point()):
        raise BadAdapterError(file.name, "not-finite")
    if flow and not lora_keys.named(tensors, networks(pipe), file):
        tensors = _renamed(pipe, tensors, file)
    return lora_keys.read(tensors, networks(pipe), file, seen.metadata)


def _renamed(pipe: Any, tensors: dict[str, torch.Tensor], file: Path) -> dict[str, torch.Tensor]:
    """Return a flow family's tensors by the names diffusers gives them, as its own loader reads published layouts."""
    try:
        return type(pipe).lora_state_dict(dict(tensors))
    except (ValueError, KeyError, IndexError, RuntimeError):
        raise BadAdapterError(file.name, "unknown-keys") from None


def _inject(network: nn.Module, name: str, layers: dict[str, lora_keys.Layer]) -> None:
    ranks = {path: layer.rank for path, layer in layers.items()}
    most = max(ranks.values())
    config = LoraConfig(
        r=most,
        lora_alpha=most,
        target_modules=list(ranks),
        rank_pattern=ranks,
        alpha_pattern=dict(ranks),
        init_lora_weights=False,
        use_dora=any(layer.length is not None for layer in layers.values()),
    )
    inject_adapter_in_model(config, network, adapter_name=name)
    for path, value in network.named_parameters():
        if f".{name}." in path and value.dtype == coarse.SMALL:  # made like weights that are stored in 8 bits
            value.data = value.data.to(network.dtype)
    state = {}
    for path, layer in layers.items():
        state[f"{path}.lora_A.weight"], state[f"{path}.lora_B.weight"] = layer.down, layer.up
        if layer.length is not None:
            convolved = layer.down.dim() > 2  # peft keeps the lengths as a convolution's answer lies
            state[f"{path}.lora_magnitude_vector"] = layer.length[None, :, None, None] if convolved else layer.length
    told = set_peft_model_state_dict(network, state, adapter_name=name)
    if told.unexpected_keys:
        raise KeyError(f"{len(told.unexpected_keys)} tensors found no slot")
    for path, value in network.named_parameters():
        if f".{name}." in path:
            value.requires_grad_(False)


def switch(pipe: object, weights: dict[str, float]) -> None:
    """Let exactly the adapters of ``weights`` act, each with its multiplier; an empty dictionary is the bare base."""
    for network in networks(pipe).values():
        for layer in _tuned(network):
            mine = [name for name in weights if name in layer.lora_A]
            if layer.disable_adapters == bool(mine) or (mine and layer.active_adapters != mine):
                layer.enable_adapters(bool(mine))
                if mine:
                    layer.set_adapter(mine, inference_mode=True)
            for name in mine:
                layer.set_scale(name, weights[name])


def _tuned(network: nn.Module) -> Iterator[BaseTunerLayer]:
    """Yield the layers adapters act on; what peft keeps inside them, five times as many modules, is not looked at."""
    waiting: list[nn.Module] = [network]
    while waiting:
        module = waiting.pop()
        if isinstance(module, BaseTunerLayer):
            yield module
        else:
            waiting += module.children()


def take_out(pipe: object, name: str) -> None:
    """Remove an adapter from every network, also a half loaded one."""
    for network in networks(pipe).values():
        for layer in network.modules():
            if isinstance(layer, BaseTunerLayer) and name in layer.lora_A:
                # Switched off first: peft would else switch another one on in its place.
                layer.set_adapter([other for other in layer.active_adapters if other != name], inference_mode=True)
                layer.delete_adapter(name)
        if name in getattr(network, "peft_config", {}):
            del network.peft_config[name]


@contextmanager
def several_adapters_are_meant() -> Iterator[None]:
    """Add an adapter beside others without peft's warning that there will be several."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Already found a `peft_config`")
        warnings.filterwarnings("ignore", message="You are trying to modify a model with PEFT for a second time")
        yield


@torch.no_grad()
def merged(network: nn.Module, layers: dict[str, lora_keys.Layer], weight: float = 1.0) -> None:
    """Add a part to the weights of ``network`` for good, by hand: what the loaded adapter must equal."""
    for path, layer in layers.items():
        target = network.get_submodule(path).weight
        product = layer.up.flatten(1) @ layer.down.flatten(1)
        target += weight * product.reshape(target.shape).to(target)
