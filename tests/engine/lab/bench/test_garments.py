"""The rows of the garment bench, with a child that answers on cue; and its figures on drawn masks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from engine.lab.bench._garments import garment_rows
from engine.lab.garments.bench import figures, overlap, summed
from engine.lab.garments.pictures import TRUTH, Worn

GOOD = {"pictures": 12, "right": 11, "iou": 0.93, "worst": 0.7, "control": 0.4, "painted": 0, "alike": 0}


def rows(**changed: float) -> dict[str, bool]:
    """Return row -> whether its promise is kept."""

    def ask(module: str, *arguments: object) -> dict[str, Any]:
        assert module == "engine.lab.garments.bench"
        assert Path(str(arguments[1])).name == "garments.png"
        return {**GOOD, **changed}

    return {row.name: row.ok for row in garment_rows(ask=ask)}


def test_clothes_that_are_found_are_all_green():
    """Eleven of twelve are enough."""
    assert all(rows().values())


def test_each_promise_can_be_broken():
    """A bench that cannot fail measures nothing."""
    for name, value in {"right": 10, "iou": 0.8, "control": 0.7, "painted": 1, "alike": 1}.items():
        assert list(rows(**{name: value}).values()).count(False) == 1


def test_skin_painted_onto_cloth_is_counted_and_a_moved_mask_is_wrong():
    """Counted from a few pixels inside the edge, where no mask is exact."""
    clothes = np.zeros((60, 60), bool)
    clothes[10:50, 10:50] = True
    worn = Worn(name="square", rgb=np.zeros((60, 60, 3), np.uint8), clothes=clothes)
    other = Worn(name="none", rgb=worn.rgb, clothes=np.roll(clothes, 20, 1))
    skin = np.zeros((60, 60), bool)
    skin[8:12, 20:30] = True  # on the edge
    row = figures(worn, other, clothes, skin, "top")
    assert (row["iou"], row["painted"]) == (1.0, 0)
    assert row["control"] < 0.5
    skin[25:28, 25:30] = True
    wrong = figures(worn, other, np.roll(clothes, 12, 1), skin, "top")
    assert wrong["painted"] == 15
    said = summed([row, wrong])
    assert (said["right"], said["painted"]) == (1, 15)
    assert overlap(np.zeros((3, 3), bool), np.zeros((3, 3), bool)) == 0.0


def test_every_truth_is_small_and_says_what_it_is_of():
    """One bit a pixel, a kilobyte or two."""
    files = sorted(TRUTH.glob("*.png"))
    assert len(files) == 10
    assert all(file.stat().st_size < 4000 for file in files)
