"""Final size (mission row 21)."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.errors import WeightMissingError
from engine.faces import upscale as module
from engine.faces.upscale import Upscaler


@pytest.fixture(scope="module")
def upscaler(weights_folder):
    """With the project's networks, one thread."""
    return Upscaler(weights_folder, threads=1)


@pytest.fixture(scope="module")
def face(astronaut):
    """A face of 64 x 64 pixels and what it was before it was shrunk, 256 x 256."""
    large = np.ascontiguousarray(astronaut[0:256, 96:352])
    return cv2.resize(large, (64, 64), interpolation=cv2.INTER_AREA), large


def edges(rgb) -> float:
    """Variance of the Laplacian: sharpness."""
    return float(cv2.Laplacian(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


def test_the_best_network_is_sharper_than_plain_enlarging_and_shows_the_same(upscaler, face):
    """Sharper edges, and shrunk again the picture that was put in."""
    small, _ = face
    made = upscaler.upscale(small, 256)
    assert made.shape == (256, 256, 3)
    assert made.dtype == np.uint8
    plain = cv2.resize(small, (256, 256), interpolation=cv2.INTER_CUBIC)
    assert edges(made) > 2 * edges(plain)
    assert cv2.PSNR(cv2.resize(made, (64, 64), interpolation=cv2.INTER_AREA), small) > 26


@pytest.mark.parametrize("side", [100, 201, 256, 300])
def test_every_size_is_met_exactly(upscaler, face, side):
    """Also sizes that are no multiple, and larger than one pass makes."""
    assert upscaler.upscale(face[0], side, quality="fast").shape == (side, side, 3)


def test_a_picture_that_is_not_square_keeps_its_shape(upscaler, face):
    """The longer side is the one that was asked for."""
    assert upscaler.upscale(face[0][:40], 160, quality="fast").shape == (100, 160, 3)


def test_tiles_leave_no_seams(upscaler, face, monkeypatch):
    """Worked in pieces the picture is the same as in one piece."""
    whole = upscaler.upscale(face[0], 256, quality="fast").astype(int)
    monkeypatch.setattr(module, "TILE", 24)
    pieces = upscaler.upscale(face[0], 256, quality="fast").astype(int)
    assert np.abs(whole - pieces).max() <= 3


def test_a_large_picture_is_shrunk_without_any_network(tmp_path, face):
    """No weights are needed where nothing is invented."""
    assert Upscaler(tmp_path).upscale(face[1], 64).shape == (64, 64, 3)
    assert np.array_equal(Upscaler(tmp_path).upscale(face[1], 256), face[1])


def test_a_missing_network_is_said(tmp_path, face):
    """Never a plain enlargement that pretends."""
    with pytest.raises(WeightMissingError):
        Upscaler(tmp_path).upscale(face[0], 256)


def test_every_tile_is_reported_and_may_end_the_work(upscaler, face, monkeypatch):
    """Progress for the person who waits, and a way out for one who cancels."""
    monkeypatch.setattr(module, "TILE", 32)
    seen = []
    upscaler.upscale(face[0], 256, quality="fast", step=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upscaler.upscale(face[0], 256, quality="fast", step=stop)
