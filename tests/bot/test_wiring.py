"""The parts the application is put together from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wiring
from bot.settings import load, variables
from engine import bases
from engine.models import Models
from engine.requests import Lane


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Settings of a machine whose operator chose nothing and fetched sd15."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bases, "accelerator_memory", lambda: None)
    weights = tmp_path / "weights"
    (weights / "base-sd15").mkdir(parents=True)
    (weights / "base-sd15" / "model_index.json").write_text("{}")
    return load(overrides={"WEIGHTS_DIR": weights, "DATA_DIR": tmp_path / "data"})


@pytest.mark.parametrize(("card", "base"), [(True, "sd15"), (False, "pocket")])
def test_every_lane_knows_the_base_that_draws(settings, monkeypatch: pytest.MonkeyPatch, card: bool, base: str):
    """Looking runs on the CPU: if it chose by that, it would refuse flat clothes that the base on the GPU can draw."""
    monkeypatch.setattr(bases, "accelerator_likely", lambda device: card and device != "cpu")
    lanes = wiring.executors(settings)
    assert {lane: Models(lanes[lane]._settings).family.name for lane in Lane} == dict.fromkeys(Lane, base)
    assert wiring.base(settings).name == base


def test_a_card_counts_only_where_torch_can_use_it(monkeypatch: pytest.MonkeyPatch):
    """The driver's file says that a card is there; a torch built for the CPU still draws without it."""
    monkeypatch.setattr(bases.Path, "exists", lambda self: True)
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0+cpu")
    assert not bases.accelerator_likely("auto")
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0")
    assert bases.accelerator_likely("auto")
