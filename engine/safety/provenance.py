"""Every picture this program makes says so, four times (AI Act, article 50), and whether it was drawn or edited.

* to the eye: a small label in a corner (`label`);
* in the pixels: a mark that outlives re-encoding and resizing (`engine.safety.watermark`);
* in the file: XMP with IPTC's digital source type, and plain facts (`save_labelled`);
* signed, where the operator has a certificate: Content Credentials (`engine.safety.credentials`).

Chat platforms strip the last two from photos and keep them in files sent as documents.
"""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from engine.errors import DiskFullError
from engine.faces.types import RGB, as_bytes
from engine.safety import watermark
from engine.safety.origin import DRAWN, EDITED, Origin

if TYPE_CHECKING:
    from engine.safety.credentials import Signer

SHORT_TEXT = "AI"  # where the long one would be wider than a third of the picture
JPEG_QUALITY = 95
SIZE, SMALLEST = 0.026, 9  # height of the letters: share of the shorter side, pixels
INK = 0.72  # how much the letters cover
FACTS = "portrait-facts"  # name of the PNG text that holds the facts as JSON
#: Facts that may stand in a file. Whatever could point at a person is refused, not filtered.
ALLOWED_FACTS = frozenset({"generator", "version", "style", "base", "seed", "created", "job", "task"})


def origin_of(file: Path) -> Origin:
    """Return `EDITED` for a picture or clip that says so of itself, `DRAWN` for any other.

    What is made from a picture (a sticker, a clip) is what the picture was.
    """
    return EDITED if f'DigitalSourceType="{EDITED.term}"'.encode() in file.read_bytes() else DRAWN


def says_origin(file: Path) -> bool:
    """Say whether a picture says of itself that a model made or edited it. Reads bytes, decodes nothing."""
    data = file.read_bytes()
    return any(f'DigitalSourceType="{one.term}"'.encode() in data for one in (DRAWN, EDITED))


def label(rgb: RGB, *, visible: bool = True, text: str = DRAWN.text) -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 with the invisible mark and, unless told otherwise, the small label.

    For pictures that do not go through `save_labelled`: frames of a video, previews.
    """
    marked = watermark.embed(rgb)
    return _written(marked, text) if visible else marked


def detect_watermark(rgb: RGB) -> float:
    """Return how sure it is that the picture carries the mark, 0..1; see `engine.safety.watermark.detect`."""
    return watermark.detect(rgb)


def save_labelled(
    rgb: RGB,
    path: Path,
    *,
    facts: dict[str, Any],
    visible: bool = True,
    signer: Signer | None = None,
    quality: int = JPEG_QUALITY,
    origin: Origin = DRAWN,
) -> None:
    """Label a picture and write it, PNG or JPEG by the suffix of ``path``, with its metadata.

    ``rgb`` is the picture as it was made: `label` is applied here, so no caller can forget it. ``facts`` are plain
    values under names of `ALLOWED_FACTS`; no other name is accepted, so nothing about a person can slip into a file.
    With a ``signer`` Content Credentials are added. ``quality`` is that of a JPEG. ``origin`` says what the label, the
    metadata and the credentials call the picture.
    Raises ValueError for an unknown fact or suffix, `DiskFullError` when there is no room.
    """
    if unknown := facts.keys() - ALLOWED_FACTS:
        raise ValueError(f"these facts may not be stored in a picture: {sorted(unknown)}")
    marked = label(rgb, visible=visible, text=origin.text)
    data, mime = _encoded(marked, path.suffix.lower(), facts, quality, origin)
    if signer is not None:
        data = signer.sign(data, mime, facts, origin)
    _write(data, path)


def save_cut_out(rgba: RGB, path: Path, *, tool: str = "portrait-bot", origin: Origin = DRAWN) -> None:
    """Write a cut-out (height, width, 4) uint8 RGBA as WebP with its metadata; its own label is already in it.

    Raises `DiskFullError` when there is no room.
    """
    buffer = io.BytesIO()
    Image.fromarray(rgba).save(buffer, "WEBP", quality=92, xmp=xmp(tool, origin).encode())
    _write(buffer.getvalue(), path)


def _write(data: bytes, path: Path) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(path=path.name) from error
        raise


def read_facts(path: Path) -> dict[str, Any]:
    """Return the facts of a PNG that `save_labelled` wrote; empty for any other file."""
    with Image.open(path) as image:
        return json.loads(image.info.get(FACTS, "{}"))


def source_type(path: Path) -> str | None:
    """Return the digital source type that a file's XMP states, None where it states none."""
    with Image.open(path) as image:
        xmp = image.info.get("XML:com.adobe.xmp") or image.info.get("xmp") or b""
    return stated_in(xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else xmp)


