"""Whether a training fits beside the rest."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from engine import bases
from engine.queue import room
from engine.queue.room import GIB, Peak, fits


def test_a_training_leaves_the_machine_some_memory():
    """The limit is what it needs and a reserve, to the byte."""
    needs = Peak(machine=2 * GIB)
    assert fits(Peak(), needs, free=2 * GIB + room.RESERVE, card=None)
    assert not fits(Peak(), needs, free=2 * GIB + room.RESERVE - 1, card=None)


def test_on_a_card_both_must_fit_together():
    """What draws may not have loaded its base yet: it is counted all the same."""
    drawing, training = Peak(card=4 * GIB), Peak(card=6 * GIB)
    assert fits(drawing, training, free=64 * GIB, card=12 * GIB)
    assert not fits(drawing, training, free=64 * GIB, card=8 * GIB)
    assert not fits(drawing, training, free=64 * GIB, card=0)


@pytest.mark.parametrize(("name", "gib"), [("pocket", 4), ("sd15", 32), ("sdxl", 64)])
def test_what_is_expected_of_a_base_on_a_processor_is_bounded(name: str, gib: int):
    """An estimate too high would keep every small machine at one worker for all."""
    drawing, training = room.expected(bases.families()[name], card=False)
    assert drawing.machine > room.PROCESS
    assert room.PROCESS < training.machine < gib * GIB
    assert training.card == 0


def test_a_larger_base_is_expected_to_take_more_of_a_card():
    """The figures are those of the networks, not one for all."""
    small, large = (room.expected(bases.families()[name], card=True)[1].card for name in ("sd15", "sdxl"))
    assert GIB < small < large


def test_a_containers_limit_counts_where_it_is_the_smaller(tmp_path: Path):
    """In a container the machine's own free memory is a lie; pages of files give way by themselves."""
    (tmp_path / "memory.max").write_text(f"{GIB}\n")
    (tmp_path / "memory.current").write_text(str(GIB // 2))
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 1000\n")
    assert room.free_memory(tmp_path) == GIB // 2 + 1000
    (tmp_path / "memory.max").write_text("max\n")
    assert room.free_memory(tmp_path) == pytest.approx(psutil.virtual_memory().available, rel=0.2)
    assert room.free_memory(tmp_path / "none") == pytest.approx(psutil.virtual_memory().available, rel=0.2)


def test_a_processor_has_no_card():
    """Its pictures are drawn in the machine's own memory."""
    assert room.card_of("cpu") is None
