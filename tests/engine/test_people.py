"""The synthetic people of demo and benches: boxes that hold a head each, and a clear word where nothing is fetched."""

from __future__ import annotations

import pytest

from engine import people, weights
from engine.errors import WeightMissingError

SHEETS = {"emotions_sheet": (2400, 1792), "character_sheet": (2400, 1792), "amateur_posture": (1696, 2528)}


def test_one_of_them_is_left_out():
    """P003 looks like somebody real."""
    assert "P003" not in people.people()
    assert people.DEMO in people.people()
    assert not any("P003" in file.file for file in weights.components()[people.COMPONENT].files)


def test_every_box_lies_in_its_sheet_and_no_two_are_the_same():
    """A box beyond the sheet would be black; the same head twice would be refused as a duplicate."""
    for cuts in people.people().values():
        boxes = [(cut.sheet, cut.box) for cut in cuts]
        assert len(boxes) == len(set(boxes)) >= 10
        for sheet, box in boxes:
            if box:
                left, top, right, bottom = box
                width, height = SHEETS[sheet]
                assert 0 <= left < right <= width
                assert 0 <= top < bottom <= height


def test_without_the_component_it_is_said_how_to_get_it(tmp_path):
    """The demo must not end in a traceback."""
    with pytest.raises(WeightMissingError) as missing:
        people.selfies(tmp_path, people.DEMO, tmp_path / "selfies")
    assert "people" in missing.value.data["how"]


def test_ten_selfies_show_one_face_each(weights_folder, faces, tmp_path):
    """Where the component is fetched: ten photos, each with one large face."""
    if not (weights_folder / people.COMPONENT).is_dir():
        pytest.skip("the component people is not fetched")
    files = people.selfies(weights_folder, people.DEMO, tmp_path)
    found = [faces.faces(faces.load(file)) for file in files]
    assert len(files) == 10
    assert all(len(one) == 1 and one[0].mesh is not None for one in found)
