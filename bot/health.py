"""For whoever watches over the bot: ``/healthz``, ``/readyz`` and ``/metrics``, on loopback, off unless a port is set.

/healthz   200 while the event loop and the database answer; a supervisor restarts the bot otherwise
/readyz    200 while updates can come in: after the start, before the stop; says where a store of files does not answer
/metrics   numbers in Prometheus's text format; no name, id or text of a person is among them
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, ProcessCollector, generate_latest

from storage import accounts, jobs, outbox
from storage.database import Database
from storage.sealed import SealedFiles

ANSWER_SECONDS = 5.0  # a database that takes longer is as good as gone
STATES = ("queued", "running", "rendered", "delivering", "done", "failed", "cancelled")


@asynccontextmanager
async def serving(
    host: str, port: int, db: Database, folder: Path, is_ready: Callable[[], bool], files: SealedFiles | None = None
) -> AsyncIterator[int]:
    """Serve while the block runs; gives the port that was taken, 0 where ``port`` is 0 and nothing is served.

    Raises OSError when something else has the port.
    """
    if not port:
        yield 0
        return
    runner = web.AppRunner(application(db, folder, is_ready, files), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield port
    finally:
        await runner.cleanup()


def application(
    db: Database, folder: Path, is_ready: Callable[[], bool], files: SealedFiles | None = None
) -> web.Application:
    """Return the three pages."""
    pages = Pages(db, folder, is_ready, files)
    app = web.Application()
    app.add_routes(
        [
            web.get("/healthz", pages.health),
            web.get("/readyz", pages.readiness),
            web.get("/metrics", pages.metrics),
        ]
    )
    return app


class Pages:
    """The answers."""

    def __init__(self, db: Database, folder: Path, is_ready: Callable[[], bool], files: SealedFiles | None) -> None:
        self._db, self._folder, self._is_ready, self._files = db, folder, is_ready, files
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._jobs = Gauge("portrait_jobs", "Jobs by state.", ["state"], registry=self._registry)
        self._people = Gauge("portrait_people", "Accounts.", registry=self._registry)
        self._unsent = Gauge("portrait_unsent_messages", "Messages that wait to be sent.", registry=self._registry)
        self._oldest = Gauge("portrait_queue_age_seconds", "Age of the oldest waiting job.", registry=self._registry)
        self._free = Gauge("portrait_disk_free_bytes", "Room on the disk of the data folder.", registry=self._registry)
        self._ready = Gauge("portrait_ready", "1 while updates can come in.", registry=self._registry)
        self._away = Gauge(
            "portrait_store_away_seconds", "Since when the store of files has not answered.", registry=self._registry
        )

    async def health(self, _request: web.Request) -> web.Response:
        """Say whether the database answers."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._db.reading() as rx:
                await rx.value("SELECT 1")
        except Exception as error:  # whatever it is: the supervisor must learn of it
            return web.Response(status=503, text=f"database: {type(error).__name__}\n")
        return web.Response(text="ok\n")

    async def readiness(self, request: web.Request) -> web.Response:
        """Say whether updates can come in: also without a store of files, where what needs one waits."""
        if not self._is_ready():
            return web.Response(status=503, text="not listening\n")
        answer = await self.health(request)
        if answer.status == 200 and self._files is not None and (away := self._files.away):
            answer.text = f"ok, but the store of files has not answered for {away:.0f} s: what needs a file waits\n"
        return answer

    async def metrics(self, _request: web.Request) -> web.Response:
        """Return the numbers as they are now."""
        async with self._db.reading() as rx:
            counts, waiting = await jobs.counts(rx), await jobs.oldest_waiting(rx)
            self._people.set(await accounts.count(rx))
            self._unsent.set(await outbox.unsent(rx))
            self._oldest.set(0.0 if waiting is None else max(0.0, rx.now() - waiting))
        for state in STATES:
            self._jobs.labels(state).set(counts.get(state, 0))
        self._free.set(shutil.disk_usage(self._folder).free)
        self._ready.set(self._is_ready())
        self._away.set(0.0 if self._files is None else self._files.away)
        return web.Response(body=generate_latest(self._registry), headers={"content-type": CONTENT_TYPE_LATEST})
