"""What doctor says of trainings."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import trainings
from bot.settings import Settings, load


def _settings(folder: Path, **more: str) -> Settings:
    return load(env_file=None, overrides={"DATA_DIR": folder, "ENGINE_BASE": "pocket", "ENGINE_DEVICE": "cpu", **more})


def test_with_memory_enough_trainings_run_by_themselves(tmp_path: Path):
    """An operator should know before people wait."""
    found = trainings.finding(_settings(tmp_path), free=lambda: 2**34)
    assert found.level == "ok"
    assert "by themselves" in found.text
    assert "16.0 free" in found.text


def test_with_little_memory_it_is_said_what_people_will_wait_for(tmp_path: Path):
    """It is nothing the bot lacks, but something worth knowing, with what to do."""
    found = trainings.finding(_settings(tmp_path), free=lambda: 2**30)
    assert (found.level, bool(found.fix)) == ("note", True)
    assert "take turns" in found.text


def test_what_draws_needs_its_memory_too(tmp_path: Path):
    """Asked before the bot starts, all memory is free that it will take itself."""
    assert trainings.finding(_settings(tmp_path), free=lambda: 3 * 2**30).level == "note"
    assert trainings.finding(_settings(tmp_path), free=lambda: 4 * 2**30).level == "ok"


@pytest.mark.parametrize(("word", "said"), [("yes", "by themselves"), ("no", "take turns")])
def test_the_operators_word_is_repeated(tmp_path: Path, word: str, said: str):
    """Whatever memory is free."""
    found = trainings.finding(_settings(tmp_path, ENGINE_TRAIN_APART=word), free=lambda: 0)
    assert found.level == "ok"
    assert said in found.text


def test_a_card_counts_with_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What draws and what learns must fit into it together."""
    monkeypatch.setattr(trainings.room, "card_of", lambda _: 6 * 2**30)
    assert trainings.finding(_settings(tmp_path, ENGINE_BASE="sdxl"), free=lambda: 2**36).level == "note"
    monkeypatch.setattr(trainings.room, "card_of", lambda _: 80 * 2**30)
    assert trainings.finding(_settings(tmp_path, ENGINE_BASE="sdxl"), free=lambda: 2**36).level == "ok"
