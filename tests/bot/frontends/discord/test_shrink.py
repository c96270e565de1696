"""Pictures above the upload limit."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from bot.frontends.discord.shrink import STAMPS, TooLargeError, fit, split, stamp
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
    with pytest.raises(TooLargeError, match=r"talk\.mp4: 5 bytes, the limit is 4"):
        fit(b"video", "talk.mp4", "video/mp4", 4)


def test_a_picture_that_cannot_get_small_enough_is_refused():
    """The ladder ends."""
    with pytest.raises(TooLargeError):
        fit(picture(size=(80, 80)), "p.png", "image/png", 10)


@pytest.mark.parametrize("kind", STAMPS)
def test_a_stamp_has_discords_size_and_keeps_its_transparency(kind):
    """A cut-out person stays one, whatever shape the picture had."""
    side, most = STAMPS[kind]
    out = io.BytesIO()
    cut = Image.new("RGBA", (400, 200), (255, 0, 0, 0))
    cut.paste((255, 0, 0, 255), (100, 50, 300, 150))
    cut.save(out, "WEBP", lossless=True)
    made = Image.open(io.BytesIO(stamp(out.getvalue(), side, most))).convert("RGBA")
    assert made.size == (side, side)
    assert made.getpixel((side // 2, side // 2))[3] == 255
    assert made.getpixel((0, 0))[3] == made.getpixel((4, side // 2))[3] == 0


def test_a_stamp_loses_colours_before_it_is_refused():
    """Noise is the worst there is."""
    assert len(stamp(noise(320), 320, 200_000)) <= 200_000
    with pytest.raises(TooLargeError):
        stamp(noise(320), 320, 1000)


def test_parts_put_together_are_the_file():
    """Nothing is lost at the cuts."""
    parts = split(b"0123456789", "export.zip", 4)
    assert [name for _, name in parts] == ["export.zip.001", "export.zip.002", "export.zip.003"]
    assert b"".join(data for data, _ in parts) == b"0123456789"
