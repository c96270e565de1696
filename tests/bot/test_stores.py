"""The bot, its commands and `doctor` over a store of objects."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot import stores
from bot.__main__ import main
from bot.app import open_app
from bot.cli import store as asked
from bot.settings import DATABASE, BadSettingsError, load, variables
from bot.wiring import CannotRunError
from storage import logins
from storage.database import Database
from storage.vault import Vault
from tests.fakes.s3 import FakeS3
from tests.storage.helpers import person

FACE = b"a face, in the clear"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(stores, "START_SECONDS", 0.0)


@pytest.fixture
def s3():
    with FakeS3().serving() as fake:
        yield fake


@pytest.fixture
def named(s3, monkeypatch):
    """The environment of an operator who has a store."""
    for name, value in s3.settings().items():
        monkeypatch.setenv(name, value)


async def opens(**more) -> None:
    async with open_app(load(), [], {}):
        pass


async def filled(folder: Path) -> tuple[str, str]:
    vault = Vault.open(folder)
    async with Database.open(folder / DATABASE) as db, db.transaction() as tx:
        ann = await person(tx)
        return ann, (await vault.put(tx, ann, FACE, purpose="portrait")).id


async def read(photo: str, ann: str) -> bytes:
    settings = load()
    vault = stores.vault(settings)
    async with Database.open(settings.data.folder / DATABASE) as db, db.reading() as rx:
        return (await vault.read(rx, photo, ann))[0]


async def test_a_fresh_bot_keeps_nothing_sealed_on_its_disk(named, s3, tmp_path):
    """It marks store and folder, and starts again over them."""
    await opens()
    await opens()
    assert s3.names() == ["bot/owner"]
    assert (tmp_path / "data" / "store.txt").read_text().strip() == f"{s3.endpoint}/faces/bot"
    assert not (tmp_path / "data" / "media").exists()


async def test_a_store_that_starts_at_the_same_time_is_waited_for(named, s3, monkeypatch):
    """After a power cut both do."""
    monkeypatch.setattr(stores, "START_SECONDS", 60.0)
    monkeypatch.setattr(stores, "AGAIN_SECONDS", 0.01)
    s3.fail_next = 8  # more than one question is tried
    await opens()
    assert (s3.fail_next, s3.names()) == (0, ["bot/owner"])


async def test_people_move_into_the_store_and_back_with_a_command(named, s3, tmp_path, monkeypatch, capsys):
    """The bot does not start on a folder whose files are elsewhere than it would look."""
    ann, photo = await filled(tmp_path / "data")
    with pytest.raises(CannotRunError, match=r"1 files of people still lie in .*media move"):
        await opens()
    assert (await asked.finding(load())).fix == "python -m bot media move"
    s3.down = True  # said before anybody moves there
    assert "cannot be used" in (await asked.finding(load())).text
    s3.down = False
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    assert s3.names() == [f"bot/media/{photo}", "bot/owner"]
    await opens()
    assert await read(photo, ann) == FACE
    monkeypatch.delenv("S3_BUCKET")
    with pytest.raises(CannotRunError, match=r"lie at http.*/faces/bot: set S3_BUCKET"):
        await opens()
    assert (await asked.finding(load())).level == "missing"
    monkeypatch.setenv("S3_BUCKET", s3.bucket)
    assert await asyncio.to_thread(main, ["media", "back"]) == 0
    assert s3.names() == []
    monkeypatch.delenv("S3_BUCKET")
    await opens()
    assert await read(photo, ann) == FACE
    assert await asyncio.to_thread(main, ["media", "move"]) == 1
    assert "S3_BUCKET" in capsys.readouterr().err


async def test_a_backup_holds_what_the_store_does_and_goes_back_into_one(named, s3, tmp_path, monkeypatch):
    """One file and a passphrase are enough, whatever became of machine and bucket."""
    ann, photo = await filled(tmp_path / "data")
    (tmp_path / "words").write_text("correct horse battery\n")
    backup = ["b", "--passphrase-file", "words"]
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    await opens()
    assert await asyncio.to_thread(main, ["backup", *backup]) == 0
    s3.objects.clear()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "new"))
    assert await asyncio.to_thread(main, ["restore", *backup]) == 0
    assert s3.names() == [f"bot/media/{photo}", "bot/owner"]
    assert await read(photo, ann) == FACE
    s3.down = True
    assert await asyncio.to_thread(main, ["backup", "c", *backup[1:]]) == 1
    assert not (tmp_path / "c").exists()


async def test_a_new_database_does_not_sweep_the_files_of_people_it_does_not_know(named, s3, tmp_path, monkeypatch):
    """The disk died, key and bucket are elsewhere: a start before the database is back must not delete every face."""
    ann, photo = await filled(tmp_path / "data")
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    (tmp_path / "data" / DATABASE).rename(tmp_path / "kept")
    with pytest.raises(CannotRunError, match="the database knows nobody: put yours back"):
        await opens()
    assert f"bot/media/{photo}" in s3.names()
    for each in (tmp_path / "data").glob(f"{DATABASE}*"):
        each.unlink()
    (tmp_path / "kept").rename(tmp_path / "data" / DATABASE)
    await opens()
    assert await read(photo, ann) == FACE


async def test_a_backup_without_the_store_people_are_in_is_none(named, s3, tmp_path, monkeypatch, capsys):
    """Without S3_BUCKET, as from a timer with another .env, it would hold no photo and say nothing of it."""
    await filled(tmp_path / "data")
    (tmp_path / "words").write_text("correct horse battery\n")
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    for bucket in ("", "another"):
        monkeypatch.setenv("S3_BUCKET", bucket)
        assert await asyncio.to_thread(main, ["backup", "b", "--passphrase-file", "words"]) == 1
        assert "lie at http" in capsys.readouterr().err
        assert not (tmp_path / "b").exists()


async def test_a_restore_whose_store_is_gone_is_whole_in_the_folder(named, s3, tmp_path, monkeypatch, capsys):
    """What was revoked ends and who left is erased before a store sees anything; without one the bot starts as well."""
    ann, photo = await filled(tmp_path / "data")
    async with Database.open(tmp_path / "data" / DATABASE) as db, db.transaction() as tx:
        await logins.begin(tx, "cookie", await logins.user_of(tx, ann), "link", "Firefox")
        bob = await person(tx, "bob")
        gone = (await Vault.open(tmp_path / "data").put(tx, bob, FACE, purpose="portrait")).id
    (tmp_path / "words").write_text("correct horse battery\n")
    words = ["--passphrase-file", "words"]
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    assert await asyncio.to_thread(main, ["backup", "b", *words]) == 0
    vault = stores.vault(load())
    async with Database.open(tmp_path / "data" / DATABASE) as db, db.transaction() as tx:
        await vault.forget(tx, bob)
    (tmp_path / "data" / DATABASE).unlink()  # and not store.txt, as one does
    s3.objects.clear()
    s3.put.clear()
    s3.full = True
    assert await asyncio.to_thread(main, ["restore", "b", *words]) == 1
    said = capsys.readouterr()
    assert "Restored: 1 people. Erased again, for they had left since: 1." in said.out
    assert "media move" in said.err
    async with Database.open(tmp_path / "data" / DATABASE) as db, db.reading() as rx:
        assert await logins.session(rx, "cookie") is None
    s3.full = False
    assert await asyncio.to_thread(main, ["media", "move"]) == 0
    assert s3.names() == [f"bot/media/{photo}", "bot/owner"]
    assert not any(name.endswith(gone) for name in s3.put)
    assert await asyncio.to_thread(main, ["media", "back"]) == 0
    (tmp_path / "data" / DATABASE).unlink()
    stores.belonging.belong(tmp_path / "data", "http://lost.example/faces")
    monkeypatch.delenv("S3_BUCKET")
    assert await asyncio.to_thread(main, ["restore", "b", *words]) == 0
    await opens()
    assert await read(photo, ann) == FACE


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"secret": "another"}, "cannot be used: http.* refuses the key .SignatureDoesNotMatch.. Nothing is lost"),
        ({"bucket": "another"}, "there is no bucket faces"),
        ({"versions": True}, "keeps versions, so what people delete would stay in it"),
    ],
)
async def test_a_store_that_cannot_be_used_is_one_sentence(named, s3, fault, said):
    """At the start and from `doctor`, before anybody's photo is in it."""
    for name, value in fault.items():
        setattr(s3, name, value)
    with pytest.raises(CannotRunError, match=said):
        await opens()
    found = await asked.finding(load())
    assert found.level == "missing"
    assert s3.secret not in found.text
    assert [name for name in s3.names() if "probe" not in name] == []


