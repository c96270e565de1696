"""Checkpoints that are pickles: turned into safetensors once, by a process that runs nothing in them."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from engine.errors import WeightCorruptError, WeightMissingError
from engine.weights import convert
from engine.weights.install import RefusedError
from tests.engine.weights.conftest import component

SOURCE = '{ kind = "local", folder = "nowhere" }'


@pytest.fixture
def manifest(write_manifest):
    return write_manifest(component("net", "net.pth", SOURCE, data=None))


def put(folder: Path, checkpoint: object) -> Path:
    """Write a checkpoint where the component's file belongs."""
    place = folder / "net" / "net.pth"
    place.parent.mkdir(exist_ok=True)
    torch.save(checkpoint, place)
    return place


class Program:
    """A pickle that writes a file when it is opened the careless way."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.system, (f"touch {self.mark}",)


@pytest.fixture
def twin(tmp_path):
    """Convert in this process: what the child does, without the second it takes to start."""

    def make(checkpoint: object) -> Path:
        source, target = tmp_path / "any.pth", tmp_path / "any.safetensors"
        source.write_bytes(checkpoint) if isinstance(checkpoint, bytes) else torch.save(checkpoint, source)
        convert.rewrite(source, target)
        return target

    return make


def test_tensors_arrive_under_dotted_names(folder, manifest):
    """A checkpoint of several networks keeps them apart; half precision and whole numbers stay what they are."""
    inner = {"a.weight": torch.rand(3, 2).half(), "a.count": torch.tensor(7)}
    put(folder, {"generator": inner, "other": {"b": torch.rand(2)}, "epoch": 12, "tags": ["smile", "hat"]})
    file = convert.converted(folder, "net", "net.pth", manifest=manifest)
    read = convert.tensors(file, prefix="generator.")
    assert read.keys() == inner.keys()
    assert all(torch.equal(read[name], inner[name]) and read[name].dtype == inner[name].dtype for name in inner)
    assert convert.facts(file) == {"epoch": 12, "tags": ["smile", "hat"]}


def test_tied_and_strided_tensors_are_converted(twin):
    """Two names for one memory, and a view across it: both are written out whole."""
    shared = torch.arange(6.0).reshape(2, 3)
    read = load_file(twin({"one": shared, "two": shared, "turned": shared.T}))
    assert torch.equal(read["two"], shared)
    assert torch.equal(read["turned"], shared.T)


def test_the_wrappers_prefix_is_taken_off(twin):
    """Networks trained on several devices are published with "module." before every name."""
    file = twin({"state_dict": {"module.fc.bias": torch.zeros(2)}})
    assert set(convert.tensors(file, prefix="state_dict.")) == {"fc.bias"}


def test_a_pickle_that_is_a_program_is_refused_and_not_run(folder, manifest, tmp_path):
    """The whole point: opening a stranger's file must not run it, in the child either."""
    mark = tmp_path / "was-run"
    put(folder, {"weight": torch.zeros(2), "evil": Program(mark)})
    with pytest.raises(WeightCorruptError) as caught:
        convert.converted(folder, "net", "net.pth", manifest=manifest)
    assert caught.value.data["file"] == "net.pth"
    assert not mark.exists()
    assert not list((folder / convert.PLACE).rglob("*.safetensors*"))


def test_the_trap_of_these_tests_would_have_worked(tmp_path):
    """The control: the careless reader does run it."""
    mark = tmp_path / "was-run"
    pickle.loads(pickle.dumps(Program(mark)))
    assert mark.exists()


@pytest.mark.parametrize(
    "content", [b"", b"no pickle at all", b"PK\x03\x04 torn archive", pickle.dumps({"weight": [1, 2]})]
)
def test_what_is_no_checkpoint_is_refused(twin, content):
    """Empty, text, torn, or a pickle without a tensor in it."""
    with pytest.raises(RefusedError):
        twin(content)


def test_a_deflated_archive_cannot_fill_the_disk(folder, manifest):
    """A small archive that unpacks to much more than itself is not what torch writes; it is refused."""
    place = put(folder, {"weight": torch.zeros(4_000_000)})
    with zipfile.ZipFile(place) as stored:
        parts = {name: stored.read(name) for name in stored.namelist()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, data in parts.items():
            bomb.writestr(name, data)
    with pytest.raises(WeightCorruptError):
        convert.converted(folder, "net", "net.pth", manifest=manifest)


def test_one_conversion_lasts_until_something_changes(folder, manifest):
    """A second call converts nothing; another checkpoint under the same name, or a flipped byte, does."""
    put(folder, {"weight": torch.zeros(2)})
    file = convert.converted(folder, "net", "net.pth", manifest=manifest)
    before = file.stat().st_mtime_ns
    assert convert.converted(folder, "net", "net.pth", manifest=manifest) == file
    assert file.stat().st_mtime_ns == before
    source = put(folder, {"weight": torch.ones(3)})
    assert load_file(convert.converted(folder, "net", "net.pth", manifest=manifest))["weight"].tolist() == [1, 1, 1]
    assert convert._is_current(file, source)
    file.write_bytes(file.read_bytes()[:-1] + b"\x7f")
    assert not convert._is_current(file, source)


def test_a_checkpoint_that_is_not_there_is_missing(folder, manifest):
    """With the command that fetches it, as for every other weight."""
    with pytest.raises(WeightMissingError):
        convert.converted(folder, "net", "net.pth", manifest=manifest)
