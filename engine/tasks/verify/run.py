"""Read the mark of a picture or clip (AI Act, article 50: whoever receives one may ask what it is)."""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import JobCancelledError
from engine.models import Models
from engine.requests import Progress
from engine.safety import examine, frames
from engine.safety.origin import DRAWN, EDITED
from engine.talking import decoding
from engine.tasks.verify.request import Verified, Verify


def run(
    request: Verify, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Verified:
    """Return what ``request.file`` says of its origin.

    Raises:
        BadPhotoError: it is neither a picture nor a clip that can be read.
        JobCancelledError: the person took the question back.
    """
    progress(Progress(stage="verifying", done=0, total=1))
    moves = frames.kind(request.file) is not None
    pictures = decoding.frames(request.file) if moves else [models.faces.load(request.file)]
    if cancelled():
        raise JobCancelledError
    mark = examine.of_frames(pictures)
    data = request.file.read_bytes()
    says = any(f'DigitalSourceType="{origin.term}"'.encode() in data for origin in (DRAWN, EDITED))
    return Verified(marked=mark.there, number=mark.number if mark.there else None, says=says)
