"""Sound as the networks hear it, against the definition and against another library's filters."""

from __future__ import annotations

import numpy as np
import pytest
from transformers.audio_utils import mel_filter_bank, spectrogram, window_function

from engine.talking.sadtalker import mel


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    times = np.arange(int(seconds * mel.RATE)) / mel.RATE
    return (0.5 * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


@pytest.fixture(scope="module")
def filters() -> np.ndarray:
    """The same 80 bands from a library that has them as an option, (401, 80)."""
    return mel_filter_bank(401, 80, 55.0, 7600.0, mel.RATE, norm="slaney", mel_scale="slaney")


# Slaney's scale by its definition: straight to 1000 Hz (15 mels), logarithmic above, 27 mels from there to 6400 Hz.
KNEE_HERTZ, KNEE_MEL, PER_MEL, LOG_STEP = 1000.0, 15.0, 200 / 3, np.log(6.4) / 27


def to_mel(hertz: float) -> float:
    return hertz / PER_MEL if hertz < KNEE_HERTZ else KNEE_MEL + float(np.log(hertz / KNEE_HERTZ)) / LOG_STEP


def edges_of(bands: int) -> np.ndarray:
    """Where neighbouring bands between 55 and 7600 Hz begin, rise to and end, (bands + 2,) Hz."""
    mels = np.linspace(to_mel(55.0), to_mel(7600.0), bands + 2)
    return np.where(mels < KNEE_MEL, mels * PER_MEL, KNEE_HERTZ * np.exp(LOG_STEP * (mels - KNEE_MEL)))


def test_the_filters_are_slaneys():
    """Another scale or another norm would shift every number a little, and nothing would fail."""
    edges = edges_of(80)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    heard = np.linspace(0, mel.RATE / 2, 401)
    triangles = np.minimum((heard - low) / (middle - low), (high - heard) / (high - middle)).clip(min=0)
    np.testing.assert_allclose(mel.mel_filters(), triangles * 2 / (high - low), atol=1e-12)


def test_the_whole_spectrogram_is_the_librarys(filters):
    """Pre-emphasis, window, magnitudes, decibels and scaling, all at once, on noise."""
    noise = np.random.default_rng(0).normal(0, 0.1, 8000).astype(np.float32)
    bands = spectrogram(
        noise,
        window_function(800, "hann"),
        frame_length=800,
        hop_length=200,
        power=1.0,
        pad_mode="constant",
        preemphasis=None,
        mel_filters=filters,
        mel_floor=1e-5,
    )
    sharp = np.append(noise[:1], noise[1:] - 0.97 * noise[:-1])
    wanted = spectrogram(
        sharp,
        window_function(800, "hann"),
        frame_length=800,
        hop_length=200,
        power=1.0,
        pad_mode="constant",
        mel_filters=filters,
        mel_floor=1e-5,
    )
    scaled = np.clip(8 * ((20 * np.log10(wanted) - 20 + 100) / 100) - 4, -4, 4)
    made = mel.spectrogram(noise)
    assert made.shape == scaled.shape == (80, 41)
    np.testing.assert_allclose(made, scaled, atol=2e-3)
    assert np.abs(20 * np.log10(bands) - 20 * np.log10(wanted)).max() > 1  # control: pre-emphasis does something


def test_silence_is_the_floor():
    """Minus four is as quiet as the scale knows."""
    assert (mel.spectrogram(np.zeros(16_000, np.float32)) == -4).all()


@pytest.mark.parametrize("hertz", [200, 1000, 4000])
def test_a_tone_is_loudest_in_its_band(hertz):
    """The middle of the loudest band lies within a band's width of the tone."""
    edges = edges_of(80)
    loudest = int(mel.spectrogram(tone(hertz)).mean(axis=1).argmax())
    assert edges[loudest] < hertz < edges[loudest + 2]


def test_there_is_one_window_per_video_frame():
    """A second has 25; what does not fill a frame is cut."""
    made = mel.windows(tone(300, seconds=1.039))
    assert made.shape == (25, 80, 16)
    assert made.dtype == np.float32
    assert -4 <= made.min() < made.max() <= 4


def test_windows_start_two_frames_early_and_repeat_the_ends():
    """Frame i starts at step int(80 (i - 2) / 25), towards zero, and steps before the sound are its first one."""
    sound = np.random.default_rng(1).normal(0, 0.1, 16_000).astype(np.float32)
    bands, made = mel.spectrogram(sound), mel.windows(sound)
    np.testing.assert_array_equal(made[2], bands[:, 0:16])
    np.testing.assert_array_equal(made[3], bands[:, 3:19])
    np.testing.assert_array_equal(made[0], bands[:, np.clip(np.arange(-6, 10), 0, None)])
    np.testing.assert_array_equal(made[24], bands[:, np.clip(np.arange(70, 86), None, 80)])


def test_a_sound_shorter_than_a_frame_has_no_window():
    """It must not fail either."""
    assert mel.windows(np.zeros(639, np.float32)).shape == (0, 80, 16)


def test_a_long_sound_is_heard_in_pieces_that_do_not_show():
    """Pieces keep the memory small; step 4096, where one ends, is the same as without."""
    sound = np.random.default_rng(2).normal(0, 0.1, 4200 * 200).astype(np.float32)
    around = mel.spectrogram(sound)[:, 4090:4102]
    alone = mel.spectrogram(sound[4080 * 200 :])[:, 10:22]
    np.testing.assert_allclose(around, alone, atol=1e-5)
