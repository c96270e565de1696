"""In which numbers a training pass is computed: half precision on a GPU, on a processor what is faster there.

Processors differ: one trains 1.6 times as fast in bfloat16 as in float32, the next, which lists the same instruction,
half as fast.
"""

from __future__ import annotations

import functools
import math
import time
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import nn

ROUNDS = 3
CHANNELS = 96


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


def autocast(device: torch.device, weights: torch.dtype = torch.float32) -> AbstractContextManager:
    """Return the context of one pass on ``device``; ``weights`` is the type the frozen network is computed in.

    A network in float32 on a GPU is there because half precision was not enough.
    """
    if weights == torch.float16:
        return torch.autocast(device.type, torch.float16)
    whole = weights == torch.float32
    if whole and (device.type == "cuda" or (device.type == "cpu" and not half_is_faster())):
        return nullcontext()
    return torch.autocast(device.type, torch.bfloat16)


def scaler(device: torch.device, weights: torch.dtype) -> torch.amp.GradScaler:
    """Return what keeps gradients from vanishing in float16; for every other type it does nothing."""
    return torch.amp.GradScaler(device.type, enabled=weights == torch.float16)
