"""The command line: which module answers, and what it exits with."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main
from bot.settings import BadSettingsError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def commands() -> Iterator[dict[str, tuple[str, str]]]:
    """Two commands: one that answers with its option, one whose import would end the test."""
    module = types.ModuleType("fake_command")
    module.add_arguments = lambda parser: parser.add_argument("--code", type=int, default=0)
    module.main = _answer
    sys.modules["fake_command"] = module
    yield {"answer": ("fake_command", "answer"), "explode": ("no_such_module_anywhere", "explode")}
    del sys.modules["fake_command"]


def _answer(args) -> int:
    if args.code == 98:
        raise BadSettingsError(["LOCAL_CHAT_PORT should be a number"])
    if args.code == 99:
        raise KeyboardInterrupt
    return args.code


def test_a_command_gets_its_options_and_gives_the_exit_code(commands):
    """The one seam of all commands."""
    assert main(["answer", "--code", "7"], commands) == 7


def test_other_commands_are_not_imported(commands):
    """`python -m bot styles` must not wait for the demo's libraries, nor fail with them."""
    assert main(["answer"], commands) == 0
    assert "no_such_module_anywhere" not in sys.modules


def test_without_the_laboratory_the_bench_is_one_sentence(monkeypatch, capsys):
    """An installed wheel has none, and whoever tries must learn where there is one; a checkout runs it."""
    monkeypatch.setattr("bot.__main__.find_spec", lambda name: None)
    assert main(["bench", "--only", "start"]) == 1
    assert "checkout" in capsys.readouterr().err


def test_bad_settings_are_sentences(commands, capsys):
    """Each names its variable and where to look."""
    assert main(["answer", "--code", "98"], commands) == 1
    assert capsys.readouterr().err == "Setting LOCAL_CHAT_PORT should be a number. See .env.example.\n"


def test_ctrl_c_is_no_traceback(commands):
    """As shells expect: 128 + SIGINT."""
    assert main(["answer", "--code", "99"], commands) == 130


def test_an_unknown_command_is_a_usage_error(commands):
    """Exit code 2, as for any misspelt option."""
    with pytest.raises(SystemExit) as caught:
        main(["anser"], commands)
    assert caught.value.code == 2


def test_nothing_at_all_prints_the_commands(capsys):
    """Somebody new types `python -m bot` first."""
    with pytest.raises(SystemExit) as caught:
        main([])
    said = capsys.readouterr().out
    assert caught.value.code == 0
    assert [name for name in COMMANDS if f"  {name} " not in said] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_module(name: str):
    """A command in the help that cannot be imported is a broken promise."""
    assert find_spec(COMMANDS[name][0]) is not None


def test_a_reader_that_leaves_early_is_no_traceback():
    """`python -m bot styles | head -1`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "styles"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()
