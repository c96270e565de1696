"""Telling a sound from a photo, and both from everything else."""

from __future__ import annotations

from handlers.events import SentFile

ENDINGS = (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav", ".flac", ".aac", ".mp4", ".mov", ".webm", ".mkv")

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")
READABLE = ("audio", "video", "image")
UNKNOWN = "application/octet-stream"  # says nothing
MOVING = (".mp4", ".mov", ".webm", ".mkv")


def is_clip(event: SentFile) -> bool:
    """Say whether a file is to be seen as well as heard."""
    return event.mime.startswith("video/") or event.name.lower().endswith(MOVING)


def is_sound(event: SentFile) -> bool:
    """Say whether a file is something to be heard rather than a photo."""
    kind = event.mime.partition("/")[0]
    return kind in ("audio", "video") or event.mime == "application/ogg" or event.name.lower().endswith(ENDINGS)


def is_unreadable(mime: str, name: str) -> bool:
    """Say whether a file is plainly neither picture nor sound: a document, an archive, a table."""
    kind = mime.partition("/")[0]
    if kind in READABLE or mime in ("", UNKNOWN, "application/ogg") or name.lower().endswith(ENDINGS):
        return False
    return not name.lower().endswith(PICTURES)
