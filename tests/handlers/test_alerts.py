"""What only the operator can mend reaches the operator, and nobody is told to try again for ever."""

from __future__ import annotations

import json

import pytest

from handlers import alerts
from storage.vault import Vault
from tests.handlers.stage import Stage, text_of


@pytest.fixture
async def run(tmp_path, db):
    """A bot with one admin, who has said hello."""
    stage = Stage(db, Vault.open(tmp_path), admins=frozenset({"fake:root"}))
    await stage.person("root").types("/start")
    return stage


async def told(run):
    """Return the texts that wait to be sent to anybody without their asking."""
    async with run.db.reading() as rx:
        return [json.loads(row["view"])["text"] for row in await rx.all("SELECT view FROM outbox")]


async def test_a_missing_model_is_told_to_the_admin_once_a_day(run):
    """Ten people's failures are one message, with the command that mends it."""
    ann = run.person("ann")
    await ann.agrees()
    for _ in range(3):
        await ann.sends()
        said = text_of(await run.fail("look", "weight-missing", component="mesh", how="python -m bot weights fetch"))
        assert "not fully set up" in said
        assert "send it again" not in said.lower()
    (text,) = await told(run)
    assert "mesh" in text
    assert "weights fetch" in text
    run.db.clock.advance(24 * 3600.0)
    await ann.sends()
    await run.fail("look", "weight-missing", component="mesh", how="python -m bot weights fetch")
    assert len(await told(run)) == 2


async def test_other_failures_alarm_nobody(run):
    """The control: a damaged photo is its sender's to mend."""
    ann = run.person("ann")
    await ann.agrees()
    await ann.sends()
    await run.fail("look", "bad-photo", reason="broken")
    assert await told(run) == []


async def test_everybody_can_learn_their_id(run):
    """ADMIN_IDS asks for it, and nothing else tells it."""
    assert "`fake:ann`" in text_of(await run.person("ann").types("/whoami"))
    assert "an admin" in text_of(await run.person("root").types("/whoami"))


async def test_no_worker_and_a_full_disk_are_told_to_the_admin_alone(run):
    """Whoever only asks for pictures reads nothing of it; every minute's look is one message a day."""
    await run.person("ann").types("/start")
    for _ in range(3):
        async with run.db.transaction() as tx:
            await alerts.no_worker(tx, run.deps, "device")
            await alerts.disk_low(tx, run.deps, 1_234_000_000)
    texts = await told(run)
    assert len(texts) == 2
    assert "worker for “device” does not start" in texts[0]
    assert "1234 MB" in texts[1]
    async with run.db.reading() as rx:
        rows = await rx.all("SELECT address FROM outbox")
    assert {row["address"] for row in rows} == {json.dumps({"chat": "chat-root"})}
