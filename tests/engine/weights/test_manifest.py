"""The manifest that is shipped, and what a broken one says."""

from __future__ import annotations

import pytest

from engine import bases, weights
from engine.weights import presence
from engine.weights.fetch import fetch
from engine.weights.manifest import is_safe, read
from tests.engine.weights.conftest import component

DEFAULT = {
    "mesh", "segmenter", "classifier", "cutout", "stylenet", "objects", "pose", "hands", "embedder", "landmarks5",
    "upscaler", "attributes", "grown", "nudity", "pocket", "pocket-styles", "pocket-control-openpose",
    "pocket-control-canny", "pocket-control-depth", "pocket-fewstep", "voice-activity", "panoramas", "voices",
}  # fmt: skip


def test_the_default_set_needs_no_hub():
    """A machine that reaches only a package registry must get everything the first run needs."""
    needed = {name: row for name, row in weights.components().items() if row.needed}
    assert set(needed) == DEFAULT
    assert {source.kind for row in needed.values() for source in row.sources} <= {"registry", "installed", "shipped"}


def test_what_the_checkout_ships_is_what_its_own_list_says(tmp_path):
    """A model card that was written on without its checksum made every fetch in a new clone end with an error."""
    shipped = [row for row in weights.components().values() if row.sources[0].kind == "shipped"]
    assert {"pocket", "cutout", "grown"} <= {row.name for row in shipped}
    states = {row.name: presence.status_of(tmp_path, row, deep=True) for row in shipped}
    assert {name: state.bad for name, state in states.items() if state.state != "present"} == {}


def test_every_file_from_a_registry_has_size_and_checksum():
    """Nothing from a registry is used unchecked."""
    rows = [row for row in weights.components().values() if row.sources[0].kind in ("registry", "installed")]
    assert rows
    assert all(file.bytes and file.sha256 for row in rows for file in row.files)


def test_what_nobody_measured_is_left_open():
    """Hub files were never in reach when the list was written: a number here would be an invention.

    Except where several public projects state one for the same release; the manifest names these.
    """
    hub = [row for row in weights.components().values() if row.backend == "hub"]
    assert len(hub) >= 15
    stated = {row.name for row in hub for file in row.files if file.sha256}
    assert stated <= {
        "talking-head",
        "talking-head-512",
        "face-restorer",
        "sd15-preview-decoder",
        "sdxl-preview-decoder",
    }
    assert all(source.revision for row in hub for source in row.sources if source.kind == "hub")


def test_what_an_operator_brings_is_fetched_by_nobody(tmp_path):
    """Its terms are theirs to accept: the answer says where it is published and how it comes in; then it is there."""
    (outcome,) = fetch(tmp_path, ["faceid-embedder"])
    assert outcome.state == "failed"
    assert "--from DIR" in outcome.error.data["tried"][0]
    assert weights.components()["faceid-embedder"].without, "nobody's `--all` fails by it"
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "w600k_r50.onnx").write_bytes(b"numbers")
    (brought,) = fetch(tmp_path, ["faceid-embedder"], extra=tmp_path / "from")
    assert brought.state == "fetched"
    assert weights.path(tmp_path, "faceid-embedder", "w600k_r50.onnx").read_bytes() == b"numbers"


def test_every_base_family_that_is_not_shipped_can_be_fetched():
    """The engine asks for ``base-<family>``; what is there must be one release of it, in one place."""
    fetched = [family for family in bases.families().values() if family.folder is None]
    assert fetched
    for family in fetched:
        (source,) = weights.components()[family.component].sources
        assert all((source.id, source.revision))


def test_non_commercial_weights_are_marked():
    """Whoever sells portraits must be able to see what not to use."""
    assert {name for name, row in weights.components().items() if row.commercial == "no"} >= {"landmarks68", "pocket"}


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/../../x", "a//b", "C:/x", "a\\..\\x", "", "a/./b", "nul\0byte"]
)
def test_a_name_that_leaves_its_folder_is_not_safe(name):
    """These come from a hub's listing, which may be anybody's."""
    assert not is_safe(name)


@pytest.mark.parametrize("name", ["a.bin", "unet/model.safetensors", "a b/100%.txt", "中文.txt", "..a/b.."])
def test_an_ordinary_name_is_safe(name):
    """The other half: real listings have odd but harmless names."""
    assert is_safe(name)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (component("net", "../net.bin", '{ kind = "local", folder = "x" }'), "leaves its folder"),
        (component("net", "net.bin", '{ kind = "registry", package = "absent" }'), "absent"),
        (component("net", "net.bin", '{ kind = "local", folder = "x" }') + 'colour = "red"\n', "colour"),
        (component("net", "net.bin", ""), "no source"),
    ],
)
def test_a_row_without_sense_names_itself(write_manifest, text, word):
    """A slip in the file is found when it is read, with the component's name."""
    with pytest.raises(ValueError, match=rf"net.*{word}"):
        read(write_manifest(text))