async def test_a_second_bot_does_not_start_on_the_first_ones_store(named, s3, tmp_path, monkeypatch):
    """Each would sweep the other's files as nobody's."""
    await opens()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "second"))
    with pytest.raises(CannotRunError, match="another master key: choose another S3_PREFIX"):
        await opens()
    monkeypatch.setenv("S3_PREFIX", "second")
    await opens()


async def test_doctor_says_where_files_are_and_that_the_store_works(s3, monkeypatch, tmp_path):
    """Sealed either way; on a network that anybody hears, too."""
    found = await asked.finding(load())
    assert (found.level, found.text) == ("ok", f"sealed, in {tmp_path / 'data'}")
    for name, value in s3.settings().items():
        monkeypatch.setenv(name, value)
    found = await asked.finding(load())
    assert (found.level, s3.names()) == ("ok", [])
    assert "takes, gives back and deletes" in found.text


async def test_variables_of_another_program_change_nothing_that_is_sent(named, s3, monkeypatch):
    """Whatever the client would read by itself; afterwards they are there again for whoever they are meant for."""
    others = {
        "AWS_SERVER_SIDE_ENCRYPTION": "aws:kms",
        "AWS_SSE_KMS_KEY_ID": "another",
        "AWS_CHECKSUM_ALGORITHM": "sha256",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_SESSION_TOKEN": "another",
    }
    for name, value in others.items():
        monkeypatch.setenv(name, value)
    await stores.store(load()).write("photo", FACE)
    assert s3.names() == ["bot/media/photo"]
    assert not any(word in s3.headers[-1].lower() for word in ("another", "x-amz-server-side", "x-amz-checksum"))
    assert {name: os.environ[name] for name in others} == others


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("S3_ENDPOINT_URL", "https://KEY:SECRET@s3.example.org"),
        ("S3_ENDPOINT_URL", "wss://s3.example.org"),
        ("S3_ENDPOINT_URL", "https://s3.example.org/?token=SECRET"),
        ("S3_PREFIX", ".."),
        ("S3_PREFIX", "bots/./one"),
    ],
)
def test_an_address_that_would_be_printed_with_a_key_in_it_is_refused(named, monkeypatch, name, value):
    """It stands in store.txt, in `doctor` and in the log; and a prefix that is no folder ends in a traceback."""
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettingsError, match=name) as refused:
        load()
    assert "SECRET" not in str(refused.value)


def test_half_a_key_is_no_key(monkeypatch):
    """Said at the start, and the secrets are kept out of every log."""
    monkeypatch.setenv("S3_BUCKET", "faces")
    monkeypatch.setenv("S3_ACCESS_KEY_ID", "KEYOFTHETESTS")
    with pytest.raises(BadSettingsError, match=r"S3_BUCKET .*S3_SECRET_ACCESS_KEY too"):
        load()
    monkeypatch.setenv("S3_SECRET_ACCESS_KEY", "a secret of the tests")
    assert {"KEYOFTHETESTS", "a secret of the tests"} <= set(load().secrets)
    assert "a secret of the tests" not in repr(load())


async def test_doctor_says_what_goes_on_where_a_store_is_silent(s3, named, monkeypatch):
    """It takes the connection and the question, so nothing is refused, and nothing comes back."""
    files = stores.store(load())
    assert files is not None
    files._seconds = 0.05
    monkeypatch.setattr(stores, "store", lambda settings: files)
    s3.silent = True
    found = await asked.finding(load())
    assert (found.level, "chats go on" in found.text) == ("missing", True)
    assert FakeS3.secret not in found.text
