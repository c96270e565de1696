"""What may be chosen about a talking portrait."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.requests import from_json, to_json
from engine.talking.options import POSE_STYLES, TalkingOptions


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 300},
        {"pose_style": POSE_STYLES},
        {"pose_style": -1},
        {"expression_scale": 0.4},
        {"expression_scale": float("nan")},
        {"blink_rate": -1.0},
        {"blink_rate": 1000.0},
        {"framing": "resize"},
        {"fps": 0},
    ],
)
def test_a_choice_out_of_range_is_refused_with_its_value(wrong):
    """The message holds the offending number, so a log line is enough to see what was asked."""
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        TalkingOptions(**wrong)


def test_both_ends_of_every_range_are_allowed():
    """The paper's 46 head movements are 0 to 45."""
    assert TalkingOptions(pose_style=0, expression_scale=0.5, blink_rate=0.0).pose_style == 0
    assert TalkingOptions(pose_style=45, expression_scale=2.0, size=640).size == 640


def test_options_survive_a_table():
    """They wait in a job row as JSON."""
    options = TalkingOptions(size=640, pose_style=7, still=True, framing="full", seed=3)
    assert from_json(TalkingOptions, to_json(options)) == options


def test_options_load_without_numpy():
    """The bot process reads them, and it starts in under a second."""
    code = "import sys, engine.talking.options; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
