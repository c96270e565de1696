"""What drawn pictures are set beside."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.lab.pocket.data import LABEL, LFW, SIDE, UTK
from engine.lab.pocket.measure import of_the_kind_asked


def test_photos_of_the_kind_asked_are_even_and_of_nobody_held_out(tmp_path: Path):
    """Each photo is as bright as its row says, so that it can be told which were taken."""
    kinds = [(gender, age) for gender in (0, 1) for age in (25, 34, 52)]
    labels = np.zeros(96, LABEL)
    for row in range(96):
        gender, age = kinds[row % 6]
        labels[row] = (UTK if row >= 90 else LFW, gender, age, row, row < 24)
    np.save(tmp_path / "labels.npy", labels)
    np.save(
        tmp_path / "pixels.npy",
        np.arange(96, dtype=np.uint8)[:, None, None, None] + np.zeros((1, SIDE, SIDE, 3), np.uint8),
    )
    rows = [int(picture[0, 0, 0]) for picture in of_the_kind_asked(tmp_path, 24)]
    assert len(set(rows)) == 24
    assert min(rows) >= 24
    assert max(rows) < 90
    assert [row % 6 for row in rows] == [*range(6)] * 4  # any slice of them is even, too
