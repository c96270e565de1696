"""In which numbers a pass is computed."""

from __future__ import annotations

import torch
from torch import nn

from engine.training import precision

CPU = torch.device("cpu")


def _computed_in(dtype: torch.dtype = torch.float32) -> torch.dtype:
    with precision.autocast(CPU, dtype):
        return nn.Linear(2, 2)(torch.ones(1, 2)).dtype


def test_a_processor_computes_in_what_is_faster_there(monkeypatch):
    """Half the time on one processor is twice the time on another."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    assert _computed_in() == torch.bfloat16
    monkeypatch.setattr(precision, "half_is_faster", lambda: False)
    assert _computed_in() == torch.float32


def test_a_network_kept_in_half_precision_is_always_cast(monkeypatch):
    """Its weights and a float32 input would not fit together."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: False)
    assert _computed_in(torch.bfloat16) == torch.bfloat16


def test_asking_draws_no_number_of_the_caller():
    """Asked in the middle of a run, it would change what is drawn after it, and a resumed run would go another way."""
    precision.half_is_faster.cache_clear()
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    precision.half_is_faster()
    assert torch.equal(torch.rand(4), expected)


def test_the_answer_is_the_same_every_time():
    """A training that goes on after a kill must compute as it began."""
    answers = set()
    for _ in range(3):
        precision.half_is_faster.cache_clear()
        answers.add(precision.half_is_faster())
    assert len(answers) == 1
