"""How drawn pictures are judged."""

from __future__ import annotations

import numpy as np

from engine.bases import families
from engine.diffusion.pipeline import GenerationRequest
from engine.faces.types import RGB
from engine.lab.pocket.descriptions import SPOKEN, Description
from engine.lab.pocket.judge import asked, frechet, obeyed


def test_the_wishes_go_evenly_through_everything():
    """A figure over 24 pictures weighs men and women, ages and smiles alike."""
    wishes = list(asked(24))
    assert len({(looks.gender, looks.age_band, smiling) for looks, smiling in wishes}) == 12
    assert sum(looks.gender == "woman" for looks, _ in wishes) == 12
    assert sum(smiling for _, smiling in wishes) == 12


def test_two_sets_of_one_kind_are_near_and_of_two_kinds_far():
    """The distance is small for chance and grows with what differs, mean or spread."""
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(2, 400, 16))
    chance = frechet(first, second)
    assert 0 <= chance < 0.5
    assert frechet(first, second + 1) > 16
    assert frechet(first, second * 3) > 20 * chance


class Willing:
    """A painter whose pictures are as bright as the wish is long, and who forgets one word."""

    family = families()["pocket"]

    def __init__(self, forgets: str) -> None:
        self.forgets, self.drawn = forgets, 0

    def use(self, **_: object) -> None:
        """Nothing to switch."""

    def draw(self, shots: list[GenerationRequest], batch: int) -> list[RGB]:
        """Paint the number of the word that was asked for, 0 where none was."""
        self.drawn += len(shots)
        return [np.full((128, 128, 3), self._number(shot.prompt), np.uint8) for shot in shots]

    def _number(self, text: str) -> int:
        asked = [number for number, (_, word) in enumerate(EVERY, 1) if text.endswith(f", {word}")]
        return asked[0] if asked and EVERY[asked[0] - 1][1] != self.forgets else 0


EVERY = [(field, word) for field, words in SPOKEN.items() for word in words]


def _read(picture: RGB) -> Description:
    number = int(picture[0, 0, 0])
    return Description(**dict([EVERY[number - 1]])) if number else Description(background="dark background")


def test_words_are_read_back_beside_what_is_there_without_them():
    """A word that does nothing counts as missed, and one that is seen anyway is told as seen anyway."""
    pipeline = Willing(forgets="glasses")
    told = obeyed(pipeline, _read, each=4)
    assert (told["said_hair"], told["said_length"], told["said_background"]) == (1, 1, 1)
    assert (told["said_glasses"], told["unsaid_glasses"], told["unsaid_hair"]) == (0, 0, 0)
    assert told["unsaid_background"] == 1 / len(SPOKEN["background"])
    assert pipeline.drawn == 4 * (len(EVERY) + 2)  # each word once, and the control for all and for men alone
