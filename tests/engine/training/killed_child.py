"""Train a tiny face, and die on request: ``python -m tests.engine.training.killed_child FOLDER WORK FILE STEP``."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from safetensors.torch import save_file

from engine.training import face_lora
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples


def main() -> None:
    """Train, printing the step it went on from; with STEP, kill this process after so many steps."""
    folder, work, file, last = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])

    def step(done: int, total: int) -> None:
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    pipeline = tiny.pipeline(folder)
    tensors, told = face_lora.train(
        pipeline, samples(6), LOOKS, seed=4, steps=8, step=step, cancelled=lambda: False,
        look=lambda picture: picture.mean((0, 1)).repeat(43)[:128] / 999, work=folder / work, every=2,
    )  # fmt: skip
    save_file(tensors, folder / file)
    print(told.resumed)


if __name__ == "__main__":
    main()
