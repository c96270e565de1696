"""A portrait beyond the day's limit, paid with Stars: begun once, given back once, sold to nobody who is banned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import bills
from handlers.events import Paid
from handlers.views import Bill, Progress
from storage import accounts, contacts, identities, jobs, outbox, payments, strikes
from tests.handlers.stage import Person, action_of, text_of, verbs_of


class Buyer(Person):
    """Somebody on Telegram."""

    def __init__(self, stage, user="7"):
        super().__init__(stage, stage.person(user, name="Ann").who)
        self.who = replace(self.who, platform="telegram", address={"chat": int(user)})

    async def pays(self, bill, charge="c1", stars=None):
        paid = Paid(who=self.who, payload=bill.payload, charge=charge, stars=bill.stars if stars is None else stars)
        return await self.stage.handle(paid)


@pytest.fixture
async def buyer(stage):
    """Somebody whose face is learnt and whose day is used up, where a picture costs five Stars."""
    ann = Buyer(stage)
    await ann.teaches(photos=1)
    stage.deps = replace(stage.deps, stars=5, limits=replace(stage.deps.limits, seconds_per_day=1.0))
    return ann


async def bill_of(buyer, line="/portrait oil 2"):
    refused = await buyer.types(line)
    [bill] = await buyer.presses(action_of(refused, "buy"))
    assert isinstance(bill, Bill)
    return bill


async def refunds(stage):
    async with stage.db.reading() as rx:
        rows = await rx.all("SELECT key, account, address FROM outbox WHERE key LIKE 'refund:%'")
    return [row["key"] for row in rows]


async def own_jobs(stage, user="7"):
    async with stage.db.reading() as rx:
        account = await accounts.find(rx, "telegram", user)
        return await rx.all("SELECT * FROM jobs WHERE account = ? AND kind = 'portrait' ORDER BY number", (account.id,))


async def test_what_was_asked_for_is_made_once_it_is_paid(stage, buyer):
    """Price, request and job belong together; the day's limit is not charged a second time."""
    bill = await bill_of(buyer)
    assert (bill.stars, bill.title) == (10, "Portraits: 2")
    assert await own_jobs(stage) == []
    [status] = await buyer.pays(bill)
    assert isinstance(status, Progress)
    await stage.draw()
    assert [row["state"] for row in await own_jobs(stage)] == ["done"]
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT state FROM payments") == "served"
    assert await refunds(stage) == []


async def test_a_second_payment_of_one_offer_is_given_back(stage, buyer):
    """Two invoices may stand in the chat; only one job was asked for."""
    bill = await bill_of(buyer)
    await buyer.pays(bill, "c1")
    assert await buyer.pays(bill, "c2") == []
    assert len(await own_jobs(stage)) == 1
    assert await refunds(stage) == ["refund:c2"]


@pytest.mark.parametrize("ends", ["fails", "cancelled", "stopped", "banned", "forgotten"])
async def test_what_was_paid_for_and_not_made_is_given_back_once(stage, buyer, ends):
    """Whatever ends the job; the refund outlives its person's account."""
    stage.deps = replace(stage.deps, admins=frozenset({"fake:root"}))
    await buyer.pays(await bill_of(buyer))
    number = (await own_jobs(stage))[0]
    root = stage.person("root")
    if ends == "fails":
        await stage.fail("device", "unsafe-picture")
    elif ends == "cancelled":
        await buyer.presses(f"v1:cancel:{number['number']}")
    elif ends == "stopped":
        await root.types(f"/jobs {number['number']}")
    elif ends == "banned":
        await root.types("/ban telegram:7")
    else:
        await buyer.presses("v1:forget")
    assert await refunds(stage) == ["refund:c1"]
    async with stage.db.transaction() as tx:
        assert await payments.take_back(tx, job=number["id"]) == []


async def test_a_payment_that_arrives_after_a_ban_is_given_back(stage, buyer):
    """The question before it is answered with no; this is for the moment between."""
    bill = await bill_of(buyer)
    async with stage.db.transaction() as tx:
        await accounts.ban(tx, (await accounts.find(tx, "telegram", "7")).id)
        assert not await bills.may_pay(tx, "7", bill.payload, bill.stars)
    assert await buyer.pays(bill) == []
    assert await own_jobs(stage) == []
    assert await refunds(stage) == ["refund:c1"]


