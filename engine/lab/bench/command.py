"""``python -m bot bench [--only NAME] [--json]``: run the benches, print a table, exit 1 when one falls short."""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path

import engine.lab.bench
from engine.lab.bench.row import Row

Bench = Callable[[Path], Iterable[Row]]
NO_BENCH = {"command", "row"}
PARTS = {"cluster", "likeness", "speed", "truesize"}  # needs Ray, part of another, or long: only where they are named


def benches() -> dict[str, str]:
    """Return name -> module of every bench in this package."""
    names = sorted(found.name for found in pkgutil.iter_modules(engine.lab.bench.__path__))
    return {name: f"engine.lab.bench.{name}" for name in names if name not in NO_BENCH and not name.startswith("_")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--only", action="append", choices=benches(), metavar="NAME", help=", ".join(benches()))
    parser.add_argument("--data", type=Path, metavar="DIR", help="photos of people for the benches that need some")
    parser.add_argument("--people", type=int, metavar="N", help="so many people, for the benches that learn some")
    parser.add_argument("--part", action="append", metavar="NAME", help="only this part, of a bench that has some")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="go on where a run with this file was ended")
    parser.add_argument("--json", action="store_true", help="print a JSON list instead of a table")


def main(args: argparse.Namespace) -> int:
    """Run the chosen benches and return 1 when a promise is not kept."""
    wishes = {"data": args.data, "people": args.people, "part": args.part, "kept": args.kept}
    names = args.only or [name for name in benches() if name not in PARTS]
    chosen = {name: _with(import_module(benches()[name]).rows, wishes) for name in names}
    rows = list(run(chosen, say=lambda text: print(text, file=sys.stderr)))
    if args.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        print_table(rows)
    return int(not all(row.ok for row in rows))


def _with(bench: Callable[..., Iterable[Row]], wishes: Mapping[str, object]) -> Bench:
    """Return the bench with what the operator wishes of it, where it knows such a thing."""
    known = signature(bench).parameters
    return partial(bench, **{name: wish for name, wish in wishes.items() if wish is not None and name in known})


def run(chosen: Mapping[str, Bench], say: Callable[[str], None]) -> Iterator[Row]:
    """Run benches one after the other, each with a folder of its own."""
    for name, bench in chosen.items():
        say(f"measuring {name} ...")
        with tempfile.TemporaryDirectory(prefix=f"bench-{name}-") as folder:
            yield from bench(Path(folder))


def print_table(rows: list[Row]) -> None:
    """Print rows as a person reads them."""
    width = max((len(row.name) for row in rows), default=4)
    print(f"{'bench':10} {'name':{width}} {'value':>12} {'unit':10} {'must':10} ok")
    for row in rows:
        verdict = "" if not row.must else "yes" if row.ok else "NO"
        print(f"{row.bench:10} {row.name:{width}} {row.value:12.3f} {row.unit:10} {row.must:10} {verdict}")
