"""Gaps that cannot be: on the face, enclosed by the person, at the edge of the photo."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas.whole import to_border, whole
from engine.faces.regions import face_width


@pytest.fixture(scope="module")
def mesh(astronaut_face):
    """A face at (226, 126) of 512 px, some 106 px wide."""
    return astronaut_face.mesh


@pytest.fixture
def person(mesh):
    """Head and body, solid; (512, 512) 0..1."""
    alpha = np.zeros((512, 512), np.float32)
    x, y = mesh.oval.mean(0).astype(int)
    cv2.ellipse(alpha, (int(x), int(y) - 5), (90, 110), 0, 0, 360, 1.0, -1)
    alpha[y + 90 :, 60:400] = 1
    return alpha


def test_thin_glasses_do_not_vanish(person, mesh):
    """Frames and reflections look like background to a network; what lies on a face is worn there."""
    alpha, (right, left) = person.copy(), mesh.eyes.astype(int)
    for eye in (right, left):
        cv2.circle(alpha, tuple(int(v) for v in eye), 16, 0.0, 2)
    cv2.line(alpha, tuple(int(v) for v in right), tuple(int(v) for v in left), 0.0, 2)
    assert alpha.sum() < person.sum() - 100
    assert whole(alpha, mesh, None).sum() > person.sum() - 5


def test_a_hole_beside_the_neck_is_filled_and_an_arms_loop_is_not(person, mesh):
    """Dark hair beside a neck is broken through; the triangle between arm and body is old background."""
    width, alpha = face_width(mesh.points), person.copy()
    x, y = mesh.oval.mean(0).astype(int)
    dark, loop = np.s_[y + 50 : y + 60, x - 62 : x - 54], np.s_[330:400, 90:150]
    assert (0.16 * width) ** 2 < 70 * 60
    alpha[dark] = alpha[loop] = 0
    people = np.full_like(person, 0.2)
    people[dark] = 0.6
    filled = whole(alpha, mesh, people)
    assert filled[dark].min() > 0.95
    assert filled[loop].mean() < 0.1
    assert whole(alpha, mesh, person)[loop].min() > 0.95, "where somebody sees a person, the gap is none"


def test_what_is_seen_through_curls_stays_background(person, mesh):
    """Away from the skull only specks are filled: between curls the old picture shows."""
    alpha = person.copy()
    alpha[:300, 330:440] = 1  # hair that stands off far
    gap, speck = np.s_[100:112, 380:392], np.s_[200:203, 380:383]
    alpha[gap] = alpha[speck] = 0
    filled = whole(alpha, mesh, person * 0)
    assert filled[gap].mean() < 0.2
    assert filled[speck].min() > 0.8


def test_a_hole_at_the_edge_is_shut_where_the_person_is_on_both_sides(person, mesh):
    """A photo that cuts a cap off shows a hole at its first row: a person mask closes it, nobody's word does not."""
    alpha = person[60:].copy()
    there = mesh.oval.mean(0).astype(int)[0] + np.array([-25, 25])
    hole = np.s_[:20, there[0] : there[1]]
    alpha[hole] = 0
    shifted = replace(mesh, points=mesh.points - np.float32([0, 60, 0]))
    assert whole(alpha, shifted, person[60:])[hole].min() > 0.9
    beside = np.s_[:20, :60]
    assert whole(alpha, shifted, np.ones_like(alpha))[beside].max() < 0.05


def test_background_that_reaches_the_edge_is_none_of_the_person(person, mesh):
    """The control: nothing grows where nothing is enclosed."""
    filled = whole(person, mesh, None)
    assert np.abs(filled - person).max() < 1e-6


def test_a_sleeve_runs_to_the_edge_of_the_photo():
    """Networks fade at the border; a person whom the photo cuts does not. Where there is nobody nothing comes."""
    alpha = np.zeros((100, 120), np.float32)
    alpha[60:, 30:] = 1
    faded = alpha.copy()
    faded[-3:] *= 0.2
    faded[:, -3:] *= 0.2
    assert np.array_equal(to_border(faded, 3), alpha)
    assert to_border(faded, 3)[:50].max() == 0
