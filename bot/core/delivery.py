"""From the outbox to the platforms: everything arrives, in order, and a job has one visible result.

A row is marked before it is sent and again after: whatever crashes between, it is sent again under the same key, and
the front end makes the second time change nothing (an edit of the same message, a nonce).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core import assets
from bot.frontends.base import (
    ChatGoneError,
    ElsewhereError,
    FrontEnd,
    NotAllowedError,
    RetryLaterError,
    TooLargeError,
)
from engine.styles import StyleBook
from handlers.views import Removal, View, from_json, to_json
from storage import accounts, jobs, outbox
from storage import media as media_rows
from storage.database import Database, Reading, Transaction
from storage.errors import NoSuchJobError, NoSuchMediaError, StorageFullError, StoreUnreachableError
from storage.outbox import Message, MessageKind
from storage.vault import Vault

log = logging.getLogger(__name__)

NETWORK = (ConnectionError, TimeoutError, socket.gaierror, ssl.SSLError)
LONGEST_PAUSE = 300.0  # seconds between attempts while the network is down
BROKEN_ATTEMPTS = 5  # of a row the front end cannot show for another reason than the network
EDITS = 20  # progress edits of one running job
LEAST_CHANGE = 0.05  # of the work, within a stage
LEAST_SHIFT, LEAST_SHIFT_SECONDS = 0.2, 20.0  # of the time left: by how much an estimate must move to be corrected
GROWTH = 1.2  # each further edit waits that much longer while nobody knows when the job will end
IDLE_SECONDS = 60.0
HELD_SECONDS = 1.0  # until a place that another process serves is looked at again: it may have died
BACKSTOP_SECONDS = 30.0  # after trouble of our own: a full disk, a broken row
PLACES_AT_ONCE = 16
LOOKED_AT = 50  # rows of a place of which one may go before a picture that waits
FILES = ("media", "cover", "preview")  # fields of views that name one
DEFAULT_LOCALE = "en"
GONE = "–"  # in place of a message no platform deletes any more and whose language nobody knows
LEAVING = frozenset({"rendered", "delivering"})
WATCHED = frozenset({"queued", "running"})  # states whose progress is still of interest


@dataclass(frozen=True, kw_only=True)
class Step:
    """What to do next in a place: send a row over ``previous``, drop rows, or wait; all None: nothing is left."""

    send: Message | None = None
    previous: dict[str, Any] | None = None
    drop: Message | None = None
    wait: float | None = None


class StoredFiles:
    """Implements `bot.frontends.base.Files`: a person's own media, pictures of the program, and nothing else."""

    def __init__(self, db: Database, vault: Vault, account: str | None, styles: StyleBook | None = None) -> None:
        self._db = db
        self._vault = vault
        self._account = account
        self._styles = styles

    async def read(self, media: str) -> tuple[bytes, str, str]:
        """Return (bytes, mime, file name). Raises `NoSuchMediaError`, `StoreUnreachableError`."""
        if media.startswith(assets.SCHEMES):
            return await assets.read(media, self._styles)
        if self._account is None:
            raise NoSuchMediaError(media)
        async with self._db.reading() as rx:
            row = await media_rows.get(rx, media, self._account)
            key = await self._vault.key(rx, self._account)
        return await self._vault.read_file(key, media), row.mime, row.name


