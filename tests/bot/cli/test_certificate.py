"""What is said about signing pictures."""

from __future__ import annotations

import datetime

import pytest

from bot.cli import certificate
from engine.safety.credentials import self_made

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


def put(folder):
    """Put a pair that fits into a folder."""
    pair = self_made(now=NOW)
    (folder / "certificate.pem").write_text(pair.certificate)
    (folder / "key.pem").write_text(pair.key)


def test_by_default_the_bot_signs_with_its_own():
    """Nothing is asked of the operator. Without the package that is said, and no picture fails."""
    assert certificate.finding(True, None, NOW, installed=True).level == "ok"
    assert certificate.finding(True, None, NOW, installed=False).level == "note"


def test_signing_switched_off_is_a_note():
    """Signing is a choice; the other marks are none."""
    found = certificate.finding(False, None, NOW)
    assert (found.level, "SIGN_PICTURES" in found.fix) == ("note", True)


def test_a_wanted_signature_without_its_package_is_missing(tmp_path):
    """Every picture would fail."""
    found = certificate.finding(True, tmp_path, NOW, installed=False)
    assert (found.level, found.fix) == ("missing", certificate.INSTALL)


def test_an_empty_folder_is_fine(tmp_path):
    """The next start fills it."""
    assert certificate.finding(True, tmp_path, NOW, installed=True).level == "ok"


@pytest.mark.parametrize(("days", "level"), [(0, "ok"), (3630, "note"), (3651, "missing")])
def test_the_end_of_a_certificate_is_told_in_time(tmp_path, days, level):
    """Ten years pass, and an operator's certificate ends after one."""
    put(tmp_path)
    found = certificate.finding(True, tmp_path, NOW + datetime.timedelta(days=days), installed=True)
    assert (found.level, "2036-11-19" in found.text) == (level, True)


def test_a_key_of_another_certificate_is_missing(tmp_path):
    """Readers would call every picture forged."""
    put(tmp_path)
    (tmp_path / "key.pem").write_text(self_made(now=NOW).key)
    assert certificate.finding(True, tmp_path, NOW, installed=True).level == "missing"
    (tmp_path / "key.pem").unlink()
    assert certificate.finding(True, tmp_path, NOW, installed=True).level == "missing"
