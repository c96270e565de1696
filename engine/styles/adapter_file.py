"""What a LoRA file says of itself, read from its header: no heavy library is needed.

So the bot process can tell an operator at once that a dropped file is cut short, is no adapter, holds something this
program does not know, or was made for another base. A safetensors file begins with eight bytes of length and that many
bytes of JSON. `finite` also goes through the numbers, as bytes: one that is none makes every picture black.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadAdapterError

HEADER_MOST = 50_000_000  # bytes; the headers of real adapters have less than one million
SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
#: Kinds of adapter that cannot be written as a plain product of two matrices, or not without the base.
OTHER_KINDS = {
    "lora_mid": "unsupported",
    "hada_t1": "unsupported",
    "lokr_t2": "unsupported",
    "oft_blocks": "unsupported",
}
PRODUCTS = re.compile(r"\.(hada_w[12]_[ab]|lokr_w[12](_[ab])?)$")  # LoHa and LoKr, which can
#: A DoRA's length of each row of a weight.
LENGTHS = re.compile(r"\.(dora_scale|lora_magnitude_vector(\.default)?(\.weight)?)$")
UP = re.compile(r"(lora_B|lora_up|lora\.up|lora_linear_layer\.up|_lora\.up)(\.\w+)?\.weight$")
#: Flow families this program draws with -> (their architecture, what tells their files).
FLOWS = {
    "Z-Image": (
        "z-image",
        re.compile(r"z[-_ ]?image|noise_refiner|context_refiner|(?:^|[ ._])layers[._]\d+[._]attention[._]"),
    ),
    "FLUX.2 klein": ("flux2-klein", re.compile(r"flux|double_blocks|single_blocks|single_transformer_blocks")),
    "Qwen-Image": (
        "qwen-image",
        re.compile(r"qwen[-_ ]?image|transformer_blocks[._]\d+[._](?:img|txt)_(?:mlp|mod)[._]"),
    ),
}
#: Families this program does not draw with -> what tells their files: the maker's words, or names of layers.
FOREIGN = {
    "FLUX": FLOWS["FLUX.2 klein"][1],
    "Qwen-Image 2.1": re.compile(r"qwen"),
    "Stable Diffusion 3": re.compile(r"stable-diffusion-3|sd3|joint_blocks"),
    "Wan": re.compile(r"wan[-_ ]?(video|2)|blocks\.\d+\.cross_attn"),
    "Stable Diffusion 2": re.compile(r"sd_v2|sd_2|stable-diffusion-v?2|stable-diffusion-2"),
}
#: FLUX.2 klein 4B has as many blocks of each kind, and this width; other bases of FLUX have more, or are wider.
KLEIN_BLOCKS, KLEIN_WIDTH = (5, 20), 3072
BLOCK = re.compile(r"(?:^|[._])(double_blocks|single_blocks|transformer_blocks|single_transformer_blocks)[._](\d+)[._]")
NEVER_KLEIN = re.compile(
    r"flux\.?1|flux[-_ ]?dev|schnell|kontext|klein[-_ ]?(base[-_ ]?)?9b|flux\.?2[-_ ]?dev|\.norm\.linear"
)
SD2_WIDTH = 1024  # of the text states of Stable Diffusion 2
SAYS = ("ss_base_model_version", "modelspec.architecture", "architecture")  # the last in files of this program
#: Type of a tensor -> bytes of one number, and the part of its two highest bytes that is full in NaN and infinity.
EXPONENTS = {"F16": (2, 0x7C, 0x00), "BF16": (2, 0x7F, 0x80), "F32": (4, 0x7F, 0x80), "F64": (8, 0x7F, 0xF0)}
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
        down = (name for name in self.shapes if DOWN.search(name) or name.endswith("hada_w1_b"))
        return next((self.shapes[name][1] for name in down if CROSS_KEY.search(name)), None)

    @property
    def flow(self) -> str:
        """Return the architecture of flow families it was made for: "z-image", "flux2-klein", ...; else nothing."""
        named = self.metadata.get("architecture", "")
        if named in {architecture for architecture, _ in FLOWS.values()}:
            return named
        found = next((kind for kind, mark in FLOWS.values() if mark.search(self._told)), "")
        return "" if found == "flux2-klein" and not self._may_be_klein else found

    @property
    def _told(self) -> str:
        return " ".join([*(self.metadata.get(key, "") for key in SAYS), *self.shapes]).casefold()

    @property
    def _may_be_klein(self) -> bool:
        """Say whether its blocks are no more and no wider than those of the FLUX that is drawn with here."""
        blocks = [(match[1], int(match[2])) for name in self.shapes if (match := BLOCK.search(name))]
        last = [max((n for kind, n in blocks if kind.startswith("single") == single), default=-1) for single in (0, 1)]
        widths = [shape[1] for name, shape in self.shapes.items() if DOWN.search(name) and len(shape) > 1]
        few = all(number < most for number, most in zip(last, KLEIN_BLOCKS, strict=True))
        return bool(blocks) and few and KLEIN_WIDTH in widths and not NEVER_KLEIN.search(self._told)

    @property
    def foreign(self) -> str:
        """Return the family it was made for where that is none of this program's: "FLUX"; else an empty text."""
        if self.flow:
            return ""
        told = self._told
        found = next((family for family, mark in FOREIGN.items() if mark.search(told)), "")
        return found or ("Stable Diffusion 2" if self.cross_width == SD2_WIDTH else "")

    @property
    def has_text(self) -> bool:
        """Say whether a part of it belongs into a text encoder."""
        return any(name.startswith(("lora_te", "text_encoder")) for name in self.shapes)


