"""``doctor --gpu``: a process of its own, a verdict for everything, one line to paste, and an exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import bot
from bot.__main__ import main
from bot.cli import selftest
from bot.cli.selftest import Report
from bot.settings import load, variables

FACTS = {
    "device": "cuda:0", "title": "A card", "bytes": 24 * 2**30, "driver": "CUDA 13.0", "torch": "2.13.0",
    "diffusers": "0.42.1", "system": "Linux x86_64", "base": "sd15", "side": 512, "dtype": "bfloat16",
}  # fmt: skip
STAGE = {"name": "draw", "verdict": "ok", "seconds": 3.0, "rate": 8.25, "peak": 3 * 2**30, "note": "", "needed": True}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch):
    """No variable of the machine may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def _saying(*lines: object, ending: str = "") -> list[str]:
    """Return the command of a process that says ``lines`` and then runs ``ending``."""
    return [sys.executable, "-c", f"import json\nfor line in {list(lines)!r}: print(json.dumps(line))\n{ending}"]


def test_the_line_names_card_versions_and_every_figure():
    """Everything somebody needs who reads it in a report, and nothing else."""
    report = selftest.run(_saying({"facts": FACTS}, {"begin": "draw"}, {"stage": STAGE}), lambda words: None)
    assert selftest.line(report) == (
        "selftest 1 | cuda:0 A card 24.0 GiB, Linux x86_64 | torch 2.13.0 CUDA 13.0, diffusers 0.42.1 | "
        "sd15 512 px bfloat16 | draw ok 8.25 it/s 3.00 GiB | passed"
    )


def test_a_failure_in_the_type_that_is_used_fails_the_test_in_another_it_is_told():
    """A card without bfloat16 is a good card, as long as what is used there works."""
    failed = {**STAGE, "verdict": "failed", "note": "no number"}
    assert not Report(stages=[STAGE, failed]).passed
    assert Report(stages=[STAGE, {**failed, "needed": False}]).passed
    assert "draw failed 8.25 it/s (no number)" in selftest.line(Report(stages=[failed]))


def test_what_has_not_been_fetched_does_not_fail_the_test():
    """ControlNets are optional; the line says that they were not tried."""
    absent = {**STAGE, "name": "inpaint", "verdict": "absent", "rate": 0.0}
    assert Report(stages=[STAGE, absent]).passed
    assert "inpaint absent | passed" in selftest.line(Report(stages=[STAGE, absent]))


def test_a_process_that_dies_is_a_verdict_with_the_stage_it_died_in():
    """A driver that takes the process down must not take the report with it."""
    ending = "import sys, os; print('illegal memory access', file=sys.stderr); sys.stdout.flush(); os._exit(9)"
    heard: list[str] = []
    report = selftest.run(_saying({"facts": FACTS}, {"stage": STAGE}, {"begin": "train"}, ending=ending), heard.append)
    assert not report.passed
    assert "died in train: the process ended with 9 (illegal memory access) | FAILED" in selftest.line(report)
    assert heard[-1] == "train ..."


def test_an_empty_report_has_not_passed():
    """Nothing tried is nothing proved."""
    assert selftest.line(Report()) == "selftest 1 | no device was reached | FAILED"


def test_random_and_tiny_reach_the_process():
    """An operator tries a card before the first download."""
    told = selftest.command(load(env_file=None), random="sdxl", tiny=True)
    assert told[-3:] == ["--random", "sdxl", "--tiny"]
    assert selftest.command(load(env_file=None))[-2] == "engine.selftest"


@pytest.mark.slow
def test_the_command_tries_a_tiny_base_in_a_real_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture
):
    """The whole way: command line, process, stages, line, exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGINE_THREADS", "1")
    monkeypatch.setenv("PYTHONPATH", str(Path(bot.__file__).parents[1]))
    code = main(["doctor", "--gpu", "--random", "--tiny", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (code, said["died"]) == (0, "")
    assert [stage["name"] for stage in said["stages"]][:4] == ["draw", "train", "inpaint", "again"]
    assert said["line"].endswith("| passed")
    assert "sd15 tiny random 64 px float32" in said["line"]
