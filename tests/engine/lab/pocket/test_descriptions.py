"""What the captions say of hair, glasses and background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.faces.face_quality import large_enough
from engine.faces.regions import from_lab, hull, lab
from engine.faces.types import RGB
from engine.lab.pocket import descriptions, glasses
from engine.lab.pocket.data import align
from engine.lab.pocket.descriptions import FIELDS, HAIR, LENGTHS, SPOKEN, Description, reader, words_of
from engine.lab.pocket.words import WORDS

Read = Callable[[RGB], Description]


@pytest.fixture(scope="module")
def read(weights_folder: Path) -> Read:
    """What describes."""
    return reader(weights_folder)


@pytest.fixture(scope="module")
def framed(astronaut: RGB, astronaut_face) -> RGB:
    """The astronaut as a training picture shows her, (128, 128, 3)."""
    return align(astronaut, astronaut_face.mesh.points)[0]


def test_she_is_described(read: Read, framed: RGB):
    """Short hair between brown and blond, of which nothing is said, and no glasses."""
    said = read(large_enough(framed))
    assert (said.hair, said.length, said.glasses) == ("", "short hair", "no")
    assert "glasses" not in said.words()


@pytest.mark.parametrize(
    ("dyed", "word"),
    [((12, 0, 0), "black hair"), ((32, 6, 14), "brown hair"), ((70, 0, 46), "blond hair"), ((55, 0, 1), "grey hair")],
)
def test_hair_is_named_by_its_colour(
    read: Read, faces, astronaut: RGB, astronaut_face, dyed: tuple[int, int, int], word: str
):
    """All of her but the face dyed, a third of its light and shade kept."""
    values = lab(astronaut)
    hair = (faces.people.person_mask(astronaut) > 0.5) & (hull(astronaut.shape, astronaut_face.mesh.oval) == 0)
    shade = 0.3 * (values[..., :1] - np.median(values[hair], axis=0)[0])
    made = np.where(hair[..., None], np.array(dyed) + shade * [1, 0, 0], values)
    picture = from_lab(made.astype(np.float32)).astype(np.uint8)
    assert read(large_enough(align(picture, astronaut_face.mesh.points)[0])).hair == word


@pytest.mark.parametrize(
    ("colour", "word"),
    [((250, 250, 250), "white background"), ((5, 5, 8), "dark background"), ((40, 70, 190), "blue background"),
     ((30, 120, 40), "green background"), ((190, 25, 30), "red background"), ((120, 120, 120), "grey background")],
)  # fmt: skip
def test_a_plain_background_is_named(
    read: Read, faces, astronaut: RGB, astronaut_face, framed: RGB, colour: tuple[int, int, int], word: str
):
    """The same person before six walls."""
    head = faces.people.person_mask(astronaut)[..., None] > 0.5
    before = np.where(head, astronaut, np.array(colour, np.uint8))
    said = read(large_enough(align(before, astronaut_face.mesh.points)[0]))
    assert said.background == word


def test_glasses_put_on_her_are_seen(astronaut: RGB, astronaut_face, framed: RGB):
    """Large round ones, as they sit, below the pupils: the score goes from "none" to "sure", at both sizes."""
    assert glasses.score(framed) < glasses.NONE
    mesh, worn = astronaut_face.mesh, astronaut.copy()
    width = np.ptp(mesh.oval[:, 0])
    for x, y in mesh.eyes:
        centre = (int(x), int(y + 0.06 * width))
        cv2.ellipse(worn, centre, (int(0.22 * width), int(0.17 * width)), 0, 0, 360, (20, 20, 20), 3, cv2.LINE_AA)
    worn = align(worn, mesh.points)[0]
    assert glasses.score(worn) > glasses.SURE
    assert glasses.score(large_enough(worn)) > glasses.SURE


def test_nobody_is_not_described(read: Read):
    """A grey picture has no hair."""
    assert read(np.full((256, 256, 3), 128, np.uint8)) == Description()


def test_every_word_is_one_the_base_knows():
    """Spelt in letters it would be learnt badly."""
    spoken = {word for names in SPOKEN.values() for name in names for word in name.split()}
    assert spoken <= set(WORDS)


def test_a_bald_head_has_no_length_and_nothing_is_said_of_what_is_missing():
    """Records and words are the same thing."""
    row = np.zeros(1, FIELDS)[0]
    assert words_of(row) == ()
    row["hair"], row["length"] = HAIR.index("bald"), LENGTHS.index("short hair")
    row["glasses"] = descriptions.GLASSES.index("no")
    assert words_of(row) == ("bald",)
    assert Description(hair="grey hair", length="long hair", glasses="glasses").words() == (
        "grey hair", "long hair", "glasses")  # fmt: skip


def test_the_fit_tells_two_kinds_apart_on_what_it_did_not_see():
    """The figures of the command are of pictures each fit was kept from."""
    rng = np.random.default_rng(0)
    worn = np.arange(80) < 20
    seen = rng.normal(size=(80, 60))
    noise = glasses.unseen_scores(seen, worn)
    assert abs(noise[worn].mean() - noise[~worn].mean()) < 0.6
    seen[worn, 0] += 4
    scores = glasses.unseen_scores(seen, worn)
    assert scores[worn].mean() > scores[~worn].mean() + 0.9
