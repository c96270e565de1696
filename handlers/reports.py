"""Reporting a picture, and what admins are told and do about it.

A report is about a picture of one's own, or about one that somebody shows in a group: whoever answers it with /report.
The message to the admins belongs to the owner of the picture: it is opened with their key, and goes when they go.
"""

from __future__ import annotations

from typing import Any

from engine.files import media_id
from handlers import work
from handlers.actions import button
from handlers.admin import name_of, shut_out
from handlers.context import RefusedError, Turn, harmless
from handlers.policy import DAY_SECONDS
from handlers.text import Words
from handlers.views import Choice, PictureItem, Pictures, Text, View, to_json
from storage import audit, contacts, jobs, media, outbox, reports, spent
from storage.errors import NoSuchReportError
from storage.reports import Report

LISTED = 10
DIGITS = 15  # of a number; the database keeps no more than nineteen
REASON = 300  # characters
REASONS = ("not-me", "offensive", "minor", "other")
PENDING = "report"  # in the state: which job the next line is about
SENT = spent.REPORTS  # in the person's state: when, of the reports of a day, those taken back too
PATIENCE = 600.0  # seconds for which a reason in words is waited for
SHOWN = 4  # pictures shown to an admin
DISMISSED, BANNED = "dismissed", "banned"


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/report [job] [reason]; as an answer to a picture in a group it is about that one."""
    reason = harmless(options.get("reason", ""), REASON)
    _sent(turn)  # nobody writes down what is then refused
    if turn.reply is not None and turn.reply.own and not turn.who.private:
        return await _of_the_group(turn, turn.reply.message, reason)
    if not turn.who.private:
        raise RefusedError("report-where")
    number = options.get("job", "")
    if not reason:
        return [await _why(turn, number)]
    job = await work.own(turn, number, "show-unknown") if number else None
    return await _add(turn, job, reason)


async def pressed(turn: Turn, number: str) -> list[View]:
    """The Report button: what is wrong?"""
    _sent(turn)
    return [await _why(turn, number)]


async def why(turn: Turn, number: str, reason: str) -> list[View]:
    """A reason was chosen; "something else" waits for words."""
    if reason not in REASONS:
        raise RefusedError("unknown-button")
    job = await work.own(turn, number, "show-unknown")
    if reason == "other":
        return [_ask_in_words(turn, number)]
    return await _add(turn, job, reason)


async def said(turn: Turn, text: str) -> list[View] | None:
    """The words that were waited for; None for a line nobody waits for."""
    pending = turn.state.pop(PENDING, None)
    if pending is None or turn.now - pending["at"] > PATIENCE:
        return None
    job = await work.own(turn, pending["job"], "show-unknown") if pending["job"] else None
    return await _add(turn, job, harmless(text, REASON))


def stop_waiting(state: dict[str, Any]) -> None:
    """Whoever does something else gives no reason any more: their next words are not for the admins."""
    state.pop(PENDING, None)


def _sent(turn: Turn) -> list[float]:
    """Return when reports were sent within a day; raises `RefusedError` where there were as many as one may send.

    Admins hear of each at once, and of each that is taken back.
    """
    most = turn.deps.limits.reports
    sent = [at for at in turn.account_state.get(SENT, ()) if turn.now - DAY_SECONDS < at <= turn.now]
    if most and len(sent) >= most:
        raise RefusedError("report-limit", most=most)
    return sent


async def undo(turn: Turn, number: str) -> list[View]:
    """Take one's own report back, while nobody has decided on it."""
    one = await _open(turn, number)
    if not await reports.take_back(turn.tx, one.id, turn.account.id):
        raise RefusedError("report-settled")
    await _tell(turn, one, "report-taken-back")
    return [Text(text=turn.say("report-undone"))]


