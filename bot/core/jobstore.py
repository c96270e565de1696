"""The engine's `JobStore` over SQLite and the vault.

What a job has come to is one transaction: sealed files' rows, job state, photo or face row, ledger, outgoing views.
Files are sealed before it and unsealed after it, so the database never waits for the disk of a large file; what a
crash leaves between is swept at the next start.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from bot.core import outgoing
from bot.core.jobfiles import JobFiles, Sealed
from engine.errors import (
    BlockedFaceError,
    DiskFullError,
    EngineError,
    FilesUnreachableError,
    JobCancelledError,
    WorkerDiedError,
)
from engine.queue.batching import Batching
from engine.queue.store import ClaimedJob, LeaseLostError, Share
from engine.requests import Lane, Progress, Result, read_request, to_json, training_kinds
from engine.safety.stamp import Stamp
from engine.tasks.template.request import GuestLeftError
from handlers import ending
from handlers.ending import Render
from handlers.jobs import job_kinds
from handlers.kinds import Made
from handlers.views import View
from storage import jobs, leases, outbox
from storage import media as media_rows
from storage.blocks import Blocks, Face
from storage.database import Database, Transaction
from storage.errors import (
    LostTokenError,
    NoSuchAccountError,
    NoSuchIdentityError,
    NoSuchJobError,
    StorageFullError,
    StoreUnreachableError,
)
from storage.jobs import Job
from storage.media import Media as MediaRow
from storage.retention import Retention
from storage.vault import Key, Vault

log = logging.getLogger(__name__)
T = TypeVar("T")

TELL_LEAST_SECONDS = 1.0  # between two tellings that the queue moved: each looks at everybody who waits
TELL_SECONDS = 20.0  # between two looks at whether those who wait should be told another time
LEAST_SHIFT, LEAST_SHARE = 30.0, 0.2  # seconds, and share of the wait, by which it must differ from what was told
TOLD_AT_ONCE = 50  # people in the queue who are told that it moved
STORE_SECONDS = 60.0  # a result waits for a store of files that does not answer, before it is made anew
STORE_AGAIN_SECONDS = 2.0  # between two tries to give it the result
NO_STORE_SECONDS = 10.0  # until a job is tried again whose files could not be had
SILENT_SECONDS = 5.0  # until a queue is looked at again that was left alone because their store does not answer
AHEAD = "ahead"  # who listens for what waits, to read ahead for it
AHEAD_JOBS = 4  # that are served next: as many as run together
PREVIEW_SECONDS = 10.0  # between two previews of a job: each is a sealed file


class _TakenBackError(Exception):
    """Its owner took a job back just before its result was written."""


class _ChangedError(Exception):
    """What a job is about was erased since it was handed out."""


@dataclass(frozen=True, kw_only=True)
class _Preview:
    """The newest preview of a running job: the worker's file, ``media:<id>``, and when it was sealed."""

    file: Path
    sealed: Path
    at: float


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A job handed out just now, its owner's key and the faces nobody may be drawn with; None: not to be had then."""

    row: Job
    key: Key | None
    blocked: tuple[Face, ...] | None


