"""What finished pictures are signed with."""

from __future__ import annotations

import datetime

import pytest

from bot import credentials
from bot.settings import load, variables
from bot.wiring import CannotRunError
from engine.safety.credentials import self_made
from storage.database import Database
from storage.vault import Vault

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Make settings with some variables set."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda **more: load(overrides={"DATA_DIR": tmp_path / "data", **more})


@pytest.fixture
def vault(settings):
    """The vault of those settings."""
    return Vault.open(settings().data.folder)


def test_the_first_start_makes_a_certificate_and_the_next_ones_keep_it(settings, vault):
    """Sealed like everything: neither the key nor the certificate is readable in the data folder."""
    pair = credentials.pair(settings(), vault, NOW)
    assert credentials.pair(settings(), Vault.open(vault.folder), NOW + YEAR) == pair
    kept = [path.read_bytes() for path in vault.folder.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"PRIVATE KEY" in data or b"BEGIN" in data for data in kept)


def test_a_certificate_that_ends_is_made_anew_in_time(settings, vault):
    """An expired one would make every signature invalid; one that has long to go is kept (control)."""
    pair = credentials.pair(settings(), vault, NOW)
    assert credentials.pair(settings(), vault, NOW + 9 * YEAR) == pair
    assert credentials.pair(settings(), vault, NOW + 10 * YEAR) != pair


async def test_it_outlives_a_rotation_of_the_master_key(settings, vault):
    """Also when the old master key alone is left to whoever stole it: that no longer opens it."""
    pair, old = credentials.pair(settings(), vault, NOW), (vault.folder / "master.key").read_bytes()
    async with Database.open(vault.folder / "portrait.sqlite") as db:
        await vault.rotate(db)
    assert credentials.pair(settings(), Vault.open(vault.folder), NOW) == pair
    assert Vault.open(vault.folder).own(credentials.KEPT_AS) is not None
    (vault.folder / "master.key").write_bytes(old)
    assert credentials.pair(settings(), Vault.open(vault.folder), NOW) != pair


def test_the_operators_own_is_taken_and_half_of_one_is_refused(settings, vault, tmp_path):
    """A certificate somebody paid for must not be replaced in silence by a self-made one."""
    folder = tmp_path / "mine"
    chosen = settings(CREDENTIALS_DIR=folder)
    made = credentials.pair(chosen, vault, NOW)  # an empty folder is filled
    assert (folder / "key.pem").stat().st_mode & 0o077 in (0, 0o066)  # Windows has no such modes
    own = self_made(now=NOW)
    (folder / "certificate.pem").write_text(own.certificate)
    (folder / "key.pem").write_text(own.key)
    assert credentials.pair(chosen, vault, NOW) == own != made
    (folder / "key.pem").unlink()
    with pytest.raises(CannotRunError, match=r"key\.pem"):
        credentials.pair(chosen, vault, NOW)


def test_off_is_off(settings, vault):
    """And makes no certificate."""
    assert credentials.pair(settings(SIGN_PICTURES="no"), vault, NOW) is None
    assert vault.own(credentials.KEPT_AS) is None
