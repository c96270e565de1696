"""A worker process that draws and learns nothing: the real program and line, with tasks of a moment's length.

What is wrong with its machine stands in a file named `MOOD` in the folder of styles, which a confined worker may read.
"""

from __future__ import annotations

import logging
import resource
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import JobCancelledError, WeightCorruptError
from engine.requests import Progress
from engine.tasks.enrol.request import Enrol
from engine.tasks.inspect.request import InspectPhoto
from engine.tasks.shared.member import Member
from engine.worker import main
from tests.fakes import executor

log = logging.getLogger("tests.torture.worker")
MOOD = "mood"
GPU_LOST, CORRUPT, NO_MEMORY = "gpu-lost", "corrupt", "no-memory"
STEPS, STEP_SECONDS = 24, 0.06  # of a training
DRAW_SECONDS = 0.25
ROOM = 64 * 2**20  # bytes a process without memory still gets
_lost: list[str] = []  # a device that was lost stays lost until its process ends


def find_task(kind: str) -> Callable[..., Any]:
    """Return the same task for every kind; what is asked of it says which it is."""
    return _run


def _run(request: Any, models: Any, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Any:
    _suffer(models.settings.styles / MOOD)
    if isinstance(request, InspectPhoto):
        time.sleep(0.02)
        return executor._look(request)
    if isinstance(request, Enrol) and not request.instant:
        return _learn(request, progress, cancelled)
    progress(Progress(stage="draw", done=1, total=4, seconds_left=1.0))
    time.sleep(DRAW_SECONDS)
    return executor._learn(request) if isinstance(request, Enrol) else executor._draw(request)


def find_batch(kind: str) -> Callable[..., None]:
    """Return what does several jobs of a kind at once."""
    return _run_batch


def _run_batch(members: Sequence[Member], models: Any) -> None:
    """Draw everybody at once, or learn a step of everybody in turn."""
    _suffer(models.settings.styles / MOOD)
    log.info("%d jobs together", len(members))
    courses: list[Generator[None, None, Any]] = []
    for member in members:
        if isinstance(member.request, Enrol):
            courses.append(_steps(member.request, member.progress))
        else:
            courses.append(_drawing(member.request, member.progress))
    while not all(member.gone() for member in members):
        for member, course in zip(members, courses, strict=True):
            if not member.gone():
                with member.own():
                    try:
                        next(course)
                    except StopIteration as end:
                        member.end(end.value)


def _drawing(request: Any, progress: Callable[[Progress], None]) -> Generator[None, None, Any]:
    progress(Progress(stage="draw", done=1, total=4, seconds_left=1.0))
    for _ in range(4):
        time.sleep(DRAW_SECONDS / 4)
        yield
    return executor._draw(request)


def _learn(request: Enrol, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Any:
    course = _steps(request, progress)
    while not cancelled():
        try:
            next(course)
        except StopIteration as end:
            return end.value
    raise JobCancelledError


def _steps(request: Enrol, progress: Callable[[Progress], None]) -> Generator[None, None, Any]:
    """Learn step by step, each written down before the next begins, as `engine.training.resume` does."""
    assert request.work is not None
    request.work.mkdir(parents=True, exist_ok=True)
    place = request.work / "place"
    begins = int(place.read_text()) if place.exists() else 0
    log.info("training %s begins at %d", request.work.parent.name, begins)
    for step in range(begins, STEPS):
        yield
        time.sleep(STEP_SECONDS)
        part = place.with_suffix(".part")
        part.write_text(str(step + 1))
        part.replace(place)
        progress(Progress(stage="train", done=step + 1, total=STEPS))
        log.info("training %s did %d", request.work.parent.name, step + 1)
    return replace(executor._learn(request), steps=STEPS, resumed_at=begins)


def _suffer(file: Path) -> None:
    mood = file.read_text() if file.exists() else ""
    if mood or _lost:
        log.info("suffers from %s", mood or GPU_LOST)
    if mood == GPU_LOST or _lost:
        _lost.append(mood)
        raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be reported later")
    if mood == CORRUPT:
        raise WeightCorruptError("pocket", "denoiser.safetensors", "python -m bot weights fetch")
    if mood == NO_MEMORY:
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + ROOM, resource.RLIM_INFINITY))
        try:
            bytearray(8 * ROOM)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(find_task, find_batch=find_batch)
