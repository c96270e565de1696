"""How heads move and lids close."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.curves import MouthCurves, silence
from engine.talking.motion import BLINK, BROW_SWAY, EYEBALL, FIRST_BLINK, MOST, SHORTEST_GAP, blinks, move
from engine.talking.options import POSE_STYLES, TalkingOptions

MINUTE = silence(1500, 25)
ANGLES = ("yaw", "pitch", "roll")


def test_the_same_options_move_alike_and_another_seed_does_not():
    """A clip can be made again."""
    one, again = (move(MINUTE, TalkingOptions(pose_style=5, seed=2)) for _ in range(2))
    other = move(MINUTE, TalkingOptions(pose_style=5, seed=3))
    assert np.array_equal(one.yaw, again.yaw)
    assert np.array_equal(one.blink, again.blink)
    assert np.abs(one.yaw - other.yaw).max() > 0.5
    assert not np.array_equal(one.blink, other.blink)


def test_all_46_manners_are_different_and_none_is_wild():
    """Every style keeps its promise: a way of moving of its own, within a few degrees."""
    tracks = [move(MINUTE, TalkingOptions(pose_style=style)) for style in range(POSE_STYLES)]
    for track in tracks:
        for name in ANGLES:
            assert np.abs(getattr(track, name)).max() <= MOST[name]
        assert np.abs(track.shift).max() <= max(MOST["right"], MOST["down"])
    yaw = np.array([track.yaw for track in tracks])
    apart = np.abs(yaw[:, None] - yaw[None]).max(axis=2)
    assert (apart + np.eye(POSE_STYLES)).min() > 0.2


def test_movement_is_smooth_and_begins_and_ends_in_the_portraits_pose():
    """No frame jumps: the published pose network did at every 32nd."""
    track = move(MINUTE, TalkingOptions(pose_style=11))
    for name in ANGLES:
        angle = getattr(track, name)
        assert angle[0] == angle[-1] == 0
        assert np.abs(np.diff(angle)).max() < 0.6
        assert np.abs(np.diff(angle, 2)).max() < 0.3


def test_a_loud_voice_nods():
    """Pitch follows how open the mouth is over a while."""
    speaking = np.zeros(250, np.float32)
    speaking[100:150] = 1
    rest = np.zeros(250, np.float32)
    curves = MouthCurves(times=np.arange(250) / 25, opening=speaking, width=rest, rounding=rest, closure=rest)
    loud, quiet = (move(c, TalkingOptions()).pitch for c in (curves, silence(250, 25)))
    assert (loud - quiet)[110:140].min() > 0.7
    assert np.abs(loud - quiet)[:80].max() < 0.1


def test_a_still_head_blinks_all_the_same():
    """People missed blinks in the published still mode."""
    track = move(MINUTE, TalkingOptions(still=True))
    assert not track.yaw.any()
    assert not track.pitch.any()
    assert not track.roll.any()
    assert not track.shift.any()
    assert track.blink.max() == pytest.approx(1)


@pytest.mark.parametrize("rate", [6, 16, 40])
def test_blinks_come_at_the_rate_asked_for(rate):
    """Over ten minutes, within a fifth."""
    moments = blinks(600, TalkingOptions(blink_rate=rate))
    assert len(moments) == pytest.approx(10 * rate, rel=0.2)


def test_blinks_keep_apart_and_are_never_cut_off():
    """A clip that ends with closed eyes looks like a mistake."""
    for seed in range(20):
        moments = blinks(8, TalkingOptions(seed=seed, blink_rate=30))
        assert moments[0] >= FIRST_BLINK
        assert min(np.diff(moments), default=1) >= SHORTEST_GAP
        assert moments[-1] + BLINK[-1][0] < 8


def test_no_blinks_when_none_are_wanted_or_the_clip_is_too_short():
    """The published code fails on a clip of 21 frames."""
    assert blinks(60, TalkingOptions(blink_rate=0)) == []
    assert blinks(0.3, TalkingOptions()) == []
    assert len(move(silence(0, 25), TalkingOptions())) == 0
    assert len(move(silence(1, 25), TalkingOptions())) == 1


def test_ten_clips_blink_at_ten_times():
    """All clips blinked in the same frame once. The control is the same clip made again."""
    first = [blinks(20.0, TalkingOptions(seed=seed))[0] for seed in range(10)]
    assert np.diff(np.sort(first)).min() > 0.001
    assert blinks(20.0, TalkingOptions(seed=3))[0] == first[3]


def test_eyes_rest_on_the_camera_glance_away_and_keep_their_aim():
    """Most of the time straight ahead, less than an iris away, and against a turning head as eyes do."""
    track = move(MINUTE, TalkingOptions(seed=4))
    assert 0.02 < np.abs(track.gaze[:, 0]).max() < 0.06
    yaw = np.radians(track.yaw)
    aim = track.gaze[:, 0] + EYEBALL * yaw
    assert (np.abs(aim) < 1e-4).mean() > 0.35
    ahead = np.abs(aim) < 1e-4
    assert np.corrcoef(track.gaze[ahead, 0], yaw[ahead])[0, 1] < -0.99


def test_brows_go_up_where_somebody_begins_to_speak_and_only_wander_in_silence():
    """A face that talks below a frozen forehead is a puppet."""
    speaking = np.zeros(250, np.float32)
    speaking[100:180] = 0.6
    rest = np.zeros(250, np.float32)
    curves = MouthCurves(times=np.arange(250) / 25, opening=speaking, width=rest, rounding=rest, closure=rest)
    live, quiet = (move(one, TalkingOptions(seed=1)).brows for one in (curves, silence(250, 25)))
    assert (live - quiet)[100:112].max() > 0.25
    assert np.abs(quiet).max() <= BROW_SWAY
    assert np.abs(np.diff(live)).max() < 0.15


def test_a_still_head_does_not_breathe():
    """Still means still: lips and lids only."""
    still = move(MINUTE, TalkingOptions(still=True))
    assert np.abs(still.breath).max() == np.abs(still.brows).max() == np.abs(still.gaze).max() == 0
    assert np.abs(move(MINUTE, TalkingOptions()).breath).max() > 0.9
