"""Faces in template pictures: likeness to photos nobody learnt, tone of the neck, border, what must not change (2.5).

Photos of synthetic people, one of a person who lived, and the gallery, times five other synthetic people of both sexes,
from the lightest to the darkest skin, and four of them in one picture; light and dark apart, with controls.
``--people 1`` is the quick size: each template once, the people in turn. What spoils a picture is looked for by the
judge. Clothes some people wear are tried on by others (paper 3.1): that needs photos that are never shipped, ``lfw`` in
``.work/data`` or in the folder that ``--data`` names; without them there is one row that says so and fails. Twelve
pictures say how well clothes are seen (`out/garments.png`). A contact sheet lands in ``out/templates.png``. Group
pictures of people who do not exist are looked at first (`engine.lab.templates.groups`).

Some half an hour of one core; with ``--part`` groups, faces, judge, garments or tryon alone, several at once. With
``--kept FILE`` a run that was ended goes on where it was: with every face, every judged case, and whole other parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import engine
from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench._garments import garment_rows
from engine.lab.bench._groups import group_rows
from engine.lab.bench._judge import judge_rows, tryon_judge_rows
from engine.lab.bench._tryon import tryon_rows
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.lab.talking.kept import Kept, mark_of

DATA = Path(".work/data")  # lfw: a folder of photos per person
SHEET = Path("out/templates.png")
PEOPLE = 5
SEEN = 1.0  # delta E about the least that an eye tells apart, of two large patches side by side
PARTS = ("groups", "faces", "judge", "garments", "tryon")
#: Whose code makes the figures that are kept.
MEASURED = ("canvas", "faces", "garments", "tasks", "templates", "lab/garments", "lab/tasks", "lab/templates")


def rows(
    folder: Path,
    data: Path = DATA,
    people: int = PEOPLE,
    part: Sequence[str] = (),
    kept: Path | None = None,
    ask: Ask = child,
) -> Iterable[Row]:
    """Measure ``part`` of it in processes of their own, since torch never enters this one; all where that is empty.

    What the file ``kept`` knows already is not measured again. Raises `ValueError` for a part it has not.
    """
    if unknown := set(part) - set(PARTS):
        raise ValueError(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    parts, goes_on = part or PARTS, ("--kept", kept.resolve()) if kept is not None else ()
    whole = _keeping(kept, ask)
    if "groups" in parts:
        yield from group_rows(whole)
    if "faces" in parts:
        options = ("--people", min(people, PEOPLE), "--sheet", SHEET.resolve(), *goes_on)
        yield from told_by(ask("engine.lab.tasks.bench_template", load().engine.weights, folder, *options))
    if "judge" in parts:
        yield from judge_rows(folder, ask, goes_on)
        yield from tryon_judge_rows(folder / "tryon-judge", ask, goes_on)
    if "garments" in parts:
        yield from garment_rows(ask=whole)
    if "tryon" not in parts:
        return
    if not (data / "lfw").is_dir():
        name = f"data: put lfw into {data}, or name its folder with --data"
        yield Row(bench="templates", name=name, value=0, unit="", must="present", ok=False)
        return
    yield from tryon_rows(folder / "tryon", data / "lfw", people, whole)


def _keeping(file: Path | None, ask: Ask) -> Ask:
    """Return ``ask`` that keeps all of what a process says in ``file``."""
    kept = Kept(file, mark_of(Path(engine.__path__[0]) / name for name in MEASURED))

    def asked(module: str, *words: object) -> dict[str, Any]:
        options = [word for word in words if not isinstance(word, Path)]  # folders are others every time
        return kept.of(module, *options, measure=lambda: ask(module, *words))

    return asked


def _apart(said: dict[str, float]) -> Iterable[Row]:
    """Yield how the darkest third's figures compare with the lightest's.

    Necks are compared from what can be seen up: below, two medians of forty differ by chance.
    """
    for figure, name in (("result", "distance"), ("edge", "steepness of the border")):
        light, dark = said[f"light_{figure}"], said[f"dark_{figure}"]
        yield at_most("templates", f"dark skin over light skin, {name}", dark / max(light, 1e-3), "times", 1.1)
    light, dark = said["light_neck"], said["dark_neck"]
    told_of = "dark skin over light skin, delta E of the neck"
    yield at_most("templates", f"{told_of}, from {SEEN:g} up", max(dark, SEEN) / max(light, SEEN), "times", 1.1)
    yield told("templates", f"{told_of}, as measured", dark / max(light, 1e-3), "times")


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
    times = said["landmarks_other"] / max(said["landmarks"], 1e-3)
    yield at_least("templates", "control: from those asked for another wearer, over one's own", times, "times", 1.5)
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
    yield from _apart(said)
    yield at_least("templates", "four people in one picture, rank-1", said["four_first"], "of 4", 4)
    yield told("templates", "four people, distance to unseen photos", said["four_result"], "")
    yield told("templates", "seconds of one core for a face", said["seconds"], "s")
