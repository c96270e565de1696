"""The rows of the template bench, with a child that answers on cue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.lab.bench import templates
from engine.lab.bench._groups import group_told
from engine.lab.bench._judge import SPOILT, judge_told, tryon_judge_told

GOOD = {
    "pictures": 20, "refused": 1, "nearer": 0.95, "template": 0.74, "result": 0.4, "others": 0.7, "first": 1.0,
    "own_below_others": 1.0, "landmarks": 0.02, "landmarks_other": 0.05, "outside": 1, "edge": 1.1, "edge_worst": 1.4,
    "ridge": 1.1, "ridge_worst": 1.5, "ridge_hard": 3.0,
    "neck": 2.0, "neck_worst": 8.0, "neck_left": 12.0, "four_first": 4, "four_result": 0.4, "seconds": 9.0,
    "light_result": 0.4, "dark_result": 0.4, "light_neck": 2.0, "dark_neck": 2.0, "light_edge": 1.0, "dark_edge": 1.0,
}  # fmt: skip
GARMENTS = {"pictures": 12, "right": 11, "iou": 0.93, "worst": 0.7, "control": 0.4, "painted": 0, "alike": 0}
GROUPS = {"pictures": 8, "people": 32, "seen": 32, "alone": 24, "mistaken": 0, "disordered": 0, "nobody": 0,
          "seconds": 0.7}  # fmt: skip
JUDGE = {"cases": 20, "none": 1, "good": 0, **dict.fromkeys(SPOILT, 19)}
JUDGE |= {f"of_{kind}": 20 for kind in SPOILT} | {f"held_of_{kind}": 10 for kind in SPOILT}
JUDGE |= {"held_cases": 10, "held_none": 1, "held_good": 0, **{f"held_{kind}": 10 for kind in SPOILT}}


WORN = {"cases": 9, "none": 1, "good": 0}
WORN |= dict.fromkeys(("corners", "unseen", "violet", "pale", "window", "melted", "shaven"), 9)


def said(module: str) -> dict[str, Any]:
    """Return what a child answers."""
    if module.endswith("judge_tryon"):
        return WORN
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
    spoilt = {"held_good": 1, **{f"held_{kind}": 9 for kind in SPOILT}}
    for name, value in {"good": 1, **dict.fromkeys(SPOILT, 18), **spoilt}.items():
        assert [row.ok for row in judge_told({**JUDGE, name: value})].count(False) == 1, name


def test_each_promise_about_the_judge_of_a_try_on_can_be_broken():
    """Grey at a collar let through, a good picture refused, or too few looked at."""
    assert all(row.ok for row in tryon_judge_told(WORN))
    for name in ("corners", "unseen", "violet", "pale", "window", "melted", "shaven"):
        assert [row.ok for row in tryon_judge_told({**WORN, name: 8})].count(False) == 1, name
    assert [row.ok for row in tryon_judge_told({**WORN, "good": 1})].count(False) == 1
    assert not all(row.ok for row in tryon_judge_told({**WORN, "cases": 7}))


def test_each_promise_can_be_broken():
    """A bench that cannot fail measures nothing."""
    assert all(row.ok for row in templates.told_by(GOOD))
    broken = {"nearer": 0.8, "result": 0.43, "others": 0.3, "own_below_others": 0.8, "first": 0.99,
              "landmarks_other": 0.025, "neck": 3.1, "neck_left": 2.5, "outside": 2, "edge": 1.31,
              "ridge": 1.31, "ridge_hard": 1.2, "dark_result": 0.45, "dark_neck": 2.3, "dark_edge": 1.2,
              "four_first": 3}  # fmt: skip
    for name, value in broken.items():
        assert [row.ok for row in templates.told_by({**GOOD, name: value})].count(False) == 1, name
    far = {**GOOD, "landmarks": 0.09, "landmarks_other": 0.2}
    assert [row.ok for row in templates.told_by(far)].count(False) == 1


def test_necks_are_compared_from_what_can_be_seen_up():
    """A neck off by less than an eye tells apart is as good as any; what can be seen counts."""
    for light, dark, ok in ((0.62, 0.83, True), (0.93, 1.12, False), (0.62, 1.12, False), (1.12, 0.62, True)):
        rows = list(templates.told_by({**GOOD, "light_neck": light, "dark_neck": dark}))
        assert all(row.ok for row in rows) == ok
        assert rows[[row.name.endswith("as measured") for row in rows].index(True)].value == pytest.approx(dark / light)


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


def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path):
    """Half an hour of one core is not always had in one piece."""
    asked: list[str] = []

    def ask(module: str, *arguments: object) -> dict[str, Any]:
        asked.append(module)
        options[module] = [str(one) for one in arguments]
        if module.endswith("bench_judge") and asked.count(module) == 1:
            raise KeyboardInterrupt
        return said(module)

    options: dict[str, list[str]] = {}
    file = tmp_path / "kept.jsonl"
    with pytest.raises(KeyboardInterrupt):
        list(templates.rows(tmp_path / "first", data=tmp_path / "nowhere", kept=file, ask=ask))
    again = list(templates.rows(tmp_path / "second", data=tmp_path / "nowhere", kept=file, ask=ask))
    assert [module.rsplit(".", 1)[1] for module in asked] == [
        *("bench_groups", "bench_template", "bench_judge"),  # the first run, ended
        *(
            "bench_template",
            "bench_judge",
            "bench_judge_tryon",
            "bench",
        ),  # those that keep case by case are asked again, and told where
    ]
    for name in ("bench_template", "bench_judge", "bench_judge_tryon"):
        module = f"engine.lab.tasks.{name}"
        assert options[module][options[module].index("--kept") + 1] == str(file)
    assert any(row.name == "people in group pictures" for row in again)


def test_a_part_is_measured_alone(tmp_path: Path):
    """Who changed how groups are seen waits for nothing else; a part that is not there is named."""
    asked: list[str] = []

    def ask(module: str, *_: object) -> dict[str, Any]:
        asked.append(module)
        return said(module)

    assert all(row.ok for row in templates.rows(tmp_path, part=("groups",), ask=ask))
    assert asked == ["engine.lab.templates.bench_groups"]
    with pytest.raises(ValueError, match="hats"):
        list(templates.rows(tmp_path, part=("hats",), ask=ask))
