"""Pictures that belong to the program and not to a person, as views name them.

``template:<name>`` is a ready template, ``style:<name>`` the preview of a style, shipped or the operator's own,
``scene:<name>`` a background, ``garment:<name>`` clothes somebody wears, ``voice:<name>`` two seconds of a voice.
"""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path

from engine import samples
from engine.styles import StyleBook
from engine.templates import Gallery
from storage.errors import NoSuchMediaError

TEMPLATE, STYLE, SCENE, GARMENT, VOICE = SCHEMES = ("template:", "style:", "scene:", "garment:", "voice:")
GALLERY = Gallery()


async def read(media: str, styles: StyleBook | None = None) -> tuple[bytes, str, str]:
    """Return (bytes, mime, file name) of a ready picture; ``styles`` knows the previews.

    Raises:
        NoSuchMediaError: there is none of that name.
    """
    file = _file(media, styles)
    if file is None:
        raise NoSuchMediaError(media)
    mime = mimetypes.guess_type(file.name)[0] or "image/jpeg"
    try:
        return await asyncio.to_thread(file.read_bytes), mime, file.name
    except OSError:  # the operator has just taken it away
        raise NoSuchMediaError(media) from None


def _file(media: str, styles: StyleBook | None) -> Path | None:
    if media.startswith(STYLE):
        style = styles.all().get(media.removeprefix(STYLE)) if styles is not None else None
        return style.picture if style is not None else None
    if media.startswith(SCENE):
        return samples.scene(media.removeprefix(SCENE))
    if media.startswith(GARMENT):
        return samples.garment(media.removeprefix(GARMENT))
    if media.startswith(VOICE):
        return samples.voice(media.removeprefix(VOICE))
    found = GALLERY.get(media.removeprefix(TEMPLATE))
    return None if found is None else found.file
