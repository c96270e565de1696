"""Run a session; the last lines say what was lost, doubled and wrong."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.fakes import postgres
from tests.twins.session import session


def main() -> int:
    """Run; 1 where anything is lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="tests.twins")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", type=Path, help="a folder that is kept")
    args = parser.parse_args()
    if why := postgres.why_not():
        print(f"skipped: {why}")
        return 0
    home, begun = args.home or Path(tempfile.mkdtemp(prefix="twins-")), time.monotonic()
    one = session(home, args.seed)
    asyncio.run(one.torment(args.kills))
    print(f"seed {args.seed}, {time.monotonic() - begun:.0f} s, {home}")
    print(f"| kills of the first and the second | {one.killed[0]} + {one.killed[1]} |")
    print(f"| calls each took | {' + '.join(str(count) for _, count in sorted(one.balancer.taken.items()))} |")
    print(f"| people | {one.people} |")
    found = one.found
    for name, count in sorted(found.counted.items()):
        print(f"| {name} | {count} |")
    for name in ("lost", "doubled", "wrong"):
        print(f"| **{name}** | {len(getattr(found, name))} |")
    for name in ("lost", "doubled", "wrong"):
        for each in getattr(found, name):
            print(f"{name}: {each}")
    return int(bool(found.lost or found.doubled or found.wrong))


if __name__ == "__main__":
    sys.exit(main())
