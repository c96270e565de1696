"""Overlays: frames and what falls in front, which must leave the face alone."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import pytest

from engine.canvas.finish import finished
from engine.canvas.looks import tools
from engine.canvas.overlays import OVERLAYS
from engine.canvas.recipes import recipe
from engine.canvas.sitter import Sitter

FRAMES = ("instant", "border", "panel", "museum", "wanted", "reel")  # these make the picture smaller
SHADES = ("slats", "rays", "flare")  # light and shadow on the person, meant to be


@pytest.fixture
def seated() -> tuple[np.ndarray, Sitter]:
    """A grey picture (400, 320, 3) with an oval person in it."""
    rgb = np.full((400, 320, 3), 120, np.uint8)
    planes = {name: np.zeros((400, 320), np.float32) for name in ("alpha", "face", "hair", "skin")}
    cv2.ellipse(planes["alpha"], (160, 170), (75, 100), 0, 0, 360, 1.0, -1)
    cv2.rectangle(planes["alpha"], (50, 290), (270, 400), 1.0, -1)
    cv2.ellipse(planes["face"], (160, 180), (55, 75), 0, 0, 360, 1.0, -1)
    angles = np.linspace(0, 2 * np.pi, 478)
    points = np.stack([160 + 55 * np.cos(angles), 180 + 75 * np.sin(angles)], -1).astype(np.float32)
    for places, x in ((tools.RIGHT_EYE, 138), (tools.LEFT_EYE, 182)):
        points[list(places)] = np.stack([x + 11 * np.cos(angles[:16] * 30), 165 + 5 * np.sin(angles[:16] * 30)], -1)
    points[list(tools.LIPS)] = np.stack([160 + 18 * np.cos(angles[:20] * 24), 218 + 7 * np.sin(angles[:20] * 24)], -1)
    return rgb, Sitter(points=points, **planes)


@pytest.mark.parametrize("name", OVERLAYS)
def test_an_overlay_keeps_the_size_and_changes_the_picture(name, seated):
    """A frame is laid into the picture, it does not grow it; the same seed gives the same."""
    rgb, sitter = seated
    made = OVERLAYS[name](rgb, sitter, np.random.default_rng(2))
    assert made.shape == rgb.shape
    assert made.dtype == np.uint8
    assert np.abs(made.astype(int) - rgb).max() > 10
    assert np.array_equal(made, OVERLAYS[name](rgb, sitter, np.random.default_rng(2)))


@pytest.mark.parametrize("name", sorted(OVERLAYS.keys() - {*FRAMES, *SHADES}))
def test_nothing_covers_an_eye(name, seated):
    """Snow, petals and signs fall everywhere but there."""
    rgb, sitter = seated
    eyes = tools.features(sitter, lips=0, rest=0) > 0.6
    made = OVERLAYS[name](rgb, sitter, np.random.default_rng(2)).astype(int)
    assert np.abs(made[eyes] - 120).max() < 60
    assert np.abs(made[eyes] - 120).mean() < 14


def _turned(sitter: Sitter, degrees: float) -> Sitter:
    """The same person with their head to one side."""
    turn = cv2.getRotationMatrix2D((160, 180), degrees, 1.0)
    planes = {
        name: cv2.warpAffine(getattr(sitter, name), turn, (320, 400)) for name in ("alpha", "face", "hair", "skin")
    }
    return Sitter(points=(sitter.points @ turn[:, :2].T + turn[:, 2]).astype(np.float32), **planes)


def _shade(rgb: np.ndarray, sitter: Sitter, where: np.ndarray) -> float:
    """The deepest shade that blinds throw there, 0..1."""
    made = OVERLAYS["slats"](rgb, sitter, np.random.default_rng(2), amount=0.6)
    return float(1 - made[where].min() / rgb[where].min())


@pytest.mark.parametrize("degrees", [-28, -12, 0, 12, 28])
def test_blinds_never_shade_an_eye(degrees, seated):
    """A slat across an eye is no light of a film but a black eye. Told of level eyes, they cross one (the control)."""
    rgb, sitter = seated
    turned = _turned(sitter, degrees)
    eyes = np.zeros(rgb.shape[:2], np.uint8)
    for ring in (tools.RIGHT_EYE, tools.LEFT_EYE):
        cv2.fillPoly(eyes, [turned.points[list(ring)].round().astype(np.int32)], 1)
    assert _shade(rgb, turned, eyes > 0) < 0.1
    assert _shade(rgb, turned, turned.face > 0.9) > 0.5  # the shadow is on the face all the same
    if abs(degrees) > 20:
        level = dataclasses.replace(turned, points=sitter.points)
        assert _shade(rgb, level, eyes > 0) > 0.3


def test_snow_would_cover_an_eye_of_a_face_it_does_not_know(seated):
    """The control: without the mask of the face flakes lie on the eyes."""
    rgb, sitter = seated
    blind = dataclasses.replace(sitter, face=np.zeros_like(sitter.face))
    eyes = tools.features(sitter, lips=0, rest=0) > 0.6
    made = OVERLAYS["snow"](rgb, blind, np.random.default_rng(2), count=900).astype(int)
    assert np.abs(made[eyes] - 120).max() > 60


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_keeps_the_face_whole(name, seated):
    """The picture is made smaller, not cut at the face: its oval still is inside."""
    rgb, sitter = seated
    marked = rgb.copy()
    marked[sitter.face > 0.5] = (250, 20, 20)
    made = OVERLAYS[name](marked, sitter, np.random.default_rng(2)).astype(int)
    red = made[..., 0] - made[..., 1] > 90
    assert red.sum() > 0.35 * (sitter.face > 0.5).sum()


def test_the_steps_come_in_their_order(seated):
    """Look, grade, overlays: a white border must stay white under a dark grade."""
    rgb, sitter = seated
    made = recipe(
        "mine",
        {
            "scenes": [{"backdrop": "paper"}],
            "grade": {"exposure": -2.0},
            "overlays": [{"name": "border", "colour": "#ffffff"}],
        },
    )
    seen = finished(rgb, sitter, made, np.random.default_rng(0))
    assert seen[2, 2].min() > 240
    assert seen[200, 160].max() < 90


def test_petals_keep_their_colour_on_white(seated):
    """Blurred petals on a bright sky once were grey specks: what they cover is mixed, not darkened."""
    rgb, sitter = seated
    made = OVERLAYS["petals"](np.full_like(rgb, 250), sitter, np.random.default_rng(2), colours=("#ff9cc0",)).astype(
        int
    )
    changed = np.abs(made - 250).max(-1) > 25
    assert changed.sum() > 200
    assert (made[changed][:, 0] > 180).mean() > 0.98  # red stays: no grey
    assert (made[changed][:, 0] - made[changed][:, 1]).min() > 10
