"""The judge is judged: it must see what is there and not what is not."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engine.lab.talking import bench
from engine.lab.talking.measure import (
    blinks,
    closure,
    correlation_at,
    difference_outside,
    eye_opening,
    lip_gap,
    pause_gap,
    synchrony,
    watch,
)

CHANCE = np.random.default_rng(4)
ASKED = np.convolve(CHANCE.uniform(0, 1, 200), np.ones(4) / 4, mode="same").astype(np.float32)


def test_lips_that_follow_are_found_and_their_lag_with_them():
    """One frame late is still in time; the control is not."""
    late = np.concatenate([[0], ASKED[:-1]]) * 0.2 + 0.01
    found = synchrony(late, ASKED)
    assert found.correlation == pytest.approx(1, abs=0.02)
    assert found.lag == 1
    assert abs(found.shifted) < 0.3


def test_lips_that_come_too_late_do_not_pass():
    """Five frames are a fifth of a second, as in a badly dubbed film."""
    late = np.concatenate([np.zeros(5), ASKED[:-5]])
    assert synchrony(late, ASKED).correlation < 0.5


def test_a_mouth_that_never_moves_agrees_with_nothing():
    """No division by zero, no lucky one."""
    assert synchrony(np.full(200, 0.1, np.float32), ASKED).correlation == 0


def test_frames_without_a_face_are_left_out():
    """They are counted elsewhere."""
    holes = ASKED.copy()
    holes[50:60] = np.nan
    assert correlation_at(holes, ASKED, 0) == pytest.approx(1)


def test_closures_are_measured_where_lips_should_touch():
    """The same lips, asked at the wrong moments, look open."""
    gap = np.tile(np.array([0.1, 0.1, 0.1, 0.01, 0.1], np.float32), 10)
    at_p, at_a = [(k * 0.2 + 0.12, k * 0.2 + 0.13) for k in range(10)], [(k * 0.2, k * 0.2 + 0.04) for k in range(10)]
    assert closure(gap, at_p, at_a, 25) == pytest.approx(0.1)
    assert closure(gap, at_a, at_a, 25) == pytest.approx(1)
    assert np.isnan(closure(gap, [], at_a, 25))


def test_a_pause_is_read_away_from_its_ends():
    """Lips may still be closing when a pause begins."""
    gap = np.full(50, 0.2, np.float32)
    gap[12:39] = 0.02
    assert pause_gap(gap, [(0.4, 1.6)], 25) == pytest.approx(0.02)
    assert np.isnan(pause_gap(gap, [(0.4, 0.45)], 25))


def test_blinks_are_counted_and_so_are_those_nobody_asked_for():
    """Three asked, one of them missed, one more seen; a single frame is no blink."""
    asked, eyes = np.zeros(100, np.float32), np.full(100, 0.35, np.float32)
    for start in (10, 40, 70):
        asked[start : start + 5] = [0.5, 1, 1, 0.5, 0.1]
    for start in (11, 41, 90):
        eyes[start : start + 2] = 0.1
    eyes[60] = 0.28
    found = blinks(eyes, asked)
    assert (found.scheduled, found.seen, found.extra) == (3, 2, 1)


def test_a_changed_pixel_outside_of_what_may_move_is_seen(astronaut):
    """Exact means exact."""
    subject = SimpleNamespace(rest=astronaut, moving=(100, 20, 300, 260))
    frame = astronaut.copy()
    frame[30:250, 110:290] = 0
    assert difference_outside(frame, subject) == 0
    frame[400, 400, 1] ^= 1
    assert difference_outside(frame, subject) == 1


def test_watching_the_portrait_itself_finds_no_change(faces, astronaut, astronaut_face):
    """Distance 0, background 0, the gap and the eyes of the photo; and a frame without a face is lost."""
    subject = SimpleNamespace(rest=astronaut, moving=(100, 20, 300, 260))
    empty = np.full_like(astronaut, 90)
    seen = watch([astronaut, astronaut, empty], subject, faces)
    assert seen.distances[0] < 0.05
    assert seen.looked == (0,)
    assert seen.gap[:2] == pytest.approx(seen.rest_gap, abs=0.02)
    assert seen.lost == 1
    assert np.isnan(seen.eyes[2])
    assert seen.background > 0
    assert lip_gap(astronaut_face.mesh.points) > 0.05
    assert 0.2 < eye_opening(astronaut_face.mesh.points) < 0.5


def test_likeness_is_judged_with_open_eyes_and_told_with_shut_ones():
    """A blink moves every embedding; a mouth that makes somebody else of a face is still seen."""
    blink = np.zeros(40, np.float32)
    blink[20] = 0.8
    seen = SimpleNamespace(looked=(0, 10, 20, 30), distances=(0.0, 0.3, 0.38, 0.31))
    assert bench.likeness(seen, blink) == {"distance": 0.31, "distance_shut": 0.38}
    assert bench.likeness(seen, np.zeros(40, np.float32)) == {"distance": 0.38}
