"""``python -m engine.lab.supply``: what the program is made of, as docs/licences.md and docs/sbom.json.

    python -m engine.lab.supply            write both anew
    python -m engine.lab.supply --check    exit 1 when one of them no longer says what is installed

Only packages the program needs (pyproject.toml's dependencies and theirs, with ``credentials``) are listed, each with
the licence its own metadata names. The bill of materials is CycloneDX 1.6, in JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT, PROJECT = "portrait-bot", Path(__file__).parents[2] / "pyproject.toml"
EXTRAS: frozenset[str] = frozenset()  # optional parts that are locked and listed too
LICENCES, SBOM = Path("docs/licences.md"), Path("docs/sbom.json")
CLASSIFIER = "License :: OSI Approved :: "
#: What obliges whoever passes the program on, beyond keeping the notice.
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL|EUPL|GNU|Mozilla)", re.IGNORECASE)
HEAD = """# Licences of the packages

What each package's own metadata says, written by `python -m engine.lab.supply`; nobody audited it further. Licences of
the models stand in [models.md](models.md). Packages whose licence obliges whoever passes them on (GPL, LGPL, MPL) are
named first. A wheel may hold libraries under other terms than it states: PyAV's holds x264 and x265 (GPL-2.0), and
espeakng-loader, which states nothing, holds eSpeak NG (GPL-3.0).
"""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One installed package the program needs; its version without what a build for one device adds to it."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]

    @property
    def address(self) -> str:
        """Its package URL."""
        return f"pkg:pypi/{self.name}@{self.version}"


def packages(project: Path = PROJECT, extras: frozenset[str] = EXTRAS) -> list[Package]:
    """Return what a pyproject.toml asks for, with what that needs, by name; what is not installed is left out."""
    found: dict[str, Package] = {}
    waiting = [(normal(each.name), frozenset(each.extras)) for each in _asked(project, extras)]
    while waiting:
        name, wanted = waiting.pop()
        try:
            known = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        needs = [each for each in map(Requirement, known.requires or ()) if _applies(each, wanted)]
        waiting += [(normal(each.name), frozenset(each.extras)) for each in needs if normal(each.name) not in found]
        found[name] = Package(
            name=name,
            version=known.version.split("+")[0],
            licence=licence(known),
            needs=tuple(sorted({normal(each.name) for each in needs})),
        )
    return [found[name] for name in sorted(found)]


def _asked(project: Path, extras: frozenset[str]) -> list[Requirement]:
    table = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    optional = [each for extra in extras for each in table["optional-dependencies"][extra]]
    return [need for need in map(Requirement, [*table["dependencies"], *optional]) if _applies(need, frozenset())]


def licence(known: Distribution) -> str:
    """Return the licence a package states: the expression, else the classifier, else the first line of the text."""
    about = known.metadata
    if expression := about.get("License-Expression"):
        return expression
    named = [line.removeprefix(CLASSIFIER) for line in about.get_all("Classifier") or () if line.startswith(CLASSIFIER)]
    if named:
        return ", ".join(sorted(named))
    return (about.get("License") or "not stated").strip().splitlines()[0][:80]


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def as_table(found: list[Package]) -> str:
    """Return the page of licences."""
    strict = [one for one in found if COPYLEFT.search(one.licence)]
    rest = [one for one in found if one not in strict]
    parts = [HEAD]
    for title, ones in (("With obligations", strict), ("Permissive, or as stated", rest)):
        rows = [f"| {one.name} | {one.version} | {one.licence.replace('|', '/')} |" for one in ones]
        parts.append("\n".join([f"## {title}\n", "| package | version | licence |", "|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def as_sbom(found: list[Package], version: str) -> str:
    """Return the bill of materials as CycloneDX JSON; the same packages give the same text."""
    here = {one.name for one in found}
    parts = [
        {
            "type": "library",
            "bom-ref": one.address,
            "name": one.name,
            "version": one.version,
            "purl": one.address,
            "licenses": [{"license": {"name": one.licence}}],
        }
        for one in found
    ]
    known = {one.name: one.address for one in found}
    links = [{"ref": one.address, "dependsOn": [known[each] for each in one.needs if each in here]} for one in found]
    about = {"component": {"type": "application", "bom-ref": ROOT, "name": ROOT, "version": version}}
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": about}
    return json.dumps({**bom, "components": parts, "dependencies": links}, indent=1) + "\n"


def _applies(need: Requirement, extras: frozenset[str]) -> bool:
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def main(arguments: list[str] | None = None) -> int:
    """Write or check both files."""
    parser = argparse.ArgumentParser(prog="python -m engine.lab.supply")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(arguments)
    found = packages()
    wanted = {
        LICENCES: as_table(found),
        SBOM: as_sbom(found, tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]),
    }
    if not chosen.check:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path} does not say what is installed: python -m engine.lab.supply", file=sys.stderr)
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
