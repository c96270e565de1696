"""A worker that reads what it is given and writes four pictures of a size its request names: what carrying costs."""

from __future__ import annotations

from typing import Any

from engine.requests import Progress
from engine.tasks.portrait.request import Picture, Portrait, Portraits
from engine.worker import main

STEPS, PICTURES = 4, 4


def run(request: Portrait, models: Any, progress: Any, cancelled: Any) -> Portraits:
    """Read the identity, say four times how far it is, write pictures of ``request.seed`` bytes each."""
    for file in request.identity.iterdir():
        file.read_bytes()
    request.out.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(1, STEPS + 1):
        progress(Progress(stage="draw", done=number, total=STEPS))
    for number in range(PICTURES if request.seed else 0):
        (file := request.out / f"{number}.png").write_bytes(bytes(request.seed))
        made.append(
            Picture(
                file=file, raw=file, seed=0, likeness=1, likeness_before_fusion=1, distance=0,
                distance_before_fusion=0, likely=True,
            )
        )  # fmt: skip
    return Portraits(pictures=tuple(made), style="", base="none", style_weight=0, face_weight=0)


if __name__ == "__main__":
    main(lambda kind: run)
