"""Head masks and crops (paper 2.1.1)."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.faces.parse import FACE_Y, PersonSegmenter, clean_background, crop_head, frame_by_eyes
from engine.faces.regions import hull

HAIR, RIGHT_HAIR, LEFT_HAIR = (40, 225), (80, 165), (70, 285)  # row, column
COLLAR, SUIT, SHUTTLE, FLAG, BACKDROP = (205, 225), (380, 150), (130, 410), (200, 30), (60, 345)


@pytest.fixture(scope="module")
def mask(faces, astronaut, astronaut_face):
    """Head of the astronaut."""
    return faces.head_mask(astronaut, astronaut_face)


def test_the_head_is_face_ears_and_hair(mask, astronaut, astronaut_face):
    """All of the face and the hair on every side of it."""
    assert mask.shape == astronaut.shape[:2]
    assert mask.dtype == np.float32
    assert 0 <= mask.min() <= mask.max() <= 1
    assert mask[hull(mask.shape, astronaut_face.mesh.oval, 0.95) > 0].mean() > 0.98
    for place in (HAIR, RIGHT_HAIR, LEFT_HAIR):
        assert mask[place] > 0.9


def test_neck_clothes_and_background_are_not_the_head(mask):
    """What would teach the adapter an orange suit stays out."""
    for place in (COLLAR, SUIT, SHUTTLE, FLAG, BACKDROP):
        assert mask[place] < 0.1
    assert mask[260:].max() < 0.1


def test_the_person_mask_shows_the_person(faces, astronaut):
    """Suit and head yes, backdrop no, and nearly nothing in a picture without anybody."""
    person = faces.people.person_mask(astronaut)
    assert person[HAIR] > 0.8
    assert person[SUIT] > 0.8
    assert person[BACKDROP] < 0.2
    assert faces.people.person_mask(np.full((256, 256, 3), 128, np.uint8)).mean() < 0.2


class _Mask:
    """A mask as mediapipe lends it: its memory is somebody else's as soon as it is let go."""

    def __init__(self) -> None:
        self._values = np.ones((4, 4, 1), np.float32)

    def numpy_view(self) -> np.ndarray:
        return self._values[:]

    def __del__(self) -> None:
        self._values[:] = -1


def test_a_mask_is_copied_while_it_lives(tmp_path):
    """Read after it was freed, it crashed the process now and then; the control shows that the fake notices."""
    people = PersonSegmenter(tmp_path)
    people._segmenter = SimpleNamespace(segment=lambda _: SimpleNamespace(confidence_masks=[_Mask()]))
    assert (people.person_mask(np.zeros((4, 4, 3), np.uint8)) == 1).all()
    freed = _Mask().numpy_view()
    assert (freed == -1).all()


def test_a_clean_background_has_one_colour_and_the_head_none_of_it(mask, astronaut):
    """The head keeps its pixels to the bit where the mask is sure."""
    grey = clean_background(astronaut, mask, (10, 200, 30))
    assert (grey[mask == 0] == (10, 200, 30)).all()
    assert np.array_equal(grey[mask == 1], astronaut[mask == 1])
    assert (clean_background(astronaut, mask)[BACKDROP] == 255).all()


@pytest.mark.parametrize("share", [0.35, 0.45])
def test_a_crop_has_the_published_proportions(faces, astronaut, astronaut_face, share):
    """Face centred from side to side, 0.35 to 0.45 of the side large."""
    crop, transform = crop_head(astronaut, astronaut_face.mesh, share=share, side=400)
    assert crop.shape == (400, 400, 3)
    left, top, right, bottom = faces.mesh(crop).box / 400
    assert max(right - left, bottom - top) == pytest.approx(share, abs=0.02)
    assert (left + right) / 2 == pytest.approx(0.5, abs=0.02)
    assert (top + bottom) / 2 == pytest.approx(FACE_Y, abs=0.02)
    moved = astronaut_face.mesh.points[:, :2] @ transform[:, :2].T + transform[:, 2]
    assert np.abs(moved - faces.mesh(crop).points[:, :2]).mean() < 3


def test_what_lies_outside_the_photo_is_filled(astronaut, astronaut_face):
    """A face at the photo's edge still gets a whole crop."""
    cut = np.ascontiguousarray(astronaut[:, :280])
    crop, _ = crop_head(cut, astronaut_face.mesh, side=200, fill=(1, 2, 3))
    assert (crop[:, -5:] == (1, 2, 3)).all()


@pytest.mark.parametrize("angle", [0, 20])
def test_framing_by_the_eyes_levels_them(faces, astronaut, astronaut_face, angle):
    """The embedded base knows one framing: eyes level at 0.44 of the height, 0.27 apart."""
    turn = cv2.getRotationMatrix2D(tuple(float(v) for v in astronaut_face.centre), angle, 1)
    tilted = cv2.warpAffine(astronaut, turn, (512, 512), borderMode=cv2.BORDER_REPLICATE)
    framed, transform = frame_by_eyes(tilted, faces.mesh(tilted), 256)
    right, left = faces.mesh(framed).eyes / 256
    assert left[0] - right[0] == pytest.approx(0.27, abs=0.012)
    assert [right[1], left[1]] == pytest.approx([0.44, 0.44], abs=0.012)
    assert (left[0] + right[0]) / 2 == pytest.approx(0.5, abs=0.012)
    assert transform.shape == (2, 3)


def test_framing_can_be_asked_for_otherwise(faces, astronaut, astronaut_face):
    """Other bases frame wider."""
    framed, _ = frame_by_eyes(astronaut, astronaut_face.mesh, 320, eyes_y=0.4, eye_distance=0.15)
    eyes = faces.mesh(framed).eyes / 320
    assert np.ptp(eyes[:, 0]) == pytest.approx(0.15, abs=0.01)
    assert eyes[:, 1].mean() == pytest.approx(0.4, abs=0.01)
