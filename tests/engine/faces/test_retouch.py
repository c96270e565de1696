"""Skin retouching (paper 2.1.1): smoother, and still the same person."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces import retouch as retouching
from engine.faces.regions import LEFT_CHEEK, RIGHT_CHEEK, part
from engine.faces.retouch import _window, retouch, skin_mask
from engine.faces.types import LEFT_EYE, LIPS, RIGHT_EYE
from tests.engine.faces.portraits import thick_frames


@pytest.fixture(scope="module")
def large(faces, astronaut):
    """The astronaut at twice the size, as a phone would have taken her, and her mesh there."""
    rgb = cv2.resize(astronaut, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return rgb, faces.mesh(rgb)


@pytest.fixture(scope="module")
def spotted(large):
    """The same with five small dark spots on the cheeks, and where they are."""
    rgb, mesh = large
    cheeks = [part(rgb.shape, mesh.points, names, 1.3) for names in (RIGHT_CHEEK, LEFT_CHEEK)]
    rows, columns = np.nonzero(np.maximum(*cheeks))
    where = np.zeros(rgb.shape[:2], bool)
    for k in np.random.default_rng(3).choice(len(rows), 5, replace=False):
        where[rows[k] : rows[k] + 4, columns[k] : columns[k] + 4] = True
    out = rgb.copy()
    out[where] = (out[where] * 0.9).astype(np.uint8)
    return out, where


def contrast(rgb, clean, where) -> float:
    """How much darker the spots are than the same places without them."""
    return float((clean.astype(float) - rgb)[where].mean())


def test_the_person_stays_the_person(faces, astronaut, astronaut_face):
    """At full strength the embedding moves by less than a third of what separates people."""
    smooth = retouch(astronaut, astronaut_face.mesh, strength=1.0)
    assert np.linalg.norm(faces.embed(smooth) - faces.embed(astronaut)) < 0.2
    assert not np.array_equal(smooth, astronaut)


def test_spots_lose_half_of_their_contrast(spotted, large):
    """What retouching is for."""
    picture, where = spotted
    smooth, clean = (retouch(rgb, large[1], strength=1.0) for rgb in (picture, large[0]))
    assert contrast(smooth, clean, where) < 0.5 * contrast(picture, large[0], where)


def test_strength_is_a_dial(spotted, large):
    """Nothing at 0, more with more."""
    (picture, where), (clean, mesh) = spotted, large
    assert np.array_equal(retouch(picture, mesh, strength=0), picture)
    left = [contrast(retouch(picture, mesh, strength=strength), clean, where) for strength in (0.3, 0.6, 1.0)]
    assert left[0] > left[1] > left[2]
    with pytest.raises(ValueError, match="strength"):
        retouch(picture, mesh, strength=-0.1)


def test_black_frames_are_not_skin(large):
    """Glasses belong to the person in that photo and are not to be smeared."""
    rgb, mesh = large
    worn, frame = thick_frames(rgb, mesh)
    assert np.abs(retouch(worn, mesh, strength=1.0)[frame].astype(int) - worn[frame]).mean() < 1


def test_eyes_lips_hair_and_background_keep_every_bit(astronaut, astronaut_face):
    """Features carry the identity and a smooth iris looks dead."""
    smooth = retouch(astronaut, astronaut_face.mesh, strength=1.0)
    mask = skin_mask(astronaut, astronaut_face.mesh)
    assert np.array_equal(smooth[mask == 0], astronaut[mask == 0])
    for names in (RIGHT_EYE, LEFT_EYE, LIPS):
        feature = part(astronaut.shape, astronaut_face.mesh.points, names) > 0
        assert np.array_equal(smooth[feature], astronaut[feature])
    assert mask[:60].max() == 0
    assert mask[260:].max() == 0


def test_the_mask_is_skin(astronaut, astronaut_face):
    """Both cheeks, and not a face that is painted over in another colour."""
    points = astronaut_face.mesh.points
    mask = skin_mask(astronaut, astronaut_face.mesh)
    for names in (RIGHT_CHEEK, LEFT_CHEEK):
        assert mask[part(astronaut.shape, points, names) > 0].mean() > 0.7
    painted = astronaut.copy()
    mouth_down = part(astronaut.shape, points, (61, 291, 152, 148, 377, 172, 397)) > 0
    painted[mouth_down] = (20, 60, 200)
    assert skin_mask(painted, astronaut_face.mesh)[mouth_down].mean() < 0.2 * mask[mouth_down].mean()


def test_spots_are_looked_for_once(astronaut, astronaut_face, monkeypatch):
    """Looking for them was a fifth of all work, and was done for the surface and for the mask."""
    looked, find = [], retouching._spotless
    monkeypatch.setattr(retouching, "_spotless", lambda rgb, width: looked.append(width) or find(rgb, width))
    retouch(astronaut, astronaut_face.mesh)
    assert len(looked) == 1


def test_what_surrounds_a_face_is_not_needed(large):
    """A photo of four megapixels took 620 MB; the part around the face gives the same pixels."""
    rgb, mesh = large
    _, (right, bottom) = _window(rgb, mesh)
    cut = np.ascontiguousarray(rgb[:bottom, :right])
    assert cut.size < 0.5 * rgb.size
    assert np.array_equal(retouch(cut, mesh), retouch(rgb, mesh)[:bottom, :right])
    assert not np.array_equal(retouch(cut, mesh), cut)
