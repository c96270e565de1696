"""What the database tells the front end: of the asker, and of nobody else."""

from __future__ import annotations

import asyncio

import pytest

from bot.frontends.discord.people import SOON, Chat, StoredPeople, soon
from bot.frontends.discord.suggest import Suggestions
from engine.requests import to_json
from handlers import consent
from storage import accounts
from storage.vault import Vault
from tests.bot.frontends.discord.conftest import Book, spoken
from tests.bot.helpers import opened, portrait
from tests.storage.helpers import ManualClock, job_of

ADA, BOB = "3000", "3001"


@pytest.fixture
async def db(tmp_path):
    """A database with Ada, her job 1, and Bob."""
    async with opened(tmp_path, ManualClock()) as rig:
        async with rig.db.transaction() as tx:
            for user in (ADA, BOB):
                account = await accounts.find_or_create(tx, "discord", user)
                if user == ADA:
                    request = to_json(portrait("me", style="oil", count=3, seed=11))
                    await job_of(tx, account.id, kind="portrait", request=request)
        yield rig.db


@pytest.fixture
def people(db) -> StoredPeople:
    """Bob is an admin."""
    return StoredPeople(db, frozenset({f"discord:{BOB}"}))


async def test_consent_counts_for_the_present_text_only(people, db):
    """Whoever agreed to an older one reads the new one."""
    assert not await people.consented(ADA)
    async with db.transaction() as tx:
        account = await accounts.find(tx, "discord", ADA)
        await accounts.set_consent(tx, account.id, "an older one")
    assert not await people.consented(ADA)
    async with db.transaction() as tx:
        await accounts.set_consent(tx, account.id, consent.VERSION)
    assert await people.consented(ADA)


@pytest.mark.parametrize("number", ["", "2", "x", "9" * 20])
async def test_a_job_that_is_not_there_has_no_wish(people, number):
    """Numbers come from buttons, which can be forged."""
    assert await people.wish(ADA, number) == {}


async def test_a_wish_is_its_owners(people):
    """Somebody else's job does not exist."""
    assert await people.wish(ADA, "1") == {"style": "oil", "count": "3", "seed": "11"}
    assert await people.wish(BOB, "1") == {}


async def test_only_ones_own_jobs_are_suggested(people):
    """By number and style, whole numbers as Discord wants them."""
    suggestions = Suggestions(spoken()[0], Book(), people)
    typed = {"name": "show", "options": [{"name": "job", "value": "", "focused": True}]}
    assert await suggestions.offer(typed, "de", ADA) == [("1 · oil", 1)]
    assert await suggestions.offer(typed, "de", BOB) == []


async def test_people_are_suggested_to_admins_only(people):
    """Who uses the bot is nobody's business."""
    suggestions = Suggestions(spoken()[0], None, people)
    typed = {"name": "ban", "options": [{"name": "person", "value": "3000", "focused": True}]}
    assert await suggestions.offer(typed, "en", BOB) == [("discord:3000", "discord:3000")]
    assert await suggestions.offer(typed, "en", ADA) == []


async def test_a_chat_is_kept_and_goes_with_the_account(people, db, tmp_path):
    """How far a person's messages are read is theirs too."""
    await people.note(ADA, channel="5", last="9")
    await people.note(ADA, last="10")
    assert not await people.note("nobody", last="1")
    assert await people.chats() == [(ADA, Chat(channel="5", last="10"))]
    async with db.transaction() as tx:
        await Vault.open(tmp_path).forget(tx, (await accounts.find(tx, "discord", ADA)).id)
    assert (await people.chats(), await people.chat(ADA)) == ([], Chat())


async def test_a_form_does_not_wait_for_a_slow_database():
    """Three seconds are all there is."""

    async def never() -> bool:
        await asyncio.Event().wait()
        return True

    async def broken() -> bool:
        raise OSError

    assert SOON < 3
    assert await soon(broken(), False) is False
    assert await soon(never(), False, seconds=0.01) is False
