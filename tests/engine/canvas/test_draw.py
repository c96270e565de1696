"""A finished picture follows from its arguments alone, and the pictures of one wish differ."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from engine.canvas import draw, scenes
from engine.canvas.grade import Grade
from engine.canvas.recipes import Recipe, SceneChoice

SCENES = (
    SceneChoice(kind="backdrop", name="paper"),
    SceneChoice(kind="panorama", name="forest", parameters={"turn": 40.0}),
)
RECIPE = Recipe(style="test", scenes=SCENES, framings=("shoulders", "close"))


@pytest.fixture(scope="module")
def scene():
    """A picture as a scene: blue above, yellow to the left."""
    across, down = np.meshgrid(np.linspace(0, 1, 90), np.linspace(0, 1, 120))
    rgb = np.stack([1 - across, 0.8 * (1 - across), 1 - down], -1)
    return scenes.from_picture((rgb * 255).astype(np.uint8))


def test_the_same_arguments_give_the_same_pixels(subject, scene):
    """A seed names a picture; another seed is another one."""
    first, again = (draw.draw(subject, RECIPE, scene=scene, seed=3, long=256).rgb for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, draw.draw(subject, RECIPE, scene=scene, seed=4, long=256).rgb)


def test_the_person_stands_before_the_scene(subject, scene):
    """At the corners the scene is seen, in the middle the person; the photo's own background nowhere."""
    drawn = draw.draw(subject, RECIPE, scene=scene, seed=1, shape="4:5", long=320)
    plain = draw.draw(subject, RECIPE, scene=scenes.mirrored(scene), light=scene.light, seed=1, shape="4:5", long=320)
    apart = np.abs(drawn.rgb.astype(float) - plain.rgb).mean(-1)
    assert drawn.rgb.shape == (320, 256, 3)
    assert apart[:40, :40].mean() > 20
    assert apart[140:170, 115:140].mean() < 6


def test_the_other_side_mirrors_the_light_but_not_the_person(subject, scene):
    """Side -1 is another picture of the same person: where there was light there is shadow."""
    one, other = (draw.draw(subject, RECIPE, scene=scene, side=side, seed=1, shape="1:1", framing="close", long=256)
                  for side in (1, -1))  # fmt: skip
    middle = slice(90, 160)
    left, right = slice(85, 115), slice(141, 171)

    def lean(rgb: np.ndarray) -> float:
        return float(rgb[middle, left].mean() / rgb[middle, right].mean())

    assert lean(one.rgb) > 1.04 * lean(other.rgb)


def test_a_recipe_finishes_the_picture(subject, scene):
    """Look and grade come last; without them nothing is changed."""
    grey = Recipe(style="grey", scenes=SCENES, grade=Grade(saturation=-1.0))
    drawn = draw.draw(subject, grey, scene=scene, seed=1, long=200).rgb.astype(int)
    assert np.abs(drawn[..., 0] - drawn[..., 2]).max() <= 3
    assert np.ptp(draw.draw(subject, RECIPE, scene=scene, seed=1, long=200).rgb.astype(int), axis=-1).max() > 60


def test_the_lens_of_a_recipe_blurs_what_stands_behind_alone(subject):
    """Depth of field is a parameter as grain is: the wall loses its bricks, the person no lash."""
    plain, soft = (Recipe(style="test", scenes=SCENES, blur=blur) for blur in (0.0, 0.04))
    brick = scenes.SceneBook(weights=Path()).scene("backdrop", "brick")
    one, other = (draw.draw(subject, each, scene=brick, seed=1, long=320).rgb.astype(float) for each in (plain, soft))
    sharp, melted = (np.abs(np.diff(each[:60, :50].mean(-1), axis=0)).mean() for each in (one, other))
    assert melted < 0.5 * sharp
    assert np.abs(one - other)[150:180, 120:136].mean() < 2


def test_the_facts_are_json_and_say_that_it_is_the_photo(subject, scene):
    """A caption says what a picture is; nobody may take it for a drawing of the learnt face."""
    facts = json.loads(json.dumps(draw.draw(subject, RECIPE, scene=scene, seed=9, long=200).facts))
    assert (facts["drawn"], facts["scene"], facts["framing"], facts["seed"]) == ("photo", "picture", "shoulders", 9)
    assert facts["burnt"] <= 0.005


def test_four_pictures_of_one_wish_differ():
    """Photo, scene, framing and side of the light are taken in turn."""
    found = draw.variants(RECIPE, 4, seed=5, photos=3)
    assert len({(one.photo, one.scene.name, one.framing, one.side) for one in found}) == 4
    assert {one.framing for one in found} == {"shoulders", "close"}
    assert {one.scene.name for one in found} == {"paper", "forest"}
    assert {one.side for one in found} == {1, -1}
    assert len({one.photo for one in found}) == 3
    assert found == draw.variants(RECIPE, 4, seed=5, photos=3)
    assert found != draw.variants(RECIPE, 4, seed=6, photos=3)


def test_without_panoramas_the_drawn_scenes_are_taken(tmp_path):
    """What was not fetched is left out, and a recipe of nothing else gets studio paper."""
    book = scenes.SceneBook(weights=tmp_path)
    assert {one.scene.name for one in draw.variants(RECIPE, 4, seed=1, photos=1, book=book)} == {"paper"}
    only = Recipe(style="test", scenes=SCENES[1:])
    assert all(one.scene == draw.PLAIN for one in draw.variants(only, 2, seed=1, photos=1, book=book))


def test_every_step_can_be_seen(subject):
    """`studio inspect` shows what was understood of a photo."""
    found = draw.stages(subject)
    assert {"photo", "alpha", "normals", "own light"} <= found.keys()
    assert {(picture.shape, str(picture.dtype)) for picture in found.values()} == {(subject.rgb.shape, "uint8")}
