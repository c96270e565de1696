"""The web chat alone, in a process of its own: ``python -m tests.bot.frontends.local.served FOLDER`` prints where.

Its library serves one application per process, and what is fuzzed may fall over.
"""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from pathlib import Path

from bot.frontends.local.frontend import LocalFrontEnd
from tests.fakes.intake import FakeIntake

LARGEST = 2000  # bytes of an upload


async def main() -> None:
    """Serve until killed."""
    front = LocalFrontEnd(port=0, folder=Path(sys.argv[1]))
    front.capabilities = dataclasses.replace(front.capabilities, download_bytes=LARGEST)
    serving = asyncio.create_task(front.run(FakeIntake()))
    await front.ready.wait()
    print(front.url, flush=True)
    await serving


if __name__ == "__main__":
    asyncio.run(main())
