"""What the header of a LoRA file tells without any of its tensors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.errors import BadAdapter
from engine.styles import adapter_file
from tests.engine.styles.files import lora_file


@pytest.mark.parametrize(
    ("names", "flavour"),
    [
        ("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_{}.weight", "kohya"),
        ("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_{}.weight", "diffusers"),
        ("base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_{}.weight", "peft"),
    ],
)
def test_flavour_and_base_are_read_from_the_names(tmp_path: Path, names: str, flavour: str):
    """The operator need not know which program wrote a file, nor for which base."""
    ends = ("down", "up") if flavour == "kohya" else ("A", "B")
    file = lora_file(tmp_path / "x.safetensors", {names.format(ends[0]): (4, 768), names.format(ends[1]): (320, 4)})
    seen = adapter_file.read(file)
    assert (seen.flavour, seen.cross_width, seen.has_text) == (flavour, 768, False)


def test_a_text_encoder_part_is_seen(tmp_path: Path):
    """It goes into another network than the rest."""
    name = "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight"
    assert adapter_file.read(lora_file(tmp_path / "x.safetensors", {name: (4, 768)})).has_text


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])


def _text(file: Path) -> None:
    file.write_text("this is a web page, not a model" * 20)


def _no_json(file: Path) -> None:
    file.write_bytes((16).to_bytes(8, "little") + b"{" * 40)


def _huge(file: Path) -> None:
    file.write_bytes((2**62).to_bytes(8, "little") + b"{}")


def _list(file: Path) -> None:
    said = json.dumps([1, 2]).encode()
    file.write_bytes(len(said).to_bytes(8, "little") + said)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_cut, "truncated"),
        (_text, "not-safetensors"),
        (_no_json, "not-safetensors"),
        (_huge, "not-safetensors"),
        (_list, "not-safetensors"),
        (Path.unlink, "missing"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, spoil, reason: str):
    """A half-copied or wrong file is the usual accident."""
    file = lora_file(tmp_path / "x.safetensors", {"unet.a.to_q.lora_A.weight": (4, 8)})
    spoil(file)
    with pytest.raises(BadAdapter) as caught:
        adapter_file.read(file)
    assert caught.value.data == {"file": "x.safetensors", "reason": reason}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a.hada_w1_a", "unsupported"), ("a.dora_scale", "unsupported"), ("conv_in.weight", "no-adapter")],
)
def test_what_is_no_plain_lora_is_refused(tmp_path: Path, name: str, reason: str):
    """Half of such a file would load and draw something else than its maker saw."""
    with pytest.raises(BadAdapter) as caught:
        adapter_file.read(lora_file(tmp_path / "x.safetensors", {name: (4, 8)}))
    assert caught.value.data["reason"] == reason
