"""Telling a sound from a photo."""

from __future__ import annotations

from handlers.events import SentFile

ENDINGS = (".ogg", ".oga", ".opus", ".mp3", ".m4a", ".wav", ".flac", ".aac", ".mp4", ".mov", ".webm", ".mkv")

MOVING = (".mp4", ".mov", ".webm", ".mkv")


def is_clip(event: SentFile) -> bool:
    """Say whether a file is to be seen as well as heard."""
    return event.mime.startswith("video/") or event.name.lower().endswith(MOVING)


def is_sound(event: SentFile) -> bool:
    """Say whether a file is something to be heard rather than a photo."""
    kind = event.mime.partition("/")[0]
    return kind in ("audio", "video") or event.mime == "application/ogg" or event.name.lower().endswith(ENDINGS)
