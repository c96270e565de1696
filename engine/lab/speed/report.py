"""docs/speed.md and its plots, of a run of the bench: ``python -m engine.lab.speed.report FILE [--docs DIR]``.

FILE is what ``python -m bot bench --only speed --kept FILE`` left. A line is added to docs/speed.jsonl, and what got
worse by a quarter since the last run on such a processor is named; then the command ends with 1. Parts that were not
run stand on the page as they were in the last run on such a processor and torch that had them, with its date.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from engine.lab.bench import speed
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.lab.speed import compare, plots

WORSE = 1.25
LESS_IS_BETTER = {"s", "ms", "GiB", "TFLOP", "%", "files"}
FOLLOWED = 6  # lines in the plot of the history

HEAD = """# Speed

This engine beside the way FaceChain was published: both on the same random weights in the shape of Stable Diffusion,
on the same machine, one after the other. The published way is replicated in `engine/lab/speed/published.py`: every
request loads every model anew in float32, adds style and face to the weights and draws in 40 guided steps; a training
is a process of its own, and runs the autoencoder and the text encoder in every step. The engine is warm, changes people
by copying tensors and draws in few steps; here it computes in bfloat16, as it does on a GPU. (Without one the product
draws in float32, and gains less.)

Times are seconds of the processor, of one thread; only eight photos to a LoRA are told by the clock too, in two
threads, which counts whatever else runs on the machine. *Small* is a base with every block of Stable Diffusion 1.5 and
a twentieth of its weights, at 256 px; *true* is its true size at 512 px, where a pass, a decoding and a training step
are run and requests are computed of them; of the published request one picture of four is drawn. Random weights draw
noise: nothing here says how pictures look, and fewer steps are the larger part of what is gained. *Four steps* is how
the authors of the few-step adapter draw, without guidance, and what `ENGINE_SAMPLER=fastest` does; *the fast sampler*
is `ENGINE_SAMPLER=fast`, eight guided steps. Neither is the default on Stable Diffusion, which draws 25 to 30 guided
steps: both need an adapter that has to be fetched, and how alike faces are in so few steps was seen on no real weights
here. Counted figures depend on shapes alone.

    python -m bot bench --only speed --kept FILE
    python -m engine.lab.speed.report FILE

"""


def main(arguments: list[str] | None = None) -> int:
    """Write everything and return 1 where something got worse."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.report")
    parser.add_argument("file", type=Path)
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    chosen = parser.parse_args(arguments)
    parts = known(chosen.file)
    missing = [part for part in speed.PARTS if part not in parts]
    part_of = {row.name: part for part, rows in parts.items() for row in rows}
    return written([row for rows in parts.values() for row in rows], missing, chosen.docs, machine(), part_of)


def known(file: Path) -> dict[str, list[Row]]:
    """Return the rows of each part of a kept run."""

    def ask(*_: object) -> dict[str, Any]:
        raise LookupError

    parts = {}
    for part in speed.PARTS:
        with suppress(LookupError):
            parts[part] = list(speed.rows(Path(), (part,), file, ask))
    return parts


