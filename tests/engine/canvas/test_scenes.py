"""Scenes come from data: an operator's folder, a picture somebody sends, the program's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.canvas import harmonics, scenes
from engine.canvas.scenes.book import WALLS
from engine.errors import WeightMissingError

SIDES = harmonics.basis(np.array([[-0.8, 0, 0.6], [0.8, 0, 0.6], [0, 0.8, 0.6], [0, -0.8, 0.6]], np.float32))


def fall(light) -> np.ndarray:
    """What falls on a left, a right, an upper and a lower side."""
    return SIDES @ np.mean(light.harmonics, 0)


def gradient() -> np.ndarray:
    """A picture bright on its left and above."""
    across, down = np.meshgrid(np.linspace(1, 0.1, 160), np.linspace(1, 0.3, 120))
    return (np.repeat((across * down)[..., None], 3, -1) * 255).astype(np.uint8)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's folder with one picture."""
    Image.fromarray(gradient()).save(tmp_path / "office.png")
    return tmp_path


def test_three_lines_make_a_scene_of_a_picture(own, tmp_path):
    """What the handbook promises an operator."""
    (own / "office.toml").write_text('title = "Our office"\npicture = "office.png"\nblur = 0.2\n')
    book = scenes.SceneBook(own, weights=tmp_path / "none")
    assert book.names()["own"] == ("office",)
    scene = book.scene("own", "office")
    assert (scene.name, scene.titles, book.problems()) == ("own:office", {"en": "Our office"}, ())
    plate = scene.plate(90, 72, np.random.default_rng(0))
    assert plate.shape == (90, 72, 3)
    assert plate[:, :20].mean() > 1.5 * plate[:, -20:].mean()


def test_a_panorama_of_an_operator_lights_and_is_seen(own, tmp_path):
    """A panorama is the other kind."""
    place = np.full((32, 64, 3), 0.3, np.float32)
    place[:, 40:56] = 3
    np.savez(own / "hall.npz", place)
    (own / "hall.toml").write_text('title = "Hall"\npanorama = "hall.npz"\nturn = 0\n')
    scene = scenes.SceneBook(own, weights=tmp_path).scene("own", "hall")
    left, right, *_ = fall(scene.light)
    assert right > 1.3 * left


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("picture = 3\n", "needs either panorama or picture"),
        ('picture = "gone.png"\n', "gone.png is no file beside it"),
        ('picture = "../secret.png"\n', "is no file beside it"),
        ('picture = "office.png"\nblur = 7\n', "blur must be a number from 0 to 1"),
        ('picture = "office.png"\nsound = 1\n', "sound is no part of a scene"),
        ('panorama = "office.png"\n', "cannot be used"),
        ("title = ", "cannot be read"),
    ],
)
def test_a_file_that_is_no_scene_is_told_and_harms_nothing(own, tmp_path, text, says):
    """One sentence for the operator; the good scenes stay."""
    (own / "good.toml").write_text('picture = "office.png"\n')
    (own / "bad.toml").write_text(text)
    book = scenes.SceneBook(own, weights=tmp_path)
    (problem,) = book.problems()
    assert problem.file == "bad.toml"
    assert says in problem.sentence
    assert book.names()["own"] == ("good",)


def test_a_new_file_is_seen_without_a_restart(own, tmp_path):
    """The folder is looked at again when something in it changed."""
    book = scenes.SceneBook(own, weights=tmp_path)
    assert book.names()["own"] == ()
    (own / "office.toml").write_text('picture = "office.png"\n')
    assert book.names()["own"] == ("office",)


def test_panoramas_that_were_not_fetched_are_not_offered(tmp_path):
    """A recipe may then take another of its scenes; asked for by name it says how to get it."""
    book = scenes.SceneBook(weights=tmp_path)
    assert not book.has("panorama", "forest")
    assert book.has("backdrop", "paper")
    with pytest.raises(WeightMissingError) as caught:
        book.scene("panorama", "forest")
    assert caught.value.data["how"] == "python -m bot weights fetch panoramas"


def test_the_light_of_a_picture_comes_from_its_bright_side():
    """Bright on the left and above: so is the person; mirrored, from the right."""
    left, right, above, below = fall(scenes.light_of(gradient()))
    assert left > 1.15 * right
    assert above > 1.05 * below
    other = fall(scenes.light_of(gradient()[:, ::-1]))
    assert np.allclose(other[:2], [right, left], rtol=0.05)


def test_an_even_picture_lights_evenly():
    """Control: without a bright side there is none on the face."""
    left, right, above, below = fall(scenes.light_of(np.full((80, 80, 3), 128, np.uint8)))
    assert np.ptp([left, right, above, below]) < 0.08 * left


def test_a_mirror_exchanges_what_is_seen_and_the_light():
    """Four pictures of one wish may differ in their side; both halves of a scene turn together."""
    scene = scenes.from_picture(gradient(), blur=0)
    mirror = scenes.mirrored(scene)
    random = np.random.default_rng(0)
    assert np.allclose(scene.plate(40, 40, random)[:, ::-1], mirror.plate(40, 40, random), atol=1e-5)
    assert np.allclose(fall(mirror.light)[:2], fall(scene.light)[1::-1], rtol=1e-3)


def test_what_can_be_read_is_never_seen_in_a_mirror(tmp_path):
    """A formula that runs backwards gives a picture away; its light turns all the same. Control: bricks turn."""
    book = scenes.SceneBook(weights=tmp_path)
    for name, told, same in (("chalkboard", {"written": True}, True), ("graffiti", {}, True), ("cafe", {}, False)):
        scene = book.scene("backdrop", name, **told)
        mirror = scenes.mirrored(scene)
        one, other = (each.plate(120, 96, np.random.default_rng(4)) for each in (scene, mirror))
        assert np.array_equal(one, other) is same
        assert mirror.light.lamps[0].direction[0] == -scene.light.lamps[0].direction[0]


def test_walls_take_a_shadow_and_landscapes_do_not(tmp_path):
    """A person casts none on a sky; every wall named is a backdrop there is."""
    book = scenes.SceneBook(weights=tmp_path)
    assert book.scene("backdrop", "brick").wall > 0.5
    assert book.scene("backdrop", "sky").wall == 0
    assert WALLS.keys() <= set(book.names()["backdrop"])
