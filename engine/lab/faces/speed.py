"""The child of the bench ``look``, ``python -m engine.lab.faces.speed FOLDER WEIGHTS``: one photo, cold and warm."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import psutil
import skimage.data
from PIL import Image

from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.inspect.request import InspectPhoto
from engine.tasks.inspect.run import run

WARM = 5


def main(folder: Path, weights: Path) -> None:
    """Look once cold and `WARM` times warm."""
    Image.fromarray(skimage.data.astronaut()).resize((2048, 2048)).save(folder / "photo.jpg", quality=92)
    request = InspectPhoto(photo=folder / "photo.jpg", cleaned=folder / "clean.png")
    models = Models(EngineSettings(weights=weights, threads=1))
    walls, processors, answers = [], [], []
    for _ in range(1 + WARM):
        wall, processor = time.perf_counter(), time.process_time()
        answers.append(run(request, models, lambda step: None, lambda: False))
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    said = {
        "cold": walls[0],
        "warm": walls[1:],
        "processor": processors[1:],
        "accepted": int(all(answer.problem is None for answer in answers)),
        "megabytes": psutil.Process().memory_info().rss / 1e6,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
