"""LoHa and LoKr written as the plain LoRA that says exactly the same: their products are products of two matrices too.

LoHa is the elementwise product of two pairs: (A B) * (C D) has at most the product of their ranks, with columns
A_i * C_j and rows B_i * D_j. LoKr is a Kronecker product: kron(W, C D) = kron(W, C) kron(1, D).
"""

from __future__ import annotations

import torch
from torch import Tensor


def plain(tensors: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Return (down (rank, in), up (out, rank)) with the scale folded in, of the tensors of one layer by their endings.

    Raises:
        KeyError, RuntimeError: tensors are missing, or do not fit one another.
    """
    made = loha(tensors) if "hada_w1_a" in tensors else lokr(tensors)
    down, up = made
    return down, up


def loha(tensors: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Return a LoHa as (down, up)."""
    one, two, three, four = (tensors[f"hada_{name}"].float().flatten(1) for name in ("w1_a", "w1_b", "w2_a", "w2_b"))
    rank = one.shape[1]
    up = (one[:, :, None] * three[:, None, :]).flatten(1)  # (out, rank * rank)
    down = (two[:, None, :] * four[None, :, :]).flatten(0, 1)
    return down, up * _scale(tensors, rank)


def lokr(tensors: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Return a LoKr as (down, up); its scale counts only where one of the factors is itself a product."""
    first, _ = _factor(tensors, "w1")
    if "lokr_w2" in tensors:
        whole = tensors["lokr_w2"].float().flatten(1)
        left, right = whole, torch.eye(whole.shape[1])
    else:
        left, right = tensors["lokr_w2_a"].float(), tensors["lokr_w2_b"].float().flatten(1)
    ranks = [tensors[name].shape[0] for name in ("lokr_w1_b", "lokr_w2_b") if name in tensors]
    # A convolution's kernel belongs to the second factor alone: (out, in, k) of it, so the columns are in, then kernel.
    up = torch.kron(first, left)
    down = torch.kron(torch.eye(first.shape[1]), right)
    return down, up * (_scale(tensors, ranks[0]) if ranks else 1.0)


def _factor(tensors: dict[str, Tensor], name: str) -> tuple[Tensor, int]:
    if f"lokr_{name}" in tensors:
        return tensors[f"lokr_{name}"].float(), 0
    a, b = tensors[f"lokr_{name}_a"].float(), tensors[f"lokr_{name}_b"].float()
    return a @ b, b.shape[0]


def _scale(tensors: dict[str, Tensor], rank: int) -> float:
    alpha = float(tensors["alpha"]) if "alpha" in tensors else rank
    return (alpha or rank) / rank
