"""The rows of the template bench, with a child that answers on cue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.lab.bench import templates
from engine.lab.bench._groups import group_told
from engine.lab.bench._judge import SPOILT, judge_told

GOOD = {
    "pictures": 20, "refused": 1, "nearer": 0.95, "template": 0.74, "result": 0.4, "others": 0.7, "first": 1.0,
    "own_below_others": 1.0, "landmarks": 0.07, "outside": 1, "edge": 1.1, "edge_worst": 1.4, "ridge": 1.1,
    "ridge_worst": 1.5, "ridge_hard": 3.0,
    "neck": 2.0, "neck_worst": 8.0, "neck_left": 12.0, "four_first": 4, "four_result": 0.4, "seconds": 9.0,
    "light_result": 0.4, "dark_result": 0.4, "light_neck": 2.0, "dark_neck": 2.0, "light_edge": 1.0, "dark_edge": 1.0,
}  # fmt: skip
GARMENTS = {"pictures": 12, "right": 11, "iou": 0.93, "worst": 0.7, "control": 0.4, "painted": 0, "alike": 0}
GROUPS = {"pictures": 8, "people": 32, "seen": 32, "alone": 24, "mistaken": 0, "disordered": 0, "nobody": 0,
          "seconds": 0.7}  # fmt: skip
JUDGE = {"cases": 20, "none": 1, "good": 0, **dict.fromkeys(SPOILT, 19)}


def said(module: str) -> dict[str, Any]:
    """Return what a child answers."""
    if module.endswith("judge"):
        return JUDGE
    return GROUPS if module.endswith("groups") else GARMENTS if "garments" in module else GOOD


def test_each_promise_about_group_pictures_can_be_broken():
    """A face missed, one where nobody is, numbers in no order, a look without end."""
    assert all(row.ok for row in group_told(GROUPS))
    for name, value in {"seen": 31, "mistaken": 1, "disordered": 1, "nobody": 1, "seconds": 4.0}.items():
        assert [row.ok for row in group_told({**GROUPS, name: value})].count(False) == 1, name


def test_each_promise_about_the_judge_can_be_broken():
    """A fault let through, or a good picture refused."""
    assert all(row.ok for row in judge_told(JUDGE))
    for name, value in {"good": 1, **dict.fromkeys(SPOILT, 18)}.items():
        assert [row.ok for row in judge_told({**JUDGE, name: value})].count(False) == 1, name


def test_each_promise_can_be_broken():
    """A bench that cannot fail measures nothing."""
    assert all(row.ok for row in templates.told_by(GOOD))
    broken = {"nearer": 0.8, "result": 0.43, "others": 0.3, "own_below_others": 0.8, "first": 0.99, "landmarks": 0.09,
              "neck": 3.1, "neck_left": 2.5, "outside": 2, "edge": 1.31, "ridge": 1.31, "ridge_hard": 1.2,
              "dark_result": 0.45, "dark_neck": 2.3, "dark_edge": 1.2, "four_first": 3}  # fmt: skip
    for name, value in broken.items():
        assert [row.ok for row in templates.told_by({**GOOD, name: value})].count(False) == 1, name


def test_without_photos_the_other_half_fails_and_says_what_to_do(tmp_path: Path):
    """Photos of people are never shipped; the synthetic ones are."""
    *faces, last = templates.rows(tmp_path, data=tmp_path / "nowhere", ask=lambda module, *_: said(module))
    assert all(row.ok for row in faces)
    assert not last.ok
    assert "--data" in last.name


@pytest.mark.parametrize(("people", "taken"), [(1, "1"), (40, "5")])
def test_the_quick_size_and_the_whole_one_reach_the_child(tmp_path: Path, people: int, taken: str):
    """No more than five people are learnt."""
    (tmp_path / "lfw").mkdir()
    asked: list[tuple] = []

    def ask(module: str, *arguments: object) -> dict[str, Any]:
        asked.append((module, *(str(one) for one in arguments)))
        return said(module)

    rows = templates.rows(tmp_path, data=tmp_path, people=people, ask=ask)
    assert "pictures" in [row.name for row, _ in zip(rows, range(8), strict=False)]
    assert asked[1][0] == "engine.lab.tasks.bench_template"
    assert asked[1][asked[1].index("--people") + 1] == taken
