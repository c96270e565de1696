"""Folders that end with their process."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from engine.queue.ray.ownfolder import OwnFolder, sweep

HOLD = """
import sys, pathlib
from engine.queue.ray.ownfolder import OwnFolder
folder = OwnFolder("x-", within=pathlib.Path(sys.argv[1]))
(folder.path / "face.png").write_bytes(b"face")
print(folder.path, flush=True)
sys.stdin.read()
"""


def test_a_living_owner_keeps_its_folder_and_a_killed_one_leaves_none(tmp_path: Path):
    """What a job had in the clear goes with the first actor that comes after it."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    folder = Path(child.stdout.readline().strip())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (sweep("x-", tmp_path), (folder / "face.png").exists()) == (0, True)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    own = OwnFolder("x-", within=tmp_path)
    assert list(tmp_path.iterdir()) == [own.path]
    own.remove()
    assert list(tmp_path.iterdir()) == []
