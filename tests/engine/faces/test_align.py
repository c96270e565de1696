"""Levelling a face (paper 2.1.1, equation 1)."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.align import TEMPLATE, level, moved, rotation


def tilted_template(degrees: float, scale: float = 80.0) -> np.ndarray:
    """The template turned clockwise in the picture, grown and moved."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return TEMPLATE @ np.array([[c, s], [-s, c]]) * scale + (300, 120)


@pytest.mark.parametrize("degrees", [-170, -90, -30, -3, 0, 12, 45, 120, 179])
def test_theta_undoes_the_tilt(degrees):
    """A face tilted clockwise by some angle is to be turned back by the same, wherever and however large it is."""
    turn, theta = rotation(tilted_template(degrees))
    assert theta == pytest.approx(-degrees, abs=1e-4)
    c, s = np.cos(np.radians(theta)), np.sin(np.radians(theta))
    assert turn == pytest.approx(np.array([[c, -s], [s, c]]), abs=1e-6)


def test_r_is_the_least_squares_solution():
    """No other matrix brings the normalised landmarks closer to the template."""
    noise = np.random.default_rng(0).normal(0, 2, (5, 2))
    points = tilted_template(20) + noise
    one, two = points - points.mean(0), TEMPLATE - TEMPLATE.mean(0)
    one, two = one / one.std(), two / two.std()
    turn, _ = rotation(points)
    best = np.linalg.norm(turn @ one.T - two.T)
    others = [turn + shift for shift in np.random.default_rng(1).normal(0, 0.05, (50, 2, 2))]
    assert all(np.linalg.norm(other @ one.T - two.T) > best for other in others)


@pytest.mark.parametrize("degrees", [-25, 18])
def test_a_tilted_photo_is_levelled(faces, astronaut, degrees):
    """After levelling the same face is measured level, and the affine says where its points went."""
    middle = cv2.getRotationMatrix2D((256, 256), degrees, 1.0)
    tilted = cv2.warpAffine(astronaut, middle, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    mesh = faces.mesh(tilted)
    before = rotation(mesh.five)[1]
    straight, affine = level(tilted, mesh.five)
    mesh_after = faces.mesh(straight)
    assert abs(before) > 12
    assert abs(rotation(mesh_after.five)[1]) < 2
    assert np.abs(moved(mesh.five, affine) - mesh_after.five).max() < 6


def test_levelling_cuts_nothing_off(astronaut):
    """The canvas grows; what is new is filled with white."""
    points = tilted_template(30).astype(np.float32)
    straight, affine = level(astronaut, points)
    corners = moved(np.array([(0, 0), (512, 0), (0, 512), (512, 512)]), affine)
    height, width = straight.shape[:2]
    assert corners.min() > -1.5
    assert corners[:, 0].max() < width + 1.5
    assert corners[:, 1].max() < height + 1.5
    assert (straight[0, 0] == 255).all()
