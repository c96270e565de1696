"""Age, gender and the trigger word (paper 2.1.2, table 1)."""

from __future__ import annotations

import pytest

from engine.faces.attributes import TRIGGER_WORDS, Attributes, age_band, summed, trigger_word
from engine.tasks.inspect.request import Looks


def test_the_astronaut_is_a_grown_woman(faces, astronaut, astronaut_face):
    """She was 42 when the photo was taken; the estimate is known to be some years off."""
    seen = faces.attributes(astronaut, astronaut_face)
    assert seen.woman > 0.8
    assert 25 < seen.age < 50


@pytest.mark.parametrize(
    ("age", "band"),
    [(18.0, "young"), (19.9, "young"), (20.0, "adult"), (39.9, "adult"), (40.0, "mature"), (90.0, "mature")],
)
def test_age_bands_are_those_of_table_1(age, band):
    """0 to 20, 20 to 40, over 40."""
    assert age_band(age) == band


def test_one_odd_photo_does_not_change_the_gender():
    """All photos are summed, as complaints about single ones ask for."""
    photos = [Attributes(woman=0.1, age=30), Attributes(woman=0.2, age=34), Attributes(woman=0.8, age=26)]
    looks = summed(photos, ["smiling"])
    assert looks == Looks(gender="man", age_band="adult", age=30.0, tags=("smiling",))


def test_nothing_cannot_be_summed():
    """An enrolment without a photo is an error elsewhere, not a default person."""
    with pytest.raises(ValueError, match="no photo"):
        summed([])


def test_every_band_and_gender_has_one_trigger_word():
    """Six different phrases, none of which names a child."""
    words = {
        trigger_word(Looks(gender=gender, age_band=band, age=30))
        for gender in ("man", "woman")
        for band in ("young", "adult", "mature")
    }
    assert words == set(TRIGGER_WORDS.values())
    assert len(words) == 6
    assert not any(word in phrase for phrase in words for word in ("boy", "girl", "child"))
