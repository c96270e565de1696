"""``python -m tests.torture``: torment the bot, print a table, fail where anything was lost, doubled or left."""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from engine import people
from tests.fakes.s3 import FakeS3
from tests.torture import findings
from tests.torture.broken import BROKEN
from tests.torture.findings import Findings
from tests.torture.session import LEAST, Session
from tests.torture.torment import KILLS, Torment
from tests.torture.victim import ROOT

PHOTOS = 3  # of a synthetic person, where the workers are real
TWO_PORTRAITS = 1  # results of two pictures that everybody waits for there


def main() -> int:
    """Run a session; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="tests.torture")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--home", type=Path, help="a folder that is kept")
    parser.add_argument("--real", action="store_true", help="the real workers draw; kills only")
    parser.add_argument("--broken", default="", choices=["", *BROKEN], help="a queue spoilt on purpose: must be seen")
    parser.add_argument("--s3", action="store_true", help="the files of people in a store of objects")
    args = parser.parse_args()
    home = args.home or Path(tempfile.mkdtemp(prefix="torture-"))
    session, begun = _session(home, args), time.monotonic()
    at_once = (1, 1) if args.real else (3, 2)
    with FakeS3().serving() if args.s3 else nullcontext() as s3:
        findings.STORES.update({session.data: s3} if s3 is not None else {})
        torment = asyncio.run(session.run(args.kills, others=not args.real, least=LEAST, at_once=at_once))
    print(f"seed {args.seed}, {time.monotonic() - begun:.0f} s, {home}\n")
    return report(session, torment)


def _session(home: Path, args: argparse.Namespace) -> Session:
    if not args.real:
        return Session(home, args.seed, broken=args.broken)
    return Session(home, args.seed, TWO_PORTRAITS, broken=args.broken, photos=selfies())


def selfies() -> list[bytes]:
    """Return photos of somebody who does not exist."""
    found = []
    for cut in people.people()[people.DEMO][:PHOTOS]:
        out = io.BytesIO()
        people.photo(ROOT / "weights", people.DEMO, cut).save(out, "PNG")
        found.append(out.getvalue())
    return found


def report(session: Session, torment: Torment) -> int:
    """Print what was done and what came of it."""
    found = session.found
    print("| fault | tried | felt |\n|---|---|---|")
    for name, times in sorted(torment.tried.items(), key=lambda each: (each[0] not in KILLS, each[0])):
        print(f"| {name.replace('_', ' ')} | {times} | {torment.felt[name]} |")
    tried, felt = sum(torment.tried.values()), sum(torment.felt.values())
    print(f"| **all** | **{tried}** | **{felt}** |")
    print(f"\n| | |\n|---|---|\n| people | {session.people} |")
    return told(found)


def told(found: Findings) -> int:
    """Print what was counted, and all that was lost, doubled or wrong; 1 where anything was."""
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
