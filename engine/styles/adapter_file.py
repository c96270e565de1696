"""What a LoRA file says of itself, read from its header alone: no tensor is loaded, no heavy library is needed.

So the bot process can tell an operator within a millisecond that a dropped file is cut short, is no adapter, or was
made for another base. A safetensors file begins with eight bytes of length and that many bytes of JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadAdapter

HEADER_MOST = 50_000_000  # bytes; the headers of real adapters have less than one million
SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
#: Kinds of adapter that are not a plain product of two matrices.
OTHER_KINDS = ("hada_w1_a", "lokr_w1", "dora_scale", "lora_mid", "oft_blocks", "lora_magnitude_vector")
DOWN = re.compile(r"(lora_A|lora_down|lora\.down|lora_linear_layer\.down|_lora\.down)(\.\w+)?\.weight$")
CROSS_KEY = re.compile(r"attn2[._](processor[._])?to_k")


@dataclass(frozen=True, kw_only=True)
class AdapterFile:
    """One LoRA file. ``shapes`` maps tensor names to shapes, ``metadata`` is what its maker wrote into it."""

    shapes: dict[str, tuple[int, ...]]
    metadata: dict[str, str]

    @property
    def flavour(self) -> str:
        """Return ``kohya``, ``diffusers`` or ``peft``, by how the tensors are named."""
        names = list(self.shapes)
        if any(name.startswith(("lora_unet_", "lora_te")) for name in names):
            return "kohya"
        return "diffusers" if any(name.startswith(("unet.", "text_encoder")) for name in names) else "peft"

    @property
    def cross_width(self) -> int | None:
        """Return the width of the text states its cross-attention reads: 768, 2048, ...; None where it has none."""
        widths = (shape[1] for name, shape in self.shapes.items() if CROSS_KEY.search(name) and DOWN.search(name))
        return next(widths, None)

    @property
    def has_text(self) -> bool:
        """Say whether a part of it belongs into a text encoder."""
        return any(name.startswith(("lora_te", "text_encoder")) for name in self.shapes)


def read(file: Path) -> AdapterFile:
    """Return what the header of a LoRA file says.

    Raises:
        BadAdapter: ``missing``, ``not-safetensors``, ``truncated``, ``unsupported`` or ``no-adapter``.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= min(HEADER_MOST, size - 8):
                raise BadAdapter(file.name, "not-safetensors")
            header = json.loads(opened.read(length))
        metadata = header.pop("__metadata__", {})
        shapes = {name: tuple(map(int, entry["shape"])) for name, entry in header.items()}
        end = max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
    except (FileNotFoundError, IsADirectoryError):
        raise BadAdapter(file.name, "missing") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise BadAdapter(file.name, "not-safetensors") from None
    if size != 8 + length + end:
        raise BadAdapter(file.name, "truncated")
    if any(kind in name for name in shapes for kind in OTHER_KINDS):
        raise BadAdapter(file.name, "unsupported")
    if not any(DOWN.search(name) for name in shapes):
        raise BadAdapter(file.name, "no-adapter")
    return AdapterFile(shapes=shapes, metadata={str(key): str(value) for key, value in metadata.items()})
