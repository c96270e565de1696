"""What is offered for Stars and what of it is given back: the parts of `handlers.stars` that jobs themselves call."""

from __future__ import annotations

from engine.requests import Request, to_json
from engine.tasks.portrait.request import Portrait
from handlers import views
from handlers.actions import button
from handlers.context import Buttons, Deps, Turn, Tx
from handlers.events import Address
from storage import accounts, contacts, jobs, outbox, payments, strikes
from storage.database import Reading
from storage.errors import NoSuchJobError
from storage.payments import Payment

PLATFORM = "telegram"  # the only one that has Stars


async def offer(turn: Turn, request: Request, identity: str | None, affinity: str) -> Buttons:
    """Return the button that has a portrait made beyond the day's limit, as the only row; none where it is not sold."""
    sold = turn.deps.stars and isinstance(request, Portrait) and turn.who.platform == PLATFORM and turn.who.private
    if not sold:
        return ()
    assert isinstance(request, Portrait)
    price = turn.deps.stars * request.count
    kept = {"kind": request.kind, "identity": identity, "affinity": affinity, "request": to_json(request)}
    name = await payments.offer(turn.tx, turn.account.id, price, kept)
    return ((button(turn.say("button-stars", stars=price), "buy", name, kind="go"),),)


async def give_back(tx: Tx, deps: Deps, *, job: str = "", account: str = "") -> None:
    """Have Stars given back: of a job that ended without a result, or of a person whose jobs are all ended at once.

    To be called before an account is erased: what is to be said then names nobody and goes when it was sent.
    """
    for one in await payments.take_back(tx, job=job, account=account):
        if (payer := await _payer(tx, one)) is not None:
            await refund(tx, deps, *payer, one.charge or "", one.stars)


async def _payer(tx: Tx, one: Payment) -> tuple[Address, str] | None:
    """Return the chat somebody paid in, which may be one of several they have, and its language."""
    try:
        job = await jobs.get(tx, one.job or "")
    except NoSuchJobError:  # long over, and deleted
        found = [chat for chat in await contacts.of(tx, one.account) if chat.platform == PLATFORM]
        return (found[0].address, found[0].locale) if found else None
    return job.address, job.locale


async def settle(tx: Tx, deps: Deps) -> None:
    """Have Stars given back of jobs that ended unseen: with the chat that was to show them, or the face they drew."""
    for job in await payments.unserved(tx):
        await give_back(tx, deps, job=job)


async def refund(tx: Tx, deps: Deps, address: Address, locale: str, charge: str, stars: int) -> None:
    """Write down that a payment is to be given back, to whoever talks at ``address``; a second time is none."""
    text = deps.translator.words(locale)("stars-back", stars=stars)
    await outbox.put(
        tx,
        key=f"refund:{charge}",
        platform=PLATFORM,
        address=address,
        view=views.to_json(views.Refund(text=text, charge=charge)),
        fleeting=True,
    )


async def may_pay(rx: Reading, user: str, name: str, stars: int) -> bool:
    """Say whether an invoice may be paid now: the offer holds, the price is that, its owner is not banned or paused."""
    account = await accounts.find(rx, PLATFORM, user)
    if account is None or account.role == "banned" or await strikes.paused_until(rx, account.id) is not None:
        return False
    one = await payments.offered(rx, name, account.id)
    return one is not None and one.stars == stars
