"""A face in a template against the photo it is of: light, place and size may differ, nothing else."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas.swap.exchange import exchange
from engine.canvas.swap.judge import SPOT, TINT
from engine.canvas.swap.own import Own, own
from engine.canvas.swap.types import Means
from engine.faces.regions import face_units
from engine.lab.tasks import spoils


@pytest.fixture(scope="module")
def seen(there, made, toned):
    """What is seen of a picture at her place, made of somebody darker."""

    def said(rgb) -> Own:
        return own(there, replace(made, rgb=rgb), toned(0.33))

    return said


def test_a_good_face_is_like_its_photo(made, seen):
    """Another tone, another light, another sharpness."""
    good = seen(made.rgb)
    assert good.alike > 0.95
    assert good.even > 0.75
    assert good.spot < 0.2


def test_light_from_one_side_is_no_fault(made, seen):
    """A template's lamp may stand anywhere: half of the light on one cheek."""
    x, _ = face_units(made.face.shape, made.points)
    lit = (made.rgb * np.clip(0.75 - 0.6 * x, 0.45, 1.05)[..., None]).clip(0, 255).astype(np.uint8)
    good = seen(lit)
    assert good.alike > 0.93
    assert good.even > 0.6
    assert good.spot < 0.3


def test_a_face_softer_all_over_is_even(made, seen):
    """Small faces of a template are: only what melts in one place is uneven."""
    soft = seen(cv2.GaussianBlur(made.rgb, (0, 0), 1.0))
    assert soft.even > 0.6
    assert soft.alike > 0.93
    assert seen(spoils.half(None, made)).even < 0.45


@pytest.mark.parametrize("kind", ["double", "tilted", "aside", "small", "large"])
def test_lines_that_lie_elsewhere_are_unlike(there, made, seen, kind: str):
    """Each of them is sharp, of the right tone, and hers."""
    assert seen(spoils.SPOILS[kind](there, made)).alike < 0.9


def test_bands_of_grey_are_of_another_tint(there, made, seen):
    """On skin as light as they are only their colour tells."""
    assert seen(made.rgb).tint < 0.17
    assert seen(spoils.bands(there, made)).tint > 0.18


@pytest.mark.parametrize(
    ("ink", "laid_on"), [((1.0, 1.0, 1.0), 0.22), ((1.0, 0.88, 0.7), 0.12), ((0.5, 0.75, 1.0), 0.22)]
)
def test_a_print_is_to_be_of_its_ink_and_not_of_the_photos_colours(there, made, toned, ink, laid_on: float):
    """Every stamp and newspaper was refused for the red that lips have lost; a face in colours on it is the fault.

    Sepia has nearly the colour of skin: laid on it hers is told less, and seen less.
    """
    grey = cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY)[..., None]
    one = (grey * np.array(ink)).astype(np.uint8)
    place = replace(there, head=replace(there.head, rgb=one, cut=replace(there.head.cut, colour=one)))
    printed = exchange(place, toned(0.33), Means())
    laid = np.where(made.face[..., None] > 0.3, made.rgb, printed.rgb)
    assert own(place, printed, toned(0.33)).tint < 0.1 < TINT
    assert own(place, replace(printed, rgb=laid), toned(0.33)).tint > laid_on


@pytest.mark.parametrize("kind", ["stain", "moustache", "erased"])
def test_what_is_on_the_face_alone_is_a_spot(there, made, seen, kind: str):
    """Nothing of the photo is there, and no lamp makes such a thing."""
    assert seen(spoils.SPOILS[kind](there, made)).spot > 0.3


def test_a_print_is_no_darker_than_its_ink(there, made, toned):
    """Brows and beards of a photo are darker than any ink: as pale as it they are no stains. A true stain still is."""
    grey = cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY)[..., None]
    pale = (90 + 0.6 * grey).astype(np.uint8).repeat(3, 2)
    place = replace(there, head=replace(there.head, rgb=pale, cut=replace(there.head.cut, colour=pale)))
    printed = exchange(place, toned(0.33), Means())
    printed = replace(printed, rgb=np.maximum(printed.rgb, int(np.percentile(pale, 1))))
    stained = replace(printed, rgb=spoils.stain(there, printed))
    assert own(place, printed, toned(0.33)).spot < SPOT < own(place, stained, toned(0.33)).spot
