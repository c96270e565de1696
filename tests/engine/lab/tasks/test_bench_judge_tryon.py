"""What the bench of the try-on's judge spoils is told, one kind at a time, and what it leaves alone is not."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.types import Face
from engine.garments import judge
from engine.garments.judge import Shown
from engine.lab.tasks import bench_judge_tryon as bench


@pytest.fixture(scope="module")
def good(astronaut_face: Face) -> Shown:
    """A drawn head on a neck in a collar, before a grey wall."""
    points = astronaut_face.mesh.points
    x, deep = judge.about_chin(points, (512, 512))
    head = ((deep < 0) & (deep > -1.3) & (np.abs(x) < 0.7)).astype(np.float32)
    hair = (head * (np.abs(x) > 0.4)).astype(np.float32)
    bare = ((deep >= 0) & (np.abs(x) < 0.4) & (deep < 0.6)).astype(np.float32)
    worn = ((deep > 0.05) & (bare == 0)).astype(np.float32)
    picture = np.full((512, 512, 3), 140, np.uint8)
    for plane, colour in ((head, (190, 150, 125)), (hair, (60, 40, 30)), (bare, (190, 150, 125)), (worn, (20, 20, 24))):
        picture[plane > 0.5] = colour
    return Shown(picture=picture, points=points, head=head, hair=hair, bare=bare, worn=worn, seen=bare)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("corners", "gap"), ("unseen", "made"), ("violet", "step"), ("pale", "pale"), ("window", "sliver"),
        ("melted", "enlarged"),
    ],
)  # fmt: skip
def test_each_spoil_is_the_fault_it_means(good: Shown, kind: str, fault: str):
    """A spoil that is told for another reason, or a good picture that has a fault, would measure nothing."""
    assert judge.verdict(good).faults == ()
    assert judge.verdict(bench.SPOILS[kind](good)).faults == (fault,)


def test_a_drawn_beard_that_is_gone_is_missed(good: Shown):
    """The same picture, judged against one in which there was a beard."""
    assert bench.shaven(good)
