"""Write a postcard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.tasks.postcard.request import NobodyThere, Postcard, Written

from engine.requests import Progress


def run(request: Postcard, models: Any, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Written:
    """Write to ``request.to``. Raises `NobodyThere`."""
    if request.to == "nobody":
        raise NobodyThere(request.to)
    progress(Progress(stage="drawing", done=1, total=1))
    request.out.write_text(text := f"Greetings to {request.to}", "utf-8")
    return Written(file=request.out, words=len(text.split()))
