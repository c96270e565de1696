"""What lips do over time: from phonemes where the text is known, from the sound alone where it is not (paper 3.2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import savgol_filter, spectrogram

from engine.talking.animator import HEARD_RATE
from engine.talking.curves import RANGES, Curve, MouthCurves
from engine.talking.sound import Samples, Sound
from engine.talking.speech import Phoneme
from engine.talking.visemes import Shape, shapes
from engine.talking.voice_activity import SPEECH, STEP

GRID = 200  # values a second curves are made at, before they are read at the frames
CLOSE, RELEASE = 0.015, 0.015  # seconds in which lips meet and part
HELD = 0.03  # seconds lips stay shut at least, flanks not counted: shorter, and a frame may fall beside it
REACH = 0.015  # seconds a shape reaches into its neighbours
PAUSE = 0.12  # seconds of pause from which the mouth comes to rest
SMOOTH = 0.015  # seconds (standard deviation) curves are smoothed over
SETTLE = 0.11  # seconds that takes


def frame_times(seconds: float, fps: int) -> Curve:
    """Return the (frames,) times of a clip that covers ``seconds``: never shorter than the sound."""
    return np.arange(max(1, int(np.ceil(seconds * fps - 1e-6))), dtype=np.float32) / fps


def from_phonemes(phonemes: Sequence[Phoneme], seconds: float, fps: int) -> MouthCurves:
    """Return the curves for phonemes whose times are known; (frames,) as many as ``seconds`` need.

    Each shape pulls with its weight around its own moment, so that neighbours colour each other; closures are laid
    over that and are complete for at least `HELD`.
    """
    grid = np.arange(int(np.ceil(seconds * GRID)) + 1) / GRID
    total = np.full(len(grid), 1e-4)
    pulled = {name: np.zeros(len(grid)) for name in ("opening", "width", "rounding")}
    closure = np.zeros(len(grid))
    for start, end, shape in _parts(phonemes):
        pull = shape.weight * _bump(grid, start, end)
        total += pull
        for name, values in pulled.items():
            values += pull * getattr(shape, name)
        if shape.closure:
            closure = np.maximum(closure, shape.closure * _held(grid, start, end))
    curves = {name: values / total for name, values in pulled.items()} | {"closure": closure}
    return _read(grid, curves, frame_times(seconds, fps), fps)


def _parts(phonemes: Sequence[Phoneme]) -> list[tuple[float, float, Shape]]:
    """Return each shape with its own stretch of time; short pauses inside a word are no reason to close the mouth."""
    found = []
    for one in phonemes:
        if not one.symbol and one.end - one.start < PAUSE:
            continue
        start, end = (one.start, one.end) if one.symbol else (one.start + min(SETTLE, PAUSE / 2), one.end)
        passed = shapes(one.symbol)
        lengths = np.cumsum([0.0, *(shape.length for shape in passed)])
        edges = start + (end - start) * lengths / lengths[-1]
        found += [(float(a), float(b), shape) for a, b, shape in zip(edges, edges[1:], passed, strict=False)]
    return found


def _bump(grid: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Return 1 inside a stretch and a Gaussian slope of `REACH` outside its middle half."""
    middle, half = (start + end) / 2, (end - start) / 4
    away = np.maximum(0.0, np.abs(grid - middle) - half)
    return np.exp(-0.5 * (away / REACH) ** 2 * 4)


def _held(grid: NDArray[np.float64], start: float, end: float) -> NDArray[np.float64]:
    """Return a plateau of at least `HELD` seconds with soft flanks."""
    middle, half = (start + end) / 2, max(HELD, end - start) / 2
    falling = np.clip((middle + half + RELEASE - grid) / RELEASE, 0, 1)
    rising = np.clip((grid - (middle - half - CLOSE)) / CLOSE, 0, 1)
    return np.minimum(rising, falling)


# ------------------------------------------------------------------------------------------------ without any text

