"""Several people's faces in one pass: the face slots stacked, each row of a batch through those of its own person.

What an adapter adds to a layer depends on the row alone, so rows of different people may go through the base together:
the large multiplications are shared, the small ones are batched by person (the idea of S-LoRA, arXiv 2311.03285,
without a kernel of its own). A person's numbers are those they would get alone, up to the rounding of the kernels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn
from torch.nn import functional

from engine.diffusion import adapters
from engine.diffusion.backbone import denoiser


@dataclass(frozen=True, kw_only=True, eq=False)
class _Slot:
    """One layer: ``down`` (people, rank, in, ...) and ``up`` (people, out, rank, ...) of all people."""

    names: tuple[str, str]  # of the two in one person's slots
    layer: Any  # peft's, around the base's own
    reads: bool  # it is of a text encoder, where the parts of one text lie side by side
    down: nn.Parameter
    up: nn.Parameter


class StackedFaces:
    """The slots of adapter ``name`` of a pipeline, ``people`` times over; nobody's face while they are zero.

    ``device`` is where the base computes, wherever its weights wait; ``dtype`` is what the slots are kept in: float32
    to learn, the base's own to draw. They act between `put_in` and `take_out`, beside whatever else acts; the adapter
    ``name`` itself should be switched off then. No pass is made before `rows` said whose it is.
    """

    def __init__(self, pipe: object, name: str, people: int, *, device: torch.device, dtype: torch.dtype) -> None:
        self.people = people
        self._rows = torch.empty(0, dtype=torch.long)
        self._groups: dict[tuple[int, bool], Tensor | None] = {}
        self._slots = [
            _Slot(
                names=(f"{path}.lora_A.{name}.weight", f"{path}.lora_B.{name}.weight"),
                layer=layer,
                reads=path.startswith(adapters.TEXT),
                down=_empty(layer.lora_A[name].weight.shape, people, device, dtype),
                up=_empty(layer.lora_B[name].weight.shape, people, device, dtype),
            )
            for path, layer in _layers(pipe, name)
        ]
        self._hooks: list[Any] = []

    @property
    def layers(self) -> int:
        """Return how many layers are acted upon."""
        return len(self._slots)

    def person(self, number: int) -> dict[str, nn.Parameter]:
        """Return one person's slots by the names of the pipeline's own; they share their memory with the stack."""
        return {
            name: nn.Parameter(value.data[number], requires_grad=value.requires_grad)
            for slot in self._slots
            for name, value in zip(slot.names, (slot.down, slot.up), strict=True)
        }

    @torch.no_grad()
    def fill(self, number: int, tensors: Mapping[str, Tensor], weight: float = 1.0) -> None:
        """Copy one person's face, under the names of `person`, acting by ``weight``.

        Raises:
            KeyError: a tensor is missing, or of another shape.
        """
        for name, value in self.person(number).items():
            if tensors[name].shape != value.shape:
                raise KeyError(name)
            value.copy_(tensors[name] * weight if ".lora_B." in name else tensors[name])

    def learn(self, wanted: bool) -> None:
        """Let gradients be computed, or no longer."""
        for slot in self._slots:
            for value in (slot.down, slot.up):
                value.requires_grad_(wanted)
                value.grad = None

    def hand_out(self, values: Mapping[int, Sequence[nn.Parameter]]) -> None:
        """Give each person's values, in the order of `person`, their part of the gradient; the stack keeps none."""
        both = [value for slot in self._slots for value in (slot.down, slot.up)]
        for number, own in values.items():
            for value, whole in zip(own, both, strict=True):
                value.grad = None if whole.grad is None else whole.grad[number]
        for whole in both:
            whole.grad = None

    def rows(self, people: Sequence[int | None]) -> None:
        """Say whose each row of the next passes is; a pass of so many times the rows repeats them.

        Raises:
            ValueError: of a row that is not said, or it is nobody's of these people.
        """
        known = [number for number in people if number is not None and 0 <= number < self.people]
        if len(known) != len(people) or not known:
            raise ValueError(f"rows of {list(people)}, and there are {self.people} people")
        self._rows, self._groups = torch.as_tensor(known, dtype=torch.long), {}

    def put_in(self) -> None:
        """Let the stack act."""
        self._hooks = [slot.layer.register_forward_hook(partial(self._acts, slot)) for slot in self._slots]

    def take_out(self) -> None:
        """Leave the base as it was, to the bit."""
        for hook in self._hooks:
            hook.remove()
        self._hooks = []

    def _acts(self, slot: _Slot, _layer: nn.Module, given: tuple[Tensor, ...], answer: Tensor) -> Tensor:
        # Slots kept in half precision act in the full one where a drawing whose numbers ran away is tried again in it.
        wide = torch.promote_types(given[0].dtype, slot.down.dtype)
        told, places = given[0].to(wide), self._places(len(given[0]), slot)
        down, up = (slot.down, slot.up) if places is None else (slot.down[places], slot.up[places])
        down, up = down.to(wide), up.to(wide)
        if down.dim() > 3:
            added = _convolved(told, down, up, slot.layer.get_base_layer())
        else:
            added = _multiplied(told, down, up)
        return answer + added.to(answer.dtype)

    def _places(self, count: int, slot: _Slot) -> Tensor | None:
        """Return whose face each group of rows goes through, all groups of one size; None: everybody's, in order."""
        times, more = divmod(count, max(1, len(self._rows)))
        if more or not len(self._rows):
            raise ValueError(f"a pass of {count} rows, and whose they are was said of {len(self._rows)}")
        key = times, slot.reads
        if key not in self._groups:
            rows = self._rows.repeat_interleave(times) if slot.reads else self._rows.repeat(times)
            people, counts = rows.unique_consecutive(return_counts=True)
            people = people if len(counts.unique()) == 1 else rows
            everybody = torch.equal(people, torch.arange(self.people))
            self._groups[key] = None if everybody else people.to(slot.down.device)
        return self._groups[key]


def _layers(pipe: Any, name: str) -> Iterator[tuple[str, Any]]:
    for before, network in (("", denoiser(pipe)), (adapters.TEXT, getattr(pipe, "text_encoder", None))):
        for path, layer in network.named_modules() if network is not None else ():
            if isinstance(layer, BaseTunerLayer) and name in layer.lora_A:
                yield f"{before}{path}", layer


def _empty(shape: torch.Size, people: int, device: torch.device, dtype: torch.dtype) -> nn.Parameter:
    return nn.Parameter(torch.zeros((people, *shape), dtype=dtype, device=device), requires_grad=False)


def _multiplied(told: Tensor, down: Tensor, up: Tensor) -> Tensor:
    """Return what is added to a linear layer's answer: (groups * share, ..., in) through (groups, rank, in)."""
    flat = told.reshape(len(down), -1, told.shape[-1])
    added = torch.bmm(torch.bmm(flat, down.transpose(1, 2)), up.transpose(1, 2))
    return added.reshape(*told.shape[:-1], added.shape[-1])


def _convolved(told: Tensor, down: Tensor, up: Tensor, base: Any) -> Tensor:
    """Return what is added to a convolution's answer: (groups * share, in, rows, columns), a group each."""
    groups = len(down)
    beside = told.unflatten(0, (groups, -1)).transpose(0, 1).flatten(1, 2)  # (share, groups * in, ...)
    low = functional.conv2d(
        beside, down.flatten(0, 1), stride=base.stride, padding=base.padding, dilation=base.dilation, groups=groups
    )
    added = functional.conv2d(low, up.flatten(0, 1), groups=groups)
    return added.unflatten(1, (groups, -1)).transpose(0, 1).flatten(0, 1)
