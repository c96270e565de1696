"""Looks: different from the photo and from each other, the same at every size."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest

from engine.faces.types import RGB
from engine.styles.looks import LOOKS


@pytest.fixture(scope="module")
def photo(astronaut: RGB) -> RGB:
    """Head and shoulders, (256, 256, 3)."""
    return np.ascontiguousarray(cv2.resize(astronaut[0:260, 90:350], (256, 256), interpolation=cv2.INTER_AREA))


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_keeps_the_form_of_the_picture(photo: RGB, name: str):
    """It is used on selfies of every size before fusion."""
    made = LOOKS[name](photo)
    assert made.shape == photo.shape
    assert made.dtype == np.uint8


def test_looks_differ_from_the_photo_and_from_each_other(photo: RGB):
    """Two styles nobody can tell apart would be one style."""
    pictures = {"photo": photo, **{name: look(photo) for name, look in LOOKS.items()}}
    for (one, first), (other, second) in itertools.combinations(pictures.items(), 2):
        apart = np.abs(first.astype(int) - second).mean()
        assert apart > 8, f"{one} and {other} differ by {apart:.1f} levels"


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_is_alike_at_both_sizes(photo: RGB, name: str):
    """The adapter learnt it at 128 px, the selfie gets it at several hundred."""
    small = cv2.resize(photo, (128, 128), interpolation=cv2.INTER_AREA)
    shrunk = cv2.resize(LOOKS[name](photo), (128, 128), interpolation=cv2.INTER_AREA)
    apart = np.abs(cv2.GaussianBlur(shrunk, (0, 0), 3).astype(int) - cv2.GaussianBlur(LOOKS[name](small), (0, 0), 3))
    assert apart.mean() < 16
