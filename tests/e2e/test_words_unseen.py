"""What somebody wants to see is nobody else's business: no log says it, no row shows it, and its owner can read it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.e2e.test_forgotten_everywhere import WORDS, Teller
from tests.fakes.telegram import FakeTelegram
from tests.torture.findings import tables
from tests.torture.victim import Victim

REFUSED = "nackt neben einem Nilpferd"


@pytest.mark.slow
async def test_words_of_a_picture_are_in_no_log_and_sealed_in_the_database(tmp_path: Path):
    """The whole bot with worker processes, telling all it can: drawn, refused, shown in More, kept as a preset."""
    data, log, styles = tmp_path / "data", tmp_path / "bot.log", tmp_path / "styles"
    styles.mkdir()
    log.touch()
    async with FakeTelegram() as telegram, contextlib.AsyncExitStack() as stack:
        overrides = {
            "DATA_DIR": str(data), "STYLES_DIR": str(styles), "TELEGRAM_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url, "TELEGRAM_FILE_URL": telegram.url, "LOCAL_CHAT": "no",
            "LOG_LEVEL": "debug",
        }  # fmt: skip
        victim = Victim(overrides, log)
        stack.push_async_callback(victim.stop)
        await victim.start()
        ada = Teller(telegram, 987_654_321_999)
        await ada.life()
        await ada.types(f"/portrait oil prompt={REFUSED}")
        await telegram.until(lambda: ada.count("anything sexual") > 0)
        await ada.types("/presets save mine")
        await telegram.until(lambda: ada.count("Saved as") > 0)
        await ada.presses("button-more")
        await telegram.until(lambda: any("In your words" in str(message) for message in telegram.shown(ada.uid)))
        await victim.stop()
    said = log.read_text("utf-8")
    assert said.count("\n") > 20, "the control: the log says something"
    assert not [word for words in (WORDS, REFUSED) for word in words.split() if len(word) > 5 and word in said]
    with tables(data) as db:
        kept = [
            str(tuple(row))
            for table in ("jobs", "presets", "sessions", "audit")
            for row in db.execute(f"SELECT * FROM {table}")
        ]
    assert not [row for row in kept if WORDS in row or REFUSED in row]
    assert sum("sealed:" in row for row in kept) >= 2  # the job and the preset
