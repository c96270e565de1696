"""The record of the training, and its picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from engine.lab.pocket import curve
from engine.lab.pocket.export import TARGET

POINTS = [{"version": 1, "pictures": 1000 * n, "loss": 0.7 - 0.02 * n} for n in range(10)]


def _colours(points: list[dict[str, float]]) -> set[tuple[int, ...]]:
    return set(map(tuple, np.asarray(curve.draw(points)).reshape(-1, 3).tolist()))


def test_each_version_has_a_line_of_its_own():
    """A version that was forgotten would not be missed otherwise."""
    red = tuple(bytes.fromhex(curve.COLOURS[2][1:]))
    assert red not in _colours(POINTS)
    assert red in _colours(POINTS + [point | {"version": 3} for point in POINTS])


def test_a_run_takes_its_place_in_the_record(tmp_path: Path):
    """Written twice, a version stands there once; the others stay."""
    target, work = tmp_path / "target", tmp_path / "work"
    for folder in (target, work):
        folder.mkdir()
    (target / curve.NAME).write_text("".join(json.dumps(point) + "\n" for point in POINTS))
    (work / "losses.jsonl").write_text(json.dumps({"pictures": 32, "loss": 0.5}) + "\n")
    for _ in range(2):
        curve.add(work, target, 2)
    assert curve.read(target / curve.NAME) == [*POINTS, {"version": 2, "pictures": 32, "loss": 0.5}]


def test_a_run_that_went_on_takes_only_its_own_points(tmp_path: Path):
    """The folder of the run still holds what an earlier version was made of."""
    (tmp_path / curve.NAME).write_text("".join(json.dumps(point) + "\n" for point in POINTS))
    own = {"pictures": 10000, "loss": 0.4}
    before = [{name: value for name, value in point.items() if name != "version"} for point in POINTS]
    (tmp_path / "losses.jsonl").write_text("".join(json.dumps(point) + "\n" for point in [*before, own]))
    curve.add(tmp_path, tmp_path, 2)
    assert curve.read(tmp_path / curve.NAME) == [*POINTS, {"version": 2} | own]


def test_the_shipped_record_is_the_shipped_picture(tmp_path: Path):
    """The card shows what was written down."""
    (tmp_path / curve.NAME).write_text((TARGET / curve.NAME).read_text())
    curve.write(tmp_path)
    assert np.array_equal(*(np.asarray(Image.open(folder / curve.PICTURE)) for folder in (tmp_path, TARGET)))
