"""What waiting threads cost a training: steps a second when they spin, sleep, or do both, alone and beside others.

    python -m engine.lab.spinning        # two minutes; one JSON line

Each figure is that of a process of its own, because OpenMP reads its policy once. The others are processes that only
count, one for every core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from engine.queue.platform import WAITING

SECONDS = 10.0
POLICIES: Mapping[str, Mapping[str, str]] = {
    "as it comes": {},
    "spinning": {"OMP_WAIT_POLICY": "ACTIVE"},
    "asleep": {"OMP_WAIT_POLICY": "PASSIVE"},
    "a worker's": WAITING,
}
BUSY = "while True: pass"
CHILD = (sys.executable, "-m", "engine.lab.spinning", "--child")


def steps(seconds: float = SECONDS) -> float:
    """Return training steps a second of a small network, on as many threads as there are cores."""
    import torch

    torch.set_num_threads(os.cpu_count() or 1)
    network = torch.nn.Sequential(*[torch.nn.Conv2d(64, 64, 3, padding=1) for _ in range(12)])
    optimiser = torch.optim.AdamW(network.parameters(), fused=True)
    picture = torch.randn(4, 64, 16, 16)
    count, start = -1, 0.0
    while count < 0 or time.monotonic() - start < seconds:
        optimiser.zero_grad()
        network(picture).square().mean().backward()
        optimiser.step()
        count += 1
        start = start or time.monotonic()  # the first step warms up
    return count / (time.monotonic() - start)


def _told(variables: Mapping[str, str]) -> list[str]:
    return ["env", *(f"{name}={value}" for name, value in variables.items())]


@contextmanager
def _others(count: int) -> Iterator[None]:
    running = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


def main() -> None:
    """Print steps a second by policy and company."""
    if "--child" in sys.argv:
        print(steps())
        return
    found = {}
    for name, count in (("alone", 0), ("beside others", os.cpu_count() or 1)):
        with _others(count):
            for policy, variables in POLICIES.items():
                said = subprocess.run([*_told(variables), *CHILD], capture_output=True, check=True)
                found[f"{policy}, {name}"] = round(float(said.stdout), 2)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
