"""Whether a cluster can be started here at all: ``python -m tests.engine.queue.ray.possible``, for ``make ray``.

Says in one line why not, and exits with 1 then. Only Ray itself is tried, as it is used here: what is broken in the
program must fail a test and skip none.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Sequence

LONGEST = 400.0  # seconds; 10 on a quiet machine
TRIAL = """
import ray
ray.init(include_dashboard=False, num_cpus=1, object_store_memory=100 * 2**20, log_to_driver=False)
assert ray.get(ray.remote(lambda: 7).remote()) == 7
ray.shutdown()
"""
ALONE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}


def why_not(trial: Sequence[str] = (sys.executable, "-c", TRIAL), longest: float = LONGEST) -> str:
    """Return what stands against a cluster here, the last line Ray says; "" where one task has run."""
    environment = {**os.environ, **ALONE, "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    with subprocess.Popen(
        list(trial), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as tried:
        try:
            said, _ = tried.communicate(timeout=longest)
        except subprocess.TimeoutExpired:
            os.killpg(tried.pid, signal.SIGKILL)
            return f"no task has run within {longest:.0f} s"
    if tried.returncode == 0:
        return ""
    return (said.decode(errors="replace").strip() or f"it ended with {tried.returncode}").splitlines()[-1]


if __name__ == "__main__":
    if reason := why_not():
        print(f"Ray starts no cluster here: its tests are skipped ({reason})")
        sys.exit(1)
