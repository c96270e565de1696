"""The tone all skin takes: that of the usual colours, wherever the face's own shade lies."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.swap import tone

SIDE, SPAN = 200, 100.0
SKIN, OTHER = np.float32((0.3, 0.15, 0.08)), np.float32((0.5, 0.3, 0.2))
EXPECTED = np.log(SKIN / OTHER)


def _face() -> np.ndarray:
    """Return (height, width) 1 in the upper half: the face; the neck is below."""
    known = np.zeros((SIDE, SIDE), np.float32)
    known[: SIDE // 2] = 1
    return known


def _far(face: np.ndarray, template: np.ndarray) -> np.ndarray:
    return tone.ratios(face, template, _face(), SPAN)[SIDE - 30 :].reshape(-1, 3).mean(0)


def test_far_from_the_face_the_usual_colours_count():
    """Spots of light in the template's face have no partner in the person's: they say nothing of the skin."""
    rng = np.random.default_rng(0)
    own, shade = (0.1 + 0.9 * rng.uniform(0, 1, (SIDE, SIDE, 1)).astype(np.float32) ** 4 for _ in range(2))
    face, template = SKIN * own, OTHER * shade ** np.float32((1, 1.3, 1.6))  # shade takes blue first
    sure = _face() > 0
    expected = np.log(np.median(face[sure], 0) / np.median(template[sure], 0))
    assert _far(face, template) == pytest.approx(expected, abs=0.02)
    pixels = np.median(np.log(face / template)[sure], 0)
    assert np.abs(pixels - expected).max() > 0.06  # the control: what each place says by itself


@pytest.mark.parametrize("light", [0.4, 1.8])
def test_the_shade_of_a_jaw_is_not_the_necks(light: float):
    """A beard or the shade under a chin darkens the edge of a face; the neck below it has the tone all the same."""
    face = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    face[SIDE // 2 - 8 : SIDE // 2] *= light
    template = np.broadcast_to(OTHER, (SIDE, SIDE, 3)).copy()
    ratio = tone.ratios(face, template, _face(), SPAN)
    assert ratio[SIDE // 2 + 30, SIDE // 2] == pytest.approx(EXPECTED, abs=0.03)
    assert abs(ratio[SIDE // 2 + 1, SIDE // 2] - EXPECTED).max() > 0.05  # the control: at the edge it meets the face
