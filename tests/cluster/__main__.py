"""``make cluster-demo``: forty people, two nodes on this machine, one of them killed; what was lost, in figures.

The bot, its tables, its deliveries, Ray and the nodes are real. Telegram is a stand-in, and the workers draw and learn
nothing: they take the time and hold the files (`tests.torture.worker`). Ends with 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.cluster.demo import Demo


def main() -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(prog="tests.cluster")
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--portraits", type=int, default=2, help="of each")
    parser.add_argument("--home", type=Path, help="a folder that is kept")
    args = parser.parse_args()
    home = args.home or Path(tempfile.mkdtemp(prefix="cluster-"))
    demo = Demo(home, people=args.people, portraits=args.portraits)
    asyncio.run(demo.run())
    found = demo.found
    print(f"\n| two nodes, {args.people} people | |\n|---|---|")
    for name, value in {**demo.seen, **dict(sorted(found.counted.items()))}.items():
        print(f"| {name} | {value} |")
    for name in ("lost", "doubled", "wrong"):
        print(f"| **{name}** | {len(getattr(found, name))} |")
    for name in ("lost", "doubled", "wrong"):
        for each in getattr(found, name):
            print(f"{name}: {each}")
    return int(bool(found.lost or found.doubled or found.wrong or found.counted["results"] < args.people))


if __name__ == "__main__":
    sys.exit(main())
