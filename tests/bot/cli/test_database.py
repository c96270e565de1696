"""Everybody moves to a server with one command: every row, every number that is never used twice, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import databases
from bot.__main__ import main
from bot.settings import DATABASE, load, variables
from storage import accounts, erasures, jobs
from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import job_of, new_job, person
from tests.storage.test_vault import everything_of


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def rows_of(file: Path) -> dict[str, list]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for (name,) in found}


async def test_everybody_moves_and_goes_on(tmp_path, monkeypatch, server, server_url):
    """A face learnt here opens there, the next job has the next number, who leaves later leaves the old file too."""
    data = tmp_path / "data"
    async with Database.open(data / DATABASE) as db:
        vault = Vault.open(data)
        ann, *_ = await everything_of(db, vault, "ann")
        await everything_of(db, vault, "bob")
        last = await new_job(db, "ann")
        async with db.transaction() as tx:
            await tx.run("DELETE FROM jobs WHERE id = ?", (last.id,))
    before = rows_of(data / DATABASE)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setenv("DATABASE_URL", server_url)
    assert await run("database", "move") == 0
    settings = load(env_file=None)
    async with databases.opened(settings) as db:
        async with db.reading() as rx:
            for table, rows in before.items():
                moved = [tuple(row) for row in await rx.all(f"SELECT * FROM {table}")]
                assert sorted(moved, key=repr) == rows, table
        assert sum(map(len, before.values())) > 30
        async with db.transaction() as tx:
            key = await vault.key(tx, ann)
            assert key.account == ann
            assert (await job_of(tx, ann)).number > last.number
            bob = await person(tx, "bob")
            await vault.forget(tx, bob)
        async with db.reading() as rx:
            assert await accounts.count(rx) == 1
    copy = next((data / "copies").glob("moved-*.sqlite"))
    assert not (data / DATABASE).exists()
    assert b"bob" not in copy.read_bytes()
    assert len((data / erasures.FILE).read_text().split()) >= 1


async def run(*arguments: str) -> int:
    """Run a command as a shell does: it has an event loop of its own."""
    import asyncio

    return await asyncio.to_thread(main, list(arguments))


async def test_nothing_is_moved_to_where_somebody_is(tmp_path, monkeypatch, server_url, capsys):
    """Two databases of people do not make one: their numbers are the same."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "other"))
    monkeypatch.setenv("DATABASE_URL", server_url)
    async with databases.opened(load(env_file=None)) as db:
        await new_job(db, "cid")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    async with Database.open(tmp_path / "data" / DATABASE) as db:
        await new_job(db, "ann")
    assert await run("database", "move") == 1
    assert "is not empty" in capsys.readouterr().err
    async with Database.open(tmp_path / "data" / DATABASE) as db, db.reading() as rx:
        assert (await jobs.by_number(rx, 1)).number == 1


@pytest.mark.parametrize("command", [("backup", "x"), ("restore", "x")])
async def test_what_is_copied_by_the_server_is_said(tmp_path, monkeypatch, capsys, command):
    """A backup without the tables would be found out on the day it is needed."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/y")
    assert await run(*command) == 1
    assert "pg_dump" in capsys.readouterr().err


async def test_the_doctor_asks_the_server(tmp_path, monkeypatch, server_url):
    """Which server, how old its tables are, and what to do where it does not answer."""
    from bot.cli import server

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", server_url)
    found = await server.finding(load(env_file=None))
    assert found.level == "ok"
    assert found.text.startswith("PostgreSQL 1")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://a:hidden@/y?host={tmp_path}")
    found = await server.finding(load(env_file=None))
    assert found.level == "missing"
    assert "hidden" not in found.text
