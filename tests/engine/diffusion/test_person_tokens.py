"""The person's tokens."""

from __future__ import annotations

from pathlib import Path

import torch

from engine.diffusion.person_tokens import GEOMETRY_TOKENS, IDENTITY_TOKENS, PersonTokens


def test_tokens_have_the_width_of_the_text():
    """They stand behind the prompt's own states."""
    tokens = PersonTokens(width=32)(torch.randn(3, 128), torch.randn(3, 28))
    assert tokens.shape == (3, IDENTITY_TOKENS + GEOMETRY_TOKENS, 32)


def test_a_dropped_row_equals_no_input_at_all():
    """Training drops rows at random; drawing leaves the whole input out."""
    tokens = PersonTokens(width=32)
    with torch.no_grad():
        tokens.no_identity.normal_()
    mixed = torch.stack([torch.randn(128), torch.full((128,), torch.nan)])
    assert torch.equal(tokens(mixed, None)[1], tokens(None, None, 1)[0])
    assert not torch.equal(tokens(mixed, None)[0], tokens(None, None, 1)[0])


def test_tokens_survive_the_disk(tmp_path: Path):
    """Stored as half precision, read back as float32."""
    tokens = PersonTokens(width=32).eval()
    tokens.save(tmp_path)
    again = PersonTokens.load(tmp_path)
    embedding = torch.randn(2, 128)
    assert torch.allclose(tokens(embedding, None), again(embedding, None), atol=0.02)
