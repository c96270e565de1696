"""The documents: their commands exist, their links lead somewhere, and nothing in them belongs to one machine."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import variables
from engine import weights

ROOT = Path(__file__).parents[1]
PAGES = tuple(sorted(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")))
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", *PAGES)
README_LINES = 150
BOT_CALL = re.compile(r"python(?:\.exe)? -m bot ([^`#\n]+)")
MACHINE = re.compile(r"(?<![\w.])/(?:root|home|work|opt|tmp|mnt|Users)/|[A-Z]:\\\\")


def text_of(name: str) -> str:
    """Return a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def bot_calls() -> list[str]:
    """Every ``python -m bot ...`` of the documents and the Makefile, once."""
    makefile = text_of("Makefile").replace("$(RUN)", "python -m bot")
    makefile = re.sub(r"\$\(if .*\)", "", makefile)
    found = [call for text in (*map(text_of, DOCUMENTS), makefile) for call in BOT_CALL.findall(text)]
    return sorted({call.strip().rstrip(":.,;") for call in found})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name):
    """A relative link is a file of the checkout, a fragment is a heading of the file it points into."""
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = Path(name).parent / path if path else Path(name)
        assert (ROOT / file).exists(), target
        assert not fragment or fragment in anchors(str(file)), target


def anchors(name: str) -> set[str]:
    """The anchors a forge makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(name), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", [*DOCUMENTS, "Makefile", ".env.example", ".ci/run", "pyproject.toml"])
def test_nothing_belongs_to_one_machine(name):
    """A path of somebody's home works for nobody else."""
    assert not MACHINE.findall(text_of(name).replace("/path/to/", ""))


def test_every_make_target_named_exists():
    """What a newcomer types first."""
    named = {word for name in DOCUMENTS for word in re.findall(r"(?:^|`|: |= ?)make ([a-z-]+)", text_of(name), re.M)}
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))
    assert {"demo", "test", "run", "check"} <= named | {"demo"}
    assert named <= targets


def test_the_two_commands_stand_in_the_readme():
    """One to see it, one to check it; the check of a clean clone runs the second."""
    assert re.search(r"^make demo\b", text_of("README.md"), flags=re.MULTILINE)
    assert re.search(r"^make test\b", text_of("README.md"), flags=re.MULTILINE)
    assert re.search(r"^make test$", text_of(".ci/run"), flags=re.MULTILINE)


def test_the_readme_is_read_to_its_end():
    """What a user needs, in the order they need it; the rest has a page of its own, and the README leads there."""
    text = text_of("README.md")
    assert len(text.splitlines()) < README_LINES
    assert {f"]({page})" for page in PAGES if f"]({page})" not in text} == set()


def test_every_file_named_as_proof_exists():
    """A promise that points to a test nobody finds is none."""
    named = re.findall(r"`((?:tests|engine|bot|handlers|storage)/[\w/.]+\.\w+)`", text_of("SECURITY.md"))
    assert len(named) >= 3
    assert [file for file in named if not (ROOT / file).is_file()] == []


def test_every_bot_command_named_exists():
    """A document that names a command nobody can type is a lie."""
    calls = bot_calls()
    assert len(calls) >= 8
    assert {shlex.split(call)[0] for call in calls} <= set(COMMANDS)
    assert {shlex.split(call)[0] for call in calls if call} >= {"run", "demo", "doctor", "weights", "studio"}


@pytest.mark.parametrize("call", [call for call in bot_calls() if shlex.split(call)[0] in ("weights", "studio")])
def test_every_documented_call_is_understood(call):
    """Verbs and options are asked of the real parser: ``--help`` after them fails if one is unknown."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *shlex.split(call), "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_every_component_named_in_a_fetch_exists():
    """`weights fetch base-sd15` must not end in "no component is called that"."""
    named = {
        word
        for call in bot_calls()
        if call.startswith("weights fetch")
        for word in shlex.split(call)[2:]
        if not word.startswith("-") and "/" not in word  # a folder or file follows an option
    }
    assert "base-sd15" in named
    assert named <= set(weights.components())


def test_every_setting_named_exists():
    """Variables in the documents are those of the settings."""
    named = {word for name in DOCUMENTS for word in re.findall(r"`([A-Z]+_[A-Z_]+)(?:=\w+)?`", text_of(name))}
    assert "ENGINE_BASE" in named
    assert named <= {*variables(), "DEMO_SELFIES"}


def test_the_licences_told_are_those_of_the_manifest():
    """The table is written by hand; a component it calls free for commerce must be so in the manifest."""
    rows = [
        line.split("|") for line in text_of("docs/models.md").splitlines() if line.startswith("| ") and "|" in line[2:]
    ]
    terms = {
        name: cells[3].strip(" *")
        for cells in rows
        if len(cells) == 5
        for name in re.findall(r"[a-z][a-z0-9-]+", cells[1])
        if name in weights.components()
    }
    needed = {name for name, row in weights.components().items() if row.needed}
    assert needed <= set(terms)
    assert all(weights.components()[name].commercial == term for name, term in terms.items() if term in ("yes", "no"))


def test_the_changelog_has_a_place_for_what_comes_next():
    """Keep a Changelog: unreleased first."""
    assert re.search(r"^## \[Unreleased\]", text_of("CHANGELOG.md"), flags=re.MULTILINE)
