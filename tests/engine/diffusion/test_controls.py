"""Control pictures."""

from __future__ import annotations

import numpy as np

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
