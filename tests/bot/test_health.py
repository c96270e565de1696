"""The pages a supervisor and a monitor read: true, and about nobody."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer

from bot import app, health
from bot.settings import HealthSettings, load
from bot.wiring import CannotRunError
from storage.database import Database
from tests.storage.helpers import new_job


@pytest.fixture
async def db(tmp_path):
    async with Database.open(tmp_path / "portrait.sqlite") as database:
        yield database


@pytest.fixture
async def page(db, tmp_path):
    """A client of the pages, with a switch for readiness."""
    state = {"ready": False}
    async with TestClient(TestServer(health.application(db, tmp_path, lambda: state["ready"]))) as client:
        client.state = state
        yield client


async def read(page, path):
    answer = await page.get(path)
    return answer.status, await answer.text()


async def test_ready_is_only_who_listens(page):
    """Before the start and while it stops, a balancer sends nobody here; alive it is all the while."""
    assert (await read(page, "/readyz"))[0] == 503
    assert (await read(page, "/healthz")) == (200, "ok\n")
    page.state["ready"] = True
    assert (await read(page, "/readyz"))[0] == 200


async def test_a_store_of_files_that_is_silent_is_said_and_takes_nobody_out_of_the_balancer(db, tmp_path):
    """Every process has the same store: without all of them the chats would not go on either."""
    files = SimpleNamespace(away=0.0)
    async with TestClient(TestServer(health.application(db, tmp_path, lambda: True, files))) as page:
        assert await read(page, "/readyz") == (200, "ok\n")
        files.away = 75.0
        status, text = await read(page, "/readyz")
        assert (status, "75 s" in text) == (200, True)
        assert "portrait_store_away_seconds 75.0" in (await read(page, "/metrics"))[1]


async def test_a_database_that_does_not_answer_is_ill(tmp_path):
    """The supervisor restarts the bot; without this it would sit there for ever."""
    async with Database.open(tmp_path / "portrait.sqlite") as closed:
        pass
    async with TestClient(TestServer(health.application(closed, tmp_path, lambda: True))) as page:
        status, text = await read(page, "/healthz")
        assert (status, text.startswith("database:")) == (503, True)
        assert (await read(page, "/readyz"))[0] == 503


async def test_the_numbers_are_those_of_the_tables(page, db):
    """A dashboard that shows another number than /stats helps nobody."""
    await new_job(db, "ann")
    await new_job(db, "bob")
    _, text = await read(page, "/metrics")
    assert 'portrait_jobs{state="queued"} 2.0' in text
    assert 'portrait_jobs{state="failed"} 0.0' in text
    assert "portrait_people 2.0" in text
    assert "process_resident_memory_bytes" in text


async def test_nobody_is_named(page, db):
    """Metrics are kept for years elsewhere: no id may be in them."""
    job = await new_job(db, "ann")
    _, text = await read(page, "/metrics")
    assert job.id not in text
    assert job.account not in text
    assert "ann" not in text


async def test_without_a_port_nothing_is_served(db, tmp_path):
    """Off is the default: no open port that nobody asked for."""
    async with health.serving("127.0.0.1", 0, db, tmp_path, lambda: True) as port:
        assert port == 0


async def test_it_is_served_where_it_was_asked_for(db, tmp_path, unused_tcp_port):
    """And gone afterwards."""
    address = f"http://127.0.0.1:{unused_tcp_port}/readyz"
    async with (
        health.serving("127.0.0.1", unused_tcp_port, db, tmp_path, lambda: True),
        ClientSession() as session,
        session.get(address) as answer,
    ):
        assert answer.status == 200


async def test_only_a_port_that_cannot_be_had_is_blamed_on_the_port(db, tmp_path, unused_tcp_port, monkeypatch):
    """A full disk of the bot must not send its operator to look for another program on the port."""
    monkeypatch.chdir(tmp_path)
    settings = replace(load(), health=HealthSettings(HEALTH_PORT=unused_tcp_port))

    async def served(end):
        async with app._watched(settings, SimpleNamespace(database=db, listening=True, files=None)):
            await end()

    async def full():
        raise OSError("the disk")

    async def again():
        await served(full)

    with pytest.raises(OSError, match="the disk"):
        await served(full)
    with pytest.raises(CannotRunError, match="HEALTH_PORT"):
        await served(again)