def stated_in(text: str) -> str | None:
    """Return the digital source type an XMP packet states, None where it states none."""
    _, found, rest = text.partition('Iptc4xmpExt:DigitalSourceType="')
    return rest.partition('"')[0] if found else None


def _encoded(rgb: RGB, suffix: str, facts: dict[str, Any], quality: int, origin: Origin) -> tuple[bytes, str]:
    buffer, image = io.BytesIO(), Image.fromarray(rgb)
    packet = xmp(str(facts.get("generator", "portrait-bot")), origin)
    if suffix == ".png":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", packet)
        text.add_text("Software", str(facts.get("generator", "portrait-bot")))
        text.add_text(FACTS, json.dumps(facts, sort_keys=True))
        image.save(buffer, "PNG", pnginfo=text)
        return buffer.getvalue(), "image/png"
    if suffix in (".jpg", ".jpeg"):
        image.save(buffer, "JPEG", quality=quality, subsampling=0, xmp=packet.encode())
        return buffer.getvalue(), "image/jpeg"
    raise ValueError(f"a labelled picture is written as PNG or JPEG, not as {suffix!r}")


def xmp(tool: str, origin: Origin = DRAWN) -> str:
    """Return the XMP packet that names ``tool`` and says that a model made the picture, or edited it."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'xmp:CreatorTool={quoteattr(tool)} Iptc4xmpExt:DigitalSourceType="{origin.term}"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def unwritten(rgb: RGB, text: str) -> RGB:
    """Return a labelled picture (height, width, 3) uint8 with its letters filled from around them.

    Only for what is labelled anew, such as the frames of a clip: beside its own label an old one would be cut in two.
    The invisible mark stays.
    """
    ink = np.ascontiguousarray(_ink(rgb.shape[0], rgb.shape[1], text)[..., 3] > 0).astype(np.uint8)
    return cv2.inpaint(rgb, cv2.dilate(ink, np.ones((3, 3), np.uint8)), 3, cv2.INPAINT_TELEA)


def _written(rgb: RGB, text: str) -> RGB:
    """Write the label into the lower right corner: light letters with a dark edge, readable on anything."""
    ink = _ink(rgb.shape[0], rgb.shape[1], text)
    share = ink[..., 3:] / 255 * INK
    return as_bytes(rgb * (1 - share) + ink[..., :3] * share)


def _ink(height: int, width: int, text: str) -> NDArray[np.float32]:
    """Return the letters on a picture of that size, (height, width, 4) 0..255."""
    size = max(SMALLEST, round(SIZE * min(height, width)))
    font = ImageFont.load_default(size)
    if font.getlength(text) > width / 3:
        text = SHORT_TEXT
    edge = max(1, size // 9)
    _, _, right, bottom = font.getbbox(text, stroke_width=edge)
    margin = max(2, size // 2)
    place = (width - margin - right, height - margin - bottom)
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(layer).text(
        place, text, font=font, fill=(255, 255, 255, 255), stroke_width=edge, stroke_fill=(0, 0, 0, 170)
    )
    return np.asarray(layer).astype(np.float32)
