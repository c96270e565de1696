"""Numbers over time: how sound, lids, style and wishes become coefficients, and the windows read from them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.talking.sadtalker import coefficients
from engine.talking.sadtalker.audio import ExpNet
from engine.talking.sadtalker.coefficients import Manner
from engine.talking.sadtalker.posevae import PoseVae
from tests.engine.talking.sadtalker.conftest import seeded

PORTRAIT = torch.linspace(-1, 1, 73)
SOUND = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)  # a second


@pytest.fixture(scope="module")
def networks() -> tuple[PoseVae, ExpNet]:
    return seeded(PoseVae()), seeded(ExpNet())


@pytest.fixture
def spoken(networks):
    """Coefficients of a second of noise, at 25 frames a second, with wishes changed."""

    def make(*, blink: float = 0.0, fps: int = 25, portrait: torch.Tensor = PORTRAIT, **wishes) -> torch.Tensor:
        wish = {"style": 0, "seed": 0, "expression_scale": 1.0, "still": False} | wishes
        times = np.arange(fps, dtype=np.float32) / fps
        lids = np.full(fps, blink, np.float32)
        with torch.no_grad():
            return coefficients.spoken(SOUND, lids, times, portrait, Manner(**wish), *networks)

    return make


def test_a_clip_has_one_row_per_frame(spoken):
    """73 numbers for whole pictures, 70 for crops."""
    assert spoken().shape == (25, 73)
    assert spoken(portrait=PORTRAIT[:70]).shape == (25, 70)


def test_the_place_of_the_crop_is_told_unchanged(spoken):
    """The last three say where the face lies, and that does not move."""
    assert torch.equal(spoken()[:, 70:], PORTRAIT[70:].expand(25, -1))


def test_the_expression_scale_acts_on_the_expression_only(spoken):
    """Half and double move the mouth, not the head."""
    plain, double = spoken(), spoken(expression_scale=2.0)
    torch.testing.assert_close(double[:, :64], 2 * plain[:, :64])
    assert torch.equal(double[:, 64:], plain[:, 64:])


def test_a_still_head_keeps_the_portraits_pose(spoken):
    """Mouth and lids still move."""
    made = spoken(still=True)
    assert torch.equal(made[:, 64:], PORTRAIT[64:].expand(25, -1))
    assert made[:, :64].std(0).max() > 0.01


def test_lids_reach_the_expression(spoken):
    """The blink curve of the drive is the ratio the network was trained with."""
    assert (spoken(blink=1.0)[:, :64] - spoken()[:, :64]).abs().max() > 0.05


def test_seed_and_style_reach_the_head(spoken):
    """And only the head."""
    plain = spoken()
    for other in (spoken(seed=1), spoken(style=7)):
        assert (other[:, 64:70] - plain[:, 64:70]).abs().max() > 1e-3
        assert torch.equal(other[:, :64], plain[:, :64])
    assert torch.equal(spoken(), plain)


def test_another_frame_rate_reads_the_same_movement(spoken):
    """At 50 frames a second every other frame is one of the 25."""
    torch.testing.assert_close(spoken(fps=50)[:50:2], spoken()[:25], atol=1e-4, rtol=1e-4)


def test_a_clip_that_outlasts_its_sound_holds_the_last_frame():
    """Video may be longer than the sound by part of a frame."""
    sequence = torch.arange(4.0)[:, None]
    read = coefficients.resampled(sequence, torch.tensor([0.0, 0.5, 3.0, 9.0]))
    assert read[:, 0].tolist() == [0, 0.5, 3, 3]


def test_a_sound_of_no_frame_still_gives_one(networks):
    """Ten milliseconds of sound are a picture, not an error."""
    wish = Manner(style=0, seed=0, expression_scale=1.0, still=False)
    one = np.zeros(1, np.float32)
    made = coefficients.spoken(SOUND[:160], one, one, PORTRAIT, wish, *networks)
    assert made.shape == (1, 73)


def test_smoothing_keeps_slow_movement_and_takes_jitter():
    """A parabola passes a filter of order two unchanged; what flips every frame goes."""
    time = torch.linspace(-1, 1, 40)[:, None]
    torch.testing.assert_close(coefficients.smoothed(time.square()), time.square(), atol=1e-5, rtol=0)
    jitter = torch.tensor([1.0, -1.0]).repeat(20)[:, None]
    assert coefficients.smoothed(jitter).abs().max() < 0.5


@pytest.mark.parametrize("frames", [1, 2, 3, 5, 12, 13])
def test_short_clips_are_smoothed_over_what_they_have(frames):
    """The filter wants an odd length above its order; shorter clips stay as they are."""
    made = coefficients.smoothed(torch.rand(frames, 6))
    assert made.shape == (frames, 6)
    assert torch.isfinite(made).all()


def test_windows_show_13_frames_on_both_sides_and_repeat_the_ends():
    """The first window is the first frame 14 times, then the following 13."""
    made = list(coefficients.windows(torch.arange(30.0)[:, None]))
    assert len(made) == 30
    assert made[0].shape == (1, 1, 27)
    assert made[0][0, 0].tolist() == [0] * 14 + list(range(1, 14))
    assert made[15][0, 0].tolist() == list(range(2, 29))
    assert made[29][0, 0].tolist() == list(range(16, 30)) + [29] * 13


def test_a_held_head_is_one_frame_27_times():
    """What the portrait's own keypoints are made from."""
    held = coefficients.held(PORTRAIT)
    assert held.shape == (1, 73, 27)
    assert (held == PORTRAIT[None, :, None]).all()
