"""Mouth curves, the contract between ears and lips."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.curves import MouthCurves, silence


def curves(**given):
    """Three frames at 25 a second, at rest but for what is given."""
    rest = {name: np.zeros(3) for name in ("opening", "width", "rounding", "closure")} | {"times": np.arange(3) / 25}
    return MouthCurves(**(rest | given))


def test_values_are_brought_into_their_ranges():
    """Listeners may overshoot; whoever draws lips need not check again."""
    made = curves(opening=[-1, 0.5, 3], width=[-2, 0, 2])
    assert made.opening.tolist() == [0, 0.5, 1]
    assert made.width.tolist() == [-1, 0, 1]
    assert made.opening.dtype == np.float32


@pytest.mark.parametrize("wrong", [{"opening": np.zeros(4)}, {"closure": [0, np.nan, 0]}, {"times": [0.0, 0.1, 0.1]}])
def test_curves_that_do_not_fit_together_are_refused(wrong):
    """A frame too many, a hole, or two frames at one moment would show only in the clip."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        curves(**wrong)


def test_closed_lips_close_whatever_else_is_asked():
    """The gap is what the opening leaves after closures."""
    assert curves(opening=[1, 1, 1], closure=[0, 0.5, 1]).gap.tolist() == [1, 0.5, 0]


def test_more_expression_opens_further_and_keeps_closures():
    """Scaling must not part the lips of an m."""
    made = curves(opening=[0.2, 0.4, 0.9], closure=[0, 0, 1], rounding=[0.1, 0, 0]).scaled(2)
    assert made.opening == pytest.approx([0.4, 0.8, 1])
    assert made.rounding[0] == pytest.approx(0.2)
    assert made.closure.tolist() == [0, 0, 1]


def test_curves_can_be_read_at_other_moments():
    """A clip at another frame rate asks between the frames."""
    assert curves(opening=[0, 1, 0]).at(np.array([0.02, 0.06])).opening == pytest.approx([0.5, 0.5])


def test_silence_is_a_mouth_at_rest():
    """Nothing but times."""
    quiet = silence(10, 25)
    assert len(quiet) == 10
    assert quiet.times[-1] == pytest.approx(0.36)
    assert not quiet.gap.any()
