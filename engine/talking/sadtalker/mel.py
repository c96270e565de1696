"""Sound as the networks hear it: 80 mel bands at 80 steps a second, 16 steps around every video frame.

A Hann window of 50 ms every 12.5 ms, magnitudes, Slaney's mel scale with bands of equal area (the filters are those of
transformers, which is here anyway). Values are decibels brought to -4..4.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from transformers.audio_utils import mel_filter_bank

RATE = 16_000  # samples a second
FRAMES_PER_SECOND = 25
SAMPLES_PER_FRAME = RATE // FRAMES_PER_SECOND
BANDS = 80
STEPS = 16  # of one window, 200 ms
STEP_RATE = 80  # a second

_WINDOW = 800
_HOP = RATE // STEP_RATE
_LOWEST, _HIGHEST = 55.0, 7600.0  # Hz
_PRE_EMPHASIS = 0.97
_FLOOR = 1e-5  # of a magnitude, -100 dB
_REFERENCE = 20.0  # dB taken off
_RANGE = 100.0  # dB that become -4..4
_LIMIT = 4.0
_BATCH = 4096  # steps transformed at once: 10 minutes of sound never stand in memory as spectra

Array = NDArray[np.float32]


def frame_count(samples: int) -> int:
    """Return how many whole video frames of 40 ms a sound has."""
    return samples // SAMPLES_PER_FRAME


def windows(sound: Array) -> Array:
    """Return (frames, 80, 16) of (samples,) mono sound at 16 kHz, -1..1; the last part of a frame is cut off."""
    count = frame_count(len(sound))
    if count == 0:
        return np.zeros((0, BANDS, STEPS), np.float32)
    bands = spectrogram(sound[: count * SAMPLES_PER_FRAME])
    # Two frames earlier than the frame itself; truncated towards zero as the networks learnt it.
    starts = np.trunc(STEP_RATE * (np.arange(count) - 2) / FRAMES_PER_SECOND).astype(int)
    index = np.clip(starts[:, None] + np.arange(STEPS), 0, bands.shape[1] - 1)  # (frames, 16)
    return bands[:, index].transpose(1, 0, 2)


def spectrogram(sound: Array) -> Array:
    """Return (80, 1 + samples / 200) in -4..4."""
    sharp = np.append(sound[:1], sound[1:] - np.float32(_PRE_EMPHASIS) * sound[:-1])
    padded = np.pad(sharp, _WINDOW // 2)
    steps = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)).astype(np.float32)
    filters = mel_filters()
    parts = [
        filters @ np.abs(np.fft.rfft(steps[start : start + _BATCH] * hann, axis=1)).T
        for start in range(0, len(steps), _BATCH)
    ]
    decibels = 20 * np.log10(np.maximum(_FLOOR, np.concatenate(parts, axis=1))) - _REFERENCE
    scaled = 2 * _LIMIT * (decibels + _RANGE) / _RANGE - _LIMIT
    return np.clip(scaled, -_LIMIT, _LIMIT).astype(np.float32)


@cache
def mel_filters() -> NDArray[np.float64]:
    """Return (80, 401): triangles between neighbouring bands of Slaney's mel scale, each of area 2 / width in Hz."""
    bands = mel_filter_bank(_WINDOW // 2 + 1, BANDS, _LOWEST, _HIGHEST, RATE, norm="slaney", mel_scale="slaney")
    return np.ascontiguousarray(bands.T)
