"""Edge-aware abstraction: areas get flat, borders stay where they are, lines follow the form."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas.looks import cel, flow, tools
from engine.canvas.sitter import Sitter
from engine.canvas.texture import clouds, grain

SIDE = 240


@pytest.fixture(scope="module")
def sitter() -> Sitter:
    """An oval person in the middle of (240, 240), their face 110 pixels wide."""
    planes = {name: np.zeros((SIDE, SIDE), np.float32) for name in ("alpha", "face", "hair", "skin")}
    for name in ("alpha", "face"):
        cv2.ellipse(planes[name], (120, 120), (55, 75), 0, 0, 360, 1.0, -1)
    angles = np.linspace(0, 2 * np.pi, 478)
    points = np.stack([120 + 55 * np.cos(angles), 120 + 75 * np.sin(angles)], -1).astype(np.float32)
    for places, x in ((tools.RIGHT_EYE, 95), (tools.LEFT_EYE, 145)):
        points[list(places)] = np.stack([x + 12 * np.cos(angles[:16] * 30), 105 + 6 * np.sin(angles[:16] * 30)], -1)
    points[list(tools.LIPS)] = np.stack([120 + 18 * np.cos(angles[:20] * 24), 160 + 7 * np.sin(angles[:20] * 24)], -1)
    return Sitter(points=points, **planes)


@pytest.fixture(scope="module")
def halves() -> np.ndarray:
    """Two areas with the noise of a photo: light above, dark below."""
    tone = np.where(np.arange(SIDE)[:, None] < SIDE // 2, 180, 60) * np.ones((1, SIDE))
    noisy = tone + 4 * np.random.default_rng(1).standard_normal((SIDE, SIDE))
    return np.repeat(noisy.clip(0, 255).astype(np.uint8)[..., None], 3, -1)


def _edge(value: np.ndarray) -> tuple[float, float]:
    """Return how many rows the border between the halves takes, and what is left of the noise beside it."""
    rows = value[..., 1].mean(1)
    return float(((rows > 0.29) & (rows < 0.65)).sum()), float(value[20:90, 20:-20, 1].std())


def test_areas_get_flat_and_borders_stay_sharp(halves, sitter):
    """What makes a drawing of a photo: no texture, but the outline. Control: blur that takes the noise melts it too."""
    width, left = _edge(flow.flattened(halves, sitter))
    blurred, same = _edge(cv2.GaussianBlur(halves.astype(np.float32) / 255, (0, 0), 5))
    assert left < 0.006 < 4 / 255
    assert same < 0.006
    assert width <= 4
    assert blurred > 2 * width


def test_no_border_bleeds_into_the_opposite_one(halves, sitter):
    """The transform behind it takes a picture for a tile; the sky must not get the colour of the shirt."""
    made = flow.flattened(halves, sitter)
    assert abs(made[0].mean() - 180 / 255) < 0.02
    assert abs(made[-1].mean() - 60 / 255) < 0.02


def test_an_average_along_the_form_keeps_it():
    """Hair stays hair along its strands; the control averages across them."""
    stripes = (0.5 + 0.5 * np.sin(np.arange(SIDE) / 3)[None] * np.ones((SIDE, 1))).astype(np.float32)
    down = (np.zeros_like(stripes), np.ones_like(stripes))
    across = (np.ones_like(stripes), np.zeros_like(stripes))
    assert flow.along(stripes, down, 12).std() > 0.95 * stripes.std()
    assert flow.along(stripes, across, 12).std() < 0.35 * stripes.std()


def test_a_broken_line_is_drawn_in_one(sitter):
    """A pen does not lift at every gap: along the form the line goes on. Control: not joined it stays broken."""
    light = np.full((SIDE, SIDE), 0.8, np.float32)
    light[118:122] = 0.3
    light[:, ::16] = light[:, 1::16] = light[:, 2::16] = 0.8
    light = cv2.GaussianBlur(light, (0, 0), 1)
    across = (np.ones_like(light), np.zeros_like(light))
    joined = flow.drawn(light, 2.0, join=5, field=across)[118:122, 20:-20].max(0)
    broken = flow.drawn(light, 2.0, join=0.1, field=across)[118:122, 20:-20].max(0)
    assert joined.min() > 0.5 > broken.min()
    assert flow.drawn(light, 2.0)[20:80].max() < 0.1


def test_strands_are_long_one_way_and_thin_the_other():
    """Strokes follow the field: a step along it says the same, a step across it something else."""
    field = (np.ones((SIDE, SIDE), np.float32), np.zeros((SIDE, SIDE), np.float32))
    made = flow.strands(field, np.random.default_rng(2), thick=2, long=24)
    near = [float(np.corrcoef(made[:-6, :-6].ravel(), np.roll(made, (-dy, -dx), (0, 1))[:-6, :-6].ravel())[0, 1])
            for dy, dx in ((0, 6), (6, 0))]  # fmt: skip
    assert near[0] > 0.5
    assert abs(near[1]) < 0.15


def test_eyes_are_drawn_larger_in_their_place(sitter):
    """As who draws people draws them; by one they are left alone."""
    rgb = np.full((SIDE, SIDE, 3), 200, np.uint8)
    for x in (95, 145):
        cv2.ellipse(rgb, (x, 105), (12, 6), 0, 0, 360, (30, 30, 30), -1)
    dark = [int((each[..., 0] < 115).sum()) for each in (rgb, cel.wider(rgb, sitter, 1.3), cel.wider(rgb, sitter, 1.0))]
    assert 1.25 * dark[0] < dark[1] < 2 * dark[0]
    assert abs(dark[2] - dark[0]) <= 4
    rows, columns = np.nonzero(cel.wider(rgb, sitter, 1.3)[..., 0] < 115)
    assert abs(rows.mean() - 105) < 1
    assert abs(columns.mean() - 120) < 1


def test_noise_has_the_same_strength_at_every_size():
    """A look says how strong its grain is; how coarse it is must not change that."""
    random = np.random.default_rng(3)
    for sigma in (0.0, 1.5, 6.0, 20.0):
        assert abs(float(grain(SIDE, SIDE, random, sigma).std()) - 1) < 0.02
    assert abs(float(clouds(SIDE, SIDE, random, 30.0, 8.0, fine=0.4).std()) - 1) < 0.02
    tall = grain(SIDE, SIDE, random, 1.0, 12.0)
    assert np.abs(np.diff(tall, axis=0)).mean() < 0.35 * np.abs(np.diff(tall, axis=1)).mean()
