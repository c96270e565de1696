"""What the doctor says of ways that were chosen and cannot be gone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli import ways
from engine import bases
from tests.bot.cli.test_doctor import settings


@pytest.fixture(autouse=True)
def _a_large_machine(monkeypatch: pytest.MonkeyPatch):
    """What a machine has is no matter, but where a test says so."""
    monkeypatch.setattr(ways.psutil, "virtual_memory", lambda: SimpleNamespace(total=2**40, available=2**40))


def _said(**chosen: str) -> list[tuple[str, str]]:
    return [(one.topic, one.level) for one in ways.findings(settings(**chosen))]


def test_what_suits_every_base_is_not_worth_a_line():
    """The usual settings, and those that work here."""
    assert _said() == []
    assert _said(ENGINE_BASE="pocket", TRYON_BACKENDS="face, own") == []
    assert _said(ENGINE_BASE="sd15", TRYON_BACKENDS="drawn") == []
    assert _said(ENGINE_BASE="sd15", ENGINE_SAMPLER="quality") == []
    assert _said(ENGINE_BASE="pocket", ENGINE_SAMPLER="fast") == []
    assert _said(ENGINE_BASE="flux2-klein-4b", TRYON_BACKENDS="edit", ENGINE_EDITS="first") == []


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"TRYON_BACKENDS": "drawn,edit"}, ("try-on", "missing")),
        ({"TRYON_BACKENDS": "edit,own"}, ("try-on", "note")),
        ({"ENGINE_EDITS": "first"}, ("edits", "note")),
        ({"ENGINE_FACEID": "research"}, ("faceid", "note")),
        ({"TALK_ANIMATOR": "sadtalker"}, ("animator", "missing")),
        ({"ENGINE_SAMPLER": "fastest"}, ("sampler", "note")),
    ],
)
def test_a_way_that_cannot_be_gone_is_named(tmp_path: Path, chosen: dict[str, str], said: tuple[str, str]):
    """Else a person reads it first, or the setting does nothing and nobody knows."""
    assert _said(ENGINE_BASE="pocket", WEIGHTS_DIR=str(tmp_path), **chosen) == [said]


def test_networks_that_were_not_brought_are_named_with_the_command(tmp_path: Path):
    """FaceID on Stable Diffusion without its files is the usual way, silently: that is said here."""
    (found,) = ways.findings(settings(ENGINE_BASE="sd15", WEIGHTS_DIR=str(tmp_path), ENGINE_FACEID="research"))
    assert "not used" in found.text
    assert found.fix == "python -m bot weights fetch sd15-faceid faceid-embedder --from DIR"


@pytest.mark.parametrize("way", ["fast", "fastest"])
@pytest.mark.parametrize(("base", "adapter"), [("sd15", "lcm-sd15"), ("majicmix", "lcm-sd15"), ("sdxl", "lcm-sdxl")])
def test_few_steps_without_their_adapter_are_no_ready_bot(tmp_path: Path, way: str, base: str, adapter: str):
    """Else `doctor` says ready, and the first person who asks for a portrait is refused."""
    (found,) = ways.findings(settings(ENGINE_BASE=base, WEIGHTS_DIR=str(tmp_path), ENGINE_SAMPLER=way))
    assert (found.topic, found.level) == ("sampler", "missing")
    assert adapter in found.text
    assert f"weights fetch {adapter}" in found.fix


@pytest.mark.parametrize(("card", "machine", "said"), [(8, 32, True), (16, 32, False), (8, 96, False)])
def test_a_base_that_fits_nowhere_is_said_before_anybody_waits_for_it(
    card: int, machine: int, said: bool, monkeypatch: pytest.MonkeyPatch
):
    """Twenty billion values: neither in 4 bits on a small card, nor layer by layer out of a small machine."""
    monkeypatch.setattr(ways, "accelerator_memory", lambda: card * 2**30)
    monkeypatch.setattr(ways.psutil, "virtual_memory", lambda: SimpleNamespace(available=machine * 2**30))
    chosen = settings(ENGINE_BASE="qwen-image-edit", ENGINE_DEVICE="cuda")
    assert [one.topic for one in ways.findings(chosen)] == ["memory"] * said


def test_a_base_that_fits_in_4_bits_alone_asks_for_what_packs_it(monkeypatch: pytest.MonkeyPatch):
    """A larger card would help, too; one package is nearer."""
    monkeypatch.setattr(ways, "accelerator_memory", lambda: 16 * 2**30)
    monkeypatch.setattr(ways.psutil, "virtual_memory", lambda: SimpleNamespace(available=32 * 2**30))
    monkeypatch.setattr(ways.memory, "find_spec", lambda name: None)
    (found,) = ways.findings(settings(ENGINE_BASE="qwen-image-edit", ENGINE_DEVICE="cuda"))
    assert (found.level, found.fix) == ("missing", "pip install '.[cuda]'")
    assert "bitsandbytes" in found.text


@pytest.mark.parametrize("device", ["cpu", "mps"])
def test_a_base_for_cuda_is_refused_where_there_is_none(device: str):
    """One sentence, however much memory there is; the machines of a cluster are other ones than this."""
    chosen = {"ENGINE_BASE": "qwen-image-edit", "ENGINE_DEVICE": device}
    (found,) = ways.findings(settings(**chosen))
    assert (found.topic, found.level) == ("device", "missing")
    assert f"ENGINE_DEVICE={device}" in found.text
    assert "CUDA" in found.text
    assert ways.findings(settings(**chosen, ENGINE_EXECUTOR="ray", RAY_ADDRESS="ray://10.0.0.1:10001")) == []


@pytest.mark.parametrize(
    ("base", "machine", "said"), [("z-image", 24, True), ("z-image", 64, False), ("sd15", 8, False)]
)
def test_a_base_larger_than_a_machine_without_a_card_is_said(
    base: str, machine: int, said: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Else a worker reads until it is ended, and nobody learns why."""
    monkeypatch.setattr(ways.psutil, "virtual_memory", lambda: SimpleNamespace(total=machine * 2**30))
    chosen = settings(ENGINE_BASE=base, ENGINE_DEVICE="cpu", WEIGHTS_DIR=str(tmp_path))
    assert [one.topic for one in ways.findings(chosen)] == ["memory"] * said


