"""Names and passwords of the web app, made by whoever runs the bot."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.cli import logins as command
from storage import accounts, audit, logins
from storage.database import Database
from tests.bot.frontends.local.login.door import Door

GOOD = "correct horse battery"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Return what runs the command with these answers to its questions, and gives (exit code, what it said)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def running(*words, password=GOOD, again=None):
        file = tmp_path / "password"
        file.write_text(password + "\n")
        asks = words[0] in ("add", "password")
        code = main(["logins", *words, *(["--password-file", str(file)] if asks else [])])
        said = capsys.readouterr()
        return code, said.out + said.err

    return running


async def test_a_name_that_was_added_signs_in(run, tmp_path):
    """The door takes what the command wrote."""
    import asyncio

    code, said = await asyncio.to_thread(run, "add", "Ann", "--admin")
    assert (code, "as an admin" in said) == (0, True)
    async with Database.open(tmp_path / "data" / "portrait.sqlite") as db:
        door = Door(db)
        async with door.browser() as ann:
            assert (await ann.sign_in("ann", GOOD)).status_code == 303
        async with db.reading() as rx:
            known = await logins.name(rx, "ann")
            assert (await accounts.find(rx, "local", known.user)).role == "admin"


def test_a_name_is_one_person(run):
    """And the second learns it."""
    assert run("add", "ann")[0] == 0
    assert run("add", "ANN") == (1, "Somebody signs in as ann already.\n")
    assert run("list")[1].startswith("ann ")


@pytest.mark.parametrize(
    ("words", "password"), [(("add", "ann"), "short"), (("add", ""), GOOD), (("add", "a" * 41), GOOD)]
)
def test_what_does_not_do_is_refused_in_a_sentence(run, words, password):
    """Nothing is written then."""
    code, said = run(*words, password=password)
    assert (code, said.count("\n")) == (1, 1)
    assert run("list")[1] == "Nobody signs in with a password.\n"


def test_passwords_are_changed_and_names_removed(run):
    """Of names there are."""
    run("add", "ann")
    assert "the password is changed" in run("password", "ann", password="another password")[1]
    assert run("remove", "ann")[0] == 0
    assert run("remove", "ann") == (1, "Nobody signs in as ann.\n")
    assert run("password", "ann")[0] == 1


def test_a_password_is_asked_for_twice(monkeypatch, tmp_path, capsys):
    """A slip of the finger would lock the person out."""
    monkeypatch.chdir(tmp_path)
    said = iter([GOOD, "another one entirely"])
    assert command._password(None, lambda _: next(said)) == ""
    assert "differ" in capsys.readouterr().err


def test_without_a_terminal_or_a_file_it_is_a_sentence(tmp_path, capsys):
    """A script that starts it got a trace of Python's own."""

    def nobody(_):
        raise EOFError

    assert command._password(None, nobody) == ""
    assert "--password-file" in capsys.readouterr().err
    assert command._password(tmp_path / "missing", nobody) == ""
    assert capsys.readouterr().err.count("\n") == 1


async def test_the_audit_has_no_name(run, tmp_path):
    """What names somebody goes with them; a line of the audit stays."""
    import asyncio

    for words in (("add", "ann"), ("password", "ann"), ("remove", "ann")):
        assert (await asyncio.to_thread(run, *words))[0] == 0
    async with Database.open(tmp_path / "data" / "portrait.sqlite") as db, db.reading() as rx:
        notes = await audit.recent(rx)
    assert [note.action for note in notes] == ["login remove", "login password", "login add"]
    assert len({note.subject for note in notes}) == 1
    assert "ann" not in str(notes)
