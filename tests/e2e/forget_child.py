"""Kills /forget at every line of storage it runs: ``python -m tests.e2e.forget_child FOLDER EVERY [FIRST]``.

One process makes a folder in which Ann is known in every table and in a copy of the database. For each line (each
``EVERY``-th, and the first of each file) a copy of this process forgets Ann in a copy of the folder and is killed
there; another one starts again as the bot does, hears the press once more where it was not handled, and whatever is
left of Ann in any byte is printed: a line of JSON each, ``{"line", "where", "left"}``.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import FrameType
from typing import Any

import storage
from storage import copies
from storage.database import Database
from storage.retention import sweep_at_start
from storage.vault import Vault
from tests.storage.helpers import ManualClock
from tests.storage.test_vault import every_byte, everything_of

STORAGE = str(Path(storage.__file__).parent)
KILLED = -getattr(signal, "SIGKILL", signal.SIGTERM)


class Lines:
    """Counts the lines of storage that run, in every thread, and kills the process at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at, self.count = kill_at, 0
        self.seen: list[str] = []

    def trace(self, frame: FrameType, event: str, _argument: object) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.startswith(STORAGE):
            return None
        if event == "line":
            self.count += 1
            self.seen.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}:{frame.f_lineno}")
            if self.count == self.kill_at:
                os.kill(os.getpid(), -KILLED)
        return self.trace

    def __enter__(self) -> Lines:
        threading.settrace(self.trace)
        sys.settrace(self.trace)
        return self

    def __exit__(self, *exc: object) -> None:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]


async def prepare(folder: Path) -> list[str]:
    """Make the folder; returns in hexadecimal every trace of Ann that must not be left."""
    async with Database.open(folder / "portrait.sqlite", clock=ManualClock()) as db:
        vault = Vault.open(folder)
        ann, photo, key = await everything_of(db, vault, "ann")
        await everything_of(db, vault, "bob")
        async with db.reading() as rx:
            wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
            verdict = await rx.value(
                "SELECT verdict FROM selfies JOIN media ON media.id = upload WHERE account = ?", (ann,)
            )
        await copies.make(db)
        sealed = vault.files.path(photo).read_bytes()
    return [
        each.hex()
        for each in (wrapped, key.secret, verdict, sealed, ann.encode(), photo.encode(), b"of ann", b"to ann")
    ]


async def forget(folder: Path, lines: Lines) -> None:
    """Forget Ann."""
    async with Database.open(folder / "portrait.sqlite", clock=ManualClock()) as db:
        vault = Vault.open(folder)
        with lines:
            await _pressed(db, vault)


async def start_again(folder: Path) -> None:
    """Start as the bot does; an update that was not handled is handled now."""
    async with Database.open(folder / "portrait.sqlite", clock=ManualClock()) as db:
        vault = Vault.open(folder)
        await sweep_at_start(db, vault, folder / "scratch")
        await _pressed(db, vault)


async def _pressed(db: Database, vault: Vault) -> None:
    async with db.transaction() as tx:
        account = await tx.value("SELECT account FROM users WHERE platform = 'fake' AND user = 'ann'")
        if account is not None:
            await vault.forget(tx, account)


def _in_a_copy(work: Coroutine[Any, Any, Any]) -> int:
    """Run ``work`` in a copy of this process; returns how that ended."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work)
            code = 0
        finally:
            os._exit(code)
    work.close()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(home: Path, every: int, first: int = 1) -> None:
    """Print what each kill leaves."""
    base = home / "base"
    traces = [bytes.fromhex(one) for one in asyncio.run(prepare(base))]
    whole, lines = home / "whole", Lines(0)
    shutil.copytree(base, whole)
    asyncio.run(forget(whole, lines))
    # Every line of this one: a kill in it once left traces.
    copied = {number for number, where in enumerate(lines.seen, 1) if ":_erase_from:" in where}
    begun = {where.partition(":")[0]: number for number, where in reversed([*enumerate(lines.seen, 1)])}
    for number in sorted({*range(first, lines.count + 1, every), *copied, *begun.values()}):
        folder = home / "killed"
        shutil.copytree(base, folder)
        ended = _in_a_copy(forget(folder, Lines(number)))
        before = sum(trace in every_byte(folder) for trace in traces)
        again = _in_a_copy(start_again(folder))
        left = [index for index, trace in enumerate(traces) if trace in every_byte(folder)]
        told = {"line": number, "where": lines.seen[number - 1], "killed": ended == KILLED, "again": again}
        print(json.dumps({**told, "before": before, "left": left}), flush=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
