"""Weights brought along whose checksums nobody stated: hashed as they are copied, and told as unverified."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import weights
from engine.errors import WeightCorruptError
from engine.weights.fetch import fetch
from engine.weights.presence import LOCAL, RECORD, status_of
from tests.engine.weights.conftest import WEIGHT, component

HUB = '{ kind = "hub", id = "somebody/net", revision = "v1", prefix = "film/film" }'
PIPELINE = (
    "model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors", "tokenizer/vocab.json", "tokenizer/merges.txt",
)  # fmt: skip


def _files(root: Path, names: tuple[str, ...]) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    return root


@pytest.fixture
def net(write_manifest) -> Path:
    """A manifest with a base whose files the hub alone knows."""
    return write_manifest(component("net", "", HUB))


@pytest.mark.parametrize("place", ["net", "film/film", "."])
def test_a_folder_in_the_layout_of_diffusers_is_taken(folder, net, tmp_path, place):
    """By the component's name, by the folder the hub has it in, or as it is. It was refused, with this very advice."""
    stick = tmp_path / "stick"
    _files(stick / place, PIPELINE)
    (outcome,) = fetch(folder, ["net"], offline=True, extra=stick, manifest=net)
    assert (outcome.state, outcome.source) == ("fetched", f"{LOCAL}: folder {stick}")
    root = weights.directory(folder, "net", manifest=net)
    assert {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()} == {*PIPELINE, RECORD}
    state = status_of(folder, weights.components(net)["net"], deep=True)
    assert (state.state, state.local, state.stated) == ("present", True, False)


def test_what_was_copied_is_checked_from_then_on(folder, net, tmp_path):
    """Nobody knows what it should be, but everybody what it was."""
    fetch(folder, ["net"], offline=True, extra=_files(tmp_path / "stick", PIPELINE), manifest=net)
    (folder / "net" / PIPELINE[2]).write_bytes(b"another network, of the same size.....!"[: len(PIPELINE[2])])
    with pytest.raises(WeightCorruptError):
        weights.directory(folder, "net", manifest=net)


def test_half_precision_files_take_the_plain_name(folder, net, tmp_path):
    """They are computed in half anyway; where both are there, the smaller one is copied, once."""
    half = tuple(name.replace(".safetensors", ".fp16.safetensors") for name in PIPELINE)
    stick = _files(tmp_path / "stick", (*half, PIPELINE[2], "film.safetensors", ".git/config.json"))
    fetch(folder, ["net"], offline=True, extra=stick, manifest=net)
    record = json.loads((folder / "net" / RECORD).read_text())["files"]
    assert set(record) == set(PIPELINE)
    assert (folder / "net" / PIPELINE[2]).read_bytes() == half[2].encode()


def test_what_is_no_layout_is_refused(folder, net, tmp_path):
    """One checkpoint file lacks what describes the networks: told, not copied and found out while drawing."""
    stick = _files(tmp_path / "stick", ("net/one.safetensors",))
    (outcome,) = fetch(folder, ["net"], offline=True, extra=stick, manifest=net)
    assert "model_index.json" in outcome.error.data["tried"][0]
    assert not (folder / "net").exists()


def test_a_pickle_is_never_copied(folder, net, tmp_path):
    """It is a program; beside the same network as safetensors it is left where it is."""
    only = _files(tmp_path / "only", (*PIPELINE[:2], "unet/diffusion_pytorch_model.bin"))
    (outcome,) = fetch(folder, ["net"], offline=True, extra=only, manifest=net)
    assert "is a pickle" in outcome.error.data["tried"][0]
    assert not (folder / "net").exists()
    both = _files(tmp_path / "both", (*PIPELINE, "unet/diffusion_pytorch_model.bin"))
    fetch(folder, ["net"], offline=True, extra=both, manifest=net)
    assert not list((folder / "net").rglob("*.bin"))


def test_a_named_file_without_a_checksum_is_taken_too(folder, write_manifest, tmp_path):
    """The adapter for few steps is one file; one with a stated checksum is compared as ever."""
    named = write_manifest(component("lcm", "lora.safetensors", HUB, data=None))
    (tmp_path / "lora.safetensors").write_bytes(b"anything")
    (outcome,) = fetch(folder, ["lcm"], offline=True, extra=tmp_path, manifest=named)
    assert outcome.source.startswith(LOCAL)
    stated = write_manifest(component("net", "lora.safetensors", HUB, data=WEIGHT))
    (outcome,) = fetch(folder, ["net"], offline=True, extra=tmp_path, manifest=stated)
    assert outcome.state == "failed"
    assert not status_of(folder, weights.components(stated)["net"]).local