async def test_an_offer_holds_for_its_owner_its_price_and_a_day(stage, buyer, clock):
    """Nobody pays another price or for somebody else; the control is the offer itself."""
    bill = await bill_of(buyer)
    eve = Buyer(stage, "8")
    await eve.agrees()
    async with stage.db.transaction() as tx:
        assert await bills.may_pay(tx, "7", bill.payload, 10)
        assert not await bills.may_pay(tx, "7", bill.payload, 1)
        assert not await bills.may_pay(tx, "8", bill.payload, 10)
    assert "no longer holds" in text_of(await eve.presses(f"v1:buy:{bill.payload}"))
    clock.advance(payments.OFFER_SECONDS)
    assert "no longer holds" in text_of(await buyer.presses(f"v1:buy:{bill.payload}"))


async def test_nothing_is_sold_where_it_is_off_or_elsewhere(stage, buyer):
    """Off is the default, and other platforms have no Stars."""
    stage.deps = replace(stage.deps, stars=0)
    assert "buy" not in verbs_of(await buyer.types("/portrait oil"))
    stage.deps = replace(stage.deps, stars=5)
    bob = stage.person("bob")
    await bob.agrees()
    assert "buy" in verbs_of(await buyer.types("/portrait oil"))
    async with stage.db.reading() as rx:
        assert await contacts.of(rx, (await accounts.find(rx, "fake", "bob")).id)


async def test_a_payment_that_is_heard_of_twice_buys_once_and_is_kept(stage, buyer):
    """The same payment under another number of an update was given back while its pictures were drawn."""
    bill = await bill_of(buyer)
    await buyer.pays(bill, "c1")
    assert await buyer.pays(bill, "c1") == []
    assert len(await own_jobs(stage)) == 1
    assert await refunds(stage) == []


@pytest.mark.parametrize("gone", ["face", "let in", "paused"])
async def test_what_can_no_longer_be_drawn_is_given_back_at_once(stage, buyer, gone):
    """A payment whose job could not be written down was tried three times, apologised for and kept."""
    bill = await bill_of(buyer)
    async with stage.db.transaction() as tx:
        account = (await accounts.find(tx, "telegram", "7")).id
        assert await bills.may_pay(tx, "7", bill.payload, bill.stars)
        if gone == "face":
            await identities.remove(tx, (await identities.of(tx, account))[0].id, account)
            assert not await bills.may_pay(tx, "7", bill.payload, bill.stars)
        elif gone == "paused":
            await strikes.pause(tx, account, tx.now() + 3600)
            assert not await bills.may_pay(tx, "7", bill.payload, bill.stars)
        else:
            stage.deps = replace(stage.deps, listed=True)
    assert await buyer.pays(bill) == []
    assert await own_jobs(stage) == []
    assert await refunds(stage) == ["refund:c1"]


@pytest.mark.parametrize("ends", ["face", "chat"])
async def test_what_ends_unseen_is_given_back_by_the_clock(stage, buyer, ends):
    """With the face that was to be drawn, or the chat it was for, jobs end without a word to anybody."""
    await buyer.pays(await bill_of(buyer))
    [job] = await own_jobs(stage)
    async with stage.db.transaction() as tx:
        await bills.settle(tx, stage.deps)
    assert await refunds(stage) == [], "the control: it still waits to be drawn"
    for _ in range(2):
        async with stage.db.transaction() as tx:
            if ends == "face":
                await jobs.cancel_identity(tx, job["identity"])
            else:
                await outbox.fail_place(tx, job["place"], "gone")
                await jobs.cancel_place(tx, job["place"])
            await bills.settle(tx, stage.deps)
        assert await refunds(stage) == ["refund:c1"]
    async with stage.db.transaction() as tx:
        await outbox.fail_place(tx, job["place"], "gone")
        assert (await outbox.first(tx, "telegram", job["place"])).key == "refund:c1", "it waits for nobody to be there"


async def test_it_is_given_back_to_whoever_paid(stage, buyer):
    """Somebody may be several users of one platform; Telegram gives back to the payer alone."""
    await buyer.pays(await bill_of(buyer))
    async with stage.db.transaction() as tx:
        account = (await accounts.find(tx, "telegram", "7")).id
        await tx.run("INSERT INTO users (platform, user, account) VALUES ('telegram', '1', ?)", (account,))
        await contacts.met(tx, "telegram", "1", {"chat": 1}, "en")
        await bills.give_back(tx, stage.deps, account=account)
        assert await tx.value("SELECT address FROM outbox WHERE key = 'refund:c1'") == '{"chat": 7}'
