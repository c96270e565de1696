"""Image in, image out: bytes of any kind become an RGB array, and arrays become files without metadata.

Everything a stranger can send is decided here: what it is (by content, never by name), how many bytes and pixels it
has (before a pixel is decoded), whether it moves, whether it is whole. Each refusal is a `BadPhotoError`.
"""

from __future__ import annotations

import errno
import io
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, UnidentifiedImageError

from engine.errors import BadPhotoError, DiskFullError
from engine.faces.types import RGB
from engine.tasks.inspect.request import PhotoProblem

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
MAX_JPEG_PIXELS = 120_000_000  # of a baseline one, decoded strip by strip at a fraction of its size; phones make 108
MAX_SCANS = 200  # of a JPEG; each costs a pass over all pixels, and cameras and programs write at most a dozen
MAX_SIDE = 2048  # of what `load` returns
NO_ROOM = frozenset(getattr(errno, name) for name in ("ENOSPC", "EDQUOT") if hasattr(errno, name))
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
MOVING = frozenset(
    {"GIF", "WEBP", "PNG", "AVIF"}
)  # several frames of these are an animation; of MPO and TIFF they are not
#: First bytes of files that are meant to be pictures: such a file that cannot be opened is broken, not "no picture".
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
#: First bytes of pictures that cannot be read here: JPEG XL, bare and in its container, and JPEG 2000.
UNREADABLE = (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n", b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})

Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
Image.init()  # registers every format of `FORMATS`; opening would know only the commonest
pillow_heif.register_heif_opener()


def load(data: bytes | Path) -> RGB:
    """Return the picture as (height, width, 3) uint8 RGB, turned as its EXIF says, long side at most `MAX_SIDE`.

    Raises `BadPhotoError` with reason ``too-large``, ``not-an-image``, ``unknown-format``, ``too-many-pixels``,
    ``animated`` or ``broken``.
    """
    data = read(data)
    _refuse_endless(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns about odd metadata, which is dropped anyway
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with _open(data) as image:
            _refuse_unsuitable(image)
            return _decode(image)


def save_clean(rgb: RGB, path: Path) -> None:
    """Write (height, width, 3) uint8 RGB to ``path``, PNG or JPEG by its suffix, with no metadata at all.

    Raises `DiskFullError` when there is no room.
    """
    encoded = _jpeg(rgb) if path.suffix.lower() in (".jpg", ".jpeg") else _png(rgb)
    try:  # encoded in memory first: a full disk leaves no half picture behind
        path.write_bytes(encoded)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise DiskFullError(path=path.name) from error
        raise


def _jpeg(rgb: RGB) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=95, subsampling=0)
    return buffer.getvalue()


def _png(rgb: RGB) -> bytes:
    """Encode without trying a filter for each row: of photos a file is no larger, and takes half the time to write."""
    import cv2  # the process that decodes strangers' photos writes none, and is smaller without it

    wanted = {
        cv2.IMWRITE_PNG_COMPRESSION: 1,
        cv2.IMWRITE_PNG_STRATEGY: cv2.IMWRITE_PNG_STRATEGY_RLE,
        cv2.IMWRITE_PNG_FILTER: cv2.IMWRITE_PNG_FILTER_UP,
    }
    settings = [value for pair in wanted.items() for value in pair]
    _, encoded = cv2.imencode(".png", cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGR), settings)
    return bytes(encoded.data)


def shrink(rgb: RGB, side: int) -> RGB:
    """Return the picture with its long side at most ``side`` pixels; smaller pictures come back as they are."""
    height, width = rgb.shape[:2]
    if max(height, width) <= side:
        return rgb
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))


def read(data: bytes | Path) -> bytes:
    """Return the bytes of a file that may be a photo. Raises `BadPhotoError` with reason ``too-large``."""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > MAX_BYTES:
        raise BadPhotoError(PhotoProblem.TOO_LARGE, megabytes=round(size / 1e6, 1), limit=MAX_BYTES // 1_000_000)
    return data.read_bytes() if isinstance(data, Path) else data


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise BadPhotoError(PhotoProblem.TOO_MANY_PIXELS, limit=MAX_PIXELS // 1_000_000) from error
    except UnidentifiedImageError as error:
        if data.startswith(UNREADABLE):
            raise BadPhotoError(PhotoProblem.FORMAT) from error
        meant = data.startswith(SIGNATURES) or (data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS)
        meant = meant or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        raise BadPhotoError(PhotoProblem.BROKEN if meant else PhotoProblem.NOT_AN_IMAGE) from error
    except Exception as error:  # decoders of hostile files raise nearly anything
        raise BadPhotoError(PhotoProblem.BROKEN) from error


def _refuse_unsuitable(image: Image.Image) -> None:
    pixels = image.width * image.height
    in_strips = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    limit = MAX_JPEG_PIXELS if in_strips else MAX_PIXELS
    if pixels > limit:
        raise BadPhotoError(PhotoProblem.TOO_MANY_PIXELS, megapixels=round(pixels / 1e6), limit=limit // 1_000_000)
    if image.format in MOVING and getattr(image, "is_animated", False):
        raise BadPhotoError(PhotoProblem.ANIMATED)


def _refuse_endless(data: bytes) -> None:
    """Refuse a JPEG of empty passes: small enough to send, it would keep a decoder busy for minutes."""
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_SCANS:
        raise BadPhotoError(PhotoProblem.BROKEN)


def _decode(image: Image.Image) -> RGB:
    try:
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # lets JPEG decode at a fraction of its size
        image.load()
        orientation = _orientation(image)
        image = _eight_bit(image)
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        image = _flat_srgb(image)
    except Exception as error:  # truncated or hostile: OSError, SyntaxError, ValueError, struct.error, zlib.error ...
        raise BadPhotoError(PhotoProblem.BROKEN) from error
    pixels = np.asarray(image)
    return np.ascontiguousarray(TURNS[orientation](pixels))


#: EXIF orientation -> what brings the pixels upright.
TURNS: dict[int, Callable[[RGB], RGB]] = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: np.swapaxes(a, 0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(np.swapaxes(a, 0, 1), 2),
    8: np.rot90,
}


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:  # a damaged EXIF block does not make the picture bad; the orientation check still looks at it
        return 1
    return value if value in TURNS else 1


def _eight_bit(image: Image.Image) -> Image.Image:
    """Bring 16- and 32-bit grey to 8 bits by scaling; Pillow's own conversion would clip it to white."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    values = np.array(image, dtype=np.float32)  # changed in place below: these pictures are four bytes a pixel already
    top = values.max(initial=0)
    full = next(limit for limit in (1, 255, 65535, np.inf) if top <= limit)
    values *= 255 / (top if np.isinf(full) else full)
    np.clip(values, 0, 255, out=values)
    return Image.fromarray(values.astype(np.uint8))


def _flat_srgb(image: Image.Image) -> Image.Image:
    """Return RGB in sRGB with transparency laid on white."""
    profile = image.info.get("icc_profile")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    elif image.mode in ("P", "1", "LA", "La"):
        image = image.convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return made or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # an unreadable or mismatched profile only shifts colours a little
    return image.convert("RGB")
