"""The edge of a person and its colours, on pictures whose truth is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas.matting import refined, without_background

SIDE = 200
RED, BLUE, GREEN = (np.float32(colour) for colour in ((190, 60, 50), (40, 70, 200), (30, 200, 60)))


@pytest.fixture(scope="module")
def truth():
    """A disc with thin strands that stand off it, soft as a lens makes it; (SIDE, SIDE), 0..1."""
    mask = np.zeros((SIDE, SIDE), np.float32)
    cv2.circle(mask, (100, 100), 60, 1.0, -1, cv2.LINE_AA)
    for turn in np.linspace(0, 2 * np.pi, 40, endpoint=False):
        end = (100 + 70 * np.cos(turn), 100 + 70 * np.sin(turn))
        cv2.line(mask, (100, 100), tuple(int(v) for v in end), 1.0, 1, cv2.LINE_AA)
    return cv2.GaussianBlur(mask, (0, 0), 0.7)


def mixed(truth, own, behind):
    """Return the uint8 picture of one colour before another."""
    return np.round(own * truth[..., None] + behind * (1 - truth[..., None])).astype(np.uint8)


def test_strands_that_the_network_cannot_see_come_back(truth):
    """Hair is finer than the network's pixels: a blurred mask finds back what the colours tell."""
    rough = cv2.GaussianBlur((cv2.GaussianBlur(truth, (0, 0), 5) > 0.5).astype(np.float32), (0, 0), 3)
    alpha = refined(mixed(truth, RED, BLUE), rough, rough, 10)
    before, after = np.abs(rough - truth).mean(), np.abs(alpha - truth).mean()
    assert after < 0.35 * before
    assert (alpha.shape, alpha.dtype) == (truth.shape, np.float32)


def test_where_both_sides_look_alike_colours_decide_nothing(truth):
    """The control: the same colour on both sides says nothing, and the network's mask stays near what it was."""
    rough = cv2.GaussianBlur((cv2.GaussianBlur(truth, (0, 0), 5) > 0.5).astype(np.float32), (0, 0), 3)
    alpha = refined(mixed(truth, RED, RED + 3), rough, rough, 10)
    assert np.abs(alpha - rough).max() < 0.35
    assert np.abs(alpha - rough).mean() < 0.06


@pytest.mark.parametrize(("behind", "seen"), [(235.0, 1.0), (120.0, 0.0)], ids=["window", "control: dull wall"])
def test_a_window_seen_through_dark_curls_is_no_hair(behind, seen):
    """White holes stayed in curls before bright windows; before a duller wall it might be a highlight, and stays."""
    y, x = np.mgrid[:SIDE, :SIDE]
    hair = (np.hypot(x - 100, y - 100) < 70).astype(np.float32)
    hole = np.hypot(x - 100, y - 45) < 5
    photo = np.where((hair > 0) & ~hole, 30.0, behind)[..., None].repeat(3, -1).astype(np.uint8)
    alpha = refined(photo, hair, hair, 5)
    assert alpha[45, 100] == pytest.approx(1 - seen, abs=0.05)
    assert alpha[70:130, 70:130].min() > 0.99


def test_a_highlight_on_dark_hair_stays_hair():
    """What shines on hair is bright as well, but not as bright as the sky behind."""
    y, x = np.mgrid[:SIDE, :SIDE]
    hair = (np.hypot(x - 100, y - 100) < 70).astype(np.float32)
    photo = np.where(hair > 0, 30.0, 240.0)[..., None].repeat(3, -1)
    photo[np.hypot(x - 100, y - 45) < 5] = 110
    assert refined(photo.astype(np.uint8), hair, hair, 5)[45, 100] > 0.95


def test_the_old_background_leaves_the_rim(truth):
    """The person's colour is found below the mixture: less than half of the old background's share is left."""
    photo = mixed(truth, RED, GREEN)
    rim = (truth > 0.05) & (truth < 0.95)
    colour = without_background(photo, truth, 3).astype(np.float32)
    before = np.abs(photo.astype(np.float32)[rim] - RED).mean()
    assert np.abs(colour[rim] - RED).mean() < 0.5 * before


def test_inside_the_person_no_pixel_changes(truth):
    """Only the rim is estimated, the rest is the photo to the bit."""
    photo = mixed(truth, RED, GREEN)
    photo[90:110, 90:110] = np.random.default_rng(0).integers(0, 255, (20, 20, 3))
    colour = without_background(photo, truth, 3)
    assert np.array_equal(colour[truth > 0.999], photo[truth > 0.999])


def test_hair_is_looked_at_where_it_is_alone_and_nothing_changes():
    """Colours are summed in the box of the hair's edge: where the picture goes on is the same to the bit."""
    rng = np.random.default_rng(7)
    rgb = rng.integers(120, 136, (160, 400, 3)).astype(np.uint8)
    alpha = np.zeros((160, 400), np.float32)
    alpha[60:, 40:90] = 1
    rgb[alpha > 0] //= 4
    hair = alpha * (np.arange(160)[:, None] < 110)
    narrow = refined(rgb[:, :260], alpha[:, :260], hair[:, :260], 3.0)
    wide = refined(rgb, alpha, hair, 3.0)
    assert ((wide > 0) & (wide < 1)).any()
    assert np.array_equal(narrow[:, :200], wide[:, :200])
