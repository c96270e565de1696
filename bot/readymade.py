"""Pictures that belong to the program and not to a person: the ready templates, named ``template:<name>`` in views."""

from __future__ import annotations

import asyncio
import mimetypes

from engine.templates import Gallery
from storage.errors import NoSuchMedia

SCHEME = "template:"
GALLERY = Gallery()


async def read(media: str) -> tuple[bytes, str, str]:
    """Return (bytes, mime, file name) of a ready picture. Raises `NoSuchMedia`."""
    found = GALLERY.get(media.removeprefix(SCHEME))
    if found is None:
        raise NoSuchMedia(media)
    mime = mimetypes.guess_type(found.file.name)[0] or "image/jpeg"
    return await asyncio.to_thread(found.file.read_bytes), mime, found.file.name
