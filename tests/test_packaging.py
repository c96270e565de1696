"""What a wheel would hold: every file the program opens at run time, not only its modules."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "engine", "handlers", "storage")
LABORATORY = Path("engine/lab")


@pytest.fixture(scope="module")
def listed() -> set[Path]:
    """The files setuptools would copy, by its own reckoning; nothing is built."""
    from setuptools import Distribution

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        distribution = Distribution({"script_name": "setup.py"})
        distribution.parse_config_files()
        command = distribution.get_command_obj("build_py")
        command.ensure_finalized()
        modules = {Path(file) for _, _, file in command.find_all_modules()}
        data = {Path(folder) / name for _, folder, _, names in command.data_files for name in names}
        return {path.relative_to(ROOT) if path.is_absolute() else path for path in modules | data}
    finally:
        os.chdir(before)


def in_the_rooms() -> set[Path]:
    """Every file of the four rooms but the laboratory, without what Python and editors leave behind."""
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT)
        for path in found
        if LABORATORY not in path.relative_to(ROOT).parents
        and "__pycache__" not in path.parts
        and not path.name.startswith(".")
        and path.suffix != ".pyc"
    }


def test_a_wheel_holds_every_file_of_the_rooms(listed):
    """Migrations, sentences, manifests, styles and the embedded base are opened by path; one left out breaks it."""
    assert in_the_rooms() - listed == set()


@pytest.mark.parametrize(
    "file", ["storage/migrations/0001_initial.sql", "handlers/locales/en.ftl", "engine/weights/manifest.toml"]
)
def test_the_list_holds_what_a_start_opens(listed, file):
    """Negative control for the claim above: these must be there, or both sides of it are empty."""
    assert Path(file) in listed


def test_tests_stay_out_of_the_wheel(listed):
    """They are for the checkout."""
    assert not [path for path in listed if path.parts[0] not in ROOMS]


def test_the_laboratory_stays_out_of_the_wheel(listed):
    """How the small networks were made weighs on nobody who only wants portraits."""
    assert (ROOT / LABORATORY).is_dir()
    assert not [path for path in listed if LABORATORY in path.parents]


def test_the_tested_set_agrees_with_what_is_declared():
    """A pin changed in one file and not in the other installs something nobody tested, or nothing at all."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    tested = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    declared = [Requirement(line) for line in [*table["dependencies"], *table["optional-dependencies"]["test"]]]
    wrong = [str(one) for one in declared if not one.specifier.contains(tested.get(canonicalize_name(one.name), "0"))]
    assert wrong == []
