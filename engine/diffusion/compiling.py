"""The repeated blocks of a base compiled, as an option: slower to start, faster to draw.

A denoiser is the same block many times over, so one block is compiled and all of them are faster (diffusers'
``compile_repeated_blocks``). torch compiles at the first call, so a picture is drawn at the start: whoever comes first
does not wait, and a compiler that is missing is met there, where it can be done without.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import torch
from torch import nn

log = logging.getLogger(__name__)
BACKEND = "inductor"
COMPILED, OFF = "yes", ""
BY_LAYER = "not where weights come layer by layer or in 8 bits"


def compile_blocks(network: nn.Module, warm_up: Callable[[], object]) -> str:
    """Compile the blocks of ``network`` and let ``warm_up`` draw with them; return `COMPILED`, or why they are not.

    Then everything is as before: nothing is compiled, and the reason is in the log.
    """
    # Dynamic: a picture of another shape, or more of them at once, compiles nothing anew.
    network.compile_repeated_blocks(backend=BACKEND, dynamic=True)
    try:
        warm_up()
    except torch.OutOfMemoryError:
        raise
    except Exception as error:  # dynamo, its backend and their compilers each raise errors of their own
        _plain(network)
        reason = _reason(error)
        log.warning("ENGINE_COMPILE: the base is drawn with uncompiled: %s", reason)
        return reason
    return COMPILED


def _plain(network: nn.Module) -> None:
    for module in network.modules():
        module._compiled_call_impl = None
    torch.compiler.reset()


def _reason(error: Exception) -> str:
    """Return one line: the first cause, which names what is missing."""
    first: BaseException = error
    while first.__cause__ is not None or first.__context__ is not None:
        first = first.__cause__ or first.__context__
    lines = [line for line in str(first).splitlines() if line.strip()]
    return f"{type(first).__name__}: {lines[0].strip() if lines else 'no words'}"[:300]


@contextmanager
def uncompiled(state: str) -> Iterator[None]:
    """Compute inside the block as if nothing were compiled: a training changes what a compiled block is guarded by."""
    with torch.compiler.set_stance("force_eager") if state == COMPILED else nullcontext():
        yield
