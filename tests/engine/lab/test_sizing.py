"""What the table of docs/cluster.md is computed of."""

from __future__ import annotations

import pytest

from engine import bases
from engine.lab import sizing
from engine.training import presets


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_on_a_card_every_candidate_is_paid_for(name: str):
    """A request of four draws two or three pictures for each one sent; before, four drawings stood for all of them."""
    family = bases.families()[name]
    passes = 2 * family.samplers[bases.QUALITY].steps  # guided
    work = 4 * family.candidates * (passes * family.tflop + family.decode_tflop)
    assert family.candidates > 1
    assert sizing.on_a_card(name).four == pytest.approx(work / (presets.CARD_TFLOPS * presets.USED))
