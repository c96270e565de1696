"""Stars on Telegram's side: the invoice, the question before it is paid, and giving them back.

The question must be answered within ten seconds and changes nothing, so it is answered at once and never put into the
inbox. A payment itself is an update like any other, and giving back an entry of the outbox: asked for again after a
restart, Telegram says that it has been done.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from telegram import Bot, LabeledPrice, PreCheckoutQuery
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from handlers import admission, bills
from handlers.context import Deps
from handlers.views import Bill
from storage import accounts
from storage.database import Database

log = logging.getLogger(__name__)
CURRENCY = "XTR"
TITLE, TEXT = 32, 255  # characters of an invoice
DONE = "charge_already_refunded"


class Till(Protocol):
    """Knows what may be paid."""

    async def refusal(self, user: str, payload: str, stars: int, locale: str) -> str:
        """Return why an invoice may not be paid, empty where it may."""


class NoTill:
    """For a front end without a database: nothing is sold."""

    async def refusal(self, user: str, payload: str, stars: int, locale: str) -> str:
        """Refuse."""
        return "–"


class StoredTill:
    """Implements `Till`."""

    def __init__(self, database: Database, deps: Deps) -> None:
        self._database, self._deps = database, deps

    async def refusal(self, user: str, payload: str, stars: int, locale: str) -> str:
        """See `Till`."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, "telegram", user)
            let_in = account is not None and await admission.is_welcome(rx, self._deps, account)
            if self._deps.stars and let_in and await bills.may_pay(rx, user, payload, stars):
                return ""
        return self._deps.translator.words((account.locale if account else None) or locale)("stars-gone")


class Checkout:
    """Answers the question before a payment."""

    def __init__(self, bot: Bot, till: Till) -> None:
        self._bot, self._till = bot, till

    async def answer(self, query: PreCheckoutQuery) -> None:
        """Answer one question; without a network it stays unanswered, and Telegram takes no payment."""
        person = query.from_user
        known = query.currency == CURRENCY
        try:
            why = await self._till.refusal(
                str(person.id), query.invoice_payload, query.total_amount if known else -1, person.language_code or "en"
            )
            await self._bot.answer_pre_checkout_query(query.id, ok=not why, error_message=why or None)
        except TelegramError as failure:
            log.info("checkout not answered", extra={"error": type(failure).__name__})


async def send_bill(bot: ExtBot[Any], chat: int, view: Bill) -> dict[str, Any]:
    """Send an invoice and return its receipt. One that arrives twice can still be paid only once."""
    sent = await bot.send_invoice(
        chat, view.title[:TITLE], view.text[:TEXT], view.payload, CURRENCY,
        [LabeledPrice(view.title[:TITLE], view.stars)], provider_token="",
    )  # fmt: skip
    return {"chat": chat, "message": sent.message_id, "media": True, "all": [[sent.message_id]]}


async def give_back(bot: ExtBot[Any], person: int, charge: str) -> None:
    """Give a payment back; what has been given back is done."""
    try:
        await bot.refund_star_payment(person, charge)
    except BadRequest as refused:
        if DONE not in refused.message.lower():
            raise
