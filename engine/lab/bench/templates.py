"""Faces in template pictures: likeness to photos nobody learnt, tone of the neck, border, what must not change (2.5).

Twenty templates (photos of synthetic people, one of a person who lived, the gallery) times five other synthetic people
of both sexes, from the lightest to the darkest skin, and four of them in one picture; light and dark apart, with
controls. ``--people 1`` is the quick size: each template once, the people in turn. Clothes some people wear are tried
on by others (paper 3.1): that half needs photos that are never shipped, ``lfw`` in ``.work/data`` or in the folder that
``--data`` names; without them there is one row that says so and fails. Twelve pictures
say how well clothes are found (`out/garments.png`). A contact sheet lands in ``out/templates.png``.
Group pictures of people who do not exist are looked at first (`engine.lab.templates.groups`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench._garments import garment_rows
from engine.lab.bench._groups import group_rows
from engine.lab.bench._judge import judge_rows
from engine.lab.bench._tryon import tryon_rows
from engine.lab.bench.row import Row, at_least, at_most, told

DATA = Path(".work/data")  # lfw: a folder of photos per person
SHEET = Path("out/templates.png")
PEOPLE = 5


def rows(folder: Path, data: Path = DATA, people: int = PEOPLE, ask: Ask = child) -> Iterable[Row]:
    """Measure in processes of their own, since torch never enters this one."""
    yield from group_rows(ask)
    options = ("--people", min(people, PEOPLE), "--sheet", SHEET.resolve())
    yield from told_by(ask("engine.lab.tasks.bench_template", load().engine.weights, folder, *options))
    yield from judge_rows(folder, ask)
    yield from garment_rows(ask=ask)
    if not (data / "lfw").is_dir():
        name = f"data: put lfw into {data}, or name its folder with --data"
        yield Row(bench="templates", name=name, value=0, unit="", must="present", ok=False)
        return
    yield from tryon_rows(folder / "tryon", data / "lfw", people, ask)


def told_by(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told("templates", "pictures", said["pictures"], "")
    yield told("templates", "of them not shown, and said why", said["refused"], "")
    yield at_least("templates", "nearer to unseen photos than the template's own face", said["nearer"], "", 0.9)
    yield told("templates", "distance to unseen photos, template's own face", said["template"], "")
    yield at_most("templates", "distance to unseen photos, result", said["result"], "", 0.42)
    yield at_most("templates", "result minus distance to other people", said["result"] - said["others"], "", 0.0)
    yield at_least("templates", "nearer to their person than to the others", said["own_below_others"], "", 0.9)
    yield at_least("templates", "rank-1 among five", said["first"], "", 1.0)
    yield at_most("templates", "landmarks from those asked for, median", said["landmarks"], "eyes", 0.08)
    yield at_most("templates", "delta E of the neck against the face, median", said["neck"], "", 3.0)
    yield told("templates", "delta E of the neck, worst", said["neck_worst"], "")
    left = said["neck_left"] / max(said["neck"], 0.1)
    yield at_least("templates", "control: the neck left as it was, delta E over that of the result", left, "times", 1.5)
    yield at_most("templates", "pixels where nothing was blended", said["outside"], "0..255", 1)
    yield at_most("templates", "steepness along the border, median", said["edge"], "", 1.3)
    yield told("templates", "steepness along the border, worst", said["edge_worst"], "")
    yield at_most("templates", "steepness along the steepest line of the border, median", said["ridge"], "", 1.3)
    yield told("templates", "steepness along the steepest line, worst", said["ridge_worst"], "")
    yield at_least("templates", "control: a darker face laid on hard, steepest line", said["ridge_hard"], "", 1.3)
    for figure, name in (("result", "distance"), ("neck", "delta E of the neck"), ("edge", "steepness of the border")):
        light, dark = said[f"light_{figure}"], said[f"dark_{figure}"]
        yield at_most("templates", f"dark skin over light skin, {name}", dark / max(light, 1e-3), "times", 1.1)
    yield at_least("templates", "four people in one picture, rank-1", said["four_first"], "of 4", 4)
    yield told("templates", "four people, distance to unseen photos", said["four_result"], "")
    yield told("templates", "seconds of one core for a face", said["seconds"], "s")
