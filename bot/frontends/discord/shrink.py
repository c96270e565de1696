"""Files small enough for Discord's upload limit: pictures are made smaller, everything else is cut into parts."""

from __future__ import annotations

import io

QUALITIES = (95, 90, 82, 72)
SCALE = 0.7  # each further round
STAMPS = {"sticker": (320, 512 * 1024), "emoji": (128, 256 * 1024)}
"""Pixels of a side and bytes Discord takes; larger emoji are allowed, and shown no larger."""


class TooLargeError(ValueError):
    """A file is above the platform's limit and cannot be made smaller here."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        self.name, self.size, self.limit = name, size, limit
        super().__init__(f"{name}: {size} bytes, the limit is {limit}")


def fit(data: bytes, name: str, mime: str, limit: int) -> tuple[bytes, str]:
    """Return (bytes, name) of at most ``limit`` bytes: the file itself, or a picture as JPEG.

    Quality goes down before size does. Raises `TooLargeError` for anything that is no picture. Blocking: run in a
    thread.
    """
    if len(data) <= limit:
        return data, name
    if not mime.startswith("image/"):
        raise TooLargeError(name, len(data), limit)
    from PIL import Image  # only when needed: it would slow the start of the bot

    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= limit:
                return out.getvalue(), name.rpartition(".")[0] + ".jpg" if "." in name else name + ".jpg"
        if min(picture.size) < 64:
            raise TooLargeError(name, out.tell(), limit)
        picture = picture.resize((int(picture.width * SCALE), int(picture.height * SCALE)))


def stamp(data: bytes, side: int, most: int) -> bytes:
    """Return a picture as a square PNG of ``side`` pixels with its transparency, of at most ``most`` bytes.

    Colours go down to 256 before anything else. Raises `TooLargeError`. Blocking: run in a thread.
    """
    from PIL import Image, ImageOps  # only when needed: it would slow the start of the bot

    with Image.open(io.BytesIO(data)) as opened:
        picture = ImageOps.pad(opened.convert("RGBA"), (side, side), color=(0, 0, 0, 0))
    for one in (picture, picture.quantize(256)):
        out = io.BytesIO()
        one.save(out, "PNG", optimize=True)
        if out.tell() <= most:
            return out.getvalue()
    raise TooLargeError("sticker.png", out.tell(), most)


def split(data: bytes, name: str, limit: int) -> list[tuple[bytes, str]]:
    """Cut a file into ``name.001``, ``name.002`` ... of at most ``limit`` bytes; put together they are the file."""
    return [(data[at : at + limit], f"{name}.{at // limit + 1:03}") for at in range(0, len(data), limit)]
