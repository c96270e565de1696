"""Prompts of any length as text states: what is longer than the encoder reads is read in parts, never cut.

CLIP reads 77 tokens, two of them the beginning and the end. Each part is encoded with a beginning and an end of its
own, and the states stand one after the other; a short prompt gives exactly what diffusers' pipelines make of it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def parts(pipe: Any, prompts: list[str]) -> int:
    """Return how many parts the longest of the prompts has, for any text encoder of the pipeline."""
    return max(
        -(-len(ids) // _room(tokenizer)) or 1 for tokenizer, _ in _encoders(pipe) for ids in _ids(tokenizer, prompts)
    )


@torch.no_grad()
def encode(
    pipe: Any, prompts: list[str], device: torch.device, least: int = 1, skip: int = 0
) -> tuple[Tensor, Tensor | None]:
    """Return `states` without a gradient."""
    return states(pipe, prompts, device, least, skip)


def states(
    pipe: Any, prompts: list[str], device: torch.device, least: int = 1, skip: int = 0
) -> tuple[Tensor, Tensor | None]:
    """Return states (N, parts * tokens, width), and the pooled states (N, width) where the base has two encoders.

    At least ``least`` parts, so that prompts which are drawn together have as many states. The pooled states are those
    of the first part. ``skip`` is how many of an encoder's last layers are left out, as some bases learnt to read.
    """
    count, found = max(least, parts(pipe, prompts)), []
    pooled = None
    pairs = _encoders(pipe)
    for tokenizer, encoder in pairs:
        rows = _rows(tokenizer, prompts, count).to(device)  # (N, parts, tokens)
        told = encoder(rows.flatten(0, 1), output_hidden_states=len(pairs) > 1 or skip > 0)
        # Bases of the XL kind read the last layer but one of both encoders, side by side (diffusers does the same).
        read = told.hidden_states[-2 - skip] if len(pairs) > 1 else _last(encoder, told, skip)
        found.append(read.reshape(len(prompts), -1, read.shape[-1]))
        pooled = told[0].reshape(len(prompts), count, -1)[:, 0] if len(pairs) > 1 else None
    return torch.cat(found, -1), pooled


def _last(encoder: Any, told: Any, skip: int) -> Tensor:
    """Return what a single encoder ends in, or would end in without its last ``skip`` layers."""
    if not skip:
        return told[0]
    return getattr(encoder, "text_model", encoder).final_layer_norm(told.hidden_states[-1 - skip])


def _encoders(pipe: Any) -> list[tuple[Any, Any]]:
    pairs = [(getattr(pipe, f"tokenizer{end}", None), getattr(pipe, f"text_encoder{end}", None)) for end in ("", "_2")]
    return [(tokenizer, encoder) for tokenizer, encoder in pairs if encoder is not None]


def _room(tokenizer: Any) -> int:
    return tokenizer.model_max_length - 2


def _ids(tokenizer: Any, prompts: list[str]) -> list[list[int]]:
    return tokenizer(prompts, add_special_tokens=False, truncation=False, verbose=False).input_ids


def _rows(tokenizer: Any, prompts: list[str], count: int) -> Tensor:
    """Return token numbers (N, count, tokens), each part with its own beginning and end."""
    room, rows = _room(tokenizer), []
    for ids in _ids(tokenizer, prompts):
        cut = [ids[start : start + room] for start in range(0, count * room, room)]
        framed = [[tokenizer.bos_token_id, *part, tokenizer.eos_token_id] for part in cut]
        rows.append([part + [tokenizer.pad_token_id] * (room + 2 - len(part)) for part in framed])
    return torch.tensor(rows)
