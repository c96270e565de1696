"""When each phoneme of a known text is spoken in somebody else's sound: compare it with a voice that knows its times.

The offline voice says the same text; its sound and the other one are laid over each other by dynamic time warping of
their spectra, and its phonemes are moved along. Works in every language the offline voice has, without any model.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.signal import stft

from engine.talking.animator import HEARD_RATE
from engine.talking.sound import Samples
from engine.talking.speech import Phoneme

HOP = 240  # samples, 15 ms
WINDOW = 512
BANDS = 24
LOWEST, HIGHEST = 120.0, 7000.0  # Hz
FLAT = 0.35  # standard deviations added to the cost of standing still in one of the two sounds


def aligned(phonemes: Sequence[Phoneme], reference: Samples, heard: Samples) -> tuple[Phoneme, ...]:
    """Return ``phonemes``, whose times belong to ``reference``, with the times at which ``heard`` says them.

    Both sounds are (samples,) at `HEARD_RATE` and say the same text.
    """
    known, other = path(features(reference), features(heard))
    step = HOP / HEARD_RATE

    def moved(seconds: float) -> float:
        return float(np.interp(seconds, known * step, other * step))

    found = [Phoneme(symbol=one.symbol, start=moved(one.start), end=moved(one.end)) for one in phonemes]
    return tuple(one for one in found if one.end > one.start)


def features(heard: Samples) -> NDArray[np.float32]:
    """Return (steps, bands): loudness in bands as the ear spaces them, each band even over the whole sound."""
    frequencies, _, spectrum = stft(heard, HEARD_RATE, "hann", WINDOW, WINDOW - HOP)
    edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1)
    bands = [np.abs(spectrum[(frequencies >= a) & (frequencies < b + 31)]).mean(0) for a, b in pairwise(edges)]
    loud = np.log(np.array(bands).T + 1e-4)
    loud -= loud.mean(0)
    loud /= loud.std(0) + 1e-3
    change = np.gradient(uniform_filter1d(loud, 3, axis=0), axis=0)
    return np.hstack([loud, 2 * change]).astype(np.float32)


def path(first: NDArray[np.float32], second: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the cheapest way through two sets of features: for each step of ``first`` where ``second`` then is."""
    cost = np.sqrt(np.maximum(0, (first**2).sum(1)[:, None] + (second**2).sum(1)[None] - 2 * first @ second.T))
    still = FLAT * float(cost.std())
    total = np.full((len(first) + 1, len(second) + 1), np.inf)
    total[0, 0] = 0.0
    for row, line in enumerate(cost):
        above = np.minimum(total[row, :-1], total[row, 1:] + still)
        here, best = total[row + 1], np.inf
        for column, price in enumerate(line.tolist()):
            best = price + min(above[column], best + still)
            here[column + 1] = best
    return _walked(total)


def _walked(total: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    row, column = total.shape[0] - 1, total.shape[1] - 1
    places: dict[int, list[int]] = {}
    while row and column:
        places.setdefault(row - 1, []).append(column - 1)
        options = ((row - 1, column - 1), (row - 1, column), (row, column - 1))
        row, column = min(options, key=lambda place: total[place])
    rows = sorted(places)
    return np.array(rows, np.float64), np.array([np.mean(places[one]) for one in rows])
