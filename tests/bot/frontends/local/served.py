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
from bot.frontends.local.inbound import person
from bot.frontends.local.showing import StoredShowing
from storage.database import Database
from storage.vault import Vault
from tests.fakes.intake import FakeIntake
from tests.handlers.stage import Person, Stage

LARGEST = 2000  # bytes of an upload
TEACHES = "teach"  # said on the page: makes whoever says it somebody with a learnt face and a portrait


class Intake(FakeIntake):
    """Keeps what comes, and makes somebody known at a word: then the pages have something to show."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage

    async def accept(self, platform: str, update_id: str, payload: dict[str, Any], *more: str) -> None:
        """Keep one update."""
        await super().accept(platform, update_id, payload, *more)
        if payload.get("text") == TEACHES:
            somebody = Person(self._stage, person(platform, payload["user"]))
            await somebody.teaches(photos=1)
            await somebody.types("/portrait oil 2")
            await self._stage.draw()


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
    folder = Path(sys.argv[1])
    async with Database.open(folder / "portrait.sqlite") as db:
        stage = Stage(db, Vault.open(folder))
        front = LocalFrontEnd(port=0, folder=folder, showing=StoredShowing(db, stage.deps))
        front.capabilities = dataclasses.replace(front.capabilities, download_bytes=LARGEST)
        await _serve(front, Intake(stage), built)


async def _serve(front: LocalFrontEnd, intake: Intake, built: list[Any]) -> None:
    serving = asyncio.create_task(front.run(intake))
    await front.ready.wait()
    print(front.url, flush=True)
    print(json.dumps(sorted(dict(routes(built[0])).items())), flush=True)
    await serving


if __name__ == "__main__":
    asyncio.run(main())
