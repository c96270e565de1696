"""Clothes found in pictures, against drawn truth and one real portrait."""

from __future__ import annotations

import copy

import cv2
import numpy as np
import pytest
import skimage.data

from engine.faces.regions import Mask
from engine.faces.types import RGB, Mesh
from engine.garments import bareskin, parsing
from engine.garments.body import apart
from engine.garments.wardrobe import Seen, Wardrobe, kept
from engine.lab.garments.bench import bare
from engine.lab.garments.pictures import alike, pictures
from engine.models import Models
from engine.tasks.tryon.request import GarmentTooSmallError, NoGarmentError, NoSuchGarmentError, Tap
from tests.engine.garments.figures import SHOULDERS, figure, flat, overlap


@pytest.fixture(scope="module")
def wardrobe(models: Models) -> Wardrobe:
    """Warm."""
    return models.wardrobe


@pytest.fixture(scope="module")
def dressed(wardrobe: Wardrobe) -> Seen:
    """What is seen of a figure in shirt and trousers."""
    return wardrobe.look(figure()[0])


def test_shirt_and_trousers_are_two_garments(dressed: Seen):
    """Numbered from top to bottom, each where it was drawn."""
    rgb, truth = figure()
    assert [(piece.number, piece.kind) for piece in dressed.pieces] == [(1, "top"), (2, "trousers")]
    found = {name: kept(rgb, dressed, (number,), ()) > 0.5 for number, name in ((1, "top"), (2, "bottom"))}
    assert overlap(found["top"], truth["top"]) > 0.95
    assert overlap(found["bottom"], truth["bottom"]) > 0.9
    assert overlap(found["top"], truth["bottom"]) < 0.05  # the control


@pytest.mark.parametrize(("kind", "name"), [("dress", "dress"), ("overall", "uniform")])
def test_one_cloth_from_shoulder_to_leg_is_one_garment(wardrobe: Wardrobe, kind: str, name: str):
    """A dress spans the gap between the legs, an overall does not."""
    rgb, truth = figure(kind)
    seen = wardrobe.look(rgb)
    assert [piece.kind for piece in seen.pieces] == [name]
    assert overlap(kept(rgb, seen, (), ()) > 0.5, truth["clothes"]) > 0.9


def test_bare_arms_and_the_head_are_no_clothes(dressed: Seen):
    """Masks of head, skin and clothes never meet."""
    wearer = dressed.wearer
    assert wearer is not None
    for one, other in ((wearer.clothes, wearer.skin), (wearer.clothes, wearer.head)):
        assert not ((one > 0.5) & (other > 0.5)).any()
    scale = dressed.small.shape[0] / 900
    for x, y in ((165, 440), (435, 440), (300, 120)):
        assert wearer.clothes[round(y * scale), round(x * scale)] == 0


def test_the_pose_is_where_the_figure_was_drawn(dressed: Seen):
    """In shoulder widths, the unit of the promise; a mirrored body is far away, the control."""
    body = dressed.wearer.body
    scale = dressed.small.shape[0] / 900
    drawn = {
        "right-shoulder": (205, 250),
        "left-shoulder": (395, 250),
        "right-knee": (245, 670),
        "left-knee": (355, 670),
    }
    errors = [np.linalg.norm(body.where(name) / scale - place) / SHOULDERS for name, place in drawn.items()]
    assert np.median(errors) < 0.2
    assert apart(body, body) == 0


def test_the_astronaut_wears_one_suit(wardrobe: Wardrobe, astronaut: RGB):
    """A real portrait: suit in, face and flag out."""
    mask = kept(astronaut, wardrobe.look(astronaut), (), ()) > 0.5
    assert 0.2 < mask.mean() < 0.45
    assert mask[400, 100]  # the orange sleeve
    assert mask[330, 180]
    assert not mask[100, 220]  # her face
    assert not mask[60, 40]  # the flag
    assert not mask[100, 400]  # the wall