WINDOW, HOP = 512, 160  # samples: 32 ms every 10 ms
FIRST_FORMANT = (450.0, 1100.0)  # Hz: loud there is an open vowel
VOICED = (100.0, 4000.0)  # Hz the first formant is compared with
SECOND_FORMANT = (1700.0, 2700.0)  # Hz: loud there is a spread "ee"
HISS = (4000.0, 7900.0)  # Hz: s, sh
DROP = 0.45  # of the usual level: a dip below it between two vowels is taken for closed lips
ENVELOPE = (10, 97)  # percentiles of loudness that count as shut and as wide open


def from_sound(sound: Sound, activity: NDArray[np.float32], fps: int) -> MouthCurves:
    """Return the curves of a voice whose words nobody knows, by loudness and formants.

    ``activity`` is (steps,) 0..1 from `SileroVoiceActivity.probabilities`: where nobody speaks the mouth is closed.
    """
    heard = sound.heard
    times, power = _power(heard)
    bands = {
        name: _level(power, low, high)
        for name, (low, high) in {
            "first": FIRST_FORMANT,
            "voiced": VOICED,
            "second": SECOND_FORMANT,
            "hiss": HISS,
        }.items()
    }
    speaking = np.interp(times, (np.arange(len(activity)) + 0.5) * STEP / HEARD_RATE, activity)
    spoken = speaking > SPEECH
    opening = _spread(bands["first"], spoken)
    spread = np.clip((bands["second"] - bands["first"] + 6) / 12, 0, 1)
    hiss = np.clip((bands["hiss"] - bands["voiced"] - 2) / 8, 0, 1)
    dark = np.clip((bands["first"] - bands["second"] - 14) / 14, 0, 1) * (1 - opening)
    shut = _dips(_spread(bands["voiced"], spoken), spoken, hiss)
    gate = np.clip((savgol_filter(speaking, 9, 1) - 0.25) / 0.35, 0, 1)
    curves = {
        "opening": opening * (1 - 0.7 * hiss) * gate,
        "width": (0.55 * spread - 0.25 * dark) * gate,
        "rounding": 0.6 * dark * (1 - hiss) * gate,
        "closure": shut * gate,
    }
    return _read(times, curves, frame_times(sound.seconds, fps), fps)


def _power(heard: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return times (steps,) and power (257, steps)."""
    padded = np.pad(heard, WINDOW // 2)
    _, times, power = spectrogram(
        padded, HEARD_RATE, "hann", WINDOW, WINDOW - HOP, scaling="spectrum", mode="psd", detrend=False
    )
    return times - WINDOW / 2 / HEARD_RATE, power


def _level(power: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return the level of a band in dB, (steps,)."""
    first, last = (int(edge * WINDOW / HEARD_RATE) for edge in (low, high))
    return 10 * np.log10(power[first : last + 1].sum(0) + 1e-10)


def _spread(level: NDArray[np.float64], spoken: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Map a level to 0..1 between what is quiet and what is loud for this very speaker."""
    known = level[spoken] if spoken.any() else level
    low, high = np.percentile(known, ENVELOPE)
    low = max(low, high - 30)
    return np.clip((level - low) / max(6.0, high - low), 0, 1)


def _dips(loud: NDArray[np.float64], spoken: NDArray[np.bool_], hiss: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how surely the lips are shut: short, deep dips of a voice that are no hiss."""
    around = savgol_filter(loud, 31, 1) if len(loud) > 31 else loud
    depth = np.clip((around * DROP - loud) / (DROP * np.maximum(around, 0.15)) * 2, 0, 1)
    return depth * spoken * (1 - hiss)


def _read(grid: NDArray[np.float64], curves: dict[str, NDArray[np.float64]], at: Curve, fps: int) -> MouthCurves:
    """Smooth curves to what a face can do and read them at ``at`` seconds; the clip's own times go with them."""
    step = float(grid[1] - grid[0]) if len(grid) > 1 else 1 / GRID
    found = {}
    for name in RANGES:
        values = np.asarray(curves[name])
        if name != "closure":
            values = gaussian_filter1d(values, SMOOTH / step, mode="nearest")
        found[name] = np.interp(at, grid, values).astype(np.float32)
    return MouthCurves(times=np.arange(len(at), dtype=np.float32) / fps, **found)
