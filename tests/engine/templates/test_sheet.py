"""The page templates are drawn on: shapes where they belong, shadows, metal, words."""

from __future__ import annotations

import numpy as np
import pytest

from engine.templates.sheet import Sheet


@pytest.fixture
def sheet() -> Sheet:
    """A grey page, wider than high."""
    return Sheet(120, 200, np.random.default_rng(0), "#808080")


@pytest.mark.parametrize("kind", ["rectangle", "rounded", "oval", "heart"])
def test_a_shape_fills_its_box_and_nothing_else(sheet, kind):
    """Windows are cut by it."""
    mask = sheet.shape(kind, (0.25, 0.2, 0.75, 0.8))
    assert mask.shape == (120, 200)
    rows, columns = np.flatnonzero(mask.max(1) > 0.1), np.flatnonzero(mask.max(0) > 0.1)
    assert abs(rows[0] - 24) <= 2
    assert abs(rows[-1] - 95) <= 2
    assert abs(columns[0] - 50) <= 2
    assert abs(columns[-1] - 149) <= 2


def test_paint_covers_and_a_shadow_falls_below_right(sheet):
    """Things lie on the page, lit from the upper left."""
    mask = sheet.box(0.4, 0.4, 0.6, 0.6)
    sheet.fill(mask, "#ff0000", shadow=0.05)
    done = sheet.done().astype(int)
    assert done[60, 100].tolist() == [255, 0, 0]
    assert done[76, 110, 1] < done[44, 90, 1] - 10


def test_metal_is_lit_from_above_and_dark_below(sheet):
    """Else a frame looks flat."""
    sheet.metal(sheet.box(0.2, 0.2, 0.8, 0.8), "#a08040", 0.04)
    done = sheet.done().astype(int).sum(-1)
    assert done[27, 100] > done[60, 100] > done[92, 100]


def test_words_stay_between_their_borders(sheet):
    """And are read: both ink and paper are seen."""
    sheet.word("WANTED", 0.3, 0.4, 0.7, 0.2, "#000000")
    dark = sheet.done().sum(-1) < 100
    columns = np.flatnonzero(dark.any(0))
    assert columns[0] >= 58
    assert columns[-1] <= 142
    assert 0.005 < dark.mean() < 0.3
