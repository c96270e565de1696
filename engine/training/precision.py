"""In which numbers a training pass is computed: half precision on a GPU, on a processor what is faster there.

Processors differ: one trains 1.6 times as fast in bfloat16 as in float32, the next, which lists the same instruction,
half as fast.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

ROUNDS = 3
CHANNELS = 96
SHORT = 256  # cells of a picture: of the embedded base's, where attention looks at a quarter of them at most


@functools.cache
def half_is_faster() -> bool:
    """Say whether this processor computes a small network's gradients faster in bfloat16; measured once a process.

    Processor time of the fastest of `ROUNDS` rounds, so that other work on the machine does not decide. The two differ
    by 1.6 or more wherever this was run: the answer is the same in every process of a machine. Draws no random number
    of the caller's.
    """
    with torch.random.fork_rng(devices=[]):
        block = nn.Sequential(
            nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1),
            nn.GroupNorm(8, CHANNELS),
            nn.SiLU(),
            nn.Conv2d(CHANNELS, 2 * CHANNELS, 3, padding=1),
        ).to("cpu", torch.float32)
    told = torch.ones(8, CHANNELS, 16, 16, device="cpu")
    spent = {True: math.inf, False: math.inf}
    with torch.enable_grad():
        for half in (True, False) * (ROUNDS + 1):  # the first of each warms up
            began = time.process_time()
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                made = block(told)
            made.float().mean().backward()
            spent[half] = min(spent[half], time.process_time() - began)
    return spent[True] < spent[False]


def autocast(
    device: torch.device, weights: torch.dtype = torch.float32, cells: int | None = None
) -> AbstractContextManager:
    """Return the context of one pass on ``device``; ``weights`` is the type the frozen network is computed in.

    A network in float32 on a GPU is there because half precision was not enough. ``cells`` are those of a picture's
    latents, where that is known: over few attention is computed in one piece, see `_in_one_piece`.
    """
    if weights == torch.float16:
        return torch.autocast(device.type, torch.float16)
    whole = weights == torch.float32
    if whole and (device.type == "cuda" or (device.type == "cpu" and not half_is_faster())):
        return nullcontext()
    half = torch.autocast(device.type, torch.bfloat16)
    return _in_one_piece(half) if device.type == "cpu" and cells is not None and cells <= SHORT else half


@contextmanager
def _in_one_piece(half: AbstractContextManager) -> Iterator[None]:
    """Attention of a pass in bfloat16 as plain multiplications, not fused.

    On a processor the fused one's way back takes milliseconds however little it looks at: over 64 places there and back
    4.4 ms against 1.9, over 16 places 1.7 against 0.5; over 256 the fused one is faster (`engine.lab.speed.attention`),
    and its memory does not grow with the square of the places. The choice is the process's: a worker trains in one
    thread, and only a pass forward lies within.
    """
    with sdpa_kernel(SDPBackend.MATH), half:
        yield


def scaler(device: torch.device, weights: torch.dtype) -> torch.amp.GradScaler:
    """Return what keeps gradients from vanishing in float16; for every other type it does nothing."""
    return torch.amp.GradScaler(device.type, enabled=weights == torch.float16)
