"""The nudity score."""

from __future__ import annotations

import numpy as np

from engine.safety.nudity import NUDE


def test_an_official_portrait_is_safe(faces, astronaut):
    """Far below the border."""
    assert faces.nude(astronaut) < 0.2 < NUDE


def test_the_score_is_a_share_for_any_picture(faces):
    """Blank, noisy, tiny or wide pictures get a score, not an error."""
    noise = np.random.default_rng(0).integers(0, 256, (90, 400, 3), np.uint8)
    for picture in (np.zeros((300, 300, 3), np.uint8), noise, noise[:3, :3]):
        assert 0 <= faces.nude(picture) <= 1
