"""The gallery of free templates: every picture is there, small, labelled, and has the faces it promises."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engine.faces import templates
from engine.lab.templates.make import MOST_BYTES, NotAsPromisedError, check, encoded
from engine.lab.templates.sheet import Person, Sheet
from engine.safety.origin import MADE_BY_A_MODEL
from engine.safety.provenance import detect_watermark, source_type
from engine.templates import HERE, Gallery

PICTURES = list(Gallery().all.values())
MARKED = 0.9


def test_table_and_folder_hold_the_same_pictures():
    """None is offered that is not there, and none lies there that is never offered."""
    assert {file.stem for file in HERE.glob("*.jpg")} == set(Gallery().names())


def test_there_are_pictures_for_one_to_four_people():
    """Several people is what many come for."""
    sizes = Gallery().sizes()
    assert list(sizes) == [1, 2, 3, 4]
    assert min(sizes.values()) >= 3
    assert [one.name for one in Gallery().with_faces(2)] == ["duo", "hearts", "call"]


def test_a_name_is_found_however_it_is_written():
    """People type."""
    assert Gallery().get(" Photo-Booth") is None
    assert Gallery().get("BOOTH").faces == 4


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_every_picture_is_small_and_says_that_it_was_generated(picture):
    """In the file and in the pixels."""
    assert picture.file.stat().st_size <= MOST_BYTES
    assert source_type(picture.file) == MADE_BY_A_MODEL
    assert detect_watermark(np.asarray(Image.open(picture.file).convert("RGB"))) > MARKED


@pytest.mark.slow
@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_every_face_of_every_picture_can_be_redrawn(faces, picture):
    """A gallery picture never ends in an error."""
    found = templates.spots(faces, faces.load(picture.file))
    assert [spot.problem for spot in found] == [""] * picture.faces


def test_a_picture_with_another_number_of_faces_is_not_written(faces, astronaut):
    """The control of the claim above: one face is not two."""
    check(faces, "astronaut", encoded(np.ascontiguousarray(astronaut[:400])), 1)
    with pytest.raises(NotAsPromisedError, match="1 faces instead of 2"):
        check(faces, "astronaut", encoded(np.ascontiguousarray(astronaut[:400])), 2)


def test_what_does_not_fit_is_not_written():
    """Noise cannot be pressed into 60 KB."""
    with pytest.raises(NotAsPromisedError):
        encoded(np.random.default_rng(1).integers(0, 255, (512, 512, 3), np.uint8))


def test_a_person_is_put_where_the_eyes_are_to_be_and_only_into_the_window():
    """Two eyes drawn as dots, turned and enlarged; outside the window nothing changes."""
    rgb = np.full((100, 100, 3), 100, np.uint8)
    rgb[38:43, 28:33], rgb[38:43, 68:73] = 255, 255
    sheet = Sheet(200, 160, (10, 10, 10))
    window = sheet.rounded((40, 20, 160, 140))
    sheet.person(Person(rgb=rgb, eyes=np.array([[30, 40], [70, 40]], np.float32)), (100, 80), 60, window, angle=90)
    done = sheet.done().astype(int)
    assert done[50, 100].min() > 200 < done[110, 100].min()  # one above the other now
    assert abs(done[80, 100].mean() - 100) < 15
    assert done[:15].max() < 20
