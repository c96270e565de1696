"""What the age gate could do for light and dark skin apart: ``python -m engine.lab.faces.grown_by_skin --cache FILE``.

``FILE`` is what ``python -m engine.lab.faces.grown --cache FILE`` keeps. First the rates of both at other borders, over
the half of the photos that fitted nothing. Then a correction: the border is moved by how dark a skin is read from the
gate's own measures (a linear reader, fitted on the fitting half), as far as a quarter of the photos allows without
refusing more than one adult in a hundred, measured on the quarter left. The other way round it is chosen on that one.
"""

from __future__ import annotations

import argparse
import hashlib
from itertools import product
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from torch.nn import functional

from engine import weights
from engine.faces.grown import FILE
from engine.lab.faces.grown import (
    ADULT,
    CHILD,
    GROUPS,
    MOST_ADULTS,
    MOST_CHILDREN,
    MOST_YOUTHS,
    YOUTH,
    Table,
    kinds_of,
    person_of,
    scores_of,
)

SKINS = ("light skin", "dark skin")
SHIFTS, BORDERS = np.arange(0.0, 2.01, 0.1), np.arange(-1.5, 1.5, 0.05)
SLACK = 1.25  # times the bound of refused adults that one skin alone may have in a quarter: there are few

Rows = NDArray[np.bool_]


def quarters(names: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return which quarter each photo ``source/name`` is in; 1 and 3 fitted nothing."""
    own = (person_of(name).partition("/")[2].encode() for name in names)
    return np.array([int(hashlib.md5(one, usedforsecurity=False).hexdigest(), 16) % 4 for one in own])


def of_skin(data: Table, skin: str) -> Rows:
    """Return which photos show it, by their names."""
    return np.array([skin in kinds_of(name) for name in data.names])


def darkness(data: Table) -> NDArray[np.float32]:
    """Return how sure each face's measures say that its skin is dark, (n,), by a reader fitted on the fitting half."""
    torch.manual_seed(0)
    mean, spread = data.values[data.fitting].mean(axis=0), data.values[data.fitting].std(axis=0) + 1e-6
    values, dark = torch.from_numpy((data.values - mean) / spread), of_skin(data, "dark skin")
    known = data.fitting & (dark | of_skin(data, "light skin"))
    truth = torch.from_numpy(dark[known].astype(np.float32))
    reader = torch.nn.Linear(values.shape[1], 1)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=1e-2, weight_decay=0.3)
    for _ in range(400):
        loss = functional.binary_cross_entropy_with_logits(reader(values[known]).squeeze(-1), truth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return np.asarray(torch.sigmoid(reader(values)).squeeze(-1).numpy(), np.float32)


def passed(data: Table, scores: NDArray[np.float64], rows: Rows, group: str) -> float:
    """Return the share of a group that is taken for grown up, among ``rows``."""
    return float((scores[rows & (data.groups == group)] >= 0).mean())


def chosen(
    data: Table, scores: NDArray[np.float64], dark: NDArray[np.float32], within: Rows
) -> tuple[float, float] | None:
    """Return (border, shift for dark skin) by which minors of both skins stand best, None where adults forbid all."""
    skins = [within & of_skin(data, skin) for skin in SKINS]
    best: tuple[tuple[float, float], float, float] | None = None
    for shift, border in product(SHIFTS, BORDERS):
        moved = scores - border - shift * dark
        refused = [1 - passed(data, moved, rows, ADULT) for rows in (within, *skins)]
        if refused[0] > MOST_ADULTS or max(refused[1:]) > SLACK * MOST_ADULTS:
            continue
        each = [
            passed(data, moved, rows, group) / most
            for rows in skins
            for group, most in ((CHILD, MOST_CHILDREN), (YOUTH, MOST_YOUTHS))
        ]
        rank = (round(max(each), 2), sum(each))
        if best is None or rank < best[0]:
            best = rank, float(border), float(shift)
    return best[1:] if best else None


def _say(first: str, data: Table, scores: NDArray[np.float64], within: Rows) -> None:
    for skin in SKINS:
        rows = within & of_skin(data, skin)
        there = [group for group in GROUPS if (rows & (data.groups == group)).any()]
        told = (
            f"{group} {100 * passed(data, scores, rows, group):.1f} % of {(rows & (data.groups == group)).sum()}"
            for group in there
        )
        print(f"{first}, {skin}:", ", ".join(told))


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    options = parser.parse_args()
    data = Table(**np.load(options.cache))
    scores = scores_of(data, load_file(weights.path(options.weights, "grown", FILE)))
    quarter = quarters(data.names)
    for border in (0.0, 0.5, 1.0, 2.0):
        _say(f"border {border}", data, scores - border, quarter % 2 == 1)
    dark = darkness(data)
    for choose, measure in ((1, 3), (3, 1)):
        found = chosen(data, scores, dark, quarter == choose)
        if found is None:
            print(f"quarter {choose}: no border")
            continue
        border, shift = found
        moved = scores - border - shift * dark
        _say(f"chosen on quarter {choose}: {border:.2f}, {shift:.1f} for dark skin", data, moved, quarter == measure)


if __name__ == "__main__":
    main()
