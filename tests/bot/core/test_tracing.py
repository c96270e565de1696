"""Log lines and heartbeats follow what people do."""

from __future__ import annotations

import logging
from pathlib import Path

import structlog

from bot.core.tracing import handling
from bot.logs import user_key
from engine.styles import StyleBook
from handlers import consent
from handlers.context import Deps
from handlers.events import Command, Said, Who
from storage import accounts, leases
from storage.database import Database
from tests.storage.helpers import job_of

WHO = Who(platform="fake", user="7", address={"chat": "7"})
DEPS = Deps(styles=StyleBook(), seed=lambda: 1)


async def test_a_command_makes_the_heartbeats_come_now_but_only_once_committed(tmp_path: Path):
    """A cancel must reach the worker at once, and a heartbeat before the commit would not see it."""
    nudges: list[str] = []
    handle = handling(DEPS, lambda: nudges.append("nudge"))
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            await handle(tx, Command(who=WHO, name="queue"))
            assert nudges == []
        assert nudges == ["nudge"]


async def test_chatter_makes_no_heartbeats(tmp_path: Path):
    """Most words take no job back."""
    nudges: list[str] = []
    handle = handling(DEPS, lambda: nudges.append("nudge"))
    async with Database.open(tmp_path / "portrait.sqlite") as db, db.transaction() as tx:
        await handle(tx, Said(who=WHO, text="hello"))
    assert nudges == []


async def test_words_that_take_a_running_job_back_do(tmp_path: Path):
    """ "Stop" is a sentence, and so is a wish that was changed while it was drawn."""
    nudges: list[str] = []
    handle = handling(DEPS, lambda: nudges.append("nudge"))
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            account = await accounts.find_or_create(tx, WHO.platform, WHO.user)
            await accounts.set_consent(tx, account.id, consent.VERSION)
            await job_of(tx, account.id)
            await leases.claim(tx, "device", "worker", 60.0)
            await handle(tx, Said(who=WHO, text="stop"))
        assert nudges == ["nudge"]


async def test_lines_of_a_handler_name_the_person(tmp_path: Path):
    """And the name of the person is gone from the lines of the next."""
    seen: list[object] = []

    class Styles(StyleBook):
        def get(self, name: str):
            seen.append(structlog.contextvars.get_contextvars().get("user"))
            logging.getLogger("bot").info("looked")
            return super().get(name)

    handle = handling(Deps(styles=Styles(), seed=lambda: 1), lambda: None)
    async with Database.open(tmp_path / "portrait.sqlite") as db, db.transaction() as tx:
        account = await accounts.find_or_create(tx, WHO.platform, WHO.user)
        await accounts.set_consent(tx, account.id, consent.VERSION)
        await handle(tx, Said(who=WHO, text="cyberpunk"))
    assert set(seen) == {user_key(account.id)}
    assert "user" not in structlog.contextvars.get_contextvars()
