"""Telegram's Stars, off unless the operator sets a price: a portrait beyond the day's computing time is paid for.

    quota is spent ──> offer under the refusal ──> invoice ──> paid: the job is queued ──> served, or given back

What was paid for and not made is given back, whatever ended it. Nobody who is banned, pauses or was not let in is
billed anything.
"""

from __future__ import annotations

from engine.requests import Request, read_request
from handlers import admission, bills, work
from handlers import strikes as refusals
from handlers.context import RefusedError, Turn
from handlers.events import Paid
from handlers.views import Bill, Text, View
from storage import audit, payments, strikes


async def buy(turn: Turn, name: str) -> list[View]:
    """The button under a refusal: the invoice for what was asked for."""
    await refusals.require_none(turn)
    one = await payments.offered(turn.tx, name, turn.account.id) if turn.deps.stars else None
    if one is None:
        raise RefusedError("stars-gone")
    count = one.request["request"]["count"]
    title, text = turn.say("stars-title", count=count), turn.say("stars-text")
    return [Bill(text=text, title=title, payload=one.id, stars=one.stars)]


async def paid(turn: Turn, event: Paid) -> list[View]:
    """An invoice was paid: begin the job, or give the Stars back where that cannot be."""
    if await payments.is_known(turn.tx, event.charge):
        return []  # heard of twice: what it bought is under way
    one = await payments.offered(turn.tx, event.payload, turn.account.id)
    if one is None or one.stars != event.stars or await _is_barred(turn):
        await bills.refund(turn.tx, turn.deps, turn.who.address, turn.say.locale, event.charge, event.stars)
        return []
    kept = one.request
    request: Request = read_request(kept["kind"], kept["request"])
    job = await work.enqueue(turn, request, identity=kept["identity"], affinity=kept["affinity"])
    await payments.pay(turn.tx, one.id, turn.account.id, event.charge, job.id)
    await audit.note(turn.tx, turn.account.id, "paid", turn.account.id, stars=one.stars, job=job.number)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def _is_barred(turn: Turn) -> bool:
    paused = await strikes.paused_until(turn.tx, turn.account.id) is not None
    return turn.account.role == "banned" or paused or await admission.is_stranger(turn)


async def support(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/paysupport, which Telegram asks of whoever takes Stars."""
    return [Text(text=turn.say("stars-support"))]


async def terms(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/terms: what is sold, and when it is given back."""
    return [Text(text=turn.say("stars-terms", stars=turn.deps.stars))]
