"""The 68 landmarks, and the affine map that lays one face's onto another's (paper 2.5.1)."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces import landmarks


def test_each_landmark_lies_where_the_scheme_says(astronaut_face):
    """Outline round the chin, eyes below brows, lips below the nose, right before left."""
    six = landmarks.sixty_eight(astronaut_face.mesh)
    assert six.shape == (68, 2)
    assert six[8, 1] == six[:, 1].max()  # the chin is lowest
    assert six[0, 0] < six[8, 0] < six[16, 0]
    assert six[17:27, 1].max() < six[36:48, 1].min()
    assert six[36:42, 0].max() < six[42:48, 0].min()
    assert six[27:36, 1].max() < six[48:68, 1].min() + 5
    bones = landmarks.bones(astronaut_face.mesh)
    assert bones[3, 0] < bones[1, 0] < bones[0, 0] < bones[2, 0] < bones[4, 0]  # ear, eye, nose, eye, ear


def test_an_affine_map_is_found_again(rng):
    """Least squares on exact points gives the map itself."""
    wanted = np.array([[1.2, -0.3, 40.0], [0.2, 0.9, -7.0]])
    points = rng.normal(size=(68, 2)).astype(np.float32) * 50
    found = landmarks.affine(points, landmarks.apply(wanted, points))
    assert np.abs(found - wanted).max() < 1e-3


def test_proportions_survive_the_map(astronaut_face):
    """A narrow face on a template's place keeps what no affine map undoes: here one raised brow."""
    own = landmarks.sixty_eight(astronaut_face.mesh)
    own[17:22, 1] -= 10
    target = landmarks.sixty_eight(astronaut_face.mesh) * 2 + 30
    laid = landmarks.apply(landmarks.affine(own, target), own)
    assert landmarks.error(laid, target) < 0.15
    assert (target[17:22, 1] - laid[17:22, 1]).mean() > 8


def test_points_on_a_line_give_no_map():
    """A degenerate face is said, not divided by."""
    line = np.stack([np.arange(68), np.arange(68)], axis=1).astype(np.float32)
    with pytest.raises(np.linalg.LinAlgError):
        landmarks.affine(line, line)


def test_an_error_is_told_in_eye_distances(astronaut_face):
    """Moving every point by an eye distance is an error of one."""
    six = landmarks.sixty_eight(astronaut_face.mesh)
    moved = six + np.array([landmarks.eye_distance(six), 0], np.float32)
    assert landmarks.error(moved, six) == pytest.approx(1.0, abs=1e-4)
    assert landmarks.error(six, six) == 0


@pytest.fixture
def rng() -> np.random.Generator:
    """Numbers that are the same in every run."""
    return np.random.default_rng(3)