def machine() -> dict[str, str]:
    """Return what the figures depend on, and nothing that names the machine."""
    model = platform.processor() or platform.machine()
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        names = [line.split(":", 1)[1].strip() for line in listed.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return {"processor": f"{model}, {os.cpu_count()} cores", "torch": version("torch")}


def written(
    rows: Sequence[Row],
    missing: Sequence[str],
    docs: Path,
    where: dict[str, str],
    part_of: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Write page, plots and history into ``docs``; return 1 where something got worse.

    ``part_of`` says of which part of the bench each row is.
    """
    docs.mkdir(parents=True, exist_ok=True)
    past = [line for line in _lines(docs / "speed.jsonl") if line["processor"] == where["processor"]]
    values = {row.name: round(row.value, 4) for row in rows}
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    line = {"date": today, **where, "values": values}
    line["rows"] = {row.name: [part_of.get(row.name, ""), row.unit, row.must] for row in rows}
    with (docs / "speed.jsonl").open("a", encoding="utf-8") as opened:
        opened.write(json.dumps(line) + "\n")
    before = {name: value for each in past for name, value in each["values"].items()}
    worse = list(regressions(rows, before))
    same = [each for each in past if each["torch"] == where["torch"]]
    old = {part: found for part in missing if (found := earlier(same, part)) is not None}
    shown = [*rows, *(row for _, found in old.values() for row in found)]
    (docs / "speed.svg").write_text(plots.bars("Times as fast as the published way", _bars(shown)), encoding="utf-8")
    series = [*(line["values"] for line in past), values]
    names = [row.name for row in shown if row.must][:FOLLOWED]
    lines = {name: [line[name] for line in series if name in line] for name in names}
    (docs / "speed-history.svg").write_text(plots.history("Run after run, of the first", lines), encoding="utf-8")
    never = [part for part in missing if part not in old]
    (docs / "speed.md").write_text(_page(rows, old, never, worse, where, today), encoding="utf-8")
    for name in worse:
        print(f"worse than the last run: {name}", file=sys.stderr)
    return int(bool(worse))


def earlier(past: Sequence[dict[str, Any]], part: str) -> tuple[str, list[Row]] | None:
    """Return the date and the rows of the newest run that had ``part``, None where no run had it."""
    for line in reversed(past):
        known_rows = line.get("rows", {})
        names = [name for name, (of, *_) in known_rows.items() if of == part]
        if names:
            return line["date"], [_again(name, line["values"][name], *known_rows[name][1:]) for name in names]
    return None


def _again(name: str, value: float, unit: str, must: str) -> Row:
    """Return a row as it was, judged by what it had to be then."""
    if not must:
        return told(compare.NAME, name, value, unit)
    way, limit = must.split()
    return (at_most if way == "<=" else at_least)(compare.NAME, name, value, unit, float(limit))


def regressions(rows: Iterable[Row], before: dict[str, float]) -> Iterable[str]:
    """Yield the names of what is worse by a quarter than it was."""
    for row in rows:
        old = before.get(row.name)
        if not old or not row.value:
            continue
        less = row.must.startswith("<=") or (not row.must and row.unit in LESS_IS_BETTER)
        if (row.value / old if less else old / row.value) > WORSE:
            yield row.name


def _bars(rows: Iterable[Row]) -> list[plots.Bar]:
    return [
        plots.Bar(name=row.name, value=row.value, must=float(row.must.split()[1]) if row.must else 0.0, kept=row.ok)
        for row in rows
        if row.unit == "times" and not row.must.startswith("<=")
    ]


def _page(
    rows: Sequence[Row],
    old: Mapping[str, tuple[str, list[Row]]],
    never: Sequence[str],
    worse: Sequence[str],
    where: dict[str, str],
    today: str,
) -> str:
    lines = [HEAD, f"{today}, {where['processor']}, torch {where['torch']}.\n\n"]
    lines.append("![times as fast as the published way](speed.svg)\n\n")
    lines += _table(rows)
    for part, (date, found) in old.items():
        lines.append(f"\nNot run this time: {part}. As it was on {date}:\n\n")
        lines += _table(found)
    missed = [row.name for row in (*rows, *(row for _, found in old.values() for row in found)) if not row.ok]
    if missed:
        lines.append(f"\nMissed: {'; '.join(missed)}.\n")
    if never:
        lines.append(f"\nNot run this time: {', '.join(never)}.\n")
    if worse:
        lines.append(f"\nWorse than the last run: {'; '.join(worse)}.\n")
    lines.append("\n![run after run](speed-history.svg)\n\nEvery run is a line of [speed.jsonl](speed.jsonl).\n")
    return "".join(lines)


def _table(rows: Iterable[Row]) -> list[str]:
    lines = ["| what | value | must | |\n| --- | ---: | --- | --- |\n"]
    for row in rows:
        verdict = "" if not row.must else "yes" if row.ok else "**no**"
        lines.append(f"| {row.name} | {row.value:.4g} {row.unit} | {row.must} | {verdict} |\n")
    return lines


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line] if file.exists() else []


if __name__ == "__main__":
    sys.exit(main())
