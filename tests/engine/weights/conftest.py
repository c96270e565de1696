"""A small manifest, a package registry in a folder and the hub's client in a hurry."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

# The client reads these once, when it is imported: two tries and no long waits are enough against 127.0.0.1.
os.environ.update(
    MODELSCOPE_DOWNLOAD_MAX_RETRIES="1",
    MODELSCOPE_DOWNLOAD_RETRY_MAX_DELAY_SECONDS="1",
    MODELSCOPE_REPO_TREE_PAGE_MAX_ATTEMPTS="1",
    MODELSCOPE_REPO_TREE_PAGE_RETRY_MAX_DELAY_SECONDS="1",
    MODELSCOPE_DOWNLOAD_INTRA_CLOUD="false",
    NO_PROXY="127.0.0.1,localhost",
    no_proxy="127.0.0.1,localhost",
)

WEIGHT = hashlib.sha256(b"weight").digest() * 5000  # 160 kB
SETUP = "import pathlib\npathlib.Path({marker!r}).touch()\nfrom setuptools import setup\nsetup()\n"


@dataclass(frozen=True, kw_only=True)
class Registry:
    """A folder pip takes packages from, and the rows of a manifest that describe them."""

    links: Path
    ran: Path  # exists if the source archive's setup.py was run
    packages: str


@pytest.fixture(autouse=True)
def client_at_home(tmp_path, monkeypatch):
    """Keep the hub client's own folders inside the test, whatever the machine has."""
    for name in ("MODELSCOPE_ENDPOINT", "MODELSCOPE_DOMAIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODELSCOPE_HOME", str(tmp_path / "modelscope-home"))
    monkeypatch.setenv("MODELSCOPE_CACHE", str(tmp_path / "modelscope-cache"))
    monkeypatch.setenv("MODELSCOPE_API_TOKEN", "")


@pytest.fixture
def folder(tmp_path):
    """An empty weights folder."""
    place = tmp_path / "weights"
    place.mkdir()
    return place


@pytest.fixture
def write_manifest(tmp_path):
    """Write a manifest and return its path."""

    def write(text: str) -> Path:
        place = tmp_path / f"manifest-{len(list(tmp_path.glob('manifest-*')))}.toml"
        place.write_text(text, encoding="utf-8")
        return place

    return write


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A wheel and a source archive in a folder, and pip told (by its own settings) to look only there."""
    links, ran = tmp_path / "links", tmp_path / "setup-was-run"
    links.mkdir()
    _write_wheel(links / "tiny_wheel-1.0-py3-none-any.whl")
    _write_sdist(links / "tiny_sdist-2.0.tar.gz", SETUP.format(marker=str(ran)))
    settings = tmp_path / "pip.conf"
    settings.write_text(f"[global]\nno-index = true\nfind-links = {links}\nno-cache-dir = true\n")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    rows = [_package("tiny-wheel", "1.0", "wheel", links / "tiny_wheel-1.0-py3-none-any.whl")]
    rows.append(_package("tiny-sdist", "2.0", "sdist", links / "tiny_sdist-2.0.tar.gz"))
    return Registry(links=links, ran=ran, packages="".join(rows))


def component(name: str, file: str, source: str, *, data: bytes | None = WEIGHT, needed: bool = True) -> str:
    """Return one component's rows; ``data`` None states neither size nor checksum."""
    stated = f', bytes = {len(data)}, sha256 = "{hashlib.sha256(data).hexdigest()}"' if data is not None else ""
    files = f'files = [{{ file = "{file}"{stated} }}]' if file else ""
    return f"""
[components.{name}]
purpose = "to be tested"
backend = "packaged"
licence = "Apache-2.0"
commercial = "yes"
needed = {str(needed).lower()}
{files}
sources = [{source}]
"""


def _package(name: str, version: str, form: str, archive: Path) -> str:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    size = archive.stat().st_size
    return f'[packages.{name}]\nversion = "{version}"\nform = "{form}"\nbytes = {size}\nsha256 = "{digest}"\n'


def _write_wheel(place: Path) -> None:
    info = "tiny_wheel-1.0.dist-info"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("tiny_wheel/models/net.bin", WEIGHT)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-wheel\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")


def _write_sdist(place: Path, setup: str) -> None:
    with tarfile.open(place, "w:gz") as tar:
        for name, data in (
            ("setup.py", setup.encode()),
            ("PKG-INFO", b"Metadata-Version: 1.0\nName: tiny-sdist\nVersion: 2.0\n"),
            ("tiny_sdist/models/net.dat", WEIGHT),
        ):
            entry = tarfile.TarInfo(f"tiny_sdist-2.0/{name}")
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("tiny_sdist-2.0/tiny_sdist/models/link.dat")
        link.type, link.linkname = tarfile.SYMTYPE, "net.dat"
        tar.addfile(link)
