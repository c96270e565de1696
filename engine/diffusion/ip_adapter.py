"""An IP-Adapter of the kind "plus face" put into a UNet for a few pictures, and taken out without a trace.

It reads a face by CLIP's eyes, with no embedder whose terms forbid commerce. While it is in, the UNet cannot be asked
without a picture: so it is there while somebody is drawn from their photos, and never during a training.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open

from engine import weights
from engine.bases.likeness import ENCODER
from engine.diffusion import compiling, portions
from engine.errors import DeviceMemoryError
from engine.weights import convert

FACEID_SCALE = 1.0  # a face's numbers say nothing of light, clothes and place
SCALE = 0.7  # of what the face says beside the words: at 1 a style hardly shows


@contextmanager
def seeing(pipeline: Any) -> Iterator[None]:
    """Let the base of a `PortraitPipeline` see faces inside the block.

    Raises:
        WeightMissingError: adapter or image encoder has not been fetched.
        WeightCorruptError: a file of them has not the stated checksum.
        DeviceMemoryError: weights are stored in 8 bits; nothing exact can be put between them.
    """
    if pipeline.stored_small:
        raise DeviceMemoryError
    pipe: Any = pipeline.pipe
    layered = pipeline.memory.storage == "group"
    state = _state(pipeline.weights_folder, pipeline.family.ip_adapter)
    encoder, processor = _encoder(weights.directory(pipeline.weights_folder, ENCODER), pipeline.dtype)
    # diffusers brings the whole UNet to one type when it puts the adapter in; a face's slots stay what they are.
    slots = [(value, value.data) for value in pipeline.face_parameters().values()]
    try:
        if layered:
            portions.by_layer_once(encoder, pipeline.device)
        else:
            encoder.to(pipeline.device)
        pipe.register_modules(image_encoder=encoder, feature_extractor=processor)
        pipe.load_ip_adapter(state, subfolder="", weight_name="", image_encoder_folder=None)
        for value, data in slots:
            value.data = data
        pipe.unet.encoder_hid_proj.requires_grad_(False)
        if layered:
            _by_layer(pipe.unet, pipeline.device)
        pipe.set_ip_adapter_scale(SCALE)
        with compiling.uncompiled(pipeline.compiled):
            yield
    finally:
        pipe.unload_ip_adapter()
        pipe.register_modules(image_encoder=None, feature_extractor=None)
        if not layered:
            encoder.to("cpu")


@contextmanager
def knowing(pipeline: Any) -> Iterator[None]:
    """Let the base of a `PortraitPipeline` be told a face's numbers inside the block (IP-Adapter FaceID).

    Its attention layers come with an adapter of their own, which acts as a style does, beside whatever else does.

    Raises:
        WeightMissingError: the adapter has not been brought.
        WeightCorruptError: a file of it has not the stated checksum, or is no plain checkpoint.
        DeviceMemoryError: as `seeing`.
    """
    if pipeline.stored_small:
        raise DeviceMemoryError
    pipe, folder, component = pipeline.pipe, pipeline.weights_folder, pipeline.family.faceid
    checkpoint, beside = (item.file for item in weights.components()[component].files)
    state = _faceid_state(convert.converted(folder, component, checkpoint))
    slots = [(value, value.data) for value in pipeline.face_parameters().values()]
    try:
        pipe.load_ip_adapter(state, subfolder="", weight_name="", image_encoder_folder=None)
        for value, data in slots:
            value.data = data
        pipe.unet.encoder_hid_proj.requires_grad_(False)
        if pipeline.memory.storage == "group":
            _by_layer(pipe.unet, pipeline.device)
        pipe.set_ip_adapter_scale(FACEID_SCALE)
        pipeline.acting.lend(weights.path(folder, component, beside))
        with compiling.uncompiled(pipeline.compiled):
            yield
    finally:
        try:
            pipeline.acting.lend(None)
        finally:  # where memory ran out that may fail too, and a base with half an adapter draws nobody any more
            pipe.unload_ip_adapter()
            pipe.register_modules(image_encoder=None, feature_extractor=None)


def _faceid_state(file: Path) -> dict[str, dict[str, torch.Tensor]]:
    """Return the tensors of a published FaceID by part; those of its attention adapter lie in a file of their own."""
    state: dict[str, dict[str, torch.Tensor]] = {"image_proj": {}, "ip_adapter": {}}
    for name, value in convert.tensors(file).items():
        part, _, rest = name.partition(".")
        if "_lora." not in rest:
            state[part][rest] = value
    return state


def _by_layer(unet: Any, device: torch.device) -> None:
    """Let what was put in come layer by layer too; the layers around it do already, and nobody knows of it there."""
    own = [network for network in unet.attn_processors.values() if isinstance(network, torch.nn.Module)]
    for network in (unet.encoder_hid_proj, *own):
        network.to("cpu", unet.dtype)
        portions.by_layer(network, device, ahead=False)


def _state(folder: Path, component: str) -> dict[str, dict[str, torch.Tensor]]:
    """Return the adapter's tensors by part: ``image_proj`` and ``ip_adapter``."""
    (item,) = weights.components()[component].files
    state: dict[str, dict[str, torch.Tensor]] = {"image_proj": {}, "ip_adapter": {}}
    with safe_open(weights.path(folder, component, item.file), framework="pt") as opened:
        for name in opened.keys():  # noqa: SIM118 - no mapping
            part, _, rest = name.partition(".")
            state[part][rest] = opened.get_tensor(name)
    return state


@lru_cache(maxsize=1)
def _encoder(place: Path, dtype: torch.dtype) -> tuple[Any, Any]:
    from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

    encoder = CLIPVisionModelWithProjection.from_pretrained(place, dtype=dtype, local_files_only=True)
    size = encoder.config.image_size
    return encoder.requires_grad_(False).eval(), CLIPImageProcessor(size=size, crop_size=size)
