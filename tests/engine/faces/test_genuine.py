"""A photo of a person is told from drawings, from photos of screens, and from faces behind a hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.faces import genuine
from engine.faces.images import load
from engine.faces.quality import patch_of
from engine.lab.faces.genuine import drawing, fitted, on_a_screen
from engine.tasks.inspect.request import PhotoProblem

PREVIEWS = Path(genuine.__file__).parents[1] / "styles" / "previews"


def doubt_of(faces, rgb):
    return genuine.doubt(rgb, patch_of(rgb, faces.largest(rgb).mesh))


def test_a_photo_is_a_photo(faces, astronaut):
    """At its own size and at a third of it."""
    for rgb in (astronaut, np.ascontiguousarray(astronaut[::2, ::2])):
        seen = doubt_of(faces, rgb)
        assert not seen.is_drawn
        assert not seen.is_rephotographed


@pytest.mark.parametrize("look", ["cartoon"])
def test_a_drawing_is_none(faces, astronaut, astronaut_face, look):
    """The same photo, drawn."""
    rgb = drawing(astronaut, astronaut_face.mesh, look, 1)
    assert genuine.doubt(rgb, patch_of(rgb, astronaut_face.mesh)).is_drawn


@pytest.mark.parametrize("seed", [2, 3])
def test_a_screen_shows_its_raster(faces, astronaut, seed):
    """Stripes of a screen under the raster of a camera."""
    assert genuine.raster(on_a_screen(astronaut, seed)) > genuine.RASTER
    assert genuine.raster(astronaut) < genuine.RASTER - 1


def test_a_preview_of_a_photographic_style_is_taken_for_a_photo(faces):
    """Of people who do not exist, as photographs; the preview of a drawn one is taken for a drawing."""
    assert not doubt_of(faces, load(next(PREVIEWS.glob("casual.*")))).is_drawn
    assert doubt_of(faces, load(next(PREVIEWS.glob("manhua.*")))).is_drawn


def test_a_hand_counts_where_it_covers_the_mouth(faces, astronaut, astronaut_face):
    """Beside the cheek it does not; the free face has none."""
    assert not faces.hands.covers(astronaut, astronaut_face)
    mouth = astronaut_face.mesh.points[[61, 291, 13, 14, 17], :2]
    spread = np.array([[-60, -60], [60, -60], [60, 60], [-60, 60]], np.float32)
    over, beside = mouth.mean(axis=0) + spread, mouth.mean(axis=0) + spread + np.array([200, 0], np.float32)
    finder = genuine.HandBeforeMouth(Path("none"))
    for place, covered in ((over, True), (beside, False)):
        crop, corner = genuine.around(astronaut, astronaut_face.box, 0.6)
        points = [SimpleNamespace(x=x / crop.shape[1], y=y / crop.shape[0]) for x, y in place - corner]
        found = SimpleNamespace(hand_landmarks=[points])
        finder.__dict__["_finder"] = SimpleNamespace(detect=lambda _picture, found=found: found)
        assert finder.covers(astronaut, astronaut_face) is covered
    assert not finder.covers(astronaut, replace(astronaut_face, mesh=None))


def test_the_fit_refuses_one_real_photo_in_a_hundred():
    """Whatever the measures are: the border is put by the real ones."""
    random = np.random.default_rng(1)
    real, drawn = random.normal(0, 1, (300, 3)), random.normal(2, 1, (60, 3))
    offset, weights = fitted(real.astype(np.float32), drawn.astype(np.float32))
    assert np.mean(real @ weights + offset > 0) <= 0.011
    assert np.mean(drawn @ weights + offset > 0) > 0.5


def test_each_has_its_own_sentence():
    """A drawing, a screen and a passed-on photo are told apart for whoever sent them."""
    assert len({PhotoProblem.DRAWN, PhotoProblem.REPHOTOGRAPHED, PhotoProblem.FORWARDED, PhotoProblem.COVERED}) == 4
