"""Signs what a task hands over with Content Credentials; one place for every kind of job."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

from engine.safety.credentials import Signer, UnsignableError
from engine.safety.provenance import origin_of
from engine.settings import SigningPair

log = logging.getLogger(__name__)
KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".mp4": "video/mp4"}


def sign_result(result: Any, pair: SigningPair | None) -> None:
    """Sign the finished files a result names in place; nothing without a ``pair``.

    A file that cannot be signed stays as it is, and the log says so: somebody waits for it, and it says by three other
    means what it is. Raises ModuleNotFoundError without ``c2pa-python``.
    """
    if pair is None:
        return
    for file, origin in [(file, origin_of(_speaking(result, file))) for file in finished(result)]:
        try:
            signed = signer(pair).sign(file.read_bytes(), KINDS[file.suffix.lower()], {}, origin)
        except UnsignableError as error:
            log.error("a finished %s could not be signed: %s", file.suffix, error)
            continue
        part = file.with_name(file.name + ".part")
        part.write_bytes(signed)
        part.replace(file)


def _speaking(result: Any, file: Path) -> Path:
    """Return the file that says where ``file`` comes from: a GIF has no place for it, the clip it is of has."""
    clip = getattr(result, "file", None)
    return clip if file.suffix.lower() == ".gif" and isinstance(clip, Path) else file


def finished(result: Any) -> list[Path]:
    """Return the pictures and the video of a result that people get; what was drawn on the way is not among them."""
    named = [picture.file for picture in getattr(result, "pictures", ())]
    named += [getattr(result, "file", None), getattr(result, "gif", None)]
    return [file for file in named if isinstance(file, Path) and file.suffix.lower() in KINDS]


@cache
def signer(pair: SigningPair) -> Signer:
    """Return the signer of a pair; made once."""
    return Signer(pair)
