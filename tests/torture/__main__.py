"""``python -m tests.torture``: torment the bot, print a table, fail where anything was lost, doubled or left."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.session import Session
from tests.torture.torment import KILLS


def main() -> int:
    """Run a session; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="tests.torture")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", type=Path, help="a folder that is kept")
    args = parser.parse_args()
    home = args.home or Path(tempfile.mkdtemp(prefix="torture-"))
    session, begun = Session(home, args.seed), time.monotonic()
    tried = asyncio.run(session.run(args.kills))
    found = session.found
    print(f"seed {args.seed}, {time.monotonic() - begun:.0f} s, {home}\n")
    print("| fault | times |\n|---|---|")
    for name, times in sorted(tried.items(), key=lambda each: (each[0] not in KILLS, each[0])):
        print(f"| {name.replace('_', ' ')} | {times} |")
    print(f"\n| | |\n|---|---|\n| people | {session.people} |")
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
