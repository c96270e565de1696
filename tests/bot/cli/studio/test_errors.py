"""What an operator reads at the terminal: an error in words, and a result on a line of its own."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from bot.cli.studio import command
from engine.requests import Progress
from engine.tasks.portrait.request import UnknownSceneError


def test_an_error_is_said_in_words_and_names_what_is_near(monkeypatch: pytest.MonkeyPatch, capsys):
    """Braces and quotes are for programs; whoever mistyped a name wants to read the right one."""

    async def fails(settings: object, args: Namespace) -> None:
        raise UnknownSceneError("se", ["sea", "forest"])

    monkeypatch.setitem(command._ACTIONS, "portrait", fails)
    assert command.main(Namespace(action="portrait", json=False)) == 1
    assert capsys.readouterr().err == "That did not work: unknown scene (name: se; closest: sea)\n"


async def test_a_result_does_not_stand_behind_the_progress(capsys):
    """A line of progress stays on its line; it is wiped before anything else is printed, when it failed too."""

    class Executor:
        async def run(self, job: object, heard, cancelled: object) -> str:
            heard(Progress(stage="composing", done=0, total=1))
            return "made"

    assert await command._run(Executor(), None, Path(), command._say) == "made"
    command._say("portrait-0.png")
    lines = capsys.readouterr().err.split("\r")
    assert lines[-1] == "portrait-0.png\n"
    assert lines[-2].strip() == ""
    assert len(lines[-2]) >= len(lines[-3].rstrip()) > 0
