"""Files become networks: what is missing, wrong or hostile is said, and only data is ever read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch

from engine.errors import WeightCorruptError, WeightMissingError
from engine.talking.sadtalker import checkpoints, ready
from engine.talking.sadtalker.mapping import MappingNet
from engine.weights import components
from tests.engine.talking.sadtalker.conftest import seeded

FILE = "mapping_00229-model.pth.tar"
MANIFEST = f"""
[components.talking-head]
purpose = "to be tested"
backend = "hub"
licence = "Apache-2.0"
commercial = "unknown"
needed = false
files = [{{ file = "{FILE}" }}]
sources = [{{ kind = "hub", id = "nobody/nothing", revision = "v1" }}]
"""


class Program:
    """A pickle that leaves a mark when it is opened the careless way."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.system, (f"touch {self.mark}",)


@pytest.fixture
def fill(tmp_path):
    """Write a checkpoint as the published file and load a small mapping network from it."""
    manifest = tmp_path / "manifest.toml"
    manifest.write_text(MANIFEST)
    (tmp_path / "weights" / "talking-head").mkdir(parents=True)

    def make(checkpoint: object | None) -> MappingNet:
        if checkpoint is not None:
            torch.save(checkpoint, tmp_path / "weights" / "talking-head" / FILE)
        network = MappingNet(70, width=8)
        checkpoints.fill(
            network, "talking-head", FILE, tmp_path / "weights", prefix=checkpoints.MAPPING, manifest=manifest
        )
        return network

    return make


def test_the_mapping_network_comes_out_of_its_pickle(fill):
    """It lies under its name beside an optimiser's state, which is left alone."""
    known = seeded(MappingNet(70, width=8))
    moments = {0: {"step": 5, "exp_avg": torch.zeros(3)}}
    network = fill(
        {"mapping": known.state_dict(), "optimizer_mapping": {"state": moments, "param_groups": [{"lr": 1e-4}]}}
    )
    window = torch.rand(1, 70, 27)
    torch.testing.assert_close(network(window).expression, known(window).expression)
    assert not any(value.requires_grad for value in network.parameters())


def test_a_program_in_a_checkpoint_is_not_run(fill, tmp_path):
    """The file is refused by name, and the mark it would leave is not there."""
    with pytest.raises(WeightCorruptError) as caught:
        fill({"mapping": Program(tmp_path / "mark")})
    assert caught.value.data["file"] == FILE
    assert not (tmp_path / "mark").exists()
    torch.load(tmp_path / "weights" / "talking-head" / FILE, weights_only=False)
    assert (tmp_path / "mark").exists()  # control: opened carelessly, it does run


def test_a_missing_file_is_named_with_the_command(fill):
    """The operator reads what to type."""
    with pytest.raises(WeightMissingError) as caught:
        fill(None)
    assert caught.value.data == {"component": "talking-head", "how": "python -m bot weights fetch talking-head"}


def lay(folder: Path, component: str, *, short: int = 0) -> None:
    """Lay empty files of the stated sizes, which take no room on disk; the last one ``short`` bytes shorter."""
    row = components()[component]
    for number, file in enumerate(row.files):
        place = folder / component / file.file
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as stream:
            stream.truncate(file.bytes - (short if number == len(row.files) - 1 else 0))


def test_nothing_is_ready_in_an_empty_folder(tmp_path):
    """Each size says what it lacks; the larger one needs both components."""
    assert ready.lacking(tmp_path, 256) == ["python -m bot weights fetch talking-head"]
    assert ready.lacking(tmp_path, 512) == [
        "python -m bot weights fetch talking-head",
        "python -m bot weights fetch talking-head-512",
    ]


def test_a_size_is_ready_when_all_its_files_are(tmp_path):
    """The renderer for 256 does not make 512 ready."""
    lay(tmp_path, "talking-head")
    assert ready.is_ready(tmp_path, 256)
    assert not ready.is_ready(tmp_path, 512)
    lay(tmp_path, "talking-head-512")
    assert ready.is_ready(tmp_path, 512)
    assert ready.is_ready(tmp_path, 640)


def test_a_file_that_is_cut_off_is_not_ready(tmp_path):
    """A fetch that stopped half way must not choose the backend."""
    lay(tmp_path, "talking-head", short=1)
    assert not ready.is_ready(tmp_path, 256)


def test_every_file_the_backend_opens_is_in_the_manifest():
    """Names are said in two places; they must be the same."""
    listed = {(row.name, file.file) for row in components().values() for file in row.files}
    opened = {(ready.COMPONENTS[side], ready.RENDERERS[side]) for side in (256, 512)}
    opened |= {("talking-head", file) for file in ready.MAPPINGS.values()}
    assert opened <= listed
