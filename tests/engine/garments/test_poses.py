"""Poses by name: whole people inside any picture, in OpenPose's order and colours."""

from __future__ import annotations

import numpy as np
import pytest

from engine.diffusion import controls
from engine.garments import poses
from engine.garments.body import JOINTS
from engine.tasks.portrait.request import POSES

MANY = {"couple": 2, "three": 3}


def test_the_names_people_may_say_are_the_poses_there_are():
    """The chat knows them without torch, and the file has their bones."""
    assert set(poses.known()) == set(POSES)


@pytest.mark.parametrize("name", POSES)
@pytest.mark.parametrize(("height", "width"), [(512, 512), (640, 448), (1024, 1024)])
def test_everybody_stands_inside_the_picture(name: str, height: int, width: int):
    """All joints from head to ankle are drawn, nobody over anybody's neck, at any size."""
    bodies = [poses._body(one, height, width) for one in poses.known()[name]]
    assert len(bodies) == MANY.get(name, 1)
    assert all(body.seen.all() for body in bodies), [np.array(JOINTS)[~body.seen] for body in bodies]
    picture, people = poses.drawn(name, height, width)
    assert (picture.shape, people) == ((height, width, 3), len(bodies))
    for body in bodies:
        x, y = (round(float(value)) for value in body.where("neck"))
        assert tuple(picture[y, x]) == controls.COLOURS[JOINTS.index("neck")]
    assert (picture == 0).all(-1).mean() > 0.8, "bones on black"


def test_another_pose_is_another_picture():
    """The negative control: what differs is the arms."""
    one, other = (poses.drawn(name, 512, 512)[0] for name in ("standing", "hands-on-hips"))
    assert not np.array_equal(one, other)
    assert np.array_equal(one[400:], other[400:]), "the feet stand where they stood"
