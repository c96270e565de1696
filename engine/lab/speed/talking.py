"""A second of talking video, both ways: ``python -m engine.lab.speed.talking WEIGHTS`` prints one line of JSON.

The published animator's networks have their true sizes and random weights, are made for the request and draw 256 px;
the embedded mesh animator draws 512 px. They are not one model: the row says what a person waits for on a processor.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch

from engine.lab.bench._child import child
from engine.lab.talking.sadtalker import measure, randomised

SIDE = 256


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    began = time.process_time()
    loaded = randomised(SIDE, torch.device("cpu"))
    load = time.process_time() - began
    said = measure(loaded)
    ours = child("engine.lab.talking.bench", Path(sys.argv[1]), "--portraits", 1, "--sayings", 1, "--part", "clips")
    told = {
        "load": load,
        "portrait": said["portrait"]["processor"],
        "frame": said["frame"]["processor"],
        "second of sound": said["second of sound"]["processor"],
        "ours": ours["speed_min"],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
