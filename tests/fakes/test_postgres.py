"""The server of the tests leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fakes import postgres

ROOT = Path(__file__).parents[2]
SERVE = """
import time
from tests.fakes import postgres
with postgres.serving() as server:
    print(server.folder, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(bool(postgres.why_not()), reason=postgres.why_not() or "there is one")
def test_a_server_ends_with_the_tests_that_started_it_however_they_end():
    """A check that runs out of time is killed: its server, and its folder in memory, would stay on that machine."""
    tests = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        folder = Path(tests.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert _runs(server)
    finally:
        tests.send_signal(signal.SIGKILL)
        tests.communicate()
    end = time.monotonic() + 20
    while (_runs(server) or folder.exists()) and time.monotonic() < end:
        time.sleep(0.1)
    assert not _runs(server)
    assert not folder.exists()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
