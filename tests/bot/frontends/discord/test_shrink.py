"""Pictures above the upload limit."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from bot.frontends.discord.shrink import TooLarge, fit
from tests.fakes.intake import picture


def noise(side: int) -> bytes:
    """Return a PNG that does not compress."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(0).randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def test_a_small_file_is_left_alone():
    """Every byte of it, whatever it is."""
    assert fit(b"anything", "x.bin", "application/zip", 100) == (b"anything", "x.bin")


def test_quality_goes_down_before_size():
    """A portrait keeps its pixels as long as it can."""
    data = noise(256)
    shrunk, name = fit(data, "portrait.png", "image/png", 100_000)
    assert len(shrunk) <= 100_000 < len(data)
    assert name == "portrait.jpg"
    assert Image.open(io.BytesIO(shrunk)).size == (256, 256)


def test_size_goes_down_when_quality_is_not_enough():
    """Better smaller than not at all."""
    shrunk, _ = fit(noise(256), "portrait.png", "image/png", 20_000)
    assert len(shrunk) <= 20_000
    assert Image.open(io.BytesIO(shrunk)).width < 256


def test_what_is_no_picture_is_refused_with_its_numbers():
    """A video must have been made small enough before."""
    with pytest.raises(TooLarge, match=r"talk\.mp4: 5 bytes, the limit is 4"):
        fit(b"video", "talk.mp4", "video/mp4", 4)


def test_a_picture_that_cannot_get_small_enough_is_refused():
    """The ladder ends."""
    with pytest.raises(TooLarge):
        fit(picture(size=(80, 80)), "p.png", "image/png", 10)
