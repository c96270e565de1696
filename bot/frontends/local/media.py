"""Where a media file is served to its owner."""

from __future__ import annotations

from urllib.parse import quote


def media_url(media: str, name: str = "") -> str:
    """Return where a media file is served to its owner; with a name it comes as a download."""
    return f"/media/{quote(media, safe='')}" + (f"?name={quote(name)}" if name else "")
