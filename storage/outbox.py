"""Everything that must reach a person: written with the change it tells about, sent afterwards.

Rows of one place go out strictly in order; progress only when nothing else waits there. Rows of one ``thread`` are one
message on the platform: each is edited over the one before, so a job's status message turns into its result.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from storage import naming as persons
from storage.database import Reading, Row, Transaction
from storage.jobs import Job
from storage.places import place_of

TOPIC = "outbox"
SUPERSEDED = "superseded"
APOLOGY = ":sorry"  # ends the key of a row that says another one could not be shown
LOOKED_BACK = 500  # rows of a chat in which the message somebody answers is looked for
INSTANT = 1e-6  # seconds between two rows of a thread, at least
HUSHED = "…"  # in place of a secret
BUILT = ("kind", "action", "media", "cover", "thread", "about", "name")  # of a view: what nobody reads
WITH_FILES = ("pictures", "stickers", "video", "document")  # kinds of views that show files
# Shown on a platform, or on the way to it: what is being sent right now, or may have arrived before a process died.
SHOWN = "(sent IS NOT NULL AND receipt IS NOT NULL OR sent IS NULL AND failed IS NULL AND attempts > 0)"
_JSON = ("address", "view", "receipt")


class MessageKind(IntEnum):
    """What a row is worth."""

    RESULT = 0
    ANSWER = 1
    PROGRESS = 2  # may be dropped when something newer is there


@dataclass(frozen=True, kw_only=True)
class Message:
    """One row. ``receipt`` is what the platform answered; ``view`` a view as JSON."""

    id: int
    key: str
    account: str | None
    platform: str
    address: dict[str, Any]
    place: str
    view: dict[str, Any]
    job: str | None
    thread: str | None
    kind: MessageKind
    created: float
    due: float
    attempts: int
    sent: float | None
    receipt: dict[str, Any] | None
    failed: str | None
    fleeting: bool
    postponed: float | None = None


async def put(
    tx: Transaction,
    *,
    key: str,
    platform: str,
    address: dict[str, Any],
    view: dict[str, Any],
    kind: MessageKind = MessageKind.ANSWER,
    account: str | None = None,
    job: str | None = None,
    thread: str | None = None,
    due: float | None = None,
    fleeting: bool = False,
) -> bool:
    """Write a message to be sent; returns False when ``key`` was written before.

    ``fleeting``: to somebody who has just been erased; the row is deleted as soon as it was sent or given up.
    """
    values = {
        "key": key,
        "account": account,
        "platform": platform,
        "address": json.dumps(address),
        "place": place_of(platform, address),
        "view": json.dumps(view),
        "job": job,
        "thread": thread,
        "class": int(kind),
        "created": tx.now(),
        "due": tx.now() if due is None else due,
        "fleeting": int(fleeting),
    }
    added = await tx.insert("outbox", values, ignore=True)
    tx.signal(TOPIC)
    return added


async def put_progress(
    tx: Transaction,
    *,
    platform: str,
    address: dict[str, Any],
    view: dict[str, Any],
    account: str,
    job: str,
    key: str,
) -> None:
    """Write how far a job is. A job has at most one unsent progress row: a newer one takes its place."""
    waiting = await tx.run(
        "UPDATE outbox SET view = ? WHERE job = ? AND class = 2 AND sent IS NULL AND failed IS NULL AND attempts = 0",
        (json.dumps(view), job),
    )
    if waiting:
        return
    await put(
        tx, key=key, platform=platform, address=address, view=view, kind=MessageKind.PROGRESS, account=account, job=job,
        thread=job,
    )  # fmt: skip


def drop_progress(tx: Transaction, job: str) -> None:
    """Forget unsent progress of a job: its result is here. A row being sent right now keeps its place."""
    tx.run_soon("DELETE FROM outbox WHERE job = ? AND class = 2 AND sent IS NULL AND attempts = 0", (job,))


async def open_places(
    rx: Reading, platforms: list[str], *, any_order: bool = False
) -> list[tuple[str, str, float | None]]:
    """Return (platform, place, due) of every place with something to send, longest waiting first.

    ``due`` is when its oldest result or answer may go out, None where only progress waits;
    ``any_order``: when the first that is due may, whatever is before it.
    """
    due = "CASE WHEN max(created, coalesce(postponed, 0)) > ? THEN 0.0 ELSE due END"
    which, order = (f"min({due})", "") if any_order else (due, "ORDER BY id LIMIT 1")
    marks = ", ".join("?" for _ in platforms)
    rows = await rx.all(
        f"SELECT platform, place, (SELECT {which} FROM outbox AS head WHERE head.platform = outbox.platform "
        f"AND head.place = outbox.place AND class IN (0, 1) AND sent IS NULL AND failed IS NULL {order}) AS due "
        f"FROM outbox WHERE sent IS NULL AND failed IS NULL AND platform IN ({marks}) "
        "GROUP BY platform, place ORDER BY min(id)",
        (rx.now(), *platforms),
    )
    return [(row["platform"], row["place"], row["due"]) for row in rows]


async def first(rx: Reading, platform: str, place: str) -> Message | None:
    """Return the oldest unsent result or answer of a place, or None."""
    row = await rx.one(
        "SELECT * FROM outbox WHERE platform = ? AND place = ? AND class IN (0, 1) AND sent IS NULL "
        "AND failed IS NULL ORDER BY id LIMIT 1",
        (platform, place),
    )
    return _in_time(_message(row), rx.now()) if row else None


async def waiting(rx: Reading, platform: str, place: str, limit: int) -> list[Message]:
    """Return the unsent results and answers of a place, oldest first."""
    rows = await rx.all(
        "SELECT * FROM outbox WHERE platform = ? AND place = ? AND class IN (0, 1) AND sent IS NULL "
        "AND failed IS NULL ORDER BY id LIMIT ?",
        (platform, place, limit),
    )
    return [_in_time(_message(row), rx.now()) for row in rows]


async def waiting_progress(rx: Reading, platform: str, place: str) -> list[Message]:
    """Return the unsent progress rows of a place, oldest first."""
    rows = await rx.all(
        "SELECT * FROM outbox WHERE platform = ? AND place = ? AND class = 2 AND sent IS NULL AND failed IS NULL "
        "ORDER BY id",
        (platform, place),
    )
    return [_in_time(_message(row), rx.now()) for row in rows]


async def previous(rx: Reading, message: Message) -> Message | None:
    """Return the newest sent message of the same thread: the one to edit. None begins a message."""
    if message.thread is None:
        return None
    row = await rx.one(
        "SELECT * FROM outbox WHERE place = ? AND thread = ? AND sent IS NOT NULL AND id <> ? "
        "ORDER BY sent DESC, id DESC LIMIT 1",
        (message.place, message.thread, message.id),
    )
    return _message(row) if row else None


async def thread_of(tx: Transaction, message: Message) -> str:
    """Return the thread whose newest row a sent message is, so that another row can be edited over it."""
    if message.thread is not None:
        return message.thread
    await tx.run("UPDATE outbox SET thread = ? WHERE id = ?", (own := f"row:{message.id}", message.id))
    return own


async def newest(rx: Reading, place: str, thread: str) -> Message | None:
    """Return the newest row of a thread, sent or not, or None."""
    row = await rx.one("SELECT * FROM outbox WHERE place = ? AND thread = ? ORDER BY id DESC LIMIT 1", (place, thread))
    return _message(row) if row else None


async def superseded(rx: Reading, message: Message) -> bool:
    """Say whether a newer row of the same thread waits that makes showing this one needless.

    A result gives way to a newer result only, and nothing gives way to an apology: it tells of an older row.
    """
    return bool(
        await rx.value(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE place = ? AND thread = ? AND id > ? AND class <= ? "
            "AND key NOT LIKE ? AND sent IS NULL AND failed IS NULL)",
            (message.place, message.thread, message.id, min(message.kind, MessageKind.ANSWER), f"%{APOLOGY}"),
        )
    )


async def overtaken(rx: Reading, message: Message) -> bool:
    """Say whether any newer result or answer of the same thread waits, or was sent."""
    return bool(
        await rx.value(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE place = ? AND thread = ? AND id > ? AND class < 2 "
            "AND failed IS NULL)",
            (message.place, message.thread, message.id),
        )
    )


async def edits(rx: Reading, job: Job) -> int:
    """Return how many progress rows of a job were sent since it was started; those of its time in the queue not."""
    return await rx.value(
        "SELECT count(*) FROM outbox WHERE job = ? AND class = 2 AND sent >= ?", (job.id, job.started or job.created)
    )


async def sending(tx: Transaction, message: int) -> bool:
    """Note that a row is about to be sent: after a crash it may have arrived already. False: it is gone."""
    return bool(await tx.run("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", (message,)))


async def sent(tx: Transaction, message: int, receipt: dict[str, Any], *, shown_again: bool = False) -> bool:
    """Note that a row has arrived. False: it was deleted while it was sent.

    The secrets in it are blanked, now or where it is ``shown_again`` later on (`hush`).
    """
    # Later than all of its thread, whatever a clock that was set back says: the next one is edited over it.
    there = await tx.run(
        "UPDATE outbox SET receipt = ?2, sent = max(?1, coalesce((SELECT max(before.sent) + ?4 FROM outbox AS before "
        "WHERE before.place = outbox.place AND before.thread = outbox.thread AND before.id <> outbox.id), 0)) "
        "WHERE id = ?3",
        (tx.now(), json.dumps(receipt), message, INSTANT),
    )
    if not shown_again:
        await _hush(tx, "id = ?", message)
    await _drop_fleeting(tx)
    return bool(there)


async def postpone(tx: Transaction, message: int, due: float, *, replaceable: bool = False) -> None:
    """Try a row again at ``due``; what comes after it in its place waits too.

    ``replaceable``: a newer progress row may take this one's place meanwhile.
    """
    await tx.run(
        "UPDATE outbox SET due = ?, postponed = ?, attempts = CASE WHEN ? = 1 THEN 0 ELSE attempts END WHERE id = ?",
        (due, tx.now(), replaceable, message),
    )
    tx.signal(TOPIC)


async def failed(tx: Transaction, message: int, why: str) -> None:
    """Give a row up."""
    await tx.run("UPDATE outbox SET failed = ? WHERE id = ?", (why, message))
    await _hush(tx, "id = ?", message)
    await _drop_fleeting(tx)


async def drop(tx: Transaction, message: int) -> None:
    """Delete a row nobody needs any more."""
    await tx.run("DELETE FROM outbox WHERE id = ?", (message,))


async def fail_place(tx: Transaction, place: str, why: str) -> list[str]:
    """Give up everything unsent of a place that is gone; returns the jobs whose result was among it.

    What is given back is given back to whoever has gone too.
    """
    rows = await tx.all(
        "UPDATE outbox SET failed = ? WHERE place = ? AND sent IS NULL AND failed IS NULL "
        "AND coalesce(json_extract(view, '$.kind'), '') <> 'refund' RETURNING job, class",
        (why, place),
    )
    await _hush(tx, "failed IS NOT NULL AND place = ?", place)
    await _drop_fleeting(tx)
    return sorted({row["job"] for row in rows if row["job"] and row["class"] == MessageKind.RESULT})


async def unsent(rx: Reading) -> int:
    """Return how many results and answers wait to be sent."""
    return await rx.value("SELECT count(*) FROM outbox WHERE class < 2 AND sent IS NULL AND failed IS NULL")


async def unsent_results(rx: Reading, job: str) -> int:
    """Return how many result rows of a job are still to be sent."""
    return await rx.value(
        "SELECT count(*) FROM outbox WHERE job = ? AND class = 0 AND sent IS NULL AND failed IS NULL", (job,)
    )


async def lost_results(rx: Reading, job: str) -> int:
    """Return how many result rows of a job were given up, other than for a newer one."""
    return await rx.value("SELECT count(*) FROM outbox WHERE job = ? AND class = 0 AND failed <> ?", (job, SUPERSEDED))


async def recent(rx: Reading, account: str, limit: int = 50) -> list[Message]:
    """Return the newest sent messages of a person, oldest first."""
    rows = await rx.all(
        "SELECT * FROM outbox WHERE account = ? AND sent IS NOT NULL ORDER BY id DESC LIMIT ?", (account, limit)
    )
    return [_message(row) for row in reversed(rows)]


async def showing(rx: Reading, account: str, media: Sequence[str]) -> list[Message]:
    """Return the messages of a person that show one of these files, or are about to, oldest first."""
    if not media:
        return []
    rows = await rx.all(
        f"SELECT * FROM outbox WHERE account = ? AND {SHOWN} "
        "AND EXISTS (SELECT 1 FROM json_each(?) AS file WHERE instr(view, json_quote(file.value)) > 0) ORDER BY id",
        (account, json.dumps(list(media))),
    )
    return await _with_receipts(rx, rows)


async def shown_here(rx: Reading, place: str, media: str) -> Message | None:
    """Return a message of a place that shows this file, or None: whoever reads it there may open it."""
    shown = "AND account IS NOT NULL AND instr(view, ?) > 0 ORDER BY id DESC LIMIT 1"
    row = await rx.one(
        f"SELECT * FROM outbox WHERE place = ? AND sent IS NOT NULL {shown}", (place, json.dumps(media))
    ) or await rx.one(  # a page asks for the picture before it is written down that the message arrived
        f"SELECT * FROM outbox WHERE platform = ? AND place = ? AND sent IS NULL AND failed IS NULL {shown}",
        (place.partition(":")[0], place, json.dumps(media)),
    )
    return _message(row) if row else None


async def showing_files(rx: Reading, account: str) -> list[Message]:
    """Return the messages of a person that show any file, also a preview, or are about to, oldest first."""
    marks = ", ".join("?" for _ in WITH_FILES)
    rows = await rx.all(
        f"SELECT * FROM outbox WHERE account = ? AND {SHOWN} "
        f"AND (json_extract(view, '$.kind') IN ({marks}) OR json_extract(view, '$.preview') IS NOT NULL) ORDER BY id",
        (account, *WITH_FILES),
    )
    return await _with_receipts(rx, rows)


async def arrived_late(tx: Transaction, message: Message, receipt: dict[str, Any]) -> bool:
    """Tell a removal that waits in the same place what one of its late deliveries has shown after all; False: none."""
    rows = await tx.all(
        "SELECT id, view FROM outbox WHERE platform = ? AND place = ? AND sent IS NULL AND failed IS NULL "
        "AND json_extract(view, '$.kind') = 'removal'",
        (message.platform, message.place),
    )
    views = [(row["id"], json.loads(row["view"])) for row in rows]
    late = [(removal, view) for removal, view in views if message.key in (view.get("late") or ())]
    for removal, view in late:
        shown = json.dumps({**view, "receipts": [*view["receipts"], receipt]})
        await tx.run("UPDATE outbox SET view = ? WHERE id = ?", (shown, removal))
    return bool(late)


async def naming(rx: Reading, account: str) -> list[Message]:
    """Return the messages in which a person's ``platform:user`` stands, or are about to, oldest first: what admins were
    told.
    """
    rows = await rx.all(f"SELECT * FROM outbox WHERE {SHOWN} AND {persons.TOLD} ORDER BY id", (account,))
    return await _with_receipts(rx, rows)


async def removals(rx: Reading, account: str) -> list[Message]:
    """Return what was to be taken out of the chats for a person and is there still, oldest first."""
    rows = await rx.all(
        "SELECT * FROM outbox WHERE account = ? AND sent IS NULL AND failed IS NULL "
        "AND json_extract(view, '$.kind') = 'removal' ORDER BY id",
        (account,),
    )
    return [_message(row) for row in rows]


async def blank(tx: Transaction, message: int, view: dict[str, Any]) -> None:
    """Let a sent row show something else from now on: what it showed is gone from the platform."""
    await tx.run("UPDATE outbox SET view = ? WHERE id = ?", (json.dumps(view), message))


async def hush(tx: Transaction, before: float) -> None:
    """Blank the secrets (`handlers.views.Text`) of what was sent before then."""
    await _hush(tx, "sent < ?", before)


async def _hush(tx: Transaction, which: str, value: object) -> None:
    query = f"SELECT id, view FROM outbox WHERE {which} AND json_array_length(view, '$.secrets') > 0"
    for row in await tx.all(query, (value,)):
        view = json.loads(row["view"])
        # The longest first: of "red hat" nothing is left where "red" is one as well.
        secrets = sorted(filter(None, view["secrets"]), key=len, reverse=True)
        view = {name: _without(part, secrets, name) for name, part in view.items()}
        await tx.run("UPDATE outbox SET view = ? WHERE id = ?", (json.dumps({**view, "secrets": []}), row["id"]))


def _without(part: Any, secrets: Sequence[str], name: str) -> Any:
    """Return part of a view without secrets; they are also short words, such as those the view is built of."""
    if isinstance(part, dict):
        return {key: _without(value, secrets, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_without(value, secrets, name) for value in part]
    if not isinstance(part, str) or name in BUILT:
        return part
    for secret in secrets:
        part = part.replace(secret, HUSHED)
    return part


async def shown_as(rx: Reading, place: str, message: str) -> Message | None:
    """Return the newest row that is shown in a message of the platform, looked for in the last `LOOKED_BACK` rows."""
    rows = await rx.all(
        "SELECT * FROM outbox WHERE place = ? AND sent IS NOT NULL ORDER BY id DESC LIMIT ?", (place, LOOKED_BACK)
    )
    return next((found for found in map(_message, rows) if message in _ids(found.receipt or {})), None)


async def _with_receipts(rx: Reading, rows: Sequence[Row]) -> list[Message]:
    """Give those on the way the receipt of the message they are edited into: it may show the files already."""
    found = []
    for message in map(_message, rows):
        before = None if message.sent is not None else await previous(rx, message)
        found.append(replace(message, receipt=before.receipt) if before else message)
    return found


def _in_time(message: Message, now: float) -> Message:
    """Let a row written or put off before the clock was set back go out now, not when the clock is there again."""
    return replace(message, due=now) if max(message.created, message.postponed or 0.0) > now else message


async def _drop_fleeting(tx: Transaction) -> None:
    await tx.run("DELETE FROM outbox WHERE fleeting = 1 AND (sent IS NOT NULL OR failed IS NOT NULL)")


def _ids(receipt: dict[str, Any]) -> set[str]:
    """Return every message id a receipt names; ids are numbers on one platform and text on another."""
    steps = receipt.get("all", [])
    each = [one for step in steps for one in (step if isinstance(step, list) else [step])]
    return {str(one) for one in [receipt.get("message"), *each]}


def _message(row: Row) -> Message:
    values = dict(row)
    for name in _JSON:
        values[name] = json.loads(values[name]) if values[name] is not None else None
    values["kind"], values["fleeting"] = MessageKind(values.pop("class")), bool(values["fleeting"])
    return Message(**values)
