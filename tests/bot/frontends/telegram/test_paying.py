"""Stars against the server: an invoice, the question before it is paid, the payment, and giving it back once."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Update

from bot.frontends.telegram.accepting import HEARD, Accepting
from bot.frontends.telegram.paying import Checkout
from handlers.events import Paid
from handlers.views import Bill, Refund

HERE = {"chat": 42}
BILL = Bill(text="Made now.", title="Portraits: 2", payload="offer1", stars=10)


class Purse:
    """A till that says what it is told to."""

    def __init__(self, why: str = "") -> None:
        self.why, self.asked = why, []

    async def refusal(self, user, payload, stars, locale):
        self.asked.append((user, payload, stars))
        return self.why


async def pay(front, server, intake, files, purse):
    receipt = await front.deliver(HERE, BILL, "k1", None, files)
    server.user_pays(server.messages[42, receipt["message"]])
    accepting = Accepting(front._bot, intake, checkout=Checkout(front._bot, purse))
    await accepting.accept(Update.de_json(server.updates[-1], front._bot), server.updates[-1])
    await asyncio.gather(*accepting._answers)


async def test_an_invoice_is_paid_and_comes_back_as_a_payment(front, server, intake, files):
    """What the invoice carried is what the handlers get, with the name it can be given back by."""
    purse = Purse()
    await pay(front, server, intake, files, purse)
    assert purse.asked == [("42", "offer1", 10)]
    [event] = await front.events(server.updates[-1], intake)
    assert isinstance(event, Paid)
    assert (event.payload, event.stars, event.who.user) == ("offer1", 10, "42")
    assert event.charge in server.charges


async def test_what_may_not_be_paid_is_declined_with_its_reason(front, server, intake, files):
    """Before anything is taken; nothing of the question is put into the inbox."""
    await pay(front, server, intake, files, Purse("This offer no longer holds."))
    assert server.declined == ["This offer no longer holds."]
    assert server.charges == {}
    assert "pre_checkout_query" in HEARD


async def test_a_refund_asked_for_twice_is_given_once_and_said(front, server, intake, files):
    """A kill between giving back and saying so: the second try must not fail for ever."""
    await pay(front, server, intake, files, Purse())
    charge = next(iter(server.charges))
    view = Refund(text="Your Stars are on their way.", charge=charge)
    for key in ("k2", "k3"):
        await front.deliver(HERE, view, key, None, files)
    assert server.refunded == [charge]
    with pytest.raises(Exception, match=r"(?i)charge_not_found"):
        await front.deliver(HERE, Refund(text="x", charge="nobody's"), "k4", None, files)


async def test_who_blocked_the_bot_gets_their_stars_back_all_the_same(front, server, intake, files):
    """Nobody is there to be told, which must not be taken for a refund that failed."""
    await pay(front, server, intake, files, Purse())
    server.blocked.add(42)
    charge = next(iter(server.charges))
    assert (
        await front.deliver(HERE, Refund(text="Your Stars are on their way.", charge=charge), "k2", None, files) == {}
    )
    assert server.refunded == [charge]


async def test_an_invoice_paid_in_a_group_is_the_payers_own(front, server, intake, files):
    """A forwarded invoice has a Pay button too: pictures would go to the group, and a refund to nobody."""
    await pay(front, server, intake, files, Purse())
    update = server.updates[-1]
    update["message"]["chat"] = {"id": -100, "type": "supergroup", "title": "Friends"}
    [event] = await front.events(update, intake)
    assert (event.who.private, event.who.address) == (True, HERE)
