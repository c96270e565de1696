"""The line between closed lips, and what is seen between parted ones."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.talking.mesh.anatomy import LOWER_INNER, UPPER_INNER, anatomy
from engine.talking.mesh.light import palette
from engine.talking.mesh.mouth import CURVE_POINTS, OPEN, Contour, Inside, contour


@pytest.fixture(scope="module")
def face(astronaut_face):
    """A smile that shows teeth."""
    return anatomy(astronaut_face.mesh)


@pytest.fixture(scope="module")
def colours(astronaut, astronaut_face, face):
    """Her colours."""
    return palette(astronaut, astronaut_face.mesh.points, face)


def drawn(inside, face, edges, drop):
    """What lies around the mouth when the jaw is ``drop`` units down: colours, and heights below the closed lips."""
    centre = face.to_own(edges.upper[[CURVE_POINTS // 2]])[0]
    down, right = np.mgrid[-0.05:0.2:100j, -0.1:0.1:80j]
    places = (np.stack([right, down], axis=-1) + centre).astype(np.float32)
    upper, lower = face.to_own(edges.upper), face.to_own(edges.lower) + np.array([0, drop])
    return inside.paint(places, drop, upper, lower), down


def test_an_open_mouth_is_cut_along_the_mesh(astronaut, face):
    """Upper and lower edge are two lines."""
    assert face.gap > OPEN
    edges = contour(astronaut, face)
    assert edges.upper.shape == edges.lower.shape == (CURVE_POINTS, 2)
    assert (edges.lower[10:-10, 1] - edges.upper[10:-10, 1]).min() > 3


def test_closed_lips_part_along_the_dark_line_between_them(astronaut, face):
    """The mesh may be pixels off; the photo shows where the lips meet."""
    shut = anatomy_with_closed_lips(face)
    flat = np.full_like(astronaut, 170)
    true = face.to_picture(np.stack([np.linspace(-0.3, 0.3, 50), np.full(50, shut.lips[1] + 0.018)], axis=1))
    cv2.polylines(flat, [np.round(true).astype(np.int32)], False, (60, 30, 30), 2, cv2.LINE_AA)
    found = face.to_own(contour(flat, shut).upper)[10:-10, 1]
    assert np.abs(found - shut.lips[1] - 0.018).max() < 0.008


def anatomy_with_closed_lips(face):
    """The same face with its lower inner lip on the upper one, on a level line."""
    points, own = face.points.copy(), face.own.copy()
    names = [*UPPER_INNER, *LOWER_INNER]
    own[names, 1] = face.lips[1]
    own[names, 2] = face.lips[2]
    points[names] = face.to_picture(own[names, :2])
    return replace(face, points=points, own=own)


def test_own_teeth_stay_where_they_are_when_the_jaw_goes_down(astronaut, face, colours):
    """A smile keeps its real teeth: the painted inside equals the photo there, whatever the jaw does."""
    edges = contour(astronaut, face)
    inside = Inside(astronaut, face, edges, colours)
    middle = (edges.upper + edges.lower)[CURVE_POINTS // 2] / 2
    places = face.to_own(middle[None] + np.stack(np.meshgrid([-8, -4, 0, 4, 8], [-1, 0]), -1).reshape(-1, 2))
    upper, lower = face.to_own(edges.upper), face.to_own(edges.lower) + np.array([0, 0.1])
    painted = inside.paint(places[None].astype(np.float32), 0.1, upper, lower)[0]
    pixels = face.to_picture(places).astype(np.float32)
    photo = cv2.remap(astronaut, pixels[:, 0][None], pixels[:, 1][None], cv2.INTER_CUBIC)[0]
    assert np.abs(painted - photo).mean() < 12


def test_closed_lips_open_on_teeth_above_and_dark_below(astronaut, face, colours):
    """Teeth end a little below the upper lip; under them is the mouth, and the tongue lies on its floor."""
    shut = anatomy_with_closed_lips(face)
    edges = contour(np.full_like(astronaut, 170), shut)
    picture, down = drawn(Inside(astronaut, shut, edges, colours), shut, edges, 0.18)
    light = picture.mean(axis=2)[:, 30:50].mean(axis=1)
    height = down[:, 0]
    teeth = light[(height > 0.005) & (height < 0.02)].mean()
    dark = light[(height > 0.05) & (height < 0.07)].mean()
    floor = light[(height > 0.13) & (height < 0.16)].mean()
    assert teeth > 2 * dark
    assert dark < floor < teeth


def test_the_same_mouth_in_less_light_is_darker(astronaut, face, colours):
    """What is painted follows the palette."""
    edges = contour(astronaut, face)
    dim = replace(colours, teeth=colours.teeth * 0.4, tongue=colours.tongue * 0.4, cavity=colours.cavity * 0.4)
    shut = anatomy_with_closed_lips(face)
    level = Contour(upper=edges.upper, lower=edges.upper)
    bright, dark = (drawn(Inside(astronaut, shut, level, one), shut, level, 0.1)[0].mean() for one in (colours, dim))
    assert dark == pytest.approx(0.4 * bright, rel=0.1)


def test_a_grainy_picture_has_grainy_teeth_and_no_dots_in_the_dark(astronaut, face, colours):
    """Strokes of a painting and noise of a camera are seen on what is lit; in an open mouth they were red dots."""
    shut = anatomy_with_closed_lips(face)
    edges = contour(np.full_like(astronaut, 170), shut)
    grained, clean = (
        drawn(Inside(astronaut, shut, edges, replace(colours, grain=grain)), shut, edges, 0.18) for grain in (6.0, 0.0)
    )
    noise, height = np.abs(grained[0] - clean[0])[:, 30:50], grained[1][:, 0]
    teeth, dark = ((height > 0.005) & (height < 0.02)), ((height > 0.05) & (height < 0.07))
    assert noise[teeth].mean() > 2
    assert noise[dark].mean() < 0.3 * noise[teeth].mean()
