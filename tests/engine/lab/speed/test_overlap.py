"""What two threads could do at once is computed rightly, and nothing is promised where there is nothing to hide."""

from __future__ import annotations

import pytest

from engine.lab.speed.overlap import Steps, embedded, hidden, on_a_card

STEPS = Steps(draw=2.0, photos=0.5, judge=2.0, enlarge=12.0, fuse=2.0, save=0.4)


def finished(first: float, second: float, count: int) -> float:
    """Return when the last of ``count`` items has been through both, one waiting at most, told event by event."""
    first_free = second_free = 0.0
    for _ in range(count):
        first_free = max(first_free + first, second_free)  # handed over as soon as there is somebody to take it
        second_free = first_free + second
    return second_free


@pytest.mark.parametrize(("first", "second"), [(3.0, 1.0), (1.0, 3.0), (2.0, 2.0), (0.0, 1.0), (1.0, 0.0)])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_what_is_hidden_is_what_a_line_of_two_saves(first: float, second: float, count: int):
    """Against the line played through: a formula that promised more would have built a thread for nothing."""
    assert hidden(first, second, count) == pytest.approx(count * (first + second) - finished(first, second, count))


def test_beside_what_takes_both_cores_half_is_hidden():
    """The second's core is missing to the first: of one second beside it, half a second is won."""
    assert hidden(3.0, 1.0, 2, share=0.5) == pytest.approx(0.5)


def test_one_picture_hides_nothing():
    """There is none beside which it could be finished."""
    assert hidden(3.0, 1.0, 1) == 0


def test_a_request_here_takes_the_sum_of_its_steps():
    """Drawing and enlarging on two cores, all else on one."""
    clock, saved = embedded(STEPS)
    assert clock == pytest.approx((2.0 + 12.0) / 2 + 0.5 + 2.0 + 2.0 + 0.4)
    assert 0 < saved < 3 * (2.0 + 0.4) / 4


def test_on_a_card_nothing_is_hidden_behind_what_is_not_done():
    """At 512 pixels nothing is enlarged; without redrawing, or judging meanwhile, a second thread has no work."""
    clock, saved = on_a_card(STEPS, "sd15")
    again, more = on_a_card(STEPS, "sd15", refine=True)
    assert saved == 0
    assert again > clock
    assert more > 0
    assert 0 < on_a_card(STEPS, "sd15", judge=True)[1] < STEPS.judge