async def read(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/reports: what people said is wrong, newest first, with a button for each."""
    found = await reports.recent(turn.tx, LISTED)
    if not found:
        return [Text(text=turn.say("reports-none"))]
    lines = [turn.say("reports-title"), *[await _line(turn, turn.say, one) for one in found]]
    rows = [button(turn.say("reports-show", number=one.id), "reportshow", one.id) for one in found if not one.settled]
    return [Text(text="\n".join(lines), buttons=tuple((each,) for each in rows))]


async def show(turn: Turn, number: str) -> list[View]:
    """An admin opens a report: its pictures come as they did when it was made."""
    one = await _of_an_admin(turn, number)
    here = contacts.Contact(
        account=turn.account.id, platform=turn.who.platform, address=turn.who.address, locale=turn.say.locale
    )
    await _send(turn, one, [here], occasion=turn.tx.new_id())
    await audit.note(turn.tx, turn.account.id, "report seen", one.about or "", report=one.id)
    return []


async def dismiss(turn: Turn, number: str) -> list[View]:
    """An admin finds nothing wrong."""
    one = await _of_an_admin(turn, number)
    await _settled(turn, one, DISMISSED)
    return [Text(text=turn.say("report-dismissed", number=one.id))]


async def ban(turn: Turn, number: str) -> list[View]:
    """An admin shuts out whose picture was reported."""
    one = await _of_an_admin(turn, number)
    if one.about is None:
        raise RefusedError("unknown-button")
    name = await name_of(turn.tx, one.about)
    cancelled = await shut_out(turn, one.about, name)
    await _settled(turn, one, BANNED)
    return [Text(text=turn.say("admin-banned", person=name, count=cancelled))]


async def _why(turn: Turn, number: str) -> View:
    if not number:
        return _ask_in_words(turn, "")
    job = await work.own(turn, number, "show-unknown")
    options = [button(turn.say(f"report-reason-{one}"), "why", job.number, one) for one in REASONS]
    return Choice(text=turn.say("report-why"), options=(*options, button(turn.say("button-no"), "keep")))


def _ask_in_words(turn: Turn, number: str) -> Text:
    turn.state[PENDING] = {"job": number, "at": turn.now}
    return Text(text=turn.say("report-ask"), buttons=((button(turn.say("button-no"), "keep"),),))


async def _of_the_group(turn: Turn, message: str, reason: str) -> list[View]:
    """Report what somebody else shows here."""
    row = await outbox.shown_as(turn.tx, turn.place, message)
    files = tuple(one["media"] for one in (row.view.get("items") or ())) if row is not None else ()
    if row is None or row.account is None or not files:
        raise RefusedError("report-where")
    return await _add_of(turn, None, reason, about=row.account, files=files[:SHOWN])


async def _add(turn: Turn, job: jobs.Job | None, reason: str) -> list[View]:
    files = tuple(media_id(picture.file) for picture in work.pictures(job))[:SHOWN] if job is not None else ()
    about = turn.account.id if job is not None else None
    number = job.own if job is not None else None
    return await _add_of(turn, number, reason, about=about, files=files)


async def _add_of(turn: Turn, job: int | None, reason: str, *, about: str | None, files: tuple[str, ...]) -> list[View]:
    turn.account_state[SENT] = [*_sent(turn), turn.now]
    one = await reports.add(turn.tx, turn.account.id, job, reason, about=about, media=files)
    await audit.note(turn.tx, turn.account.id, "report", f"job {one.job}" if one.job else "")
    await _send(turn, one, await contacts.of_admins(turn.tx, turn.deps.admins), occasion="new")
    undo_ = button(turn.say("report-undo"), "reportundo", one.id)
    return [Text(text=turn.say("report-thanks"), buttons=((undo_,),))]


async def _send(turn: Turn, one: Report, chats: list[contacts.Contact], occasion: str) -> None:
    """Write a message to admins: what is reported of whom by whom, the pictures that still exist, and the decisions."""
    files = [name for name in one.media if await media.find(turn.tx, name) is not None]
    for chat in chats:
        say = turn.deps.translator.words(chat.locale)
        text, row = await _line(turn, say, one), _decisions(say, one)
        items = tuple(PictureItem(media=name, alt=text) for name in files)
        view: Any = Pictures(items=items, text=text, buttons=(row,)) if items else Text(text=text, buttons=(row,))
        await outbox.put(
            turn.tx,
            key=f"report:{one.id}:{occasion}:{chat.mark}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(view),
            account=one.about or one.account,
        )


async def _tell(turn: Turn, one: Report, key: str) -> None:
    for chat in await contacts.of_admins(turn.tx, turn.deps.admins):
        say = turn.deps.translator.words(chat.locale)
        await outbox.put(
            turn.tx,
            key=f"report:{one.id}:{key}:{chat.mark}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=say(key, number=one.id))),
            account=chat.account,
        )


def _decisions(say: Words, one: Report) -> tuple[Any, ...]:
    dismissal = button(say("report-dismiss"), "reportdismiss", one.id)
    if one.about is None or one.about == one.account:  # nobody is shut out for reporting their own picture
        return (dismissal,)
    return (button(say("report-ban"), "reportban", one.id, kind="danger"), dismissal)


async def _line(turn: Turn, say: Words, one: Report) -> str:
    about = say("reports-job", number=one.job) if one.job else say("reports-general")
    if one.about is not None and one.about != one.account:
        about = say("reports-person", person=await name_of(turn.tx, one.about))
    chosen = say(f"report-reason-{one.reason}") if one.reason in REASONS else harmless(one.reason, REASON)
    reason, state = chosen or "–", one.settled or "open"
    by = await name_of(turn.tx, one.account)
    return say("reports-line", number=one.id, about=about, person=by, reason=reason, state=state)


async def _open(turn: Turn, number: str) -> Report:
    known = number.isascii() and number.isdecimal() and len(number) <= DIGITS
    try:
        return await reports.get(turn.tx, int(number) if known else 0)
    except NoSuchReportError:
        raise RefusedError("report-gone") from None


async def _of_an_admin(turn: Turn, number: str) -> Report:
    if not turn.admin:
        raise RefusedError("unknown-button")
    return await _open(turn, number)


async def _settled(turn: Turn, one: Report, decided: str) -> None:
    await reports.settle(turn.tx, one.id, decided)
    await audit.note(turn.tx, turn.account.id, f"report {decided}", one.about or "", report=one.id)