class Delivery:
    """Sends outbox rows until `stop`.

    ``apology(locale, trace)`` makes the view that takes the place of a row the front end cannot show;
    ``too_large(locale, bytes, most)`` the one of a file the platform does not take; ``not_allowed(locale)`` the one
    of a picture in a chat that takes words only.
    """

    def __init__(
        self,
        db: Database,
        vault: Vault,
        apology: Callable[[str, str], View],
        too_large: Callable[[str, int, int], View] | None = None,
        styles: StyleBook | None = None,
        not_allowed: Callable[[str], View] | None = None,
    ) -> None:
        self._db = db
        self._vault = vault
        self._apology = apology
        self._too_large = too_large
        self._not_allowed = not_allowed
        self._styles = styles
        self._busy: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()
        self._left: set[tuple[str, str]] = set()  # places left to another process for a moment
        self._broken: dict[int, int] = {}
        self._gate = asyncio.Semaphore(PLACES_AT_ONCE)
        self._stopping = False

    async def run(self, frontends: Mapping[str, FrontEnd]) -> None:
        """Send what is due until `stop`; what is being sent then is finished."""
        event = self._db.signals.event(outbox.TOPIC)
        async with asyncio.TaskGroup() as places:
            while not self._stopping:
                event.clear()
                wait = await self._start_due(frontends, places)
                if not self._stopping:
                    await self._db.signals.wait(outbox.TOPIC, wait)

    async def drain(self, frontends: Mapping[str, FrontEnd]) -> None:
        """Send everything that is due now, then return."""
        async with asyncio.TaskGroup() as places:
            await self._start_due(frontends, places)

    def stop(self) -> None:
        """Let `run` return once what is being sent has arrived."""
        self._stopping = True
        self._db.signals.event(outbox.TOPIC).set()

    async def _start_due(self, frontends: Mapping[str, FrontEnd], places: asyncio.TaskGroup) -> float:
        """Start a task for each place with something due; returns the seconds until the next is."""
        silent = self._vault.files.silent  # then words may go before a picture
        async with self._db.reading() as rx:
            found, now = await outbox.open_places(rx, list(frontends), any_order=silent), rx.now()
        wait = IDLE_SECONDS
        for platform, place, due in found:
            if due is not None and due > now:
                wait = min(wait, due - now)
            elif (platform, place) in self._left:
                continue
            elif (platform, place) in self._busy:
                self._again.add((platform, place))
            else:
                self._busy.add((platform, place))
                places.create_task(self._serve(frontends[platform], place), name=f"place of {platform}")
        return wait

    async def _serve(self, frontend: FrontEnd, place: str) -> None:
        """Send a place's rows one after the other until nothing is due."""
        key = (frontend.name, place)
        try:
            async with self._db.hold(f"place:{place}") as mine:
                wait = await self._serve_held(frontend, place) if mine else HELD_SECONDS
        finally:
            self._busy.discard(key)
        if wait:
            asyncio.get_running_loop().call_later(wait, self._db.signals.event(outbox.TOPIC).set)

    async def _serve_held(self, frontend: FrontEnd, place: str) -> float | None:
        wait: float | None = None
        while not self._stopping:
            self._again.discard((frontend.name, place))
            async with self._gate:
                wait = await self._safe_step(frontend, place)
            if (frontend.name, place) in self._left:
                return None
            # Whatever came between the last look and here has left its mark in _again.
            if wait != 0 and (frontend.name, place) not in self._again:
                break
        return wait

    async def _safe_step(self, frontend: FrontEnd, place: str) -> float | None:
        try:
            return await self._step(frontend, place)
        except StorageFullError:
            log.warning("the disk is full: messages wait in the outbox")
        except Exception:
            log.exception("a message could not be sent")
        return BACKSTOP_SECONDS

    async def _step(self, frontend: FrontEnd, place: str) -> float | None:
        """Do one thing in a place. Returns 0 to be called again, else after how many seconds; None: nothing is left."""
        async with self._db.reading() as rx:
            step = await decide(rx, frontend, place, past_files=self._vault.files.silent)
        if step.drop is not None:
            async with self._db.transaction(_part(step.drop)) as tx:
                await self._drop(tx, step.drop)
        elif step.send is not None:
            await self._send(frontend, step.send, step.previous)
        else:
            return step.wait
        return 0

    async def _send(self, frontend: FrontEnd, row: Message, previous: dict[str, Any] | None) -> None:
        async with self._db.transaction(_part(row)) as tx:
            if not await outbox.sending(tx, row.id):
                return  # deleted meanwhile: its owner asked to be forgotten
            if row.kind is MessageKind.RESULT:
                await _begin_delivering(tx, row)
        files = StoredFiles(self._db, self._vault, row.account, self._styles)
        try:
            receipt = await frontend.deliver(row.address, from_json(row.view), row.key, previous, files)
        except ElsewhereError as elsewhere:
            self._leave((row.platform, row.place), elsewhere.seconds)
            await self._postpone(row, 0.0)
        except RetryLaterError as later:
            await self._postpone(row, later.seconds)
        except ChatGoneError:
            await self._gone(row)
        except TooLargeError as error:
            await self._not_taken(row, error)
        except NotAllowedError as error:
            await self._not_welcome(row, error)
        except NETWORK as error:
            log.warning("%s is out of reach (%s), row %d waits", row.platform, type(error).__name__, row.id)
            await self._postpone(row, _pause(row))
        except StoreUnreachableError as error:
            log.warning("the store of sealed files does not answer (%s), row %d waits", error, row.id)
            await self._postpone(row, _pause(row))
        except Exception:
            await self._not_shown(row)
        else:
            self._broken.pop(row.id, None)
            async with self._db.transaction(_part(row)) as tx:
                known = await outbox.arrived_late(tx, row, receipt)
                if await outbox.sent(tx, row.id, receipt, shown_again=frontend.capabilities.keeps_nothing):
                    await _end_delivering(tx, row)
                elif not known:
                    await _take_back(tx, row, receipt)
            if row.fleeting or row.view.get("secrets"):
                await self._db.scrub()  # it was the last that named somebody who was erased, or that opened something

    def _leave(self, place: tuple[str, str], seconds: float) -> None:
        """Leave a place to another process for a while."""

        def back() -> None:
            self._left.discard(place)
            self._db.signals.event(outbox.TOPIC).set()

        self._left.add(place)
        asyncio.get_running_loop().call_later(seconds, back)

    async def _postpone(self, row: Message, seconds: float) -> None:
        async with self._db.transaction(_part(row)) as tx:
            await outbox.postpone(tx, row.id, tx.now() + seconds, replaceable=row.kind is MessageKind.PROGRESS)

    async def _drop(self, tx: Transaction, row: Message) -> None:
        if row.kind is MessageKind.PROGRESS:
            await outbox.drop(tx, row.id)
        else:
            await outbox.failed(tx, row.id, outbox.SUPERSEDED)
            await _end_delivering(tx, row)

    async def _gone(self, row: Message) -> None:
        """Nobody is there any more: give up what waits for that place and stop making more."""
        log.info("a chat of %s is gone", row.platform)
        async with self._db.transaction() as tx:
            for job in await outbox.fail_place(tx, row.place, "gone"):
                if (await jobs.get(tx, job)).state in LEAVING:
                    await jobs.move(tx, job, "failed")
            await jobs.cancel_place(tx, row.place)

    async def _not_shown(self, row: Message) -> None:
        """The front end cannot show a row: try a few times, then say sorry in its place."""
        trace = self._db.ids.new()
        log.exception("row %d cannot be shown, trace %s", row.id, trace)
        self._broken[row.id] = self._broken.get(row.id, 0) + 1
        if self._broken[row.id] < BROKEN_ATTEMPTS:
            await self._postpone(row, 2.0 ** self._broken[row.id])
            return
        del self._broken[row.id]
        async with self._db.transaction() as tx:
            await outbox.failed(tx, row.id, f"trace {trace}")
            if row.kind is not MessageKind.PROGRESS and not row.key.endswith(outbox.APOLOGY):
                await self._apologise(tx, row, trace)
            await _end_delivering(tx, row)

    async def _not_taken(self, row: Message, error: TooLargeError) -> None:
        """A file no attempt will make smaller: say so in its place."""
        log.warning("row %d is too large for %s: %s", row.id, row.platform, error)
        if self._too_large is None:
            await self._not_shown(row)
            return
        async with self._db.transaction() as tx:
            await outbox.failed(tx, row.id, "too large")
            await self._replace(tx, row, self._too_large(await _locale(tx, row), error.bytes, error.most))
            await _end_delivering(tx, row)

    async def _not_welcome(self, row: Message, error: NotAllowedError) -> None:
        """A chat that takes words only: say that, in words; no attempt changes what its admins decided."""
        log.warning("row %d is not allowed in its chat: %s", row.id, error)
        if self._not_allowed is None:
            await self._not_shown(row)
            return
        async with self._db.transaction() as tx:
            await outbox.failed(tx, row.id, "not allowed")
            if not row.key.endswith(outbox.APOLOGY):  # words are not welcome either
                await self._replace(tx, row, self._not_allowed(await _locale(tx, row)))
            await _end_delivering(tx, row)

    async def _apologise(self, tx: Transaction, row: Message, trace: str) -> None:
        await self._replace(tx, row, self._apology(await _locale(tx, row), trace))

    async def _replace(self, tx: Transaction, row: Message, view: View) -> None:
        """Say something in the place of a row; where newer news of its thread waits, in a message of its own.

        In the thread it would be edited over that news, which may be the finished picture.
        """
        overtaken = await outbox.overtaken(tx, row)
        if overtaken and row.kind is not MessageKind.RESULT:
            return  # what could not be shown is out of date
        await outbox.put(
            tx,
            key=row.key + outbox.APOLOGY,
            platform=row.platform,
            address=row.address,
            view=to_json(view),
            kind=row.kind,
            account=row.account,
            job=row.job,
            thread=None if overtaken else row.thread,
            fleeting=row.fleeting,
        )


