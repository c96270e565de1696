"""Templates as data: what a file may say, and who is where."""

from __future__ import annotations

import pytest

from engine.templates.layout import BadLayoutError, load

GOOD = """
size = [800, 1024]
page = { name = "plain" }

[[windows]]
box = [0.0, 0.5, 1.0, 1.0]
scene = { backdrop = "paper", colour = "#808080" }
people = [1, 2]
places = [[[0.5, 0.4, 0.3]], [[0.3, 0.4, 0.3], [0.7, 0.4, 0.3]]]
"""


def test_a_file_becomes_a_layout(tmp_path):
    """Everything said is kept, and parameters stay beside their names."""
    (tmp_path / "pair.toml").write_text(GOOD)
    made = load(tmp_path / "pair.toml")
    assert (made.name, made.width, made.height, made.faces) == ("pair", 800, 1024, 2)
    (window,) = made.windows
    assert window.scene.parameters == {"colour": "#808080"}
    assert [place.x for place in window.places_of(2)] == [0.3, 0.7]
    left, top, right, bottom = made.head(2)
    assert left < 0.7 < right
    assert top < 0.5 + 0.4 * 0.5 < bottom


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('page = { name = "plain" }', ""),
        ("people = [1, 2]", "people = [1, 2]\nlighting = 3"),
        ("people = [1, 2]", 'people = [1, 2]\nshape = "star"'),
        ("[[[0.5, 0.4, 0.3]], ", "["),
        ("size", "colour = 1\nsize"),
    ],
)
def test_what_is_no_layout_is_refused_in_a_sentence(tmp_path, before, after):
    """A slip in a file is found when it is read, not in somebody's picture."""
    (tmp_path / "pair.toml").write_text(GOOD.replace(before, after))
    with pytest.raises(BadLayoutError, match=r"pair\.toml|window|shape|places"):
        load(tmp_path / "pair.toml")
