"""Numbers that ran away: told, tried once more in full precision, and never delivered as a black picture.

Half precision ends at 65504 (float16), and some published autoencoders go beyond it; a damaged file has no numbers in
it at all. What comes out is infinite or not a number, and as a picture that is a black square.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import psutil
import torch
from torch import nn

from engine.diffusion import coarse, portions
from engine.errors import NotANumberError

if TYPE_CHECKING:  # it hands itself to what is written here, so its name is all that is known of it
    from engine.diffusion.pipeline import PortraitPipeline

log = logging.getLogger(__name__)
Made = TypeVar("Made")
READERS = ("text_encoder", "text_encoder_2")


def checked(values: torch.Tensor, stage: str) -> torch.Tensor:
    """Return ``values`` of any shape if all of them are numbers.

    Raises:
        NotANumberError: one is infinite or not a number; ``stage`` says where: draw, encode, decode or train.
    """
    if not bool(values.isfinite().all()):
        raise NotANumberError(stage)
    return values


def steadily(pipeline: PortraitPipeline, work: Callable[[], Made], networks: Sequence[nn.Module]) -> Made:
    """Do ``work``; where its numbers ran away, do it once more with ``networks`` in float32.

    ``work`` takes the type of what it hands to the networks from the pipeline, at the time it runs. Weights in 8 bits
    or 4 stay so and compute in float32.

    Raises:
        NotANumberError: in full precision too, or there is no memory for it, or the base is kept in it already, or
            its weights come to the device by layer.
    """
    try:
        return work()
    except NotANumberError as reason:
        # A base kept in float32 may still be trained in bfloat16, where that is faster.
        nothing_left = pipeline.dtype == torch.float32 and reason.data["stage"] != "train"
        if nothing_left or pipeline.whole or any(map(portions.streamed, networks)):
            raise
        chosen = _with_room(pipeline, networks)
        if not chosen:
            raise
        log.warning("numbers ran away (%s) in %s, once more in float32", reason.data["stage"], pipeline.dtype)
        first = reason
    try:
        with widened(pipeline, chosen):
            return work()
    except torch.OutOfMemoryError:
        raise first from None


def _with_room(pipeline: PortraitPipeline, networks: Sequence[nn.Module]) -> Sequence[nn.Module]:
    """Return those of ``networks`` that can be widened with the memory there is: all, all but what reads words, none.

    What waits in the machine is widened there, and one without memory ends the worker instead of telling.
    """
    free = psutil.virtual_memory().available
    readers = [getattr(pipeline.pipe, name, None) for name in READERS]
    for chosen in (networks, [one for one in networks if all(one is not reader for reader in readers)]):
        if sum(value.nbytes for one in chosen for value in _narrow(one) if value.device.type == "cpu") <= free:
            return chosen
    return ()


def _narrow(network: nn.Module) -> Iterator[torch.Tensor]:
    """Yield what of a network is kept in half precision; what is stored in 8 bits or 4 is not."""
    for value in (*network.parameters(), *network.buffers()):
        if value.is_floating_point() and value.dtype not in (torch.float32, coarse.SMALL):
            yield value


def once_more(task: Callable[..., Made]) -> Callable[..., Made]:
    """Make a function whose first argument is a pipeline run again with the whole base in float32; see `steadily`."""

    @wraps(task)
    def run(pipeline: PortraitPipeline, *arguments: Any, **named: Any) -> Made:
        return steadily(pipeline, lambda: task(pipeline, *arguments, **named), pipeline.networks)

    return run


@contextmanager
def widened(pipeline: PortraitPipeline, networks: Iterable[nn.Module]) -> Iterator[None]:
    """Keep ``networks`` in float32 and compute in it inside the block; what is stored in 8 bits or 4 only computes so.

    Afterwards each tensor has the type it had, to the bit.
    """
    kept: list[tuple[torch.Tensor, torch.dtype]] = []
    usual, networks = pipeline.dtype, tuple(networks)
    try:
        for network in networks:
            for value in _narrow(network):
                kept.append((value, value.dtype))
                value.data = value.data.float()
        pipeline.dtype, pipeline.whole = torch.float32, True
        with coarse.computing(networks, torch.float32):
            yield
    finally:
        pipeline.dtype, pipeline.whole = usual, False
        for value, dtype in kept:
            value.data = value.data.to(dtype)


@contextmanager
def steady(autoencoder: Any) -> Iterator[Any]:
    """Yield the autoencoder in a type it can count in: published ones say of themselves that float16 is too small."""
    half = autoencoder.dtype == torch.float16 and autoencoder.config.get("force_upcast", False)
    if half:
        autoencoder.to(torch.float32)
    try:
        yield autoencoder
    finally:
        if half:
            autoencoder.to(torch.float16)