def read(file: Path) -> AdapterFile:
    """Return what the header of a LoRA file says.

    Raises:
        BadAdapterError: ``missing``, ``not-safetensors``, ``truncated``, ``unsupported``, ``dora``, ``no-adapter``,
            ``rank-zero`` or ``unknown-keys``.
    """
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= min(HEADER_MOST, size - 8):
                raise BadAdapterError(file.name, "not-safetensors")
            header = json.loads(opened.read(length))
        metadata = header.pop("__metadata__", {})
        shapes = {name: tuple(map(int, entry["shape"])) for name, entry in header.items()}
        end = max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
    except (FileNotFoundError, IsADirectoryError):
        raise BadAdapterError(file.name, "missing") from None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise BadAdapterError(file.name, "not-safetensors") from None
    if size != 8 + length + end:
        raise BadAdapterError(file.name, "truncated")
    seen = AdapterFile(shapes=shapes, metadata={str(key): str(value) for key, value in metadata.items()})
    if not seen.foreign:
        _check(file, shapes)
    return seen


def _check(file: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    """Raise `BadAdapterError` for what would fail, or draw something else than its maker saw, once it is used."""
    kind = next((reason for mark, reason in OTHER_KINDS.items() if any(mark in name for name in shapes)), "")
    if kind:
        raise BadAdapterError(file.name, kind)
    pairs = [name for name in shapes if DOWN.search(name) or UP.search(name) or PRODUCTS.search(name)]
    if not pairs:
        raise BadAdapterError(file.name, "no-adapter")
    lengths = {name: shapes[name] for name in shapes if LENGTHS.search(name)}
    if any(name.endswith("dora_scale") and math.prod(shape) != shape[0] for name, shape in lengths.items()):
        raise BadAdapterError(file.name, "dora")  # lengths of columns, which peft does not know
    if any(0 in shapes[name] for name in pairs):
        raise BadAdapterError(file.name, "rank-zero")
    if any(name not in pairs and name not in lengths and not name.endswith(".alpha") for name in shapes):
        raise BadAdapterError(file.name, "unknown-keys")


def finite(file: Path) -> bool:
    """Say whether every number of a file that `read` takes is one: no NaN, no infinity, in alphas neither."""
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        header = json.loads(opened.read(length))
        header.pop("__metadata__", None)
        for entry in header.values():
            begin, end = entry["data_offsets"]
            opened.seek(8 + length + begin)
            if not _finite(opened.read(end - begin), entry["dtype"]):
                return False
    return True


def _finite(data: bytes, kind: str) -> bool:
    if kind not in EXPONENTS:
        return True
    size, high, low = EXPONENTS[kind]
    tops, seconds = data[size - 1 :: size], data[size - 2 :: size]
    for top in (top for top in range(256) if top & high == high):  # found by the speed of bytes, not number by number
        at = tops.find(top)
        while at >= 0:
            if seconds[at] & low == low:
                return False
            at = tops.find(top, at + 1)
    return True
