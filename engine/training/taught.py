"""What learns in place of a base that was distilled to draw in few steps.

Taught directly, such a base forgets its few steps: what is learnt is the person, and the way back to a slow base. So
while it is taught it is made a slow one. Either an adapter that somebody trained to that end acts with weight 1
(`Family.taught_with`), or the weights are those of the base it was distilled from (`Family.taught_on`). For drawing, in
the middle of a training too, the base is what it was, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from safetensors import safe_open
from torch import Tensor, nn

from engine import weights
from engine.diffusion import adapters, merging
from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import WeightCorruptError

Weights = dict[str, Tensor]  # path of a layer's value in the denoiser -> other numbers for it, on the processor


class Taught:
    """The other weights of a denoiser while it learns; empty for a base that learns as it is."""

    def __init__(self, network: nn.Module, other: Weights) -> None:
        self._values = {path: _values(network)[path] for path in other}
        self._other = other
        self.learning = False

    @torch.no_grad()
    def _exchange(self) -> None:
        for path, value in self._values.items():
            before = value.detach().to("cpu", copy=True)
            value.copy_(self._other[path])
            self._other[path] = before
        self.learning = not self.learning

    @contextmanager
    def learns(self) -> Iterator[Taught]:
        """Be the base that learns inside the block."""
        self._exchange()
        try:
            yield self
        finally:
            self._exchange()

    @contextmanager
    def draws(self) -> Iterator[None]:
        """Be the base that draws inside the block, where it is in one of `learns`."""
        if not self.learning:
            yield
            return
        self._exchange()
        try:
            yield
        finally:
            self._exchange()


def taught(pipeline: PortraitPipeline) -> Taught:
    """Return what learns in place of the base of ``pipeline``; whatever acts on it is switched off.

    Raises:
        WeightMissingError: the adapter, or the base it was distilled from, has not been fetched.
        WeightCorruptError: a file of it does not have the stated checksum, or is of another base.
        BadAdapterError: the adapter does not fit this base.
    """
    pipeline.use(face=None, style=None)  # a style of the job before may be merged into the weights that are read here
    family, network = pipeline.family, pipeline.backbone.denoiser
    if family.taught_with:
        return Taught(network, _with_adapter(pipeline, family.taught_with))
    if family.taught_on:
        return Taught(network, _of_another(pipeline, family.taught_on))
    return Taught(network, {})


def _with_adapter(pipeline: PortraitPipeline, component: str) -> Weights:
    """Return the weights of the layers an adapter has a part in, with it added."""
    (item,) = weights.components()[component].files
    file = weights.path(pipeline.weights_folder, component, item.file)
    layers = adapters.read_file(pipeline.pipe, file).get(pipeline.backbone.part, {})
    known, other = _values(pipeline.backbone.denoiser), {}
    for path, layer in layers.items():
        own = known[f"{path}.weight"].detach()
        other[f"{path}.weight"] = (own.float() + merging.change(layer, own.float(), 1.0)).to(own.dtype).cpu()
    return other


def _of_another(pipeline: PortraitPipeline, component: str) -> Weights:
    """Return all weights of the denoiser of another base of the same architecture."""
    place = weights.directory(pipeline.weights_folder, component) / pipeline.backbone.part
    known, other = _values(pipeline.backbone.denoiser), {}
    for file in sorted(place.glob("*.safetensors")):
        with safe_open(file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 - no mapping
                other[name] = opened.get_tensor(name)
    if other.keys() != known.keys() or any(other[name].shape != value.shape for name, value in known.items()):
        how = f"python -m bot weights fetch {component}"
        raise WeightCorruptError(component, pipeline.backbone.part, how)
    return {name: value.to(known[name].dtype) for name, value in other.items()}


def _values(network: nn.Module) -> dict[str, nn.Parameter]:
    """Return the base's own values by the names its files have: an adapter's slots wrap some of its layers."""
    return {
        path.replace(".base_layer.", "."): value for path, value in network.named_parameters() if ".lora_" not in path
    }