def test_a_shirt_laid_flat_is_found_without_a_wearer(wardrobe: Wardrobe):
    """Cut out along its edge."""
    rgb, truth = flat()
    seen = wardrobe.look(rgb)
    assert seen.wearer is None
    assert [piece.kind for piece in seen.pieces] == ["whole"]
    assert overlap(kept(rgb, seen, (), ()) > 0.5, truth) > 0.95


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket"])
def test_a_cat_a_cup_and_a_rocket_are_no_clothes(wardrobe: Wardrobe, name: str):
    """One lies on a table like a shirt would; nothing is made up."""
    with pytest.raises(NoGarmentError):
        wardrobe.look(np.ascontiguousarray(getattr(skimage.data, name)()))


def test_an_empty_picture_and_noise_hold_no_clothes(wardrobe: Wardrobe):
    """Nothing there, and nothing but."""
    for rgb in (
        np.full((300, 300, 3), 200, np.uint8),
        np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8),
    ):
        with pytest.raises(NoGarmentError) as caught:
            wardrobe.look(rgb)
        assert caught.value.data == {"reason": "nobody"}


class Named:
    """A classifier that calls every picture the same."""

    def __init__(self, name: str) -> None:
        self._name = name

    def labels(self, rgb: RGB) -> dict[str, float]:
        """Return one name, quite sure."""
        return {self._name: 0.6}


@pytest.mark.parametrize(("name", "reason"), [("jersey", "ground"), ("teapot", "nobody")])
def test_clothes_on_a_ground_they_are_not_told_from_are_said_to_be_there(
    wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
):
    """A shirt on a patterned blanket: "no clothes" would be wrong, and no help."""
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8)
    monkeypatch.setattr(wardrobe._faces, "tagger", Named(name))
    with pytest.raises(NoGarmentError) as caught:
        wardrobe.look(noise)
    assert caught.value.data == {"reason": reason}


def test_somebody_whose_clothes_are_not_seen_is_told_from_an_empty_picture(
    wardrobe: Wardrobe, monkeypatch: pytest.MonkeyPatch, astronaut: RGB
):
    """What helps is another picture of them; whatever the classifier names, nothing lies there."""
    monkeypatch.setattr(wardrobe, "_worn", lambda *_: None)
    for name in ("jersey", "teapot"):
        monkeypatch.setattr(wardrobe._faces, "tagger", Named(name))
        with pytest.raises(NoGarmentError) as caught:
            wardrobe.look(astronaut)
        assert caught.value.data == {"reason": "bare"}


def test_a_thumbnail_is_refused_with_its_size(wardrobe: Wardrobe):
    """And with the size that would do."""
    with pytest.raises(GarmentTooSmallError) as caught:
        wardrobe.look(np.zeros((80, 400, 3), np.uint8))
    assert caught.value.data == {"pixels": 80, "needed": 96}


def test_a_number_nobody_was_given_is_refused(dressed: Seen):
    """Two were found."""
    with pytest.raises(NoSuchGarmentError) as caught:
        kept(figure()[0], dressed, (3,), ())
    assert caught.value.data == {"number": 3, "garments": 2}


def test_a_tap_takes_a_region_out_and_another_puts_it_back(dressed: Seen):
    """The trousers, from one point on a leg to the whole of them."""
    rgb, truth = figure()
    leg = {"x": 245 / 600, "y": 0.75}
    without = kept(rgb, dressed, (), (Tap(**leg, add=False),)) > 0.5
    assert (without & truth["bottom"]).sum() < 0.1 * truth["bottom"].sum()
    assert (without & truth["top"]).sum() > 0.9 * truth["top"].sum()
    again = kept(rgb, dressed, (), (Tap(**leg, add=False), Tap(**leg, add=True))) > 0.5
    assert (again & truth["bottom"]).sum() > 0.85 * truth["bottom"].sum()


def test_a_tap_alone_turns_a_region_into_the_other_of_what_it_is(dressed: Seen):
    """In the web chat a place is only pointed at: the trousers go, and come back by a second tap."""
    rgb, truth = figure()
    leg = Tap(x=245 / 600, y=0.75, add=None)
    without, again = (kept(rgb, dressed, (), (leg,) * count) > 0.5 for count in (1, 2))
    assert (without & truth["bottom"]).sum() < 0.1 * truth["bottom"].sum()
    assert (again & truth["bottom"]).sum() > 0.85 * truth["bottom"].sum()


