"""Making a finished style smaller."""

from __future__ import annotations

import torch

from engine.training.style_lora import shrink


def _layer(rank: int, kernel: int) -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    return {
        "conv.lora_A.weight": torch.randn(rank, 6, kernel, kernel),
        "conv.lora_B.weight": torch.randn(10, rank, 1, 1),
    }


def _product(state: dict[str, torch.Tensor]) -> torch.Tensor:
    return state["conv.lora_B.weight"].flatten(1) @ state["conv.lora_A.weight"].flatten(1)


def test_the_full_rank_is_exact():
    """The two new factors say the same as the old ones, in shapes that load as before."""
    state = _layer(4, 3)
    small = shrink(state, 4)
    assert {name: value.shape for name, value in small.items()} == {name: value.shape for name, value in state.items()}
    assert torch.allclose(_product(small), _product(state), atol=1e-4)


def test_a_smaller_rank_keeps_the_largest_part():
    """No other adapter of that rank is nearer: the error is the singular values left out."""
    state = _layer(4, 1)
    sizes = torch.linalg.svdvals(_product(state))
    error = torch.linalg.norm(_product(shrink(state, 2)) - _product(state))
    assert torch.allclose(error, sizes[2:4].norm(), rtol=1e-3)
    assert shrink(state, 2)["conv.lora_A.weight"].shape == (2, 6, 1, 1)
