"""Run a session; the last lines say what was lost, doubled and wrong."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from tests.fakes import postgres
from tests.fakes.s3 import FakeS3
from tests.torture.__main__ import told
from tests.twins import haproxy
from tests.twins.session import session


def main() -> int:
    """Run; 1 where anything is lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="tests.twins")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", type=Path, help="a folder that is kept")
    parser.add_argument("--minutes", type=float, default=45.0, help="after which it is given up")
    parser.add_argument("--people", type=int, default=8, help="at a time; a quarter of them on Discord")
    parser.add_argument("--s3", action="store_true", help="files in a store that is out of reach again and again")
    parser.add_argument("--haproxy", action="store_true", help="before them the balancer of docs/server.md")
    parser.add_argument("--shards", type=int, default=0, help="of Discord, spread over both processes")
    args = parser.parse_args()
    if why := postgres.why_not() or (haproxy.why_not() if args.haproxy else ""):
        print(f"skipped: {why}")
        return 0
    with nullcontext(args.home) if args.home else tempfile.TemporaryDirectory(prefix="twins-") as home:
        return _torment(Path(home), args)


def _torment(home: Path, args: argparse.Namespace) -> int:
    on_discord = max(1, args.people // 4)
    begun = time.monotonic()
    one = session(home, args.seed, s3=FakeS3() if args.s3 else None, real=args.haproxy, shards=args.shards)
    try:
        asyncio.run(
            asyncio.wait_for(one.torment(args.kills, (args.people - on_discord, on_discord)), args.minutes * 60)
        )
    except TimeoutError:
        print(f"seed {args.seed}: not at its end after {args.minutes:.0f} minutes; --home keeps its logs")
        return 1
    print(f"seed {args.seed}, {time.monotonic() - begun:.0f} s")
    print(f"| kills of the first and the second | {one.killed[0]} + {one.killed[1]} |")
    print(f"| calls each took | {' + '.join(str(count) for _, count in sorted(one.balancer.taken.items()))} |")
    print(f"| people | {one.people} |")
    if one.shards:
        print(f"| shards of Discord, connections made | {one.shards}; {one.identified} |")
    if one.s3 is not None:
        calls = ", ".join(f"{count} {method}" for method, count in sorted(one.s3.calls.items()))
        print(f"| outages of the store, what was asked of it | {one.outages}; {calls} |")
    return told(one.found)


if __name__ == "__main__":
    sys.exit(main())
