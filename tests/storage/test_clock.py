"""Ids sort by time, whatever the clock does."""

from __future__ import annotations

import re

from storage.clock import Ids, SystemClock
from tests.storage.helpers import ManualClock


def test_ids_are_short_and_harmless():
    """They become file names and parts of button actions."""
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{15}", Ids(SystemClock()).new())


def test_ids_rise_while_the_clock_stands_still_or_steps_back():
    """Rows made in one millisecond, or after a clock correction, keep their order."""
    clock = ManualClock()
    ids = Ids(clock)
    made = [ids.new() for _ in range(100)]
    clock.advance(-3600)
    made += [ids.new() for _ in range(100)]
    clock.advance(7200)
    made.append(ids.new())
    assert made == sorted(set(made))


def test_ids_of_two_makers_differ():
    """Two processes in the same millisecond do not collide."""
    clock = ManualClock()
    assert Ids(clock).new() != Ids(clock).new()
