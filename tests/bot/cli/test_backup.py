"""The commands an operator backs up with."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.cli.backup import passphrase_of
from bot.settings import DATABASE
from storage import logins
from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import person


@pytest.fixture
def words(tmp_path, monkeypatch):
    """A passphrase in a file, and a data folder named by the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "words").write_text("correct horse battery\n")
    return tmp_path / "words"


async def filled(folder):
    vault = Vault.open(folder)
    async with Database.open(folder / DATABASE) as db, db.transaction() as tx:
        ann = await person(tx)
        return ann, await vault.put(tx, ann, b"photo", purpose="portrait")


async def test_backup_rotate_and_restore(words, tmp_path, monkeypatch, capsys):
    """One after the other, as on the day it is needed."""
    import asyncio

    ann, kept = await filled(tmp_path / "data")
    async with Database.open(tmp_path / "data" / DATABASE) as db, db.transaction() as tx:
        await logins.begin(tx, "cookie", await logins.user_of(tx, ann), "link", "Firefox")

    def commands():
        assert main(["backup", "b", "--passphrase-file", str(words)]) == 0
        assert main(["keys", "rotate"]) == 0
        assert main(["restore", "b", "--passphrase-file", str(words)]) == 1
        assert "leave erased.txt" in capsys.readouterr().err
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "new"))
        assert main(["restore", "b", "--passphrase-file", str(words)]) == 0

    await asyncio.to_thread(commands)
    assert "Restored: 1 people" in capsys.readouterr().out
    vault = Vault.open(tmp_path / "new")
    async with Database.open(tmp_path / "new" / DATABASE) as db, db.reading() as rx:
        assert (await vault.read(rx, kept.id, ann))[0] == b"photo"
        assert await logins.session(rx, "cookie") is None, "it may have been ended since"


def test_a_short_passphrase_is_refused(words, tmp_path, capsys):
    """Whoever finds the file can guess for ever."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / DATABASE).write_bytes(b"")
    words.write_text("short")
    assert main(["backup", "b", "--passphrase-file", str(words)]) == 1
    assert "12 characters" in capsys.readouterr().err
    assert not (tmp_path / "b").exists()


def test_without_a_terminal_it_is_said_how_to_name_the_passphrase(capsys):
    """A timer that makes backups has nobody to ask: it got a trace of Python's own."""

    def nobody(_):
        raise EOFError

    assert passphrase_of(None, nobody, twice=True) is None
    assert "--passphrase-file" in capsys.readouterr().err
