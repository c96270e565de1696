"""The grade: film, lens and laboratory as numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.canvas.grade import Grade, graded

RAMP = np.repeat(np.linspace(0, 255, 128).astype(np.uint8)[None, :, None], 128, 0).repeat(3, -1)
SPECIAL = {"lift": (0.1, 0.0, 0.0), "gamma": (1.2, 1.0, 1.0), "gain": (1.0, 0.8, 1.0), "shadows": (0.0, 0.0, 0.1),
           "lights": (0.1, 0.0, 0.0), "grain_size": 2.0}  # fmt: skip


def _graded(rgb: np.ndarray, **values) -> np.ndarray:
    return graded(rgb, Grade(**values), np.random.default_rng(0)).astype(int)


def test_no_grade_changes_no_pixel():
    """A style that says nothing leaves the photo alone."""
    assert np.array_equal(_graded(RAMP), RAMP)


@pytest.mark.parametrize("name", [each.name for each in dataclasses.fields(Grade)])
def test_every_number_does_something(name):
    """A parameter that changes nothing is a promise not kept."""
    picture = RAMP.copy()
    picture[40:60, 40:60] = (250, 40, 90)
    other = {"grain": 0.5} if name == "grain_size" else {}
    assert not np.array_equal(_graded(picture, **other, **{name: SPECIAL.get(name, 0.6)}), _graded(picture, **other))


def test_a_stop_more_light_does_not_burn():
    """Skin near white keeps its drawing: a bare multiplication would clip half of the ramp."""
    brighter = _graded(RAMP, exposure=1.0)
    assert brighter[64, 64].mean() > RAMP[64, 64].mean() + 25
    assert (brighter == 255).mean() < 0.03
    assert (RAMP.astype(float) / 255 > 0.73).mean() > 0.2  # what doubling the light would have clipped


def test_a_vignette_darkens_corners_and_spares_the_middle():
    """The face is in the middle."""
    grey = np.full((100, 80, 3), 128, np.uint8)
    made = _graded(grey, vignette=0.6)
    assert abs(made[50, 40] - 128).max() <= 1
    assert made[0, 0].max() < 80


def test_grain_has_no_tint_and_keeps_the_tone():
    """Film grain is silver: all three colours alike, the mean unchanged, least in black."""
    grey = np.full((200, 200, 3), 128, np.uint8)
    made = _graded(grey, grain=0.8)
    assert np.array_equal(made[..., 0], made[..., 2])
    assert made.mean() == pytest.approx(128, abs=0.7)
    assert made.std() > 2.5 * _graded(np.full((200, 200, 3), 3, np.uint8), grain=0.8).std()
