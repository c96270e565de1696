"""Where a face's training begins: from nothing, or from an adapter that learnt faces in general (published code)."""

from __future__ import annotations

import torch

from engine.bases import Recipe
from engine.diffusion import adapters
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import WeightMissingError
from engine.weights import convert

FILE = "face_frombase_c4.bin"


def begin(pipeline: PortraitPipeline, recipe: Recipe, seed: int) -> str:
    """Fill the face slots for a training and return the component it starts from: empty where it starts from nothing.

    That is where the recipe names none, and where the named one has not been fetched.

    Raises:
        BadAdapterError: the fetched adapter does not fit this base.
        WeightCorruptError: it does not have its checksum, or is no plain checkpoint.
    """
    pipeline.clear_face(seed)
    if not recipe.warm_start:
        return ""
    try:
        file = convert.converted(pipeline.weights_folder, recipe.warm_start, FILE)
    except WeightMissingError:
        return ""
    _put(pipeline, adapters.read_file(pipeline.pipe, file).get(pipeline.backbone.part, {}))
    return recipe.warm_start


@torch.no_grad()
def _put(pipeline: PortraitPipeline, layers: dict) -> None:
    """Copy layers of a smaller rank into the slots; what is left of the slots goes on from nothing."""
    slots = pipeline.face_parameters()
    for name, value in slots.items():
        layer = layers.get(name.split(".lora_")[0])
        if layer is None or layer.rank > (value.shape[0] if "lora_A" in name else value.shape[1]):
            continue
        if "lora_A" in name:
            value[: layer.rank] = layer.down.to(value)
        else:
            value[:, : layer.rank] = layer.up.to(value)
