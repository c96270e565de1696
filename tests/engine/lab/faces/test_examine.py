"""The bench's own measuring: troubled photos are troubled as they say, samples are drawn by nobody's choice."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.attributes import Attributes
from engine.faces.images import save_clean
from engine.faces.types import Face
from engine.lab.faces import examine, synthetic_defects
from engine.tasks.inspect import run as inspect
from engine.tasks.inspect.request import InspectPhoto


def verdict_on(models, data, place):
    """What is said about a file with these bytes."""
    (place / "photo.bin").write_bytes(data)
    request = InspectPhoto(photo=place / "photo.bin", cleaned=place / "clean.png")
    return inspect.run(request, models, lambda step: None, lambda: False).problem


@pytest.fixture(scope="module")
def selfie(astronaut):
    """Her head alone, framed as a selfie."""
    return np.ascontiguousarray(astronaut[20:270, 100:350])


@pytest.mark.slow
def test_a_good_photo_with_one_trouble_is_refused_for_it(models, faces, selfie, tmp_path):
    """Each maker makes what it says; painted covers are the hardest to tell, so two may be missed."""
    mesh = faces.mesh(selfie)
    assert verdict_on(models, synthetic_defects.jpeg(selfie), tmp_path) is None
    said = {
        name: verdict_on(models, make(selfie, mesh), tmp_path) for name, (make, _) in synthetic_defects.MADE.items()
    }
    wrong = {name: problem for name, problem in said.items() if problem != synthetic_defects.MADE[name][1]}
    assert len(wrong) <= 2, wrong


def test_what_is_asked_about_twice_is_made():
    """A misspelt name would leave photos out."""
    assert set(synthetic_defects.TWICE) <= synthetic_defects.MADE.keys()


def test_only_labelled_grown_ups_are_asked_about(tmp_path):
    """File names carry age and gender; the order is by a hash, the same on every machine."""
    for name in ("17_0_0_a.jpg", "18_1_0_b.jpg", "44_0_2_c.jpg", "44_3_2_d.jpg", "x_0_0_e.jpg", "30.jpg"):
        (tmp_path / name).touch()
    rows = examine._labelled(tmp_path, 10)
    assert {(file.name, age, woman) for file, age, woman in rows} == {
        ("18_1_0_b.jpg", 18, True), ("44_0_2_c.jpg", 44, False)
    }  # fmt: skip
    assert rows == examine._labelled(tmp_path, 10)
    assert len(examine._labelled(tmp_path, 1)) == 1


class Reader:
    """Sees a woman of 44 in every picture but black ones."""

    def largest(self, rgb):
        return Face(box=np.array([0, 0, 9, 9], np.float32), score=1.0) if rgb.any() else None

    def attributes(self, rgb, face):
        return Attributes(woman=0.9, age=44.0)


def test_a_face_that_is_not_found_counts_as_wrong(tmp_path):
    """Leaving it out would flatter the figure."""
    for name, grey in (("45_1_0_a.png", 99), ("35_1_0_b.png", 99), ("45_0_0_c.png", 99), ("45_1_0_d.png", 0)):
        save_clean(np.full((20, 20, 3), grey, np.uint8), tmp_path / name)
    said = examine.attributes(Reader(), tmp_path)
    assert (said["aged"], said["aged_without_face"]) == (4, 1)
    assert said["gender_right"] == 0.5
    assert said["band_right"] == 0.5
    assert said["years_off"] == pytest.approx(11 / 3)


def test_a_tilt_is_measured_against_the_untilted_face(faces, astronaut, astronaut_face):
    """How she holds her head is no error; what is left over is a degree or two."""
    assert abs(examine._left_over(faces, astronaut, astronaut_face.mesh, 40.0)) < examine.CLOSE_ENOUGH
