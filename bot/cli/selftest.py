"""``python -m bot doctor --gpu``: draw, learn ten steps and inpaint on this machine's device, in about two minutes.

Runs in a process of its own, so that a driver that takes it down is a verdict too. Ends in one line to paste into a
report: it names the device, the versions and what was measured, and nothing of the operator.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.settings import Settings
from engine.requests import to_json

MARK = "selftest 1"  # of the line's form
GIGABYTE = 2**30


@dataclass(kw_only=True)
class Report:
    """What the process said, in order. ``died`` says how it ended before it was through, else it is empty."""

    facts: dict[str, Any] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)
    running: str = "start"
    died: str = ""

    @property
    def passed(self) -> bool:
        """Say whether nothing that is needed failed; what has not been fetched is told and does not count."""
        failed = any(stage["verdict"] == "failed" and stage["needed"] for stage in self.stages)
        return bool(self.stages) and not failed and not self.died


def command(settings: Settings, *, random: str = "", tiny: bool = False) -> list[str]:
    """Return the command of the process; ``random`` names a base to be tried with random weights."""
    told = json.dumps(to_json(settings.engine.for_workers()))
    options = [*(["--random", random] if random else []), *(["--tiny"] if tiny else [])]
    return [sys.executable, "-W", "ignore", "-m", "engine.selftest", told, *options]


def run(command: list[str], say: Callable[[str], None]) -> Report:
    """Run the process to its end; ``say`` hears a line for every stage."""
    report = Report()
    with tempfile.TemporaryFile("w+") as noise:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=noise, text=True) as process:
            assert process.stdout is not None  # it is piped
            for line in said(process.stdout):
                heard(report, line, say)
        if process.returncode:
            noise.seek(0)
            words = [line for line in noise.read().splitlines() if line.strip()]
            report.died = f"{report.running}: the process ended with {process.returncode}"
            report.died += f" ({words[-1].strip()})" if words else ""
    return report


def said(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects the process wrote."""
    for line in lines:
        yield json.loads(line)


def heard(report: Report, line: dict[str, Any], say: Callable[[str], None]) -> None:
    """Take one object into the report and say it to the person who waits."""
    if "begin" in line:
        report.running = line["begin"]
        say(f"{report.running} ...")
    elif "facts" in line:
        report.facts = line["facts"]
        say(machine(report.facts))
    else:
        report.stages.append(line["stage"])
        say(told(line["stage"]))


def told(stage: dict[str, Any]) -> str:
    """Return one stage as a person reads it."""
    words = f"{stage['name']:16} {stage['verdict']:8} {stage['seconds']:7.1f} s {stage['peak'] / GIGABYTE:6.2f} GiB"
    rate = f" {stage['rate']:7.2f} it/s" if stage["rate"] else f"{'':13}"
    return f"{words}{rate}  {stage['note']}".rstrip()


def machine(facts: dict[str, Any]) -> str:
    """Return what the measurements belong to."""
    size = f"{facts['bytes'] / GIGABYTE:.1f} GiB"
    where = f"{facts['device']} {facts['title']} {size}, {facts['system']}"
    made = f"torch {facts['torch']} {facts['driver']}, diffusers {facts['diffusers']}"
    return f"{where} | {made} | {facts['base']} {facts['side']} px {facts['dtype']}"


def line(report: Report) -> str:
    """Return the one line to paste into a report."""
    parts = [MARK, machine(report.facts) if report.facts else "no device was reached"]
    for stage in report.stages:
        words = f"{stage['name']} {stage['verdict']}"
        words += f" {stage['rate']:.2f} it/s" if stage["rate"] else ""
        words += f" {stage['peak'] / GIGABYTE:.2f} GiB" if stage["verdict"] == "ok" else ""
        parts.append(f"{words} ({stage['note']})" if stage["verdict"] == "failed" else words)
    parts += [f"died in {report.died}"] if report.died else []
    return " | ".join([*parts, "passed" if report.passed else "FAILED"])


def main(settings: Settings, *, random: str, tiny: bool, as_json: bool) -> int:
    """Run the self-test and return 1 if something that is needed failed."""
    report = run(command(settings, random=random, tiny=tiny), lambda words: print(words, file=sys.stderr, flush=True))
    if as_json:
        print(json.dumps({"facts": report.facts, "stages": report.stages, "died": report.died, "line": line(report)}))
    else:
        print(line(report))
    return int(not report.passed)
