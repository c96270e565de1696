"""8-bit AdamW where it is of use, AdamW elsewhere; which one is told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from engine import bases
from engine.training import face_lora, optimiser


class Eight(torch.optim.AdamW):
    """Stands for the optimiser of bitsandbytes."""


def _values() -> list[torch.nn.Parameter]:
    return [torch.nn.Parameter(torch.zeros(2))]


def _installed(name: str) -> SimpleNamespace:
    assert name == "bitsandbytes"
    return SimpleNamespace(optim=SimpleNamespace(AdamW8bit=Eight))


def _absent(name: str) -> SimpleNamespace:
    raise ImportError(name)


def test_cuda_takes_eight_bits_where_they_are_installed():
    """Paper 2.2: it saves memory on a GPU."""
    made, name = optimiser.build(_values(), 0.1, device=torch.device("cuda"), load=_installed)
    assert isinstance(made, Eight)
    assert name == optimiser.EIGHT_BIT


def test_without_the_library_or_a_gpu_it_is_plain_adamw():
    """And says so, instead of failing after the photos were read."""
    on_cpu, first = optimiser.build(_values(), 0.1, device=torch.device("cpu"), load=_installed)
    without, second = optimiser.build(_values(), 0.1, device=torch.device("cuda"), load=_absent)
    assert type(on_cpu) is type(without) is torch.optim.AdamW
    assert first == second == optimiser.PLAIN


def test_the_up_halves_of_a_face_move_at_their_own_rate():
    """They begin at nothing; in a recipe that says nothing of them both halves move alike, the words at theirs."""
    slots = ["a.lora_A.face.weight", "a.lora_B.face.weight", "text_encoder.b.lora_B.face.weight"]
    recipe = replace(bases.families()["sd15"].face, learning_rate=1e-3, up_rate=4e-3, text_rate=1e-4)
    assert face_lora.shares(slots, recipe) == pytest.approx([1.0, 4.0, 0.1])
    assert face_lora.shares(slots, replace(recipe, up_rate=0.0)) == pytest.approx([1.0, 1.0, 0.1])
    values = [torch.nn.Parameter(torch.zeros(3)) for _ in slots]
    groups = optimiser.grouped(values, [1.0, 4.0, 1.0])
    assert [len(group["params"]) for group in groups] == [2, 1], "one group a share: a step costs a kernel a group"
