"""Every picture this program makes says so, four times (AI Act, article 50), and whether it was drawn or edited.

* to the eye: a small label in a corner, in the person's language (`label`);
* in the pixels: a mark that outlives re-encoding, resizing and cropping (`engine.safety.watermark`);
* in the file: XMP with IPTC's digital source type, and plain facts (`save_labelled`);
* signed: Content Credentials (`engine.safety.credentials`).

Chat platforms strip the last two from photos and keep them in files sent as documents.
"""

from __future__ import annotations

import errno
import io
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import quoteattr, unescape

from PIL import Image, PngImagePlugin

from engine.errors import DiskFullError
from engine.faces.types import RGB
from engine.safety import stamp, watermark
from engine.safety.lettering import written
from engine.safety.origin import DRAWN, EDITED, Origin

if TYPE_CHECKING:
    from engine.safety.credentials import Signer

JPEG_QUALITY = 95
#: Of compression: the mark is noise, in which nothing returns but runs. Looking for more than runs, at level 4, took
#: 1.4 to 1.6 times as long, and portraits were 2 to 12 % larger (`tests/engine/safety/test_provenance.py`).
PNG_STRATEGY = zlib.Z_RLE
LABEL = 'xmp:Label="'  # what is written on the picture, in its XMP
FACTS = "portrait-facts"  # name of the PNG text that holds the facts as JSON
#: Facts that may stand in a file. Whatever could point at a person is refused, not filtered.
ALLOWED_FACTS = frozenset({"generator", "version", "style", "base", "seed", "created", "job", "task"})


def origin_of(file: Path) -> Origin:
    """Return `EDITED` for a picture or clip that says so of itself, `DRAWN` for any other.

    What is made from a picture (a sticker, a clip) is what the picture was.
    """
    return EDITED if f'DigitalSourceType="{EDITED.term}"'.encode() in file.read_bytes() else DRAWN


def words(origin: Origin = DRAWN) -> str:
    """Return what the label of the job at work says."""
    return origin.label(stamp.current().language)


def words_on(file: Path) -> str:
    """Return what the label of a picture says that says so of itself; the English words for any other."""
    _, _, rest = file.read_bytes().partition(LABEL.encode())
    stated = rest[:200].partition(b'"')[0].decode("utf-8", "replace")
    return unescape(stated) or origin_of(file).text


def marked(rgb: RGB) -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 with the invisible mark of the job at work."""
    return watermark.embed(rgb, stamp.current().number)


def says_origin(file: Path) -> bool:
    """Say whether a picture says of itself that a model made or edited it. Reads bytes, decodes nothing."""
    data = file.read_bytes()
    return any(f'DigitalSourceType="{one.term}"'.encode() in data for one in (DRAWN, EDITED))


def label(rgb: RGB, *, visible: bool = True, text: str = "") -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 with the invisible mark and, unless told otherwise, the small label.

    For pictures that do not go through `save_labelled`: frames of a video, previews. Without a ``text`` it says that
    the picture was drawn.
    """
    return written(marked(rgb), text or words()) if visible else marked(rgb)


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
    data, mime = _encoded(label(rgb, visible=visible, text=words(origin)), path.suffix.lower(), facts, quality, origin)
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


def read_facts(file: Path | BinaryIO) -> dict[str, Any]:
    """Return the facts of a PNG that `save_labelled` wrote; empty for any other file."""
    with Image.open(file) as image:
        return json.loads(image.info.get(FACTS, "{}"))


def source_type(file: Path | BinaryIO) -> str | None:
    """Return the digital source type that a file's XMP states, None where it states none."""
    with Image.open(file) as image:
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
        image.save(buffer, "PNG", pnginfo=text, compress_type=PNG_STRATEGY)
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
        f"xmp:CreatorTool={quoteattr(tool)} xmp:Label={quoteattr(words(origin))} "
        f'Iptc4xmpExt:DigitalSourceType="{origin.term}"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
