"""Lamps behind a person draw a line around black hair and leave it smooth and black."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import compose, draw, light
from engine.canvas.types import Lamp, Light
from engine.lab.canvas.crackle import crackle
from tests.engine.canvas.conftest import portrait, subject  # noqa: F401

BLACK = 0.01  # linear light
BEHIND = Light(
    ambient=(0.42, 0.36, 0.28),
    lamps=(
        Lamp(direction=(-0.5, 0.3, 0.9), colour=(0.42, 0.34, 0.24), wrap=0.6),
        Lamp(direction=(0.85, 0.45, -0.45), colour=(2.2, 1.5, 0.7), rim=True),
        Lamp(direction=(-0.8, 0.5, -0.5), colour=(1.1, 0.75, 0.35), rim=True),
    ),
)


@pytest.fixture
def black(subject):  # noqa: F811
    """Her portrait with smooth black hair: strands of which one is a little brighter than the next."""
    parts = draw.framed(subject, compose.frame(subject, "close", "1:1", 640))
    span, shape = parts.surface.span, parts.photo.shape[:2]
    noise = cv2.GaussianBlur(np.random.default_rng(3).standard_normal(shape), (0, 0), span / 150)
    strands = (BLACK * np.exp(0.6 * noise / noise.std())).astype(np.float32)
    hair = parts.surface.hair
    photo = parts.photo * (1 - hair)[..., None] + (strands * hair)[..., None]
    tone = parts.surface.tone * (1 - hair) + BLACK * hair
    surface = replace(parts.surface, tone=tone, detail=light.detail(photo, span))
    return replace(parts, photo=photo, surface=surface)


def _every_speck(surface: light.Surface) -> np.ndarray:
    """How hair gave a lamp back before: all of it, by every speck of the photo."""
    return 1 + surface.hair * (np.minimum(surface.detail, 1.4) ** 1.5 - 1)


def test_black_hair_stays_smooth_and_black(black, monkeypatch):
    """Golden hour made gold crackle of it. What goes by every speck of the photo is the control."""
    seen = crackle(black, BEHIND)
    assert seen.texture < 1.0
    assert 3 < seen.lift < 20  # a line of light is seen all the same
    monkeypatch.setattr(light, "_strands", _every_speck)
    before = crackle(black, BEHIND)
    assert before.texture > 1.15 * seen.texture
    assert before.lift > 28


def test_where_no_lamp_is_behind_nothing_is_said(black):
    """The number is about lamps behind a person alone."""
    assert crackle(black, Light(ambient=(1, 1, 1))) is None
