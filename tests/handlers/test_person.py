"""What is understood about a person (paper 2.1.2, table 1)."""

from __future__ import annotations

import pytest

from engine.faces.attributes import MATURE_FROM
from handlers import person
from handlers.text import Translator

SAY = Translator().words("en")


def _photo(gender: str, age: float, band: str = "adult", tags: tuple[str, ...] = ()) -> dict:
    return {"gender": gender, "age": age, "age_band": band, "tags": list(tags)}


def test_gender_and_age_are_summed_over_all_photos():
    """One misread photo of three changes nothing."""
    looks: dict = {}
    for photo in (_photo("woman", 30), _photo("man", 33), _photo("woman", 36)):
        looks = person.with_photo(looks, photo, 0.5)
    assert looks["gender"] == "woman"
    assert looks["age"] == 33


def test_a_tie_is_decided_by_the_best_photo():
    """Two photos that disagree: the sharper one knows better."""
    looks = person.with_photo({}, _photo("woman", 30), 0.4)
    looks = person.with_photo(looks, _photo("man", 40, "mature", ("glasses",)), 0.9)
    assert looks["gender"] == "man"
    assert looks["tags"] == ["glasses"]


def test_the_owner_is_always_right():
    """A correction wins over every photo, also over those that come later."""
    looks = {**person.with_photo({}, _photo("man", 30), 0.4), "corrected": {"gender": "woman"}}
    looks = person.with_photo(looks, _photo("man", 30), 0.9)
    assert person.corrected(looks)["gender"] == "woman"
    assert "a woman" in person.describe(SAY, looks)


def test_nobody_of_43_is_called_old():
    """ "An older man, about 43 years old", it said, and "une personne âgée": the years alone are enough."""
    looks = person.with_photo({}, _photo("man", 43, "mature"), 0.4)
    assert person.describe(SAY, looks) == "**a man**, about 43 years old"


@pytest.mark.parametrize("locale", Translator().locales)
def test_the_last_of_three_ages_says_where_it_begins(locale):
    """By the engine's own number, on the button and in the sentence."""
    say = Translator().words(locale)
    for key in ("button-mature", *(f"looks-{gender}-mature" for gender in person.GENDERS)):
        assert str(MATURE_FROM) in say(key)


def test_a_corrected_age_band_hides_the_guessed_years():
    """ "A man aged 40 or over, about 34 years old" would mock the correction."""
    looks = {**person.with_photo({}, _photo("man", 34), 0.4), "corrected": {"age_band": "mature"}}
    assert person.describe(SAY, looks) == "**a man aged 40 or over**"
