"""A batch's rows computed beside each other: on a processor, each share in a thread of its own.

A small network's operations are too short to be worth dividing, so torch's own threads bring it next to nothing; whole
passes over some of the rows do not wait for each other. Gradients are added up in the order of the shares, not in that
of their ends: one seed gives one adapter, to the bit, as long as the number of threads is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from types import TracebackType

import torch
from torch import Tensor, nn


class Beside:
    """So many ``threads`` to compute shares in; fewer than two: none is started, and nothing is divided.

    While shares are computed torch has one thread for each of them, and its own again afterwards.
    """

    def __init__(self, threads: int) -> None:
        self.threads = max(1, threads)
        self._pool = (
            ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) if threads > 1 else None
        )

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def summed(self, shares: Sequence[Callable[[], Tensor]], values: Sequence[nn.Parameter]) -> Tensor:
        """Put the gradient of the sum of the ``shares``, losses that are computed when called, into ``values``.

        Returns the sum, without a gradient. What a share raises is raised when every share has ended, and then nothing
        was put anywhere.
        """
        assert self._pool is not None

        def computed(share: Callable[[], Tensor]) -> tuple[Tensor, tuple[Tensor | None, ...]]:
            loss = share()
            return loss.detach(), torch.autograd.grad(loss, list(values), allow_unused=True)

        before = torch.get_num_threads()
        torch.set_num_threads(1)  # a library of multiplications counts its threads for the whole process
        try:
            asked = [self._pool.submit(computed, share) for share in shares]
            wait(asked)
        finally:
            torch.set_num_threads(before)
        told = [each.result() for each in asked]
        for _, slopes in told:
            for value, slope in zip(values, slopes, strict=True):
                if slope is not None:
                    value.grad = slope if value.grad is None else value.grad.add_(slope)
        return torch.stack([loss for loss, _ in told]).sum()