@pytest.mark.parametrize(("device", "build"), [("xpu", "2.9.0"), ("xpu:1", "2.9.0"), ("auto", "2.9.0+xpu")])
def test_of_an_intel_card_nobody_knows_the_memory(
    device: str, build: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """It has its own, and half precision: that the machine is small refuses nothing."""
    monkeypatch.setattr(ways.psutil, "virtual_memory", lambda: SimpleNamespace(total=24 * 2**30))
    monkeypatch.setattr(bases, "torch_build", lambda: build)
    chosen = settings(ENGINE_BASE="z-image", ENGINE_DEVICE=device, WEIGHTS_DIR=str(tmp_path))
    assert ways.findings(chosen) == []


@pytest.mark.parametrize(("there", "chosen", "level"), [
    (0, "auto", None), (9793292, "auto", "note"), (9793292, "no", None), (7, "auto", "missing"),
])  # fmt: skip
def test_a_small_decoder_is_told_where_it_was_brought(tmp_path: Path, there: int, chosen: str, level: str | None):
    """Whoever brought one sees that it is used; half a file of it stops every picture, and says what helps."""
    file = tmp_path / "sd15-preview-decoder" / "diffusion_pytorch_model.safetensors"
    if there:
        file.parent.mkdir()
        file.write_bytes(bytes(there))
    found = ways.findings(settings(ENGINE_BASE="sd15", WEIGHTS_DIR=str(tmp_path), ENGINE_PREVIEW_DECODER=chosen))
    assert [(one.topic, one.level) for one in found] == ([("candidates", level)] if level else [])
    assert all("--from DIR" in one.fix for one in found if one.level == "missing")
