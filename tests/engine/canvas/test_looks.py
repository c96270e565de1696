"""Looks at full size: what a style does to a picture, and that a face of any tone stays a face."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas.grade import blurred, grey
from engine.canvas.linear import display, linear
from engine.canvas.looks import LOOKS, tools
from engine.canvas.sitter import Sitter

LEAST = 0.7  # correlation
DARK = 0.16  # of the light that the skin gives back: a dark skin
READ = ("mono", "ink", "comic", "pop_art", "pencil", "charcoal", "engraving", "oil", "impressionist", "cartoon",
        "woodcut", "watercolour", "stained_glass", "paper_cut", "poster", "white_lines")  # fmt: skip
OFF = {"oil": 4.0, "watercolour": 8.0, "impressionist": 9.0, "chalks": 5.0}  # L
COLOUR = ("oil", "comic", "cartoon", "faded", "poster", "cross", "vivid", "low_poly", "pixel_art", "woodcut")


def _sized(rgb: np.ndarray, sitter: Sitter, factor: float) -> tuple[np.ndarray, Sitter]:
    size = (round(rgb.shape[1] * factor), round(rgb.shape[0] * factor))
    planes = {
        name: cv2.resize(getattr(sitter, name), size, interpolation=cv2.INTER_AREA)
        for name in ("alpha", "face", "hair", "skin")
    }
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), Sitter(points=sitter.points * factor, **planes)


@pytest.fixture(scope="module")
def seated(portrait) -> tuple[np.ndarray, Sitter]:
    """A portrait (360, 360, 3) and where its sitter is."""
    rgb, mesh, cut = portrait
    part = (slice(0, 360), slice(40, 400))
    planes = {name: np.ascontiguousarray(getattr(cut, name)[part]) for name in ("alpha", "face", "hair", "skin")}
    points = mesh.points[:, :2] - (40, 0)
    return np.ascontiguousarray(rgb[part]), Sitter(points=points.astype(np.float32), **planes)


@pytest.fixture(scope="module")
def dark(seated) -> np.ndarray:
    """The same with dark skin."""
    rgb, sitter = seated
    face = sitter.face[..., None]
    return display(linear(rgb) * (1 - face + face * np.float32(DARK)))


def _fine(rgb: np.ndarray, sitter: Sitter) -> np.ndarray:
    """What is drawn at eyes and mouth: light and dark against what is around."""
    light = blurred(grey(rgb.astype(np.float32) / 255), sitter.span / 50)  # strokes are not what is compared
    return (light - blurred(light, sitter.span / 8))[tools.features(sitter, rest=0) > 0.5]


def _same(name: str, one: np.ndarray, other: np.ndarray, sitter: Sitter) -> float:
    """How much the drawing of one face's eyes and mouth is that of the other's: correlation."""
    pictures = [LOOKS[name](rgb, sitter, np.random.default_rng(3)) for rgb in (one, other)]
    return float(np.corrcoef([_fine(rgb, sitter) for rgb in pictures])[0, 1])


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_keeps_the_size_and_can_be_repeated(name, seated):
    """The frame is cut before: a look changes pixels, not shape; the same seed gives the same picture."""
    rgb, sitter = seated
    made = LOOKS[name](rgb, sitter, np.random.default_rng(3))
    assert made.shape == rgb.shape
    assert made.dtype == np.uint8
    assert np.array_equal(made, LOOKS[name](rgb, sitter, np.random.default_rng(3)))
    assert np.abs(made.astype(int) - rgb).mean() > 3  # it does something


@pytest.mark.parametrize("name", READ)
def test_eyes_and_mouth_of_dark_skin_are_drawn_alike(name, seated, dark):
    """On the drawn base they vanished in noir, comic and pop art: the tone of the face is made even before a look."""
    rgb, sitter = seated
    assert _same(name, rgb, dark, sitter) > LEAST


def _on_paper(rgb: np.ndarray, sitter: Sitter) -> float:
    """Share of a face drawn in ink that is paper or a light grey: the rest is a pool of ink."""
    made = LOOKS["ink"](rgb, sitter, np.random.default_rng(3))
    return float((grey(made.astype(np.float32) / 255)[sitter.face > 0.8] > 0.5).mean())


def test_a_dark_face_is_no_pool_of_ink(dark, seated, monkeypatch):
    """Half a dark face once lay in shadow; the control is the same look without an even tone before it."""
    _, sitter = seated
    assert _on_paper(dark, sitter) > 0.6
    monkeypatch.setattr(tools, "evened", lambda value, sitter, target=0.5: (value, 1.0))
    assert _on_paper(dark, sitter) < 0.3


def test_dark_skin_painted_in_oil_keeps_its_own_colour(dark, seated, monkeypatch):
    """Strong paint turned it orange; the control is the same look without the step that puts the colour back."""
    _, sitter = seated
    sure = sitter.face > 0.8

    def orange() -> float:
        made = LOOKS["oil"](dark, sitter, np.random.default_rng(3), warm=0.0)
        own, painted = (each[sure].astype(float).mean(0) for each in (dark, made))
        return float(painted[0] / painted[2] / (own[0] / own[2]))

    kept = orange()
    monkeypatch.setattr(tools, "own_skin", lambda value, photo, sitter, share=0.75: value)
    assert abs(kept - 1) < 0.7 * abs(orange() - 1)


def _off(name: str, rgb: np.ndarray, sitter: Sitter) -> float:
    """How much lighter or darker than it is skin is painted, steps of L over the width of lips; its worst tenth."""
    made = LOOKS[name](rgb, sitter, np.random.default_rng(5))
    light = [cv2.cvtColor(each.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0] for each in (rgb, made)]
    own, painted = (blurred(each, sitter.span / 20) for each in light)
    return float(np.percentile(np.abs(painted - own)[sitter.face > 0.9], 90))


@pytest.mark.parametrize("name", ["oil", "watercolour", "impressionist", "chalks"])
def test_skin_is_painted_as_light_as_it_is(name, dark, seated, monkeypatch):
    """Washes left dark cheeks pale and in patches, lips as light as they; the control is paint left as it fell."""
    rgb, sitter = seated
    kept = {kind: _off(name, each, sitter) for kind, each in (("dark", dark), ("light", rgb))}
    monkeypatch.setattr(tools, "own_tone", lambda value, photo, sitter, share=0.85: value)
    fallen = _off(name, dark, sitter)
    assert kept["dark"] < OFF[name], (kept, fallen)
    assert kept["light"] < OFF[name], (kept, fallen)
    assert kept["dark"] < 0.7 * fallen, (kept, fallen)


@pytest.mark.parametrize("name", ["impressionist", "oil", "mono", "toned", "watercolour"])
def test_dark_hair_in_bright_paint_stays_dark(name, dark, seated, monkeypatch):
    """What makes a dark face readable made its hair grey; the control is the same look without what keeps it dark."""
    _, sitter = seated
    hair = sitter.hair > 0.8
    black = np.where(hair[..., None], dark * 0.4, dark).astype(np.uint8)

    def light() -> float:
        return float(LOOKS[name](black, sitter, np.random.default_rng(3))[hair].mean())

    def whole_person(value: np.ndarray, sitter: Sitter, target: float = tools.FACE_TONE) -> tuple[np.ndarray, float]:
        power, share = tools.tone_power(value, sitter, target), sitter.alpha[..., None]
        return value * (1 - share) + value.clip(0, 1) ** power * share, power

    kept = light()
    monkeypatch.setattr(tools, "own_hair", lambda value, photo, sitter: value)
    monkeypatch.setattr(tools, "evened", whole_person)
    assert kept < 0.7 * light()
    if name != "watercolour":  # paint so thin that nothing is black in it
        assert kept < 1.8 * black[hair].mean() + 10


@pytest.mark.parametrize("name", COLOUR)
def test_dark_skin_stays_darker_than_light_skin(name, seated, dark):
    """A look evens the tone to draw, and puts it back: nobody is painted lighter than they are."""
    rgb, sitter = seated
    skin = sitter.face > 0.8
    tones = [np.median(LOOKS[name](each, sitter, np.random.default_rng(3))[skin].mean(-1)) for each in (dark, rgb)]
    assert tones[0] < 0.86 * tones[1]


@pytest.mark.parametrize("name", COLOUR)
def test_light_skin_does_not_burn(name, seated):
    """White holes where a face is lit are the first thing anybody sees."""
    rgb, sitter = seated
    made = LOOKS[name](rgb, sitter, np.random.default_rng(3))
    assert (made[sitter.face > 0.8].min(-1) >= 253).mean() < 0.03


@pytest.mark.parametrize("name", ["comic", "oil", "pencil", "watercolour", "mosaic", "engraving"])
def test_strokes_grow_with_the_picture(name, seated):
    """One photo at two sizes gives the same drawing: strokes, dots and tiles are measured by the face."""
    rgb, sitter = seated
    small = _sized(rgb, sitter, 0.6)
    seen = []
    for picture, place in ((rgb, sitter), small):
        made = LOOKS[name](picture, place, np.random.default_rng(3))
        seen.append(cv2.resize(made, (48, 48), interpolation=cv2.INTER_AREA).astype(float).ravel())
    assert np.corrcoef(seen)[0, 1] > 0.93


def test_line_drawings_do_not_need_colour(seated):
    """A black-and-white photo can be drawn like any other."""
    rgb, sitter = seated
    plain = np.repeat(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[..., None], 3, -1)
    made = LOOKS["pencil"](plain, sitter, np.random.default_rng(3)).astype(int)
    assert np.abs(made - LOOKS["pencil"](rgb, sitter, np.random.default_rng(3))).mean() < 12
