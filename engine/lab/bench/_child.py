"""A measuring process: libraries for pictures and networks stay out of this one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from engine.queue.platform import THREADS, clean_environment

Ask = Callable[..., dict[str, Any]]  # (module, *arguments) -> what it measured


def child(module: str, *arguments: object, threads: int = 0) -> dict[str, Any]:
    """Run ``python -m module`` and return the JSON of its last line; the lines before are shown as they come.

    What libraries say on standard error is shown only where it failed. Each numerical library has so many ``threads``
    unless the module says otherwise, 0: as many as it likes.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [sys.executable, "-W", "ignore", "-m", module, *(str(one) for one in arguments)]
    last = ""
    with tempfile.TemporaryFile("w+") as noise:
        environment = clean_environment(network=True)  # that of a worker: its threads wait as they do there
        environment |= dict.fromkeys(THREADS, str(threads)) if threads else {}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=noise, text=True, env=environment) as running:
            for line in running.stdout:
                if last:
                    print(last, end="", file=sys.stderr, flush=True)
                last = line
        if running.returncode:
            noise.seek(0)
            print(noise.read(), file=sys.stderr)
            raise subprocess.CalledProcessError(running.returncode, command)
    return json.loads(last)