def _pause(row: Message) -> float:
    """Return the seconds until the next attempt while something is out of reach."""
    return min(LONGEST_PAUSE, 2.0 ** min(row.attempts, 10))


def _part(row: Message) -> str:
    """Return the part in which a row is sent: its place, which this process has to itself."""
    return f"place:{row.place}"


async def decide(rx: Reading, frontend: FrontEnd, place: str, *, past_files: bool = False) -> Step:
    """Say what is next in a place: results and answers strictly in order, progress when nothing else waits.

    ``past_files``: while their store does not answer, what needs none goes before what waits for one.
    """
    row = await outbox.first(rx, frontend.name, place)
    if row is not None and past_files and row.due > rx.now() and needs_files(row.view):
        row = await _without_files(rx, frontend, place) or row
    if row is None:
        return await _decide_progress(rx, frontend, place)
    if row.due > rx.now():
        return Step(wait=row.due - rx.now())
    # One that may have been sent already is sent again: only so the platform's message is known to be edited next.
    if row.attempts == 0 and row.thread and await outbox.superseded(rx, row):
        return Step(drop=row)
    previous = await outbox.previous(rx, row)
    return Step(send=row, previous=previous.receipt if previous else None)


async def _without_files(rx: Reading, frontend: FrontEnd, place: str) -> Message | None:
    """Return the oldest row that is due and needs no file, of no message or job of which an earlier one waits."""
    waiting: set[str | None] = set()
    for row in await outbox.waiting(rx, frontend.name, place, LOOKED_AT):
        its = {row.thread, row.job} - {None}
        if row.due <= rx.now() and not its & waiting and not needs_files(row.view):
            return row
        waiting |= its
    return None


