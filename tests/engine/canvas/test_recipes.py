"""Recipes: what each style is on a canvas, as data that says what is wrong with it."""

from __future__ import annotations

import pytest

from engine.canvas import recipes
from engine.canvas.backdrops import BACKDROPS
from engine.canvas.recipes import BadRecipeError, recipe
from engine.styles.book import StyleBook

PANORAMAS = {
    "apartment",
    "bridge",
    "city",
    "dawn",
    "esplanade",
    "forest",
    "hall",
    "lab",
    "lobby",
    "night",
    "park",
    "sky",
    "studio",
    "sunrise",
    "sunset",
    "venice",
    "warehouse",
    "workshop",
}
PAPER = {"scenes": [{"backdrop": "paper"}]}


def test_at_least_a_hundred_styles_have_a_recipe():
    """The promise of `/styles` on a machine without a GPU; every recipe is of a style that exists."""
    assert len(recipes.recipes()) >= 100
    assert recipes.recipes().keys() <= StyleBook().all().keys()


def test_styles_that_need_clothes_have_none():
    """A photo is not dressed: armour, robes and uniforms stay with the bases that draw."""
    assert recipes.has("noir")
    assert not any(recipes.has(name) for name in ("silver-armour", "hanfu", "pilot", "kimono", "nothing"))


def test_every_scene_of_a_recipe_exists():
    """A name that leads nowhere would fail only when somebody asks for the style."""
    for made in recipes.recipes().values():
        for scene in made.scenes:
            assert scene.name in (PANORAMAS if scene.kind == "panorama" else BACKDROPS), made.style


def test_no_two_styles_are_the_same_recipe():
    """Two names for one picture would cheat the person who chooses."""
    seen: dict[str, str] = {}
    for made in recipes.recipes().values():
        said = repr((made.scenes, made.light, made.look, made.grade, made.overlays))
        assert said not in seen, (made.style, seen.get(said))
        seen[said] = made.style


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "at least one scene"),
        ({**PAPER, "colour": "red"}, "colour is no part of a recipe"),
        ({"scenes": [{"backdrop": "moonbase"}]}, "'moonbase' is no backdrop"),
        ({"scenes": [{"backdrop": "paper", "wet": True}]}, "wet is nothing the backdrop paper can be told"),
        ({"scenes": [{"panorama": "park", "colours": 1}]}, "colours is nothing a panorama can be told"),
        ({"scenes": [{"panorama": "park", "backdrop": "paper"}]}, "either panorama or backdrop"),
        ({"scenes": "paper"}, "scenes must be a list"),
        ({**PAPER, "look": "velvet"}, "'velvet' is no look"),
        ({**PAPER, "look": {"name": "mono", "hue": 1}}, "hue is nothing the look mono can be told"),
        ({**PAPER, "overlays": [{"name": "hat"}]}, "'hat' is no overlay"),
        ({**PAPER, "framings": ["wide"]}, "wide is no framing"),
        ({**PAPER, "grade": {"sparkle": 1}}, "sparkle is no part of a grade"),
        ({**PAPER, "grade": {"grain": "much"}}, "grain must be a number"),
        ({**PAPER, "light": {"lamps": [{"direction": [0, 1]}]}}, "a lamp has direction, colour"),
        ({**PAPER, "light": {"ambient": [1, 2]}}, "ambient must be three numbers"),
        ({**PAPER, "light": {"sun": 1}}, "sun is no part of a light"),
        ({**PAPER, "blur": 3}, "blur must be a number from 0 to 0.1"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(table, said):
    """Whoever writes a recipe learns the word that is wrong and, where it helps, the words that are right."""
    with pytest.raises(BadRecipeError, match=r"^\[mine\]: ") as caught:
        recipe("mine", table)
    assert said in str(caught.value)


def test_what_a_recipe_leaves_out_has_a_default():
    """Three lines are enough for a style."""
    made = recipe("mine", {"scenes": [{"panorama": "park", "turn": 40}]})
    assert made.scenes[0].parameters == {"turn": 40, "blur": 0.35, "exposure": 0.0, "colour": 0.5}
    assert made.framings == ("shoulders", "close")
    assert made.light is None
    assert made.look is None
    assert made.overlays == ()


def test_a_file_that_is_no_toml_is_named(tmp_path):
    """An operator's typing mistake is told with the file's name."""
    (tmp_path / "bad.toml").write_text("[noir\n")
    with pytest.raises(BadRecipeError, match=r"bad\.toml cannot be read"):
        recipes.read(tmp_path / "bad.toml")
