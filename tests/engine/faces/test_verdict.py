"""Every reason to refuse a photo, each at its border."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.faces import verdict
from engine.faces.attributes import Attributes
from engine.faces.covering import Eyes
from engine.faces.genuine import Doubt
from engine.faces.quality import Light
from engine.faces.types import Face, Mesh
from engine.tasks.inspect.request import PhotoProblem, Scored


def mesh(yaw: float = 0.0, pitch: float = 0.0) -> Mesh:
    c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    e, t = np.cos(np.radians(pitch)), np.sin(np.radians(pitch))
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = np.array([[1, 0, 0], [0, e, -t], [0, t, e]]) @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return Mesh(points=np.zeros((478, 3), np.float32), blendshapes={}, matrix=matrix)


def face(side: float = 200, shape: Mesh | None = None) -> Face:
    return Face(box=np.array([0, 0, side, side], np.float32), score=1.5, mesh=shape or mesh())


def sight(**changes: object) -> verdict.Sight:
    """A perfect look, but for the changes."""
    good = verdict.Sight(
        face=face(),
        softness=0.65,
        light=Light(bright=180, glare=0.0, even=0.9),
        eyes=Eyes(blink=0.1, smile=0.2, darkest=0.3, range=0.5, lightest=1.0),
        cover=-3.0,
        labels={},
    )
    return replace(good, **changes)


def seen(score: float | None, age: float = 30.0) -> Attributes:
    """What is read of a face with that score of the age gate."""
    return Attributes(woman=0.5, age=age, grown=score)


def away(apart: float) -> np.ndarray:
    """An embedding at that distance from the zero embedding."""
    out = np.zeros(128, np.float32)
    out[0] = apart
    return out


def test_one_free_face_passes():
    """No problem is None."""
    assert verdict.of_picture(0.01, [face()]) is None
    assert verdict.of_sight(sight()) is None
    assert verdict.of_age(seen(2.0)) is None
    assert verdict.of_person(away(0.0), [], "0" * 16, []) is None


@pytest.mark.parametrize(
    ("nude", "found", "problem"),
    [
        (0.5, [face()], PhotoProblem.NUDITY),
        (0.49, [face()], None),
        (0.9, [], PhotoProblem.NUDITY),
        (0.0, [], PhotoProblem.NO_FACE),
        (0.0, [face(), face()], PhotoProblem.SEVERAL_FACES),
        (0.0, [face(verdict.SMALLEST_FACE - 1)], PhotoProblem.FACE_TOO_SMALL),
        (0.0, [face(verdict.SMALLEST_FACE)], None),
        (0.0, [Face(box=np.array([0, 0, 200, 200], np.float32), score=0.9)], PhotoProblem.COVERED),
    ],
)
def test_the_picture_is_judged_first(nude, found, problem):
    """Nudity before everything, then how many people, then how large."""
    assert verdict.of_picture(nude, found) == problem


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"face": face(shape=mesh(yaw=47))}, PhotoProblem.TURNED_AWAY),
        ({"face": face(shape=mesh(yaw=-47))}, PhotoProblem.TURNED_AWAY),
        ({"face": face(shape=mesh(pitch=37))}, PhotoProblem.TURNED_AWAY),
        ({"face": face(shape=mesh(yaw=43))}, None),
        ({"light": Light(bright=80, glare=0, even=0.9)}, PhotoProblem.BAD_LIGHT),
        ({"light": Light(bright=255, glare=0.3, even=0.9)}, PhotoProblem.BAD_LIGHT),
        ({"light": Light(bright=180, glare=0, even=0.2)}, PhotoProblem.BAD_LIGHT),
        ({"light": Light(bright=100, glare=0.1, even=0.4)}, None),
        ({"softness": 0.86}, PhotoProblem.BLURRED),
        ({"softness": 0.84}, None),
        ({"cover": 0.1}, PhotoProblem.COVERED),
        ({"labels": {"sunglass": 0.4}}, PhotoProblem.COVERED),
        ({"labels": {"sunglass": 0.2}}, None),
        ({"eyes": Eyes(blink=0.1, smile=0, darkest=0.3, range=0.5, lightest=0.5)}, PhotoProblem.COVERED),
        ({"eyes": Eyes(blink=0.7, smile=0, darkest=0.3, range=0.5, lightest=1)}, PhotoProblem.EYES_CLOSED),
        ({"eyes": Eyes(blink=0.1, smile=0, darkest=0.8, range=0.1, lightest=1)}, PhotoProblem.EYES_CLOSED),
    ],
)
def test_the_face_is_judged_by_what_hides_it(changes, problem):
    """Each threshold on both of its sides."""
    assert verdict.of_sight(sight(**changes)) == problem


def test_a_dark_blurred_photo_is_dark():
    """One advice at a time, the one that helps most."""
    spoilt = sight(softness=0.95, light=Light(bright=30, glare=0, even=0.9), cover=2.0)
    assert verdict.of_sight(spoilt) == PhotoProblem.BAD_LIGHT


def test_who_seems_under_age_is_refused():
    """The gate's score decides, whatever the age in years says; where there is none, the years do, with a margin."""
    assert verdict.of_age(seen(-0.01, age=60)) == PhotoProblem.UNDER_AGE
    assert verdict.of_age(seen(0.0, age=12)) is None
    assert verdict.GROWN_UP > 18
    assert verdict.of_age(seen(None, age=verdict.GROWN_UP - 0.5)) == PhotoProblem.UNDER_AGE
    assert verdict.of_age(seen(None, age=verdict.GROWN_UP)) is None


