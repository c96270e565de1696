"""Which moment of a training was the best: candidates compared by likeness to photos the training never saw.

The last step is not always the most alike: with few photos an adapter first learns the person and then the pictures.
"""

from __future__ import annotations

from collections.abc import Callable

import torch


class Judge:
    """Keeps the best of a few candidates.

    ``measure`` draws with the adapter as it is now and returns the mean embedding distance to the held-back photos;
    smaller is better. The first of ``candidates`` is looked at after ``first`` of the steps, the last at the end.
    """

    def __init__(self, measure: Callable[[], float], candidates: int, first: float = 0.5) -> None:
        self._measure, self._candidates, self._first = measure, max(2, candidates), first
        self.scores: list[tuple[int, float]] = []
        self._best: dict[str, torch.Tensor] = {}

    def marks(self, steps: int) -> set[int]:
        """Return the steps after which a candidate is looked at; the last step is always one."""
        each = (1 - self._first) / (self._candidates - 1)
        return {round(steps * (1 - each * number)) for number in range(self._candidates)}

    def look(self, step: int, values: list[torch.nn.Parameter]) -> None:
        """Measure the adapter as it is, and keep a copy if it is the best so far."""
        distance = float(self._measure())
        if all(distance < known for _, known in self.scores):
            self._best = {str(number): value.detach().cpu().clone() for number, value in enumerate(values)}
        self.scores.append((step, distance))

    @torch.no_grad()
    def put_back(self, values: list[torch.nn.Parameter]) -> int:
        """Put the best candidate into the values and return its step."""
        for number, value in enumerate(values):
            value.copy_(self._best[str(number)])
        return min(self.scores, key=lambda score: score[1])[0]

    def state(self) -> tuple[dict[str, torch.Tensor], list[tuple[int, float]]]:
        """Return what must survive a killed process."""
        return self._best, self.scores

    def restore(self, best: dict[str, torch.Tensor], scores: list) -> None:
        """Take back what `state` gave."""
        self._best, self.scores = best, [(int(step), float(distance)) for step, distance in scores]
