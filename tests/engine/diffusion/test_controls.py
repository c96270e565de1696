"""Control pictures."""

from __future__ import annotations

import numpy as np
import pytest

from engine import bases
from engine.diffusion import controls
from engine.faces import landmarks


def test_every_landmark_is_a_white_dot_where_it_lies(astronaut_face):
    """68 landmarks and two pupils, on black."""
    six, pupils = landmarks.sixty_eight(astronaut_face.mesh), landmarks.pupils(astronaut_face.mesh)
    picture = controls.draw_face(controls.blank(512, 512), six, pupils)
    for x, y in np.concatenate([six, pupils]).round().astype(int):
        assert picture[y, x].min() > 200
    assert 0.001 < (picture > 0).mean() < 0.02


def test_bones_are_coloured_and_leave_the_face_empty(astronaut_face):
    """Only nose, eyes, ears and what joins them: the person's own features are free (2.5.1)."""
    bones = landmarks.bones(astronaut_face.mesh)
    picture = controls.draw_head(controls.blank(512, 512), bones)
    x, y = bones[0].round().astype(int)
    assert tuple(picture[y, x]) == controls.HEAD_DOTS[0]
    mouth = astronaut_face.mesh.points[13, :2].round().astype(int)
    assert picture[mouth[1] - 3 : mouth[1] + 3, mouth[0] - 3 : mouth[0] + 3].max() == 0


def test_dots_follow_the_size_of_the_picture(astronaut_face):
    """The same share of the picture at 128 and at 512 pixels, so one ControlNet reads both."""
    six, pupils = landmarks.sixty_eight(astronaut_face.mesh), landmarks.pupils(astronaut_face.mesh)
    large = controls.draw_face(controls.blank(512, 512), six, pupils).mean()
    small = controls.draw_face(controls.blank(128, 128), six / 4, pupils / 4).mean()
    assert 0.5 < small / large < 2


def test_edges_are_kept_only_where_told(astronaut):
    """Outside the face, as paper 2.5.2 wants it."""
    keep = np.zeros(astronaut.shape[:2], bool)
    keep[:, :256] = True
    edges = controls.canny(astronaut, keep)
    assert edges[:, :256].any()
    assert not edges[:, 256:].any()
    assert set(np.unique(edges)) == {0, 255}


def test_near_parts_of_a_face_are_drawn_lighter(astronaut_face):
    """Her nose comes forward, her cheeks lie behind it, and around the face there is nothing."""
    mesh = astronaut_face.mesh
    picture = controls.draw_depth(controls.blank(512, 512), mesh.points)
    nose, *sides = (picture[y, x, 0] for x, y in mesh.points[[1, 205, 425, 152], :2].round().astype(int))
    assert nose > max(sides) + 10
    assert min(sides) >= controls.FAR
    left, top, right, bottom = mesh.box.round().astype(int)
    outside = picture.copy()
    outside[top - 2 : bottom + 3, left - 2 : right + 3] = 0
    assert outside.max() == 0
    assert 0.6 < (picture[top:bottom, left:right] > 0).mean() < 0.95


def test_what_a_turned_head_hides_is_not_drawn_over_it(astronaut_face):
    """Turned by 60 degrees, her far cheek lies behind her nose: where both fall, the nearer one is seen."""
    turned = astronaut_face.mesh.points.copy()
    middle = turned.mean(0)
    angle = np.radians(60)
    x, z = (turned - middle)[:, 0], (turned - middle)[:, 2]
    turned[:, 0], turned[:, 2] = (
        middle[0] + np.cos(angle) * x + np.sin(angle) * z,
        np.cos(angle) * z - np.sin(angle) * x,
    )
    picture = controls.draw_depth(controls.blank(512, 512), turned)
    nearest = int(np.argmin(turned[:468, 2]))
    x, y = turned[nearest, :2].round().astype(int)
    assert picture[y - 1 : y + 2, x - 1 : x + 2].max() > controls.NEAR - 25


def test_a_head_has_openposes_colours_and_widths(astronaut_face):
    """Published ControlNets learnt this table: four head limbs used to be drawn in others' colours, at half width."""
    joints, seen = landmarks.bust(astronaut_face.mesh)
    picture = controls.draw_body(controls.blank(512, 512), joints, seen)
    dots = {0: (255, 0, 0), 1: (255, 85, 0), 2: (255, 170, 0), 5: (85, 255, 0), 14: (170, 0, 255), 15: (255, 0, 255)}
    for number, colour in {**dots, 16: (255, 0, 170), 17: (255, 0, 85)}.items():
        x, y = joints[number].round().astype(int)
        assert tuple(picture[y, x]) == colour, number
    limbs = {(1, 0): (0, 0, 255), (0, 14): (85, 0, 255), (14, 16): (170, 0, 255), (0, 15): (255, 0, 255)}
    for (first, second), colour in {
        **limbs,
        (15, 17): (255, 0, 170),
        (1, 2): (255, 0, 0),
        (1, 5): (255, 85, 0),
    }.items():
        x, y = joints[[first, second]].mean(0).round().astype(int)
        assert tuple(picture[y, x]) == tuple(int(0.6 * value) for value in colour), (first, second)
    x, y = joints[[1, 2]].mean(0).round().astype(int)
    assert (picture[y - 12 : y + 13, x].max(1) > 0).sum() == pytest.approx(9, abs=1)


def test_shoulders_are_below_the_head_and_level(astronaut_face):
    """A head without a body steers to a head without a body; the person's right stands at the picture's left."""
    joints, seen = landmarks.bust(astronaut_face.mesh)
    _, neck, right, left = joints[[0, 1, 2, 5]]
    chin = astronaut_face.mesh.points[152, :2]
    assert seen.sum() == 8
    assert right[0] < neck[0] < left[0]
    assert right[1] == left[1] > chin[1]
    eyes = np.linalg.norm(joints[14] - joints[15])
    assert 4.5 < (left[0] - right[0]) / eyes < 7


def test_every_family_says_whose_bones_its_controlnet_learnt():
    """The embedded base keeps its own drawing, in which its network was trained; no other has it."""
    assert [name for name, family in bases.families().items() if family.own_bones] == ["pocket"]
