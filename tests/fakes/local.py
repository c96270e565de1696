"""An inbox and a media shelf in memory, for front ends without a database."""

from __future__ import annotations

from typing import Any

from bot.frontends.base import Upload
from handlers.events import Who


class FakeIntake:
    """Keeps what a front end hands in, as `bot.frontends.base.Intake` promises: once per update, files per owner."""

    def __init__(self) -> None:
        self.accepted: list[dict[str, Any]] = []
        self.shelf: dict[str, tuple[str, Upload]] = {}
        self.broken = False  # True: the disk is full
        self._seen: set[tuple[str, str]] = set()

    async def accept(self, platform: str, update_id: str, payload: dict[str, Any], chat: str = "") -> None:
        if self.broken:
            raise OSError("no space left")
        if (platform, update_id) not in self._seen:
            self._seen.add((platform, update_id))
            self.accepted.append(payload)

    async def keep(self, who: Who, upload: Upload) -> str:
        media = f"m{len(self.shelf) + 1}"
        self.shelf[media] = (who.user, upload)
        return media

    async def media(self, who: Who, media: str) -> tuple[bytes, str]:
        owner, upload = self.shelf[media]
        if owner != who.user:
            raise KeyError(media)
        return upload.data, upload.mime


class FakeFiles:
    """Media of views, by id."""

    def __init__(self, files: dict[str, tuple[bytes, str, str]] | None = None) -> None:
        self.files = files or {}

    async def read(self, media: str) -> tuple[bytes, str, str]:
        return self.files[media]
