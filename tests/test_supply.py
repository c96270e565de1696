"""What the program is made of is written down, and one set of versions stands everywhere."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from engine.lab.supply import EXTRAS, Package, as_sbom, as_table, normal, packages

ROOT = Path(__file__).parents[1]


def pinned() -> dict[str, str]:
    """Return name -> version of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return {normal(name): version for name, _, version in (line.partition("==") for line in lines) if version}


def locked() -> dict[str, tuple[str, int]]:
    """Return name -> (version, number of hashes) of requirements.lock."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text())
    found = [re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([^ \\;]+)", entry) for entry in entries]
    return {normal(m[1]): (m[2], entry.count("--hash=sha256:")) for m, entry in zip(found, entries, strict=True) if m}


def needed() -> set[str]:
    """Return what pyproject.toml asks for, with what signs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(each for extra in EXTRAS for each in project["optional-dependencies"][extra])]
    return {normal(Requirement(each).name) for each in asked}


def test_every_package_is_locked_with_hashes_at_the_tested_version():
    """A package that was replaced on its way is refused, and what is installed is what was tested."""
    lock, constraints = locked(), pinned()
    assert needed() <= lock.keys()
    assert all(hashes for _, hashes in lock.values())
    differing = {name for name, (version, _) in lock.items() if constraints.get(name, version) != version}
    assert differing == set()
    assert "index" not in re.sub(r"importlib|--hash\S+", "", (ROOT / "requirements.lock").read_text()).lower()


def test_licences_and_parts_name_what_is_needed():
    """Who passes the program on must know under which terms; who is asked for its parts has a list."""
    bom = json.loads((ROOT / "docs" / "sbom.json").read_text())
    named = {part["name"]: part["version"] for part in bom["components"]}
    assert needed() <= named.keys()
    assert {name for name in needed() if pinned()[name] != named[name]} == set()
    page = (ROOT / "docs" / "licences.md").read_text()
    assert all(f"| {name} | {version} |" in page for name, version in named.items())


def test_what_is_installed_here_is_walked():
    """Packages and what they need in turn, each once."""
    found = {one.name for one in packages()}
    assert {"aiosqlite", "cryptography", "cffi"} <= found
    assert not found & {"pytest", "ruff", "hypothesis"}


@pytest.mark.parametrize(("stated", "strict"), [("MIT", False), ("LGPL-3.0-only", True), ("GNU GPLv3", True)])
def test_obligations_are_named_first(stated, strict):
    """GPL, LGPL and MPL oblige whoever passes the program on."""
    one = Package(name="x", version="1", licence=stated, needs=())
    before = as_table([one]).split("## Permissive")[0]
    assert ("| x | 1 |" in before) is strict


def test_the_bill_of_materials_is_the_same_twice():
    """Two builds of the same packages differ in nothing."""
    some = [Package(name=name, version="1", licence="MIT", needs=("b", "gone")) for name in "ab"]
    bom = json.loads(as_sbom(some, "9"))
    assert as_sbom(some, "9") == as_sbom(some, "9")
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert bom["dependencies"][0] == {"ref": "pkg:pypi/a@1", "dependsOn": ["pkg:pypi/b@1"]}
