"""A process in which the folders beside this file belong to the program: ``python play.py FOLDER [without]``.

Prints what a person reads, a line each. The worker's half runs as in a worker: from the bytes of a frame.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import engine.tasks
import handlers.jobs

HERE = Path(__file__).parent
if sys.argv[2:] != ["without"]:
    engine.tasks.__path__.append(str(HERE / "tasks"))
    handlers.jobs.__path__.append(str(HERE / "jobs"))

from bot.core.jobstore import SqliteJobStore  # noqa: E402
from engine import tasks  # noqa: E402
from engine.queue.failures import describe  # noqa: E402
from engine.requests import Lane, read_result, to_json  # noqa: E402
from engine.worker import perform  # noqa: E402
from handlers.ending import Rendering  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.vault import Vault  # noqa: E402
from tests.handlers.stage import Person, Stage, action_of, text_of  # noqa: E402


async def main(folder: Path) -> None:
    """Ask for two postcards and again for the first; the second goes to nobody."""
    async with Database.open(folder / "portrait.sqlite") as db:
        vault = Vault.open(folder)
        stage = Stage(db, vault)
        ann = stage.person("ann")
        store = SqliteJobStore(db, vault, folder / "scratch", Rendering(stage.deps))
        await ann.agrees()
        print("asked:", text_of(await ann.types("/postcard Ann and Bob")).splitlines()[0])
        if not await stage.jobs():
            return
        await work(store)
        shown = await ann.types("/show 1")
        print("shown:", text_of(shown).splitlines()[0])
        await again(ann, store, shown)
        await ann.types("/postcard nobody")
        await work(store)
        async with db.reading() as rx:
            views = [json.loads(row["view"]) for row in await rx.all("SELECT view FROM outbox ORDER BY id")]
        for view in views:
            print("sent:", view["kind"], view["text"].partition("\n")[0])


async def again(ann: Person, store: SqliteJobStore, shown: list) -> None:
    """Press the button below a postcard."""
    await ann.presses(action_of(shown, "recard"))
    await work(store)


async def work(store: SqliteJobStore) -> None:
    """Do the next job as dispatcher and worker do."""
    job = await store.claim(Lane.DEVICE, "worker", 60.0)
    assert job is not None
    frame = json.loads(json.dumps({"kind": job.request.kind, "request": to_json(job.request)}))
    try:
        result = perform(frame, tasks.task, None, lambda step: None, lambda: False)
    except Exception as error:
        await store.fail(job, describe(error))
    else:
        await store.complete(job, read_result(result.kind, json.loads(json.dumps(to_json(result)))))


asyncio.run(main(Path(sys.argv[1])))
