"""The gallery of ready templates: each there as data and as a picture, small, labelled, with its places."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engine.lab.templates.make import CAST, MOST_BYTES, NotAsPromisedError, encoded
from engine.safety.examine import made_here
from engine.safety.origin import MADE_BY_A_MODEL
from engine.safety.provenance import source_type
from engine.templates import HERE, Gallery
from engine.templates.layout import load

PICTURES = list(Gallery().all.values())
ALL = 1_500_000  # bytes of all pictures together


def test_table_and_folder_hold_the_same_templates():
    """None is offered that is not there, and none lies there that is never offered."""
    names = set(Gallery().names())
    assert {file.stem for file in HERE.glob("*.jpg")} == names
    assert {file.stem for file in HERE.glob("*.toml")} - {"gallery"} == names


def test_there_are_templates_for_one_to_four_people():
    """Several people is what many come for; twenty are promised."""
    sizes = Gallery().sizes()
    assert list(sizes) == [1, 2, 3, 4]
    assert min(sizes.values()) >= 3
    assert sum(sizes.values()) >= 20
    assert "duo" in [one.name for one in Gallery().with_faces(2)]


def test_a_name_is_found_however_it_is_written():
    """People type."""
    assert Gallery().get(" Photo-Booth") is None
    assert Gallery().get("BOOTH").faces == 4


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_every_template_has_the_places_it_promises_at_a_thousand_pixels(picture):
    """What is shown as for three takes three; heads lie within the page and apart from each other."""
    layout = load(picture.source)
    assert layout.faces == picture.faces
    assert max(layout.width, layout.height) >= 1024
    heads = [layout.head(number) for number in range(1, layout.faces + 1)]
    for left, top, right, bottom in heads:
        assert left > -0.05
        assert top > 0
        assert right < 1.05
        assert bottom < 1
    middles = [((a + c) / 2 * layout.width, (b + d) / 2 * layout.height) for a, b, c, d in heads]
    apart = [np.hypot(a[0] - b[0], a[1] - b[1]) for k, a in enumerate(middles) for b in middles[:k]]
    assert min(apart, default=1000) > 100
    assert len(CAST.get(picture.name, ("one",))) == picture.faces


def test_all_pictures_together_are_small():
    """They are in every copy of the program."""
    assert sum(picture.file.stat().st_size for picture in PICTURES) <= ALL


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_every_picture_is_small_and_says_that_it_was_generated(picture):
    """In the file and in the pixels."""
    assert picture.file.stat().st_size <= MOST_BYTES
    assert source_type(picture.file) == MADE_BY_A_MODEL
    assert made_here(np.asarray(Image.open(picture.file).convert("RGB")))


def test_what_does_not_fit_is_not_written():
    """Noise cannot be pressed into 53 KB."""
    with pytest.raises(NotAsPromisedError):
        encoded(np.random.default_rng(1).integers(0, 255, (512, 512, 3), np.uint8))
