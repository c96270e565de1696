"""What a network costs, counted without computing anything: kernels, FLOP and memory on torch's meta device.

The figures depend on shapes alone, so they are the same on every machine: a test can hold them, where seconds only
tell how busy a machine was.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter
from torch.utils.flop_counter import FlopCounterMode

ATTENDED = ("query", "key", "value", "attn_mask", "dropout_p", "is_causal", "scale")
NOTHING = {"aten._unsafe_view", "aten.empty", "aten.empty_like", "aten.lift_fresh"}  # no view by name, and yet no work


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One call: ``kernels`` launched, ``casts`` of them from one number type to another, ``flop``, ``peak`` bytes.

    ``peak`` is what lay in memory at once of what the call itself made; weights and inputs are not in it.
    """

    kernels: int
    casts: int
    flop: int
    peak: int


def cost(call: Callable[[], Any], *, fused: bool = True) -> Cost:
    """Run ``call`` on meta tensors and return what it would cost.

    ``fused`` False counts attention by its definition, without what the one kernel computes twice on the way back.
    """
    with ExitStack() as stack:
        flop = stack.enter_context(FlopCounterMode(display=False))
        kernels = stack.enter_context(_Kernels())
        if fused:
            stack.enter_context(_FusedAttention())
        result = call()
        del result
    casts = kernels.counts["aten._to_copy"]
    return Cost(kernels=kernels.counts.total(), casts=casts, flop=flop.get_total_flops(), peak=kernels.peak)


class _Kernels(TorchDispatchMode):
    """Counts operations that touch numbers (a view does not), and the bytes of their results while they live."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.live = self.peak = 0
        self._seen: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        if not is_view(func):
            name = str(func.overloadpacket)
            self.counts[name] += name not in NOTHING
            for value in tree_iter(made):
                if isinstance(value, torch.Tensor):
                    self._note(value.untyped_storage())
        return made

    def _note(self, storage: torch.UntypedStorage) -> None:
        key, size = storage._cdata, storage.nbytes()
        if key in self._seen:
            return
        self._seen.add(key)
        self.live += size
        self.peak = max(self.peak, self.live)
        weakref.finalize(storage, self._gone, key, size)

    def _gone(self, key: int, size: int) -> None:
        self._seen.discard(key)
        self.live -= size


class _FusedAttention(TorchFunctionMode):
    """Counts attention as the one kernel it is on an accelerator; meta tensors would take it apart."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        named = dict(kwargs or {})
        if func is not torch.nn.functional.scaled_dot_product_attention:
            return func(*args, **named)
        told = {**dict(zip(ATTENDED, args, strict=False)), **named}
        if told["query"].device.type != "meta" or told.get("attn_mask") is not None:
            return func(*args, **named)
        attended = [told.pop(name) for name in ATTENDED[:3]]
        known = {name: told[name] for name in ("is_causal", "scale") if told.get(name) is not None}
        return torch.ops.aten._scaled_dot_product_flash_attention(*attended, **known)[0]


def is_view(func: Any) -> bool:
    """Say whether an operation only looks at its input in another way, which launches nothing."""
    returned = func._schema.returns
    return bool(returned) and returned[0].alias_info is not None and not returned[0].alias_info.is_write
