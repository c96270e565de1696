"""Image in, image out."""

from __future__ import annotations

import errno
import io
import struct
import time
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from engine.errors import BadPhotoError, DiskFullError
from engine.faces import images
from engine.tasks.inspect.request import PHOTO_ENDINGS
from tests.engine.faces.altered import encoded

ORIENTATION, DESCRIPTION, GPS = 0x0112, 0x010E, 0x8825


def reason(data: bytes) -> str:
    with pytest.raises(BadPhotoError) as caught:
        images.load(data)
    return caught.value.data["reason"]


def tilted() -> np.ndarray:
    """A picture whose corners all differ, so that every turn shows."""
    rgb = np.zeros((40, 60, 3), np.uint8)
    rgb[:20, :30], rgb[:20, 30:], rgb[20:, :30], rgb[20:, 30:] = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
    return rgb


def bomb(side: int) -> bytes:
    """A one-bit PNG of side x side in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIF"])
def test_every_common_format_loads(kind):
    """People send what their phone makes; the name of the file plays no part."""
    if kind == "HEIF":
        buffer = io.BytesIO()
        pillow_heif.from_pillow(Image.fromarray(tilted())).save(buffer, quality=95)
        data = buffer.getvalue()
    else:
        data = encoded(tilted(), kind)
    rgb = images.load(data)
    assert rgb.shape == (40, 60, 3)
    assert rgb.dtype == np.uint8
    assert np.abs(rgb[5, 5].astype(int) - (255, 0, 0)).max() < 40


def test_a_path_loads_like_bytes(tmp_path):
    """Photos wait as files between the bot and the worker."""
    (tmp_path / "photo.txt").write_bytes(encoded(tilted(), "PNG"))
    assert np.array_equal(images.load(tmp_path / "photo.txt"), tilted())


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7 ...", b"PK\x03\x04 a zip", b"<svg/>", b"%!PS-Adobe-3.0 EPSF"]
)
def test_what_is_no_picture_is_said_to_be_none(data):
    """A document or a sticker is answered with the right sentence, and no exotic decoder ever runs."""
    assert reason(data) == "not-an-image"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_truncated_picture_is_broken(kind, astronaut):
    """Half a face must never be learnt, whichever format lost its tail."""
    data = encoded(astronaut, kind)
    assert reason(data[: len(data) * 2 // 3]) == "broken"


def test_a_truncated_heic_is_broken(astronaut):
    """The phones' own format fails in its own decoder."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(astronaut)).save(buffer)
    assert reason(buffer.getvalue()[: buffer.tell() // 2]) == "broken"


def test_a_picture_cut_in_its_header_is_broken_not_unknown():
    """The person did send a photo, so "send a photo" would be the wrong advice."""
    assert reason(encoded(tilted(), "JPEG")[:30]) == "broken"


def test_a_small_file_of_many_pixels_is_refused_from_its_header():
    """A 17 kB bomb must not become 430 MB of memory."""
    data = bomb(12000)
    assert len(data) < 25_000
    assert reason(data) == "too-many-pixels"


def test_a_bomb_beyond_pillows_own_limit_is_refused_the_same_way():
    """Pillow raises an error of its own there; the person hears the same sentence."""
    assert reason(bomb(20000)) == "too-many-pixels"


def test_the_limits_travel_with_the_refusal():
    """The sentence names the limit, so the error carries it."""
    with pytest.raises(BadPhotoError) as caught:
        images.load(bomb(8000))
    assert caught.value.data == {"reason": "too-many-pixels", "megapixels": 64, "limit": 50}


@pytest.mark.parametrize(("progressive", "refused"), [(False, None), (True, "too-many-pixels")])
def test_a_large_phone_photo_is_read(progressive, refused):
    """Phones make 64 million pixels; only a progressive file needs them all in memory at once."""
    buffer = io.BytesIO()
    Image.new("RGB", (9248, 6936), (90, 120, 60)).save(buffer, "JPEG", progressive=progressive)
    if refused:
        assert reason(buffer.getvalue()) == refused
    else:
        picture = images.load(buffer.getvalue())
        assert max(picture.shape[:2]) <= images.MAX_SIDE
        assert np.abs(picture.mean((0, 1)) - (90, 120, 60)).max() < 3


@pytest.mark.parametrize("begin", images.UNREADABLE)
def test_a_picture_of_a_kind_nobody_here_reads_is_not_called_something_else(begin):
    """JPEG XL and JPEG 2000 are pictures: the person hears which kinds work."""
    assert reason(begin + bytes(200)) == "unknown-format"


def test_every_readable_kind_is_found_in_a_folder():
    """`.jfif` and `.avif` too: what `load` reads is what a folder is searched for."""
    endings = {ending for ending, kind in Image.registered_extensions().items() if kind in images.FORMATS}
    assert endings - PHOTO_ENDINGS <= {".dib", ".apng", ".heics", ".heifs", ".avifs"}
    assert {".jfif", ".avif"} <= PHOTO_ENDINGS


def test_a_file_over_20_megabytes_is_too_large():
    """Decided by length, before anything looks inside."""
    assert reason(b"\xff\xd8\xff" + bytes(25_000_000)) == "too-large"


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_moving_pictures_are_animated(kind):
    """Which frame would be the selfie?"""
    frames = [Image.fromarray(np.full((20, 20, 3), shade, np.uint8)) for shade in (0, 120, 250)]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)
    assert reason(buffer.getvalue()) == "animated"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_obeyed(orientation):
    """All eight values bring the stored pixels back to what the camera saw."""
    stored = {
        1: tilted(),
        2: tilted()[:, ::-1],
        3: tilted()[::-1, ::-1],
        4: tilted()[::-1],
        5: tilted().swapaxes(0, 1),
        6: np.rot90(tilted()),
        7: np.rot90(tilted().swapaxes(0, 1), 2),
        8: np.rot90(tilted(), -1),
    }[orientation]
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    assert np.array_equal(images.load(encoded(np.ascontiguousarray(stored), "PNG", exif=exif)), tilted())


def test_a_damaged_exif_block_does_not_spoil_the_picture():
    """Metadata is thrown away anyway."""
    assert images.load(encoded(tilted(), "PNG", exif=b"Exif\0\0garbage")).shape == (40, 60, 3)


def test_a_large_picture_comes_back_with_2048_pixels():
    """Everything later has bounded memory and time."""
    rgb = images.load(encoded(np.zeros((3000, 4000, 3), np.uint8)))
    assert rgb.shape == (1536, 2048, 3)


def test_a_strip_one_pixel_high_survives():
    """Shrinking never makes a picture of no pixels."""
    assert images.load(encoded(np.zeros((1, 6000, 3), np.uint8), "PNG")).shape == (1, 2048, 3)


@pytest.mark.parametrize(("mode", "value"), [("I;16", 32768), ("I", 32768), ("F", 0.5), ("L", 128), ("1", 1)])
def test_grey_of_any_depth_becomes_eight_bits(mode, value):
    """Sixteen-bit scans are scaled, not clipped to white."""
    depth = {"I;16": np.uint16, "I": np.int32, "F": np.float32, "L": np.uint8, "1": bool}[mode]
    image = Image.fromarray(np.full((10, 12), value, depth))
    buffer = io.BytesIO()
    image.save(buffer, "TIFF")
    rgb = images.load(buffer.getvalue())
    assert rgb.shape == (10, 12, 3)
    assert abs(int(rgb.mean()) - (255 if mode == "1" else 128)) <= 1


def test_cmyk_becomes_rgb():
    """Print shops' JPEGs have four channels."""
    image = Image.fromarray(np.full((16, 16, 3), (200, 40, 40), np.uint8)).convert("CMYK")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    assert np.abs(images.load(buffer.getvalue())[8, 8].astype(int) - (200, 40, 40)).max() < 12


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_laid_on_white(mode):
    """A cut-out selfie must not get a black or a random background."""
    image = Image.new("RGBA", (16, 16), (255, 0, 0, 0)).convert(mode)
    if mode == "P":
        image.info["transparency"] = image.getpixel((0, 0))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    assert (images.load(buffer.getvalue()) == 255).all()


def test_a_colour_profile_is_applied():
    """Wide-gamut phone photos would look pale without it. Here the profile says red and green are exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = profile.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")
    data = encoded(np.full((8, 8, 3), (220, 30, 30), np.uint8), "PNG", icc_profile=exchanged)
    red, green, _ = images.load(data)[4, 4].astype(int)
    assert green > red + 100


def test_an_unreadable_colour_profile_is_ignored():
    """Colours a little off are better than a refusal."""
    data = encoded(tilted(), "PNG", icc_profile=b"no profile at all")
    assert np.array_equal(images.load(data), tilted())


def test_saved_pictures_carry_nothing_but_pixels(tmp_path, astronaut):
    """Where a selfie was taken is nobody's business."""
    exif = Image.Exif()
    exif[DESCRIPTION], exif[GPS] = "secret", {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    data = encoded(astronaut, "JPEG", exif=exif, comment=b"secret")
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    for name in ("clean.png", "clean.jpg"):
        images.save_clean(images.load(data), tmp_path / name)
        saved = Image.open(tmp_path / name)
        assert not saved.getexif()
        assert not set(saved.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"secret" not in (tmp_path / name).read_bytes()


def test_a_saved_png_has_the_pixels_to_the_bit(tmp_path, astronaut):
    """What a face is fused from, and what is shown of a photo, is the photo; a view of an array is one, too."""
    for rgb in (astronaut, astronaut[:, ::-1], astronaut[3:90:2, 5:8]):
        images.save_clean(rgb, tmp_path / "clean.png")
        assert np.array_equal(np.asarray(Image.open(tmp_path / "clean.png")), rgb)


class NoRoom(type(Path())):
    """A path on a full disk."""

    def write_bytes(self, data: bytes) -> int:
        """Fail after some bytes, as a disk does."""
        super().write_bytes(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_leaves_no_half_picture(tmp_path):
    """The job may be tried again; a torn file must not be taken for the photo."""
    place = NoRoom(tmp_path / "clean.png")
    with pytest.raises(DiskFullError):
        images.save_clean(tilted(), place)
    assert not place.exists()


def test_shrinking_keeps_small_pictures_untouched():
    """No needless resampling."""
    assert images.shrink(tilted(), 60) is not None
    assert images.shrink(tilted(), 30).shape == (20, 30, 3)


def test_a_jpeg_of_empty_passes_is_refused_before_it_is_decoded():
    """Seven megabytes of them keep a decoder busy for minutes; what a camera writes has a dozen."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "JPEG", progressive=True)
    good = out.getvalue()
    assert images.load(good).shape == (64, 64, 3)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x10"  # one more bit of coefficients, for no block
    began = time.process_time()
    with pytest.raises(BadPhotoError) as caught:
        images.load(good[:-2] + scan * 500_000 + good[-2:])
    assert caught.value.data["reason"] == "broken"
    assert time.process_time() - began < 1


def test_a_deep_picture_of_many_pixels_takes_no_gigabyte():
    """A float TIFF is four bytes a pixel in the file's own form; working on it in doubles took 1.4 GB."""
    out = io.BytesIO()
    Image.fromarray(np.full((2000, 2000), 0.5, np.float32)).save(out, "TIFF", compression="tiff_lzw")
    tracemalloc.start()
    loaded = images.load(out.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert abs(int(loaded.mean()) - 127) <= 1
    assert most < 4_000_000 * 12
