"""Poses by name: whole people inside any picture, in OpenPose's order and colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.diffusion import controls
from engine.faces.types import RGB
from engine.garments import poses
from engine.garments.body import JOINTS, Hand, hands_of
from engine.tasks.portrait import posed
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


class _Hands:
    """A finder that sees one hand in the middle of whatever it is shown, and notes what that was."""

    name = "middle"

    def __init__(self) -> None:
        self.shown: list[tuple[int, ...]] = []

    def hands(self, rgb: RGB) -> list[Hand]:
        self.shown.append(rgb.shape)
        middle = np.array([rgb.shape[1] / 2, rgb.shape[0] / 2, 0], np.float32)
        spread = np.linspace(0, 8, 21, dtype=np.float32)[:, None] * np.array([1, 0.5, 0.1], np.float32)
        return [Hand(points=middle + spread, right=True)]


def test_hands_are_looked_for_where_wrists_are():
    """Each in a picture of its own, told in pixels of the whole one; an unseen wrist has no hand."""
    (body,) = poses.bodies("standing", 768, 512)
    finder = _Hands()
    found = hands_of(finder, np.zeros((768, 512, 3), np.uint8), [body])
    assert len(found) == 2
    for hand, side in zip(found, ("right", "left"), strict=True):
        away = np.linalg.norm(hand.points[0, :2] - body.where(f"{side}-wrist"))
        assert away < 0.5 * body.shoulders
    assert all(max(shape[:2]) < 2 * body.shoulders for shape in finder.shown)
    seen = body.seen.copy()
    seen[JOINTS.index("left-wrist")] = False
    assert len(hands_of(finder, np.zeros((768, 512, 3), np.uint8), [replace(body, seen=seen)])) == 1


def test_a_hand_two_people_reach_for_is_one():
    """Wrists side by side see the same hand; and one far from the wrist it was looked for at is somebody else's."""
    (body,) = poses.bodies("standing", 768, 512)
    picture = np.zeros((768, 512, 3), np.uint8)
    assert len(hands_of(_Hands(), picture, [body, body])) == 2

    class Corner(_Hands):
        def hands(self, rgb: RGB) -> list[Hand]:
            return [replace(one, points=one.points * 0) for one in super().hands(rgb)]

    assert hands_of(Corner(), picture, [body]) == []


def test_fingers_are_the_same_hand_in_another_picture():
    """Shares of the photo, all of which lies in the middle of the picture; drawn as OpenPose draws, over bodies."""
    points = np.random.default_rng(3).uniform(20, 60, (21, 3)).astype(np.float32)
    told = posed.fingers([Hand(points=points, right=False)], (100, 200, 3))
    assert len(told[0]) == 42
    (again,) = posed.hands_in_picture(told, 2.0, 400, 400)
    assert np.allclose(again.points[:, :2], points[:, :2] * 2 + [0, 100], atol=0.1)
    people = posed.joints(poses.bodies("standing", 512, 512), (512, 512))
    bare, handed = (posed.of_joints(people, 1.0, 512, 512, each).picture for each in ((), told))
    changed = (bare != handed).any(-1)
    middle = np.round(posed.hands_in_picture(told, 1.0, 512, 512)[0].points[0, :2]).astype(int)
    assert tuple(handed[middle[1], middle[0]]) == (0, 0, 255), "a joint of a hand"
    assert 0 < changed.sum() < 0.1 * changed.size
