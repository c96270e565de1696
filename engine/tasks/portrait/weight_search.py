"""Choosing the two multipliers by trying them (the paper's future work, section 5): as alike as the style allows.

A few settings around the usual one are drawn quickly from the same seeds. Likeness is the embedding's; how much of the
style is there is measured by the base's own eyes: statistics of the encoded picture, between those of the same seeds
without the style (0) and with the style alone (1). Taken is the most alike setting that keeps nearly all of the style.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from engine.tasks.portrait.request import WeightTrial

FACES = (0.85, 1.0, 1.2)  # multiples of the usual face weight
STYLES = (0.75, 1.0)  # multiples of the usual style weight
KEPT = 0.85  # of the style the usual weights give

Draw = Callable[[float | None, float], list[np.ndarray]]  # (face or None, style) -> pictures of the same seeds


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What was chosen, and everything that was tried."""

    face: float
    style: float
    tried: tuple[WeightTrial, ...]


def statistics(latents: torch.Tensor) -> np.ndarray:
    """(N, C, h, w) latents to (3 C,): mean, spread and roughness of each channel, averaged over the pictures."""
    rough = latents.diff(dim=3).pow(2).mean((2, 3)).sqrt()
    parts = [latents.mean((2, 3)), latents.std((2, 3)), rough]
    return torch.cat([part.mean(0) for part in parts]).float().cpu().numpy()


def share(seen: np.ndarray, plain: np.ndarray, styled: np.ndarray) -> float:
    """Return how far ``seen`` lies on the way from ``plain`` (0) to ``styled`` (1)."""
    way = styled - plain
    return float(np.dot(seen - plain, way) / max(float(np.dot(way, way)), 1e-9))


def settings(face: float, style: float, *, has_face: bool, has_style: bool) -> list[tuple[float, float]]:
    """Return the (face, style) pairs to try, the usual one first; a weight without an adapter is not varied."""
    faces, styles = FACES if has_face else (1.0,), STYLES if has_style else (1.0,)
    pairs = [(face * one, style * other) for other in styles for one in faces]
    return sorted(pairs, key=lambda pair: pair != (face, style))


def choose(
    draw: Draw,
    likeness: Callable[[list[np.ndarray]], float],
    encode: Callable[[np.ndarray], torch.Tensor],
    face: float,
    style: float,
    *,
    has_face: bool,
    has_style: bool,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Balance:
    """Try the settings and return the best."""
    pairs = settings(face, style, has_face=has_face, has_style=has_style)
    total, tried = len(pairs) + 2 * has_style, []
    plain = styled = None
    if has_style:
        plain = statistics(encode(np.stack(draw(face, 0.0))))
        styled = statistics(encode(np.stack(draw(None, style))))
        step(2, total)
    for number, (one, other) in enumerate(pairs):
        pictures = draw(one, other)
        kept = share(statistics(encode(np.stack(pictures))), plain, styled) if has_style else 1.0
        tried.append(WeightTrial(face_weight=one, style_weight=other, likeness=likeness(pictures), style=kept))
        step(number + 1 + 2 * has_style, total)
    return best(tried)


def best(tried: list[WeightTrial]) -> Balance:
    """Return the most alike setting that keeps `KEPT` of the usual setting's style; the usual one comes first."""
    least = KEPT * tried[0].style
    able = [one for one in tried if one.style >= least or one is tried[0]]
    chosen = max(able, key=lambda one: one.likeness)
    return Balance(face=chosen.face_weight, style=chosen.style_weight, tried=tuple(tried))
