"""A small decoder beside the autoencoder: what is looked at or judged goes through it, what is sent never does.

Of each portrait a base of Stable Diffusion draws several and keeps one; at four steps decoding all of them is two
fifths of the work. TAESD (Ollin Boer Bohan, MIT) makes a picture of the same latents with a fifteenth of the
multiplications, a little softer. It is used where it has been fetched (`Family.preview_decoder`), and nobody fetches it
unasked.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from diffusers import AutoencoderTiny

from engine import weights
from engine.weights import convert
from engine.weights.presence import status_of

if TYPE_CHECKING:
    from torch import nn

    from engine.bases import Family
    from engine.settings import EngineSettings

FILE = "diffusion_pytorch_model.safetensors"
PART = "decoder."  # the file holds an encoder too, which is not read


def beside(settings: EngineSettings, family: Family, dtype: torch.dtype) -> nn.Module | None:
    """Return the small decoder of a base in ``dtype``; None where the base has none, or it is not here or not wanted.

    It makes pictures (N, 3, 8h, 8w), about -1..1, of latents (N, 4, h, w) as the denoiser has them, not scaled back.

    Raises:
        WeightCorruptError: its file is not the published one.
    """
    name = family.preview_decoder
    if not (settings.preview_decoder and name) or not here(settings.weights, family):
        return None
    return opened(weights.path(settings.weights, name, FILE), dtype)


def here(folder: Path, family: Family) -> bool:
    """Say whether the small decoder of a base lies in the weights ``folder``, whole or damaged; nothing is hashed."""
    name = family.preview_decoder
    return bool(name) and status_of(folder, weights.components()[name]).state != "missing"


def opened(file: Path, dtype: torch.dtype) -> nn.Module:
    """Return the decoder that ``file`` holds."""
    decoder = empty()
    decoder.load_state_dict(convert.tensors(file, prefix=PART), assign=True)
    return decoder.to(dtype)


def empty() -> nn.Module:
    """Return its layers on the meta device: shapes without numbers."""
    with torch.device("meta"):
        return AutoencoderTiny().decoder
