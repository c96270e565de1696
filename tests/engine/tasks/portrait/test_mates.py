"""Which portraits wait for each other, as the bot's own process says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.settings import EngineSettings
from engine.tasks.portrait.mates import mates
from engine.tasks.portrait.request import Portrait


def test_portraits_drawn_in_different_steps_are_no_mates(tmp_path: Path):
    """Whoever waited for a batch they cannot be in waited for nothing: the operator's sampler counts as in drawing."""
    usual = Portrait(identity=tmp_path, style="natural", out=tmp_path, count=1)
    slow, swift = replace(usual, sampler="quality"), replace(usual, sampler="fastest")
    plain = EngineSettings(weights=tmp_path, base="sd15", device="cpu")
    quick = replace(plain, sampler="fastest")
    assert mates(usual, quick) == mates(swift, quick) != mates(slow, quick)
    assert mates(usual, plain) == mates(slow, plain) != mates(swift, plain)
    assert None not in (mates(usual, quick), mates(usual, plain))