def needs_files(view: Any) -> bool:
    """Say whether a view, as JSON, shows a file of a person: none of those that belong to the program."""
    if isinstance(view, dict):
        return any(
            (name in FILES and bool(value) and not str(value).startswith(assets.SCHEMES)) or needs_files(value)
            for name, value in view.items()
        )
    return isinstance(view, list | tuple) and any(map(needs_files, view))


async def _decide_progress(rx: Reading, frontend: FrontEnd, place: str) -> Step:
    waits = []
    for row in await outbox.waiting_progress(rx, frontend.name, place):
        job = await jobs.get(rx, row.job or "")
        previous, edits = await outbox.previous(rx, row), await outbox.edits(rx, job)
        if previous is None or job.state not in WATCHED or edits >= EDITS:
            return Step(drop=row)
        if not worth_an_edit(previous.view, row.view, rx.now()):
            waits.append(frontend.capabilities.pause_at(row.address))  # a newer one takes its place until then
            continue
        last = min(previous.sent or 0.0, rx.now())  # a clock that was set back had it sent in times to come
        due = max(row.due, last + pause(row.view, edits, rx.now(), frontend, row.address))
        if due <= rx.now():
            return Step(send=row, previous=previous.receipt)
        waits.append(due - rx.now())
    return Step(wait=min(waits, default=None))


def worth_an_edit(shown: dict[str, Any], news: dict[str, Any], now: float) -> bool:
    """Say whether a person would notice: another stage, a twentieth of the work, a picture, or another finish time.

    In the queue a row is only written when its text changed.
    """
    stage = news.get("stage", "")
    if not stage or stage != shown.get("stage", "") or abs(news["done"] - shown.get("done", 0.0)) >= LEAST_CHANGE:
        return True
    if news.get("preview") != shown.get("preview"):
        return True
    before, after = shown.get("finish_at"), news.get("finish_at")
    if before is None or after is None:
        return before != after
    return abs(after - before) > max(LEAST_SHIFT_SECONDS, LEAST_SHIFT * (after - now))


def pause(
    view: dict[str, Any], edits: int, now: float, frontend: FrontEnd, address: dict[str, Any] | None = None
) -> float:
    """Return the seconds between the last edit of a status message and the next.

    The edits that are left are spread over the time that is left, so that a long training still moves at its end.
    """
    least = frontend.capabilities.pause_at(address or {})
    if view.get("finish_at") is None:
        return least * GROWTH**edits
    return max(least, (view["finish_at"] - now) / (EDITS - edits))


async def _take_back(tx: Transaction, row: Message, receipt: dict[str, Any]) -> None:
    """Have a message taken away whose row was deleted while it was sent: its owner, or whom it named, was erased."""
    view = Removal(text=GONE, receipts=(receipt,))
    await outbox.put(
        tx, key=f"removal:late:{row.id}", platform=row.platform, address=row.address, view=to_json(view), fleeting=True
    )


async def _begin_delivering(tx: Transaction, row: Message) -> None:
    if row.job and (await jobs.get(tx, row.job)).state == "rendered":
        await jobs.move(tx, row.job, "delivering")


async def _end_delivering(tx: Transaction, row: Message) -> None:
    """End the job whose last result row this was."""
    if row.kind is not MessageKind.RESULT or row.job is None:
        return
    try:
        job = await jobs.get(tx, row.job)
    except NoSuchJobError:
        return  # forgotten while it was sent
    if job.state in LEAVING and not await outbox.unsent_results(tx, job.id):
        await jobs.move(tx, job.id, "failed" if await outbox.lost_results(tx, job.id) else "done")


async def _locale(tx: Transaction, row: Message) -> str:
    if row.job is not None:
        return (await jobs.get(tx, row.job)).locale
    account = await accounts.get(tx, row.account) if row.account else None
    return (account.locale if account else None) or DEFAULT_LOCALE
