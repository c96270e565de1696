"""What a base takes, counted on fake tensors."""

from __future__ import annotations

import pytest
import torch

from engine.bases import memory
from engine.lab.memory import PAGE, Counted, Living, on_page


def test_the_most_that_lives_at_once_is_counted():
    """Three tensors of a kilobyte, of which never more than two live; a view takes nothing."""
    weight = torch.zeros(256)
    with Living([weight]) as counter:
        one = weight + 1
        two = one.view(16, 16) + 1
        del one
        three = two + 1
        del two, three
    assert counter.peak == 2 * 1024


@pytest.mark.slow
def test_decoding_takes_what_is_written_down_and_grows_by_the_picture():
    """The true autoencoder in its true shape: the figures the plan is made of are those of this code."""
    counted = Counted("sd15")
    one, four = counted.decode(1), counted.decode(4)
    assert one == pytest.approx(memory.known()["sd15"].decode, rel=0.01)
    assert four == pytest.approx(4 * one, rel=0.05)


def test_the_page_shows_the_table_of_these_figures():
    """`python -m engine.lab.memory --table` writes it."""
    text = PAGE.read_text()
    assert "| 8 GB | sdxl | offload |" in text
    assert on_page(text) == text
