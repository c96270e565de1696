"""Several processes of one bot: whose database, folder, name and platform is whose."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import databases, processes, shares
from bot.settings import load, variables
from bot.wiring import CannotRunError, alone, explained
from storage.database import Database
from storage.postgres.belonging import MARK


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def chosen(folder: Path, url: str | None = "postgresql://nobody@127.0.0.1/none"):
    return load(env_file=None, overrides={"DATA_DIR": str(folder), "DATABASE_URL": url})


def test_two_processes_have_a_folder_and_a_name_of_their_own(tmp_path):
    """One would sweep the other's clear files, or take its running jobs for a dead one's."""
    settings = chosen(tmp_path)
    with processes.entered(settings) as one, processes.entered(settings) as two:
        assert one.scratch != two.scratch
        assert one.owner != two.owner
        assert one.shared
        assert not one.sole()
        assert not two.sole()
    with processes.entered(settings) as one:
        assert one.sole()


def test_who_was_killed_takes_its_own_place_again(tmp_path):
    """Its jobs begin anew at once, and what it left in the clear is swept, instead of after a lease, and never."""
    settings = chosen(tmp_path)
    with processes.entered(settings) as one:
        before = (one.scratch, one.owner)
        with processes.entered(settings) as two:
            other = two.owner
    with processes.entered(settings) as again:
        assert (again.scratch, again.owner) == before
        assert again.owner != other


def test_the_keys_are_not_worked_on_while_a_process_runs(tmp_path):
    """It would go on with the old ones."""
    with processes.entered(chosen(tmp_path)), pytest.raises(CannotRunError, match="already runs"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


def test_a_file_is_for_one_process(tmp_path):
    """As ever."""
    settings = chosen(tmp_path, None)
    with processes.entered(settings) as one:
        assert not one.shared
        with pytest.raises(CannotRunError, match="already runs"), processes.entered(settings):
            pass


async def test_a_folder_with_a_database_in_it_is_not_taken_for_a_servers(tmp_path, server_url):
    """The server knows nobody: every photo of the people in the file would be swept away as nobody's."""
    async with Database.open(tmp_path / "portrait.sqlite"):
        pass
    settings = chosen(tmp_path, server_url)
    with pytest.raises(CannotRunError, match="belong to another database"), explained(settings):
        async with databases.opened(settings):
            pass


async def test_a_servers_folder_is_not_taken_for_another_database(tmp_path, server, server_url):
    """Nor for a file's, where somebody empties DATABASE_URL, nor for that of another server."""
    async with databases.opened(chosen(tmp_path, server_url)):
        pass
    async with databases.opened(chosen(tmp_path, server_url)):
        assert (tmp_path / MARK).exists()
    for url in (None, server.fresh("template1")):
        with pytest.raises(CannotRunError, match="belong to another database"), explained(chosen(tmp_path, url)):
            async with databases.opened(chosen(tmp_path, url)):
                pass


def test_without_the_package_the_operator_is_told_which(tmp_path, monkeypatch):
    """A trace of an import would not say how to go on."""
    monkeypatch.setitem(sys.modules, "storage.postgres.database", None)
    settings = chosen(tmp_path)
    with pytest.raises(CannotRunError, match=r"portrait-bot\[postgres\]"), explained(settings):
        databases.opened(settings)


async def test_a_server_that_does_not_answer_is_said_without_the_password(tmp_path, server):
    """The sentence is what an operator pastes into a question."""
    settings = chosen(tmp_path, f"postgresql://bot:hidden@/none?host={tmp_path}")
    with pytest.raises(CannotRunError, match="does not answer") as said, explained(settings):
        async with databases.opened(settings):
            pass
    assert "hidden" not in str(said.value)
    assert "hidden" not in repr(settings)
    assert any("hidden" in secret for secret in settings.secrets)  # so that no log shows it


async def test_what_one_process_can_serve_is_served_by_one(tmp_path, server_url, monkeypatch):
    """Two that poll Telegram would end each other's requests; two web chats would each show half of what is said."""
    monkeypatch.setattr(shares, "PATIENCE_SECONDS", 0.3)
    alone_, many = (
        SimpleNamespace(name=name, capabilities=SimpleNamespace(many=name == "telegram", waits=False))
        for name in ("local", "telegram")
    )
    settings = chosen(tmp_path, server_url)
    async with databases.opened(settings) as one, databases.opened(settings) as two:
        async with shares.held(one, [alone_, many]), shares.held(two, [many]):
            with pytest.raises(CannotRunError, match="LOCAL_CHAT=no"):
                async with shares.held(two, [alone_]):
                    pass
        async with shares.held(two, [alone_]):
            pass


async def test_a_platform_every_process_may_serve_is_served_by_one_and_then_by_the_next(
    tmp_path, server_url, monkeypatch
):
    """Two connections of one Discord bot would hear everything twice; when the first dies somebody must take over."""
    monkeypatch.setattr(shares, "LOOK_SECONDS", 0.02)
    discord = SimpleNamespace(name="discord", capabilities=SimpleNamespace(many=False, waits=True))
    settings = chosen(tmp_path, server_url)
    async with databases.opened(settings) as one, databases.opened(settings) as two:
        async with shares.held(two, [discord]) as waiting:
            async with shares.held(one, [discord]) as first:
                await asyncio.wait_for(first.turn(discord), 10)
                turn = asyncio.create_task(waiting.turn(discord))
                await asyncio.sleep(0.2)
                assert not turn.done()
            await asyncio.wait_for(turn, 10)
        async with shares.held(one, [discord]) as again:
            await asyncio.wait_for(again.turn(discord), 10)
