"""HAProxy with the file docs/server.md shows, before any number of processes on 127.0.0.1; where it is installed."""

from __future__ import annotations

import asyncio
import csv
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

PROGRAM = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
PAGE = Path(__file__).parents[2] / "docs" / "server.md"
START_SECONDS = 30.0


def why_not() -> str:
    """Say why there is none here; empty where there is."""
    return "" if PROGRAM else "no HAProxy is installed (Debian: apt-get install haproxy)"


def documented() -> str:
    """Return the file the page shows."""
    found = re.search(r"```haproxy\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def configuration(port: int, behind: Sequence[tuple[int, int]], folder: Path) -> str:
    """Return the documented file with our ports: ``behind`` are those of the webhook and of the health pages."""
    text = documented().replace("bind :8443 ssl crt /etc/ssl/portraits.pem", f"bind 127.0.0.1:{port}")
    lines = [line for line in text.splitlines() if not line.strip().startswith("server ")]
    lines += [f"    server s{own} 127.0.0.1:{own} check port {health}" for own, health in behind]
    return "\n".join([f"global\n    stats socket {folder}/admin.sock mode 600", *lines, ""])


class HAProxy:
    """Runs one; `taken` says afterwards which port took how many calls."""

    def __init__(self, port: int, behind: Sequence[tuple[int, int]], folder: Path) -> None:
        self.port, self._behind, self._folder = port, behind, folder
        self.taken: Counter[int] = Counter()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen while the block runs."""
        assert PROGRAM is not None
        file = self._folder / "haproxy.cfg"
        file.write_text(configuration(self.port, self._behind, self._folder))
        with (self._folder / "haproxy.log").open("wb") as log:
            program = await asyncio.create_subprocess_exec(PROGRAM, "-db", "-f", str(file), stdout=log, stderr=log)
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await self._answers():  # noqa: ASYNC110 - another process, which tells nobody
                    await asyncio.sleep(0.05)
            yield
            await self.count()
        finally:
            program.terminate()
            await program.wait()

    async def count(self) -> None:
        """Read which process took how many calls."""
        reader, writer = await asyncio.open_unix_connection(str(self._folder / "admin.sock"))
        writer.write(b"show stat\n")
        rows = csv.DictReader((await reader.read()).decode().removeprefix("# ").splitlines())
        writer.close()
        self.taken = Counter(
            {int(row["svname"][1:]): int(row["hrsp_2xx"]) for row in rows if row["svname"][1:].isdigit()}
        )

    async def _answers(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True
