"""A new kind of job is three files and its sentences: no list, no table, no gate elsewhere names it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent / "new_kind"
ROOT = Path(__file__).parents[2]


def play(folder: Path, *words: str) -> list[str]:
    """Have the conversation in a process that has the files, and return what a person reads."""
    command = [sys.executable, "-W", "error", "-m", "tests.handlers.new_kind.play", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_kind_is_three_files():
    """What is counted here is what the recipe in CONTRIBUTING says."""
    files = {file.relative_to(HERE).as_posix() for file in HERE.glob("*/**/*.py") if file.name != "__init__.py"}
    assert files == {"tasks/postcard/request.py", "tasks/postcard/run.py", "jobs/postcard.py"}


def test_a_kind_from_elsewhere_runs_through_the_chat(tmp_path: Path):
    """Command, queue, worker, sealed file, result, /show, button, and an error of its own."""
    assert play(tmp_path) == [
        "asked: a job · next in line",
        "shown: 5 words are written.",
        "sent: text 5 words are written.",
        "sent: document ",
        "sent: text 5 words are written.",
        "sent: document ",
        "sent: failure Something went wrong on my side. It does not count towards your limit; please try again.",
    ]


def test_without_the_files_nobody_knows_it(tmp_path: Path):
    """Negative control: it is the files that make the command."""
    [answer] = play(tmp_path, "without")
    assert "/postcard" in answer
