"""A measuring process: libraries for pictures and networks stay out of this one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

Ask = Callable[..., dict[str, Any]]  # (module, *arguments) -> what it measured


def child(module: str, *arguments: object) -> dict[str, Any]:
    """Run ``python -m module`` and return the JSON of its last line; what it says on the way goes to standard error.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [sys.executable, "-W", "ignore", "-m", module, *(str(one) for one in arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])
