"""The application: the only place that wires the rooms together.

    settings -> vault, database -> job store, dispatcher -> front ends, inbox, delivery, schedule

Everything opened is on one exit stack. A stop is one event: intake ends first, running jobs finish or are given back,
what is being sent arrives, then everything closes in the reverse order of its opening.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from bot import credentials, databases, logs, processes, schedule, shares, stores, wiring
from bot.core import erased
from bot.core.delivery import Delivery
from bot.core.intake import Inbox
from bot.core.tracing import TracedJobStore, handling
from bot.frontends.base import FatalError, FrontEnd
from bot.settings import Settings
from bot.wiring import CannotRunError
from engine.queue import inturn
from engine.queue.dispatcher import Dispatcher
from engine.queue.executor import Executor
from engine.requests import Lane
from handlers import admin, admission, alerts
from handlers.context import Deps, Serving
from handlers.ending import Rendering
from handlers.events import Who
from storage import inbox, outbox
from storage.database import Database, Reading, Transaction
from storage.errors import DatabaseUnreachableError
from storage.retention import sweep_at_start
from storage.sealed import SealedFiles

log = logging.getLogger(__name__)

FINISH_SECONDS = 3.0  # a stop waits so long for running jobs: Docker kills after ten
END_SECONDS = 3.0  # and so long for what is being answered, and for what is being sent
AGAIN_SECONDS = 5.0  # before a front end that broke is started again


@dataclass(kw_only=True)
class App:
    """A wired application; made by `open_app`."""

    frontends: Mapping[str, FrontEnd]
    database: Database
    deps: Deps
    store: TracedJobStore
    dispatcher: Dispatcher
    inbox: Inbox
    delivery: Delivery
    shares: shares.Shares
    files: SealedFiles
    listening: bool = False  # updates can come in

    async def run(self, stop: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until ``stop`` is set, then stop in order.

        Raises `CannotRunError` when no platform can be served, or the database's server is gone.
        """
        try:
            await self._serve(stop, ready)
        except BaseExceptionGroup as failed:
            if failed.subgroup(DatabaseUnreachableError) is None:
                raise
            said = "The database of DATABASE_URL does not answer any more. What was accepted is there when it does."
            raise CannotRunError(said) from failed

    async def _serve(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        async with asyncio.TaskGroup() as group:
            watching = [group.create_task(self.database.lost(), name="database")]
            if self.database.shared:  # in this process `forget` of `open_app` has done it by the answer
                watching.append(group.create_task(erased.heeded(self.database, self.dispatcher.forget), name="erased"))
            serving = {name: one for name, one in self.frontends.items() if not self.shares.waits(one)}
            delivering = group.create_task(self.delivery.run(serving), name="delivery")
            working = group.create_task(self.dispatcher.run(), name="dispatcher")
            handle = handling(self.deps, self.dispatcher.nudge)
            answering = group.create_task(self.inbox.run(serving, handle), name="inbox")
            listening = [
                group.create_task(self._listen(one, serving), name=one.name) for one in self.frontends.values()
            ]
            ready()
            self.listening = True
            served = await _until(stop, listening)
            self.listening = False
            for task in listening:
                task.cancel()
            self.inbox.stop()
            await _end(answering)
            await self.dispatcher.stop(FINISH_SECONDS)
            await asyncio.wait([working])
            self.delivery.stop()
            await _end(delivering)
            for task in watching:
                task.cancel()
        if not served:
            raise CannotRunError("No platform can be served; the log above says why.")

    async def _listen(self, frontend: FrontEnd, serving: dict[str, FrontEnd]) -> None:
        """Run one front end, in its turn; returns when it can never work. What happens to it, the others go on."""
        with logs.about(platform=frontend.name):
            if frontend.name not in serving:
                await self.shares.turn(frontend)
                log.info("%s is served by this process now", frontend.name)
                serving[frontend.name] = frontend
                for topic in (inbox.TOPIC, outbox.TOPIC):
                    self.database.signals.event(topic).set()
            while True:
                try:
                    await frontend.run(self.inbox)
                    log.error("%s stopped listening and is started again", frontend.name)
                except FatalError as error:
                    log.error("%s is off: %s", frontend.name, error.reason)
                    return
                except Exception:
                    log.exception("%s broke and is started again", frontend.name)
                await asyncio.sleep(AGAIN_SECONDS)


@asynccontextmanager
async def open_app(
    settings: Settings,
    frontends: Sequence[FrontEnd] | None = None,
    executors: Mapping[Lane, Executor] | None = None,
    seed: Callable[[], int] = wiring.chance,
) -> AsyncIterator[App]:
    """Open and wire everything; nothing runs yet. ``frontends`` None: those the settings name.

    Raises `CannotRunError` for what an operator can repair.
    """

    async def forget(tx: Transaction, account: str) -> None:
        await vault.forget(tx, account)
        tx.after_commit(dispatcher.forget)

    def serving() -> Serving:
        device = workers.get(Lane.DEVICE)
        return Serving(
            workers=device.slots if device else 1,
            apart=dispatcher.apart(Lane.DEVICE),
            aside=inturn.LEAST_SECONDS if dispatcher.lays_aside(Lane.DEVICE) else None,
        )

    async def no_worker(lane: Lane) -> None:
        async with database.transaction() as tx:
            await alerts.no_worker(tx, deps, lane)

    async def welcome(rx: Reading, who: Who) -> bool:
        return await admission.is_welcome_here(rx, deps, who)

    async with AsyncExitStack() as stack:
        with wiring.explained(settings):
            me = stack.enter_context(processes.entered(settings))
            starting = stack.enter_context(ExitStack())
            starting.enter_context(me.starting)
            vault = stores.vault(settings)
            database = await stack.enter_async_context(databases.opened(settings))
            begun = await stack.enter_async_context(AsyncExitStack())
            if me.shared:
                await begun.enter_async_context(shares.starting(database))
            async with database.reading() as rx:
                await vault.check(rx)
            await stores.claim(settings, vault, database)
            alone = await stack.enter_async_context(shares.alive(database)) if me.shared else None
            await sweep_at_start(database, vault, me.scratch, sole=me.sole(), alone=alone)
            rules = wiring.retention(settings)
            uploads: dict[str, int] = {}  # known once the front ends are there
            styles = wiring.style_book(settings)
            known = wiring.deps(settings, vault, rules, seed, uploads)
            deps = replace(known, forget=forget, styles=styles, serving=serving)
            store = TracedJobStore(database, vault, me.scratch, Rendering(deps), retention=rules)
            await store.recover(me.owner if me.shared else None)
            signing = credentials.pair(settings, vault, datetime.datetime.now(datetime.UTC))
            starting.close()
            await begun.aclose()
        workers = wiring.executors(settings, signing, me.scratch) if executors is None else executors
        learning = wiring.learning(settings, workers)
        dispatcher = Dispatcher(store, workers, owner=me.owner, no_worker=no_worker, learning=learning)
        if frontends is None:
            frontends = wiring.frontends(settings, database, deps, vault, dispatcher, me.owner)
        chosen = frontends
        held = await stack.enter_async_context(shares.held(database, chosen))
        for frontend in chosen:
            uploads[frontend.name] = frontend.capabilities.upload_bytes
            if hasattr(frontend, "close"):
                stack.push_async_callback(frontend.close)
        plan = schedule.ticks(database, vault, store, rules, settings.data.backups, deps, scratch=me.scratch)
        await stack.enter_async_context(schedule.running(plan))
        apology = wiring.apology(deps.translator)
        yield App(
            frontends={frontend.name: frontend for frontend in chosen},
            database=database,
            deps=deps,
            store=store,
            dispatcher=dispatcher,
            shares=held,
            files=vault.files,
            inbox=Inbox(
                database,
                vault,
                apology,
                retention=rules,
                styles=styles,
                slower=wiring.slower(deps.translator),
                waits=wiring.waits(deps.translator),
                welcome=welcome if deps.listed else None,
                is_admin=lambda who, role: admin.is_admin(deps, who, role),
            ),
            delivery=Delivery(
                database,
                vault,
                apology,
                wiring.too_large(deps.translator),
                styles=styles,
                not_allowed=wiring.not_allowed(deps.translator),
            ),
        )


async def run_app(
    settings: Settings,
    frontends: Sequence[FrontEnd] | None = None,
    *,
    stop: asyncio.Event | None = None,
    ready: Callable[[], None] = lambda: None,
    executors: Mapping[Lane, Executor] | None = None,
    seed: Callable[[], int] = wiring.chance,
) -> None:
    """Run the bot until ``stop`` is set. ``ready`` is called once updates can come in. Raises `CannotRunError`."""
    async with open_app(settings, frontends, executors, seed) as app, _watched(settings, app):
        await app.run(stop or asyncio.Event(), ready)


@asynccontextmanager
async def _watched(settings: Settings, app: App) -> AsyncIterator[None]:
    """Serve the pages for whoever watches over the bot, where a port is set for them."""
    chosen = settings.health
    if not chosen.port:
        yield
        return
    from bot import health  # its libraries are loaded only where they are wanted

    async with AsyncExitStack() as stack:
        pages = health.serving(
            chosen.host, chosen.port, app.database, settings.data.folder, lambda: app.listening, app.files
        )
        try:
            await stack.enter_async_context(pages)
        except OSError as error:
            raise CannotRunError(f"HEALTH_PORT={chosen.port} cannot be used: {error.strerror or error}.") from error
        yield  # an error of the bot itself has nothing to do with the port


async def _end(loop: asyncio.Task[None]) -> None:
    """Let a stopping loop finish what it is at; what takes too long is done again at the next start."""
    await asyncio.wait([loop], timeout=END_SECONDS)
    loop.cancel()


async def _until(stop: asyncio.Event, listening: Sequence[asyncio.Task[None]]) -> bool:
    """Return True once ``stop`` is set, False when every front end has given up before."""
    stopping = asyncio.create_task(stop.wait())
    waiting: set[asyncio.Task[object]] = {stopping, *listening}
    try:
        while not stopping.done():
            _, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if listening and waiting == {stopping}:
                return False
    finally:
        stopping.cancel()
    return True
