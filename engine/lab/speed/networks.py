"""The seconds that networks take of a piece of work: what is left is the engine's own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

from torch import nn


class Networks:
    """Counts processor time inside ``networks``, also in an autoencoder that is asked to decode, within the block.

    ``others`` are (class or module, name) of what does nothing but run a network which is none of torch's.
    """

    def __init__(self, networks: Iterable[nn.Module], others: Sequence[tuple[object, str]] = ()) -> None:
        self._networks, self._others, self._depth, self._began = list(networks), others, 0, 0.0
        self._undo: list[tuple[object, str, object]] = []
        self.seconds = 0.0

    def __enter__(self) -> Networks:
        for network in self._networks:
            for name in ("forward", "decode", "encode"):
                if hasattr(network, name):
                    self._watch(network, name)
        for kind, name in self._others:
            self._watch(kind, name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for network, name, before in self._undo:
            if before is None:
                delattr(network, name)
            else:
                setattr(network, name, before)

    def _watch(self, network: object, name: str) -> None:
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

        self._undo.append((network, name, vars(network).get(name)))
        setattr(network, name, watched)
