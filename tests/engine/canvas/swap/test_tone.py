"""The tone all skin takes: that of the usual colours, wherever the face's own shade lies."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.linear import exposed
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
    return tone.ratios(face, template, _face(), _face() > 0, SPAN)[SIDE - 30 :].reshape(-1, 3).mean(0)


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
    ratio = tone.ratios(face, template, _face(), _face() > 0, SPAN)
    assert ratio[SIDE // 2 + 30, SIDE // 2] == pytest.approx(EXPECTED, abs=0.03)
    assert abs(ratio[SIDE // 2 + 1, SIDE // 2] - EXPECTED).max() > 0.05  # the control: at the edge it meets the face


def test_stubble_does_not_grey_the_neck():
    """Half of a shaven man's face is greyer than his skin; with it counted in, his neck was of another tone."""
    face = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    face[SIDE // 2 - 60 : SIDE // 2] *= np.float32((0.8, 0.9, 1.1))
    template = np.broadcast_to(OTHER, (SIDE, SIDE, 3)).copy()
    above = np.zeros((SIDE, SIDE), bool)
    above[: SIDE // 2 - 60] = True
    told = tone.ratios(face, template, _face(), above, SPAN)[SIDE - 30]
    assert told.mean(0) == pytest.approx(EXPECTED, abs=0.01)
    everywhere = tone.ratios(face, template, _face(), _face() > 0, SPAN)[SIDE - 30]
    assert np.abs(everywhere.mean(0) - EXPECTED).max() > 0.08  # the control: all of the face


def test_the_tone_is_that_of_all_the_bare_face_not_of_its_lighter_part():
    """Known for certain is what looks like a cheek: without the shaded side necks were too light, dark ones most."""
    face = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    face[: SIDE // 2, : SIDE * 2 // 3] *= 0.8
    template = np.broadcast_to(OTHER, (SIDE, SIDE, 3)).copy()
    bare, known = _face() > 0, _face()
    known[: SIDE // 2, : SIDE * 2 // 3] = 0.4
    told = tone.ratios(face, template, known, bare, SPAN)[SIDE - 30].mean(0)
    assert told == pytest.approx(EXPECTED + np.log(0.8), abs=0.02)
    lighter = tone.ratios(face, template, known, known > 0.5, SPAN)[SIDE - 30].mean(0)
    assert lighter == pytest.approx(EXPECTED, abs=0.02)  # the control: what is known for certain


@pytest.mark.parametrize("skin", [0.02, 0.1, 0.5])
def test_what_a_neck_lacks_is_told_of_dark_and_light_skin_alike(skin: float):
    """A finished face a little darker than what was laid on, a neck that kept something of its own; 0 where it has not.

    What is far off is no neck, and never followed all the way; of a few pixels nothing is said.
    """
    template = np.broadcast_to(OTHER, (SIDE, SIDE, 3)).copy()
    changed, lacks = np.float32(np.log(skin / OTHER)), np.float32((0.05, -0.04, 0.02))
    pasted, toned = template * np.exp(changed), template * np.exp(changed - lacks)
    bare, neck = _face() > 0, _face() == 0
    assert tone.rest(template, toned, pasted, bare, neck) == pytest.approx(lacks, abs=1e-3)
    assert tone.rest(template, pasted, pasted, bare, neck) == pytest.approx(0, abs=1e-3)
    far = tone.rest(template, pasted * np.float32(0.5), pasted, bare, neck)
    assert far == pytest.approx(tone.REST)
    few = np.zeros_like(neck)
    few[-1, : tone.FEW - 1] = True
    assert not tone.rest(template, toned, pasted, bare, few).any()


def test_lighter_skin_is_as_light_as_was_asked_until_it_nears_white():
    """Bent like film from the start, a neck in the shade stayed darker and greyer than the face above it."""
    template = np.linspace(0.02, 1, 99, dtype=np.float32)[None, :, None] * np.ones((1, 1, 3), np.float32)
    share = np.ones(template.shape[:2], np.float32)
    ratio = np.broadcast_to(np.log(np.float32((1.8, 1.5, 1.3))), template.shape)
    made = tone.moved(template, ratio, share)
    low = template.max(-1) < tone.BENDS / 1.8
    assert made[low] == pytest.approx((template * np.exp(ratio))[low], abs=1e-5)
    assert made.max() <= 1
    assert np.all(np.diff(made[0], axis=0) > 0)  # no step, nothing turned over
    bent = exposed(template, np.exp(ratio))
    assert (bent / (template * np.exp(ratio)))[low].min() < 0.92  # the control: as it was
    assert np.array_equal(tone.moved(template, ratio, 0 * share), template)
