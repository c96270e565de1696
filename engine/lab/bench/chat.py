"""How fast a command is answered while many people write: the whole bot in a process of its own, on a fake Telegram.

Real HTTP on 127.0.0.1, the real database and queue; another process keeps a core busy as an engine would. A person's
command counts as answered when the first byte of the answer reaches the server; one that never is, is a lost update.

    python -m bot bench --only chat               # ten seconds each
    python -m engine.lab.bench.chat --seconds 60         # as long as promised
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from engine.lab.bench.command import print_table
from engine.lab.bench.row import Row, at_most, told

FAKE, BOT = "tests.fakes.telegram", "tests.e2e.bot_process"  # only in a checkout
FEW, MANY = 50, 200  # people
RATE = 25.0  # commands a second, together: Telegram lets a bot send thirty messages
SECONDS = 10.0
P95_MILLISECONDS = 300.0
PATIENCE = 60.0  # seconds until an answer counts as lost
COMMAND = "/help"
BUSY = "while True: sum(range(10**6))"


class Crowd:
    """People who write, and how long each waited. ``server`` is a fake Telegram whose answers pass through `heard`."""

    def __init__(self, server: Any, count: int, seed: int = 0) -> None:
        self._server, self._people = server, list(range(1000, 1000 + count))
        self._random = random.Random(seed)
        self._open: defaultdict[int, deque[float]] = defaultdict(deque)
        self.waits: list[float] = []
        self.sent = 0

    def heard(self, chat: int) -> None:
        """Note that the bot's answer to somebody is arriving."""
        if self._open[chat]:
            self.waits.append(time.perf_counter() - self._open[chat].popleft())

    async def write(self, seconds: float) -> None:
        """Let everybody write in turn, in an order of their own each round, at `RATE` together."""
        began, waiting = time.perf_counter(), []
        while (at := self.sent / RATE) < seconds:
            await asyncio.sleep(max(0.0, began + at - time.perf_counter()))
            if not waiting:
                waiting = self._random.sample(self._people, len(self._people))
            person = waiting.pop()
            self._open[person].append(time.perf_counter())
            self._server.user_text(COMMAND, person)
            self.sent += 1

    @property
    def unanswered(self) -> int:
        """How many commands have no answer yet."""
        return sum(len(waiting) for waiting in self._open.values())


def rows(folder: Path, seconds: float = SECONDS) -> Iterable[Row]:
    """Let few people write for the time they wait, and many for what is lost."""
    if find_spec("tests") is None or find_spec(FAKE) is None:
        return [told("chat", "not measured: needs the tests of a checkout", 0, "")]
    return asyncio.run(_measure(folder, seconds))


async def _measure(folder: Path, seconds: float) -> list[Row]:
    few = await _crowd(folder / "few", FEW, seconds)
    many = await _crowd(folder / "many", MANY, seconds)
    waits = sorted(few.waits) or [PATIENCE]
    return [
        told("chat", f"answered, {FEW} people, half", waits[len(waits) // 2] * 1000, "ms"),
        at_most("chat", f"answered, {FEW} people, 95 %", waits[int(len(waits) * 0.95)] * 1000, "ms", P95_MILLISECONDS),
        told("chat", f"commands of {MANY} people", many.sent, ""),
        told("chat", f"answered, {MANY} people, 95 %", sorted(many.waits)[int(len(many.waits) * 0.95)] * 1000, "ms"),
        at_most("chat", "lost updates", few.unanswered + many.unanswered, "", 0),
    ]


async def _crowd(folder: Path, count: int, seconds: float) -> Crowd:
    async with _server() as server, _processes(server, folder):
        crowd = Crowd(server, count)
        server.crowd = crowd
        await server.until(lambda: server.polling, PATIENCE)
        await crowd.write(seconds)
        with contextlib.suppress(TimeoutError):
            await server.until(lambda: not crowd.unanswered, PATIENCE)
    return crowd


@contextlib.asynccontextmanager
async def _server() -> AsyncIterator[Any]:
    fake: type[Any] = import_module(FAKE).FakeTelegram

    class Timed(fake):
        """Tells the crowd of every answer, and whether the bot has begun to listen."""

        crowd: Crowd | None = None
        polling = False

        async def _answer(self, method: str, parameters: dict[str, Any], files: Any) -> Any:
            self.polling |= method == "getupdates"
            if self.crowd is not None and method.startswith("send"):
                self.crowd.heard(int(parameters["chat_id"]))
            return await super()._answer(method, parameters, files)

    async with Timed() as server:
        yield server


@contextlib.asynccontextmanager
async def _processes(server: Any, folder: Path) -> AsyncIterator[None]:
    """Run the bot against ``server``, and something that keeps a core busy beside it."""
    settings = {
        "DATA_DIR": str(folder),
        "TELEGRAM_TOKEN": server.token,
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_FILE_URL": server.url,
        "LOCAL_CHAT": "no",
    }
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", BOT, json.dumps(settings))
    busy = await asyncio.create_subprocess_exec(sys.executable, "-c", BUSY)
    try:
        yield
    finally:
        for process in (bot, busy):
            process.kill()
            await process.wait()


def main() -> int:
    """Measure for as long as asked; 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(prog="python -m engine.lab.bench.chat")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each crowd writes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-chat-") as folder:
        found = list(rows(Path(folder), chosen.seconds))
    print_table(found)
    return int(not all(row.ok for row in found))


if __name__ == "__main__":
    sys.exit(main())
