"""The seconds that networks take of a piece of work: what is left is the engine's own."""

from __future__ import annotations

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any

from torch import nn


class Networks:
    """Counts processor time inside ``networks``, also in an autoencoder that is asked to decode, within the block."""

    def __init__(self, networks: Iterable[nn.Module]) -> None:
        self._networks, self._undo, self._depth, self._began = list(networks), [], 0, 0.0
        self.seconds = 0.0

    def __enter__(self) -> Networks:
        for network in self._networks:
            for name in ("forward", "decode", "encode"):
                if hasattr(network, name):
                    self._watch(network, name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for network, name in self._undo:
            delattr(network, name)

    def _watch(self, network: nn.Module, name: str) -> None:
        inside = getattr(network, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self._depth += 1
            if self._depth == 1:
                self._began = time.process_time()
            try:
                return inside(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.process_time() - self._began

        setattr(network, name, watched)
        self._undo.append((network, name))
