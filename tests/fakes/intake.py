"""In-memory stand-ins for what a front end is given: the inbox, and the files a view names."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.frontends.base import NotKeptError, Upload
from handlers.events import Who


@dataclass
class FakeIntake:
    """Keeps what a front end hears, as ``bot/core/intake.py`` promises: the same update twice is one update."""

    updates: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, tuple[Who, Upload]] = field(default_factory=dict)
    chats: list[str] = field(default_factory=list)  # of each update
    fail_next: list[Exception] = field(default_factory=list)
    full: bool = False  # no room for files
    refusal: str = ""  # why no file is to be fetched
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def arrived(self, count: int = 1) -> dict[str, Any]:
        """Wait until ``count`` updates have come; returns the newest payload."""
        async with asyncio.timeout(120):
            while len(self.updates) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return self.payloads[-1]

    async def accept(
        self, platform: str, update_id: str, payload: dict[str, Any], chat: str = "", sender: str = ""
    ) -> None:
        """Keep one update."""
        if self.fail_next:
            raise self.fail_next.pop(0)
        self.updates.setdefault(f"{platform}:{update_id}", payload)
        self.chats.append(chat)
        self._arrived.set()

    async def refuses(self, who: Who, size: int) -> str:
        """Everybody is welcome, unless a test says otherwise."""
        return self.refusal

    async def keep(self, who: Who, upload: Upload) -> str:
        """Keep one file."""
        if self.full:
            raise NotKeptError(who, upload, "disk-full")
        media = f"m{len(self.kept)}"
        self.kept[media] = (who, upload)
        return media

    async def media(self, who: Who, media: str) -> tuple[bytes, str]:
        """Return a file to its owner."""
        owner, upload = self.kept[media]
        if owner.user != who.user:
            raise KeyError(media)
        return upload.data, upload.mime

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """The updates in the order they came."""
        return list(self.updates.values())


@dataclass
class FakeFiles:
    """Media id -> (bytes, mime, name)."""

    files: dict[str, tuple[bytes, str, str]] = field(default_factory=dict)

    async def read(self, media: str) -> tuple[bytes, str, str]:
        """Return one file."""
        return self.files[media]

    def add(self, media: str, data: bytes, mime: str = "image/png", name: str = "") -> str:
        """Keep a file under an id."""
        self.files[media] = (data, mime, name or f"{media}.png")
        return media


def picture(color: str = "red", size: tuple[int, int] = (64, 64), kind: str = "PNG", note: str = "") -> bytes:
    """Return a small picture file; ``note`` goes into its EXIF."""
    out = io.BytesIO()
    exif = Image.Exif()
    if note:
        exif[0x010E] = note
    Image.new("RGB", size, color).save(out, kind, exif=exif)
    return out.getvalue()
