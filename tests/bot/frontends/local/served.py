"""The web app alone, in a process of its own: ``python -m tests.bot.frontends.local.served FOLDER`` prints where.

Its library serves one application per process, and what is fuzzed may fall over. The second line it prints is a JSON
list of every route there is, ``[[path, [method, ...]], ...]``: whoever fuzzes asks the app, not a list somebody kept.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.frontends.local.frontend import LocalFrontEnd
from tests.fakes.intake import FakeIntake

LARGEST = 2000  # bytes of an upload


def routes(app: Any, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the path and the methods of every route, those of mounted applications too."""
    for route in app.routes:
        path = before + getattr(route, "path", "")
        if getattr(route, "routes", None):
            yield from routes(route, path)
        elif hasattr(route, "endpoint"):
            yield path, sorted(getattr(route, "methods", None) or ["GET"])
        else:  # files, or sockets: nothing says which
            yield f"{path}/{{rest:path}}", ["GET"]


async def main() -> None:
    """Serve until killed."""
    from bot.frontends.local import server

    built, build = [], server.build

    def remembered(*given: Any) -> Any:
        built.append(build(*given))
        return built[0]

    server.build = remembered
    front = LocalFrontEnd(port=0, folder=Path(sys.argv[1]))
    front.capabilities = dataclasses.replace(front.capabilities, download_bytes=LARGEST)
    serving = asyncio.create_task(front.run(FakeIntake()))
    await front.ready.wait()
    print(front.url, flush=True)
    print(json.dumps(sorted(dict(routes(built[0])).items())), flush=True)
    await serving


if __name__ == "__main__":
    asyncio.run(main())
