"""What the next jobs will read, fetched from a store of sealed files while the workers are busy with others.

It is kept in memory as sealed as it lies there, is bounded by bytes, given out once, and opened only by the job that
was handed out. Nothing of it is written down: whatever is missing here is read as if this were not there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from storage.media import Media

log = logging.getLogger(__name__)
MOST_BYTES = 64 * 2**20  # of all that waits here: a face learnt on Stable Diffusion takes ten


class Ahead:
    """Files on their way or there. ``read`` returns a sealed file by the id of its row."""

    def __init__(self, read: Callable[[str], Awaitable[bytes]], most: int = MOST_BYTES) -> None:
        self._read = read
        self._most = most
        self._files: dict[str, asyncio.Task[bytes | None]] = {}
        self._sizes: dict[str, int] = {}

    @property
    def held(self) -> int:
        """Return the bytes of all that is here or on its way."""
        return sum(self._sizes.values())

    @property
    def names(self) -> list[str]:
        """Return the ids of all that is here or on its way."""
        return list(self._files)

    def want(self, files: Sequence[Media]) -> None:
        """Begin to read ``files``, those needed first in front, as far as there is room.

        What nobody wants any more goes when room is needed and not before: a job just handed out may still take it.
        """
        wanted = {each.id for each in files}
        for each in files:
            if each.id in self._files:
                continue
            for name in [name for name in self._files if name not in wanted]:
                if self.held + each.bytes > self._most:
                    self.drop(name)
            if self.held + each.bytes <= self._most:
                self._sizes[each.id] = each.bytes
                self._files[each.id] = asyncio.create_task(self._fetched(each.id), name="read ahead")

    async def take(self, name: str) -> bytes | None:
        """Return a file that was read ahead, once it is there, and keep it no longer; None: it has to be read."""
        task = self._files.pop(name, None)
        self._sizes.pop(name, None)
        if task is None:
            return None
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:  # whoever asked was: nobody else can have ended what is not held any more
            task.cancel()
            raise

    def drop(self, name: str) -> None:
        """Let go of one file."""
        self._sizes.pop(name, None)
        if (task := self._files.pop(name, None)) is not None:
            task.cancel()

    def forget(self) -> None:
        """Let go of everything: somebody was erased, or the bot ends."""
        for name in self.names:
            self.drop(name)

    async def _fetched(self, name: str) -> bytes | None:
        try:
            return await self._read(name)
        except Exception as error:  # whoever needs it reads it again, and says what is wrong
            log.debug("a file could not be read ahead: %s", type(error).__name__)
            return None
