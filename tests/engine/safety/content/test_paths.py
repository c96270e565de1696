"""Whatever takes somebody's words to draw by or to say asks the rules before it does."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import engine
from engine.tasks.portrait.request import Portrait
from engine.tasks.style.request import TrainStyle
from engine.tasks.talk.request import Speak, Talk
from engine.tasks.template.request import InspectTemplate, Template
from engine.tasks.tryon.request import TryOn

TASKS = Path(engine.__file__).parent / "tasks"
HANDLERS = TASKS.parents[1] / "handlers"
WORDS = {"prompt", "text", "scene"}  # the fields of requests that may hold what a person typed
REQUESTS = {
    Portrait: {"prompt", "scene"}, TrainStyle: {"prompt"}, Talk: {"text"}, Speak: {"text"}, TryOn: {"scene"},
    Template: {"prompt"}, InspectTemplate: {"prompt"},
}  # fmt: skip


def calls(file: Path) -> set[str]:
    """Return what a module calls, as it is written: ``content.require``."""
    tree = ast.parse(file.read_text("utf-8"))
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_every_request_with_words_is_known():
    """A new field of words needs the rules, too."""
    for request, words in REQUESTS.items():
        assert {field.name for field in dataclasses.fields(request)} & WORDS == words, request
    held = {
        file.parent.name
        for file in TASKS.glob("*/request.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.AnnAssign)
        and ast.unparse(node.target) in WORDS
        and ast.unparse(node.annotation) == "str"
    }
    assert held == {"portrait", "style", "talk", "template", "tryon"}


def test_what_draws_asks_the_rules_and_what_speaks_goes_through_the_voices():
    """The engine asks again, whoever queued the job: a preset, a button, another platform, a restart."""
    for kind in ("portrait", "style", "tryon"):
        assert "content.require" in calls(TASKS / kind / "run.py"), kind
    assert "content.require" in calls(TASKS / "template" / "together.py")  # words are drawn by there alone
    assert "content.require" in calls(TASKS.parent / "talking" / "registry.py")
    speakers = [file for file in TASKS.rglob("*.py") if any(call.endswith("Speaker") for call in calls(file))]
    assert speakers == []  # no task goes past the registry


def test_no_handler_seals_words_it_did_not_have_judged():
    """What is kept sealed in jobs and conversations was judged first, where it was typed."""
    judged = {"content.require", "wording.require", "wording.meaning_of", "meaning_of", "wording.changed", "require"}
    sealing = [file for file in HANDLERS.rglob("*.py") if {"wording.sealed", "turn.deps.seal"} & calls(file)]
    assert {file.stem for file in sealing} >= {"portrait", "tryon", "talk", "wording"}
    assert [file.stem for file in sealing if not judged & calls(file)] == []
