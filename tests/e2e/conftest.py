"""One browser for the stories of a module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.e2e.browser import Browser, chromium, executable


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def opened() -> AsyncIterator[Browser]:
    path = executable()
    assert path is not None
    async with chromium(path) as started:
        yield started
