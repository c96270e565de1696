"""``python -m bot weights list | fetch | verify``: what models there are, where they come from, whether they are whole.

Exit codes: 0 all well, 1 something needed is missing, corrupt or could not be fetched, 2 an unknown name.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.settings import load
from engine import bases, weights
from engine.errors import DiskFullError, EngineError, SourceUnreachableError
from engine.weights.fetch import Outcome, fetch
from engine.weights.presence import LOCAL, how_to_get
from engine.weights.progress import TextProgress, human

COLUMNS = ("component", "backend", "size", "commercial", "state")
WIDTH = 100  # characters of a line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbs and their options to the parser of ``python -m bot weights``."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|fetch|verify")
    texts = {
        "list": "every component: purpose, size, licence, commercial use, and whether it is here",
        "fetch": "fetch components (default: everything the first run needs)",
        "verify": "hash every file that is here and compare it with the manifest",
    }
    for verb, text in texts.items():
        one = verbs.add_parser(verb, help=text, description=text)
        one.add_argument(
            "components", nargs="*", metavar="component", help="names as in the list, instead of the usual ones"
        )
        one.add_argument("--folder", type=Path, help="the weights folder (default: WEIGHTS_DIR)")
        one.add_argument("--json", action="store_true", help="print JSON instead of a table")
        if verb == "fetch":
            one.add_argument("--all", action="store_true", help="the optional components too")
            one.add_argument("--offline", action="store_true", help="ask no network (default: OFFLINE)")
            one.add_argument("--from", dest="extra", type=Path, metavar="DIR", help="look in it first; may be a file")
            one.add_argument("--quiet", action="store_true", help="say nothing about what is already here")
            one.add_argument("--revision", default="", help="of the named components, another one of the hub's")
            one.add_argument("--elsewhere", action="store_true", help="a base this machine cannot use, for another one")
            one.add_argument("--endpoint", help="another ModelScope, such as http://127.0.0.1:8000")


def main(args: argparse.Namespace) -> int:
    """Run one verb and return the exit code."""
    unknown = [name for name in args.components if name not in weights.components()]
    if unknown:
        close = difflib.get_close_matches(unknown[0], weights.components(), n=3)
        print(f"No component is called {unknown[0]}." + (f" Did you mean {', '.join(close)}?" if close else ""))
        return 2
    if getattr(args, "revision", "") and not args.components:
        print("Name the components of which --revision is meant: models have revisions of their own.")
        return 2
    return {"list": _list, "fetch": _fetch, "verify": _verify}[args.verb](args)


def _list(args: argparse.Namespace) -> int:
    rows = _chosen(args, weights.status(_folder(args)))
    if args.json:
        _print_json([_as_json(row) for row in rows])
    else:
        _print_table(rows)
        print(f"\nFolder: {_folder(args)}. Sizes marked ? are known only to the hub. `fetch` takes the needed ones.")
    return 0


def _verify(args: argparse.Namespace) -> int:
    rows = _chosen(args, weights.status(_folder(args), deep=True))
    wrong = [row for row in rows if row.state == "corrupt" or (row.state == "missing" and _is_asked_for(args, row))]
    if args.json:
        _print_json([_as_json(row) for row in rows])
    else:
        _print_table(rows)
        for row in wrong:
            print(f"{row.component.name}: {row.state} ({', '.join(row.bad) or 'all of it'}). Get it: {row.how}")
    return 1 if wrong else 0


def _is_asked_for(args: argparse.Namespace, row: weights.Status) -> bool:
    return (row.component.needed and not row.component.without) or row.component.name in args.components


def _fetch(args: argparse.Namespace) -> int:
    names = list(weights.components()) if args.all else args.components or None
    if names and (unusable := _unusable(names) if not args.elsewhere else {}):
        print("\n".join(unusable.values()), file=sys.stderr if args.json else sys.stdout)
        if not args.all:
            return 1
        names = [name for name in names if name not in unusable]
    outcomes = fetch(
        _folder(args),
        names,
        offline=args.offline or load().engine.offline,
        extra=args.extra,
        endpoint=args.endpoint,
        revision=args.revision,
        progress=TextProgress(sys.stderr),
    )
    if args.json:
        _print_json(
            [
                {"component": o.component, "state": o.state, "source": o.source, "error": o.error and o.error.to_json()}
                for o in outcomes
            ]
        )
    else:
        _print_outcomes([o for o in outcomes if not (args.quiet and o.state == "present")])
    return 1 if any(outcome.state == "failed" and not _spared(outcome, args) for outcome in outcomes) else 0


def _unusable(names: Iterable[str]) -> dict[str, str]:
    """Return component -> the sentence that says why this machine has no use for it, of bases among ``names``.

    What a cluster's head fetches, its other machines use.
    """
    chosen = load().engine
    if chosen.executor == "ray":
        return {}
    of = {family.component: family for family in bases.families().values()}
    lacks = {name: bases.lacks_cuda(of[name], chosen.device) for name in names if name in of}
    return {name: f"{lack}, so {name} is not fetched; --elsewhere fetches it." for name, lack in lacks.items() if lack}


def _spared(outcome: Outcome, args: argparse.Namespace) -> bool:
    """Say whether what could not be fetched was not asked for by name, and there is a way without it."""
    return bool(weights.components()[outcome.component].without) and outcome.component not in args.components


def _print_outcomes(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        print(f"{outcome.component:18} {outcome.state:8} {outcome.source}".rstrip())
        if outcome.error:
            print(_explain(outcome))


def _explain(outcome: Outcome) -> str:
    error = outcome.error
    assert error is not None
    without = weights.components()[outcome.component].without
    return _why(outcome, error) + (f"\n  Without it {without}." if without else "")


def _why(outcome: Outcome, error: EngineError) -> str:
    if isinstance(error, SourceUnreachableError):
        tried = "".join(f"\n    {line}" for line in error.data["tried"])
        component = weights.components()[outcome.component]
        mend = "python -m bot weights fetch --from DIR" if component.copied else how_to_get(component)
        return f"  No source could give it. Tried:{tried}\n  Another way: {mend}"
    if isinstance(error, DiskFullError):
        needed, free = error.data.get("needed"), error.data.get("free")
        return f"  No room on the disk: needs {human(needed)}, {human(free)} are free."
    return f"  {error}"


def _chosen(args: argparse.Namespace, rows: list[weights.Status]) -> list[weights.Status]:
    return [row for row in rows if not args.components or row.component.name in args.components]


def _folder(args: argparse.Namespace) -> Path:
    return args.folder or load().engine.weights


def _as_json(row: weights.Status) -> dict[str, Any]:
    component = row.component
    return {
        "component": component.name,
        "purpose": component.purpose,
        "backend": component.backend,
        "licence": component.licence,
        "commercial": component.commercial,
        "needed": component.needed,
        "state": row.state,
        "bytes": row.bytes,
        "checksums_stated": row.stated,
        "local": row.local,
        "files": [{"file": f.file, "bytes": f.bytes, "sha256": f.sha256} for f in component.files],
        "sources": [str(source) for source in component.sources],
        "bad": list(row.bad),
        "how": row.how,
    }


def _print_json(value: Any) -> None:
    print(json.dumps(value, indent=1))


def _print_table(rows: list[weights.Status]) -> None:
    lines = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    for line, row in zip(lines, [None, *rows], strict=True):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if row is not None:
            about = f"{row.component.purpose}; {row.component.licence}"
            print(textwrap.fill(about, WIDTH, initial_indent="    ", subsequent_indent="    "))


def _cells(row: weights.Status) -> tuple[str, ...]:
    component = row.component
    name = component.name + ("" if component.needed else " (optional)")
    size = human(row.bytes)
    state = f"{row.state} ({LOCAL})" if row.local else row.state
    return (name, component.backend, size, component.commercial, state)
