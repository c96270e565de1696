"""What is said about signing pictures."""

from __future__ import annotations

import datetime

import pytest

from bot.cli import certificate
from engine.safety.credentials import development_certificate

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


def test_without_a_folder_it_is_a_note():
    """Signing is a choice; the other marks are none."""
    found = certificate.finding(None, NOW)
    assert (found.level, "CREDENTIALS_DIR" in found.fix) == ("note", True)


def test_a_wanted_signature_without_its_package_is_missing(tmp_path):
    """Every picture would fail."""
    found = certificate.finding(tmp_path, NOW, installed=False)
    assert (found.level, found.fix) == ("missing", certificate.INSTALL)


def test_an_empty_folder_is_fine(tmp_path):
    """The first picture fills it."""
    assert certificate.finding(tmp_path, NOW, installed=True).level == "ok"


@pytest.mark.parametrize(("days", "level"), [(0, "ok"), (350, "note"), (366, "missing")])
def test_the_end_of_a_certificate_is_told_in_time(tmp_path, days, level):
    """A year passes quickly."""
    development_certificate(tmp_path, now=NOW)
    found = certificate.finding(tmp_path, NOW + datetime.timedelta(days=days), installed=True)
    assert (found.level, "2027-11-22" in found.text) == (level, True)


def test_a_key_of_another_certificate_is_missing(tmp_path):
    """Readers would call every picture forged."""
    development_certificate(tmp_path, now=NOW)
    _, other = development_certificate(tmp_path / "other", now=NOW)
    other.replace(tmp_path / "key.pem")
    assert certificate.finding(tmp_path, NOW, installed=True).level == "missing"
    (tmp_path / "key.pem").unlink()
    assert certificate.finding(tmp_path, NOW, installed=True).level == "missing"
