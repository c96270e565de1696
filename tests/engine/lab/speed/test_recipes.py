"""What the lines of two recipes beside each other say, and by which rule one takes the other's place."""

from __future__ import annotations

import numpy as np
import pytest

from engine import bases
from engine.lab.speed.recipes import RECIPE, UNTRAINED, candidate, seen_as, table, verdict

RECIPES = {"P001": 0.39, "P002": 0.37}


def _row(who: str, seed: int, way: str, distance: float) -> dict:
    told = {"who": who, "seed": seed, "way": way, "distance": distance, "first": 1.0, "eyes": 1.0}
    return told if way == UNTRAINED else told | {"seconds": 80.0 if way == RECIPE else 40.0}


def test_a_candidate_is_the_recipe_but_for_what_is_said():
    """Steps are the same for any number of photos; everything else is the recipe's."""
    usual = bases.families()["pocket"].face
    made = candidate(usual, "96x4r2")
    assert (made.min_steps, made.max_steps, made.up_rate, made.likeness_rows) == (96, 96, 4.0, 2)
    assert (made.rank, made.learning_rate, made.batch) == (usual.rank, usual.learning_rate, usual.batch)
    larger = candidate(usual, "96x4r2b8")
    assert (larger.batch, larger.likeness_rows, larger.max_steps) == (8, 2, 96)


@pytest.mark.parametrize(
    ("worse", "passes"),
    [
        ((0.0, 0.0), True),
        ((0.018, -0.018), True),
        ((0.0049, 0.0049), True),
        ((0.006, 0.006), False),
        ((0.021, -0.1), False),
    ],
)
def test_neither_the_mean_nor_anybody_may_be_much_worse(worse: tuple[float, float], passes: bool):
    """A gain for one person does not pay for what another one loses."""
    found = {who: value + more for (who, value), more in zip(RECIPES.items(), worse, strict=True)}
    assert verdict(RECIPES, found) is passes


def test_the_table_compares_what_both_learnt():
    """A person whose second recipe has not run yet has no line, and says nothing in the verdict."""
    rows = [_row("P001", seed, way, value) for seed in (0, 1) for way, value in
            ((UNTRAINED, 0.5), (RECIPE, 0.39), ("96x4r2", 0.39 + 0.008 * seed))]  # fmt: skip
    rows += [_row("P002", 0, way, 0.3) for way in (UNTRAINED, RECIPE)]
    said = table(rows, "96x4r2")
    assert "| P001, 1 | 0.500 | 0.390 | 0.398 | 100% / 100% / 100% | 100% / 100% / 100% | 80 / 40 | 0.50 |" in said
    assert "P002" not in said
    assert "each person's: {'P001': 0.004}" in said
    assert said.endswith("passes: True")


def test_a_second_opinion_looks_at_what_tells_people_apart():
    """What all have in common says nothing; who is nearer to somebody else is not seen as themselves."""
    known = {"P001": np.array([5.0, 1.0, 0.0]), "P002": np.array([5.0, 0.0, 1.0])}
    alike, first = seen_as(np.array([[5.0, 0.9, 0.1], [5.0, 0.1, 0.9]]), known, "P001")
    assert alike == pytest.approx(0.0)
    assert first == 0.5
    assert seen_as(np.array([[5.0, 3.0, 0.0]]), known, "P001") == (pytest.approx(0.832, abs=1e-3), 1.0)
