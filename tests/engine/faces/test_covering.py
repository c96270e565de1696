"""Is the face free?"""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.covering import cover_score, eyes_of
from engine.faces.quality import patch_of
from tests.engine.faces.altered import blurred, masked, painted_eyes, sunglasses


def seen(faces, rgb):
    """The head alone, as in a selfie; measured as the verdict does."""
    head = np.ascontiguousarray(rgb[20:270, 100:350])
    face = faces.largest(head)
    patch = patch_of(head, face.mesh)
    return eyes_of(patch, face.mesh), cover_score(patch, face.score)


def test_a_free_face_is_free(faces, astronaut):
    """Open eyes, nothing before the mouth."""
    eyes, cover = seen(faces, astronaut)
    assert not eyes.closed
    assert not eyes.dark
    assert cover < -2


def test_a_mask_is_seen_and_the_eyes_above_it_stay_open(faces, astronaut, astronaut_face):
    """The right thing is blamed."""
    eyes, cover = seen(faces, masked(astronaut, astronaut_face))
    assert cover > 0
    assert not eyes.dark


def test_dark_lenses_are_dark_eyes(faces, astronaut, astronaut_face):
    """Sunglasses hide what makes a person."""
    assert seen(faces, sunglasses(astronaut, astronaut_face))[0].dark


def test_eyes_painted_over_are_closed(faces, astronaut, astronaut_face):
    """No pupil, no contrast: as good as closed."""
    assert seen(faces, painted_eyes(astronaut, astronaut_face))[0].closed


def test_a_hand_of_the_same_colour_is_seen(faces, astronaut, astronaut_face):
    """Colour alone would let skin before skin pass."""
    hand = astronaut.copy()
    x, y = astronaut_face.mesh.points[13, :2].astype(int)
    skin = astronaut[y - 45 : y - 25, x + 22 : x + 34].mean(axis=(0, 1))
    cv2.ellipse(hand, (int(x), int(y)), (40, 28), 20, 0, 360, tuple(int(v) for v in skin), -1)
    area = slice(y - 40, y + 40), slice(x - 50, x + 50)
    hand[area] = cv2.GaussianBlur(hand, (0, 0), 1.2)[area]
    assert seen(faces, hand)[1] > 0


@pytest.mark.parametrize("smile", [0.0, 1.0])
def test_a_smile_may_squint(faces, astronaut, astronaut_face, smile):
    """Laughing people are not sent away; the same lids without a smile are."""
    eyes, _ = seen(faces, astronaut)
    squinting = type(eyes)(blink=0.66, smile=smile, darkest=0.3, range=0.5, lightest=1.0)
    assert squinting.closed == (smile == 0.0)


def test_a_little_blur_covers_nothing(faces, astronaut, astronaut_face):
    """Softness alone must not read as a cover."""
    assert seen(faces, blurred(astronaut, astronaut_face, 0.015))[1] < 0