def test_taps_that_leave_nothing_are_told(wardrobe: Wardrobe):
    """There must be something to wear."""
    rgb, _ = flat()
    everywhere = np.arange(0.02, 1, 0.04)
    with pytest.raises(NoGarmentError) as caught:
        kept(rgb, wardrobe.look(rgb), (), tuple(Tap(x=x, y=y, add=False) for x in everywhere for y in everywhere))
    assert caught.value.data == {"reason": "corrected"}


class Labelled:
    """Human parsing that answers with the drawn truth, as the hub's M2FP names things."""

    name = "m2fp"

    def parts(self, rgb: RGB) -> list[tuple[str, float, Mask]]:
        """Return shirt and trousers, and a coat it is not sure of."""
        truth = figure()[1]
        size = rgb.shape[1::-1]
        masks = {name: cv2.resize(truth[name].astype(np.float32), size) for name in ("top", "bottom")}
        whole = np.ones(rgb.shape[:2], np.float32)
        return [("UpperClothes", 0.9, masks["top"]), ("Pants", 0.95, masks["bottom"]), ("Coat", 0.3, whole)]

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return no head."""
        return np.zeros(rgb.shape[:2], np.float32)


def test_where_human_parsing_is_wanted_its_labels_say_what_is_cloth(models: Models):
    """As in the published system: certain labels count, uncertain ones do not, and the answer names who said so."""
    faces = copy.copy(models.faces)
    faces.__dict__["parser"] = Labelled()
    wardrobe = Wardrobe(models.settings, faces)
    rgb, truth = figure()
    seen = wardrobe.look(rgb)
    assert [piece.kind for piece in seen.pieces] == ["top", "trousers"]
    assert overlap(kept(rgb, seen, (2,), ()) > 0.5, truth["bottom"]) > 0.9
    assert wardrobe.backends["garment"] == "m2fp"
    assert models.wardrobe.backends.get("garment") != "m2fp"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["coat", "white"])
def test_no_skin_is_painted_onto_cloth_of_whatever_colour(wardrobe: Wardrobe, models: Models, name: str):
    """A brown coat has the colour of skin, a white hem in shade nearly; arms and neck are found all the same.

    The control is the skin that is found: nothing would be painted by who finds none.
    """
    (worn,) = (one for one in pictures(models.settings.weights) if one.name == name)
    seen = wardrobe.look(worn.rgb)
    skin = bare(worn.rgb, seen, kept(worn.rgb, seen, (), ()) > 0.5)
    inner = cv2.erode(worn.clothes.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert (skin & inner).sum() == 0
    assert (skin & ~worn.clothes).sum() > 0.01 * skin.size


@pytest.mark.slow
def test_a_neck_in_the_sun_is_no_part_of_a_shirt(wardrobe: Wardrobe, models: Models):
    """Skin as pale as cloth stayed the model's, a spike beside another person's neck; the shirt beside it is kept."""
    (worn,) = (one for one in pictures(models.settings.weights) if one.name == "white")
    found = kept(worn.rgb, wardrobe.look(worn.rgb), (), ()) > 0.5
    beyond = found & (cv2.dilate(worn.clothes.astype(np.uint8), np.ones((13, 13), np.uint8)) == 0)
    assert beyond.sum() < 20  # some 300 as it was
    assert overlap(found, worn.clothes) > 0.97


@pytest.mark.slow
def test_a_shirt_of_the_wearers_own_dark_skin_is_not_painted(
    wardrobe: Wardrobe, models: Models, monkeypatch: pytest.MonkeyPatch
):
    """No colour parts it from her skin and the network calls its yoke a chest: her arms stay as they are instead."""
    (worn,) = (one for one in alike(models.settings.weights) if one.name == "shorts-alike")
    inner = cv2.erode(worn.clothes.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0

    def painted(seen: Seen) -> int:
        skin = bare(worn.rgb, seen, kept(worn.rgb, seen, (), ()) > 0.5)
        assert skin.any()  # neck and legs take another's tone as ever
        return int((skin & inner).sum())

    first = wardrobe.look(worn.rgb)
    assert painted(first) == 0
    nothing = np.zeros(first.small.shape[:2], bool)
    for module, name in ((bareskin, "covered_trunk"), (bareskin, "_over_the_neckline"), (parsing, "doubted_arms")):
        monkeypatch.setattr(module, name, lambda *_: nothing)
    assert painted(wardrobe.look(worn.rgb)) > 10_000  # the control: as it was
