"""Fetches attachments: only from Discord's own servers, never more than the limit."""

from __future__ import annotations

import aiohttp
import yarl

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})


class ExpiredError(Exception):
    """The signed link no longer works."""


class TooMuchError(Exception):
    """The file is larger than allowed."""


class Downloader:
    """One session for all downloads. ``extra_host`` is a test's or proxy's own server."""

    def __init__(self, limit: int, extra_host: str | None = None) -> None:
        self._limit = limit
        self._hosts = HOSTS | {extra_host} if extra_host else HOSTS
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, url: str) -> bytes:
        """Return a file's bytes; raises `ExpiredError`, `TooMuchError`, or aiohttp's errors when the network fails."""
        if yarl.URL(url).host not in self._hosts:
            raise ExpiredError(url)  # a payload can be made by anybody who reaches the inbox: no other host is asked
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120, connect=10))
        async with self._session.get(url, allow_redirects=False) as answer:
            if answer.status in (403, 404, 410):
                raise ExpiredError
            answer.raise_for_status()
            data = bytearray()
            async for part in answer.content.iter_chunked(1 << 16):
                data += part
                if len(data) > self._limit:
                    raise TooMuchError
            return bytes(data)

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