class SqliteJobStore:
    """See `engine.queue.store.JobStore`."""

    def __init__(
        self, db: Database, vault: Vault, scratch: Path, render: Render, *, retention: Retention | None = None
    ) -> None:
        self._db = db
        self._vault = vault
        self._render = render
        self._blocks = Blocks(vault)
        self._files = JobFiles(db, vault, scratch, retention or Retention())
        self._trash = db.signals.event("trash", "jobs")  # set by whatever deletes the row of a file
        self._previews: dict[str, _Preview] = {}
        self._told = time.monotonic()  # when those who wait last heard how long
        self._told_move = float("-inf")  # and that the queue moved
        #: What was read of each held job, by id and token, when it was handed out. What can change of it meanwhile, a
        #: face or a photo that is erased, is seen in the row that its end writes.
        self._claimed: dict[tuple[str, int], tuple[Job, Key]] = {}
        self._began: dict[str, float] = {}  # monotonic seconds at which each held job was handed out
        self._ahead: dict[Lane, list[MediaRow]] = {}  # what the next jobs of each lane will read
        self._forgot = 0  # how often that was let go of
        self._beside: dict[str, int] = {}  # how many run together with each held job that does not run alone

    async def recover(self, owner: str | None = None) -> int:
        """Let jobs of a killed process be claimed at once. Call at start, when no other process can hold a lease.

        ``owner``: only those that had this name. Where several processes share the work, others hold theirs.
        """
        async with self._db.transaction() as tx:
            return await leases.abandon_all(tx, owner)

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        """Hand out the next job of ``lane``; a job whose inputs are gone is ended here and the next one taken."""
        event = self._db.signals.event(jobs.lane_topic(lane), share)
        event.clear()
        if self._vault.files.silent:
            return None  # each would be put off at once; `wait` looks again soon
        while (taken := await self._next(lane, owner, lease_seconds, share)) is not None:
            event.set()  # there may be more: whoever waits beside this one should look
            self._db.signals.event(jobs.lane_topic(lane), AHEAD).set()  # others are next now
            # Nobody watches a queue that is empty within seconds, or reads what is replaced at once.
            if lane is Lane.DEVICE and time.monotonic() - self._told_move > TELL_LEAST_SECONDS:
                self._told_move = time.monotonic()
                await self._tell_waiting(lane)
            async with self._kept(taken.row, lease_seconds):
                claimed = await self._prepare(taken)
            if claimed is not None:
                return claimed
        return None

    async def claim_mates(
        self, job: ClaimedJob, owner: str, lease_seconds: float, batching: Batching, share: Share = Share.ALL
    ) -> list[ClaimedJob]:
        """Hand out what runs together with ``job``; of each the time is counted that it takes of the worker's."""
        only, without = _kinds_of(share)

        async def hand_out(tx: Transaction) -> list[_Taken]:
            first = await leases.held(tx, job.id, job.token)
            found = await leases.claim_mates(
                tx, first, owner, lease_seconds, alike=lambda row: _alike(row, batching), most=batching.most,
                least=batching.least, patience=batching.patience, only=only, without=without,
            )  # fmt: skip
            return [await self._with_what_it_needs(tx, row) for row in found]

        taken = await self._db.write(hand_out)
        for one in taken:
            self._remember(one)
        async with AsyncExitStack() as leases_kept:
            held_jobs: list[Job | ClaimedJob] = [job, *(one.row for one in taken)]
            for held in held_jobs:
                await leases_kept.enter_async_context(self._kept(held, lease_seconds, several=True))
            mates = [mate for one in taken if (mate := await self._mate(one)) is not None]
        for each in (job, *mates):
            self._beside[each.id] = 1 + len(mates)
        return mates

    async def _mate(self, taken: _Taken) -> ClaimedJob | None:
        """Prepare one of several jobs: what goes wrong with it is not the others'. Not written, it comes back later."""
        try:
            return await self._prepare(taken)
        except Exception:
            log.exception("job %s could not be given back", taken.row.id)
            return None

    async def read_ahead(self, lane: Lane) -> None:
        """See `engine.queue.store.ReadsAhead`. On a disk of this machine it is not worth the memory."""
        wanted = self._db.signals.event(jobs.lane_topic(lane), AHEAD)
        deleted = self._db.signals.event("trash", f"{AHEAD}:{lane}")  # by whichever process
        ahead = self._files.ahead
        while self._vault.files.remote:
            wanted.clear()
            deleted.clear()
            forgot = self._forgot
            async with self._db.reading() as rx:
                waiting = await jobs.queued(rx, lane, AHEAD_JOBS)
                files = [each for job in waiting for each in await self._files.named_by(rx, job)]
                gone = await media_rows.gone(rx, ahead.names)
            if forgot != self._forgot:
                continue  # what was seen may be of somebody who was erased meanwhile
            for name in gone:
                ahead.drop(name)
            self._ahead[lane] = files
            ahead.want([each for files in self._ahead.values() for each in files])
            await _either(wanted, deleted)

    def forget_ahead(self) -> None:
        """See `engine.queue.store.ReadsAhead`."""
        self._forgot += 1
        self._ahead.clear()
        self._files.ahead.forget()

    async def heartbeat(self, job: ClaimedJob, lease_seconds: float) -> bool:
        """Extend the lease; False when the person took the job back."""
        within = f"job:{job.id}"
        return await self._write(job, lambda tx: leases.heartbeat(tx, job.id, job.token, lease_seconds), within)

    async def progress(self, job: ClaimedJob, progress: Progress) -> None:
        """Write how far a job is, and the view of it."""
        sealed = await self._seal_preview(job, progress)
        async with self._keeping(job, sealed, f"job:{job.id}") as tx:
            row = await leases.progress(tx, job.id, job.token, to_json(sealed.value))
            for each in sealed.rows:
                await media_rows.add(tx, each)
            await outgoing.progress(tx, await self._render.progressed(tx, row, sealed.value), row)
        if row.lane == Lane.DEVICE and time.monotonic() - self._told > TELL_SECONDS:
            await self._tell_waiting(Lane.DEVICE)  # a training that takes longer is waited for longer

    async def complete(self, job: ClaimedJob, result: Result) -> None:
        """Keep what a job has made and write its view: all or nothing.

        Raises `DiskFullError`, `FilesUnreachableError`, `LeaseLostError`.
        """
        known = self._claimed.pop((job.id, job.token), None)
        row, key = known or await self._held(job)
        leaves = job_kinds()[row.kind].leaves
        sealed = await self._take_out(result if leaves is None else leaves(result), row, key, job, STORE_SECONDS)
        try:
            async with self._keeping(job, sealed) as tx:
                agreed = await self._files.still_agreed(tx, row)
                if not agreed:
                    await self._end(tx, row, GuestLeftError())
                else:
                    # saves looking at it before
                    _require_same(row, await self._finish(tx, row, sealed, key, job.aside))
        except _TakenBackError:
            await self.fail(job, JobCancelledError())
            return
        except (_ChangedError, NoSuchIdentityError) as error:
            if known is None and isinstance(error, NoSuchIdentityError):
                raise
            await self.complete(job, result)  # by the row as it is now
            return
        if not agreed:
            await self._files.drop(sealed.rows)
        await self._clear(job)

    async def fail(self, job: ClaimedJob, error: EngineError) -> None:
        """Try again later if that may help, else end the job and say so."""
        async with self._writing(job) as tx:
            again = await self._give_up(tx, await leases.held(tx, job.id, job.token), error)
        await self._clear(job, again=again)

    async def release(self, job: ClaimedJob) -> None:
        """Give a job back unfinished."""
        await self._write(job, lambda tx: leases.release(tx, job.id, job.token))
        await self._clear(job, again=True)

    async def wait(
        self,
        lane: Lane,
        timeout: float,  # noqa: ASYNC109 - a bound on idleness, no failure
        share: Share = Share.ALL,
    ) -> None:
        """Return when a job came in, is due again, or a lease ran out; at the latest after ``timeout`` seconds."""
        async with self._db.reading() as rx:
            due = await leases.next_moment(rx, lane)
        if due is not None:
            timeout = min(timeout, max(0.0, due - self._db.clock.now()))
        if self._vault.files.silent:
            timeout = min(timeout, SILENT_SECONDS)
        await self._db.signals.wait(jobs.lane_topic(lane), timeout, share)

    def notify(self, lane: Lane) -> None:
        """Wake whoever waits for a job of ``lane``; `storage.jobs.enqueue` does so by itself."""
        self._db.signals.set(jobs.lane_topic(lane))

    async def _next(self, lane: Lane, owner: str, lease_seconds: float, share: Share) -> _Taken | None:
        only, without = _kinds_of(share)

        async def hand_out(tx: Transaction) -> tuple[bool, _Taken | None]:
            if await leases.overdue(tx, lane):
                return True, None
            row = await leases.claim(tx, lane, owner, lease_seconds, only=only, without=without)
            return False, None if row is None else await self._with_what_it_needs(tx, row)

        while True:
            spent, taken = await self._db.write(hand_out)
            if not spent:
                self._remember(taken)
                return taken
            await self._end_spent(lane)

    async def _with_what_it_needs(self, tx: Transaction, row: Job) -> _Taken:
        """Read what a job is prepared and ended with while it is handed out: each further visit is a wait."""
        return _Taken(row=row, key=await self._key_of(tx, row), blocked=await self._faces_of(tx))

    def _remember(self, taken: _Taken | None) -> None:
        if taken is not None and taken.key is not None:
            self._claimed[taken.row.id, taken.row.token] = taken.row, taken.key

    async def _key_of(self, tx: Transaction, row: Job) -> Key | None:
        """Return the key of a job's owner; None where it cannot be had: whoever needs it then says why."""
        try:
            return await self._vault.key(tx, row.account)
        except Exception:
            return None

    async def _faces_of(self, tx: Transaction) -> tuple[Face, ...] | None:
        """Return the blocked faces; None where they cannot be read, as `_key_of`."""
        try:
            return await self._blocks.known(tx)
        except Exception:
            return None

    async def _end_spent(self, lane: Lane) -> None:
        """End jobs that were tried too often, or taken back while nobody had them, and say so."""
        async with self._db.transaction() as tx:
            ended = await leases.overdue(tx, lane)
            for spent in ended:
                await self._end(tx, spent, JobCancelledError() if spent.cancel else WorkerDiedError())
        for spent in ended:
            await self._files.clear(spent.id, spent.token)  # whoever had it is gone

    async def _tell_waiting(self, lane: Lane) -> None:
        """Tell the people in the queue that it moved, where that changes what they read."""
        self._told = time.monotonic()
        try:
            async with self._db.transaction() as tx:
                for job in await jobs.queued(tx, lane, TOLD_AT_ONCE):
                    await self._tell(tx, job)
        except Exception:  # the job just claimed matters more
            log.exception("those who wait for lane %s were not told", lane)

    async def _tell(self, tx: Transaction, job: Job) -> None:
        views = await self._render.progressed(tx, job, None)
        shown = await outbox.newest(tx, job.place, job.id) if views else None
        if shown and _is_news(shown.view, views[-1], tx.now()):
            await outgoing.progress(tx, views, job)

    async def _prepare(self, taken: _Taken) -> ClaimedJob | None:
        """Unseal a job's inputs. None when it had to be ended, put back, or was deleted under our hands."""
        row = taken.row
        scratch = self._files.scratch(row.id, row.token)
        self._beside.pop(row.id, None)  # of an attempt whose end nobody wrote
        try:
            await self._files.make(scratch)
            blocked = await self._blocked(taken)
            request = read_request(row.kind, row.request)
            request = await self._files.load_inputs(request, row.account, scratch)
            if (known := job_kinds()[row.kind].known) is not None:
                async with self._db.reading() as rx:
                    request = await known(rx, row, request, (await self._vault.key(rx, row.account)).unseal)
            if getattr(request, "forbidden", blocked) != blocked:
                request = replace(request, forbidden=blocked)
        except StorageFullError:
            await self._not_prepared(row, DiskFullError())
        except StoreUnreachableError as error:
            log.warning("the store of sealed files does not answer (%s): job %s waits", error, row.id)
            await self._not_prepared(row, None)
        except EngineError as error:
            await self._not_prepared(row, error)
        except NoSuchAccountError:
            self._claimed.pop((row.id, row.token), None)
            await self._files.clear(row.id, row.token)
        except Exception:  # a row this program cannot read must not stop the line behind it
            log.exception("job %s could not be prepared", row.id)
            await self._not_prepared(row, EngineError())
        else:
            self._began[row.id] = time.monotonic()
            return ClaimedJob(
                id=row.id, token=row.token, request=request, scratch=scratch, attempt=row.attempts,
                affinity=row.affinity, stamp=Stamp(number=jobs.short(row.id), language=row.locale),
            )  # fmt: skip
        return None

    async def _blocked(self, taken: _Taken) -> tuple[Face, ...]:
        """Return the faces nobody may be drawn with. Raises `BlockedFaceError` where the job would."""
        row, faces = taken.row, taken.blocked
        if faces == ():  # as almost everywhere: nothing more to ask
            return faces
        async with self._db.reading() as rx:
            faces = await self._blocks.known(rx)
            # A look at a photo says itself that the face is blocked.
            if faces and row.selfie is None and await self._blocks.bars(rx, row.id, row.identity):
                raise BlockedFaceError
        return faces

    @asynccontextmanager
    async def _kept(self, row: Job | ClaimedJob, lease_seconds: float, *, several: bool = False) -> AsyncIterator[None]:
        """Keep the lease while a job's files come from a store, or those of several jobs: that may take longer."""
        slow = several or self._vault.files.remote
        beat = asyncio.create_task(self._beat(row, lease_seconds)) if slow else None
        try:
            yield
        finally:
            if beat is not None:
                beat.cancel()
                await asyncio.gather(beat, return_exceptions=True)

    async def _beat(self, row: Job | ClaimedJob, lease_seconds: float) -> None:
        while True:
            await asyncio.sleep(lease_seconds / 3)
            await self._db.write(lambda tx: leases.heartbeat(tx, row.id, row.token, lease_seconds), f"job:{row.id}")

    async def _not_prepared(self, row: Job, error: EngineError | None) -> None:
        """End this attempt; None: it does not count, and the job waits a little."""
        self._claimed.pop((row.id, row.token), None)
        await self._files.clear(row.id, row.token, again=error is None and not self._db.shared)
        try:
            async with self._db.transaction() as tx:
                if error is None:
                    await leases.release(tx, row.id, row.token, NO_STORE_SECONDS)
                else:
                    await self._give_up(tx, await leases.held(tx, row.id, row.token), error)
        except LostTokenError:
            log.info("job %s went away while it was prepared", row.id)

    async def _seal_preview(self, job: ClaimedJob, progress: Progress) -> Sealed:
        """Seal a progress picture, at most one in `PREVIEW_SECONDS`; until the next one it belongs to every progress.

        What is written may be replaced before anybody saw it, so a picture told only once could be lost.
        """
        now, last = self._db.clock.now(), self._previews.get(job.id)
        file = progress.preview
        if file is None or (last is not None and (file == last.file or now - last.at < PREVIEW_SECONDS)):
            known = last.sealed if last is not None else None
            return Sealed(value=replace(progress, preview=known), rows=(), folders={})
        row, key = await self._held(job)
        try:
            sealed = await self._take_out(progress, row, key, job)
        except FilesUnreachableError:
            return Sealed(value=replace(progress, preview=None), rows=(), folders={})
        self._previews[job.id] = _Preview(file=file, sealed=sealed.value.preview, at=now)
        return sealed

    async def _held(self, job: ClaimedJob) -> tuple[Job, Key]:
        async def look(tx: Transaction) -> tuple[Job, Key]:
            row = await leases.held(tx, job.id, job.token)
            return row, await self._vault.key(tx, row.account)

        return await self._write(job, look, f"job:{job.id}")

    async def _take_out(self, value: Any, row: Job, key: Key, job: ClaimedJob, patience: float = 0.0) -> Sealed:
        """Seal files; where their store does not answer, again for ``patience`` seconds, under the heartbeat."""
        end = time.monotonic() + patience
        while True:
            try:
                return await self._files.take_out(value, row.account, key, job.scratch)
            except StorageFullError as error:
                raise DiskFullError from error
            except StoreUnreachableError as error:
                log.warning("the store of sealed files does not answer (%s): files of job %s wait", error, job.id)
                if time.monotonic() >= end:
                    raise FilesUnreachableError from error
            await asyncio.sleep(STORE_AGAIN_SECONDS)

    async def _finish(self, tx: Transaction, row: Job, sealed: Sealed, key: Key, aside: float) -> Job:
        for each in sealed.rows:
            await media_rows.add(tx, each)
        made = Made(value=sealed.value, folders=sealed.folders, seal=key.seal, unseal=key.unseal)
        began = self._began.get(row.id)
        ran = None if began is None else time.monotonic() - began
        job, views = await ending.finish(tx, row, made, self._render, ran, self._beside.get(row.id, 1), aside)
        await outgoing.results(tx, views, job)
        return job

    async def _give_up(self, tx: Transaction, row: Job, error: EngineError) -> bool:
        """End this attempt: another one later if that may help (True), else the end of the job."""
        if row.cancel or error.code == JobCancelledError.code:
            await self._end(tx, row, JobCancelledError())
        elif error.transient and row.attempts < jobs.ATTEMPTS:
            await leases.retry(tx, row)
            return True
        else:
            await self._end(tx, row, error)
        return False

    async def _end(self, tx: Transaction, row: Job, error: EngineError) -> None:
        job, views = await ending.fail(tx, row, error, self._render)
        await outgoing.results(tx, views, job)

    async def _is_open(self, job: ClaimedJob) -> bool:
        """Say whether a job is still to be done, by whomever."""
        try:
            async with self._db.reading() as rx:
                return (await jobs.get(rx, job.id)).state in ("queued", "running")
        except NoSuchJobError:
            return False

    async def _clear(self, job: ClaimedJob, *, again: bool = False) -> None:
        """Remove what lies in the clear, and files a verdict or training has made superfluous."""
        self._previews.pop(job.id, None)
        self._began.pop(job.id, None)
        self._claimed.pop((job.id, job.token), None)
        self._beside.pop(job.id, None)
        # Another process may go on with it, and could not with what lies here.
        await self._files.clear(job.id, job.token, again=again and not self._db.shared)
        if self._trash.is_set():
            self._trash.clear()
            try:
                await self._vault.empty_trash(self._db)
            except StoreUnreachableError as error:
                log.warning("the store of sealed files does not answer (%s): what is deleted goes later", error)
                self._trash.set()
            except BaseException:
                self._trash.set()  # the next job that ends tries again
                raise

    async def _write(self, job: ClaimedJob, work: Callable[[Transaction], Awaitable[T]], within: str = "") -> T:
        """Do ``work``, functions of storage alone, about a held job in one visit to the database's thread."""
        async with self._about(job):
            return await self._db.write(work, within)

    @asynccontextmanager
    async def _writing(self, job: ClaimedJob, within: str = "") -> AsyncIterator[Transaction]:
        """A transaction about a held job."""
        async with self._about(job), self._db.transaction(within) as tx:
            yield tx

    @asynccontextmanager
    async def _about(self, job: ClaimedJob) -> AsyncIterator[None]:
        """Say in the engine's words what goes wrong with a held job; a lost one loses its clear files too."""
        try:
            yield
        except (LostTokenError, NoSuchAccountError):
            await self._clear(job, again=await self._is_open(job))  # whoever has it now may go on
            raise LeaseLostError from None
        except StorageFullError as error:
            raise DiskFullError from error

    @asynccontextmanager
    async def _keeping(self, job: ClaimedJob, sealed: Sealed, within: str = "") -> AsyncIterator[Transaction]:
        """A transaction that inserts the rows of sealed files; if it fails the files go again."""
        try:
            async with self._writing(job, within) as tx:
                yield tx
        except Exception:  # not when cancelled: that may be after the commit, and the sweep at start tells apart
            self._previews.pop(job.id, None)
            await self._files.drop(sealed.rows)
            raise


async def _either(*events: asyncio.Event) -> None:
    """Return when one of ``events`` is set."""
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _require_same(before: Job, written: Job) -> None:
    """Raise where a job was taken back, or what it is about erased, since its row was read."""
    if written.cancel:
        raise _TakenBackError
    if (written.identity, written.selfie) != (before.identity, before.selfie):
        raise _ChangedError


def _kinds_of(share: Share) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Return the kinds a share is made of, None for all, and those it is without."""
    only = training_kinds() if share is Share.TRAINING else None
    return only, training_kinds() if share is Share.REST else frozenset()


def _alike(row: Job, batching: Batching) -> bool:
    """Say whether a job may run together with others; one this program cannot read is dealt with by itself."""
    try:
        return batching.alike(read_request(row.kind, row.request))
    except Exception:
        return False


def _is_news(shown: dict[str, Any], view: View, now: float) -> bool:
    """Say whether somebody in the queue would read another place, or a wait that differs by more than a little."""
    if shown.get("text") != getattr(view, "text", ""):
        return True
    before, after = shown.get("finish_at"), getattr(view, "finish_at", None)
    if before is None or after is None:
        return False
    return abs(after - before) > max(LEAST_SHIFT, LEAST_SHARE * (after - now))
