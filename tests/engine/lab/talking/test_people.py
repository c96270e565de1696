"""The portraits the bench of talking portraits speaks with."""

from __future__ import annotations

from itertools import combinations, islice

import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.faces.embed import distance
from engine.lab.talking import people
from engine.settings import EngineSettings


def test_photos_of_an_operator_come_by_name_and_no_more_than_asked(tmp_path):
    """Whatever lies beside them is left alone."""
    (tmp_path / "ann").mkdir()
    for name, shade in (("ann/2.png", 20), ("ann/1.jpg", 10), ("bob.webp", 30)):
        Image.new("RGB", (8, 8), (shade, shade, shade)).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    shades = [int(photo[0, 0, 0]) for photo in people.photos(tmp_path, 2)]
    assert shades == [10, 20]


def test_the_astronauts_smile_is_taken_back_and_her_place_kept(astronaut_face):
    """Four people with one grin would be one test."""
    family = bases.families()["pocket"]
    smiling = people.geometry(
        astronaut_face.mesh.points,
        people.eye_transform(astronaut_face.mesh.points, people.SIDE, family.eyes_y, family.eye_distance),
        people.SIDE,
        astronaut_face.mesh.blendshapes,
    )
    calm = people.calm(astronaut_face.mesh, family)
    changed = np.flatnonzero(np.abs(calm - smiling) > 1e-6)
    assert set(changed) == {4, 5, 6, 7, 24, 25, 26, 27}  # corners of the mouth, and the four blendshapes
    assert calm[24] < 0.1 < smiling[24]


@pytest.mark.slow
def test_five_different_people(faces, weights_folder):
    """No two of them nearer than photos of one person mostly are; all can be animated."""
    settings = EngineSettings(weights=weights_folder, base="pocket", device="cpu", threads=1)
    shown = list(islice(people.portraits(faces, settings), 5))
    known = [faces.embed(one) for one in shown]
    assert min(distance(one, other) for one, other in combinations(known, 2)) > 0.5
    assert all(one.shape == (512, 512, 3) for one in shown)
