"""Work on many pictures in portions that fit: halved when memory runs out, and the smaller size remembered.

How much fits is planned in `engine.bases.memory`; this is what happens when the plan meets the device.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import psutil
import torch

from engine.bases import Family, memory
from engine.bases.memory import MemoryPlan, Step
from engine.errors import BaseTooLargeError, DeviceMemoryError, NeedsCudaError

if TYPE_CHECKING:  # it hands itself to what is written here, so its name is all that is known of it
    from engine.diffusion.pipeline import PortraitPipeline

log = logging.getLogger(__name__)
Item = TypeVar("Item")
Made = TypeVar("Made")
BY_LAYER = "group_offloading"  # the name of diffusers' hook
MARK = "comes_by_layer"  # of a network with such hooks: to look for them takes longer than to change a person's face


def free_memory(device: torch.device) -> int:
    """Return the bytes that are free on ``device``; what torch only keeps for later is given back first."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
        return torch.cuda.mem_get_info(device)[0]
    return psutil.virtual_memory().available


def plan_for(family: Family, device: torch.device, dtype: torch.dtype, place: Path) -> MemoryPlan:
    """Return the plan for the base at ``place`` that is about to be loaded.

    Raises:
        BaseTooLargeError: not even its weights fit, however they are kept.
        NeedsCudaError: it can be kept on CUDA alone, and this is another device.
    """
    if family.cuda_only and device.type != "cuda":
        raise NeedsCudaError(family.name)
    needs = memory.needs_of(family, wide=dtype == torch.float16)
    if needs is None:
        return memory.MOST
    if device.type != "cuda":
        # In float32 they lie in the machine's own memory, on a processor and with Apple; Intel's cards have theirs.
        if dtype == torch.float32 and memory.hopeless_without_a_card(needs, psutil.virtual_memory().total, place):
            raise BaseTooLargeError(family.name)
        return replace(memory.MOST, decode=1, encode=1)
    free, host = free_memory(device), psutil.virtual_memory().available
    if memory.hopeless(needs, free, host):
        raise BaseTooLargeError(family.name)
    return memory.choose(needs, free, host=host)


def in_portions(
    pipeline: PortraitPipeline,
    step: Step,
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], Sequence[Made]],
    most: int = 0,
) -> list[Made]:
    """Return what ``work`` makes of all items, as many at a time as the plan says, at most ``most`` where given.

    Raises:
        DeviceMemoryError: not even one fits, however the weights are kept.
    """
    made: list[Made] = []
    while len(made) < len(items):
        size = min(getattr(pipeline.memory, step), most or len(items))
        part = items[len(made) : len(made) + size]
        try:
            made.extend(work(part))  # `+=` would add numbers to an array, not rows to a list
            continue
        except torch.OutOfMemoryError:
            pass  # not dealt with here: the exception still holds the tensors there was no room for
        finally:
            if step == "draw":
                _leave(pipeline)
        _make_do(pipeline, step)
    return made


def _leave(pipeline: PortraitPipeline) -> None:
    """Send the denoiser back where networks come one at a time: the next to come reads words, and is as large.

    A pipeline of diffusers does so at its end alone: not where it was cancelled, and not in a way of our own.
    """
    if pipeline.memory.storage == "offload":
        pipeline.pipe.maybe_free_model_hooks()


def _make_do(pipeline: PortraitPipeline, step: Step) -> None:
    """Give the pipeline memory that was kept for later, or else the next smaller plan."""
    given = pipeline.take_back()
    if pipeline.device.type == "cuda":
        torch.cuda.empty_cache()
    if given:
        log.warning("memory ran out in %s, going on without what was kept for later", step)
        return
    smaller = pipeline.memory.smaller(step)
    if smaller is None and pipeline.memory.storage == "whole" and pipeline.device.type != "cpu":
        smaller = pipeline.memory = replace(pipeline.memory, storage="offload")
        offload(pipeline)
    if smaller is None:
        pipeline.memory = replace(pipeline.memory, controls="group")  # the next picture under ControlNets may fit
        raise DeviceMemoryError
    log.warning("memory ran out in %s, going on with %s", step, smaller)
    pipeline.memory = smaller


def offload(pipeline: PortraitPipeline) -> None:
    """Let one network at a time be on the device, or less of it, as the plan says; the rest waits in the machine."""
    from accelerate import cpu_offload_with_hook

    if pipeline.memory.storage != "group":
        pipeline.pipe.enable_model_cpu_offload(device=pipeline.device)
        return
    by_layer(pipeline.backbone.denoiser, pipeline.device)
    before = None
    for name in ("text_encoder", "text_encoder_2", "vae"):  # each sends the one before it back
        network = getattr(pipeline.pipe, name, None)
        if network is not None and sum(value.nbytes for value in network.parameters()) >= memory.READER:
            by_layer(network, pipeline.device)  # a language model, larger than what a small card has
        elif network is not None:
            _, before = cpu_offload_with_hook(network, pipeline.device, before)


def by_layer(network: torch.nn.Module, device: torch.device, *, ahead: bool = True) -> None:
    """Let a network's layers come to ``device`` one after the other, the next while one computes where that works.

    ``ahead`` False: each only at its turn, for layers whose turn is between those of another network.
    """
    from diffusers.hooks import apply_group_offloading  # of a base, which a photo does not need

    setattr(network, MARK, True)
    apply_group_offloading(
        network, onload_device=device, offload_type="leaf_level", use_stream=ahead and device.type in ("cuda", "xpu")
    )


def by_layer_once(network: torch.nn.Module, device: torch.device) -> None:
    """As `by_layer`, for a network that is kept and may come so already."""
    if next(_groups(network), None) is None:
        by_layer(network, device)


def at_rest(network: torch.nn.Module) -> None:
    """Send every layer back that came by itself and did not leave: what is written to it there would be lost.

    A layer that comes ahead of its turn and then has none (the adapter of a face, in a picture of nobody) stays on the
    device, and so does all that had come when memory ran out. Next time each comes as it waits in the machine.
    """
    for group in _groups(network):
        group.offload_()


def streamed(network: torch.nn.Module) -> bool:
    """Say whether a network's layers come one by one as copies of what waits: their types cannot be changed then."""
    return any(group.stream is not None for group in _groups(network))


def _groups(network: torch.nn.Module) -> Iterator[Any]:
    """Yield what diffusers moves at a time, of a network under `by_layer`; nothing of any other."""
    for module in network.modules() if hasattr(network, MARK) else ():
        registry = getattr(module, "_diffusers_hook", None)
        hook = registry.get_hook(BY_LAYER) if registry is not None else None
        if hook is not None:
            yield hook.group
