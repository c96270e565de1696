"""The correction by skin is chosen where it helps, and only as far as adults allow."""

from __future__ import annotations

import numpy as np

from engine.lab.faces import grown_by_skin
from engine.lab.faces.grown import ADULT, CHILD, YOUTH, Table

EACH = 200


def table() -> tuple[Table, np.ndarray, np.ndarray]:
    """Return invented photos of both skins, their scores, and how dark each is read; dark minors score 1 higher."""
    chance = np.random.default_rng(3)
    names, groups, scores, dark = [], [], [], []
    for group, years, middle in ((CHILD, 8, -3.0), (YOUTH, 15, -1.0), (ADULT, 40, 5.0)):
        for race in "01":
            for number in range(EACH):
                names.append(f"utk/{years}_0_{race}_{number}.jpg")
                groups.append(group)
                dark.append(float(race == "1"))
                scores.append(middle + chance.normal(0, 0.5) + (race == "1" and group != ADULT))
    data = Table(
        values=np.zeros((len(names), 2), np.float32),
        groups=np.array(groups),
        fitting=np.zeros(len(names), bool),
        names=np.array(names),
    )
    return data, np.array(scores), np.array(dark, np.float32)


def test_where_dark_minors_pass_more_often_the_border_is_moved_for_them():
    """With the same scores for everybody it stays where it is for both (control)."""
    data, scores, dark = table()
    everybody = np.ones(len(scores), bool)
    found = grown_by_skin.chosen(data, scores, dark, everybody)
    assert found is not None
    moved = scores - found[0] - found[1] * dark
    of_dark = grown_by_skin.of_skin(data, "dark skin")
    assert grown_by_skin.passed(data, moved, of_dark, YOUTH) < grown_by_skin.passed(data, scores, of_dark, YOUTH) / 2
    assert grown_by_skin.passed(data, moved, everybody, ADULT) >= 0.99
    alike = scores - (dark * (data.groups != ADULT))
    same = grown_by_skin.chosen(data, alike, dark, everybody)
    assert same is not None
    assert same[1] == 0.0


def test_where_adults_forbid_every_border_none_is_chosen():
    """A gate that refuses grown people to keep youths out is no gate for this bot."""
    data, scores, dark = table()
    assert grown_by_skin.chosen(data, scores - 9 * (data.groups == ADULT), dark, np.ones(len(scores), bool)) is None
