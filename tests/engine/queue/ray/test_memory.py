"""Freed memory is used again."""

from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
from engine.queue.ray.memory import keep_freed
if sys.argv[1] == "keep" and not keep_freed():
    raise SystemExit(7)
def copies():
    return [bytes(6 * 2**20) + b"x" for _ in range(3)]
copies()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    copies()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def _faults(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, text=True, check=False)
    if done.returncode == 7:
        pytest.skip("this system's library has no say in it")
    return int(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts no page faults")
def test_the_next_parcel_is_made_in_the_memory_of_the_last():
    """The system finds and clears hardly a page then; a process left as it is (control) asks for them every time."""
    assert _faults("keep") * 3 < _faults("leave")
