"""Adapters added to the weights themselves, so that drawing with them costs not one kernel more than without.

An unfused adapter adds six kernels to every layer it has a part in. A style and the adapter of few steps stay the same
for many pictures, so their sum is added to the weights, always from the weights as the base has them: subtracting an
adapter again would leave its rounding behind in bfloat16. Sums used lately are kept on the device, counted in bytes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

import torch
from torch import nn

from engine.diffusion import adapters
from engine.diffusion.lora_keys import Layer

SHARE = 8  # of a device's memory, one part in so many is for sums that are kept
SMALL = 2**30  # bytes of a denoiser up to which a processor merges too: its copy is kept in the same memory

Place = tuple[str, str]  # part of the pipeline, path of the layer
Parts = dict[str, dict[str, Layer]]
Sum = tuple[tuple[Hashable, float], ...]  # (adapter, weight) of each that acts


def pays(device: torch.device, network: nn.Module) -> bool:
    """Say whether adapters are merged into ``network`` on this device.

    Weights kept in 8 bits are too coarse to add to. On a processor an adapter of a large base costs 4 % of a step, and
    the untouched weights would lie in the same memory a second time.
    """
    if any(value.is_floating_point() and value.dtype.itemsize < 2 for value in network.parameters()):
        return False
    return device.type != "cpu" or size_of(network) <= SMALL


class MergedWeights:
    """The weights of a pipeline's networks with a sum of adapters in them.

    Untouched weights lie in the machine's memory from the first time a layer is changed. ``room`` is how many bytes of
    finished sums are kept on the device.
    """

    def __init__(self, pipe: object, *, room: int) -> None:
        self._pipe, self._room = pipe, room
        self._weights: dict[Place, torch.Tensor] = {}  # found once: a base has thousands of modules
        self._pristine: dict[Place, torch.Tensor] = {}
        self._kept: OrderedDict[Sum, dict[Place, torch.Tensor]] = OrderedDict()
        self._changed: set[Place] = set()
        self.acting: Sum = ()
        self.computed = 0  # sums that were not found ready

    @property
    def bytes(self) -> int:
        """Return how much the kept sums take on the device."""
        return sum(_bytes(values) for values in self._kept.values())

    @torch.no_grad()
    def act(self, wanted: Sum, read: Callable[[Hashable], Parts]) -> None:
        """Let exactly the adapters of ``wanted`` act; an empty sum is the bare base, to the bit.

        ``read`` returns an adapter's layers. What it raises, and a lack of memory, leaves the base bare.
        """
        if wanted == self.acting:
            return
        try:
            if wanted in self._kept:
                self._kept.move_to_end(wanted)
                self._copy(self._kept[wanted])
            else:
                self._sum(wanted, [(read(name), weight) for name, weight in wanted])
        except Exception:
            self._put_back(set())
            self.acting = ()
            raise
        self.acting = wanted

    def forget(self, name: Hashable) -> None:
        """Drop every kept sum an adapter is part of."""
        for known in [known for known in self._kept if name in dict(known)]:
            del self._kept[known]

    def give_back(self) -> int:
        """Forget every kept sum; they are computed again when they are wanted. Return their bytes."""
        size = self.bytes
        self._kept.clear()
        return size

    def _copy(self, values: dict[Place, torch.Tensor]) -> None:
        self._put_back(values.keys())
        for place, value in values.items():
            self._weight(place).copy_(value)
        self._changed = set(values)

    def _sum(self, wanted: Sum, several: list[tuple[Parts, float]]) -> None:
        places = {(part, path) for parts, _ in several for part, layers in parts.items() for path in layers}
        self._put_back(places)
        keep: dict[Place, torch.Tensor] | None = {} if self._make_room(places) else None
        self._changed |= places
        for place in places:
            weight = self._weight(place)
            if place not in self._pristine:
                self._pristine[place] = weight.detach().to("cpu", copy=True)
            own = self._pristine[place].to(weight.device, torch.float32)
            value = own.clone()
            for parts, share in several:
                if layer := parts.get(place[0], {}).get(place[1]):
                    value += change(layer, own, share)
            weight.copy_(value)
            if keep is not None:
                keep[place] = weight.detach().clone()
        self.computed += 1
        if keep:
            self._kept[wanted] = keep

    def _put_back(self, but: set[Place]) -> None:
        """Give layers their own weights again, those of ``but`` left out: they are written over."""
        for place in self._changed - set(but):
            if place in self._pristine:  # the work may have ended before this layer's turn
                self._weight(place).copy_(self._pristine[place])
        self._changed &= set(but)

    def _make_room(self, places: set[Place]) -> bool:
        """Drop the sums used longest ago until one of ``places`` fits; False where it never will."""
        size = sum(weight.numel() * weight.element_size() for weight in map(self._weight, places))
        if not places or size > self._room:
            return False
        while self._kept and self.bytes + size > self._room:
            self._kept.popitem(last=False)
        return True

    def _weight(self, place: Place) -> torch.Tensor:
        if place not in self._weights:
            self._weights[place] = adapters.networks(self._pipe)[place[0]].get_submodule(place[1]).weight
        return self._weights[place]


def product(layer: Layer, weight: torch.Tensor) -> torch.Tensor:
    """Return what an adapter's layer adds to a weight, float32 and of the weight's shape, on its device."""
    down, up = (value.to(weight.device, torch.float32).flatten(1) for value in (layer.down, layer.up))
    return (up @ down).reshape(weight.shape)


def change(layer: Layer, own: torch.Tensor, share: float) -> torch.Tensor:
    """Return what an adapter's layer, acting by ``share``, adds to the base's ``own`` weight (out, in, ...), float32.

    A DoRA turns each row and gives it a length of its own, as peft does (arXiv 2402.09353, equation 5).
    """
    added = share * product(layer, own)
    if layer.length is None:
        return added
    turned = own + added
    sizes = turned.flatten(1).norm(dim=1)
    longer = (layer.length.to(own.device) / sizes).reshape(-1, *[1] * (own.dim() - 1))
    return longer * turned - own


def room_on(total: int) -> int:
    """Return how many bytes of sums may be kept on a device of ``total`` bytes."""
    return total // SHARE


def size_of(network: nn.Module) -> int:
    """Return the bytes of a network's weights."""
    return sum(value.numel() * value.element_size() for value in network.parameters())


def _bytes(values: dict[Place, torch.Tensor]) -> int:
    return sum(value.numel() * value.element_size() for value in values.values())