def test_a_second_photo_decides_with_the_first_one():
    """An adult who was refused by a little gets in with the next photo; a child who was lucky once does not."""
    assert verdict.of_age(seen(1.5), [-0.6]) is None
    assert verdict.of_age(seen(0.4), [-3.0]) == PhotoProblem.UNDER_AGE
    assert verdict.of_age(seen(2.0), [-3.0, 2.0]) is None
    assert verdict.of_age(seen(-0.4), [3.0, 3.0]) == PhotoProblem.UNDER_AGE  # this photo itself still has to pass


def test_an_admins_word_counts_but_for_clear_children():
    """Somebody who vouches for an adult does not open the door to any photo."""
    assert verdict.of_age(seen(-1.0), vouched=True) is None
    assert verdict.of_age(seen(-1.0)) == PhotoProblem.UNDER_AGE
    assert verdict.of_age(seen(-4.0), vouched=True) == PhotoProblem.UNDER_AGE


def test_only_photos_of_the_same_person_count_together():
    """A child among the photos of its parent does not take the parent's right, nor the other way round."""
    scores = [Scored(grown=-2.0, embedding=tuple(away(0.3))), Scored(grown=5.0, embedding=tuple(away(0.9)))]
    assert verdict.scores_of(away(0.0), scores) == [-2.0]


@pytest.mark.parametrize(
    ("own", "known", "hashes", "problem"),
    [
        ("ffff" + "0" * 60, [], ["ffff" + "0" * 56 + "3fff"], PhotoProblem.DUPLICATE),  # 14 bits apart
        ("ffff" + "0" * 60, [], ["ffff" + "0" * 56 + "ffff"], None),  # 16 bits apart
        ("0" * 64, [], ["0" * 16], None),  # a hash of an older program says nothing
        ("0" * 16, [away(0.10)], [], PhotoProblem.DUPLICATE),  # cropped anew: another hash, the same face to a hair
        ("0" * 16, [away(0.30)], ["f" * 16], None),
        ("0" * 16, [away(0.59)], [], None),
        ("0" * 16, [away(0.61)], [], PhotoProblem.OTHER_PERSON),
        ("0" * 16, [away(0.56)] * 2, [], PhotoProblem.OTHER_PERSON),
        ("0" * 16, [away(0.53)] * 5, [], PhotoProblem.OTHER_PERSON),
        ("0" * 16, [away(0.50)] * 5, [], None),
    ],
)
def test_the_photos_before_are_compared(own, known, hashes, problem):
    """The same picture by hash or by face, another person by the distance to the mean of those accepted."""
    assert verdict.of_person(away(0.0), known, own, hashes) == problem


def test_one_outlier_among_the_known_does_not_lock_its_owner_out():
    """The mean decides, not the furthest photo."""
    known = [away(0.3), away(0.3), away(0.3), away(0.9)]
    assert verdict.of_person(away(0.0), known, "0" * 16, []) is None


def test_a_face_no_mesh_fits_is_hidden_or_smeared():
    """What to try next differs: take the hand away, or hold still."""
    bare = Face(box=np.array([0, 0, 100, 100], np.float32), score=1.0)
    assert verdict.of_picture(0.0, [bare], 0.7) == PhotoProblem.COVERED
    assert verdict.of_picture(0.0, [bare], 0.9) == PhotoProblem.BLURRED


def test_what_is_no_photo_is_refused_as_such():
    """Before it is asked whether sunglasses are worn: a cartoon's eyes are flat."""
    drawn, screen = Doubt(drawn=0.1, raster=0.0), Doubt(drawn=-1.0, raster=9.0)
    assert verdict.of_sight(sight(doubt=drawn, cover=1.0)) == PhotoProblem.DRAWN
    assert verdict.of_sight(sight(doubt=screen)) == PhotoProblem.REPHOTOGRAPHED
    assert verdict.of_sight(sight(hand=True)) == PhotoProblem.COVERED
    assert verdict.of_sight(sight(doubt=Doubt(drawn=-0.1, raster=4.4))) is None
